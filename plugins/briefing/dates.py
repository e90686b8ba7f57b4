"""Days, months and years as an editor writes them, and half-open stretches of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year. A month or a year means all of it."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """The date that *text* writes: ``2013``, ``2013-05`` or ``2013-05-29``.

        Raises:
            ValueError: it is none of these, or names no day of the calendar.
        """
        match = WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is not a date")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            return cls(year or 0, month, day)
        except ValueError:
            raise ValueError(f"'{text}' is not a day of the calendar") from None

    @property
    def first(self) -> date:
        """The first day that it covers."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it covers."""
        if self.day:
            return self.first
        if self.month:
            following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
            return following - timedelta(days=1)
        return date(self.year, 12, 31)

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)


UNDATED = PartialDate(1)
"""The day of issue where a text gives none: so early that no editor can overlook it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of valid time. Half-open: *since* is in, *until* is out; None is unbounded."""

    since: date | None
    until: date | None

    def __post_init__(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise ValueError(f"ends on {self.until}, before it begins on {self.since}")

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def overlaps(self, other: Interval) -> bool:
        return (self.since is None or other.until is None or self.since < other.until) and (
            other.since is None or self.until is None or other.since < self.until
        )
