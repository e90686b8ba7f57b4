"""How deep blocks may nest: what stands deeper is told of, since the stock parser drops it."""

from __future__ import annotations

from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

DEEPEST = 20
"""Levels of nesting, of blocks in blocks and of brackets in brackets: bounds time and stack."""


class BoundedBlocks(ParserBlock):
    """The stock parser of blocks, noting in ``env["too_deep"]`` each line that it passes over."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level >= state.md.options["maxNesting"]:
            line = state.skipEmptyLines(startLine)
            if line < endLine and state.sCount[line] >= state.blkIndent:
                state.env.setdefault("too_deep", []).append(line)
        super().tokenize(state, startLine, endLine)
