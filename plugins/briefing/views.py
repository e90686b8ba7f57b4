"""What the templates are given: everything shown is already decided, worded and escaped.

A field of type Markup is HTML; every other string is plain text, which Jinja escapes. Words for
readers are in the page's language; days come as a machine's form and as words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from .diagnostics import Span


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year: ``2013-05``, "May 2013", and its year alone."""

    iso: str
    words: str
    year: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding or a status: a shape of the sprite ("" for none) and its word."""

    shape: str
    word: str
    detail: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Words that lead somewhere. *href* is relative to the page, or a whole address."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Cite:
    """One mention of a source: its number on the page, its short name ("TASS 2023"), its detail.

    *href* leads to the source in the page's list; *outside* to the words relied on, if given.
    *checked* is False for a source that was not read: the page then says "to be checked".
    """

    number: int
    words: str
    detail: str
    href: str
    outside: str
    checked: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note in the margin.

    *id* is the author's, so the element is ``note-<id>`` and its first mark ``mark-<id>``;
    *backs* are the addresses of all its marks. *said* is what a screen reader hears of the mark.
    *label* is the kind's word; *verdict* the verdict's, "" where the kind has none; *span* is where
    an editor wrote it; *also* the further ids by which readers find the note; *past* what it said
    before, newest first; *first* the day of its first publication, None where it is as it was in
    the first edition; *odd* what cannot be
    seen of the words that it is about.
    """

    id: str
    number: int
    kind: str
    label: str
    shape: str
    verdict: str
    said: str
    lang: str
    span: Span
    body: Markup
    cites: tuple[Cite, ...]
    by: str
    as_of: Day | None
    backs: tuple[str, ...]
    draft: bool
    entity: Link | None
    past: tuple[HistoryRow, ...]
    also: tuple[str, ...] = ()
    first: Day | None = None
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of a tile map, its place counted from 0.

    *state* is a class: in, out, joined, left, returned, changed, same, unknown, disputed, or a
    status value's rank as ``v0``, ``v1`` …
    """

    code: str
    name: str
    column: int
    row: int
    state: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """A map of equal squares. *says* is one sentence with the finding; *key* explains states."""

    tiles: tuple[Tile, ...]
    columns: int
    rows: int
    says: str
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A member's stretches on a common axis, as (start, width, state), in per cent. A state is
    then, now, disputed or unknown; *state* is the one of the member as a whole."""

    name: str
    stretches: tuple[tuple[float, float, str], ...]
    state: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from the first joining to the edition's day; *ticks* are (per cent, year)."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    source_day: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a then/now table. *changed* marks rows that differ; *note* is small print; *href*
    leads to the row's dates and sources where they are on another page ("" if not)."""

    name: str
    then: Shown
    now: Shown
    changed: bool
    when: str = ""
    cites: tuple[Cite, ...] = ()
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a status table under one heading, such as "Changed"."""

    title: str
    rows: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table of joins and departures, with the running total."""

    day: Day
    words: str
    total: int
    state: str


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A value on which sources disagree: the subject, and each reading with its sources."""

    subject: str
    readings: tuple[tuple[str, tuple[Cite, ...]], ...]
    words: str


@dataclass(frozen=True, slots=True)
class BoxView:
    """A fact box. Parts that the data do not call for are empty or None, and are not drawn.

    *view* names the partial ``factboxes/<view>.html``. *pairs* is the short then/now table;
    *groups* the long one; *numbers* the pair of counts for the head of the box. *short* names the
    box in lists; *span* is where an editor wrote it; *more* leads to its own page, with every date
    and source.
    """

    id: str
    view: str
    title: str
    short: str
    lead: Markup
    as_of: Day
    then: Day
    now: Day
    numbers: tuple[str, str] | None
    tile_map: TileMap | None
    then_map: TileMap | None
    now_map: TileMap | None
    bars: Bars | None
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    steps: tuple[Step, ...]
    counts: tuple[tuple[Shown, str, str], ...]
    note: Markup
    dispute: Markup
    disputes: tuple[DisputeView, ...]
    cites: tuple[Cite, ...]
    span: Span
    more: Link | None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body, in order: the source's words, then the notes on them; or a fact box."""

    html: Markup
    notes: tuple[NoteView, ...]
    box: BoxView | None


@dataclass(frozen=True, slots=True)
class Delta:
    """A row of "What changed since YEAR". *wordy* if the values are words, not numbers."""

    label: str
    then: str
    now: str
    wordy: bool
    line: str
    more: Link


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A row of the ledger. *href* leads to the note, or to the words where there is none; *note*
    is the note's number, 0 for none; *also* are further ids by which readers find the row; *past*
    *first* and *odd* are as a note's."""

    id: str
    number: int
    note: int
    quote: str
    href: str
    said_by: str
    then: Shown
    now: Shown
    text: Markup
    cites: tuple[Cite, ...]
    past: tuple[HistoryRow, ...]
    also: tuple[str, ...] = ()
    first: Day | None = None
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
    """A row of the page's sources. *used* are the places that rest on it."""

    id: str
    number: int
    publisher: str
    date: Day | None
    title: str
    author: str
    url: str
    archive: str
    lang: str
    checked: bool
    weak: bool
    used: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """An emendation for readers: what the copy had, what the edition reads ("" if set aside)."""

    was: str
    reads: str
    aside: str
    why: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A row of the edition's history. Where it withdraws a note, *ids* are those by which readers
    find that, and *last* is the address at which the note is still read, "" if at none."""

    day: Day
    about: str
    was: str
    why: str
    ids: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a text was looked at, in sentences; the three add up to *total*."""

    total: int
    checked: int
    no_claim: int
    not_looked_at: int


@dataclass(frozen=True, slots=True)
class PageContext:
    """A briefing's page. *mentions* maps what the key to marks shows: (shape, word), in order.

    *shapes* are those that the page draws; *tally* is the ledger in words; *text* the bare text, a
    paragraph a line, as ``source.txt`` has it; *recorded* says that there are pages of its changes,
    and *editions* leads to the earlier ones; *room* what is added below it for the notes, in
    rem, None where they would run so far past its end that the margin is laid out plainly;
    *drifts* are the notes that start many lines below their marks.
    """

    slug: str
    title: str
    lang: str
    summary: str
    by: str
    number: str
    day: Day
    source: Day
    publisher: str
    author: str
    original: Link | None
    rights: str
    digest: str
    repairs: tuple[Repair, ...]
    aside: tuple[Repair, ...]
    deltas: tuple[Delta, ...]
    blocks: tuple[Block, ...]
    boxes: tuple[BoxView, ...]
    notes: tuple[NoteView, ...]
    marks: tuple[Shown, ...]
    shapes: frozenset[str]
    room: int | None
    drifts: tuple[tuple[str, int], ...]
    ledger: tuple[ClaimView, ...]
    tally: tuple[str, str]
    coverage: Coverage
    sources: tuple[SourceView, ...]
    history: tuple[HistoryRow, ...]
    cite: Markup
    downloads: tuple[Link, ...]
    text: str
    counts: Mapping[str, int]
    recorded: bool = False
    editions: tuple[Link, ...] = ()
