"""Who belonged from when to when: a bar a member, and a row for each day of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from .dates import PartialDate
from .facts import Certainty, Snapshot, State, count, snapshot, state_on, stretches
from .factwords import disputed_name
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


class Move(Enum):
    """What the table of joins says of somebody on a day, in the order in which it is said."""

    NEW = "joined"
    BACK = "came back"
    CLEARED = "no longer in dispute"
    LEFT = "left"
    DOUBTED = "in dispute"


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
    moved: dict[PartialDate, dict[Move, list[str]]] = {}
    for subject, facts in box.facts.items():
        for day, move, disputed in _moves(subject, facts):
            who = disputed_name(words, name(subject)) if disputed else name(subject)
            moved.setdefault(day, {}).setdefault(move, []).append(who)
    for day in sorted(moved, key=lambda day: day.first):
        if day.first > days[1]:
            continue
        told = [_told(move, moved[day][move], words) for move in Move if move in moved[day]]
        state = "then" if day.first <= days[0] else "now"
        yield Step(words.day(day), "; ".join(told), count(snapshot(box.facts, day.first)), state)


def _moves(subject: str, facts: Sequence[Fact]) -> Iterator[tuple[PartialDate, Move, bool]]:
    """Each day on which the count takes *subject* in or leaves it out, as the facts or the ruling
    on a dispute (True) have it."""
    edges = {day.first: day for fact in facts for day in (fact.since, fact.until) if day}
    for first, day in sorted(edges.items()):
        past = [state for *_, state in stretches(subject, facts, (date.min, first))]
        before = past[-1] if past else State(subject, "", Certainty.UNKNOWN)
        after = state_on(subject, facts, first)
        if before.counted == after.counted:
            continue
        ruled = (after if after.counted else before).certainty is Certainty.DISPUTED
        if after.counted and before.certainty is Certainty.DISPUTED:
            yield day, Move.CLEARED, ruled
        elif after.counted:
            been = any(state.counted for state in past)
            yield day, Move.BACK if been else Move.NEW, ruled
        else:
            doubted = after.certainty is Certainty.DISPUTED
            yield day, Move.DOUBTED if doubted else Move.LEFT, ruled


def _told(move: Move, who: Sequence[str], words: Words) -> str:
    """Who joined, came back and left; the verbs agree with how many they are."""
    n = len(who)
    many = words.say_number("%(num)s state", "%(num)s states", n)
    names = many if n > MANY else ", ".join(who)
    match move:
        case Move.NEW:
            return words.say_number("%(names)s joined", "%(names)s joined", n, names=names)
        case Move.BACK:
            return words.say_number("%(names)s came back", "%(names)s came back", n, names=names)
        case Move.LEFT:
            return words.say_number("%(names)s left", "%(names)s left", n, names=names)
        case Move.DOUBTED:
            return words.say("In dispute: %(names)s", names=names)
        case Move.CLEARED:
            return words.say("No longer in dispute: %(names)s", names=names)
