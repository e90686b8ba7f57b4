"""Every page and file of the site that is not a briefing: where it is written, and its view."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from .apparatus import Apparatus, Place, Setting, box_hrefs, shown_notes
from .boxview import BoxMaker
from .briefing import Briefing, Site
from .citing import Bibliography
from .dates import PartialDate
from .entitypage import entity_page
from .exports.claims import claim_reviews, claims_json, linked_data
from .exports.csl import csl_json
from .exports.facts import facts_csv, facts_json
from .factpage import fact_page
from .facts import sources_of
from .listings import (
    Claims,
    claim_rows,
    claims_page,
    deeper,
    entities_index,
    facts_index,
    named_in,
    sources_page,
    timeline_page,
)
from .mentions import Named
from .model import Catalogue, Entity, FactBox, Source
from .render import Look, html_of, quotes_of, smart
from .siteviews import ClaimRow, TimelinePage
from .syntax import parser
from .views import Link, SourceView
from .words import Words

CLAIMS, ENTITIES, FACTS = "claims/index.html", "entities/index.html", "facts/index.html"
TIMELINE, LISTED = "timeline/index.html", "sources/index.html"
FEWEST = 2
"""Mentions from which on an entity has a page of its own."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address below the root, its template, and the view under the name it wants."""

    path: str
    template: str
    name: str
    view: object
    title: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of data: its address below the root, and its text."""

    path: str
    text: str


@dataclass
class SiteMaker:
    """Makes the site's own pages from everything that was written."""

    site: Site
    setting: Setting
    named: Mapping[str, list[Named]]

    def __post_init__(self) -> None:
        pages = frozenset(id_ for id_, found in self.named.items() if len(found) >= FEWEST)
        self.setting = replace(self.setting, pages=pages)

    @cached_property
    def newest(self) -> Briefing | None:
        """The briefing whose two days the site's own pages speak for."""
        return max(self.site.briefings, key=lambda b: (b.now, b.edition.slug), default=None)

    @cached_property
    def lists(self) -> Mapping[str, str]:
        """The lists that there are, in the order of the site's menu: their addresses and titles."""
        say, catalogue = Words(self.setting.language).say, self.setting.catalogue
        facts = {FACTS: say("Facts")} if catalogue.boxes else {}
        timeline = {TIMELINE: say("Timeline")} if catalogue.events else {}
        names = {ENTITIES: say("People and bodies")}
        return {CLAIMS: say("Claims"), **facts, **names, **timeline, LISTED: say("Sources")}

    def pages(self, rows: Sequence[tuple[str, ClaimRow]]) -> Iterator[Page]:
        """All pages, in the order of the site's menu; *rows* are the claims of all briefings."""
        catalogue, words = self.setting.catalogue, Words(self.setting.language)

        def listing(path: str, name: str, view: object) -> Page:
            template = f"site/{path.partition('/')[0]}.html"
            return Page(path, template, name, view, self.lists[path])

        yield listing(CLAIMS, "claims", claims_page(words, rows))
        if catalogue.boxes:
            index = facts_index(catalogue.boxes.values(), self._maker("../", None))
            yield listing(FACTS, "facts", index)
        for box in catalogue.boxes.values():
            yield self._fact_page(box)
        groups = entities_index(words, self._listed(), self._entity_hrefs())
        yield listing(ENTITIES, "groups", groups)
        named = Claims([row for _, row in rows])
        for id_ in sorted(self.setting.pages):
            yield self._entity_page(catalogue.entities[id_], named.about(catalogue.entities[id_]))
        timeline = self.timeline("../")
        if timeline:
            yield listing(TIMELINE, "timeline", timeline)
        yield listing(LISTED, "listing", sources_page(words, *self._sources))

    def files(self) -> Iterator[File]:
        """The data behind the site's own pages."""
        catalogue = self.setting.catalogue
        maker = self._maker("../", None)
        for box in catalogue.boxes.values():
            subjects = {*box.facts, *box.quantities, *(s for r in box.roles.values() for s in r)}
            names = {subject: maker.name(subject) for subject in subjects}
            yield File(f"facts/{box.id}/{box.id}.csv", facts_csv(box, names))
            yield File(
                f"facts/{box.id}/{box.id}.json", facts_json(box, names, dict(catalogue.sources))
            )
        _, sources = self._sources
        yield File("sources/sources.json", csl_json(sources.values()))

    def files_of(self, briefing: Briefing) -> Iterator[File]:
        """The data behind a briefing's page."""
        folder = f"briefings/{briefing.edition.slug}"
        apparatus = self._apparatus(briefing, Place("../../"))
        yield File(f"{folder}/claims.json", claims_json(apparatus, briefing))
        yield File(f"{folder}/source.txt", briefing.article.plain.text + "\n")

    def timeline(self, root: str) -> TimelinePage | None:
        """The timeline as seen from *root*; None where the site has no events."""
        events = self.setting.catalogue.events
        if not events:
            return None
        listed = "" if not root else f"{root}{LISTED}"
        maker = self._maker(root, self.newest, listed)
        hinge = maker.words.day(self.newest.issued) if self.newest else None
        about = named_in(self.setting.catalogue, root, self.setting.pages)
        return timeline_page(events, maker, hinge, about, self._subjects())

    def _subjects(self) -> dict[str, str]:
        """What the ids that events are about are called in few words."""
        catalogue = self.setting.catalogue
        entities = catalogue.entities.values()
        names = {e.id: min((e.name, *e.also), key=lambda name: (len(name), name)) for e in entities}
        return names | {box.id: box.short or box.title for box in catalogue.boxes.values()}

    def timeline_of(self, briefing: Briefing) -> TimelinePage | None:
        """The main events around one briefing: those about what it names or draws."""
        catalogue = self.setting.catalogue
        about = {box.text for box in briefing.article.boxes} | {briefing.edition.slug}
        about |= self._names_in.get(briefing.edition.slug, set())
        events = [e for e in catalogue.events if e.core and (not e.about or about & {*e.about})]
        if not events:
            return None
        maker = self._maker("../../", briefing, f"../../{LISTED}")
        links = named_in(catalogue, "../../", self.setting.pages)
        return timeline_page(events, maker, maker.words.day(briefing.issued), links, {})

    def linked_data(
        self, briefing: Briefing, publisher: str, path: str, public_url: str, card: Link | None
    ) -> Markup:
        """The briefing's page as JSON-LD, safe inside a script element; "" without an address."""
        if not public_url:
            return Markup("")
        url = f"{public_url}/{path.removesuffix('index.html')}"
        apparatus = self._apparatus(briefing, Place("../../"))
        reviews = claim_reviews(apparatus, briefing, url)
        image = f"{public_url}/{card.href}" if card else ""
        data = linked_data(briefing, reviews, url, publisher, image)
        graph = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return Markup(graph.replace("<", "\\u003c"))

    def claims_of(self, briefing: Briefing) -> tuple[tuple[str, ClaimRow], ...]:
        """A briefing's claims, as the page of all claims shows them."""
        page = f"../briefings/{briefing.edition.slug}/index.html"
        apparatus = self._apparatus(briefing, Place("../", page, f"../{LISTED}"))
        return tuple(claim_rows(apparatus, briefing))

    # --- parts --------------------------------------------------------------------------------

    def _apparatus(self, briefing: Briefing, place: Place) -> Apparatus:
        words = Words(self.setting.language)
        bibliography = Bibliography(self.setting.catalogue.sources, words, place.sources)
        return Apparatus(briefing, self.setting, place, bibliography)

    def _maker(self, root: str, briefing: Briefing | None, listed: str = "") -> BoxMaker:
        """What makes boxes for the two days of *briefing*, or of the newest one."""
        words = Words(self.setting.language)
        bibliography = Bibliography(self.setting.catalogue.sources, words, listed)
        briefing = briefing or self.newest
        boxes = self.setting.catalogue.boxes.values()
        latest = max((box.as_of for box in boxes), key=lambda d: d.last, default=PartialDate(1))
        then = briefing.issued if briefing else latest
        now = briefing.edition.day if briefing else latest
        look = plain_look(self.setting.catalogue, root, bibliography)
        language = self.setting.language

        def markdown(text: str) -> Markup:
            return html_of(smart(parser().parse(text), language), look) if text else Markup("")

        return BoxMaker(self.setting.catalogue, words, bibliography, then, now, markdown)

    @cached_property
    def _names_in(self) -> Mapping[str, set[str]]:
        """The entities that each briefing names, by its address."""
        names: dict[str, set[str]] = {}
        for id_, found in self.named.items():
            for one in found:
                names.setdefault(one.briefing.edition.slug, set()).add(id_)
        return names

    @cached_property
    def _users(self) -> Mapping[str, list[Briefing]]:
        """The briefings in which each fact box stands."""
        users: dict[str, list[Briefing]] = {}
        for briefing in self.site.briefings:
            for box in {box.text for box in briefing.article.boxes}:
                users.setdefault(box, []).append(briefing)
        return users

    def _fact_page(self, box: FactBox) -> Page:
        users = self._users.get(box.id, [])
        used = tuple(
            Link(b.edition.title, f"../../briefings/{b.edition.slug}/index.html#box-{box.id}")
            for b in users
        )
        maker = self._maker("../../", users[-1] if users else None)
        hrefs = {
            subject: f"../../entities/{entity.id}/index.html"
            for entity in self.setting.catalogue.entities.values()
            if entity.id in self.setting.pages
            for subject in (entity.id, entity.country)
            if subject
        }
        view = fact_page(box, maker, used, hrefs, self.setting.language)
        return Page(f"facts/{box.id}/index.html", "site/fact.html", "fact", view, box.title)

    def _entity_page(self, entity: Entity, about: Iterable[ClaimRow]) -> Page:
        maker = self._maker("../../", None)
        claims = tuple(deeper(row) for row in about)
        view = entity_page(
            entity, maker, self.named[entity.id], claims, "../../", self.setting.language
        )
        path = f"entities/{entity.id}/index.html"
        return Page(path, "site/entity.html", "entity", view, entity.name)

    def _listed(self) -> list[Entity]:
        return [e for e in self.setting.catalogue.entities.values() if e.id in self.named]

    def _entity_hrefs(self) -> dict[str, str]:
        """An entity's page; or, of one that is named once, the sentence that names it."""
        hrefs = {}
        for id_, found in self.named.items():
            first = found[0]
            page = f"../briefings/{first.briefing.edition.slug}/index.html"
            mention = f"{page}#p{first.paragraph}" if first.paragraph else page
            hrefs[id_] = f"{id_}/index.html" if id_ in self.setting.pages else mention
        return hrefs

    @cached_property
    def _sources(self) -> tuple[tuple[SourceView, ...], dict[str, Source]]:
        """Every source that the site uses, with the pages that use it."""
        words = Words(self.setting.language)
        bibliography = Bibliography(self.setting.catalogue.sources, words)
        catalogue = self.setting.catalogue
        for briefing in self.site.briefings:
            page = f"../briefings/{briefing.edition.slug}/index.html"
            for note in shown_notes(briefing, self.setting):
                anchor = "claim" if note.ledger_only else "note"
                bibliography.cite(
                    note.citations, Link(briefing.edition.title, f"{page}#{anchor}-{note.id}")
                )
        for box in catalogue.boxes.values():
            bibliography.cite_ids(sources_of(box), Link(box.title, f"../facts/{box.id}/index.html"))
        for event in catalogue.events:
            bibliography.cite_ids(
                event.sources, Link(words.say("Timeline"), "../timeline/index.html")
            )
        for id_ in sorted(self.setting.pages):
            entity = catalogue.entities[id_]
            bibliography.cite_ids(
                entity.sources, Link(entity.name, f"../entities/{id_}/index.html")
            )
        used = {id_: catalogue.sources[id_] for id_ in bibliography.used}
        return bibliography.views(), used


def plain_look(catalogue: Catalogue, root: str, bibliography: Bibliography) -> Look:
    """How an editor's Markdown is rendered on a page that shows no notes."""
    return Look(
        marks={},
        words=frozenset(),
        signs={},
        cites=bibliography.short_names(),
        boxes=box_hrefs(catalogue, root),
        sources=bibliography.listed,
        quotes=quotes_of(bibliography.words.tag),
        numbered=False,
    )
