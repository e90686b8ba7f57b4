"""The site's lists: all claims, all sources, all entities, all facts, the timeline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, count

from markupsafe import Markup

from .apparatus import Apparatus, found, tally
from .boxview import BoxMaker
from .briefing import Briefing
from .factpage import addressed, event_view
from .facts import value_of
from .kinds import VERDICTS
from .language import N_
from .model import Catalogue, Entity, Event, FactBox, Source
from .render import OUR_LINK
from .siteviews import (
    ClaimGroup,
    ClaimRow,
    ClaimsPage,
    EntityGroup,
    EventView,
    FactsIndex,
    Lane,
    SourceGroup,
    SourcesPage,
    TimelinePage,
)
from .views import Day, Link, SourceView
from .words import Words

NEWS_FIRST = (
    "outdated",
    "lapsed",
    "borne-out",
    "partly-borne-out",
    "not-borne-out",
    "contested",
    "wrong",
    "imprecise",
    "supported",
    "unchecked",
    "opinion",
)
"""Findings for now in the order of the claims page: what moved comes first."""
SOURCE_KINDS = {
    "primary": N_("Official documents"),
    "agency": N_("News agencies"),
    "press": N_("Press"),
    "reference": N_("Reference works"),
    "dataset": N_("Data sets"),
    "weak": N_("Weak sources, to be replaced"),
}
ENTITY_KINDS = {
    "person": N_("People"),
    "organisation": N_("Organisations"),
    "country": N_("Countries"),
    "place": N_("Places"),
}
OTHER = N_("Other")


MOST_LANES, FEWEST_IN_LANE = 4, 4
"""Subjects with a lane of their own on the timeline's strip, and how many events that takes."""


def claim_rows(apparatus: Apparatus, briefing: Briefing) -> Iterator[tuple[str, ClaimRow]]:
    """The claims of one briefing, each with the name of its finding for now."""
    words = Words(apparatus.setting.language)
    link = Link(briefing.edition.title, apparatus.place.briefing)
    years = words.day(briefing.issued).year, words.day(briefing.edition.day).year
    for note, claim in apparatus.claims():
        verdict = VERDICTS[note.verdict]
        then = note.then or verdict.then
        yield (
            verdict.now,
            ClaimRow(
                id=f"{briefing.edition.slug}-{claim.id}",
                quote=claim.quote,
                odd=claim.odd,
                lang=briefing.language(apparatus.setting.language),
                href=claim.href,
                briefing=link,
                speaker=key_of(note.said_by.text if note.said_by else claim.said_by),
                said_by=claim.said_by,
                then=claim.then,
                now=claim.now,
                then_year=years[0],
                now_year=years[1],
                text=claim.text,
                cites=claim.cites,
                moved=then != verdict.now and verdict.now not in ("unchecked", "opinion"),
            ),
        )


def deeper(row: ClaimRow) -> ClaimRow:
    """The same claim as a page that is one folder further down shows it."""
    return replace(
        row,
        href=f"../{row.href}",
        briefing=replace(row.briefing, href=f"../{row.briefing.href}"),
        text=Markup(OUR_LINK.sub(r"\g<link>../\g<to>", str(row.text))),
        cites=tuple(replace(cite, href=f"../{cite.href}") for cite in row.cites),
    )


class Claims:
    """All claims of a site, in which those about an entity are soon found: to ask each claim for
    each entity would take a minute with ten thousand texts."""

    def __init__(self, rows: Sequence[ClaimRow]) -> None:
        self.rows = rows
        self.starts = list(accumulate((len(row.quote) + 1 for row in rows), initial=0))
        self.quotes = "\n".join(row.quote for row in rows)
        self.by_speaker: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            self.by_speaker.setdefault(row.speaker, []).append(number)

    def about(self, entity: Entity) -> list[ClaimRow]:
        """Those that *entity* makes, or that name it, in their order."""
        numbers = set(self.by_speaker.get(entity.id, ()))
        for name in filter(None, (entity.name, *entity.also)):
            at = self.quotes.find(name)
            while at >= 0:
                number = bisect_right(self.starts, at) - 1
                numbers.add(number)
                at = self.quotes.find(name, self.starts[number + 1])
        return [self.rows[number] for number in sorted(numbers)]


