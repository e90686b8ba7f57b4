"""The sentences of a text, the paragraphs they stand in, and the entities that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .article import Article, closing, container_name, is_fact_box
from .briefing import Briefing
from .model import Catalogue, Stretch
from .sentences import sentences, whole_words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the plain text, and its paragraph's number on the page (0: it has none)."""

    stretch: Stretch
    paragraph: int


@dataclass(frozen=True, slots=True)
class Named:
    """One sentence that names an entity: its words up to the name, the *name* as it stands there
    first, the words after it; and its paragraph's number (0: it has none)."""

    briefing: Briefing
    paragraph: int
    before: str
    name: str
    after: str


@dataclass(frozen=True, slots=True)
class Names:
    """The entities' names, as they are looked for in texts; *pattern* is None without any."""

    entities: Mapping[str, str]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, catalogue: Catalogue) -> Names:
        """Those of *catalogue*: of two entities with one name, the first has it."""
        ids: dict[str, str] = {}
        for entity in catalogue.entities.values():
            for name in (entity.name, *entity.also):
                ids.setdefault(" ".join(name.split()), entity.id)
        return cls(ids, whole_words(ids))


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


def mentions(briefing: Briefing, article: Article, names: Names) -> Iterator[tuple[str, Named]]:
    """The sentences of *article*, the text of *briefing*, that name an entity: its id, once for
    each sentence, in order."""
    if names.pattern is None:
        return
    text = article.plain.flat
    for sentence in sentences_of(article):
        told: set[str] = set()
        start, end = sentence.stretch.start, sentence.stretch.end
        for match in names.pattern.finditer(text, start, end):
            entity = names.entities[" ".join(match[0].split())]
            if entity not in told:
                told.add(entity)
                before, after = text[start : match.start()], text[match.end() : end]
                where = briefing, sentence.paragraph
                yield entity, Named(*where, before.lstrip(), match[0], after.rstrip())


def by_entity(found: Iterable[tuple[str, Named]]) -> dict[str, list[Named]]:
    """What was *found*, in its order, for each entity's id."""
    named: dict[str, list[Named]] = {}
    for entity, one in found:
        named.setdefault(entity, []).append(one)
    return named
