"""The documentation says what there is, and nothing that is not."""

import ast
import re
from collections.abc import Iterator

import pytest

from briefing.annotations import ATTRIBUTES
from briefing.kinds import KINDS, VERDICTS
from briefing.settings import DRAFTED_SETTING, KIND_KEYS, KINDS_SETTING, REVIEW_SETTING
from briefing.syntax.boxes import NAMES
from command import ROOT

CODE = ROOT / "plugins" / "briefing"
FORMAT = (ROOT / "docs" / "format.md").read_text("utf-8")
MESSAGES = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")
SECTION = re.compile(
    r"^### (?P<code>[a-z-]+)\n\n(?P<means>.+?)\n\n```text\n(?P<example>.+?)\n```\n\n"
    r"\*\*To mend it\.\*\* (?P<mend>.+?)\n$",
    re.MULTILINE | re.DOTALL,
)
SECTIONS = {section["code"]: section for section in SECTION.finditer(MESSAGES)}
VISITED = ("source-dead", "source-moved", "source-unsure", "source-words-gone")
UNSHOWN = (
    *("file-unreadable", "history-missing", "html-differs", "note-drifts", "seed-unreadable"),
    *("text-left-out", *VISITED),
)
"""Messages that no fixture file can show: of bytes that are no text, of pages, of a release, of
other sites."""


def codes() -> Iterator[str]:
    """Every code that the program gives: the first argument of `error`, `warning` and `_word`."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                named = node.func.id in ("error", "warning", "_word") and node.args
                if named and isinstance(node.args[0], ast.Constant):
                    yield str(node.args[0].value)


def column(text: str, head: str) -> list[str]:
    """The names in code in the first cells of the table whose first column is *head*."""
    rows = re.search(rf"^\| {head} \|.*\n\|.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert rows, head
    cells = (row.split(" | ")[0] for row in rows[1].splitlines())
    return [name for cell in cells for name in re.findall(r"`\.?([\w-]+)[^`]*`", cell)]


def test_every_code_has_a_section_and_every_section_a_code() -> None:
    assert sorted(SECTIONS) == sorted(set(codes()))
    assert len(SECTIONS) == len(re.findall(r"^### ", MESSAGES, re.MULTILINE))


@pytest.mark.parametrize("code", SECTIONS)
def test_a_section_shows_a_message_that_is_true(code: str) -> None:
    example = SECTIONS[code]["example"]
    assert re.match(rf"\S+:\d+:\d+: (error|warning)\[{code}\]: ", example)
    shown = (path.read_text("utf-8") for path in (ROOT / "tests" / "fixtures").glob("*.md"))
    assert code in UNSHOWN or any(f"\n{example}\n" in text for text in shown)


def test_kinds_verdicts_attributes_and_containers() -> None:
    assert sorted(column(FORMAT, "kind")) == sorted(KINDS)
    assert sorted(column(FORMAT, "verdict")) == sorted(VERDICTS)
    assert sorted(column(FORMAT, "attribute")) == sorted(ATTRIBUTES)
    assert sorted(set(re.findall(r"`::: (\w+)", FORMAT))) == sorted(NAMES)


def test_settings_of_a_site() -> None:
    for name in (
        KINDS_SETTING,
        REVIEW_SETTING,
        DRAFTED_SETTING,
        *(f'"{key}"' for key in KIND_KEYS),
    ):
        assert name in FORMAT, name


def test_no_path_of_a_machine_stands_in_a_document() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        assert not re.search(
            r"(?<![\w.])/(?:home|root|work|tmp|Users)/", path.read_text("utf-8")
        ), path
