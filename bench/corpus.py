"""Made-up articles, the same at every call: 700 words, 12 notes, and 3 fact boxes in every tenth.

``python bench/corpus.py N FOLDER`` writes them below FOLDER for us and for each peer (dialects.py).
No clock, no names of people, nothing from a real archive: words are drawn from vocabulary.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vocabulary import (
    CATEGORIES,
    COUNTRIES,
    DESKS,
    FINDINGS,
    KINDS,
    OBJECTS,
    OFFICES,
    SUBJECTS,
    SYLLABLES,
    TAILS,
    TOPICS,
    VERBS,
    VERDICTS,
)

WORDS, NOTES, BOXES, EVERY = 700, 12, 3, 10
"""Words and notes of an article; boxes, and in which article of so many they stand."""
BLOCK = 100
"""So many articles share three fact boxes and six bodies; each brings a source of its own."""
BODIES = 6
FIRST_DAY, BOX_DAY = date(2026, 1, 1), date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that texts name: an entity of ours."""

    id: str
    name: str

    @property
    def description(self) -> str:
        return f"A public body that publishes yearly accounts under the name {self.name}."


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: str
    publisher: Body
    year: int

    @property
    def url(self) -> str:
        return f"https://example.org/reports/{self.id}"


@dataclass(frozen=True, slots=True)
class Box:
    """A set of facts: who is a member since when, which rule applies, or what was counted."""

    id: str
    title: str
    view: str
    rows: tuple[tuple[str, str, int], ...]
    """A country's code, its value in words or numbers, and a year."""
    source: Source


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    kind: str
    verdict: str
    text: str
    source: Source
    page: int
    body: Body | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence: plain, emphasised, linked, or the words that a note stands on."""

    words: str
    note: str = ""
    style: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """``heading``, ``text``, ``quote`` or ``item``, and its words."""

    form: str
    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        return "".join(piece.words for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Article:
    number: int
    slug: str
    title: str
    summary: str
    author: str
    category: str
    tags: tuple[str, ...]
    issued: date
    day: date
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    boxes: tuple[tuple[Box, str], ...]
    """Fact boxes with the sentence that leads to each; they stand at the end."""


def bodies(block: int) -> list[Body]:
    """The organisations that the articles of a block name."""
    half = len(SYLLABLES) // 2
    made = []
    for n in range(block * BODIES, (block + 1) * BODIES):
        place = SYLLABLES[n % half] + SYLLABLES[half + n // half % half]
        office = OFFICES[(n + n // half // half) % len(OFFICES)]
        made.append(Body(f"body-{n:05}", f"{place} {office}"))
    return made


def source(number: int) -> Source:
    """The source that the article of that number brings with it."""
    body = bodies(number // BLOCK)[number % BODIES]
    year = 1990 + number % 30
    return Source(f"report-{number:06}", f"Annual report of the {body.name} {year}", body, year)


def boxes(block: int) -> list[Box]:
    """The three fact boxes that the articles of a block share."""
    rng = random.Random(f"boxes {block}")
    body, cited = bodies(block)[0], source(block * BLOCK)
    codes = list(COUNTRIES)
    members = tuple((code, "member", 1990 + rng.randrange(15)) for code in codes)
    rules = tuple((code, rng.choice(["free", "licensed", "barred"]), 2001) for code in codes)
    years = tuple(("", str(rng.randrange(100, 1000)), 2000 + n) for n in range(8))
    return [
        Box(f"members-{block:04}", f"Members of the {body.name}", "membership", members, cited),
        Box(f"rules-{block:04}", f"Trade with the {body.name}", "status", rules, cited),
        Box(f"output-{block:04}", f"Output of the {body.name}", "figures", years, cited),
    ]


def articles(number: int) -> Iterator[Article]:
    """So many articles. The first ones of a larger corpus are those of a smaller one."""
    for n in range(number):
        yield article(n)


def article(number: int) -> Article:
    """The article of that number (from 0)."""
    rng = random.Random(f"article {number}")
    named = bodies(number // BLOCK)
    topics = rng.sample(TOPICS, 4)
    day = FIRST_DAY + timedelta(days=number % 300)
    blocks = tuple(_blocks(rng, named, topics))
    shown = boxes(number // BLOCK) if number % EVERY == 0 else []
    leads = [f"What was known about {box.title} in the year of the report." for box in shown]
    return Article(
        number=number,
        slug=f"{topics[0]}-and-{topics[1]}-{number:06}",
        title=f"Talks on {topics[0]} and {topics[1]}, {number + 1}",
        summary=f"What a report on {topics[0]} said, what it left out, and what became of it.",
        author=DESKS[number % len(DESKS)],
        category=CATEGORIES[number % len(CATEGORIES)],
        tags=tuple(topics),
        issued=date(2000 + number % 20, 1 + number % 12, 1 + number % 28),
        day=day,
        blocks=blocks,
        notes=tuple(_notes(rng, number, named)),
        boxes=tuple(zip(shown, leads, strict=True)),
    )


def long_article(words: int, notes: int) -> Article:
    """One article of at least so many *words*, made of the texts of many, with their notes and
    boxes; its notes stand as close as theirs, until there are so many *notes*."""
    first, length = article(0), 0
    blocks: list[Block] = []
    kept: list[Note] = []
    for part in articles(BLOCK):
        of = {note.id: note for note in part.notes}
        for block in part.blocks:
            pieces = []
            for piece in block.pieces:
                if piece.note and len(kept) < notes:
                    kept.append(replace(of[piece.note], id=f"n{len(kept) + 1}"))
                    pieces.append(replace(piece, note=kept[-1].id))
                else:
                    pieces.append(replace(piece, note=""))
            blocks.append(replace(block, pieces=tuple(pieces)))
        length += sum(len(block.plain.split()) for block in part.blocks)
        if length >= words and len(kept) == notes:
            break
    return replace(first, blocks=tuple(blocks), notes=tuple(kept))


def _blocks(rng: random.Random, named: list[Body], topics: list[str]) -> Iterator[Block]:
    """Paragraphs below headings, a quotation and a list, until the words are enough."""
    notes = iter([f"n{n + 1}" for n in range(NOTES)])
    words = part = 0
    while words < WORDS - 30:
        form = "quote" if part == 3 else "item" if part in (6, 7, 8) else "text"
        if part in (1, 5, 9):
            first, second = topics[part // 4], topics[part // 4 + 1]
            yield Block("heading", (Piece(f"Of {first} and {second}"),))
        pieces: list[Piece] = []
        for n in range(1 if form == "item" else 3):
            noted = form != "item" and (n == 0 or (n == 2 and part % 3 == 0))
            pieces += _sentence(rng, named, next(notes, "") if noted else "")
        if form == "text" and part % 3 == 0:
            pieces += _linked(rng)
        pieces[-1] = Piece(pieces[-1].words.rstrip(" "))
        made = Block(form, tuple(pieces))
        words += len(made.plain.split())
        part += 1
        yield made


def _sentence(rng: random.Random, named: list[Body], note: str) -> Iterator[Piece]:
    """One sentence; its object is what *note* stands on."""
    subject = rng.choice(SUBJECTS)
    if rng.random() < 0.2:
        subject = f"the {rng.choice(named).name}"
    yield Piece(f"{subject[0].upper()}{subject[1:]} {rng.choice(VERBS)} ")
    yield Piece(rng.choice(OBJECTS), note)
    tail = rng.choice(TAILS)
    if rng.random() < 0.15:
        first, _, rest = tail.partition(" ")
        yield Piece(f" {first} ")
        yield Piece(rest, style="*")
        yield Piece(". ")
    else:
        yield Piece(f" {tail}. ")


def _linked(rng: random.Random) -> Iterator[Piece]:
    yield Piece('"We read it in ')
    yield Piece("the printed record", link=f"https://example.org/record/{rng.randrange(10000)}")
    yield Piece(f' and nowhere else," {rng.choice(SUBJECTS)} said. ')


def _notes(rng: random.Random, number: int, named: list[Body]) -> Iterator[Note]:
    """The notes; the first cites the source that the article brings, the others those before."""
    oldest = number // BLOCK * BLOCK
    for n, kind in enumerate(KINDS):
        cited = source(number if n == 0 else rng.randrange(oldest, number + 1))
        yield Note(
            id=f"n{n + 1}",
            kind=kind,
            verdict=VERDICTS[(number + n) % len(VERDICTS)] if kind == "claim" else "",
            text=" ".join(rng.sample(FINDINGS, 2)),
            source=cited,
            page=rng.randrange(1, 200),
            body=named[number % BODIES] if kind == "definition" else None,
        )


if __name__ == "__main__":
    from dialects import main

    main()
