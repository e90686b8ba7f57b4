"""Notes and facts that nobody has looked at for longer than the review period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .briefing import Site
from .dates import PartialDate
from .diagnostics import Diagnostic, Span, warning


@dataclass(frozen=True, slots=True)
class Due:
    """Something to look at again: what it is, when it was last verified, and where it stands."""

    what: str
    verified: PartialDate
    span: Span


def due(site: Site, day: date | None = None) -> list[Due]:
    """What is due for another look, the longest unverified first.

    Args:
        day: The day to hold against; the day of each note's edition where it is None, and for a
            fact box that of the newest edition, so that a check has the same result on any day.
    """
    found: list[Due] = []
    newest = max((briefing.now for briefing in site.briefings), default=None)
    for briefing in site.briefings:
        today = day or briefing.now
        for note in briefing.article.annotations:
            past = note.review_by is not None and note.review_by.last < today
            if note.as_of and not note.draft and (past or _old(note.as_of, today, site)):
                found.append(Due(f"note '{note.id}'", note.as_of, note.span))
    on = day or newest
    found.extend(
        Due(f"fact box '{box.id}'", box.as_of, box.span)
        for box in site.catalogue.boxes.values()
        if on and _old(box.as_of, on, site)
    )
    return sorted(found, key=lambda item: (item.verified.last, item.span.path, item.span.line))


def _old(verified: PartialDate, on: date, site: Site) -> bool:
    return (on - verified.last).days > site.review_days


def check_due(site: Site) -> Iterator[Diagnostic]:
    """A warning for each thing that is due, by the editions' own days."""
    for item in due(site):
        yield warning(
            "review-due",
            item.span,
            f"{item.what} was last verified on {item.verified}",
            "look at it again, and set its 'as-of'",
        )


def as_markdown(items: Sequence[Due], day: date) -> str:
    """What is due on *day*, as it stands in an issue."""
    rows = [f"- `{i.span.path}:{i.span.line}`: {i.what}, verified {i.verified}" for i in items]
    head = f"# Due for another look on {day}: {len(items)}"
    return "\n".join([head, "", *rows, *([""] if rows else [])])


def as_list(items: Iterable[Due]) -> str:
    """What is due as lines for a terminal, in the order given."""
    return "\n".join(
        f"  {item.verified}  {item.what}  {item.span.path}:{item.span.line}" for item in items
    )
