"""Who belonged from when to when: a bar a member, and a row for each day of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .dates import PartialDate
from .facts import Certainty, Snapshot, count, snapshot, stretches
from .model import Fact, FactBox
from .views import Bar, Bars, Step
from .words import Words

MANY = 6
"""Names that a row of joins lists; of more it gives the number."""

THIN = 0.5
"""Per cent of the axis: less of it, such as a single day, could not be seen."""
LOOKS = {
    Certainty.ABSENT: "",
    Certainty.UNKNOWN: "unknown",
    Certainty.DISPUTED: "disputed",
}
"""How a stretch is drawn that is not settled."""

Days = tuple[date, date]
"""The two days that are compared."""
Name = Callable[[str], str]
"""What readers call a subject."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that bars are drawn on, as per cent of their width."""

    first: date
    last: date

    def at(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        return round(100 * min(max((day - self.first).days, 0), span) / span, 2)

    def reach(self, begin: date, end: date) -> tuple[float, float]:
        """Where a stretch begins, and its width."""
        width = max(round(self.at(end) - self.at(begin), 2), THIN)
        return min(self.at(begin), 100 - THIN), width


def bars(box: FactBox, then: Snapshot, days: Days, name: Name) -> Bars | None:
    """A bar a member, from joining to the later of the *days*; None where no day is known."""
    begun = [day.first for facts in box.facts.values() for f in facts for day in _shown(f)]
    if not begun or min(begun) > days[1]:
        return None
    axis = Axis(date(min(begun).year, 1, 1), days[1])
    drawn = tuple(
        _bar(name(subject), subject, box.facts[subject], axis, "then" if state.counted else "now")
        for subject, state in then.items()
    )
    years = sorted({axis.first.year, days[0].year, days[1].year})
    ticks = tuple(
        (axis.at(date(year, 1, 1)) if year != days[1].year else 100.0, str(year)) for year in years
    )
    return Bars(drawn, ticks, axis.at(days[0]))


def _shown(fact: Fact) -> Iterator[PartialDate]:
    yield from (fact.since,) if fact.since else ()
    yield from (*fact.attested, *fact.inferred)


def _bar(name: str, subject: str, facts: Sequence[Fact], axis: Axis, settled: str) -> Bar:
    """What is known, disputed and not known of a member; nothing where it did not belong."""
    pieces: list[tuple[date, date, str]] = []
    for begin, end, state in stretches(subject, facts, (axis.first, axis.last)):
        look = LOOKS.get(state.certainty, settled)
        goes_on = pieces and pieces[-1][2] == look
        pieces.append((pieces.pop()[0] if goes_on else begin, end, look))
    drawn = tuple((*axis.reach(begin, end), look) for begin, end, look in pieces if look)
    looks = {look for *_, look in drawn}
    return Bar(name, drawn, looks.pop() if len(looks) == 1 else settled)


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
