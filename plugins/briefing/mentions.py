"""The sentences of a text, the paragraphs they stand in, and the entities that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .article import Article, closing, container_name, is_fact_box
from .briefing import Briefing
from .model import Catalogue, Entity, Stretch
from .proposals import sentences, whole_words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the plain text, and its paragraph's number on the page (0: it has none)."""

    stretch: Stretch
    paragraph: int


@dataclass(frozen=True, slots=True)
class Named:
    """One sentence that names an entity, and the first place in it where it does."""

    briefing: Briefing
    sentence: Sentence
    name: Stretch


def sentences_of(article: Article) -> Iterator[Sentence]:
    """Every sentence of the source's words, in order."""
    numbers = paragraph_numbers(article)
    for block in article.plain.blocks:
        start, end = block.stretch.start, block.stretch.end
        for first, last in sentences(article.plain.text[start:end]):
            if article.plain.text[start + first : start + last].strip():
                stretch = Stretch(start + first, start + last)
                yield Sentence(stretch, numbers.get(id(block.token), 0))


def paragraph_numbers(article: Article) -> Mapping[int, int]:
    """The number of the paragraph or caption that each inline token belongs to, by the token's
    identity: the same numbers that `render` gives as addresses."""
    numbers: dict[int, int] = {}
    number = at = 0
    while at < len(article.body):
        token = article.body[at]
        end = closing(article.body, at) if token.type == "container_box_open" else at
        if is_fact_box(token):
            at = end + 1
            continue
        if container_name(token)[0]:
            number += 1
            inside = (t for t in article.body[at:end] if t.type == "inline")
            numbers.update((id(inner), number) for inner in inside)
            at = end + 1
            continue
        if token.type == "paragraph_open" and not token.hidden:
            number += 1
            numbers[id(article.body[at + 1])] = number
        at += 1
    return numbers


def mentions(briefings: tuple[Briefing, ...], catalogue: Catalogue) -> dict[str, list[Named]]:
    """For each entity, the sentences that name it: once each, in order."""
    names: dict[str, Entity] = {}
    for entity in catalogue.entities.values():
        for name in (entity.name, *entity.also):
            names.setdefault(" ".join(name.split()), entity)
    pattern = whole_words(names)
    found: dict[str, list[Named]] = {}
    if pattern is None:
        return found
    for briefing in briefings:
        text = briefing.article.plain.flat
        for sentence in sentences_of(briefing.article):
            told: set[str] = set()
            for match in pattern.finditer(text, sentence.stretch.start, sentence.stretch.end):
                entity = names[" ".join(match[0].split())]
                if entity.id not in told:
                    told.add(entity.id)
                    place = Stretch(match.start(), match.end())
                    found.setdefault(entity.id, []).append(Named(briefing, sentence, place))
    return found
