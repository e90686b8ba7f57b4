"""What held on a day, and what changed between two days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from .dates import PartialDate
from .model import Event, Fact, FactBox, Figure, Reading, Written

MEMBER = "member"
KEY = re.compile(r"(?P<name>count|sum)(?:\((?P<of>[A-Za-z0-9-]+)\))?")
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SPOKEN = re.compile(
    r"(?P<digits>(?:\d{1,3}(?:[,\u00a0\u202f]\d{2,3})*[,\u00a0\u202f]\d{3}|\d*)(?:\.\d*)?)"
    r"(?:\s(?P<scale>thousand|million|billion|trillion))?"
)
"""A number in prose; commas and narrow spaces group its digits, in threes or as in 1,00,000."""


class Certainty(Enum):
    """How a state is known. ABSENT: outside a membership whose beginning or end is known."""

    HELD = "held"
    INFERRED = "inferred"
    DISPUTED = "disputed"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class State:
    """What held of a subject on a day. *value* is "" where it is absent or unknown; of a dispute,
    it is the reading that the count follows, if any."""

    subject: str
    value: str
    certainty: Certainty
    fact: Fact | None = None
    last_seen: PartialDate | None = None

    @property
    def counted(self) -> bool:
        """Whether counts and sums take it in; a ruling may be that somebody does not belong."""
        belongs = self.fact.value if self.fact and self.fact.disputed else ""
        return bool(self.value) and belongs in ("", self.value)


Snapshot = Mapping[str, State]


class Shift(Enum):
    """What became of a subject between two days."""

    SAME = "same"
    JOINED = "joined"
    LEFT = "left"
    RETURNED = "returned"
    CHANGED = "changed"
    UNKNOWN = "unknown"


def snapshot(facts: Mapping[str, Sequence[Fact]], day: date) -> Snapshot:
    """The state of each subject on *day*, in the file's order."""
    return {subject: state_on(subject, rows, day) for subject, rows in facts.items()}


def state_on(subject: str, facts: Sequence[Fact], day: date) -> State:
    """What held of *subject* on *day*; what no source shows is unknown, never its opposite."""
    for fact in facts:
        if holds(fact, day):
            return _state(subject, fact, day)
    absent = facts and all(f.value == MEMBER and not f.interval.covers(day) for f in facts)
    return State(subject, "", Certainty.ABSENT if absent else Certainty.UNKNOWN)


def stretches(
    subject: str, facts: Sequence[Fact], days: tuple[date, date]
) -> Iterator[tuple[date, date, State]]:
    """What held of *subject* from the first of *days* to the last, cut where that changes."""
    edges = {edge for fact in facts for edge in _edges(fact) if days[0] < edge < days[1]}
    for begin, end in pairwise(sorted({*days, *edges})):
        yield begin, end, state_on(subject, facts, begin)


def _edges(fact: Fact) -> Iterator[date]:
    """The days on which *fact* begins or ends to be known to hold."""
    yield from (day.first for day in (fact.since, fact.until) if day)
    for day in (*fact.attested, *fact.inferred):
        yield day.first
        if day.last < date.max:
            yield day.last + timedelta(days=1)


def holds(fact: Fact, day: date) -> bool:
    """Whether *fact* is known to hold on *day*.

    With neither beginning nor end it is known for its attested and inferred days alone. Without a
    beginning, it is known from the first day on which it is attested, if there is one.
    """
    shown = (*fact.attested, *fact.inferred)
    if any(known.covers(day) for known in shown):
        return True
    if not (fact.since or fact.until) or not fact.interval.covers(day):
        return False
    return bool(fact.since) or not shown or min(known.first for known in shown) <= day


