"""Links whose words hold our marks: a mark inside a link is no link inside a link."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.rules_inline import StateInline

from .targets import target


@dataclass(frozen=True, slots=True)
class Helpers:
    """What the stock rules call on: `link` and `image` look for the end of their words here."""

    parseLinkDestination = staticmethod(parseLinkDestination)  # noqa: N815 (their names)
    parseLinkTitle = staticmethod(parseLinkTitle)  # noqa: N815

    @staticmethod
    def parseLinkLabel(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: FBT002, N802, N803
        return label_end(state, start) if disableNested else parseLinkLabel(state, start)


def link_plugin(md: MarkdownIt) -> None:
    """Let *md*'s links hold targets, points and citations."""
    md.helpers = Helpers()  # type: ignore[assignment]


def label_end(state: StateInline, start: int) -> int:
    """The offset of the ``]`` that closes the words of the link at *start*; -1 if none does, or
    if they hold a link. The stock function takes every bracketed token for a link."""
    before, depth = state.pos, 1
    state.pos = start + 1
    try:
        while state.pos < state.posMax:
            at = state.pos
            if state.src[at] == "]":
                depth -= 1
                if depth == 0:
                    return at
            state.md.inline.skipToken(state)
            if state.src[at] == "[":
                if state.pos == at + 1:
                    depth += 1
                elif not is_ours(state, at):
                    return -1
        return -1
    finally:
        state.pos = before


def is_ours(state: StateInline, at: int) -> bool:
    """Whether the bracketed token at *at* is a point, a citation, or a target without a link."""
    if state.src.startswith(("[^", "[@"), at):
        return True
    after, state.pos = state.pos, at
    found = target(state, True) and label_end(state, at) >= 0
    state.pos = after
    return found
