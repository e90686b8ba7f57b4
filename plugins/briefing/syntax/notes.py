"""Definitions of notes: ``[^id]: {.kind key=value}`` and a body indented by four spaces."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

DEFINITION = re.compile(r"\[\^(?P<id>[^\[\]\n]*)\]:[ \t]*(?P<braces>\{.*)?")
CLOSING = re.compile(r"""(?:[^"}]|"(?:[^"\\]|\\.)*")*\}""")
"""From after an opening brace to its closing one, past braces within quotation marks."""
INDENT = 4


def note_plugin(md: MarkdownIt) -> None:
    """Teach *md* definitions, before Markdown's own link references can claim them.

    Emits ``note_open``/``note_close`` around the body's blocks. ``meta`` holds ``id`` and its
    offset ``at``, ``braces`` (None when absent) and their offset, ``closed`` (they end on their
    line), ``body`` (the offset of what follows them), and ``runs_on``: the number of a line that
    follows with neither indent nor blank line, counted from 0, else None. Offsets are in the
    whole source.
    """
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("reference", "note", note, {"alt": interrupts})


def note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """One definition, up to the last line that is indented or blank."""
    if state.is_code_block(start):
        return False
    at = state.bMarks[start] + state.tShift[start]
    match = DEFINITION.match(state.src, at, state.eMarks[start])
    if match is None:
        return False
    if silent:
        return True
    last = last_line(state, start, end)
    braces, closed, body = attributes(state.src, match, state.eMarks[start])
    opening = state.push("note_open", "div", 1)
    opening.map = [start, last + 1]
    opening.meta = {
        "id": match["id"],
        "at": match.start("id"),
        "braces": braces,
        "braces_at": match.start("braces"),
        "closed": closed,
        "body": body,
        "runs_on": runs_on(state, last + 1, end),
    }
    parse_body(state, start, last + 1, body)
    state.push("note_close", "div", -1)
    state.line = last + 1
    return True


def last_line(state: StateBlock, start: int, end: int) -> int:
    """The last line of the definition that begins on *start*; blank lines at its end stay out."""
    last = start
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent + INDENT:
            break
        last = line
    return last


def attributes(source: str, match: re.Match[str], line_end: int) -> tuple[str | None, bool, int]:
    """The braces as written, whether they close on their line, and where the body begins."""
    if match["braces"] is None:
        return None, True, match.end()
    opening = match.start("braces")
    closing = CLOSING.match(source, opening + 1, line_end)
    if closing is None:
        return source[opening:line_end], False, line_end
    return source[opening : closing.end()], True, closing.end()


def runs_on(state: StateBlock, line: int, end: int) -> int | None:
    """*line*, if it holds text that a reader of the file could take for the note's."""
    if line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
        return None
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    return None if DEFINITION.match(text) or text.startswith(":::") else line


def parse_body(state: StateBlock, start: int, end: int, body: int) -> None:
    """Tokenise the lines of a definition as blocks, its first line cut off before *body*."""
    kept = (
        state.bMarks[start],
        state.tShift[start],
        state.sCount[start],
        state.blkIndent,
        state.parentType,
        state.lineMax,
    )
    while body < state.eMarks[start] and state.src[body] in " \t":
        body += 1
    state.bMarks[start], state.tShift[start] = body, 0
    state.blkIndent += INDENT
    state.sCount[start] = state.blkIndent
    state.parentType, state.lineMax = "note", end
    state.md.block.tokenize(state, start, end)
    (
        state.bMarks[start],
        state.tShift[start],
        state.sCount[start],
        state.blkIndent,
        state.parentType,
        state.lineMax,
    ) = kept
