"""The page of one fact box: the box, then the whole history of everything in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from markupsafe import Markup

from .boxview import BoxMaker
from .facts import Certainty, holds, sources_behind, state_on
from .factwords import amount, in_dispute, stretch, terms
from .model import Event, Fact, FactBox, Figure
from .siteviews import (
    EventView,
    FactPage,
    FigureRow,
    HistoryEntry,
    Series,
    SubjectHistory,
)
from .views import HistoryRow, Link, Shown
from .words import Words


def fact_page(
    box: FactBox, maker: BoxMaker, used: tuple[Link, ...], entities: dict[str, str], language: str
) -> FactPage:
    """The page ``facts/<id>/``.

    Args:
        maker: For the two days of the page, with the page's own bibliography.
        used: The briefings that draw the box.
        entities: Addresses of the pages of entities, by subject.
    """
    place = Link(box.short, f"#box-{box.id}")
    drawn = maker.view(box, Markup(""))
    subjects = tuple(_subjects(box, maker, entities, place))
    roles = tuple(_roles(box, maker, place))
    figures = tuple(_figures(box, maker, place))
    events = addressed(event_view(event, maker, (), place) for event in box.events)
    return FactPage(
        id=box.id,
        title=box.title,
        lang=language,
        box=drawn,
        subjects=subjects,
        roles=roles,
        figures=figures,
        events=events,
        used=used,
        downloads=(Link("CSV", f"{box.id}.csv"), Link("JSON", f"{box.id}.json")),
        history=tuple(
            HistoryRow(maker.words.day(c.date), c.about, c.was, c.why) for c in box.history
        ),
        sources=maker.bibliography.views(),
    )


def _subjects(
    box: FactBox, maker: BoxMaker, entities: dict[str, str], place: Link
) -> Iterator[SubjectHistory]:
    """Each subject's facts; those that changed between the two days first."""
    histories = []
    for subject, facts in box.facts.items():
        states = [state_on(subject, facts, day) for day in maker.days]
        known = all(state.certainty is not Certainty.UNKNOWN for state in states)
        histories.append(
            SubjectHistory(
                id=f"subject-{subject}",
                code=subject if len(subject) == 2 else "",
                name=maker.name(subject),
                href=entities.get(subject, ""),
                entries=tuple(_entry(box, fact, maker, place) for fact in facts),
                changed=known and (states[0].value != states[1].value or _moved(facts, maker)),
            )
        )
    yield from sorted(histories, key=lambda history: (not history.changed, history.name))


def _moved(facts: Iterable[Fact], maker: BoxMaker) -> bool:
    """Whether a stretch ended between the two days, even if the same holds again."""
    then, now = maker.days
    return any(f.until and then < f.until.first <= now and _ends(f, facts) for f in facts)


def _ends(fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether no other fact with the same value begins on the day on which *fact* ends."""
    return not any(
        other.since
        and fact.until
        and other.since.first == fact.until.first
        and other.value == fact.value
        for other in facts
    )


def _entry(box: FactBox, fact: Fact, maker: BoxMaker, place: Link) -> HistoryEntry:
    then, now = (holds(fact, day) for day in maker.days)
    words = maker.words
    return HistoryEntry(
        value=_value(box, fact, words),
        when=stretch(words, fact),
        since=words.day(fact.since) if fact.since else None,
        until=words.day(fact.until) if fact.until else None,
        state="both" if then and now else "then" if then else "now" if now else "past",
        cites=maker.bibliography.cite_ids(sources_behind(fact), place),
        note=fact.note,
    )


def _value(box: FactBox, fact: Fact, words: Words) -> Shown:
    if fact.disputed:
        return in_dispute(box, fact.disputed, words)
    value = box.values.get(fact.value)
    label = value.label if value else box.labels.get(fact.value)
    label = label or words.say(fact.value.capitalize())
    return Shown(value.shape if value else "", label, terms(words, fact.days, fact.basis))


def _roles(box: FactBox, maker: BoxMaker, place: Link) -> Iterator[Series]:
    for role, holders in box.roles.items():
        facts = [fact for rows in holders.values() for fact in rows]
        rows = tuple(
            FigureRow(
                day=maker.words.day(fact.since or fact.attested[0]),
                value=maker.name(fact.subject.text) + (f", {fact.holder}" if fact.holder else ""),
                cites=maker.bibliography.cite_ids(fact.sources, place),
                note="; ".join(filter(None, (stretch(maker.words, fact), fact.note))),
            )
            for fact in sorted(facts, key=lambda f: f.interval.since or f.attested[0].first)
            if fact.since or fact.attested
        )
        yield Series(f"role-{role}", box.labels.get(role, role.capitalize()), rows)


def _figures(box: FactBox, maker: BoxMaker, place: Link) -> Iterator[Series]:
    for key, figures in box.figures.items():
        label = box.labels.get(key, key.replace("-", " ").capitalize())
        rows = tuple(_figure(figure, maker, place) for figure in figures)
        yield Series(f"figure-{key}", label, rows)


def _figure(figure: Figure, maker: BoxMaker, place: Link) -> FigureRow:
    dispute = ""
    if figure.value and figure.disputed:
        said = (amount(maker.words, reading, figure.unit) for reading in figure.disputed)
        dispute = f"{maker.words.say('In dispute')}: {maker.words.either(said)}"
    return FigureRow(
        day=maker.words.day(figure.date),
        value=maker.value(figure),
        cites=maker.bibliography.cite_ids(sources_behind(figure), place),
        note="; ".join(filter(None, (dispute, figure.note))),
    )


def event_view(
    event: Event, maker: BoxMaker, about: tuple[Link, ...], place: Link, *, hinge: bool = False
) -> EventView:
    """An event as a list of dates shows it."""
    return EventView(
        day=maker.words.day(event.date),
        to=maker.words.day(event.to) if event.to else None,
        words=event.words,
        about=about,
        core=event.core,
        hinge=hinge,
        checked=event.evidence == "seen",
        cites=maker.bibliography.cite_ids(event.sources, place),
    )


def addressed(events: Iterable[EventView]) -> tuple[EventView, ...]:
    """*events*, each with its day as its fragment; further ones of the same day are numbered."""
    seen: Counter[str] = Counter()
    rows = []
    for event in events:
        seen[event.day.iso] += 1
        nth = seen[event.day.iso]
        rows.append(replace(event, id=f"date-{event.day.iso}" + (f"-{nth}" if nth > 1 else "")))
    return tuple(rows)
