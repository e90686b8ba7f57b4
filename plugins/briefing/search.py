"""What can be found: each headline, paragraph, note, claim, fact, date, name and source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from markupsafe import Markup

from .briefing import Briefing
from .language import N_
from .mentions import paragraph_numbers
from .pagefind import Record, counted
from .sitepages import Page
from .siteviews import (
    EntityGroup,
    EntityPage,
    EventView,
    FactPage,
    Series,
    SourcesPage,
    SubjectHistory,
    TimelinePage,
)
from .views import PageContext, Shown, SourceView
from .words import Words

SEARCH = "search/index.html"
GROUPS = {
    "text": (N_("In the texts"), N_("Texts")),
    "notes": (N_("In notes"), N_("Notes")),
    "claims": (N_("In claims"), N_("Claims")),
    "facts": (N_("Facts"), N_("Facts")),
    "dates": (N_("Dates"), N_("Dates")),
    "entities": (N_("People and bodies"), N_("People and bodies")),
    "sources": (N_("Sources"), N_("Sources")),
}
"""The groups in the order in which they are shown: a heading, and a word for the choice."""


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of thing: *id* is its key, *title* its heading, *words* its name in the choice."""

    id: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page ``search/``. *total* records can be found; with none there is no index."""

    total: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A briefing as its page shows it, and that page's address from the site's root."""

    url: str
    briefing: Briefing
    page: PageContext


def search_page(total: int, present: Collection[str], words: Words) -> Page:
    """The page that searches *total* records of the groups that are *present*."""
    groups = tuple(
        Group(id_, words.say(title), words.say(short))
        for id_, (title, short) in GROUPS.items()
        if id_ in present
    )
    view = SearchPage(total, groups)
    return Page(SEARCH, "site/search.html", "search", view, words.say("Search"))


def briefing_records(read: Read, words: Words) -> Iterator[Record]:
    """What can be found in one briefing, in the order of its page."""
    yield _headline(read, words)
    yield from _paragraphs(read, words)
    yield from _notes(read, words)
    yield from _claims(read, words)


def site_records(pages: Sequence[Page], words: Words) -> Iterator[Record]:
    """What can be found on the site's own pages, in their order."""
    entities = {page.path: page.view for page in pages if isinstance(page.view, EntityPage)}
    for page in pages:
        if isinstance(page.view, FactPage):
            yield from _fact(page.path, page.view, words)
        elif isinstance(page.view, TimelinePage):
            events = page.view.before + page.view.since
            yield from _dates(page.path, events, where=page.view.title)
        elif isinstance(page.view, SourcesPage):
            for group in page.view.groups:
                yield from (_source(page.path, source) for source in group.rows)
        elif page.name == "groups" and isinstance(page.view, tuple):
            yield from _entities(page.path, page.view, entities)


def _record(group: str, url: str, words: str, quote: str = "", **shown: str) -> Record:
    """A record of our *words* on the source's: the page shows the quotation by itself."""
    own, quoted = counted(words), counted(quote)
    shown |= {"quote": _number(quoted)}
    kept = {name: value for name, value in shown.items() if value}
    return Record(group, url, f"{own} {quoted}".strip(), kept)


def _titled(group: str, url: str, title: str, words: str, quote: str = "", **shown: str) -> Record:
    """A record whose *title* is searched too: its first words, as many as ``head`` says."""
    head = counted(title)
    return _record(group, url, f"{head} {words}", quote, head=_number(head), **shown)


def _number(words: str) -> str:
    """How many there are; "" for none."""
    return str(len(words.split(" "))) if words else ""


# --- a briefing -----------------------------------------------------------------------------------


def _headline(read: Read, words: Words) -> Record:
    lang = _other(read.page.lang, words)
    where = read.page.source.words
    return _titled("text", f"{read.url}#headline", read.page.title, "", where=where, lang=lang)


def _paragraphs(read: Read, words: Words) -> Iterator[Record]:
    """The source's words alone: what is said about them has records of its own."""
    plain = read.briefing.article.plain
    numbers = paragraph_numbers(read.briefing.article)
    where, lang = _where(read), _other(read.page.lang, words)
    parts: dict[int, list[str]] = {}
    for block in plain.blocks:
        text = plain.text[block.stretch.start : block.stretch.end]
        parts.setdefault(numbers.get(id(block.token), 0), []).append(text)
    for number, texts in parts.items():
        place = f"p{number}" if number else "text"
        title = (
            words.say("Paragraph %(number)s", number=number) if number else words.say("The text")
        )
        said = " ".join(texts)
        if said.strip():
            yield _record("text", f"{read.url}#{place}", said, title=title, where=where, lang=lang)


