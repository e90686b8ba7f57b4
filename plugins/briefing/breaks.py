"""What was broken inside a text: sentences cut in two, captions in columns, words at line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .forms import bare, is_column, is_cut, is_page_line
from .seedblocks import Block

CUT = "a page break split the sentence in two"
COLUMN = "a caption or pull quotation that was broken into very short lines"


@dataclass(frozen=True, slots=True)
class Edit:
    """A departure from the received text: ``[start, end)`` reads *reads*; None sets it aside."""

    start: int
    end: int
    reads: str | None
    why: str


def column_edits(blocks: Sequence[Block]) -> list[Edit]:
    """Paragraphs in very short lines, where the text around has long ones."""
    longest = max((len(row) for block in blocks for row in block.source.split("\n")), default=0)
    edits = []
    for block in blocks:
        rows = block.source.split("\n")
        if block.kind == "paragraph" and longest > 45 and is_column(rows):
            reads = " ".join(row.rstrip("\\").strip() for row in rows)
            edits.append(Edit(block.start, block.end, reads, COLUMN))
    return edits


def cut_edits(
    blocks: Sequence[Block], pages: Sequence[int], columns: Sequence[Edit]
) -> Iterator[Edit]:
    """Gaps inside a sentence, to be read as one space. *pages*: where a page's own lines stand."""
    short = {edit.start for edit in columns}
    for first, second in pairwise(blocks):
        if {first.kind, second.kind} != {"paragraph"} or {first.start, second.start} & short:
            continue
        past_page = any(first.end <= page < second.start for page in pages)
        before = first.source.rstrip()
        if is_cut(before, second.source.strip(), past_page=past_page):
            lead = len(second.source) - len(second.source.lstrip())
            yield Edit(first.start + len(before), second.start + lead, " ", CUT)


def suspicions(received: str, blocks: Sequence[Block], edits: dict[int, Edit]) -> Iterator[str]:
    """What may be wrong with the text, where its form alone does not decide."""
    joined = {edit.end for edit in edits.values() if edit.why == CUT}
    for match in re.finditer(r"\b(\w+-)[ \t]*\n[ \t]*([a-z]\w*)", received):
        yield (
            f"Line {_line(received, match.start())}: is “{match[1]}{match[2]}” one word with a "
            "hyphen, or a word that the line's end divided?"
        )
    for block in blocks:
        words = bare(block.source.split("\n")[0])
        place = f"Line {_line(received, block.start)}"
        if is_page_line(words):
            yield f"{place}: is “{words}” a page number? It was kept."
        if block.kind != "paragraph":
            continue
        start = block.start + len(block.source) - len(block.source.lstrip())
        if words[:1].islower() and start not in joined:
            yield f"{place}: a paragraph begins in lower case: “{_short(words)}”."
        if re.fullmatch(r"\d\d?/\d\d?/\d{4}", words):
            yield f"{place}: “{words}” can be two days, and was kept."


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
