"""The promise: without our notes and boxes, the article is the emended seed, word for word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from .article import Article
from .bare import stripped
from .declare import ONE, Declaration, Difference, Texts, declarations, pasted
from .diagnostics import Diagnostic, error
from .language import UNSPACED
from .model import Stretch
from .pieces import VOID, read_html
from .plaintext import Block, PlainText, normalised, plain_text, span_in, span_of
from .seed import Seed
from .syntax import plain_parser

MOST = 8
"""Differences that are told of in one article; where there are more, the texts are not the same."""
CONTEXT = 28
"""Characters that a message shows before and after a difference."""
WORD, LETTER_OR_WORD = re.compile(r"\S+"), re.compile(ONE)
UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
LETTERS = 4_000
"""Letters of a stretch without spaces up to which it is compared letter by letter."""
NUMBERED = re.compile(r"^[ \t>*+-]*\d{1,9}[.)](?:[ \t]|$)", re.MULTILINE)
"""A line that may be an item with a number."""


def check_verbatim(article: Article, seed: Seed) -> Iterator[Diagnostic]:
    """Where the article's words differ from its seed's, in its source and as parsed; where they do
    not, whether its lists have the seed's numbers."""
    bare = stripped(article)
    plain = _read(bare)
    cut = list(_blocks_at(article, differences(article.plain.flat, plain.flat)))
    twice = any(d.code == "note-repeated" for d in article.found)
    for block in cut if not twice else ():  # the second note is no part of the article
        yield _cuts(article, block)
    found = [
        d
        for d in differences(article.plain.flat, seed.flat)
        if not any(_touch(d.ours, block.stretch) for block in cut)
    ]
    declared = [] if cut else declarations(found, Texts(bare, plain, seed))
    for difference in found[:MOST]:
        yield _differs(article, seed, difference, declared)
    if len(found) > MOST:
        yield error(
            "text-differs",
            article.file.span(1),
            f"{len(found)} places differ from the seed; the first {MOST} are told of",
            "is 'seed:' in the front matter the right one?",
        )
    if article.plain.flat == seed.flat:
        yield from islice(_other_numbers(article, seed), MOST)


def _other_numbers(article: Article, seed: Seed) -> Iterator[Diagnostic]:
    """Items of lists that the seed gives another number, or none."""
    if not article.plain.numbers and not NUMBERED.search(seed.edition):
        return
    ours, theirs = (_by_place(plain.numbers) for plain in (article.plain, seed.plain))
    for at in sorted({*ours, *theirs}):
        mine, other = ours.get(at, ()), theirs.get(at, ())
        if mine != other:
            has = " ".join(f"{number}." for number in other) or "no number"
            shows = " ".join(f"{number}." for number in mine) or "no number"
            yield error(
                "list-number-differs",
                span_of(article.file, article.plain, Stretch(at, at + 1)),
                f"readers see {shows} before this; the source has {has}",
                "write the source's number; Markdown counts on from the first of a list",
            )


