"""The blocks of a text as received, and their lines, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from .forms import bare
from .syntax import parser


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the top of a Markdown text; *kind* is its token's type, or "reference" for lines
    that show nothing. ``[start, end)`` are offsets in the text, without the last line end."""

    kind: str
    start: int
    end: int
    source: str


def blocks_of(text: str) -> list[Block]:
    """The blocks of *text*, in order; every line that is not blank is in one of them."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    blocks: list[Block] = []
    at = 0
    for kind, first, last in _stretches(parser().parse(text), len(lines)):
        for name, begin, end in (("reference", at, first), (kind, first, last)):
            written = [row for row in range(begin, end) if lines[row].strip(" \t")]
            if written:
                start, stop = starts[written[0]], starts[written[-1] + 1] - 1
                blocks.append(Block(name, start, stop, text[start:stop]))
        at = max(at, last)
    return blocks


def _stretches(tokens: Sequence[Token], end: int) -> Iterator[tuple[str, int, int]]:
    for token in tokens:
        if token.level == 0 and token.map and token.nesting >= 0:
            yield token.type.removesuffix("_open"), token.map[0], token.map[1]
    yield "reference", end, end


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be furniture: one of a paragraph, or a block of one line.

    *block* is its block's number, *alone* whether it is all of it, *text* its words ("" for a
    block of several lines, which is none).
    """

    block: int
    alone: bool
    kind: str
    start: int
    end: int
    text: str


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The lines of *blocks* that may be furniture, and one empty line for each other block."""
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        rows = block.source.split("\n")
        if block.kind == "heading":
            words = bare(" ".join(rows if len(rows) == 1 else rows[:-1]))
            lines.append(_whole(number, block, words))
        elif block.kind != "paragraph" and len(rows) > 1:
            lines.append(_whole(number, block, ""))
        else:
            at = block.start
            for row in rows:
                start = at + len(row) - len(row.lstrip())
                end = at + len(row.rstrip())
                if start < end:
                    alone = len(rows) == 1
                    lines.append(Line(number, alone, block.kind, start, end, bare(row)))
                at += len(row) + 1
    return lines


def _whole(number: int, block: Block, words: str) -> Line:
    return Line(number, alone=True, kind=block.kind, start=block.start, end=block.end, text=words)
