"""Containers: ``::: factbox <id>``, ``::: caption``, ``::: pull``, each closed by ``:::``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

NAMES = ("factbox", "caption", "pull")
"""A fact box; the caption of a picture that is not reproduced; a pull quotation."""
OPENING = re.compile(r"(?P<colons>:{3,})[ \t]*(?P<name>[A-Za-z][\w-]*)(?P<rest>[^\n]*)")
CLOSING = re.compile(r"(?P<colons>:{3,})[ \t]*")
CODE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>.*)")


def box_plugin(md: MarkdownIt) -> None:
    """Teach *md* containers, which may hold each other with any number of colons.

    Emits ``container_box_open``/``_close``. ``meta`` of the first: ``name`` and ``argument`` as
    written, not yet judged, the offsets ``at``, ``name_at`` and ``argument_at`` of the colons and
    of both in the whole source, and ``closed``: False where the file or the block around it ends
    first.
    """
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "box", box, {"alt": interrupts})


def box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """One container, from its opening line to the line that closes it."""
    if state.is_code_block(start):
        return False
    at = state.bMarks[start] + state.tShift[start]
    match = OPENING.match(state.src, at, state.eMarks[start])
    if match is None:
        return False
    if silent:
        return True
    last = closing_line(state, start, end)
    argument = match["rest"].strip()
    token = state.push("container_box_open", "div", 1)
    token.map = [start, last]
    token.meta = {
        "name": match["name"],
        "argument": argument,
        "at": at,
        "name_at": match.start("name"),
        "argument_at": match.start("rest") + match["rest"].find(argument),
        "closed": is_closing(state, last, end),
    }
    kept = state.parentType, state.lineMax
    state.parentType, state.lineMax = "box", last  # a lazy paragraph stops at the end, too
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = kept
    state.push("container_box_close", "div", -1)
    state.line = last + is_closing(state, last, end)
    return True


def is_closing(state: StateBlock, line: int, end: int) -> bool:
    """Whether *line* is there, in the same block, and closes a container."""
    if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    return CLOSING.fullmatch(text_of(state, line)) is not None


def closing_line(state: StateBlock, start: int, end: int) -> int:
    """The line that closes the container that begins on *start*; else the first line after it.

    Containers inside it and blocks of code are passed over.
    """
    open_colons = [colons_of(state, start)]
    fence = ""
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return line
        if state.isEmpty(line) or state.is_code_block(line):
            continue
        text = text_of(state, line)
        code = CODE.fullmatch(text)
        if fence:
            if code and code["fence"].startswith(fence) and not code["info"].strip():
                fence = ""
        elif code:
            fence = code["fence"]
        elif OPENING.fullmatch(text):
            open_colons.append(colons_of(state, line))
        elif CLOSING.fullmatch(text) and colons_of(state, line) >= open_colons[-1]:
            open_colons.pop()
            if not open_colons:
                return line
    return end


def text_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def colons_of(state: StateBlock, line: int) -> int:
    text = text_of(state, line)
    return len(text) - len(text.lstrip(":"))
