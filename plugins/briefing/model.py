"""The nouns of the project, frozen: sources, facts, annotations, and the briefing they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .dates import Interval, PartialDate
from .diagnostics import Span


@dataclass(frozen=True, slots=True)
class Written:
    """A scalar exactly as an editor wrote it, and where."""

    text: str
    span: Span

    def __str__(self) -> str:
        return self.text


# --- where the text came from ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Emendation:
    """One declared departure of the edition from the seed.

    *seed* is replaced by *reads*; *omit* names why the words are set aside instead. *occurrence*
    counts from 1; None says that the words stand in the seed exactly once.
    """

    seed: str
    reads: str
    omit: str
    why: str
    occurrence: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A page, PDF or DOCX as it was received: its name in the seed's folder, and its digest."""

    file: str
    sha256: str
    span: Span


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the seed came from. *issued* is the day that "then" means on the page.

    *received* is the file whose text the seed is, where that is no text itself; None otherwise.
    """

    slug: str
    file: str
    sha256: str
    title: str
    author: str
    publisher: str
    issued: PartialDate
    url: str
    retrieved: str
    language: str
    rights: str
    emendations: tuple[Emendation, ...]
    span: Span
    digest_span: Span
    issued_span: Span
    received: ReceivedFile | None = None


# --- what is cited, who is named ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A thing that can be cited, in CSL-JSON's fields; *evidence* says whether it was read.

    *short* is how a note names its publisher, where the publisher's own name is long.
    """

    id: str
    type: str
    title: str
    author: str
    publisher: str
    short: str
    issued: PartialDate | None
    url: str
    archive: str
    language: str
    accessed: PartialDate | None
    evidence: str
    tier: str
    note: str
    span: Span


