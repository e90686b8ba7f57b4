"""The card that travels with a link: headline, strongest number then and now, brand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from .pen import LEFT, RIGHT, Pen, width
from .views import Delta, PageContext
from .words import Words

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

TOP, FOOT = 56, 574
DISPLAY, SANS = "nrd.woff2", "lf.woff2"
TIGHT = -0.018
"""The headline's letter spacing, in ems, as in the style sheet."""
LARGEST, SMALLEST = 76, 36


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on a card, in words. *then* and *now* are "" where no number changed."""

    kicker: str
    title: str
    label: str
    line: str
    days: tuple[str, str]
    then: str
    now: str
    brand: str
    source: str


def card_of(page: PageContext, brand: str, words: Words) -> Card:
    """The card of a briefing: with its strongest number, or with what its notes count."""
    delta = strongest(page.deltas)
    source = f"{page.publisher}, {page.source.words}" if page.publisher else page.source.words
    counts = words.say_number("%(num)s note", "%(num)s notes", page.counts["notes"])
    claims = words.say_number("%(num)s claim", "%(num)s claims", page.counts["claims"])
    return Card(
        kicker=words.say("Annotated briefing"),
        title=page.title,
        label=delta.label if delta else f"{counts}, {claims}",
        line=delta.line if delta else "",
        days=(page.source.words, page.day.words),
        then=delta.then if delta else "",
        now=delta.now if delta else "",
        brand=brand,
        source=source,
    )


def says(card: Card) -> str:
    """The card for those who do not see it."""
    number = f": {card.then} → {card.now}" if card.then else ""
    return f"{card.title}. {card.label}{number}. {card.brand}"


def strongest(deltas: Iterable[Delta]) -> Delta | None:
    """Of the numbers that changed, the one that grew or shrank most; the first of equals."""
    numbers = [d for d in deltas if not d.wordy and d.then != d.now]
    return max(numbers, key=_growth, default=None)


def _growth(delta: Delta) -> Fraction | float:
    low, high = sorted((int(delta.then), int(delta.now)))
    return Fraction(high, low) if low else float("inf")


def draw(card: Card, theme: Path) -> bytes | None:
    """The card as a PNG, 1200 by 630; None where the theme's faces lack a letter of it.

    The same card, theme and release of Pillow give the same bytes.
    """
    pen = Pen(theme)
    if not _has(pen, card):
        return None
    _head(pen, card)
    _foot(pen, card)
    return pen.png()


def _has(pen: Pen, card: Card) -> bool:
    """Whether the theme's faces have every letter of *card*."""
    ours = "".join((card.kicker, card.label, card.line, *card.days, card.brand, card.source))
    return pen.has(pen.face(DISPLAY, 40), card.title) and pen.has(pen.face(SANS, 40), ours)


# --- the two halves -------------------------------------------------------------------------------


def _head(pen: Pen, card: Card) -> None:
    """The heavy rule, the kicker, and the headline, as large as it fits."""
    pen.rule(TOP, 6)
    pen.write((LEFT, 108), card.kicker, pen.face(SANS, 24, 600), "mark")
    size, lines = _fitted(pen, card.title, room=250)
    leading = size * 1.02
    for number, line in enumerate(lines):
        at = (LEFT, 120 + leading * (number + 0.82))
        pen.write(at, line, pen.face(DISPLAY, size), "ink", TIGHT)


def _fitted(pen: Pen, title: str, room: float) -> tuple[int, list[str]]:
    """The largest size at which the headline fits, and its lines; at the smallest it is cut."""
    for size in range(LARGEST, SMALLEST - 1, -4):
        lines = balanced(title, pen.face(DISPLAY, size))
        if len(lines) * size * 1.02 <= room:
            return size, lines
    most = int(room // (SMALLEST * 1.02))
    kept = lines[:most]
    return SMALLEST, [*kept[:-1], kept[-1].rsplit(" ", 1)[0] + " …"]


def balanced(title: str, face: FreeTypeFont) -> list[str]:
    """*title* in as few lines as it needs, and these as even as they can be."""
    lengths = [width(word + " ", face, TIGHT) for word in title.split()]
    room = float(RIGHT - LEFT)
    lines = _wrapped(title.split(), lengths, room)
    for narrow in range(RIGHT - LEFT, round(max(lengths, default=0)), -8):
        tried = _wrapped(title.split(), lengths, narrow)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _wrapped(words: Sequence[str], lengths: Sequence[float], room: float) -> list[str]:
    """*words* in lines that are no longer than *room*, each word with the space after it."""
    lines, used = [""], 0.0
    for word, length in zip(words, lengths, strict=True):
        if used and used + length > room:
            lines.append(word)
            used = length
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
            used += length
    return lines


def _foot(pen: Pen, card: Card) -> None:
    """The number that changed, what it counts and when; below it the brand and the source."""
    pen.rule(399, 2)
    end = _numbers(pen, card) if card.then else RIGHT
    size, rows = _caption(pen, card, end - LEFT)
    leading = min(34, 88 // len(rows))
    y = 416 + size
    for weight, row in rows:
        pen.write((LEFT, y), row, pen.face(SANS, size, weight), "ink")
        y += leading
    plain = pen.face(SANS, size, 400)
    x = pen.write((LEFT, y), card.days[0], plain, "then")
    x = pen.arrow((x + 9, y), 20)
    pen.write((x + 9, y), card.days[1], plain, "now")
    pen.write((LEFT, FOOT - 2), card.brand, pen.face(SANS, 24, 700), "ink")
    small = pen.face(SANS, 24, 400)
    pen.write((RIGHT - width(card.source, small), FOOT - 2), card.source, small, "soft")


def _caption(pen: Pen, card: Card, room: float) -> tuple[int, list[tuple[int, str]]]:
    """What the number counts, as large as it fits in three lines: size, and weight and words."""
    for size in (26, 23, 20):
        rows = []
        for weight, text in ((700, card.label), (400, card.line)):
            lengths = [width(word + " ", pen.face(SANS, size, weight)) for word in text.split()]
            rows += [(weight, row) for row in _wrapped(text.split(), lengths, room) if row]
        if len(rows) <= 3:
            break
    return size, rows[:3]


def _numbers(pen: Pen, card: Card) -> float:
    """The pair of numbers, at the right; where the words to its left must end."""
    face, tight, gap, arrow = pen.face(SANS, 120, 500), -0.04, 34.0, 48
    both = width(card.then, face, tight) + width(card.now, face, tight)
    start = RIGHT - both - arrow - 2 * gap
    x = pen.write((start, 516), card.then, face, "then", tight)
    x = pen.arrow((x + gap, 506), arrow)
    pen.write((x + gap, 516), card.now, face, "now", tight)
    return start - 40
