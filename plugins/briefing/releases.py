"""What each edition said when it was released: one file of data a release, never rewritten."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from .dates import PartialDate
from .diagnostics import Diagnostic, TextFile, error

NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:\.(?P<nth>[2-9]|[1-9]\d+))?")
"""A release's name: the day of its edition; further ones of the same edition are numbered."""


@dataclass(frozen=True, slots=True)
class NoteThen:
    """A note as readers had it. *says* is plain Markdown, its links those that leave the site.

    *at* is the line of the text, from 0, in which its words stand; -1 for those of the headline.
    """

    kind: str
    verdict: str
    then: str
    at: int
    quote: str
    says: str
    sources: tuple[str, ...]
    as_of: str
    by: str


@dataclass(frozen=True, slots=True)
class FactThen:
    """A dated value as readers had it. A figure has its *date*; a fact the days from which and to
    which it held, "" where not known, or those on which a source shows it."""

    value: str
    since: str = ""
    until: str = ""
    attested: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class BoxThen:
    """A fact box as readers had it: its values, by country, entity or figure."""

    title: str
    as_of: str
    values: Mapping[str, tuple[FactThen, ...]]


@dataclass(frozen=True, slots=True)
class SourceThen:
    """A source as it was cited."""

    title: str
    publisher: str
    issued: str
    url: str
    archive: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a note or a fact is another than before, and the day that the editor gives to it."""

    day: str
    why: str


@dataclass(frozen=True, slots=True)
class Release:
    """A briefing as it was released.

    *name* is that of its file, and the last part of its address. *why* is the editor's reason for
    the release; *reasons* are those for single notes, by id, and facts, as ``box/key``. *text* is
    the source's words, a paragraph a line; *digest* that of the seed.
    """

    name: str
    number: str
    title: str
    by: str
    digest: str
    why: str
    text: tuple[str, ...]
    notes: Mapping[str, NoteThen]
    boxes: Mapping[str, BoxThen]
    sources: Mapping[str, SourceThen]
    reasons: Mapping[str, Reason]

    @property
    def day(self) -> PartialDate:
        """The day of its edition."""
        return PartialDate.read(self.name[:10])

    @property
    def nth(self) -> int:
        """Which release of that day it is, from 1."""
        return int(self.name[11:] or 1)


def release_text(release: Release) -> str:
    """The text of a release's file: the same for the same release, and easy to compare."""
    told = asdict(release)
    del told["name"]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_release(file: TextFile, name: str) -> tuple[Release | None, list[Diagnostic]]:
    """The release in *file*, None after noting that it is not as it was written."""
    restore = "'make release' writes this file, and nothing changes it: restore it"
    if not NAME.fullmatch(name):
        said = f"'{name}' is no name of a release"
        return None, [error("release-unreadable", file.span(1), said, restore)]
    try:
        data = json.loads(file.text)
        return _release(name, data), []
    except json.JSONDecodeError as problem:
        span, said = file.at(problem.pos), f"this JSON cannot be read: {problem.msg.lower()}"
    except KeyError as problem:
        span, said = file.span(1), f"{problem} is missing from this release"
    except (AttributeError, TypeError, ValueError, RecursionError):
        span, said = file.span(1), "this is not the record of a release"
    return None, [error("release-unreadable", span, said, restore)]


def _release(name: str, data: Mapping[str, Any]) -> Release:
    plain = {key: str(data[key]) for key in ("number", "title", "by", "digest", "why")}
    read = Release(
        name=name,
        text=_strings(data["text"]),
        notes={key: _note(value) for key, value in data["notes"].items()},
        boxes={key: _box(value) for key, value in data["boxes"].items()},
        sources={key: _source(value) for key, value in data["sources"].items()},
        reasons={
            key: Reason(str(value["day"]), str(value["why"]))
            for key, value in data["reasons"].items()
        },
        **plain,
    )
    for day in (read.name[:10], *(reason.day for reason in read.reasons.values())):
        PartialDate.read(day)
    return read


def _note(data: Mapping[str, Any]) -> NoteThen:
    plain = {key: str(data[key]) for key in ("kind", "verdict", "then", "quote", "says", "by")}
    if data["as_of"]:
        PartialDate.read(str(data["as_of"]))
    return NoteThen(
        at=int(data["at"]),
        sources=_strings(data["sources"]),
        as_of=str(data["as_of"]),
        **plain,
    )


def _source(data: Mapping[str, Any]) -> SourceThen:
    read = SourceThen(**{name: str(data[name]) for name in SourceThen.__slots__})
    for url in filter(None, (read.url, read.archive)):
        if urlsplit(url).scheme not in ("http", "https"):  # another could run in a browser
            raise ValueError("no web address")
    if read.issued:
        PartialDate.read(read.issued)
    return read


def _box(data: Mapping[str, Any]) -> BoxThen:
    values = {key: tuple(map(_fact, rows)) for key, rows in data["values"].items()}
    PartialDate.read(str(data["as_of"]))
    return BoxThen(str(data["title"]), str(data["as_of"]), values)


def _fact(data: Mapping[str, Any]) -> FactThen:
    days = _strings(data["attested"])
    since, until, on = (str(data[key]) for key in ("since", "until", "date"))
    for day in (since, until, on, *days):
        if day:
            PartialDate.read(day)
    return FactThen(str(data["value"]), since, until, days, on)


def _strings(data: Any) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise TypeError("a list was expected")
    return tuple(map(str, data))
