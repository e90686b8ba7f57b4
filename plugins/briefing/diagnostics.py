"""What is wrong, where, and what to do about it."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from itertools import accumulate


class Severity(Enum):
    """An error stops the build; a warning never does, unless the run is strict."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in an editor's file. Line and column count from 1, columns in characters.

    *text* is the whole line, so that a message can show it; *length* counts characters and
    never passes the line's end.
    """

    path: str
    line: int
    column: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as an editor sees it: its path below the project, and its lines without ends.

    Line ends are made one kind, so that offsets are the same however the file was saved.
    """

    path: str
    text: str
    lines: tuple[str, ...] = field(init=False, repr=False, compare=False)
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = self.text.replace("\r\n", "\n").replace("\r", "\n")
        lines = tuple(text.split("\n"))
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "lines", lines)
        lengths = (len(line) + 1 for line in lines[:-1])
        object.__setattr__(self, "starts", tuple(accumulate(lengths, initial=0)))

    def __reduce__(self) -> tuple[type[TextFile], tuple[str, str]]:
        return TextFile, (self.path, self.text)

    def span(self, line: int, column: int = 1, length: int = 1) -> Span:
        """The place at *line* and *column* (from 1), drawn back into the file if it is outside."""
        line = min(max(line, 1), len(self.lines))
        text = self.lines[line - 1]
        column = min(max(column, 1), len(text) + 1)
        return Span(self.path, line, column, max(1, min(length, len(text) - column + 1)), text)

    def at(self, offset: int, length: int = 1) -> Span:
        """The place of *offset* in the whole text."""
        line = max(1, bisect_right(self.starts, offset))
        return self.span(line, offset - self.starts[line - 1] + 1, length)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell an editor: *message* says what, *hint* what to do next."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""


def error(code: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    """A diagnostic that stops the build."""
    return Diagnostic(code, Severity.ERROR, message, span, hint)


def warning(code: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    """A diagnostic that is shown and counted, no more."""
    return Diagnostic(code, Severity.WARNING, message, span, hint)


def did_you_mean(word: str, known: Collection[str], otherwise: str) -> str:
    """A hint that names the nearest of *known*, told apart without case, hyphens or underscores."""
    plain = {re.sub(r"[-_\s]", "", name).lower(): name for name in sorted(known, reverse=True)}
    near = get_close_matches(re.sub(r"[-_\s]", "", word).lower(), plain, n=1, cutoff=0.6)
    return f"did you mean '{plain[near[0]]}'? {otherwise}" if near else otherwise


DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""The letters that change the direction of those after them (Unicode, UAX #9, section 2)."""
_SEEN = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"},
    **dict.fromkeys([*range(0x7F, 0xA0), *map(ord, DIRECTIONS)], 0xFFFD),
}
MANY = 40
"""Faults in a file from which on names are no longer compared with all others: a file with so many
has another trouble than its spelling, and each comparison takes as long as there are names."""


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same diagnostics by file, line and column, each once."""
    once = dict.fromkeys(diagnostics)
    return sorted(once, key=lambda d: (d.span.path, d.span.line, d.span.column, d.code, d.message))


def as_text(diagnostic: Diagnostic) -> str:
    """The message for a terminal: one line with the place, the line itself, a caret, the hint."""
    d, span = diagnostic, diagnostic.span
    number = f"{span.line:>5}"
    gutter = " " * len(number)
    text = on_a_terminal(span.text)
    shown = text.expandtabs(4)
    before = text[: span.column - 1].expandtabs(4)
    marked = text[: span.column - 1 + span.length].expandtabs(4)[len(before) :]
    carets = "^" * max(1, _width(marked))
    lines = [
        on_a_terminal(
            f"{span.path}:{span.line}:{span.column}: {d.severity.value}[{d.code}]: {d.message}"
        ),
        f"{number} | {shown}".rstrip(),
        f"{gutter} | {' ' * _width(before)}{carets}",
    ]
    hints = on_a_terminal(d.hint).split("\n") if d.hint else []
    lines += [f"{gutter} = {line}" for line in hints]
    return "\n".join(lines)


def on_a_terminal(text: str) -> str:
    """*text* with a visible letter for each that would move a terminal's cursor or turn its line
    round, so that no file can forge a message."""
    return text.translate(_SEEN)


def as_github(diagnostic: Diagnostic) -> str:
    """The workflow command that puts the message beside the line in GitHub's review.

    Source: GitHub Actions, workflow commands, setting an error or a warning message.
    """
    d, span = diagnostic, diagnostic.span
    place = (
        f"file={_property(span.path)},line={span.line},col={span.column},"
        f"endColumn={span.column + span.length},title={_property(d.code)}"
    )
    return (
        f"::{d.severity.value} {place}::{_data(d.message + (chr(10) + d.hint if d.hint else ''))}"
    )


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """All diagnostics for an editor's tools, as a JSON list of objects with the same fields."""
    return json.dumps([as_fields(d) for d in diagnostics], ensure_ascii=False, indent=1)


def as_fields(diagnostic: Diagnostic) -> dict[str, str | int]:
    """One diagnostic as plain fields, its place by file, line and column."""
    d = diagnostic
    return {
        "code": d.code,
        "severity": d.severity.value,
        "message": d.message,
        "hint": d.hint,
        "file": d.span.path,
        "line": d.span.line,
        "column": d.span.column,
        "length": d.span.length,
    }


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining and invisible ones none."""
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
