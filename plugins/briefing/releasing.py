"""A release: what readers are told from now on is kept as data, or it is said why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .apparatus import Setting
from .briefing import Briefing
from .changes import ADDED, CHANGED, WITHDRAWN, Changes, reason_of
from .diagnostics import Diagnostic, Severity, Span, error, in_order
from .findings import check_history, findings_text
from .published import released
from .recording import is_new, record, since_last
from .releases import Release, release_text
from .store import EDITIONS, FINDINGS, PUBLISHED, read_released
from .survey import Survey, survey
from .together import write_together


@dataclass(frozen=True, slots=True)
class Plan:
    """The files that a release would write, by their names; what stands against it; its news.

    *unexplained* are the errors that a reason for the whole release would mend.
    """

    files: dict[str, str]
    errors: tuple[Diagnostic, ...]
    unexplained: tuple[Diagnostic, ...]
    news: tuple[str, ...]


def plan_release(root: Path, why: str) -> Plan:
    """What a release would do for the reason *why*; nothing is written."""
    surveyed = survey(root)
    before, problems = read_released(root)
    found = [*surveyed.found, *problems, *check_history(surveyed.site, before)]
    unexplained: list[Diagnostic] = []
    files, news = {}, []
    if not any(d.severity is Severity.ERROR for d in surveyed.found):
        for briefing, now in _new(surveyed, why):
            changes = since_last(briefing, now)
            found += _check_day(briefing)
            unexplained += _unexplained(briefing, now, changes) if changes else ()
            name = f"{EDITIONS}/{briefing.edition.slug}/{now.name}.json"
            files[name] = release_text(now)
            news.append(f"{name}: {_told(now, changes)}")
    files[PUBLISHED] = released(surveyed.site)
    files[FINDINGS] = findings_text(surveyed.site)
    errors = [d for d in in_order([*found, *unexplained]) if d.severity is Severity.ERROR]
    return Plan(files, tuple(errors), tuple(unexplained), tuple(news))


def carry_out(root: Path, plan: Plan) -> None:
    """Write what was planned: all of it or nothing.

    Raises:
        OSError: it cannot be written.
    """
    write_together(root, {root / name: text.encode() for name, text in plan.files.items()})


def _new(surveyed: Survey, why: str) -> Iterator[tuple[Briefing, Release]]:
    """Each briefing that is another than at its last release, with the release it would get."""
    setting = Setting(surveyed.site.catalogue, surveyed.kinds, "en", drafts=False)
    for briefing in surveyed.site.briefings:
        now = record(briefing, setting, why)
        if is_new(briefing, now):
            yield briefing, now


def _check_day(briefing: Briefing) -> Iterator[Diagnostic]:
    last = briefing.releases[-1].day if briefing.releases else briefing.edition.day
    if briefing.edition.day.first < last.first:
        yield error(
            "edition-early",
            briefing.edition.span,
            f"the edition of {briefing.edition.day} is older than the last release, {last}",
            "correct 'edition:': an earlier day was not spoken for afterwards",
        )


def _unexplained(briefing: Briefing, now: Release, changes: Changes) -> Iterator[Diagnostic]:
    """What became another, or went, without a reason for it or for the whole release."""
    last = briefing.releases[-1].day
    places = {note.id: note.span for note in briefing.article.annotations}
    here = briefing.edition.span
    for note in changes.notes:
        if note.how != ADDED and not reason_of(now, note.id).why:
            gone = note.how == WITHDRAWN
            became = "is withdrawn" if gone else f"is not what it was when released on {last}"
            yield _missing(places.get(note.id, here), f"note '{note.id}' {became}", note.id)
    if changes.text and not reason_of(now, "text").why:
        yield _missing(here, f"the text is not what it was when released on {last}", "text")


def _missing(span: Span, said: str, about: str) -> Diagnostic:
    hint = f"say why in 'history:': - {{date: …, about: {about}, why: …}}"
    return error("history-missing", span, said, f'{hint}; or for all: make release WHY="…"')


def _told(now: Release, changes: Changes | None) -> str:
    """What the release is about, for the person at the terminal."""
    if changes is None:
        facts = sum(len(box.values) for box in now.boxes.values())
        return f"first release, {len(now.notes)} notes and {facts} facts"
    notes, facts_ = ([one.how for one in rows] for rows in (changes.notes, changes.facts))
    parts = [*_counted("notes", notes), *_counted("facts", facts_)]
    if changes.text:
        parts.append("another text")
    return ", ".join(parts) or "a new edition in which no note and no fact is another"


def _counted(what: str, hows: Sequence[str]) -> Iterator[str]:
    for how in (ADDED, CHANGED, WITHDRAWN):
        if how in hows:
            yield f"{what} {how}: {hows.count(how)}"
