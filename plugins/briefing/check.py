"""Is every promise kept? Each check of a site is a generator of diagnostics, a row of CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from .article import Article
from .briefing import Briefing, Site
from .coverage import check_coverage
from .dates import UNDATED
from .diagnostics import Diagnostic, Span, did_you_mean, error, warning
from .factchecks import (
    check_evidence,
    check_facts,
    check_layouts,
    check_references,
    is_unread_box,
    unknown_box,
)
from .facts import sources_of
from .model import (
    Catalogue,
    Edition,
    Written,
)
from .ordinary import given
from .published import check_aliases, check_published, check_withdrawn
from .seed import Seed
from .staleness import check_due
from .teaching import check_verdict_words
from .verbatim import check_verbatim


def check(site: Site) -> Iterator[Diagnostic]:
    """Everything that is wrong between the files of *site*, in no order; their words are checked
    where they are read."""
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
    """Each source that a fact, an entity or an event names exists; facts and events rest on it."""
    known = site.catalogue.sources
    if _sources_unread(site):
        return
    for box in site.catalogue.boxes.values():
        named = list(sources_of(box))
        yield from _unknown_sources(named, known)
        yield from _shown(named, site.catalogue)
    for entity in site.catalogue.entities.values():
        yield from _unknown_sources(entity.sources, known)
    for event in site.catalogue.events:
        yield from _unknown_sources(event.sources, known)
        yield from _shown(event.sources, site.catalogue)


def _sources_unread(site: Site) -> bool:
    return not site.catalogue.sources and "content/sources.yaml" in site.unread


def _unknown_sources(cited: Iterable[Written], known: Collection[str]) -> Iterator[Diagnostic]:
    for source in cited:
        if source.text not in known:
            hint = did_you_mean(source.text, known, "Sources are listed in content/sources.yaml")
            yield error("source-unknown", source.span, f"unknown source '{source}'", hint)


def _evidence(cited: Iterable[Written], catalogue: Catalogue) -> Iterator[Diagnostic]:
    """What a note rests on: a document that was read, and is not weak."""
    cited = list(cited)
    yield from _shown(cited, catalogue, "mark the note status=draft")
    for source in cited:
        record = catalogue.sources.get(source.text)
        if record and record.evidence == "seen" and record.tier == "weak":
            yield warning(
                "source-weak",
                source.span,
                f"'{source}' is a weak source",
                "replace it by a better one when you find it",
            )


def _shown(
    cited: Iterable[Written], catalogue: Catalogue, otherwise: str = "take out what rests on it"
) -> Iterator[Diagnostic]:
    """Whether somebody found and read each document."""
    for source in cited:
        record = catalogue.sources.get(source.text)
        if record and record.evidence == "none":
            yield error(
                "source-absent",
                source.span,
                f"no document was found for '{source}'",
                f"cite another source, or {otherwise}",
            )
        elif record and record.evidence == "recalled":
            yield warning(
                "source-recalled",
                source.span,
                f"'{source}' was not read",
                "read it, and set 'evidence: seen' in content/sources.yaml",
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
            if box.text not in catalogue.boxes and not is_unread_box(box.text, site):
                yield unknown_box(box.text, box, catalogue)


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
        dated = edition.day != UNDATED  # else what is wrong with it is told already
        if dated and briefing.seed and briefing.now < briefing.issued.first:
            yield error(
                "edition-early",
                edition.span,
                f"the edition of {edition.day} is older than its source, "
                f"{briefing.seed.provenance.issued}",
                "correct 'edition:', or 'issued:' in seed.yaml",
            )


def check_issued(site: Site) -> Iterator[Diagnostic]:
    """Each source has a day of issue, not what an import writes where it finds none."""
    for briefing in site.briefings:
        if briefing.seed is None or briefing.seed.provenance.issued != UNDATED:
            continue
        place = briefing.seed.provenance.issued_span
        if place.path not in site.unread:
            yield warning(
                "issued-unknown",
                place,
                "the day of issue is not known: the page would say the year 1",
                "write the day, month or year that is known: 1972-09-29, 1972-09 or 1972",
            )


def check_pages_case(site: Site) -> Iterator[Diagnostic]:
    """No two pages whose addresses differ in nothing but the case of their letters."""
    yield from _alike((b.edition.slug, b.edition.span) for b in site.briefings)
    yield from _alike((box.id, box.span) for box in site.catalogue.boxes.values())
    yield from _alike((entity.id, entity.span) for entity in site.catalogue.entities.values())


def check_notes_case(site: Site) -> Iterator[Diagnostic]:
    """No two notes of a briefing whose ids do: each has a page of its own."""
    for briefing in site.briefings:
        yield from _alike((note.id, note.span) for note in briefing.article.annotations)


def _alike(names: Iterable[tuple[str, Span]]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for name, span in names:
        other = first.setdefault(name.casefold(), name)
        if other != name:
            yield error(
                "address-case",
                span,
                f"'{name}' and '{other}' differ only in the case of their letters",
                "many disks keep one file for both: give one of them another name",
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


def check_words(article: Article, briefing: Briefing | None) -> Iterator[Diagnostic]:
    """What is wrong with the words of *article*, whatever the rest of the site says: the promise,
    that without our notes and boxes it is its seed; quotations that are not in the text."""
    if briefing:
        if briefing.seed:
            yield from check_verbatim(article, briefing.seed)
            yield from _check_language(article, briefing.seed)
        yield from check_coverage(article, briefing.edition)
    yield from check_verdict_words(article)


def _check_language(article: Article, seed: Seed) -> Iterator[Diagnostic]:
    """That the front matter says no other language than the seed does, which holds."""
    tag, held = given(article, "lang"), seed.provenance.language
    if tag and tag.text.lower().partition("-")[0] != held.lower().partition("-")[0]:
        said = f"this language changes nothing: the seed says '{held}'"
        hint = f"write 'language: {tag}' in seed.yaml if it is the source's, and take this line out"
        yield warning("language-differs", tag.span, said, hint)


Checks = tuple[Callable[[Site], Iterator[Diagnostic]], ...]
OF_ARTICLES: Checks = (
    check_cited,
    check_names,
    check_references,
    check_editions,
    check_issued,
    check_notes_case,
    check_drafts,
    check_due,
    check_aliases,
    check_published,
    check_withdrawn,
)
"""What an article can be told beside no other, but for an address that another has too, and for
the site's own numbers."""
OF_CATALOGUE: Checks = (check_sources, check_layouts, check_evidence, check_facts)
CHECKS: Checks = (*OF_ARTICLES, *OF_CATALOGUE, check_pages_case, check_unused)
