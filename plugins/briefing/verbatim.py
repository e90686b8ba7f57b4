"""The promise: without our notes and boxes, the article is the emended seed, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

from .article import Article
from .diagnostics import Diagnostic, error
from .model import Stretch
from .plaintext import Block, Place, normalised, plain_text, span_in, span_of
from .seed import Seed
from .syntax import parser

MOST = 8
"""Differences that are told of in one article; where there are more, the texts are not the same."""
CONTEXT = 28
"""Characters that a message shows before and after a difference."""


def check_verbatim(article: Article, seed: Seed) -> Iterator[Diagnostic]:
    """Where the article's words differ from its seed's, in its source and as parsed."""
    differences = list(_differences(article.plain.flat, seed.plain.flat))
    for difference in differences[:MOST]:
        yield _differs(article, seed, difference)
    if len(differences) > MOST:
        yield error(
            "text-differs",
            article.file.span(1),
            f"{len(differences) - MOST} more places differ from the seed",
            "is 'seed:' in the front matter the right one?",
        )
    if not differences:
        yield from _cut_markup(article)


@dataclass(frozen=True, slots=True)
class Difference:
    """The article has *ours* where the seed has *theirs*, both offsets into the flat texts."""

    ours: Stretch
    theirs: Stretch


def _differences(ours: str, theirs: str) -> Iterator[Difference]:
    """The stretches that differ, by whole words."""
    if ours == theirs:
        return
    left, right = _words(ours), _words(theirs)
    matcher = SequenceMatcher(None, [w for w, _ in left], [w for w, _ in right], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield Difference(_stretch(left, a, b, len(ours)), _stretch(right, c, d, len(theirs)))


def _words(text: str) -> list[tuple[str, int]]:
    return [(match[0], match.start()) for match in re.finditer(r"\S+", text)]


def _stretch(words: list[tuple[str, int]], first: int, last: int, end: int) -> Stretch:
    start = words[first][1] if first < len(words) else end
    if last > first:
        word, at = words[last - 1]
        return Stretch(start, at + len(word))
    return Stretch(start, start)


def _differs(article: Article, seed: Seed, difference: Difference) -> Diagnostic:
    ours, theirs = article.plain.flat, seed.plain.flat
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
        f"restore the source's words, or declare the change in {seed.provenance.span.path}:",
        *_declaration(ours, theirs, difference),
    ]
    place = span_of(article.file, article.plain, difference.ours)
    return error("text-differs", place, message, "\n".join(hint))


def _cut(text: str, stretch: Stretch) -> str:
    return text[stretch.start : stretch.end]


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:40]} … {words[-15:]}"


def _shown(text: str, stretch: Stretch) -> str:
    before = text[max(0, stretch.start - CONTEXT) : stretch.start]
    after = text[stretch.end : stretch.end + CONTEXT]
    return f"…{before}[{_short(_cut(text, stretch))}]{after}…"


def _declaration(ours: str, theirs: str, difference: Difference) -> Iterator[str]:
    """The emendation that would declare the difference, ready to paste."""
    a, b = difference.ours, difference.theirs
    before = (
        re.search(r"\S+\s*$", theirs[: b.start]) if b.start == b.end or a.start == a.end else None
    )
    lead = before[0] if before else ""
    yield f"  - seed: {_quoted(lead + _cut(theirs, b))}"
    yield f"    reads: {_quoted((lead + _cut(ours, a)).rstrip())}"
    yield "    why: …"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _cut_markup(article: Article) -> Iterator[Diagnostic]:
    """Targets that cut an emphasis, a link or code in half: their markup would show as words.

    Each block's source, its brackets and marks cut out by position and parsed again, must say
    the same as the block with them.
    """
    md = parser()
    for token, places in _places_by_block(article).items():
        block = next(b for b in article.plain.blocks if id(b.token) == token)
        without = plain_text(md.parseInline(_stripped(article, block, places)))
        words = normalised(article.plain.text[block.stretch.start : block.stretch.end])
        if normalised(without.flat) != words:
            note, at = places[0].notes[0]
            yield error(
                "target-cuts",
                span_in(article.file, block.token, at, len(note)),
                "a bracket in this paragraph cuts an emphasis, a link or code in half",
                'move it before or after the markup; or write quote="…" at the note',
            )


def _places_by_block(article: Article) -> dict[int, list[Place]]:
    blocks: dict[int, list[Place]] = {}
    for place in article.plain.places:
        blocks.setdefault(id(place.token), []).append(place)
    return blocks


def _stripped(article: Article, block: Block, places: list[Place]) -> str:
    """The source of *block* without our brackets and marks; its own marks as it prints them."""
    own = {note.id: note.sign or note.id for note in article.annotations if note.kind == "own"}
    cuts: list[tuple[int, int, str]] = []
    for place in places:
        sign = "".join(re.sub(r"(\W)", r"\\\1", own.get(note, "")) for note, _ in place.notes)
        if place.to > place.at:
            cuts += [(place.at - 1, place.at, ""), (place.to, place.end, sign)]
        else:
            cuts.append((place.at, place.end, sign))
    source, at, parts = block.token.content, 0, []
    for start, end, sign in sorted(cuts):
        parts += [source[at:start], sign]
        at = end
    return "".join([*parts, source[at:]])


class _Words(HTMLParser):
    """The text of a page's own words: what is inside [data-ours] is passed over."""

    VOID = frozenset({"br", "img", "hr", "wbr", "use", "path"})
    BLOCKS = frozenset(
        {
            "p",
            "li",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "td",
            "th",
            "pre",
            "figcaption",
            "blockquote",
            "tr",
        }
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.ours = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            self.words.append(" " if tag == "br" and not self.ours else "")
        elif self.ours or any(name == "data-ours" for name, _ in attrs):
            self.ours += 1
        elif tag in self.BLOCKS:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if self.ours:
            self.ours -= 1
        elif tag in self.BLOCKS:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.ours:
            self.words.append(data)


def words_of(html: str) -> str:
    """The source's words in rendered *html*, normalised."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return normalised("".join(reader.words))
