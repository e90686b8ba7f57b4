"""What became of notes and facts from one release to the next, and on which day for what reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .releases import FactThen, NoteThen, Reason, Release

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"


@dataclass(frozen=True, slots=True)
class NoteChange:
    """What became of a note: None is what it was before it was added, or is once withdrawn."""

    id: str
    was: NoteThen | None
    now: NoteThen | None

    @property
    def how(self) -> str:
        return ADDED if self.was is None else WITHDRAWN if self.now is None else CHANGED


@dataclass(frozen=True, slots=True)
class FactChange:
    """What became of a value of a box; *key* is "" for a whole box that came or went."""

    box: str
    title: str
    key: str
    was: tuple[FactThen, ...]
    now: tuple[FactThen, ...]

    @property
    def how(self) -> str:
        return ADDED if not self.was else WITHDRAWN if not self.now else CHANGED

    @property
    def about(self) -> str:
        """Its key among a release's reasons."""
        return f"{self.box}/{self.key}"


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two releases of a briefing, in the later one's order."""

    notes: tuple[NoteChange, ...]
    facts: tuple[FactChange, ...]
    text: bool

    def __bool__(self) -> bool:
        return bool(self.notes or self.facts or self.text)


@dataclass(frozen=True, slots=True)
class Days:
    """When a note was first published, and when and why it became another, the newest first."""

    first: Release
    changed: tuple[Reason, ...]


def differ(old: Release, new: Release, renamed: Mapping[str, str]) -> Changes:
    """What differs. *renamed* maps a note's former id to its present one."""
    was = {renamed.get(id_, id_): note for id_, note in old.notes.items()}
    now = {renamed.get(id_, id_): note for id_, note in new.notes.items()}
    notes = [
        NoteChange(id_, was.get(id_), now.get(id_))
        for id_ in (*now, *(id_ for id_ in was if id_ not in now))
        if _said(was.get(id_)) != _said(now.get(id_))
    ]
    return Changes(tuple(notes), tuple(_facts(old, new)), old.text != new.text)


def _said(note: NoteThen | None) -> NoteThen | None:
    """What a note tells readers; its place in the text and the day of the last look are no part."""
    return replace(note, at=0, as_of="", sources=tuple(sorted(note.sources))) if note else None


def _facts(old: Release, new: Release) -> Iterator[FactChange]:
    for id_ in (*new.boxes, *(id_ for id_ in old.boxes if id_ not in new.boxes)):
        before, after = old.boxes.get(id_), new.boxes.get(id_)
        if before is None or after is None:
            box = before or after
            rows = tuple(row for rows in box.values.values() for row in rows) if box else ()
            if box and rows:
                yield FactChange(id_, box.title, "", rows if before else (), rows if after else ())
            continue
        for key in dict.fromkeys((*after.values, *before.values)):
            was, now = before.values.get(key, ()), after.values.get(key, ())
            if was != now:
                yield FactChange(id_, after.title, key, was, now)


def days_by_note(releases: Sequence[Release], renamed: Mapping[str, str]) -> dict[str, Days]:
    """The days of every note that was ever released, by its present id."""
    days: dict[str, Days] = {}
    for old, new in zip((None, *releases), releases, strict=False):
        if old is None:
            days |= {renamed.get(id_, id_): Days(new, ()) for id_ in new.notes}
            continue
        for note in differ(old, new, renamed).notes:
            before = days.get(note.id)
            if before is None:
                days[note.id] = Days(new, ())
            elif note.now:
                days[note.id] = Days(before.first, (reason_of(new, note.id), *before.changed))
    return days


def reason_of(release: Release, about: str) -> Reason:
    """Why something changed in *release*: its own reason, else that of the whole release."""
    return release.reasons.get(about) or Reason(str(release.day), release.why)
