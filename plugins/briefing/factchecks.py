"""Is what the facts promise kept? The checks of fact boxes, and of prose that names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from .briefing import Site
from .dates import UNDATED
from .diagnostics import Diagnostic, did_you_mean, error, warning
from .facts import agrees, dated, keys_of, value_of
from .model import Catalogue, FactBox, FactReference, Written
from .sitefacts import PAGES, site_values
from .words import COUNTRIES


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


def is_unread_box(name: str, site: Site) -> bool:
    """Whether a box has a file that cannot be read at all, which is told there."""
    return f"content/facts/{name}.yaml" in site.unread


def unknown_box(name: str, place: Written, catalogue: Catalogue) -> Diagnostic:
    hint = did_you_mean(name, catalogue.boxes, "Fact boxes are files in content/facts/")
    return error("box-unknown", place.span, f"unknown fact box '{name}'", hint)


def check_evidence(site: Site) -> Iterator[Diagnostic]:
    """What no document shows is not published as a fact; what was not read is told of."""
    boxes = site.catalogue.boxes.values()
    for fact in (*(fact for box in boxes for fact in dated(box)), *site.catalogue.events):
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
        lists = (box.facts, *box.roles.values())
        dated_subjects = (rows[0].subject for facts in lists for rows in facts.values() if rows)
        for subject in (*dated_subjects, *box.quantified):
            if subject.text not in COUNTRIES and subject.text not in entities:
                yield error(
                    "subject-unknown",
                    subject.span,
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
    days = {
        briefing.article.file.path: briefing.now if briefing.edition.day != UNDATED else None
        for briefing in site.briefings
    }
    boxes = site.catalogue.boxes
    references = [
        *(reference for article in site.articles for reference in article.references),
        *(reference for box in boxes.values() for reference in box.references),
    ]
    own = site_values(site) if any(r.box in PAGES for r in references) else {}
    for reference in references:
        box = boxes.get(reference.box)
        if box is None and reference.box in own:
            if f"content/{reference.box}.yaml" not in site.unread:
                yield from _check_site_value(reference, own[reference.box])
        elif box is None:
            if not is_unread_box(reference.box, site):
                place = Written(reference.box, reference.span)
                yield unknown_box(reference.box, place, site.catalogue)
        elif box.span.path not in site.unread:
            day = reference.day or days.get(reference.span.path, box.as_of.last)
            yield from _check_value(reference, box, day)


def _check_value(reference: FactReference, box: FactBox, day: date | None) -> Iterator[Diagnostic]:
    """*day* is None where it could not be read, which is told there."""
    if reference.key not in keys_of(box):
        yield _unknown_key(reference, keys_of(box))
        return
    if day is None:
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
