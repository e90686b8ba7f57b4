"""A full disk, a kill, two runs at once: nothing is lost, and the next run ends well."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import ROOT, briefing
from faulty import Fault, run_with
from project import digests
from soak import ACTS, CHANGED, Trial, of_editors, project, run, site

ENVIRON = {name: value for name, value in os.environ.items() if "COV" not in name}
ENVIRON |= {"PYTHONPATH": os.pathsep.join([str(ROOT / "plugins"), str(ROOT / "tests")])}
READERS = (
    ("build",),
    ("import", "incoming/letter.docx"),
    ("collate", "text", "incoming/changed.txt", "--yes"),
    ("note", "text", "six", "--text", "Said."),
    ("release",),
)
WITHOUT_POWERS = ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"]


def test_a_kill_and_a_full_disk_late_in_each_command() -> None:
    """The short form of `make soak`."""
    done = subprocess.run(
        [sys.executable, ROOT / "tests/soak.py", "16", "kill", "full"],
        env=ENVIRON,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("16 faults (8 kill, 8 full); no file lost, no site broken\n")


def test_two_builds_at_once_give_a_site_of_one_of_them(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    page = root / "content/pages/page.md"
    texts = [page.read_text("utf-8"), page.read_text("utf-8").replace("Words", "Other words")]
    whole = []
    for text in texts:
        page.write_text(text, "utf-8")
        assert briefing("build", cwd=root).returncode == 0
        whole.append(site(root))
    assert whole[0] != whole[1]
    running = []
    for text in texts:
        page.write_text(text, "utf-8")
        running.append(
            subprocess.Popen([sys.executable, "-m", "briefing", "build"], cwd=root, env=ENVIRON)
        )
        time.sleep(0.3)
    assert [one.wait() for one in running] == [0, 0]
    assert site(root) in whole
    assert not list(root.glob(".output-*"))


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("..", "holds the project itself"),
        (".", "holds the project itself"),
        ("content", "holds other things than a site that was built here"),
        ("../papers", "holds other things than a site that was built here"),
        ("../repository", "is a Git repository"),
        ("../papers/will.txt", "is a file"),
    ],
)
def test_a_site_takes_no_place_but_its_own(tmp_path: Path, folder: str, why: str) -> None:
    root = project(tmp_path / "project")
    for name in ("papers/will.txt", "repository/.git/HEAD", "repository/index.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("SHA-256 of a file's bytes, in hexadecimal", "utf-8")
    before = digests(tmp_path)
    done = briefing("build", "--output", folder, cwd=root, PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 1
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(tmp_path) == before


def test_a_link_to_the_output_stays_one(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (tmp_path / "served").mkdir()
    (root / "output").symlink_to("../served")
    for _ in range(2):  # into an empty folder, and over a site
        assert briefing("build", cwd=root).returncode == 0
        assert (root / "output").is_symlink()
        assert (tmp_path / "served/index.html").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"project", "served"}
    assert not list(root.glob(".output-*"))


@pytest.mark.parametrize("moment", [1, 60, 120])
def test_an_edit_during_a_build_never_makes_a_mixture(tmp_path: Path, moment: int) -> None:
    """What is published agrees with itself, whenever the seed and the article are saved anew."""
    root = project(tmp_path / "project")

    def edit() -> None:
        (root / "seeds/text/seed.txt").write_text(CHANGED, "utf-8")
        article = root / "content/briefings/text.md"
        article.write_text(article.read_text("utf-8").replace("seven", "eleven"), "utf-8")

    ended = run_with(Fault("edit", moment, edit), run("build"), root, tmp_path)
    assert (root / "seeds/text/seed.txt").read_text("utf-8") == CHANGED
    if ended.status == 0:
        assert briefing("verify", root / "output").returncode == 0
    else:
        assert "seed-changed" in ended.said
        assert not (root / "output").exists()


def test_a_clock_that_jumps_changes_no_byte(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    days = iter(range(10**6))

    def jumping() -> object:
        real = time.time
        time.time = lambda: real() + (-1) ** next(days) * 86_400 * 4000
        return run("build")()

    sites = []
    for stamp in (0, 2**31 + 10**8):
        for path in root.rglob("*"):
            os.utime(path, (stamp, stamp))
        assert run_with(Fault(), jumping, root, tmp_path).status == 0
        sites.append(site(root))
        shutil.rmtree(root / "output")
    assert run_with(Fault(), run("build"), root, tmp_path).status == 0
    assert sites[0] == sites[1] == site(root)


def test_in_a_folder_that_cannot_be_written_each_command_says_so(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    assert briefing("build", cwd=root).returncode == 0
    before = digests(root)
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    powers = WITHOUT_POWERS if os.getuid() == 0 else []
    for folder in folders:
        folder.chmod(0o555)
    try:
        for words in READERS:
            done = subprocess.run(
                [*powers, sys.executable, "-m", "briefing", *words],
                cwd=root,
                env=ENVIRON,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 1, words
            assert "Permission denied" in done.stderr, words
            assert "Traceback" not in done.stderr, words
        assert digests(root) == before
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert briefing("build", cwd=root).returncode == 0
    assert digests(root) == before


def test_a_collation_that_was_cut_short_is_finished_by_any_command(tmp_path: Path) -> None:
    """Killed between the new provenance and the new article, which only fit each other."""
    act = next(act for act in ACTS if act.name == "collate")
    trial = Trial(act, tmp_path)
    root = trial.copy("project")
    ended = trial.run(root, Fault("kill", trial.touches - 1))
    assert ended.status < 0
    assert of_editors(root) not in (trial.before, trial.after)
    assert briefing("check", cwd=root).returncode == 0
    assert of_editors(root) == trial.after


def test_an_edit_after_a_collation_that_was_cut_short_is_kept(tmp_path: Path) -> None:
    act = next(act for act in ACTS if act.name == "collate")
    trial = Trial(act, tmp_path)
    root = trial.copy("project")
    trial.run(root, Fault("kill", trial.touches - 1))
    article = root / "content/briefings/text.md"
    article.write_text("An editor's own words.\n", "utf-8")
    briefing("check", cwd=root)
    assert article.read_text("utf-8") == "An editor's own words.\n"