def key_of(name: str) -> str:
    """A key for filters: letters and digits of any script, and hyphens."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-") or "unknown"


def told_apart(claims: Iterable[tuple[str, ClaimRow]]) -> Iterator[tuple[str, ClaimRow]]:
    """*claims* with a key of its own for each of those who make them: "J. Smith" and "J Smith"."""
    keys: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for finding, row in claims:
        who = row.speaker, row.said_by
        if who not in keys:
            more = (f"{row.speaker}-{number}" for number in count(2))
            keys[who] = next(key for key in chain([row.speaker], more) if key not in taken)
            taken.add(keys[who])
        yield finding, replace(row, speaker=keys[who])


def claims_page(words: Words, claims: Sequence[tuple[str, ClaimRow]]) -> ClaimsPage:
    """The page ``claims/``, grouped by the finding for now."""
    claims = [*told_apart(claims)]
    rows = [row for _, row in claims]
    groups = [
        ClaimGroup(f"now-{name}", found(words, name), those)
        for name in NEWS_FIRST
        if (those := tuple(row for finding, row in claims if finding == name))
    ]
    flows = Counter((row.then, row.now) for row in rows)
    speakers = Counter((row.speaker, row.said_by) for row in rows)
    moved = sum(row.moved for row in rows)
    return ClaimsPage(
        total=len(rows),
        moved=moved,
        unchecked=sum(name == "unchecked" for name, _ in claims),
        says=words.say_number(
            "Of %(num)s claim, %(moved)s reads differently now",
            "Of %(num)s claims, %(moved)s read differently now",
            len(rows),
            moved=moved,
        )
        if rows
        else words.say("No claim has been checked yet"),
        tally=(tally(words, (row.then for row in rows)), tally(words, (row.now for row in rows))),
        groups=tuple(groups),
        flows=tuple((then, now, n) for (then, now), n in flows.most_common()),
        speakers=tuple((key, name, n) for (key, name), n in speakers.most_common()),
        sources=(),
    )


def sources_page(
    words: Words, views: Sequence[SourceView], sources: Mapping[str, Source]
) -> SourcesPage:
    """The page ``sources/``: every source that the site uses, by kind, then by publisher."""
    by_kind: dict[str, list[SourceView]] = {}
    for view in views:
        by_kind.setdefault(sources[view.id].tier, []).append(view)
    groups = tuple(
        SourceGroup(kind, words.say(title), tuple(sorted(by_kind[kind], key=_order)))
        for kind, title in SOURCE_KINDS.items()
        if kind in by_kind
    )
    return SourcesPage(
        total=len(views),
        unread=sum(not view.checked for view in views),
        groups=groups,
        downloads=(Link("CSL-JSON", "sources.json"),),
    )


def _order(view: SourceView) -> tuple[str, str, str]:
    return view.publisher.lower(), view.date.iso if view.date else "", view.title.lower()


def entities_index(
    words: Words, entities: Iterable[Entity], hrefs: Mapping[str, str]
) -> tuple[EntityGroup, ...]:
    """The page ``entities/``: those that a text names, by kind and from A to Z."""
    rows: dict[str, list[tuple[Link, str]]] = {}
    for entity in sorted(entities, key=lambda entity: entity.name.lower()):
        if entity.id in hrefs:
            title = ENTITY_KINDS.get(entity.kind, OTHER)
            link = Link(entity.name, hrefs[entity.id])
            rows.setdefault(title, []).append((link, entity.description))
    order = [*ENTITY_KINDS.values(), OTHER]
    return tuple(
        EntityGroup(words.say(title), tuple(rows[title])) for title in order if title in rows
    )


def facts_index(boxes: Iterable[FactBox], maker: BoxMaker) -> FactsIndex:
    """The page ``facts/``: each box with its headline then and now."""
    rows = []
    for box in boxes:
        key = box.headline[0].text if box.headline else "count" if box.facts else ""
        values = [
            value_of(box, key, day, maker.words.either) or maker.words.say("not known")
            if key
            else ""
            for day in maker.days
        ]
        line = box.lines.get(key) or box.labels.get(key, "")
        rows.append((Link(box.title, f"{box.id}/index.html"), line, values[0], values[1]))
    return FactsIndex(tuple(rows))


def timeline_page(
    events: Sequence[Event],
    maker: BoxMaker,
    hinge: Day | None,
    about: Mapping[str, Link],
    subjects: Mapping[str, str],
) -> TimelinePage:
    """The events before and after the source's day, which ends the first list.

    Args:
        about: Where the ids lead that events are about.
        subjects: What those ids are called beside the strip.
    """
    rows: list[EventView] = []
    place = Link(maker.words.say("the timeline"), "#timeline")
    for event in events:
        links = tuple(about[name] for name in event.about if name in about)
        here = hinge is not None and str(event.date) == hinge.iso
        rows.append(event_view(event, maker, links, place, hinge=here))
    shown = list(zip(events, addressed(rows), strict=True))
    late = [row for event, row in shown if hinge and event.date.first > maker.days[0]]
    early = [row for _, row in shown if row not in late]
    lanes = tuple(
        Lane(subjects.get(id_, "") or rest, tuple(row for _, row in those))
        for rest in [maker.words.say("Everything else")]
        for id_, those in in_lanes(shown, subjects)
    )
    return TimelinePage(maker.words.say("Timeline"), hinge, tuple(early), tuple(late), (), lanes)


def in_lanes(
    shown: Iterable[tuple[Event, EventView]], subjects: Mapping[str, str]
) -> Iterator[tuple[str, list[tuple[Event, EventView]]]]:
    """The events that are *shown*, each in one lane: first the subject that most are about, of the
    rest the next, and in the end, under no id, all others."""
    left = list(shown)
    for _ in range(MOST_LANES):
        counts = Counter(id_ for event, _ in left for id_ in event.about if id_ in subjects)
        id_, number = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
        if number < FEWEST_IN_LANE:
            break
        yield id_, [pair for pair in left if id_ in pair[0].about]
        left = [pair for pair in left if id_ not in pair[0].about]
    if left:
        yield "", left


def named_in(catalogue: Catalogue, root: str, pages: Iterable[str]) -> dict[str, Link]:
    """Where an id that an event is about leads: an entity's page, or a fact box's."""
    links = {
        id_: Link(catalogue.entities[id_].name, f"{root}entities/{id_}/index.html") for id_ in pages
    }
    links |= {
        box.id: Link(box.title, f"{root}facts/{box.id}/index.html")
        for box in catalogue.boxes.values()
    }
    return links
