"""The words without the markup, and where each of them stands in the editor's file."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from markdown_it.token import Token

from .diagnostics import Span, TextFile
from .model import Stretch
from .syntax.places import offset_in_file, range_in_source

SPACES = re.compile(r"\s+")
BREAKS = frozenset({"softbreak", "hardbreak"})
CODE = frozenset({"fence", "code_block", "html_block"})
LISTS_END = frozenset({"ordered_list_close", "bullet_list_close"})
WHOLE = -1
"""The number of a leaf's child where the block token has none: a block of code."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A run of words that one token shows: child *child* of block token *token*.

    *spaced* if the run begins with the space that the token begins with.
    """

    stretch: Stretch
    token: Token
    child: int
    spaced: bool

    @property
    def shows(self) -> Token:
        """The token that shows the words."""
        return self.token if self.child == WHOLE else (self.token.children or [])[self.child]


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

    Offsets are therefore the same whether line breaks are kept or read as spaces. *numbers* are
    those before the items of lists, which are no words: where an item begins, and its number as
    readers see it.
    """

    text: str
    blocks: tuple[Block, ...]
    leaves: tuple[Leaf, ...]
    places: tuple[Place, ...]
    numbers: tuple[tuple[int, int], ...] = ()

    @property
    def flat(self) -> str:
        """The text with blocks parted by one space: what is compared and searched."""
        return self.text.replace("\n", " ")

    def words(self, stretch: Stretch) -> str:
        """A part of `flat`, which is made anew each time that it is asked for."""
        return self.text[stretch.start : stretch.end].replace("\n", " ")


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
        elif token.type in CODE:
            writer.code(token)
        elif token.type == "note_open":  # one of the source's own: it prints its sign first
            writer.lead = writer.signs.get(token.meta["id"], "")
        elif token.type == "note_close":
            writer.lead = ""
        elif token.type == "ordered_list_open":
            writer.lists.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            writer.lists.append(None)
        elif token.type == "list_item_open":
            writer.item()
        elif token.type in LISTS_END:
            writer.lists.pop()
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
        self.lists: list[int | None] = []
        """For each list that is open, the number of its next item; None where it has none."""
        self.waiting: list[int] = []
        self.numbers: list[tuple[int, int]] = []
        self.block_start = self.block_leaves = self.block_places = 0

    def begin(self) -> None:
        """A line break before the next block; one that shows nothing leaves none behind."""
        if self.length and not self.parts[-1].endswith("\n"):
            self._write("\n")
        self.block_start = self.length
        self.numbers += [(self.length, number) for number in self.waiting]
        self.waiting = []
        self.block_leaves, self.block_places = len(self.leaves), len(self.places)
        if self.lead:
            self.words(self.lead + " ")
            self.lead = ""

    def item(self) -> None:
        """An item of the innermost list: its number waits for the words that it stands before."""
        number = self.lists[-1]
        if number is not None:
            self.waiting.append(number)
            self.lists[-1] = number + 1

    def end(self, token: Token) -> None:
        if self.length > self.block_start and self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.parts = self.parts if self.parts[-1] else self.parts[:-1]
            self.length -= 1
            leaves, places = self.leaves[self.block_leaves :], self.places[self.block_places :]
            self.leaves[self.block_leaves :] = [_cut(leaf, self.length) for leaf in leaves]
            self.places[self.block_places :] = [_cut(place, self.length) for place in places]
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

    def leaf(self, raw: str, token: Token, number: int) -> None:
        stretch = self.words(raw)
        if stretch.end > stretch.start:
            self.leaves.append(Leaf(stretch, token, number, self.parts[-1].startswith(" ")))

    def code(self, token: Token) -> None:
        self.begin()
        self.leaf(token.content, token, WHOLE)
        self.end(token)

    def inline(self, token: Token) -> None:
        self.begin()
        opened: list[int] = []
        for number, child in enumerate(token.children or ()):
            if child.type == "target_open":
                opened.append(len(self.places))
                self._place(child, token)
            elif child.type == "target_close":
                index = opened.pop()
                place = self.places[index]
                ended = Stretch(min(place.stretch.start, self.length), self.length)
                self.places[index] = replace(place, stretch=ended)
                self._signs(child)
            elif child.type == "point":
                self._place(child, token)
                self._signs(child)
            elif words := shown(child):
                self.leaf(words, token, number)
        self.end(token)

    def _place(self, child: Token, token: Token) -> None:
        meta, here = child.meta, Stretch(self.length, self.length)
        self.places.append(
            Place(tuple(meta["notes"]), here, token, meta["from"], meta["to"], meta["end"])
        )

    def _signs(self, child: Token) -> None:
        for note, _ in child.meta["notes"]:
            if note in self.signs:
                self.words(self.signs[note])

    def finish(self) -> PlainText:
        text = "".join(self.parts).removesuffix("\n")  # of a last block that shows nothing
        return PlainText(
            text,
            tuple(_cut(block, len(text)) for block in self.blocks),
            tuple(leaf for leaf in self.leaves if leaf.stretch.start < leaf.stretch.end),
            tuple(_cut(place, len(text)) for place in self.places),
            tuple(self.numbers),
        )


