"""The built wheel, in an empty environment and without the repository."""

import hashlib
import json
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import briefing
from command import ROOT
from command import briefing as in_repository
from installed import clean, sources

SPEECH = "seeds/gettysburg-1863/seed.txt"


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and what it needs, and a folder far from here."""

    folder: Path
    away: Path

    def run(self, *arguments: str | Path, cwd: Path | None = None) -> tuple[int, str]:
        """A program of the environment: its exit status, and all that it said."""
        program, *rest = map(str, arguments)
        done = subprocess.run(
            [str(self.folder / "bin" / program), *rest],
            cwd=cwd or self.away,
            env=clean(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


@pytest.fixture(scope="module")
def installed(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(environment, tmp_path_factory.mktemp("away"))


@pytest.fixture(scope="module")
def site(installed: Installed) -> Path:
    status, said = installed.run("briefing", "new", "site")
    assert status == 0, said
    assert said.splitlines()[1:] == ["    cd site", "    briefing build"]
    return installed.away / "site"


def test_the_wheel_holds_the_plugin_the_theme_and_what_sites_get_and_nothing_else(
    wheel: Path,
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    locks = {f"requirements{of}.txt" for of in ("", "-import", "-dask", "-pdf")}
    expected = {
        *(name.removeprefix("plugins/") for name in sources("plugins")),
        *(f"briefing/{name}" for name in sources("theme")),
        *(f"briefing/newsite/locks/{name}" for name in locks),
        *(f"briefing/newsite/editor/{name}" for name in (".editorconfig", *sources(".vscode"))),
        "pelican/plugins/briefing/__init__.py",
    }
    unused = {name for name in expected if name.endswith("messages.pot")}
    assert names == expected - unused


def test_the_version_stands_in_one_place(installed: Installed, wheel: Path) -> None:
    assert wheel.name == f"pelican_briefing-{briefing.__version__}-py3-none-any.whl"
    assert installed.run("briefing", "--version") == (0, f"briefing {briefing.__version__}\n")
    assert in_repository("--version").stdout == f"briefing {briefing.__version__}\n"


def test_all_that_runs_comes_from_the_wheel(installed: Installed) -> None:
    show = "import briefing, pelican.plugins.briefing as p; print(briefing.THEME, p.__file__)"
    status, said = installed.run("python", "-c", show)
    assert status == 0, said
    assert all(Path(path).is_relative_to(installed.folder) for path in said.split())
    assert installed.run("python", "-m", "pip", "check")[0] == 0


def test_pelican_finds_the_plugin_by_itself(installed: Installed) -> None:
    status, said = installed.run("pelican-plugins")
    assert status == 0
    assert "pelican.plugins.briefing" in said


def test_a_new_site_is_checked_built_and_verified(installed: Installed, site: Path) -> None:
    for command in ("build", "check"):
        status, said = installed.run("briefing", command, cwd=site)
        assert status == 0, said
    assert installed.run("briefing", "verify", "site/output") == (
        0,
        "gettysburg-1863: as the index says\n",
    )
    page = BeautifulSoup(
        (site / "output/briefings/gettysburg-1863/index.html").read_bytes(), "html.parser"
    )
    assert "Four score and seven years ago" in page.get_text()
    sheets = [str(link["href"]) for link in page.select("link[rel=stylesheet]")]
    assert sheets
    assert all((site / "output/briefings/gettysburg-1863" / href).is_file() for href in sheets)
    assert json.loads((site / "output/index.json").read_text("utf-8"))["briefings"]


def test_a_new_site_is_built_by_pelicans_own_command_too(installed: Installed, site: Path) -> None:
    status, said = installed.run("pelican", "--fatal", "errors", "-o", "by-pelican", cwd=site)
    assert status == 0, said
    assert (site / "by-pelican/briefings/gettysburg-1863/index.html").is_file()


def test_a_new_site_holds_the_program_that_it_is_built_with(
    installed: Installed, site: Path, wheel: Path, tmp_path: Path
) -> None:
    (own,) = (site / "wheels").iterdir()
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    lock = (site / "requirements.txt").read_text("utf-8")
    assert f"./wheels/{own.name} --hash=sha256:{digest}\n" in lock
    assert lock.endswith((ROOT / "requirements.txt").read_text("utf-8"))
    with zipfile.ZipFile(own) as copy, zipfile.ZipFile(wheel) as original:
        assert sorted(copy.namelist()) == sorted(original.namelist())
        for name in original.namelist():
            assert name.endswith("/RECORD") or copy.read(name) == original.read(name), name
    line = next(line for line in lock.splitlines() if line.startswith("./"))
    (tmp_path / "own.txt").write_text(f"{line}\n", "utf-8")
    pip = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--require-hashes"]
    where = ["--target", str(tmp_path / "again"), "-r", str(tmp_path / "own.txt")]
    status, said = installed.run("python", *pip, *where, cwd=site)
    assert status == 0, said
    assert (tmp_path / "again/briefing/theme/templates/article.html").is_file()


def test_two_new_sites_are_the_same(installed: Installed, site: Path) -> None:
    assert installed.run("briefing", "new", "deep/inside")[0] == 0
    other = installed.away / "deep/inside"
    made = [path.relative_to(other) for path in other.rglob("*") if path.is_file()]
    assert len(made) == 14 + len(sources(".vscode"))
    for path in made:
        assert (other / path).read_bytes() == (site / path).read_bytes()


def test_the_makefile_gives_the_commands_that_our_messages_name(site: Path) -> None:
    makefile = (site / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "plugins/briefing").rglob("*.py"))
    named = set(re.findall(r"['`]make (\w+)", code)) - {"wheel"}
    assert named
    assert named <= targets
    for target in ("help", "site", "extractors", "dask"):
        plan = ["make", "--dry-run", target]
        assert subprocess.run(plan, cwd=site, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("kind", ["file", "folder", "link", "empty"])
def test_what_is_there_is_not_touched(installed: Installed, tmp_path: Path, kind: str) -> None:
    there = tmp_path / "there"
    mine = tmp_path / "mine.txt" if kind == "link" else there
    if kind in ("folder", "empty"):
        there.mkdir()
        mine = there / "mine.txt"
    if kind != "empty":
        mine.write_text("mine", "utf-8")
    if kind == "link":
        there.symlink_to(mine)
    status, said = installed.run("briefing", "new", there)
    if kind == "empty":
        assert status == 0
        assert (there / "pelicanconf.py").is_file()
        return
    assert status == 1
    what = "is not empty" if kind == "folder" else "is a file"
    assert said == f"{there} {what}; nothing was touched\n"
    assert mine.read_text("utf-8") == "mine"
    assert {path.name for path in tmp_path.iterdir()} <= {"there", "mine.txt"}


def test_outside_a_site_the_commands_say_where_they_belong(installed: Installed) -> None:
    status, said = installed.run("briefing", "build")
    assert (status, said) == (
        2,
        "There is no pelicanconf.py here: run this in the site's folder.\n",
    )


def test_the_repository_itself_says_how_a_new_site_is_made(tmp_path: Path) -> None:
    done = in_repository("new", tmp_path / "site")
    assert done.returncode == 1
    assert "'make wheel' builds what 'pip install' takes" in done.stderr
    assert not (tmp_path / "site").exists()
