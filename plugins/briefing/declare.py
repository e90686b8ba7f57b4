"""The emendations that would declare how an article differs from its seed, ready to paste."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import yaml

from .diagnostics import Diagnostic
from .language import UNSPACED
from .model import Emendation, Stretch
from .plaintext import Block, PlainText, source_of
from .seed import Placed, Seed, emend, occurrences, words_of_seed

BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
ONE = rf"(?:[{UNSPACED}]|[^\s{UNSPACED}]+)"
"""A word, or a letter of a script without spaces between words."""
LAST_WORD, NEXT_WORD = re.compile(rf"{ONE}\s*$"), re.compile(rf"\s*{ONE}")


@dataclass(frozen=True, slots=True)
class Difference:
    """The article has *ours* where the seed has *theirs*: offsets into the flat texts, or into
    the texts' sources."""

    ours: Stretch
    theirs: Stretch


@dataclass(frozen=True, slots=True)
class Texts:
    """An article's source without what is ours, its words, and the seed that they differ from."""

    bare: str
    plain: PlainText
    seed: Seed


@dataclass(frozen=True, slots=True)
class Candidate:
    """*place*, in the sources, that takes in *differences* of the flat texts."""

    place: Difference
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """An emendation that makes good *differences*, and those that it takes the place of."""

    emendation: Emendation
    differences: tuple[Difference, ...]
    replaces: tuple[Emendation, ...]


def declarations(differences: Sequence[Difference], texts: Texts) -> list[Declaration]:
    """The narrowest emendations that make the seed read as the article does.

    They name words, or else whole blocks; words where neither would do. Empty if there are no
    words to name.
    """
    if not differences or not texts.seed.plain.leaves or not texts.plain.leaves:
        return []
    by_words = [Candidate(_in_sources(_widened(d, texts), texts), (d,)) for d in differences]
    by_blocks = list(_by_blocks(differences, texts))
    tries = [[_declared(c, texts) for c in _joined(cs, texts)] for cs in (by_words, by_blocks)]
    return next((declared for declared in tries if _holds(declared, texts)), tries[0])


def pasted(emendation: Emendation) -> Iterator[str]:
    """The lines of an emendation as ``seed.yaml`` holds it."""
    yield f"  - seed: {_quoted(emendation.seed)}"
    if emendation.occurrence:
        yield f"    occurrence: {emendation.occurrence}"
    if emendation.reads.strip():
        yield f"    reads: {_quoted(emendation.reads)}"
    else:
        yield "    omit: not in the edition"
    yield "    why: …"


def _quoted(text: str) -> str:
    """*text* between double quotes, on one line, as YAML reads it back."""
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9).strip()


def _widened(difference: Difference, texts: Texts) -> Difference:
    """*difference* with the word before or after it, where the seed has none of its own."""
    ours, theirs = difference.ours, difference.theirs
    if theirs.end > theirs.start:
        return difference
    mine, other = texts.plain.flat, texts.seed.flat
    before = _last_word(other, theirs.start)
    if before < theirs.start:
        start = _last_word(mine, ours.start)
        return Difference(Stretch(start, ours.end), Stretch(before, theirs.end))
    return Difference(
        Stretch(ours.start, _next_word(mine, ours.end)),
        Stretch(theirs.start, _next_word(other, theirs.end)),
    )


def _last_word(text: str, end: int) -> int:
    match = LAST_WORD.search(text[:end])
    return match.start() if match else end


def _next_word(text: str, start: int) -> int:
    match = NEXT_WORD.match(text, start)
    return match.end() if match else start


def _by_blocks(differences: Sequence[Difference], texts: Texts) -> Iterator[Candidate]:
    """The differences by whole blocks; one that the seed has not, with the block beside it.

    Blocks can pair up otherwise than words do: one that takes in none of *differences* goes with
    those of the block before it.
    """
    ours, theirs = _blocks(texts.plain), _blocks(texts.seed.plain)
    left, right = [words for words, _ in ours], [words for words, _ in theirs]
    before: tuple[Difference, ...] = tuple(differences[:1])
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        first, last = int(c == d and c > 0), int(c == d == 0)
        whole = Difference(
            _of_blocks(texts.plain, ours, a - first, b + last),
            _of_blocks(texts.seed.plain, theirs, c - first, d + last),
        )
        inside = tuple(
            each
            for each in differences
            if _within(each.ours, whole.ours) and _within(each.theirs, whole.theirs)
        )
        before = inside or before
        yield Candidate(_whole_lines(_in_sources(whole, texts), texts), before)


def _within(inner: Stretch, outer: Stretch) -> bool:
    """Whether *outer* takes in *inner*; one without words stands before the next word."""
    end = outer.end + (inner.start == inner.end)
    return outer.start <= inner.start and inner.end <= end


