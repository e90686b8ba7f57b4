"""The source's words as TEI, with anchors for notes, and emendations in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown_it.token import Token

from ..article import Article, closing, container_name, is_fact_box
from ..model import Stretch
from ..plaintext import Block, PlainText, source_of
from ..seed import Placed, Seed, words_of_seed
from .tree import child, made, put

OUTER = {
    "paragraph_open": ("p", {}),
    "bullet_list_open": ("list", {"rend": "bulleted"}),
    "ordered_list_open": ("list", {"rend": "numbered"}),
    "list_item_open": ("item", {}),
    "blockquote_open": ("quote", {}),
    "table_open": ("table", {}),
    "tr_open": ("row", {}),
    "th_open": ("cell", {"role": "label"}),
    "td_open": ("cell", {}),
}
"""What each block of Markdown is in TEI. A heading is an ``ab``: TEI's heads open divisions."""
INNER = {"em_open": "italic", "strong_open": "bold"}


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element around a stretch of the text."""

    stretch: Stretch
    element: Element


@dataclass(frozen=True, slots=True)
class Repaired:
    """An emendation and where its words stand in the plain text."""

    stretch: Stretch
    sic: str


def repairs_in(seed: Seed, plain: PlainText) -> Iterator[Repaired]:
    """The emendations that put words into the text, each where it stands in the plain text."""
    for placed in seed.placed:
        reads = words_of_seed(placed.emendation.reads).flat
        if reads and not placed.emendation.omit:
            stretch = _find(seed, plain, placed, reads)
            if stretch:
                yield Repaired(stretch, words_of_seed(placed.emendation.seed).flat)


def _find(seed: Seed, plain: PlainText, placed: Placed, reads: str) -> Stretch | None:
    """The one place of the words whose Markdown is the emendation's."""
    at = plain.flat.find(reads)
    while at >= 0:
        stretch = Stretch(at, at + len(reads))
        source = source_of(seed.plain, stretch)
        if source and source[0] < placed.edition.end and placed.edition.start < source[1]:
            return stretch
        at = plain.flat.find(reads, at + 1)
    return None


class TextMaker:
    """Makes the ``body``. *anchors* are ids by their offsets in the plain text."""

    def __init__(
        self, article: Article, anchors: Sequence[tuple[int, str]], repairs: Sequence[Repaired]
    ) -> None:
        self.article = article
        self.plain = article.plain
        self.anchors = sorted(anchors, key=lambda anchor: anchor[0])
        self.repairs = repairs
        self.told = 0
        self.blocks: dict[int, Block] = {id(block.token): block for block in self.plain.blocks}
        self.leaves: dict[int, dict[int, Stretch]] = {}
        for leaf in self.plain.leaves:
            self.leaves.setdefault(id(leaf.token), {})[leaf.child] = leaf.stretch

    def body(self) -> Element:
        body = made("body")
        self._walk(body, self.article.body)
        last = body[-1] if len(body) else child(body, "p")
        for name in self._due(len(self.plain.text) + 1):
            child(last, "anchor").set("xml:id", name)
        return body

    def _walk(self, parent: Element, tokens: Sequence[Token]) -> None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = closing(tokens, at) if token.nesting == 1 else at
            inside = tokens[at + 1 : end]
            name, _ = container_name(token)
            if token.type == "inline" or token.type in ("fence", "code_block"):
                self._words(_room(parent, token), token)
            elif token.type == "hr":
                child(parent, "milestone", unit="section", rend="rule")
            elif name and not is_fact_box(token):
                self._walk(child(parent, "figure", type=name), inside)
            elif token.type == "note_open":
                self._walk(child(parent, "note", type="own", place="bottom"), inside)
            elif token.type == "heading_open":
                self._walk(child(parent, "ab", type="heading", n=token.tag[1:]), inside)
            elif token.type in OUTER and not name:
                tag, attributes = OUTER[token.type]
                flat = tag == "p" and (token.hidden or parent.tag == "ab")
                self._walk(parent if flat else child(parent, tag, **attributes), inside)
            elif not name:
                self._walk(parent, inside)
            at = end + 1

    def _words(self, parent: Element, token: Token) -> None:
        block = self.blocks.get(id(token))
        if block is None:
            return
        wraps = [*self._repaired(block), *self._styled(block)]
        wraps.sort(key=lambda w: (w.stretch.start, -w.stretch.end))
        self._fill(parent, block.stretch, _nested(wraps))

    def _fill(self, parent: Element, stretch: Stretch, wraps: Sequence[Wrap]) -> None:
        """The words of *stretch*, with elements around some of them and anchors between."""
        at = stretch.start
        for number, wrap in enumerate(wraps):
            if wrap.stretch.start < at:
                continue  # it stands inside the one before
            self._plain(parent, at, wrap.stretch.start)
            inside = [w for w in wraps[number + 1 :] if w.stretch.end <= wrap.stretch.end]
            holder = wrap.element.find("corr") if wrap.element.tag == "choice" else wrap.element
            put(parent, wrap.element)
            self._fill(wrap.element if holder is None else holder, wrap.stretch, inside)
            at = wrap.stretch.end
        self._plain(parent, at, stretch.end)

    def _plain(self, parent: Element, start: int, end: int) -> None:
        at = start
        while self.told < len(self.anchors) and self.anchors[self.told][0] <= end:
            offset, name = self.anchors[self.told]
            put(parent, self.plain.text[at : max(at, offset)])
            child(parent, "anchor").set("xml:id", name)
            at = max(at, offset)
            self.told += 1
        put(parent, self.plain.text[at:end])

    def _due(self, end: int) -> Iterator[str]:
        while self.told < len(self.anchors) and self.anchors[self.told][0] <= end:
            self.told += 1
            yield self.anchors[self.told - 1][1]

    def _repaired(self, block: Block) -> Iterator[Wrap]:
        for repair in self.repairs:
            if block.stretch.start <= repair.stretch.start < block.stretch.end:
                stretch = Stretch(repair.stretch.start, min(repair.stretch.end, block.stretch.end))
                yield Wrap(stretch, made("choice", made("sic", repair.sic), made("corr")))

    def _styled(self, block: Block) -> Iterator[Wrap]:
        """Emphasis, links and code, each around the words that it shows."""
        leaves = self.leaves.get(id(block.token), {})
        opened: list[int] = []
        children = block.token.children or ()
        for number, token in enumerate(children):
            if token.type in INNER or token.type == "link_open":
                opened.append(number)
            elif token.type in ("em_close", "strong_close", "link_close"):
                first = opened.pop()
                inside = [leaves[n] for n in range(first, number) if n in leaves]
                if inside:
                    yield Wrap(Stretch(inside[0].start, inside[-1].end), _style(children[first]))
            elif token.type == "code_inline" and number in leaves:
                yield Wrap(leaves[number], made("code"))


def _style(token: Token) -> Element:
    if token.type == "link_open":
        return made("ref", target=str(token.attrs.get("href", "")).replace(" ", "%20"))
    return made("hi", rend=INNER[token.type])


def _nested(wraps: Sequence[Wrap]) -> list[Wrap]:
    """*wraps* without those that cross an earlier one: TEI's elements cannot."""
    kept: list[Wrap] = []
    for wrap in wraps:
        if all(
            wrap.stretch.start >= other.stretch.end or wrap.stretch.end <= other.stretch.end
            for other in kept
        ):
            kept.append(wrap)
    return kept


def _room(parent: Element, token: Token) -> Element:
    """Where words stand: a block of code in an element of its own."""
    if token.type == "inline":
        return parent
    return child(parent, "ab", type="code")
