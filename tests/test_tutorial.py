"""The tutorial, done as it says: every command typed, every file written, every answer compared."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from command import ROOT
from installed import clean

PAGE = ROOT / "docs/tutorial.md"
BLOCK = re.compile(r"^```(?P<info>\S.*)\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE)
SPEECH = "gettysburg/output/briefings/gettysburg-1863"


@dataclass(frozen=True, slots=True)
class Step:
    """One block of the page: *does* is console, file, find, put or end."""

    line: int
    does: str
    file: str
    text: str


def steps() -> list[Step]:
    page = PAGE.read_text("utf-8")
    found = []
    for block in BLOCK.finditer(page):
        language, _, rest = block["info"].partition(" ")
        does, _, file = (rest or language).partition("=")
        line = page.count("\n", 0, block.start()) + 1
        found.append(Step(line, does, file, block["text"]))
    return found


def typed(step: Step) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with the answer that the page shows."""
    for part in re.split(r"^\$ ", step.text, flags=re.MULTILINE)[1:]:
        command, _, answer = part.partition("\n")
        yield command, answer


def fits(shown: str, given: str) -> bool:
    """Whether an answer is what the page shows; ``…`` stands for anything, on a line for lines."""
    parts = [
        ".*" if line == "…\n" else re.escape(line).replace("…", "[^\n]*")
        for line in shown.splitlines(keepends=True)
    ]
    return re.fullmatch("".join(parts), given, re.DOTALL) is not None


class Terminal:
    """One shell that stays open, as the reader's does."""

    def __init__(self, folder: Path, **variables: str | Path) -> None:
        self.shell = subprocess.Popen(
            ["bash", "--norc", "-s"],
            cwd=folder,
            env=clean(**variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def type(self, command: str) -> str:
        """All that a command says, its errors too."""
        assert self.shell.stdin
        assert self.shell.stdout
        self.shell.stdin.write(f"{command} </dev/null\necho \x1e\n")
        self.shell.stdin.flush()
        return "".join(iter(self.shell.stdout.readline, "\x1e\n"))

    def where(self) -> Path:
        return Path(self.type("pwd").strip())

    def close(self) -> None:
        self.shell.communicate()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """A home with the wheel among the downloads, and nothing else."""
    home = tmp_path_factory.mktemp("home")
    (home / "Downloads").mkdir()
    shutil.copy(wheel, home / "Downloads")
    return home


def test_every_block_of_the_page_is_a_step() -> None:
    page = PAGE.read_text("utf-8")
    assert len(steps()) == len(re.findall("^```", page, re.MULTILINE)) / 2
    assert {step.does for step in steps()} == {"console", "file", "find", "put", "end"}
    assert "![" not in page


def test_the_tutorial_leads_from_an_empty_folder_to_a_published_page(
    home: Path, wheels: Path
) -> None:
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_NO_COMPILE": "1"}
    terminal = Terminal(home, HOME=home, COLUMNS="80", PIP_DISABLE_PIP_VERSION_CHECK="1", **offline)
    looked_for = ""
    place = home
    for step in steps():
        at = f"tutorial.md:{step.line}"
        file = terminal.where() / step.file
        if step.does == "console":
            for command, shown in typed(step):
                given = terminal.type(command)
                assert fits(shown, given), f"{at}: $ {command}\n{given}"
        elif step.does == "file":
            file.parent.mkdir(exist_ok=True)
            file.write_text(step.text, "utf-8")
        elif step.does == "find":
            looked_for, place = step.text.removesuffix("\n"), file
            assert file.read_text("utf-8").count(looked_for) == 1, at
        elif step.does == "put":
            new = step.text.removesuffix("\n")
            place.write_text(place.read_text("utf-8").replace(looked_for, new), "utf-8")
        else:
            gap = "\n" if file.suffix == ".md" else ""
            file.write_text(file.read_text("utf-8") + gap + step.text, "utf-8")
    terminal.close()


def test_the_page_that_it_ends_with_shows_all_that_it_taught(home: Path) -> None:
    page = BeautifulSoup((home / "newsroom" / SPEECH / "index.html").read_bytes(), "html.parser")
    assert {str(note["id"]) for note in page.select(".n")} == {"note-score", "note-remember"}
    assert "did not come about" in page.get_text()
    assert "Thirty-five when Lincoln spoke; fifty now." in page.get_text()
    assert "the scanner misread a letter" in page.get_text()
    assert "Public domain" in page.get_text()
    assert len(page.select(".srcs li")) == 4


def test_an_answer_must_fit_exactly_or_where_the_page_says_so() -> None:
    assert fits("a\n…\nd\n", "a\nb\nc\nd\n")
    assert fits("Python 3.…\n", "Python 3.11.7\n")
    assert not fits("a\n", "a\nb\n")
    assert not fits("Python 3.…\n", "Python 3.11.7\nand more\n")
