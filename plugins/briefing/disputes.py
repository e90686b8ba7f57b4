"""What the sources of a fact box dispute: each reading with the sources that give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .facts import holds
from .factwords import label, stretch
from .joins import Days, Name
from .model import Fact, FactBox, Written
from .words import Words


@dataclass(frozen=True, slots=True)
class Dispute:
    """What it is about, each reading in words with its sources, and the editor's small print."""

    subject: str
    readings: tuple[tuple[str, tuple[Written, ...]], ...]
    note: str


def disputes(box: FactBox, days: Days, name: Name, words: Words) -> Iterator[Dispute]:
    """All that began by the edition's day; one that has ended is told with its days."""
    for fact in (fact for facts in box.facts.values() for fact in facts):
        yield from _dispute(box, fact, name(fact.subject.text), days, words)
    for role, holders in box.roles.items():
        for fact in (fact for facts in holders.values() for fact in facts):
            about = f"{box.labels.get(role, role.capitalize())}: {name(fact.subject.text)}"
            yield from _dispute(box, fact, about, days, words)


def _dispute(box: FactBox, fact: Fact, about: str, days: Days, words: Words) -> Iterator[Dispute]:
    if not fact.disputed or fact.begins > days[1]:
        return
    if not holds(fact, days[1]):
        about = f"{about}, {stretch(words, fact)}"
    yield Dispute(about, tuple((label(box, r.value), r.sources) for r in fact.disputed), fact.note)
