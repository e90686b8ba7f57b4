"""What a fact box may not say: a view that cannot show it, two things of one subject on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from .dates import PartialDate
from .diagnostics import MANY, Diagnostic, did_you_mean, error, warning
from .facts import contradict, differ, meeting
from .model import Fact, Figure, Written
from .written import Mapping

VIEWS: dict[str, tuple[str, ...]] = {
    "membership": ("members",),
    "status": ("statuses", "values"),
    "figures": (),
}
"""The program's own views, and what each cannot be drawn without."""
COMPARED = 100_000
"""Pairs of facts of one subject that are compared: no history that somebody wrote has as many."""


def check_view(node: Mapping, view: Written, views: Collection[str]) -> Iterator[Diagnostic]:
    """That somebody draws the view, and that it has what it draws."""
    if view.text not in views:
        own = "a view is 'membership', 'status', 'figures', or a file in theme/templates/factboxes/"
        hint = did_you_mean(view.text, views, own)
        yield warning("view-unknown", view.span, f"unknown view '{view}'", hint)
    for key, instead, fits in (
        ("members", "statuses", view.text != "status"),
        ("statuses", "members", view.text == "status"),
    ):
        if key in node.keys and not fits:
            said = f"a box with 'view: {view}' does not show '{key}'"
            hint = f"write '{instead}', or another view"
            yield error("view-unfit", node.keys[key].span, said, hint)
            return
    for key in VIEWS.get(view.text, ()):
        if key not in node.keys:
            said = f"a box with 'view: {view}' needs '{key}'"
            yield error("view-unfit", view.span, said, f"add '{key}', or write another view")


def check_overlaps(facts: Sequence[Fact]) -> Iterator[Diagnostic]:
    """That no two facts of one subject hold on one day and do not say the same of it."""
    yield from islice(_overlaps(facts), MANY)


def _overlaps(facts: Sequence[Fact]) -> Iterator[Diagnostic]:
    for earlier, later in islice(meeting(facts), COMPARED):
        bounded = all(fact.since or fact.until for fact in (earlier, later))
        overlap = bounded and earlier.interval.overlaps(later.interval)
        if overlap or contradict(earlier, later):
            yield error(
                "interval-overlaps",
                later.span,
                f"two facts of '{later.subject}' hold at once: this one, and the one on line "
                f"{earlier.span.line}",
                "end the first with 'until:' on the day on which the second begins"
                if overlap
                else "correct their days; or make them one, with 'disputed:'",
            )


def check_values(key: str, figures: Iterable[Figure]) -> Iterator[Diagnostic]:
    """That no two of the *figures* give another value for one date."""
    first: dict[PartialDate, Figure] = {}
    for figure in figures:
        other = first.setdefault(figure.date, figure)
        if differ(figure, other):
            yield error(
                "figure-repeated",
                figure.span,
                f"two figures of '{key}' for {figure.date}: this one, and the one on line "
                f"{other.span.line}",
                "correct a date; or make them one, with 'disputed:'",
            )