Placed = TypeVar("Placed", Block, Leaf, Place)


def _cut(placed: Placed, end: int) -> Placed:
    """*placed* without what passes *end*."""
    stretch = placed.stretch
    if stretch.end <= end:
        return placed
    return replace(placed, stretch=Stretch(min(stretch.start, end), end))


def shown(child: Token) -> str:
    """The words that an inline token shows by itself."""
    if child.type in BREAKS:
        return " "
    if child.type == "image":
        return "".join(shown(inner) for inner in child.children or ())
    return child.content


@lru_cache(maxsize=256)
def offsets(raw: str) -> tuple[int, ...]:
    """For each character of *raw*, normalised but with its outer spaces: its offset in *raw*.

    One more is added, for the end. Letters that NFC joins or parts share their first offset.
    """
    found: list[int] = []
    for start, end in _clusters(raw):
        length = 1 if raw[start].isspace() else len(unicodedata.normalize("NFC", raw[start:end]))
        found += [start] * length
    return (*found, len(raw))


def _clusters(raw: str) -> Iterator[tuple[int, int]]:
    """The stretches of *raw* that NFC treats by themselves; runs of white space are one each."""
    start = 0
    simple = unicodedata.is_normalized("NFC", raw)
    for at in range(1, len(raw) + 1):
        if at < len(raw):
            if raw[at - 1].isspace() and raw[at].isspace():
                continue
            if not simple and not _parts(raw[start:at], raw[at]):
                continue
        yield start, at
        start = at


def _parts(before: str, after: str) -> bool:
    """Whether NFC treats what ends in *before* and begins with *after* as two."""
    if before[-1].isspace() or after.isspace():
        return True
    joined = unicodedata.normalize("NFC", before + after)
    parted = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", after)
    return joined == parted and not unicodedata.combining(after)


def raw_offset(leaf: Leaf, offset: int) -> int:
    """The offset in what *leaf* shows of an offset in the plain text."""
    raw = shown(leaf.shows)
    known = offsets(raw)
    skipped = raw[:1].isspace() and not leaf.spaced
    return known[min(offset - leaf.stretch.start + skipped, len(known) - 1)]


def span_in(file: TextFile, token: Token, at: int, length: int = 1) -> Span:
    """The place in *file* of offset *at* in a block token's source."""
    return file.at(offset_in_file(token, at), length)


def span_of(file: TextFile, plain: PlainText, stretch: Stretch) -> Span:
    """The place in *file* of a stretch of the plain text; where it is empty, of what follows it."""
    ends = source_of(plain, stretch)
    return file.at(ends[0], ends[1] - ends[0]) if ends else file.span(1)


def source_of(plain: PlainText, stretch: Stretch) -> tuple[int, int] | None:
    """The offsets in the whole source of a stretch of the plain text; None if there is no text."""
    if not plain.leaves:
        return None
    starts = [leaf.stretch.start for leaf in plain.leaves]
    number = max(0, bisect_right(starts, stretch.start) - 1)
    leaf = plain.leaves[number]
    if stretch.start >= leaf.stretch.end and number + 1 < len(plain.leaves):
        leaf = plain.leaves[number + 1]
    begin = _ends(leaf, max(stretch.start, leaf.stretch.start))[0]
    if stretch.end <= stretch.start:
        if stretch.start >= leaf.stretch.end:
            begin = _ends(leaf, leaf.stretch.end - 1)[1]
        return begin, begin
    last = plain.leaves[max(0, bisect_right(starts, stretch.end - 1) - 1)]
    return begin, max(begin, _ends(last, min(stretch.end, last.stretch.end) - 1)[1])


def _ends(leaf: Leaf, offset: int) -> tuple[int, int]:
    """The ends, in the whole source, of the character at *offset* of the plain text."""
    start, end = raw_offset(leaf, offset), raw_offset(leaf, offset + 1)
    if leaf.child != WHOLE:
        start, end = range_in_source(leaf.shows, start, max(end, start + 1))
    return offset_in_file(leaf.token, start), offset_in_file(leaf.token, max(start, end - 1)) + 1
