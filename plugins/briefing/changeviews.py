"""What the pages of the published record are given: releases, differences, earlier editions."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .views import Day, Link


@dataclass(frozen=True, slots=True)
class Item:
    """One note or fact of a release: its words, its address ("" for none), why it is another."""

    words: str
    href: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A heading of a release with what stands under it."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release in the list. Addresses are from the site's root; *compare* leads to what differs
    from the one before, None for the first. *counts* is a first release in words."""

    briefing: Link
    name: str
    title: str
    day: Day
    page: str
    why: str
    compare: Link | None
    told: tuple[Told, ...]
    text: bool
    counts: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The releases of one briefing, or of all (*briefing* is None), the newest first; *pairs* lead
    from each earlier one to what differs today."""

    path: str
    briefing: Link | None
    releases: tuple[ReleaseView, ...]
    pairs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property of a note or a value of a fact, before and after; *html* where words differ."""

    label: str
    was: str = ""
    now: str = ""
    html: Markup | None = None


@dataclass(frozen=True, slots=True)
class Differing:
    """One note, or one box with its values: what became of it, why, and in which respects."""

    title: str
    how: str
    href: str
    quote: str
    why: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What differs between two releases. *verdicts* is the short list of moved findings; *lang* the
    language of the source's words."""

    path: str
    briefing: Link
    old: Link
    new: Link
    verdicts: tuple[Row, ...]
    facts: tuple[Differing, ...]
    notes: tuple[Differing, ...]
    text: tuple[Markup, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class OldNote:
    """A note of an earlier edition."""

    id: str
    label: str
    verdict: str
    quote: str
    body: Markup
    sources: tuple[Link, ...]
    by: str
    as_of: Day | None


@dataclass(frozen=True, slots=True)
class OldBox:
    """A fact box of an earlier edition: its title, and each subject with its values in words."""

    title: str
    as_of: Day
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OldSource:
    """A source of an earlier edition: who and when, its title, its address and its copy's."""

    id: str
    issued: str
    title: str
    url: str
    archive: str


@dataclass(frozen=True, slots=True)
class EditionPage:
    """An edition as it was released. *blocks* are paragraphs with the notes on their words;
    *latest* says that nothing was released after it."""

    path: str
    briefing: Link
    title: str
    day: Day
    by: str
    lang: str
    digest: str
    latest: bool
    blocks: tuple[tuple[str, tuple[OldNote, ...]], ...]
    boxes: tuple[OldBox, ...]
    sources: tuple[OldSource, ...]
