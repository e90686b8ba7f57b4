"""The braces of a definition: ``{.claim verdict=wrong source="a b"}``, each part with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .diagnostics import Diagnostic, Span, TextFile, error
from .model import Written

PART = re.compile(
    r"""\s*(?:\.(?P<kind>[\w-]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"“”„{}]+)))(?=[\s}])""",
    re.VERBOSE,
)
CURLED = re.compile("[“”„]")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in the braces: the kind, and values by key, each with the key's own place.

    *whole* is False where a part of the braces could not be read.
    """

    kind: Written | None
    values: Mapping[str, Written]
    keys: Mapping[str, Written]
    whole: bool = True


def read_attributes(
    file: TextFile, line: int, column: int, braces: str
) -> tuple[Attributes, list[Diagnostic]]:
    """Read *braces*, which begin at *line* and *column* of *file* and close on that line."""
    found: list[Diagnostic] = []
    kind: Written | None = None
    values: dict[str, Written] = {}
    keys: dict[str, Written] = {}

    def span(start: int, end: int) -> Span:
        return file.span(line, column + start, max(1, end - start))

    at = 1
    while braces[at:-1].strip():
        match = PART.match(braces, at)
        if match is None:
            start = at + len(braces[at:]) - len(braces[at:].lstrip())
            found.append(_refused(braces[start:-1].strip(), span(start, len(braces) - 1)))
            return Attributes(kind, values, keys, whole=False), found
        at = match.end()
        if match["kind"]:
            named = Written(match["kind"], span(match.start("kind") - 1, match.end()))
            if kind:
                hint = f"keep .{kind} or .{named}"
                found.append(error("kind-repeated", named.span, "a note has one kind only", hint))
            kind = kind or named
            continue
        key = Written(match["key"], span(match.start("key"), match.end("key")))
        group = "bare" if match["bare"] is not None else "quoted"
        text = match[group] if group == "bare" else re.sub(r"\\(.)", r"\1", match["quoted"])
        if key.text in keys:
            twice = f"'{key}' is given twice"
            found.append(error("attribute-repeated", key.span, twice, "keep one of them"))
        keys[key.text] = key
        values[key.text] = Written(text, span(match.start(group), match.end(group)))
    return Attributes(kind, values, keys), found


def _refused(part: str, span: Span) -> Diagnostic:
    hint = 'write {.kind key=value key="several words"}, parted by spaces'
    if CURLED.search(part):
        hint = 'write quotation marks as on a typewriter: "'
    return error("attributes-unreadable", span, f"cannot read '{part}'", hint)
