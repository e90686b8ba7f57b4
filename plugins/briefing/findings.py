"""What readers were told at the last release: a verdict or a fact that changed must say why."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from .briefing import Briefing, Site
from .diagnostics import Diagnostic, Span, TextFile, error
from .facts import sources_behind
from .model import Change, Event, Fact, FactBox, Figure, Written
from .records import root_of
from .written import Mapping as Node

HEADER = """\
# What readers were told at the last release: the verdict of each claim, what each fact box says,
# and the rows of `history:`. `make release` writes this list, and asks for a new row of `history:`
# where something in it changed.
"""
Told = Mapping[str, Mapping[str, str]]
"""By a briefing's address, or a fact box's as ``facts/<id>``: what it said, by note or key."""
Row = Fact | Figure | Event
ROWS = "history of "
"""Before such an address: the rows of its history, numbered."""
BEHIND = " (behind)"
"""After a fact's key: what its value rests on."""
PLAIN = re.compile(r"\w[\w ./()-]*")
"""What is a key in YAML without quotation marks."""


def told_by(site: Site) -> dict[str, dict[str, str]]:
    """What the site says now; drafts say nothing."""
    told: dict[str, dict[str, str]] = {}
    for briefing in site.briefings:
        slug, edition = briefing.edition.slug, briefing.edition
        told |= {slug: _verdicts(briefing), f"{ROWS}{slug}": _rows(edition.history)}
    for box in site.catalogue.boxes.values():
        name = f"facts/{box.id}"
        told |= {name: _facts(box), f"{ROWS}{name}": _rows(box.history)}
    return {name: said for name, said in told.items() if said}


def findings_text(site: Site) -> str:
    """The text of the file that keeps it until the next release."""
    lines = [HEADER]
    for name, said in sorted(told_by(site).items()):
        lines.append(f"{name}:\n")
        for key, value in sorted(said.items()):
            lines.append(f"  {key if PLAIN.fullmatch(key) else _quoted(key)}: {_quoted(value)}\n")
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
    """Each thing that was published, and is another now or gone, has a row that is new."""
    now = told_by(site)
    for briefing in site.briefings:
        slug, edition = briefing.edition.slug, briefing.edition
        renamed = {old: new.text for old, new in edition.aliases.notes.items()}
        was = {renamed.get(key, key): value for key, value in before.get(slug, {}).items()}
        explained = _newly(edition.history, before.get(f"{ROWS}{slug}", {}))
        places = {note.id: note.span for note in briefing.article.annotations}
        for key in _unexplained(was, now.get(slug, {}), explained):
            span, said = places.get(key, edition.span), now.get(slug, {}).get(key, "")
            yield _missing(span, f"note '{key}'", was[key], said, key, edition.history)
    for box in site.catalogue.boxes.values():
        name = f"facts/{box.id}"
        was = dict(before.get(name, {}))
        explained = _newly(box.history, before.get(f"{ROWS}{name}", {}))
        places = {key: rows[0].span for key, rows in _told_of(box) if rows}
        for key in _unexplained(was, now.get(name, {}), explained):
            about, said = key.removesuffix(BEHIND), now.get(name, {}).get(key, "")
            span = places.get(about, box.span)
            yield _missing(span, f"'{about}'", was[key], said, about, box.history)


def _rows(history: tuple[Change, ...]) -> dict[str, str]:
    return {str(number): _row(change) for number, change in enumerate(history, 1)}


def _row(change: Change) -> str:
    return " ".join(f"{change.date} {change.about}, {change.was}: {change.why}".split())


def _newly(history: tuple[Change, ...], before: Mapping[str, str]) -> frozenset[str]:
    """What *history* gives a reason for in a row that was not there at the last release."""
    known = set(before.values())
    return frozenset(change.about for change in history if change.why and _row(change) not in known)


def _unexplained(
    was: Mapping[str, str], now: Mapping[str, str], explained: Collection[str]
) -> Iterator[str]:
    """The keys of what changed, a thing once. A row about ``AR`` is one about ``AR.population``."""
    told: set[str] = set()
    for key in sorted(was):
        about = key.removesuffix(BEHIND)
        if now.get(key) != was[key] and about not in told:
            told.add(about)
            if not {about, *about.split(".")} & set(explained):
                yield key


def _missing(
    span: Span, what: str, was: str, now: str, key: str, history: tuple[Change, ...]
) -> Diagnostic:
    became = f"is '{now}' now" if now else "is gone"
    hint = f"say why in 'history:': - {{date: …, about: {key}, was: {_quoted(was)}, why: …}}"
    earlier = [change.date for change in history if change.about == key and change.why]
    if earlier:
        hint += f"; the row of {earlier[0]} tells of an earlier change"
    said = f"{what} was published as '{was}' and {became}"
    return error("history-missing", span, said, hint)


def _verdicts(briefing: Briefing) -> dict[str, str]:
    notes = briefing.article.annotations
    return {note.id: note.verdict for note in notes if note.verdict and not note.draft}


def _facts(box: FactBox) -> dict[str, str]:
    told = {}
    for key, rows in _told_of(box):
        told[key] = "; ".join(map(_said, rows))
        if behind := "; ".join(map(_behind, rows)):
            told[f"{key}{BEHIND}"] = behind
    return told


def _told_of(box: FactBox) -> Iterator[tuple[str, Sequence[Row]]]:
    """All that a box says, by the key that a row of history names."""
    yield from box.facts.items()
    yield from box.figures.items()
    for subject, quantities in box.quantities.items():
        yield from ((f"{subject}.{name}", rows) for name, rows in quantities.items())
    for role, holders in box.roles.items():
        yield from ((f"{role}.{subject}", rows) for subject, rows in holders.items())
    for day in dict.fromkeys(str(event.date) for event in box.events):
        yield day, [event for event in box.events if str(event.date) == day]


def _said(row: Row) -> str:
    if isinstance(row, Event):
        words = " ".join(row.words.split())
        return f"{words} (to {row.to})" if row.to else words
    return _figure(row) if isinstance(row, Figure) else _fact(row)


def _behind(row: Row) -> str:
    """What else readers are told of a value: its unit or its kind, and its sources."""
    kinds: list[str] = []
    sources = {source.text for source in sources_behind(row)}
    if isinstance(row, Figure):
        kinds = [row.unit]
    elif isinstance(row, Fact):
        kinds = [row.days, row.basis, row.holder, ", ".join(map(str, row.inferred))]
    for reading in () if isinstance(row, Event) else row.disputed:
        kinds += [reading.days, reading.basis]
    cited = f"source {' '.join(sorted(sources))}" if sources else ""
    return " ".join(", ".join(filter(None, (*kinds, cited))).split())


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
