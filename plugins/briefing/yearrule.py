"""A rule with a tick for the year of each text, for a site that has several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .siteviews import YearMark, YearRule
from .views import Day

FEWEST = 3
"""Texts from which on a rule says more than their list."""
EDGE = 6.0
"""Room at either end, in hundredths of the rule, so that no year stands out beyond it."""
NARROW, WIDE = 11.0, 4.5
"""How far two years in one row must be apart, in hundredths, on a phone and on a wide screen."""


def year_rule(days: Sequence[Day]) -> YearRule | None:
    """The rule for texts of these *days*, the one that leads the page first.

    None where there are few, or all are of one year.
    """
    if len(days) < FEWEST or len({day.year for day in days}) == 1:
        return None
    times = {day: _time(day) for day in days}
    first, last = min(days, key=times.__getitem__), max(days, key=times.__getitem__)
    span = times[last] - times[first]
    places = {
        day: round(EDGE + (100 - 2 * EDGE) * (times[day] - times[first]) / span, 2) for day in days
    }
    named = [days[0], first, last, *sorted(days, key=times.__getitem__)]
    narrow, wide = (_rows(named, places, apart) for apart in (NARROW, WIDE))
    marks = [
        YearMark(day.year, at, day == days[0], narrow[day], wide[day]) for day, at in places.items()
    ]
    return YearRule(len(days), first.year, last.year, tuple(sorted(marks, key=lambda m: m.at)))


def _time(day: Day) -> float:
    """A day as a number of years; a month or a year stands at its beginning."""
    year, month, date = [*map(int, day.iso.split("-")), 1, 1][:3]
    return year + ((month - 1) * 30.44 + date - 1) / 365.25


def _rows(named: Iterable[Day], places: Mapping[Day, float], apart: float) -> dict[Day, int]:
    """The row below the rule in which each year is written, 1 or 2; 0 where it finds no room.

    A year is written once; what comes first in *named* is served first.
    """
    rows: dict[Day, int] = {}
    for day in named:
        if day in rows:
            continue
        free = [
            row
            for row in (1, 2)
            if all(r != row or abs(places[d] - places[day]) >= apart for d, r in rows.items())
        ]
        written = any(r and d.year == day.year for d, r in rows.items())
        rows[day] = 0 if written else next(iter(free), 0)
    return rows
