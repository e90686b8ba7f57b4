"""Where a note's words stand in a changed text: certainly, or not at all. It never guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .language import UNSPACED
from .model import Stretch

CONTEXT = 64
"""Characters looked at on either side of the words."""
ENOUGH = 24
"""Characters of context, both sides together, that must be the same for exact words."""
ALIKE = 88.0
"""How alike changed words must be, of 100, as rapidfuzz's ratio counts."""
APART = 12.0
"""By how much the next best place must be less alike."""
LONG = 160
"""Characters from which words are found by their beginning and their end."""
EDGE = 48
LETTER = rf"[^\W{UNSPACED}]"
"""A letter of a script with spaces between words: the others have no capitals, and no ends."""
NAMES = re.compile(
    rf"(?<!{LETTER})(?:[^\W\d_a-zа-яё{UNSPACED}]{LETTER}*|{LETTER}*\d(?:{LETTER}|[.,])*)"
)
SENTENCE = re.compile(r"[.!?…][\"”’»)\]]*\s|[。！？]")
INSIDE = re.compile(rf"[^\W_{UNSPACED}]{{2}}")
"""What stands on either side of a place inside a word."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand now. *stretch* is None where that is not certain: *why* says what is
    known, *candidates* where they may be. *changed* if the words are not the same."""

    stretch: Stretch | None
    changed: bool = False
    why: str = ""
    candidates: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """The flat plain text before and after."""

    old: str
    new: str


def rehang(target: Stretch, texts: Texts) -> Found:
    """Where the words at *target* of the old text stand in the new one.

    Exact words count if their context is the same on one side at least, better than at any other
    place of theirs in either text. Changed words count if they are `ALIKE`, stand between the
    same words, and nothing else is nearly as alike. All else is left to the editor.
    """
    if target.start == target.end:
        return _point(target, texts)
    words = texts.old[target.start : target.end]
    exact = list(_places(words, texts.new))
    if exact:
        return _exact(target, exact, texts)
    if len(words) >= LONG:
        return _long(target, texts)
    return _changed(target, texts)


