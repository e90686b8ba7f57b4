"""Ctrl+C at any moment: one sentence, nothing half-written; and how far work has come till then."""

import os
import pty
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import command
from briefing.exports.siteindex import NAME, SIGN
from command import ROOT, UNMEASURED
from dialects import write
from project import copy_project, digests

ENVIRON = {**UNMEASURED, "PYTHONPATH": str(ROOT / "plugins"), "TERM": "xterm"}
SENTENCE = "Interrupted: every file is whole. Run the command again to finish.\n"


def interrupted(project: Path, seconds: float, *command: str) -> tuple[int, str]:
    """The status of a command that gets SIGINT after so many *seconds*, and what it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", *command],
        cwd=project,
        env=ENVIRON,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    return process.returncode, said


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupted")
    write(folder, 16, ["ours"])
    return folder / "ours"


def kept(root: Path) -> dict[str, str]:
    """All files but those that any run may leave for the next one."""
    return {
        path: digest
        for path, digest in digests(root).items()
        if not path.startswith((".cache/", "__pycache__/"))
    }


def test_a_build_can_be_interrupted_at_any_moment(corpus: Path) -> None:
    (corpus / "output").mkdir()
    (corpus / "output" / NAME).write_text(SIGN, "utf-8")
    (corpus / "output/index.html").write_text("The site as it was.", "utf-8")
    before, rng, stopped = kept(corpus), random.Random(3), 0
    for moment in (0.3, 0.6, 1.0, 1.5):
        status, said = interrupted(corpus, moment + rng.random() / 5, "build")
        if status == 0:
            break  # it was done
        stopped += 1
        assert (status, said) == (130, SENTENCE)
        after = kept(corpus)
        if after != before:  # the new site had just taken the old one's place: all of it
            assert command.briefing("build", cwd=corpus).returncode == 0
            assert kept(corpus) == after
            break
    assert stopped > 1
    assert not [path.name for path in corpus.glob(".output*")]


WAITS = (
    "from multiprocessing import Process; from threading import Thread; import time\n"
    "from briefing.interruption import end_helpers\n"
    "helper = Process(target=time.sleep, args=(60,)); helper.start()\n"
    "def wait(): helper.join(); raise RuntimeError('it has been lost')\n"
    "thread = Thread(target=wait); thread.start()\n"
    "end_helpers(); thread.join()"
)


def test_a_thread_that_loses_its_helper_says_nothing() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WAITS], env=ENVIRON, capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""


def test_an_import_can_be_interrupted_and_done_again(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", ("content", "pelicanconf.py"))
    file = tmp_path / "report.txt"
    file.write_text("A Report\n\n" + "The ministry said so, in 2013 and after.\n\n" * 400, "utf-8")
    for moment in (0.4, 0.6):
        status, said = interrupted(project, moment, "import", str(file))
        assert (status, said) in ((130, SENTENCE), (0, ""))
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "import", file], cwd=project, env=ENVIRON, check=True
    )
    assert done.returncode == 0
    assert (project / "content/briefings/report.md").is_file()
    assert not [path for path in project.rglob(".*") if path.name.startswith((".report", ".seed"))]


def test_the_preview_ends_at_ctrl_c(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    status, said = interrupted(project, 0.8, "serve", "--port", "0")
    assert (status, SENTENCE in said or "Ctrl+C ends it" in said) in ((130, True), (0, True))
    assert "Traceback" not in said


WORK = (
    "import time; from briefing.progress import along\n"
    "for _ in along(range(30), 30, 'Printing'): time.sleep(0.03)"
)


def test_a_terminal_shows_how_far_long_work_has_come() -> None:
    terminal, end = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", WORK], env=ENVIRON, stderr=end)
    os.close(end)
    said = b""
    try:
        while part := os.read(terminal, 4096):
            said += part
    except OSError:  # Linux's way to say that the other end is closed
        pass
    os.close(terminal)
    assert process.wait() == 0
    assert b"Printing" in said
    assert b"/30" in said
    assert said.endswith(b"\x1b[2K"), "the bar is taken away"


def test_nothing_but_a_terminal_shows_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK], env=ENVIRON, capture_output=True, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")