def meeting(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Each two of *facts*, in their order, that can hold on one day."""
    open_: list[tuple[date, int]] = []
    for begin, end, number in sorted((*_within(fact), n) for n, fact in enumerate(facts)):
        open_ = [(last, other) for last, other in open_ if last >= begin]
        for _, other in open_:
            yield facts[min(number, other)], facts[max(number, other)]
        open_.append((end, number))


def _within(fact: Fact) -> tuple[date, date]:
    """The first and the last day on which *fact* can hold."""
    shown = (*fact.attested, *fact.inferred)
    firsts, lasts = [known.first for known in shown], [known.last for known in shown]
    if fact.since or fact.until or not shown:
        firsts.append(fact.interval.since or date.min)
        lasts.append(fact.interval.until or date.max)
    return min(firsts), max(lasts)


def contradict(one: Fact, other: Fact) -> bool:
    """Whether there is a day on which both hold, and they do not say the same of it.

    A fact that leaves out its days, basis or holder does not deny what another says of them.
    """
    said = zip(_said(one), _said(other), strict=True)
    if not any(a and b and a != b for a, b in said) and _values(one) == _values(other):
        return False
    days = (*_beginnings(one), *_beginnings(other))
    return any(holds(one, day) and holds(other, day) for day in days)


def _said(fact: Fact) -> tuple[str, ...]:
    return fact.value, fact.days, fact.basis, fact.holder


def _values(said: Fact | Figure) -> set[str]:
    """The values on which sources disagree."""
    return {reading.value for reading in said.disputed}


def _beginnings(fact: Fact) -> Iterator[date]:
    """The first days of all stretches for which *fact* holds."""
    yield fact.interval.since or date.min
    yield from (known.first for known in (*fact.attested, *fact.inferred))


def _state(subject: str, fact: Fact, day: date) -> State:
    if fact.disputed:
        counted = next((reading.value for reading in fact.disputed if reading.counted), "")
        return State(subject, counted, Certainty.DISPUTED, fact)
    if any(known.covers(day) for known in fact.attested):
        return State(subject, fact.value, Certainty.HELD, fact)
    if any(known.covers(day) for known in fact.inferred):
        last = max(fact.attested, key=lambda known: known.last, default=None)
        past = last if last and last.last < day else None
        return State(subject, fact.value, Certainty.INFERRED, fact, past)
    return State(subject, fact.value, Certainty.HELD, fact)


def shift(facts: Sequence[Fact], then: State, now: State, days: tuple[date, date]) -> Shift:
    """What became of a subject from *then* to *now*, the states of two *days*."""
    if Certainty.UNKNOWN in (then.certainty, now.certainty):
        return Shift.UNKNOWN
    if then.value != now.value:
        if not then.value:
            return Shift.JOINED
        return Shift.CHANGED if now.value else Shift.LEFT
    first, last = days
    gap = any(fact.until and first < fact.until.first <= last for fact in facts)
    return Shift.RETURNED if now.value == MEMBER and gap else Shift.SAME


def count(states: Snapshot, value: str | None = None) -> int:
    """How many subjects have *value* on that day; if None, how many are taken in. Disputes as their
    facts rule."""
    return sum(s.counted if value is None else s.value == value for s in states.values())


def differ(one: Figure, other: Figure) -> bool:
    """Whether two figures say something else: ``1_000`` is 1000."""
    if one.unit and other.unit and one.unit != other.unit:
        return True
    numbers = one.number, other.number
    same = one.value == other.value if None in numbers else one.number == other.number
    return not same or _values(one) != _values(other)


def figure_on(figures: Sequence[Figure], day: date) -> Figure | None:
    """The latest figure whose day is not after *day*; None if there is none."""
    past = [figure for figure in figures if figure.date.first <= day]
    return past[-1] if past else None


@dataclass(frozen=True, slots=True)
class Sum:
    """A quantity added over the subjects of a day; *missing* are those that have no figure."""

    total: Decimal
    missing: tuple[str, ...]


def total(box: FactBox, quantity: str, day: date) -> Sum:
    """*quantity* added over the members of *day*, each with its latest figure."""
    added, missing = Decimal(0), []
    for subject, state in snapshot(box.facts, day).items():
        if not state.counted:
            continue
        figure = figure_on(box.quantities.get(subject, {}).get(quantity, ()), day)
        if figure is None or figure.number is None:
            missing.append(subject)
        else:
            added += figure.number
    return Sum(added, tuple(missing))


def keys_of(box: FactBox) -> list[str]:
    """Everything of *box* that a reference or a headline can name."""
    quantities = {name for figures in box.quantities.values() for name in figures}
    return [
        *(["count"] if box.facts else []),
        *(f"count({value})" for value in box.values),
        *(f"sum({name})" for name in sorted(quantities)),
        *box.figures,
    ]


def value_of(
    box: FactBox, key: str, day: date, either: Callable[[Iterable[str]], str] = " or ".join
) -> str | None:
    """The value that *key* has on *day*, as text; None when nothing is known for that day.

    *either* says one of several values on which sources disagree.
    """
    match = KEY.fullmatch(key)
    if match and match["name"] == "count":
        return str(count(snapshot(box.facts, day), match["of"]))
    if match:
        return str(total(box, match["of"], day).total)
    figure = figure_on(box.figures.get(key, ()), day)
    return figure.value or either(r.value for r in figure.disputed) if figure else None


def agrees(words: str, value: str) -> bool:
    """Whether prose says *value*: the same words, or a number that rounds to the one written.

    ``658 million`` agrees with 658384812, and ``596,202,978`` with 596202978.
    """
    if words.strip() == value.strip():
        return True
    match = SPOKEN.fullmatch(words.strip())
    try:
        number = Decimal(value)
    except ArithmeticError:
        return False
    if match is None:
        return False
    digits = re.sub(r"[,\u00a0\u202f]", "", match["digits"])
    try:
        said = Decimal(digits)
    except ArithmeticError:
        return False
    scale = SCALES.get(match["scale"] or "", 1)
    try:
        return (number / scale).quantize(said) == said if scale > 1 else number == said
    except ArithmeticError:  # more digits than a number can have
        return False


def readings(state: State) -> tuple[Reading, ...]:
    """The values on which sources disagree, for a disputed state."""
    return state.fact.disputed if state.fact else ()


def dated(box: FactBox) -> Iterator[Fact | Figure | Event]:
    """Everything that *box* says of some day, whichever of its lists it stands in."""
    for facts in (box.facts, *box.roles.values()):
        for rows in facts.values():
            yield from rows
    for figures in (box.figures, *box.quantities.values()):
        for series in figures.values():
            yield from series
    yield from box.events


def sources_behind(said: Fact | Figure | Event) -> Iterator[Written]:
    """Every source that *said* names, and each of its readings where it is disputed."""
    yield from said.sources
    if not isinstance(said, Event):
        for reading in said.disputed:
            yield from reading.sources


def sources_of(box: FactBox) -> Iterator[Written]:
    """Every source that *box* names, in its words too, with repeats."""
    yield from (citation.id for citation in box.cited)
    for said in dated(box):
        yield from sources_behind(said)
