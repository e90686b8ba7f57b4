"""Is every promise kept? Each check is a generator of diagnostics, and a row of CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from .briefing import Site
from .coverage import check_coverage
from .diagnostics import Diagnostic, did_you_mean, error, warning
from .facts import agrees, keys_of, sources_of, value_of
from .model import (
    Catalogue,
    Edition,
    Event,
    Fact,
    FactBox,
    FactReference,
    Figure,
    Written,
)
from .published import check_aliases, check_published, check_withdrawn
from .sitefacts import PAGES, site_values
from .staleness import check_due
from .teaching import check_verdict_words
from .verbatim import check_verbatim
from .words import COUNTRIES


def check(site: Site) -> Iterator[Diagnostic]:
    """Everything that is wrong between the files of *site*, in no order."""
    for run in CHECKS:
        yield from run(site)


def check_cited(site: Site) -> Iterator[Diagnostic]:
    """Each source that an article names exists, and carries what rests on it."""
    known = site.catalogue.sources
    if _sources_unread(site):
        return  # what makes it unreadable is told there; not each source beside
    for article in site.articles:
        for note in article.annotations:
            cited = [citation.id for citation in note.citations]
            yield from _unknown_sources(cited, known)
            if not note.draft:
                yield from _evidence(cited, site.catalogue)
        lead_ins = [citation.id for citation in article.cited]
        yield from _unknown_sources(lead_ins, known)
        yield from _evidence(lead_ins, site.catalogue)


def check_sources(site: Site) -> Iterator[Diagnostic]:
    """Each source that a fact, an entity or an event names exists."""
    known = site.catalogue.sources
    if _sources_unread(site):
        return
    for box in site.catalogue.boxes.values():
        yield from _unknown_sources(sources_of(box), known)
    for entity in site.catalogue.entities.values():
        yield from _unknown_sources(entity.sources, known)
    for event in site.catalogue.events:
        yield from _unknown_sources(event.sources, known)


def _sources_unread(site: Site) -> bool:
    return not site.catalogue.sources and "content/sources.yaml" in site.unread


def _unknown_sources(cited: Iterable[Written], known: Collection[str]) -> Iterator[Diagnostic]:
    for source in cited:
        if source.text not in known:
            hint = did_you_mean(source.text, known, "Sources are listed in content/sources.yaml")
            yield error("source-unknown", source.span, f"unknown source '{source}'", hint)


def _evidence(cited: Iterable[Written], catalogue: Catalogue) -> Iterator[Diagnostic]:
    for source in cited:
        record = catalogue.sources.get(source.text)
        if record and record.evidence == "none":
            yield error(
                "source-absent",
                source.span,
                f"no document was found for '{source}'",
                "cite another source, or mark the note status=draft",
            )
        elif record and record.evidence == "recalled":
            yield warning(
                "source-recalled",
                source.span,
                f"'{source}' was not read",
                "read it, and set 'evidence: seen' in content/sources.yaml",
            )
        elif record and record.tier == "weak":
            yield warning(
                "source-weak",
                source.span,
                f"'{source}' is a weak source",
                "replace it by a better one when you find it",
            )


def check_names(site: Site) -> Iterator[Diagnostic]:
    """Each entity and fact box that an article names exists."""
    catalogue = site.catalogue
    unlisted = not catalogue.entities and "content/entities.yaml" in site.unread
    for article in site.articles:
        for note in article.annotations:
            for named in (note.entity, note.said_by):
                if named and named.text not in catalogue.entities and not unlisted:
                    hint = did_you_mean(
                        named.text,
                        catalogue.entities,
                        "Entities are listed in content/entities.yaml",
                    )
                    yield error("entity-unknown", named.span, f"unknown entity '{named}'", hint)
        for box in article.boxes:
            if box.text not in catalogue.boxes and not _unread_box(box.text, site):
                yield _unknown_box(box.text, box, catalogue)


def check_layouts(site: Site) -> Iterator[Diagnostic]:
    """Each layout that a fact box names exists."""
    catalogue = site.catalogue
    for fact_box in catalogue.boxes.values():
        if fact_box.layout and fact_box.layout.text not in catalogue.layouts:
            hint = did_you_mean(
                fact_box.layout.text, catalogue.layouts, "Layouts are files in content/layouts/"
            )
            yield error(
                "layout-unknown", fact_box.layout.span, f"unknown layout '{fact_box.layout}'", hint
            )


def _unread_box(name: str, site: Site) -> bool:
    """Whether a box has a file that cannot be read at all, which is told there."""
    return f"content/facts/{name}.yaml" in site.unread


def _unknown_box(name: str, place: Written, catalogue: Catalogue) -> Diagnostic:
    hint = did_you_mean(name, catalogue.boxes, "Fact boxes are files in content/facts/")
    return error("box-unknown", place.span, f"unknown fact box '{name}'", hint)


def check_evidence(site: Site) -> Iterator[Diagnostic]:
    """What no document shows is not published as a fact; what was not read is told of."""
    for box in site.catalogue.boxes.values():
        dated = [f for rows in box.facts.values() for f in rows]
        figures = [f for series in box.figures.values() for f in series]
        facts: tuple[Fact | Figure | Event, ...] = (*dated, *figures, *box.events)
        for fact in facts:
            if fact.evidence == "none":
                yield error(
                    "evidence-absent",
                    fact.span,
                    "no document shows this",
                    "take it out, or give a source that was read",
                )
            elif fact.evidence == "recalled":
                yield warning(
                    "evidence-recalled",
                    fact.span,
                    "this rests on memory",
                    "find the document, and take out 'evidence: recalled'",
                )


def check_facts(site: Site) -> Iterator[Diagnostic]:
    """Subjects are countries or entities; headlines name something that the box has."""
    entities = site.catalogue.entities
    for box in site.catalogue.boxes.values():
        for facts in (box.facts, *box.roles.values()):
            for subject, rows in facts.items():
                if subject not in COUNTRIES and subject not in entities and rows:
                    yield error(
                        "subject-unknown",
                        rows[0].subject.span,
                        f"'{subject}' is neither a country code nor an entity",
                        "use a two-letter code such as BR, or an id of content/entities.yaml",
                    )
        for key in box.headline:
            if key.text not in keys_of(box):
                yield error(
                    "headline-unknown",
                    key.span,
                    f"this box has no '{key}' to show",
                    did_you_mean(key.text, keys_of(box), f"one of: {', '.join(keys_of(box))}"),
                )


def check_references(site: Site) -> Iterator[Diagnostic]:
    """What prose says of a fact is what the fact says, on that day."""
    days: dict[str, date] = {b.article.file.path: b.now for b in site.briefings}
    named = any(r.box in PAGES for article in site.articles for r in article.references)
    own = site_values(site) if named else {}
    for article in site.articles:
        for reference in article.references:
            box = site.catalogue.boxes.get(reference.box)
            if box is None and reference.box in own:
                if f"content/{reference.box}.yaml" not in site.unread:
                    yield from _check_site_value(reference, own[reference.box])
            elif box is None:
                if not _unread_box(reference.box, site):
                    place = Written(reference.box, reference.span)
                    yield _unknown_box(reference.box, place, site.catalogue)
            elif box.span.path not in site.unread:
                day = reference.day or days.get(article.file.path, box.as_of.last)
                yield from _check_value(reference, box, day)


def _check_value(reference: FactReference, box: FactBox, day: date) -> Iterator[Diagnostic]:
    if reference.key not in keys_of(box):
        yield _unknown_key(reference, keys_of(box))
        return
    value = value_of(box, reference.key, day)
    if value is None:
        yield error(
            "fact-unknown",
            reference.span,
            f"'{box.id}' has no '{reference.key}' for {day}",
            f"add it to content/facts/{box.id}.yaml, or name another day",
        )
    elif not agrees(reference.words, value):
        yield error(
            "fact-differs",
            reference.span,
            f"the text says '{reference.words}', the fact says '{value}' on {day}",
            f"change the words, or correct content/facts/{box.id}.yaml",
        )


def _check_site_value(reference: FactReference, values: Mapping[str, str]) -> Iterator[Diagnostic]:
    value = values.get(reference.key)
    if value is None:
        yield _unknown_key(reference, list(values))
    elif not agrees(reference.words, value):
        yield error(
            "fact-differs",
            reference.span,
            f"the text says '{reference.words}', the site has {value}",
            "change the words",
        )


def _unknown_key(reference: FactReference, known: Sequence[str]) -> Diagnostic:
    return error(
        "fact-unknown",
        reference.span,
        f"'{reference.box}' has no '{reference.key}'",
        did_you_mean(reference.key, known, f"one of: {', '.join(known)}"),
    )


def check_editions(site: Site) -> Iterator[Diagnostic]:
    """No two briefings at one address; none that speaks for a day before its source's."""
    first: dict[str, Edition] = {}
    for briefing in site.briefings:
        edition = briefing.edition
        other = first.setdefault(edition.slug, edition)
        if other is not edition:
            yield error(
                "slug-repeated",
                edition.span,
                f"the address '{edition.slug}' is taken",
                f"{other.span.path} has it too; give one of them another 'slug:'",
            )
        if briefing.seed and briefing.now < briefing.then:
            yield error(
                "edition-early",
                edition.span,
                f"the edition of {edition.day} is older than its source, "
                f"{briefing.seed.provenance.issued}",
                "correct 'edition:', or 'issued:' in seed.yaml",
            )