def _notes(read: Read, words: Words) -> Iterator[Record]:
    """Every note that is not a claim."""
    targets = {note.id: note.targets for note in read.briefing.article.annotations}
    flat = read.briefing.article.plain.flat
    for note in read.page.notes:
        if note.kind == "claim":
            continue
        stretches = [target.stretch for target in targets.get(note.id, ())]
        quote = flat[stretches[0].start : stretches[0].end] if stretches else ""
        yield _record(
            "notes",
            f"{read.url}#note-{note.id}",
            plain(note.body),
            quote,
            title=note.said,
            shape=note.shape,
            where=_where(read),
            lang=_other(read.page.lang, words),
        )


def _claims(read: Read, words: Words) -> Iterator[Record]:
    """Every claim: its note in the margin, or its row in the ledger."""
    notes = {note.id: note for note in read.page.notes}
    for claim in read.page.ledger:
        note = notes.get(claim.id)
        yield _titled(
            "claims",
            f"{read.url}#{'note' if note else 'claim'}-{claim.id}",
            words.say("Claim: %(finding)s", finding=words.within(claim.now.word)),
            plain(note.body if note else claim.text),
            claim.quote,
            shape=claim.now.shape,
            where=_where(read),
            lang=_other(read.page.lang, words),
        )


def _where(read: Read) -> str:
    return f"{read.page.title}, {read.page.source.words}"


def _other(language: str, words: Words) -> str:
    """A language as the page must name it: "" for the interface's own."""
    return "" if language.partition("-")[0] == words.tag.partition("-")[0] else language


# --- the site -------------------------------------------------------------------------------------


def _fact(path: str, fact: FactPage, words: Words) -> Iterator[Record]:
    """A box as a whole, then each of its subjects, roles and figures, then its dates."""
    box = fact.box
    pairs = (f"{p.name}: {p.then.word}, {p.now.word}." for p in box.pairs)
    said = " ".join((plain(box.lead), *pairs, plain(box.note), plain(box.dispute)))
    days = words.say("%(then)s and %(now)s", then=box.then.words, now=box.now.words)
    about = counted(fact.title)
    yield _titled("facts", f"{path}#box-{fact.id}", fact.title, said, where=days, about=about)
    for subject in fact.subjects:
        yield _subject(path, subject, about)
    for series in (*fact.roles, *fact.figures):
        if series.rows:
            yield _series(path, series, about)
    yield from _dates(path, fact.events, about=about)


def _subject(path: str, subject: SubjectHistory, about: str) -> Record:
    said = "; ".join(
        " ".join(filter(None, (_value(entry.value), entry.when, entry.note)))
        for entry in subject.entries
    )
    shape = subject.entries[-1].value.shape if subject.entries else ""
    url = f"{path}#{subject.id}"
    return _titled("facts", url, subject.name, said, shape=shape, about=about)


def _value(value: Shown) -> str:
    return f"{value.word} ({value.detail})," if value.detail else f"{value.word},"


def _series(path: str, series: Series, about: str) -> Record:
    rows = (f"{row.day.words}: {row.value} {row.note}".rstrip() for row in series.rows)
    return _titled("facts", f"{path}#{series.id}", series.label, "; ".join(rows), about=about)


def _dates(path: str, events: Iterable[EventView], **shown: str) -> Iterator[Record]:
    for event in events:
        days = f"{event.day.words} – {event.to.words}" if event.to else event.day.words
        yield _titled("dates", f"{path}#{event.id}", days, event.words, **shown)


def _source(path: str, source: SourceView) -> Record:
    issued = source.date.words if source.date else ""
    said = ", ".join(filter(None, (source.publisher, source.author, issued)))
    return _titled("sources", f"{path}#source-{source.id}", source.title, said)


def _entities(
    path: str, groups: Iterable[EntityGroup], pages: dict[str, EntityPage]
) -> Iterator[Record]:
    """Everyone who is named: on a page of their own, or at the one place that names them."""
    for group in groups:
        for link, gloss in group.rows:
            url = urljoin(path, link.href)
            page = pages.get(url)
            names = (*page.also, *(name for _, name in page.names)) if page else ()
            said = f"{gloss} {', '.join(names)}"
            yield _titled("entities", url, link.words, said, where=group.title)


def plain(html: Markup) -> str:
    """The words of our own HTML."""
    return html.striptags()