def _blocks(plain: PlainText) -> list[tuple[str, Block]]:
    pairs = ((plain.text[b.stretch.start : b.stretch.end], b) for b in plain.blocks)
    return [(words, block) for words, block in pairs if words]


def _of_blocks(
    plain: PlainText, blocks: Sequence[tuple[str, Block]], first: int, last: int
) -> Stretch:
    """The stretch from block *first* to the one before *last*; empty where there is none."""
    start = blocks[first][1].stretch.start if first < len(blocks) else len(plain.text)
    return Stretch(start, blocks[last - 1][1].stretch.end if last > first else start)


def _in_sources(difference: Difference, texts: Texts) -> Difference:
    """*difference* as offsets into the bare article and the edition of the seed."""
    ours = source_of(texts.plain, difference.ours) or (0, 0)
    theirs = source_of(texts.seed.plain, difference.theirs) or (0, 0)
    return Difference(Stretch(*ours), Stretch(*theirs))


def _whole_lines(difference: Difference, texts: Texts) -> Difference:
    ours, theirs = difference.ours, difference.theirs
    return Difference(
        _lines(texts.bare, ours) if ours.end > ours.start else ours,
        _lines(texts.seed.edition, theirs),
    )


def _lines(text: str, stretch: Stretch) -> Stretch:
    end = text.find("\n", stretch.end)
    return Stretch(text.rfind("\n", 0, stretch.start) + 1, end if end >= 0 else len(text))


def _joined(candidates: Sequence[Candidate], texts: Texts) -> list[Candidate]:
    """*candidates* with those made one that touch the same words or the same emendation."""
    joined: list[Candidate] = []
    for candidate in candidates:
        last, place = joined[-1] if joined else None, candidate.place
        if last and _reach(place.theirs, texts)[0].start < _reach(last.place.theirs, texts)[0].end:
            both = Difference(
                _around(last.place.ours, place.ours), _around(last.place.theirs, place.theirs)
            )
            joined[-1] = Candidate(both, (*last.differences, *candidate.differences))
        else:
            joined.append(candidate)
    return joined


def _around(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(min(one.start, other.start), max(one.end, other.end))


def _reach(theirs: Stretch, texts: Texts) -> tuple[Stretch, list[Placed]]:
    """A stretch of the edition that takes in whole emendations, and these."""
    touched = [
        p
        for p in texts.seed.placed
        if p.edition.start < theirs.end and theirs.start < p.edition.end
    ]
    start = min([theirs.start, *(p.edition.start for p in touched)])
    return Stretch(start, max([theirs.end, *(p.edition.end for p in touched)])), touched


def _declared(candidate: Candidate, texts: Texts) -> Declaration:
    seed, ours, theirs = texts.seed, candidate.place.ours, candidate.place.theirs
    reach, touched = _reach(theirs, texts)
    reads = (
        seed.edition[reach.start : theirs.start]
        + texts.bare[ours.start : ours.end]
        + seed.edition[theirs.end : reach.end]
    )
    start = _received(reach.start, seed, begins=True)
    end = _received(reach.end, seed, begins=False)
    words = seed.received[start:end]
    starts = list(occurrences(seed.received, words)) if words else []
    emendation = Emendation(
        seed=words,
        reads=BLANK_LINES.sub("\n\n", reads),
        omit="",
        why="…",
        occurrence=starts.index(start) + 1 if len(starts) > 1 and start in starts else None,
        span=touched[0].emendation.span if touched else seed.provenance.span,
    )
    replaces = tuple(placed.emendation for placed in touched)
    return Declaration(emendation, candidate.differences, replaces)


def _received(offset: int, seed: Seed, *, begins: bool) -> int:
    """Where *offset* of the edition is in the text as received.

    Words set aside just there are left out, whether a stretch *begins* there or ends.
    """
    shift = 0
    for placed in seed.placed:
        empty = placed.edition.start == placed.edition.end
        if placed.edition.end > offset or (placed.edition.end == offset and empty and not begins):
            break
        shift = placed.received.end - placed.edition.end
    return offset + shift


def _holds(declared: Sequence[Declaration], texts: Texts) -> bool:
    """Whether the seed with *declared* reads as the article does."""
    gone = {id(old) for each in declared for old in each.replaces}
    kept = [e for e in texts.seed.provenance.emendations if id(e) not in gone]
    problems: list[Diagnostic] = []
    edition, _ = emend(
        texts.seed.received, [*kept, *(each.emendation for each in declared)], problems
    )
    return not problems and words_of_seed(edition).flat == texts.plain.flat
