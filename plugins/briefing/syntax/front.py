"""Front matter: YAML at the very beginning of a file, between two lines of three hyphens.

An ordinary page or article may have Pelican's own header instead: ``Title: …`` and its like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

FENCE = re.compile(r"---[ \t]*")
HEADER = re.compile(r" {0,3}(?P<key>[\w-]+):[ \t]*(?P<value>.*)")
FURTHER = re.compile(r" {4,}(?P<value>.+)")
"""A line of a header that goes on with the value above it."""
CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")


def front_matter_plugin(md: MarkdownIt) -> None:
    """Teach *md* front matter. Emits ``front_matter``, its ``map`` from fence to fence."""
    md.block.ruler.before("table", "front_matter", front_matter)


def front_matter(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The lines from the file's first to the fence that closes them."""
    if start or silent:
        return False
    lines = state.src.split("\n")
    last = closing_fence(lines)
    if last is None:
        return False
    token = state.push("front_matter", "", 0)
    token.map, token.hidden = [0, last + 1], True
    state.line = min(last + 1, end)
    return True


def closing_fence(lines: list[str]) -> int | None:
    """The number, from 0, of the line that closes the front matter; None if there is none."""
    if not FENCE.fullmatch(lines[0]):
        return None
    return next((n for n, line in enumerate(lines[1:], 1) if CLOSING.fullmatch(line)), None)


def header_lines(lines: Sequence[str]) -> Sequence[str]:
    """The lines of Pelican's own header, which names a title and ends at a blank line."""
    if not HEADER.fullmatch(lines[0]):
        return ()
    head = list(takewhile(str.strip, lines))
    whole = all(HEADER.fullmatch(line) or FURTHER.fullmatch(line) for line in head)
    keys = (match["key"].lower() for line in head if (match := HEADER.fullmatch(line)))
    return head if whole and "title" in keys else ()