@dataclass(frozen=True, slots=True)
class Role:
    """What a person or body was, and when."""

    role: str
    since: PartialDate | None
    until: PartialDate | None
    attested: tuple[PartialDate, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body, country or thing that texts name. *also* are its other names in texts."""

    id: str
    kind: str
    name: str
    also: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    country: str
    description: str
    wikidata: str
    roles: tuple[Role, ...]
    sources: tuple[Written, ...]
    span: Span


# --- facts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several values on which sources disagree; *counted* if the count follows it. *number*
    is None where the value is not a number."""

    value: str
    number: Decimal | None
    sources: tuple[Written, ...]
    counted: bool
    days: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that held of a subject for a stretch of valid time.

    *since* and *until* are as written; *attested* are the days on which a source shows the value;
    *inferred* those for which the editor concludes it from evidence on other days. A fact that has
    neither *since* nor *until* is known for its attested and inferred days alone.
    """

    subject: Written
    value: str
    since: PartialDate | None
    until: PartialDate | None
    attested: tuple[PartialDate, ...]
    inferred: tuple[PartialDate, ...]
    sources: tuple[Written, ...]
    disputed: tuple[Reading, ...]
    days: str
    basis: str
    holder: str
    evidence: str
    note: str
    span: Span

    @property
    def interval(self) -> Interval:
        """Its valid time, half-open; a month or year begins and ends with its first day."""
        return Interval(
            self.since.first if self.since else None, self.until.first if self.until else None
        )

    @property
    def begins(self) -> date:
        """The first day on which it is known to hold; the first of all where that is open."""
        shown = (day.first for day in (*self.attested, *self.inferred))
        return self.interval.since or min(shown, default=date.min)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity or a word with its day. *number* is None where the value is not a number."""

    value: str
    number: Decimal | None
    unit: str
    date: PartialDate
    sources: tuple[Written, ...]
    disputed: tuple[Reading, ...]
    evidence: str
    note: str
    span: Span


@dataclass(frozen=True, slots=True)
class Value:
    """One word of a status box's vocabulary, in the order of the file."""

    name: str
    label: str
    shape: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, or from one day to another."""

    date: PartialDate
    to: PartialDate | None
    words: str
    about: tuple[str, ...]
    core: bool
    sources: tuple[Written, ...]
    evidence: str
    note: str
    span: Span


@dataclass(frozen=True, slots=True)
class Change:
    """A row of an article's or a fact file's history: what changed on a day, from what, and why.

    *withdrawn* says that there is no such note any more: its address leads to this row.
    """

    date: PartialDate
    about: str
    was: str
    why: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class FactBox:
    """A set of dated facts on one subject, and how it is drawn. *short* is its title in lists.

    *facts* maps each subject (a country code or an entity id) to its facts in order of time.
    *quantified* are the subjects of *quantities*, where they are written.
    *labels* and *lines* give readers' words for a key of *figures* or for ``count``.
    *note*, *dispute* and *definition* are Markdown; *cited* and *references* are what they cite,
    and the facts that they name.
    """

    id: str
    title: str
    short: str
    view: str
    as_of: PartialDate
    headline: tuple[Written, ...]
    labels: Mapping[str, str]
    lines: Mapping[str, str]
    note: str
    dispute: str
    definition: str
    layout: Written | None
    values: Mapping[str, Value]
    facts: Mapping[str, tuple[Fact, ...]]
    roles: Mapping[str, Mapping[str, tuple[Fact, ...]]]
    figures: Mapping[str, tuple[Figure, ...]]
    quantities: Mapping[str, Mapping[str, tuple[Figure, ...]]]
    quantified: tuple[Written, ...]
    events: tuple[Event, ...]
    triggers: tuple[str, ...]
    history: tuple[Change, ...]
    cited: tuple[Citation, ...]
    references: tuple[FactReference, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each country's square stands: rows of codes, "" for an empty place."""

    id: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that texts can refer to. *views* are the ways to draw a fact box."""

    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    boxes: Mapping[str, FactBox]
    layouts: Mapping[str, Layout]
    events: tuple[Event, ...] = ()
    views: frozenset[str] = frozenset()


# --- words about words ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open offsets in the edition's plain text, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """The annotated words: where they stand in the text, and in the editor's file.

    A point note has an empty stretch. *index* counts the targets of one note from 1.
    """

    stretch: Stretch
    span: Span
    index: int


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a source, with its page (*locator*) or the words relied on (*quote*)."""

    id: Written
    locator: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class FactReference:
    """Words in prose that stand for a fact on a day: ``[33](fact:box.count@2013-05-29)``."""

    box: str
    key: str
    day: date | None
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note: what it is about (*targets*), why (*kind*), and what it says.

    *citations* are the sources of the attribute, then those in the prose, each once. A claim that
    quotes the headline has its words in *headline*, and no target in the text.
    """

    id: str
    kind: str
    targets: tuple[Target, ...]
    verdict: str
    then: str
    as_of: PartialDate | None
    review_by: PartialDate | None
    citations: tuple[Citation, ...]
    entity: Written | None
    said_by: Written | None
    by: str
    sign: str
    ledger_only: bool
    draft: bool
    headline: str
    span: Span


@dataclass(frozen=True, slots=True)
class Aliases:
    """Old addresses of a briefing that go on working: its notes' old ids, each with its new one,
    and the *addresses* that the briefing itself had."""

    notes: Mapping[str, Written]
    addresses: tuple[Written, ...]

    def of(self, note: str) -> tuple[str, ...]:
        """The ids that *note* had before."""
        return tuple(old for old, new in self.notes.items() if new.text == note)


Published = Mapping[str, tuple[Written, tuple[Written, ...]]]
"""What was ever published: a briefing's address, as written, and the ids of its notes."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What the front matter says of the annotated text. *day* is what "now" means on the page."""

    title: str
    slug: str
    seed: str
    day: PartialDate
    number: str
    summary: str
    by: str
    no_claim: tuple[Written, ...]
    history: tuple[Change, ...]
    span: Span
    aliases: Aliases = Aliases({}, ())

    @property
    def withdrawn(self) -> frozenset[str]:
        """The notes that there are no more: the newest row about each says so."""
        newest = {change.about: change for change in reversed(self.history)}
        return frozenset(about for about, change in newest.items() if change.withdrawn)
