"""An import that is killed at its steps is finished by the next run; what it does not draft."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command import ROOT, briefing
from project import copy_project, digests

PAGE = """<!doctype html><html lang="en"><head><title>On Ports</title></head><body><article>
<h1>On Ports</h1><p>The ministry said in 2013 that the harbour<sup><a href="#n1">[1]</a></sup>
would be deeper.</p>
<p>Nothing came of it, as far as the papers of that year can show us today.</p>
<p id="n1">[1] The northern one, of two.</p></article></body></html>"""
KILLED = """
import os, signal, sys
from pathlib import Path
from briefing.__main__ import main
steps, last = [0], int(sys.argv[1])
for name in ("rename", "replace"):
    def step(self, target, move=getattr(Path, name)):
        if steps[0] == last:
            os.kill(os.getpid(), signal.SIGKILL)
        steps[0] += 1
        return move(self, target)
    setattr(Path, name, step)
sys.exit(main(sys.argv[2:]))
"""


def project(folder: Path) -> Path:
    copy_project(folder, ("theme", "pelicanconf.py"))
    (folder / "content").mkdir()
    return folder


def killed(root: Path, step: int, *command: str) -> int:
    """Run a command that is killed before it gives the file of that number its name."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(step), *command],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        capture_output=True,
        check=False,
    ).returncode


def shown(root: Path) -> dict[str, str]:
    """The digests of all files but those that only the killed process wanted."""
    return {name: digest for name, digest in digests(root).items() if "/." not in name}


@pytest.mark.parametrize(
    ("place", "steps"), [("ports.html", (0, 1)), ("seeds/ports/seed.html", (1, 2, 3))]
)
def test_an_import_that_was_killed_is_finished(
    tmp_path: Path, place: str, steps: tuple[int, ...]
) -> None:
    command = "import", place.removesuffix("/seed.html")
    states = []
    for step in (None, *steps):
        root = project(tmp_path / str(step))
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(PAGE, "utf-8")
        if step is not None:
            assert killed(root, step, *command) == -signal.SIGKILL
        again = briefing(*command, cwd=root)
        assert (again.returncode, again.stderr) == (0, ""), step
        states.append(shown(root))
    for state in states:
        assert state == states[0]
    assert "content/briefings/ports.md" in states[0]


def test_a_build_finishes_an_import_too(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "ports.html").write_text(PAGE, "utf-8")
    assert killed(root, 1, "import", "ports.html") == -signal.SIGKILL
    assert not (root / "content/briefings/ports.md").exists()
    done = briefing("build", cwd=root)
    assert "whose import was interrupted" in done.stderr
    assert (root / "content/briefings/ports.md").is_file()
    assert not (root / "seeds/ports/article.md").exists()


def test_a_setting_turns_drafted_notes_off(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "ports.html").write_text(PAGE, "utf-8")
    assert briefing("import", "ports.html", cwd=root).returncode == 0
    article = root / "content/briefings/ports.md"
    assert "status=draft" in article.read_text("utf-8")
    article.rename(root / "drafted.md")
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nBRIEFING_DRAFTED_NOTES = False\n")
    assert briefing("import", "seeds/ports", cwd=root).returncode == 0
    assert "status=draft" not in article.read_text("utf-8")