def check_drafts(site: Site) -> Iterator[Diagnostic]:
    """Drafts are told of, since readers do not see them."""
    for article in site.articles:
        for note in article.annotations:
            if note.draft:
                yield warning(
                    "note-draft",
                    note.span,
                    f"note '{note.id}' is a draft",
                    "it is not published; take out status=draft when it is ready",
                )


def check_unused(site: Site) -> Iterator[Diagnostic]:
    """Sources that nothing cites."""
    cited = {c.id.text for a in site.articles for note in a.annotations for c in note.citations}
    for box in site.catalogue.boxes.values():
        cited.update(source.text for source in sources_of(box))
    for entity in site.catalogue.entities.values():
        cited.update(source.text for source in entity.sources)
    cited.update(citation.id.text for article in site.articles for citation in article.cited)
    cited.update(source.text for event in site.catalogue.events for source in event.sources)
    for source in site.catalogue.sources.values():
        if source.id not in cited:
            yield warning(
                "source-unused",
                source.span,
                f"nothing cites '{source.id}'",
                "cite it, or take it out",
            )


def check_seeds(site: Site) -> Iterator[Diagnostic]:
    """The promise: without our notes and boxes, each article is its seed."""
    for briefing in site.briefings:
        if briefing.seed:
            yield from check_verbatim(briefing.article, briefing.seed)


def check_no_claims(site: Site) -> Iterator[Diagnostic]:
    """What an editor says holds no claim is in the text."""
    for briefing in site.briefings:
        yield from check_coverage(briefing.article, briefing.edition)


Checks = tuple[Callable[[Site], Iterator[Diagnostic]], ...]
OF_ARTICLES: Checks = (
    check_seeds,
    check_cited,
    check_names,
    check_references,
    check_editions,
    check_no_claims,
    check_drafts,
    check_verdict_words,
    check_due,
    check_aliases,
    check_published,
    check_withdrawn,
)
"""What an article can be told beside no other, but for an address that another has too, and for
the site's own numbers."""
OF_CATALOGUE: Checks = (check_sources, check_layouts, check_evidence, check_facts)
CHECKS: Checks = (*OF_ARTICLES, *OF_CATALOGUE, check_unused)
