"""The page of a person, body or country: roles, facts, where it is named, what is claimed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .boxview import BoxMaker
from .facts import count, snapshot, state_on
from .factwords import tenure
from .language import N_
from .mentions import Named
from .model import Entity, FactBox
from .siteviews import ClaimRow, EntityPage, Mention, RoleRow
from .views import Link, Pair, Shown

KINDS = {
    "person": N_("Person"),
    "organisation": N_("Organisation"),
    "country": N_("Country"),
    "place": N_("Place"),
}


def entity_page(
    entity: Entity,
    maker: BoxMaker,
    named: Sequence[Named],
    claims: tuple[ClaimRow, ...],
    root: str,
    language: str,
) -> EntityPage:
    """The page ``entities/<id>/``; *named* are the sentences that name it, *root* leads home."""
    words = maker.words
    links = [Link("Wikidata", f"https://www.wikidata.org/wiki/{entity.wikidata}")]
    maker.bibliography.cite_ids(entity.sources, Link(entity.name, "#top"))
    return EntityPage(
        id=entity.id,
        name=entity.name,
        kind=words.say(KINDS.get(entity.kind) or entity.kind.capitalize()),
        gloss=entity.description,
        lang=language,
        names=entity.names,
        also=entity.also,
        roles=tuple(RoleRow(r.role, tenure(words, r)) for r in entity.roles),
        facts=tuple(_facts(entity, maker, root)),
        mentions=tuple(_mention(mention, root, language) for mention in named),
        claims=claims,
        links=tuple(links if entity.wikidata else ()),
        sources=maker.bibliography.views(),
        then=words.day(maker.then),
        now=words.day(maker.now),
    )


def _facts(entity: Entity, maker: BoxMaker, root: str) -> Iterator[tuple[Link, Pair]]:
    """What each fact box says of it then and now: as one of its subjects, or as the whole."""
    for box in maker.catalogue.boxes.values():
        href = f"{root}facts/{box.id}/index.html"
        subject = next((s for s in (entity.country, entity.id) if s and s in box.facts), "")
        if subject:
            pair = maker.subject_pair(box, subject, Link(box.title, "#top"))
            yield Link(box.title, f"{href}#subject-{subject}"), pair
        elif _is_about(box, entity):
            then, now = (str(count(snapshot(box.facts, day))) for day in maker.days)
            label = box.labels.get("count") or maker.words.say("Members")
            yield Link(box.title, href), Pair(label, Shown("", then), Shown("", now), then != now)
        for role, holders in box.roles.items():
            if entity.country in holders:
                rows = holders[entity.country]
                held = [state_on(entity.country, rows, day).counted for day in maker.days]
                yes, no = maker.words.say("yes"), maker.words.say("no")
                shown = [Shown("", yes if on else no) for on in held]
                label = box.labels.get(role, role.capitalize())
                yield (
                    Link(f"{box.title}: {maker.words.within(label)}", f"{href}#role-{role}"),
                    Pair(label, shown[0], shown[1], held[0] != held[1]),
                )


def _is_about(box: FactBox, entity: Entity) -> bool:
    return box.view == "membership" and bool({entity.name, *entity.also} & set(box.triggers))


def _mention(named: Named, root: str, language: str) -> Mention:
    page = f"{root}briefings/{named.briefing.edition.slug}/index.html"
    return Mention(
        before=named.before,
        name=named.name,
        after=named.after,
        briefing=Link(named.briefing.edition.title, page),
        paragraph=str(named.paragraph),
        href=f"{page}#p{named.paragraph}" if named.paragraph else f"{page}#text",
        lang=named.briefing.language(language),
    )
