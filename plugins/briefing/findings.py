"""What readers were told at the last release: a verdict or a fact that changed must say why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from .briefing import Briefing, Site
from .diagnostics import Diagnostic, Span, TextFile, error
from .model import Change, Fact, FactBox, Figure, Written
from .records import root_of
from .written import Mapping as Node

HEADER = """\
# What readers were told at the last release: the verdict of each claim, and each dated fact.
# `make release` writes this list, and asks for a row of `history:` where one of them changed.
"""
Told = Mapping[str, Mapping[str, str]]
"""By a briefing's address, or a fact box's as ``facts/<id>``: what it said, by note or key."""


def told_by(site: Site) -> dict[str, dict[str, str]]:
    """What the site says now; drafts say nothing."""
    claims = {b.edition.slug: _verdicts(b) for b in site.briefings}
    boxes = {f"facts/{box.id}": _facts(box) for box in site.catalogue.boxes.values()}
    return {name: said for name, said in (claims | boxes).items() if said}


def findings_text(site: Site) -> str:
    """The text of the file that keeps it until the next release."""
    lines = [HEADER]
    for name, said in sorted(told_by(site).items()):
        lines.append(f"{name}:\n")
        lines += [f"  {key}: {_quoted(value)}\n" for key, value in sorted(said.items())]
    return "".join(lines)


def read_findings(file: TextFile) -> tuple[Told, list[Diagnostic]]:
    """What was told at the last release, and what cannot be read of it."""
    found: list[Diagnostic] = []
    root = root_of(file, found)
    told = {
        name: {key: value.text for key, value in node.items.items() if isinstance(value, Written)}
        for name, node in (root.items if root else {}).items()
        if isinstance(node, Node)
    }
    return told, found


def check_history(site: Site, before: Told) -> Iterator[Diagnostic]:
    """Each verdict or fact that was published, and is another now or gone, has its row."""
    now = told_by(site)
    for briefing in site.briefings:
        slug, edition = briefing.edition.slug, briefing.edition
        renamed = {old: new.text for old, new in edition.aliases.notes.items()}
        was = {renamed.get(key, key): value for key, value in before.get(slug, {}).items()}
        places = {note.id: note.span for note in briefing.article.annotations}
        for key in _unexplained(was, now.get(slug, {}), edition.history):
            span = places.get(key, edition.span)
            yield _missing(span, f"note '{key}'", was[key], now.get(slug, {}).get(key, ""), key)
    for box in site.catalogue.boxes.values():
        name = f"facts/{box.id}"
        was = dict(before.get(name, {}))
        places = {key: rows[0].span for key, rows in box.facts.items() if rows}
        for key in _unexplained(was, now.get(name, {}), box.history):
            span = places.get(key, box.span)
            yield _missing(span, f"'{key}'", was[key], now.get(name, {}).get(key, ""), key)


def _unexplained(
    was: Mapping[str, str], now: Mapping[str, str], history: tuple[Change, ...]
) -> Iterator[str]:
    explained = {change.about for change in history}
    yield from (key for key, value in was.items() if now.get(key) != value and key not in explained)


def _missing(span: Span, what: str, was: str, now: str, key: str) -> Diagnostic:
    became = f"is '{now}' now" if now else "is gone"
    return error(
        "history-missing",
        span,
        f"{what} was published as '{was}' and {became}",
        f"say why in 'history:': - {{date: …, about: {key}, was: {_quoted(was)}, why: …}}",
    )


def _verdicts(briefing: Briefing) -> dict[str, str]:
    notes = briefing.article.annotations
    return {note.id: note.verdict for note in notes if note.verdict and not note.draft}


def _facts(box: FactBox) -> dict[str, str]:
    facts = {key: "; ".join(map(_fact, rows)) for key, rows in box.facts.items()}
    return facts | {key: "; ".join(map(_figure, rows)) for key, rows in box.figures.items()}


def _fact(fact: Fact) -> str:
    value = " or ".join(reading.value for reading in fact.disputed) or fact.value
    attested = ", ".join(map(str, fact.attested)) if not (fact.since or fact.until) else ""
    return f"{value} {fact.since or ''}..{fact.until or ''} {attested}".strip()


def _figure(figure: Figure) -> str:
    value = " or ".join(reading.value for reading in figure.disputed) or figure.value
    return f"{value} {figure.date}"


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar; JSON's quotation is one."""
    return json.dumps(text, ensure_ascii=False)
