"""What the sources of a fact box dispute: each reading with the sources that give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .facts import figure_on, holds, snapshot
from .factwords import amount, key_label, label, stretch
from .joins import Days, Name
from .model import Fact, FactBox, Reading, Written
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
    yield from dict.fromkeys(_figures(box, days, name, words))


def _figures(box: FactBox, days: Days, name: Name, words: Words) -> Iterator[Dispute]:
    """The figures of both days of which one reading is shown or enters a sum, or none can; a row
    that shows all readings gives their sources itself. Their notes stand on the box's page."""
    summed = {key for figures in box.quantities.values() for key in figures}
    drawn = [
        (key_label(box, key), figure)
        for key, figures in box.figures.items()
        for day in days
        if key not in summed and (figure := figure_on(figures, day)) and figure.value
    ]
    drawn += [
        (f"{key_label(box, key)}, {name(subject)}", figure)
        for day in days
        for subject, state in snapshot(box.facts, day).items()
        for key, figures in box.quantities.get(subject, {}).items()
        if state.counted and (figure := figure_on(figures, day))
    ]
    for about, figure in drawn:
        if figure.disputed:
            readings = tuple(
                (_ruled(words, reading, amount(words, reading, figure.unit)), reading.sources)
                for reading in figure.disputed
            )
            yield Dispute(f"{about}, {words.day(figure.date).words}", readings, "")


def _dispute(box: FactBox, fact: Fact, about: str, days: Days, words: Words) -> Iterator[Dispute]:
    if not fact.disputed or fact.begins > days[1]:
        return
    if not holds(fact, days[1]):
        about = f"{about}, {stretch(words, fact)}"
    said = [(label(box, reading.value), reading) for reading in fact.disputed]
    if fact.value:  # of a status, a row of the table shows which reading it follows
        said = [(_ruled(words, reading, value), reading) for value, reading in said]
    yield Dispute(about, tuple((value, reading.sources) for value, reading in said), fact.note)


def _ruled(words: Words, reading: Reading, said: str) -> str:
    """What a reading says, and whether the box counts by it."""
    return words.say("%(reading)s, as counted here", reading=said) if reading.counted else said
