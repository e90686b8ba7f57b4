"""A Markdown file's footnotes as notes of the source's own, as a page or a DOCX has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from .extracted import OwnNote
from .markdown import words

_DEFINITION = re.compile(r" {0,3}\[\^(?P<id>[^\]\s]+)\]:[ \t]*(?P<text>.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MARK = re.compile(r"(?P<code>(?<!`)(`+)(?!`).*?(?<!`)\2(?!`))|(?<!\\)\[\^(?P<id>[^\]\s]+)\]")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)\s*\S")


def with_own_series(text: str) -> tuple[str, tuple[OwnNote, ...]]:
    """*text* with its footnotes numbered in the order of their marks, and below it all their words;
    as it is, and no notes, where nothing is marked and defined.

    A definition that no mark leads to stays where it stands, as do marks without a definition.
    """
    lines = text.split("\n")
    found = dict(_definitions(lines))
    order = list(dict.fromkeys(_marked(lines, found)))
    if not order:
        return text, ()
    signs = {id_: f"[{number}]" for number, id_ in enumerate(order, 1)}
    gone = {line for id_ in order for line in found[id_][0]}
    code = set(_in_code(lines))
    kept = [
        line if number in code else _MARK.sub(lambda mark: _sign(mark, signs), line)
        for number, line in enumerate(lines)
        if number not in gone
    ]
    own = tuple(OwnNote(signs[id_], found[id_][1]) for id_ in order)
    below = [f"{words(note.sign)} {note.text}" for note in own]
    return "\n\n".join(["\n".join(kept).rstrip(), *below]) + "\n", own


def _definitions(lines: Sequence[str]) -> Iterator[tuple[str, tuple[range, str]]]:
    """Each footnote's id with its lines and its words in one line; the first of an id counts."""
    code, seen = set(_in_code(lines)), set[str]()
    for number, line in enumerate(lines):
        match = None if number in code else _DEFINITION.fullmatch(line)
        if match is None or match["id"] in seen:
            continue
        seen.add(match["id"])
        end = number + 1
        rest = list(
            takewhile(lambda each: each.strip() and not _DEFINITION.match(each), lines[end:])
        )
        end += len(rest)
        while (after := _next(lines, end)) is not None and _INDENTED.match(lines[after]):
            more = list(takewhile(str.strip, lines[after:]))
            rest += more
            end = after + len(more)
        yield match["id"], (range(number, end), " ".join(" ".join([match["text"], *rest]).split()))


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not _DEFINITION.match(line)


def _next(lines: Sequence[str], at: int) -> int | None:
    """The first line from *at* on that is not blank."""
    return next((n for n in range(at, len(lines)) if lines[n].strip()), None)


def _marked(lines: Sequence[str], found: dict[str, tuple[range, str]]) -> Iterator[str]:
    """The ids that are marked in the text, and defined, in their order."""
    inside = {n for span, _ in found.values() for n in span} | set(_in_code(lines))
    for number, line in enumerate(lines):
        if number not in inside:
            yield from (mark["id"] for mark in _MARK.finditer(line) if mark["id"] in found)


def _in_code(lines: Sequence[str]) -> Iterator[int]:
    """The lines of fenced code, its fences too."""
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            yield number
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif match:
            yield number
            fence = match[1]


def _sign(mark: re.Match[str], signs: dict[str, str]) -> str:
    return words(signs[mark["id"]]) if mark["id"] in signs else mark[0]