def _places(words: str, text: str) -> Iterator[Stretch]:
    """Where *words* stand in *text*, as whole words."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not INSIDE.fullmatch(before + words[0]) and not INSIDE.fullmatch(words[-1] + after):
            yield Stretch(at, end)
        at = text.find(words, at + 1)


def _exact(target: Stretch, exact: Sequence[Stretch], texts: Texts) -> Found:
    ranked = sorted(exact, key=lambda s: -_context(target, s, texts))
    best, others = ranked[0], ranked[1:]
    score = _context(target, best, texts)
    words = texts.old[target.start : target.end]
    if others and 2 * _context(target, others[0], texts) > score:
        return Found(
            None, why=f"these words now stand {len(exact)} times", candidates=tuple(ranked)
        )
    twins = [s for s in _places(words, texts.old) if s != target]
    if any(_shared(texts.old, s, texts.new, best) >= score for s in twins):
        return Found(None, why="what is left of these words was another place", candidates=(best,))
    if score < min(ENOUGH, len(texts.old) - len(words)):
        return Found(None, why="the same words stand in another context", candidates=(best,))
    if _renamed(target, best, texts):
        return Found(None, why="a passage like it names something else", candidates=(best,))
    return Found(best)


def _context(target: Stretch, place: Stretch, texts: Texts) -> int:
    return _shared(texts.old, target, texts.new, place)


def _shared(one: str, here: Stretch, other: str, there: Stretch) -> int:
    """How many characters before and after two places are the same."""
    before = _same(
        one[max(0, here.start - CONTEXT) : here.start][::-1],
        other[max(0, there.start - CONTEXT) : there.start][::-1],
    )
    after = _same(one[here.end : here.end + CONTEXT], other[there.end : there.end + CONTEXT])
    at_start = one[: here.start] == other[: there.start]
    at_end = one[here.end :] == other[there.end :]
    return before + after + CONTEXT * (at_start + at_end)


def _same(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _sentence(place: Stretch, text: str) -> Stretch:
    """The sentences that hold *place*."""
    ends = [match.end() for match in SENTENCE.finditer(text, 0, place.start)]
    after = SENTENCE.search(text, max(place.start, place.end - 1))
    return Stretch(ends[-1] if ends else 0, after.end() if after else len(text))


def _renamed(target: Stretch, place: Stretch, texts: Texts) -> bool:
    """Whether the sentence around names or counts something else, and nothing beside it is the
    same: a near twin elsewhere, not the same sentence corrected."""
    was, now = _sentence(target, texts.old), _sentence(place, texts.new)
    if set(NAMES.findall(texts.old[was.start : was.end])) == set(
        NAMES.findall(texts.new[now.start : now.end])
    ):
        return False
    before = _same(
        texts.old[max(0, was.start - CONTEXT) : was.start][::-1],
        texts.new[max(0, now.start - CONTEXT) : now.start][::-1],
    )
    after = _same(texts.old[was.end : was.end + CONTEXT], texts.new[now.end : now.end + CONTEXT])
    return max(before, after) < ENOUGH


def _point(target: Stretch, texts: Texts) -> Found:
    """A mark without words stands between what was before it and what was after it."""
    before = texts.old[max(0, target.start - EDGE) : target.start]
    after = texts.old[target.start : target.start + EDGE]
    starts = (start + len(before) for start in _all(before + after, texts.new))
    places = [Stretch(start, start) for start in starts]
    if len(places) == 1:
        return Found(places[0])
    return Found(None, why="the words around this mark have changed", candidates=tuple(places))


def _long(target: Stretch, texts: Texts) -> Found:
    """A long passage: where its beginning and its end stand, each of them certain."""
    text = texts.old
    first_end = text.rfind(" ", target.start, target.start + EDGE)
    last_start = text.find(" ", target.end - EDGE, target.end) + 1
    first = _edge(Stretch(target.start, first_end), texts)
    last = _edge(Stretch(last_start, target.end), texts)
    if first and last and first.start < last.start:
        length = last.end - first.start
        if 0.6 < length / (target.end - target.start) < 1.6:
            return Found(Stretch(first.start, last.end), changed=True)
    found = tuple(stretch for stretch in (first, last) if stretch)
    return Found(None, why="its beginning or its end is not found", candidates=found)


def _edge(stretch: Stretch, texts: Texts) -> Stretch | None:
    if stretch.end <= stretch.start:
        return None
    exact = list(_places(texts.old[stretch.start : stretch.end], texts.new))
    return _exact(stretch, exact, texts).stretch if exact else None


def _changed(target: Stretch, texts: Texts) -> Found:
    """Words that were changed: between the same words before and after, and alike."""
    from rapidfuzz import fuzz

    words = texts.old[target.start : target.end]
    between = list(_between(target, texts))
    near = [s for s in between if fuzz.ratio(words, texts.new[s.start : s.end]) >= ALIKE]
    rival = _rival(words, near[0] if len(near) == 1 else None, texts)
    if near and set(NAMES.findall(words)) != set(
        NAMES.findall(texts.new[near[0].start : near[0].end])
    ):
        said = "the words now name or count something else"
        return Found(None, why=said, candidates=tuple(near))
    if len(near) == 1 and len(between) == 1 and not rival:
        return Found(near[0], changed=True)
    why = "the words are gone"
    candidates = [*between, *([rival] if rival else [])]
    if candidates:
        why = (
            "nearly the same words stand elsewhere" if rival else "the words have changed too much"
        )
    return Found(None, why=why, candidates=tuple(candidates))


def _between(target: Stretch, texts: Texts) -> Iterator[Stretch]:
    """What stands between the words that were before the target, and those that were after it."""
    before = texts.old[max(0, target.start - EDGE // 2) : target.start]
    after = texts.old[target.end : target.end + EDGE // 2]
    length = target.end - target.start
    for start in _all(before, texts.new) if before else [0]:
        begin = start + len(before)
        reach = texts.new[begin : begin + 2 * length + EDGE]
        stop = reach.find(after) if after else len(reach)
        inner = reach[:stop].strip() if stop > 0 else ""
        if inner and 0.5 * length <= len(inner) <= 1.6 * length:
            at = begin + reach.index(inner)
            yield Stretch(at, at + len(inner))


def _all(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _rival(words: str, found: Stretch | None, texts: Texts) -> Stretch | None:
    """Another place of the new text that is nearly as alike as *found*, or alike at all."""
    from rapidfuzz import fuzz

    text = texts.new
    least = ALIKE - APART
    if found:
        text = text[: found.start] + "\0" * (found.end - found.start) + text[found.end :]
        least = max(least, fuzz.ratio(words, texts.new[found.start : found.end]) - APART)
    best = fuzz.partial_ratio_alignment(words, text, score_cutoff=least)
    if best is None or len(words) < 12:
        return None
    start = text.rfind(" ", 0, best.dest_start + 1) + 1
    end = text.find(" ", best.dest_end - 1)
    return Stretch(start, len(text) if end < 0 else end)
