"""A briefing as it stands, recorded for good: its text, notes, facts and sources as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from .apparatus import Apparatus, Place, Setting
from .briefing import Briefing
from .changes import Changes, differ
from .citing import Bibliography
from .exports.markdown import markdown_of
from .exports.tree import simplified
from .model import Annotation, Catalogue, Change, Fact, FactBox, Figure
from .releases import BoxThen, FactThen, NoteThen, Reason, Release, SourceThen
from .render import html_of
from .words import Words


def record(briefing: Briefing, setting: Setting, why: str) -> Release:
    """The release of *briefing* that would be made now, under the next free name."""
    words = Words(setting.language)
    bibliography = Bibliography(setting.catalogue.sources, words)
    apparatus = Apparatus(briefing, setting, Place("../../"), bibliography)
    edition = briefing.edition
    notes = {
        note.id: _note(apparatus, note)
        for note in apparatus.shown
        if note.kind != "own" and (note.targets or note.headline)
    }
    boxes = {box.id: _box(box) for box in _boxes(briefing, setting.catalogue)}
    cited = dict.fromkeys(id_ for note in notes.values() for id_ in note.sources)
    return Release(
        name=_free_name(briefing),
        number=edition.number,
        title=edition.title,
        by=edition.by,
        digest=briefing.seed.provenance.sha256 if briefing.seed else "",
        why=why,
        text=tuple(briefing.article.plain.text.split("\n")),
        notes=notes,
        boxes=boxes,
        sources={id_: _source(setting.catalogue, id_) for id_ in cited},
        reasons=_reasons(briefing, boxes, setting.catalogue),
    )


def since_last(briefing: Briefing, now: Release) -> Changes | None:
    """What is new since the last release; None where there was none."""
    if not briefing.releases:
        return None
    return differ(briefing.releases[-1], now, briefing.renamed)


def is_new(briefing: Briefing, now: Release) -> bool:
    """Whether *now* is another release than the last one: another edition, or another word."""
    if not briefing.releases:
        return True
    last = briefing.releases[-1]
    edition = (last.day, last.number, last.title) != (now.day, now.number, now.title)
    return edition or bool(since_last(briefing, now))


def _free_name(briefing: Briefing) -> str:
    day = briefing.edition.day
    taken = max((one.nth for one in briefing.releases if one.day == day), default=0)
    return f"{day}.{taken + 1}" if taken else str(day)


def _note(apparatus: Apparatus, note: Annotation) -> NoteThen:
    """A note as data. Its quotation marks stay as written: a page makes them its own."""
    article = apparatus.briefing.article
    look = replace(apparatus.look, numbered=False)
    says = markdown_of(simplified(html_of(article.bodies[note.id], look), _away))
    start = note.targets[0].stretch.start if note.targets else 0
    return NoteThen(
        kind=note.kind,
        verdict=note.verdict,
        then=note.then,
        at=-1 if note.headline else article.plain.text.count("\n", 0, start),
        quote=apparatus.quote(note),
        says=says,
        sources=tuple(dict.fromkeys(citation.id.text for citation in note.citations)),
        as_of=str(note.as_of or ""),
        by=note.by,
    )


def _away(href: str) -> str:
    """Links that leave the site are kept; pages of our own may be others one day."""
    return href if urlsplit(href).scheme in ("http", "https") else ""


def _boxes(briefing: Briefing, catalogue: Catalogue) -> list[FactBox]:
    """The boxes that the article draws, or whose facts its words are."""
    article = briefing.article
    named = [*(box.text for box in article.boxes), *(r.box for r in article.references)]
    return [catalogue.boxes[id_] for id_ in dict.fromkeys(named) if id_ in catalogue.boxes]


def _box(box: FactBox) -> BoxThen:
    values = {key: tuple(map(_fact, rows)) for key, rows in box.facts.items()}
    figures = {key: tuple(map(_figure, rows)) for key, rows in box.figures.items()}
    return BoxThen(box.title, str(box.as_of), values | figures)


def _fact(fact: Fact) -> FactThen:
    value = " / ".join(reading.value for reading in fact.disputed) or fact.value
    attested = tuple(map(str, fact.attested)) if not (fact.since or fact.until) else ()
    return FactThen(value, str(fact.since or ""), str(fact.until or ""), attested)


def _figure(figure: Figure) -> FactThen:
    value = " / ".join(reading.value for reading in figure.disputed) or figure.value
    return FactThen(f"{value} {figure.unit}".strip(), date=str(figure.date))


def _source(catalogue: Catalogue, id_: str) -> SourceThen:
    source = catalogue.sources[id_]
    issued = str(source.issued or "")
    return SourceThen(source.title, source.publisher, issued, source.url, source.archive)


def _reasons(
    briefing: Briefing, boxes: Mapping[str, BoxThen], catalogue: Catalogue
) -> dict[str, Reason]:
    """The rows of each ``history:`` that no earlier release had: the newest about each thing.

    A release keeps one row about a thing, so that older ones may be unknown and are no news.
    """
    known = {(key, one) for release in briefing.releases for key, one in release.reasons.items()}
    told = [(change.about, change) for change in briefing.edition.history]
    told += [(f"{box}/{c.about}", c) for box in boxes for c in catalogue.boxes[box].history]
    newest = {about: change.date for about, change in sorted(told, key=_day)}
    return {
        about: reason
        for about, change in reversed(told)
        if change.date == newest[about] and (about, reason := _reason(change)) not in known
    }


def _day(told: tuple[str, Change]) -> date:
    return told[1].date.first


def _reason(change: Change) -> Reason:
    return Reason(str(change.date), change.why)
