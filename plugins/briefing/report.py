"""What was done since a day: notes new, changed, gone; and what is left to do. Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .annotations import ORPHAN
from .article import Article
from .briefing import Briefing, Site
from .definitions import OWN
from .kinds import VERDICTS
from .model import Annotation
from .staleness import due

Notes = Mapping[str, Mapping[str, str]]
"""By article, each note's id and its definition as written; "" where only the id is known."""


@dataclass(frozen=True, slots=True)
class Before:
    """The notes as they were, and the words for when that was."""

    when: str
    notes: Notes
    whole: bool = True


@dataclass(slots=True)
class Difference:
    """Notes as ``path: id``, by what became of them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def notes_of(article: Article) -> dict[str, str]:
    """Each note of ours with its definition as written."""
    lines = article.file.lines
    return {
        d.id.text: "\n".join(lines[d.lines[0] : d.lines[1]]).strip()
        for d in article.definitions
        if d.kind != OWN
    }


def compare(before: Before, now: Notes) -> Difference:
    """What became of the notes; a changed one can only be told where its text is known."""
    found = Difference()
    for name in sorted({*before.notes, *now}):
        old, new = before.notes.get(name, {}), now.get(name, {})
        found.added += [f"{name}: {id_}" for id_ in new if id_ not in old]
        found.removed += [f"{name}: {id_}" for id_ in old if id_ not in new]
        found.changed += [f"{name}: {id_}" for id_ in new if old.get(id_) and old[id_] != new[id_]]
    return found


def report(site: Site, before: Before | None, now: Notes, day: date | None = None) -> str:
    """The report, in Markdown: every heading with its number, long lists folded by nobody."""
    parts = ["# Notes\n"]
    if before:
        parts.append(f"Since {before.when}.\n")
        difference = compare(before, now)
        parts += _listed("Added", difference.added)
        if before.whole:
            parts += _listed("Changed", difference.changed)
        parts += _listed("Removed", difference.removed)
    stale = [f"{d.span.path}: {d.what}, {d.verified}" for d in due(site, day)]
    parts += _listed("Due for another look", [line.replace("'", "") for line in stale])
    parts += _listed("Drafts", _notes(site, lambda note: note.draft))
    parts += _listed("Without a source", _notes(site, _unsourced))
    parts += _listed("Orphaned: their words are gone", _orphans(site))
    return "\n".join([*parts, *_findings(site.briefings)]) + "\n"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"## {title}: {len(lines)}\n"
    by_file: dict[str, list[str]] = {}
    for line in lines:
        name, _, rest = line.partition(": ")
        by_file.setdefault(name, []).append(f"`{rest}`")
    for name, ids in by_file.items():
        yield f"- {_plain(name)}: {', '.join(ids)}"
    if lines:
        yield ""


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_<\[\]])", r"\\\1", text)


def _notes(site: Site, wanted: Callable[[Annotation], bool]) -> list[str]:
    return [
        f"{article.file.path}: {note.id}"
        for article in site.articles
        for note in article.annotations
        if note.kind != OWN and wanted(note)
    ]


def _unsourced(note: Annotation) -> bool:
    return not note.citations and not note.draft


def _orphans(site: Site) -> list[str]:
    return [
        f"{article.file.path}: {d.id}"
        for article in site.articles
        for d in article.definitions
        if d.value("status") == ORPHAN
    ]


def _findings(briefings: Sequence[Briefing]) -> Iterator[str]:
    """How many published claims have which verdict, and what that says of then and of now."""
    notes = [note for b in briefings for note in b.article.annotations if note.verdict]
    counts = Counter(note.verdict for note in notes if not note.draft)
    yield f"## Claims by finding: {sum(counts.values())}\n"
    if counts:
        yield "| verdict | then | now | claims |\n|---|---|---|---:|"
        for name, verdict in VERDICTS.items():
            if counts[name]:
                yield f"| {name} | {verdict.then} | {verdict.now} | {counts[name]} |"
