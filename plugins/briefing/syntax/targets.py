"""Targets and marks: ``[words][^id]``, ``[words][^a][^b]``, and ``[^id]`` alone for a point."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline

MARK = re.compile(r"\[\^(?P<id>[^\[\]\n]*)\]")
"""A mark, its id not yet judged: a bad one must become a message, not text on the page."""


def target_plugin(md: MarkdownIt) -> None:
    """Teach *md* targets.

    Emits ``target_open``/``target_close`` around the words; ``meta`` holds ``notes``, pairs of an
    id and its offset, and the offsets ``from`` and ``to`` of the words and ``end`` of the marks,
    all in the inline source.
    """
    md.inline.ruler.before("link", "target", target)


def point_plugin(md: MarkdownIt) -> None:
    """Teach *md* marks with no words before them. Emits ``point``; ``meta`` as for a target."""
    md.inline.ruler.before("link", "point", point)


def point(state: StateInline, silent: bool) -> bool:
    """A mark with no words before it."""
    start = state.pos
    if not state.src.startswith("[^", start):
        return False
    notes, end = marks(state.src, start, state.posMax)
    if not notes:
        return False
    if not silent:
        state.push("point", "", 0).meta = {
            "notes": notes,
            "at": start,
            "from": start,
            "to": start,
            "end": end,
        }
    state.pos = end
    return True


def target(state: StateInline, silent: bool) -> bool:
    """Bracketed words directly followed by a mark; what is inside is parsed as usual."""
    start, end = state.pos, state.posMax
    if state.src[start] != "[":
        return False
    close = parseLinkLabel(state, start)
    notes, after = marks(state.src, close + 1, end) if close > 0 else ([], 0)
    if not notes:
        return False
    if not silent:
        meta = {"notes": notes, "at": start, "from": start + 1, "to": close, "end": after}
        state.push("target_open", "mark", 1).meta = meta
        state.pos, state.posMax = start + 1, close
        state.md.inline.tokenize(state)
        state.push("target_close", "mark", -1).meta = meta
    state.pos, state.posMax = after, end
    return True


def marks(source: str, start: int, end: int) -> tuple[list[tuple[str, int]], int]:
    """The marks that follow each other from *start*: ``(id, offset of the id)``, and their end."""
    found = []
    while match := MARK.match(source, start, end):
        found.append((match["id"], match.start("id")))
        start = match.end()
    return found, start
