"""Marks put where readers see them: after their words, outside links, stand-off notes woven in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise

from markdown_it.token import Token

from .article import Article
from .model import Annotation, Stretch
from .plaintext import CODE, Leaf, raw_offset

StandOff = tuple[str, Stretch]


def weave(article: Article) -> list[Token]:
    """The body's tokens with a ``marks`` token (``meta["notes"]``: ids) wherever marks belong.

    A stand-off note's words are wrapped piece by piece (``piece_open``/``piece_close``), so that
    they may overlap each other, targets and markup. The article's own tokens stay as they are.
    """
    standing = list(_stand_offs(article))
    leaves: dict[int, list[Leaf]] = {}
    for leaf in article.plain.leaves:
        leaves.setdefault(id(leaf.token), []).append(leaf)
    return [_block(token, leaves.get(id(token), []), standing) for token in article.body]


def _stand_offs(article: Article) -> Iterator[StandOff]:
    bracketed = {note for place in article.plain.places for note, _ in place.notes}
    for note in article.annotations:
        if note.id not in bracketed:
            for target in note.targets:
                yield note.id, target.stretch


def marks_in(tokens: Sequence[Token]) -> Iterator[str]:
    """The ids of the notes whose marks stand in woven *tokens*, in the order of the page."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "marks":
                yield from child.meta["notes"]


def _block(token: Token, leaves: Sequence[Leaf], standing: Sequence[StandOff]) -> Token:
    here = [
        (note, stretch)
        for note, stretch in standing
        if leaves
        and stretch.start < leaves[-1].stretch.end
        and leaves[0].stretch.start < stretch.end
    ]
    if token.type in CODE:
        return _code(token, leaves[0], here) if here else token
    children = token.children or []
    if not here and all(child.type not in ("target_close", "point") for child in children):
        return token
    by_child = {leaf.child: leaf for leaf in leaves}
    woven: list[Token] = []
    for number, child in enumerate(children):
        leaf = by_child.get(number)
        if child.type == "code_inline" and leaf and here:
            woven.extend(_code_span(child, leaf, here))
        elif child.type != "point":
            woven.extend(_pieces(child, leaf, here) if leaf and here else (child,))
        if child.type in ("target_close", "point"):
            woven.append(_marks([note for note, _ in child.meta["notes"]]))
    block = copy(token)
    block.children = list(_outside_links(woven))
    return block


def _code(token: Token, leaf: Leaf, standing: Sequence[StandOff]) -> Token:
    """A block of code whose words are wrapped like any others: ``children`` in place of text."""
    text = Token("text", "", 0, content=token.content)
    block = copy(token)
    block.type = "code_woven"
    block.children = list(_pieces(text, leaf, standing))
    return block


def _code_span(child: Token, leaf: Leaf, standing: Sequence[StandOff]) -> Iterator[Token]:
    """Code in a line, its words wrapped like any others; the marks follow it."""
    pieces = list(_pieces(Token("text", "", 0, content=child.content), leaf, standing))
    inside = [piece for piece in pieces if piece.type != "marks"]
    yield Token("code_inline_woven", "code", 0, children=inside)
    yield from (piece for piece in pieces if piece.type == "marks")


def _marks(notes: list[str]) -> Token:
    return Token("marks", "a", 0, meta={"notes": notes})


def _pieces(child: Token, leaf: Leaf, standing: Sequence[StandOff]) -> Iterator[Token]:
    """The leaf cut where a stand-off note begins or ends, each covered piece wrapped."""
    start, end = leaf.stretch.start, leaf.stretch.end
    edges = {start, end}
    if child.type == "text":
        for _, stretch in standing:
            edges.update(edge for edge in (stretch.start, stretch.end) if start < edge < end)
    cuts = sorted(edges)
    for first, last in pairwise(cuts):
        over = [note for note, s in standing if s.start < last and first < s.end]
        piece = child if len(cuts) == 2 else _part(child, leaf, first, last)
        if over and child.type not in ("softbreak", "hardbreak"):
            opens = [note for note, s in standing if note in over and first <= s.start]
            meta = {"notes": over, "first": opens}
            yield Token("piece_open", "mark", 1, meta=meta)
            yield piece
            yield Token("piece_close", "mark", -1, meta=meta)
        else:
            yield piece
        ended = [note for note, s in standing if first < s.end <= last]
        if ended:
            yield _marks(ended)


def _part(child: Token, leaf: Leaf, start: int, end: int) -> Token:
    """The part of a text token that shows a stretch of its words."""
    part = copy(child)
    first = raw_offset(leaf, start) if start > leaf.stretch.start else 0
    last = raw_offset(leaf, end) if end < leaf.stretch.end else len(child.content)
    part.content = child.content[first:last]
    return part


def _outside_links(children: Sequence[Token]) -> Iterator[Token]:
    """Marks inside a link are put after it: a link cannot hold another."""
    depth, waiting = 0, []
    for child in children:
        depth += (child.type == "link_open") - (child.type == "link_close")
        if child.type == "marks" and depth:
            waiting.append(child)
            continue
        yield child
        if not depth and waiting:
            yield from waiting
            waiting = []


def first_marks(article: Article, woven: Sequence[Token]) -> list[Annotation]:
    """The annotations that have a mark, in the order in which readers meet them."""
    order = dict.fromkeys(marks_in(woven))
    by_id = {note.id: note for note in article.annotations}
    return [by_id[note] for note in order if note in by_id]
