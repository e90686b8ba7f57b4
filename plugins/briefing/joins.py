"""Who belonged from when to when: a bar a member, and a row for each day of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from .dates import PartialDate
from .facts import Snapshot, count, snapshot
from .model import FactBox
from .views import Bar, Bars, Step
from .words import Words

MANY = 6
"""Names that a row of joins lists; of more it gives the number."""

Days = tuple[date, date]
"""The two days that are compared."""
Name = Callable[[str], str]
"""What readers call a subject."""


def bars(box: FactBox, then: Snapshot, days: Days, name: Name) -> Bars | None:
    """A bar a member, from joining to the later of the *days*; None where no day is known."""
    begun = [f.since.first for facts in box.facts.values() for f in facts if f.since]
    if not begun:
        return None
    first, last = date(min(begun).year, 1, 1), days[1]
    span = (last - first).days or 1

    def at(day: date) -> float:
        return round(100 * min(max((day - first).days, 0), span) / span, 2)

    drawn = []
    for subject, facts in box.facts.items():
        stretches = tuple(
            (at(begin), round(at(f.until.first if f.until else last) - at(begin), 2))
            for f in facts
            if (begin := f.since.first if f.since else first) <= last
        )
        disputed = any(fact.disputed for fact in facts)
        state = "disputed" if disputed else "then" if then[subject].counted else "now"
        drawn.append(Bar(name(subject), stretches, state))
    years = sorted({first.year, days[0].year, days[1].year})
    ticks = tuple(
        (at(date(year, 1, 1)) if year != days[1].year else 100.0, str(year)) for year in years
    )
    return Bars(tuple(drawn), ticks, at(days[0]))


def steps(box: FactBox, days: Days, name: Name, words: Words) -> Iterator[Step]:
    """A row for each day on which the membership changed, up to the edition's day."""
    moves: dict[PartialDate, tuple[list[str], list[str]]] = {}
    for subject, facts in box.facts.items():
        for fact in facts:
            if fact.disputed:
                continue
            if fact.since:
                moves.setdefault(fact.since, ([], []))[0].append(subject)
            if fact.until:
                moves.setdefault(fact.until, ([], []))[1].append(subject)
    for day in sorted(moves, key=lambda day: day.first):
        if day.first > days[1]:
            continue
        joined, left = moves[day]
        new = [s for s in joined if box.facts[s][0].since == day]
        back = [s for s in joined if s not in new]
        told = _moves(new, back, left, name, words)
        state = "then" if day.first <= days[0] else "now"
        yield Step(words.day(day), "; ".join(told), count(snapshot(box.facts, day.first)), state)


def _moves(
    new: list[str], back: list[str], left: list[str], name: Name, words: Words
) -> Iterator[str]:
    """Who joined, came back and left; the verbs agree with how many they are."""
    if n := len(new):
        names = _listed(new, name, words)
        yield words.say_number("%(names)s joined", "%(names)s joined", n, names=names)
    if n := len(back):
        names = _listed(back, name, words)
        yield words.say_number("%(names)s came back", "%(names)s came back", n, names=names)
    if n := len(left):
        names = _listed(left, name, words)
        yield words.say_number("%(names)s left", "%(names)s left", n, names=names)


def _listed(subjects: list[str], name: Name, words: Words) -> str:
    if len(subjects) > MANY:
        return words.say_number("%(num)s state", "%(num)s states", len(subjects))
    return ", ".join(name(subject) for subject in subjects)
