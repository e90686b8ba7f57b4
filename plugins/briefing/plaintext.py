"""The words without the markup, and where each of them stands in the editor's file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from markdown_it.token import Token

from .diagnostics import Span, TextFile
from .model import Stretch

SPACES = re.compile(r"\s+")
BREAKS = frozenset({"softbreak", "hardbreak"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A run of words that one token shows: child *child* of block token *token*.

    *spaced* if the run begins with the space that the token begins with.
    """

    stretch: Stretch
    token: Token
    child: int
    spaced: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, cell or block of code, and where it stands in the text."""

    stretch: Stretch
    token: Token


@dataclass(frozen=True, slots=True)
class Place:
    """A target's words, or a point (an empty stretch), in order of their beginnings.

    *at* and *to* are offsets of the words in the block token's source, *end* that of the last
    mark's end.
    """

    notes: tuple[tuple[str, int], ...]
    stretch: Stretch
    token: Token
    at: int
    to: int
    end: int


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text in NFC; every run of white space is one space, or one line break between blocks.

    Offsets are therefore the same whether line breaks are kept or read as spaces.
    """

    text: str
    blocks: tuple[Block, ...]
    leaves: tuple[Leaf, ...]
    places: tuple[Place, ...]

    @property
    def flat(self) -> str:
        """The text with blocks parted by one space: what is compared and searched."""
        return self.text.replace("\n", " ")


def normalised(text: str) -> str:
    """NFC, each run of white space one space, none at the ends."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def plain_text(tokens: Sequence[Token], signs: Mapping[str, str] | None = None) -> PlainText:
    """The words that *tokens* show.

    Args:
        tokens: Block tokens, notes and boxes already taken out.
        signs: For the source's own notes, what it prints as their mark.
    """
    writer = _Writer(signs or {})
    for token in tokens:
        if token.type == "inline":
            writer.inline(token)
        elif token.type in ("fence", "code_block", "html_block"):
            writer.code(token)
        elif token.type == "note_open":  # one of the source's own: it prints its sign first
            writer.lead = writer.signs.get(token.meta["id"], "")
    return writer.finish()


class _Writer:
    def __init__(self, signs: Mapping[str, str]) -> None:
        self.signs = signs
        self.lead = ""
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.leaves: list[Leaf] = []
        self.places: list[Place] = []
        self.block_start = 0

    def begin(self) -> None:
        if self.length:
            self._write("\n")
        self.block_start = self.length
        if self.lead:
            self.words(self.lead + " ")
            self.lead = ""

    def end(self, token: Token) -> None:
        if self.length > self.block_start and self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        self.blocks.append(Block(Stretch(self.block_start, self.length), token))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def words(self, raw: str) -> Stretch:
        """Add *raw*, its white space folded into what stands before it."""
        text = SPACES.sub(" ", unicodedata.normalize("NFC", raw))
        at_gap = self.length == self.block_start or self.parts[-1].endswith(" ")
        if at_gap and text.startswith(" "):
            text = text[1:]
        start = self.length
        if text:
            self._write(text)
        return Stretch(start, self.length)

    def code(self, token: Token) -> None:
        self.begin()
        self.words(token.content)
        self.end(token)

    def inline(self, token: Token) -> None:
        self.begin()
        opened: list[tuple[int, Token]] = []
        for number, child in enumerate(token.children or ()):
            if child.type == "target_open":
                opened.append((len(self.places), child))
                self._place(child, token, child.meta["to"])
            elif child.type == "target_close":
                index, _ = opened.pop()
                place = self.places[index]
                ended = Stretch(place.stretch.start, max(place.stretch.start, self.length))
                self.places[index] = replace(place, stretch=ended)
                self._signs(child)
            elif child.type == "point":
                self._place(child, token, child.meta["at"])
                self._signs(child)
            elif words := shown(child):
                stretch = self.words(words)
                if stretch.end > stretch.start:
                    spaced = self.parts[-1].startswith(" ")
                    self.leaves.append(Leaf(stretch, token, number, spaced))
        self.end(token)

    def _place(self, child: Token, token: Token, to: int) -> None:
        here = Stretch(self.length, self.length)
        at, end = child.meta["at"], child.meta["end"]
        self.places.append(Place(tuple(child.meta["notes"]), here, token, at, to, end))

    def _signs(self, child: Token) -> None:
        for note, _ in child.meta["notes"]:
            if note in self.signs:
                self.words(self.signs[note])

    def finish(self) -> PlainText:
        return PlainText(
            "".join(self.parts), tuple(self.blocks), tuple(self.leaves), tuple(self.places)
        )


def shown(child: Token) -> str:
    """The words that an inline token shows by itself."""
    if child.type in BREAKS:
        return " "
    if child.type == "image":
        return "".join(shown(inner) for inner in child.children or ())
    return child.content


def lines_of(token: Token) -> Iterator[tuple[int, str]]:
    """Each line of a block token's source, with its number in the file from 0."""
    first = token.map[0] if token.map else 0
    yield from enumerate(token.content.split("\n"), first)


def span_in(file: TextFile, token: Token, at: int, length: int = 1) -> Span:
    """The place in *file* of offset *at* in an inline token's source.

    A line of that source is the end of a line of the file: indents, quotation marks and list
    marks are cut off before it. Headings with closing marks and table cells are not, so they
    are searched for.
    """
    before = token.content[:at]
    row = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    number, line = list(lines_of(token))[row]
    source = file.lines[number] if number < len(file.lines) else ""
    shift = source.rfind(line.rstrip())
    return file.span(number + 1, max(0, shift) + column + 1, length)


def span_of(file: TextFile, plain: PlainText, stretch: Stretch) -> Span:
    """The place in *file* of a stretch of the plain text, found by aligning its block's source
    with its words: they differ only in markup, escapes and entities."""
    if not plain.blocks:
        return file.span(1)
    block = next((b for b in plain.blocks if stretch.start <= b.stretch.end), plain.blocks[-1])
    words = plain.text[block.stretch.start : block.stretch.end]
    source = block.token.content
    offset = max(0, stretch.start - block.stretch.start)
    return span_in(file, block.token, _aligned(source, words, offset), stretch.end - stretch.start)


def _aligned(source: str, words: str, offset: int) -> int:
    """The offset in *source* of the character that is at *offset* in *words*."""
    blocks = SequenceMatcher(None, words, source, autojunk=False).get_matching_blocks()
    for block in blocks:
        if offset < block.a + block.size:
            return block.b + max(0, offset - block.a)
    return max(0, len(source) - 1)