def _by_place(numbers: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for at, number in numbers:
        found[at] = (*found.get(at, ()), number)
    return found


@lru_cache(maxsize=4)
def _read(bare: str) -> PlainText:
    """The words of Markdown that has nothing of ours: an edit of a note in the preview, and the
    next one, leave them as they are."""
    return plain_text(plain_parser().parse(bare))


def differences(ours: str, theirs: str) -> list[Difference]:
    """The stretches that differ, by whole words; by letters where a script has no spaces. Letters
    that NFC joins are the same letters."""
    if ours == theirs or unicodedata.normalize("NFC", ours) == unicodedata.normalize("NFC", theirs):
        return []
    whole = Difference(Stretch(0, len(ours)), Stretch(0, len(theirs)))
    return [
        each
        for found in _differing(ours, theirs, whole, WORD)
        for each in (_by_letters(ours, theirs, found) or [found])
    ]


def _by_letters(ours: str, theirs: str, found: Difference) -> list[Difference]:
    """What of *found* differs, letter by letter; nothing where there are words, or too many
    letters."""
    both = (_cut(ours, found.ours), _cut(theirs, found.theirs))
    if not all(0 < len(text) <= LETTERS and UNSPACED_LETTER.search(text) for text in both):
        return []
    return list(_differing(ours, theirs, found, LETTER_OR_WORD))


def _differing(
    ours: str, theirs: str, within: Difference, unit: re.Pattern[str]
) -> Iterator[Difference]:
    """Where the two differ in what is *within* both, in units of *unit*."""
    left, right = (
        [(m[0], m.start()) for m in unit.finditer(text, stretch.start, stretch.end)]
        for text, stretch in ((ours, within.ours), (theirs, within.theirs))
    )
    matcher = SequenceMatcher(None, [w for w, _ in left], [w for w, _ in right], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield Difference(
                _stretch(left, a, b, within.ours.end), _stretch(right, c, d, within.theirs.end)
            )


def _stretch(words: list[tuple[str, int]], first: int, last: int, end: int) -> Stretch:
    start = words[first][1] if first < len(words) else end
    if last > first:
        word, at = words[last - 1]
        return Stretch(start, at + len(word))
    return Stretch(start, start)


def _touch(one: Stretch, other: Stretch) -> bool:
    return one.start <= other.end and other.start <= one.end


def _differs(
    article: Article, seed: Seed, difference: Difference, declared: Sequence[Declaration]
) -> Diagnostic:
    ours, theirs = article.plain.flat, seed.flat
    added, lost = _cut(ours, difference.ours), _cut(theirs, difference.theirs)
    if not lost:
        message = f"'{_short(added)}' is not in the source"
    elif not added:
        message = f"the source has '{_short(lost)}' here"
    else:
        message = f"'{_short(added)}' is not the source's word: it has '{_short(lost)}'"
    hint = [
        f"article: {_shown(ours, difference.ours)}",
        f"seed:    {_shown(theirs, difference.theirs)}",
        *_how_to_declare(seed, difference, declared),
    ]
    place = span_of(article.file, article.plain, difference.ours)
    return error("text-differs", place, message, "\n".join(hint))


def _how_to_declare(
    seed: Seed, difference: Difference, declared: Sequence[Declaration]
) -> Iterator[str]:
    mine = [d for d in declared if difference in d.differences]
    told = [d for d in mine if d.differences[0] == difference]
    where = seed.provenance.span.path
    if not mine:
        yield f"restore the source's words, or declare the change in {where}"
    elif not told:
        yield "the emendation given for the place before this one declares this too"
    else:
        yield f"restore the source's words, or declare the change in {where},"
        for each in told:
            known = ", ".join(str(old.span.line) for old in each.replaces)
            if each.emendation.seed == each.emendation.reads:
                yield f"by taking out what stands there on line {known}"
                continue
            yield f"instead of what stands there on line {known}:" if known else "by adding:"
            yield from pasted(each.emendation)


def _cut(text: str, stretch: Stretch) -> str:
    return text[stretch.start : stretch.end]


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:40]} … {words[-15:]}"


def _shown(text: str, stretch: Stretch) -> str:
    before = text[max(0, stretch.start - CONTEXT) : stretch.start]
    after = text[stretch.end : stretch.end + CONTEXT]
    return f"…{before}[{_short(_cut(text, stretch))}]{after}…"


def _blocks_at(article: Article, found: Sequence[Difference]) -> Iterator[Block]:
    """The blocks that read otherwise once what is ours is cut out of the file."""
    blocks = article.plain.blocks
    touched = (next((b for b in blocks if _touch(d.ours, b.stretch)), None) for d in found)
    yield from {id(block): block for block in touched if block}.values()


def _cuts(article: Article, block: Block) -> Diagnostic:
    """That a bracket in *block* cuts an emphasis, a link or code: it would show as words."""
    marked = (place for place in article.plain.places if place.token is block.token)
    note, at = next((place.notes[0] for place in marked), ("", 0))
    return error(
        "target-cuts",
        span_in(article.file, block.token, at, max(1, len(note))),
        "a bracket in this paragraph cuts an emphasis, a link or code in half",
        'move it before or after the markup; or write quote="…" at the note',
    )


class _Words:
    """The text of a page's own words: what is inside [data-ours] is passed over."""

    EMPTY = VOID | {"use", "path"}
    INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "mark", "span", "strong", "sup"})

    def __init__(self) -> None:
        self.words: list[str] = []
        self.ours = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in self.EMPTY:
            shown = {"br": " ", "img": attributes.get("alt", "")}.get(tag, "")
            self.words.append("" if self.ours or "data-ours" in attributes else shown)
        elif self.ours or "data-ours" in attributes:
            self.ours += 1
        elif tag not in self.INLINE:
            self.words.append(" ")

    def end(self, tag: str) -> None:
        if tag in self.EMPTY:
            return
        if self.ours:
            self.ours -= 1
        elif tag not in self.INLINE:
            self.words.append(" ")

    def data(self, text: str) -> None:
        if not self.ours:
            self.words.append(text)


def words_of(html: str) -> str:
    """The source's words in rendered *html*, normalised."""
    return normalised("".join(read_html(html, _Words).words))
