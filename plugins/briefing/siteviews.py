"""What the templates of the site's own pages are given: facts, entities, claims, sources, timeline.

As in `views`: everything is decided and worded; Markup is HTML, every other string plain text.
Addresses are relative to the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .views import BoxView, Cite, Day, HistoryRow, Link, Pair, Shown, SourceView


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One dated value of a subject: *when* says since, until, seen, in words. *state* is then,
    now, both or past: on which of the page's two days it held."""

    value: Shown
    when: str
    since: Day | None
    until: Day | None
    state: str
    cites: tuple[Cite, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SubjectHistory:
    """The whole history of one subject: *id* is its fragment (``subject-BR``), *href* its entity's
    page, "" if it has none."""

    id: str
    code: str
    name: str
    href: str
    entries: tuple[HistoryEntry, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure on its day."""

    day: Day
    value: str
    cites: tuple[Cite, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """All values of one figure, or of one role, in order of time."""

    id: str
    label: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """A dated event. *about* are links to what it concerns; *core* marks main dates; *hinge* is
    the source's own day; *checked* is False for an event that rests on memory. *id* is its
    fragment (``date-2013-05-29``) where the page gives it one."""

    day: Day
    to: Day | None
    words: str
    about: tuple[Link, ...]
    core: bool
    hinge: bool
    checked: bool
    cites: tuple[Cite, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class YearMark:
    """A text on the rule of years: *at* hundredths of its length. *row* is where its year is
    written on a phone, *wide* where there is more room: 1, 2, or 0 for nowhere."""

    year: str
    at: float
    leads: bool
    row: int
    wide: int


@dataclass(frozen=True, slots=True)
class YearRule:
    """The years of a site's texts, from the *first* to the *last*, in order of time."""

    texts: int
    first: str
    last: str
    marks: tuple[YearMark, ...]


@dataclass(frozen=True, slots=True)
class FactPage:
    """The page ``facts/<id>/``: the box, then the history of everything in it.

    *used* are the briefings that draw it; *downloads* its data as files; *history* what was
    changed in the data.
    """

    id: str
    title: str
    lang: str
    box: BoxView
    subjects: tuple[SubjectHistory, ...]
    roles: tuple[Series, ...]
    figures: tuple[Series, ...]
    events: tuple[EventView, ...]
    used: tuple[Link, ...]
    downloads: tuple[Link, ...]
    history: tuple[HistoryRow, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence of a text in the language *lang* that names an entity; *href* leads to its
    paragraph."""

    before: str
    name: str
    after: str
    briefing: Link
    paragraph: str
    href: str
    lang: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in a list of several briefings'. *moved*: the finding changed between the days;
    *lang* is the language of the *quote*.

    *speaker* is a key for filters (letters, digits and hyphens), *said_by* its words; *odd* is what
    cannot be seen of the quotation.
    """

    id: str
    quote: str
    lang: str
    href: str
    briefing: Link
    speaker: str
    said_by: str
    then: Shown
    now: Shown
    then_year: str
    now_year: str
    text: Markup
    cites: tuple[Cite, ...]
    moved: bool
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleRow:
    """What a person or body was, and when, in words."""

    role: str
    when: str


@dataclass(frozen=True, slots=True)
class EntityPage:
    """The page ``entities/<id>/``. *facts* pairs the link to a fact with its values on two days;
    *links* lead to Wikidata and official pages; *names* are (language, name)."""

    id: str
    name: str
    kind: str
    gloss: str
    lang: str
    names: tuple[tuple[str, str], ...]
    also: tuple[str, ...]
    roles: tuple[RoleRow, ...]
    facts: tuple[tuple[Link, Pair], ...]
    mentions: tuple[Mention, ...]
    claims: tuple[ClaimRow, ...]
    links: tuple[Link, ...]
    sources: tuple[SourceView, ...]
    then: Day | None
    now: Day | None


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """Entities of one kind on the list of all: those with a page, and those named once, which
    link to their mention. Each with its gloss."""

    title: str
    rows: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """All claims with one finding for now. *id* is its fragment."""

    id: str
    finding: Shown
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """The page ``claims/``. *says* is the finding as a sentence; *flows* count the claims from one
    finding for then to one for now, most first; *speakers* are (key, words, number)."""

    total: int
    moved: int
    unchecked: int
    says: str
    tally: tuple[str, str]
    groups: tuple[ClaimGroup, ...]
    flows: tuple[tuple[Shown, Shown, int], ...]
    speakers: tuple[tuple[str, str, int], ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The sources of one kind (*id* is a key for filters), with how many were not read."""

    id: str
    title: str
    rows: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The page ``sources/``."""

    total: int
    unread: int
    groups: tuple[SourceGroup, ...]
    downloads: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """The events of one subject, as the timeline's strip draws them."""

    name: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The page ``timeline/``: what came before the source's day, and what came after it.

    *hinge* is that day, None where the site has several texts or none. *lanes* hold each event
    once; there is one without a name where no subject has events enough.
    """

    title: str
    hinge: Day | None
    before: tuple[EventView, ...]
    since: tuple[EventView, ...]
    sources: tuple[SourceView, ...]
    lanes: tuple[Lane, ...] = ()


@dataclass(frozen=True, slots=True)
class FactsIndex:
    """The page ``facts/``: each box with its link, a line, and its headline then and now."""

    rows: tuple[tuple[Link, str, str, str], ...]
