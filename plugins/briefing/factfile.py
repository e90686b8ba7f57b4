"""A fact box out of its YAML file, each fault at its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal, InvalidOperation

from .dates import PartialDate
from .diagnostics import Diagnostic, Span, TextFile, error
from .factfaults import VIEWS, check_overlaps, check_values, check_view
from .factprose import read_prose
from .model import Event, Fact, FactBox, Figure, Reading, Value, Written
from .records import EVIDENCE, Record, read_history, root_of, rows_of
from .written import Mapping

BOX_KEYS = (
    "title",
    "short",
    "view",
    "as-of",
    "headline",
    "labels",
    "lines",
    "note",
    "dispute",
    "definition",
    "layout",
    "values",
    "members",
    "statuses",
    "roles",
    "figures",
    "quantities",
    "events",
    "triggers",
    "history",
)
PROSE = ("definition", "note", "dispute")
"""What is Markdown."""
FACT_KEYS = (
    "value",
    "since",
    "until",
    "attested",
    "inferred",
    "source",
    "disputed",
    "days",
    "basis",
    "holder",
    "evidence",
    "note",
)
FIGURE_KEYS = ("value", "unit", "date", "source", "disputed", "evidence", "note")
READING_KEYS = ("value", "source", "counted", "days", "basis", "note")
DIGITS = 30
"""How many digits a number may have on each side of its point. Babel can round no more than
that, added up, in every language."""
VALUE_KEYS = ("label", "shape")
TIMELINE_KEYS = ("title", "as-of", "events")
EVENT_KEYS = (
    "date",
    "to",
    "event",
    "about",
    "core",
    "city",
    "country",
    "source",
    "evidence",
    "note",
)


def read_fact_box(
    file: TextFile, id_: str, views: Collection[str] = VIEWS
) -> tuple[FactBox | None, list[Diagnostic]]:
    """The fact box that ``content/facts/<id>.yaml`` holds; None for an empty file.

    Args:
        views: Those of the program, and those that the theme adds.
    """
    found: list[Diagnostic] = []
    root = root_of(file, found)
    if root is None:
        return None, found or [error("key-missing", file.span(1), "the file is empty")]
    record = Record(root, found, BOX_KEYS)
    record.require("title", "view", "as-of")
    view = record.written("view")
    if view:
        found.extend(check_view(record.node, view, views))
    values = _values(record)
    named = tuple(values) if values else None
    members = _subjects(record.mapping("members"), found, None, "member")
    statuses = _subjects(record.mapping("statuses"), found, named, "")
    quantities = record.mapping("quantities")
    prose = [value for key in PROSE if (value := record.written(key))]
    cited, references = read_prose(prose, found)
    box = FactBox(
        id=id_,
        title=record.text("title"),
        short=record.text("short") or record.text("title"),
        view=view.text if view else "",
        as_of=record.date("as-of") or PartialDate(1),
        headline=record.words("headline"),
        labels=record.strings("labels"),
        lines=record.strings("lines"),
        note=record.text("note"),
        dispute=record.text("dispute"),
        definition=record.text("definition"),
        layout=record.written("layout"),
        values=values,
        facts=statuses if view and view.text == "status" else members,
        roles={
            role: _subjects(node, found, None, role)
            for role, node in _named(record.mapping("roles"), found)
        },
        figures=_figures(record.mapping("figures"), found),
        quantities={subject: _figures(node, found) for subject, node in _named(quantities, found)},
        quantified=tuple(quantities.keys.values()) if quantities else (),
        events=tuple(_events(record)),
        triggers=record.names("triggers"),
        history=read_history(record),
        cited=cited,
        references=references,
        span=record.span,
    )
    return box, found


def read_timeline(file: TextFile) -> tuple[tuple[Event, ...], list[Diagnostic]]:
    """The events of ``content/timeline.yaml``, in the file's order."""
    found: list[Diagnostic] = []
    root = root_of(file, found)
    if root is None:
        return (), found
    return tuple(_events(Record(root, found, TIMELINE_KEYS))), found


def _named(node: Mapping | None, found: list[Diagnostic]) -> Iterator[tuple[str, Mapping]]:
    for name, value in (node.items if node else {}).items():
        if isinstance(value, Mapping):
            yield name, value
        else:
            found.append(
                error("value-unreadable", value.span, f"'{name}' must be a set of 'name: value'")
            )


def _values(record: Record) -> dict[str, Value]:
    values = {}
    for name, node in _named(record.mapping("values"), record.found):
        row = Record(node, record.found, VALUE_KEYS)
        values[name] = Value(name, row.text("label") or name, row.text("shape"))
    return values


def _subjects(
    node: Mapping | None, found: list[Diagnostic], values: tuple[str, ...] | None, default: str
) -> dict[str, tuple[Fact, ...]]:
    """Each subject's facts in order of time. *default* is the value where the view implies one."""
    subjects = {}
    for name, rows in (node.items if node else {}).items():
        subject = node.keys[name] if node else None
        facts = [
            fact
            for row in rows_of(rows, found, FACT_KEYS)
            if subject and (fact := _fact(row, subject, values, default))
        ]
        facts.sort(key=lambda fact: fact.begins)
        found.extend(check_overlaps(facts))
        subjects[name] = tuple(facts)
    return subjects


def _fact(
    row: Record, subject: Written, values: tuple[str, ...] | None, default: str
) -> Fact | None:
    disputed = tuple(_readings(row, values))
    if not disputed and not default:
        row.require("value")
    if not disputed:
        row.require("source")
    if row.interval() is None:
        return None
    return Fact(
        subject=subject,
        value=row.choice("value", values, "") if values else row.text("value") or default,
        since=row.date("since"),
        until=row.date("until"),
        attested=row.dates("attested"),
        inferred=row.dates("inferred"),
        sources=row.words("source"),
        disputed=disputed,
        days=row.text("days"),
        basis=row.text("basis"),
        holder=row.text("holder"),
        evidence=row.choice("evidence", EVIDENCE, "seen"),
        note=row.text("note"),
        span=row.span,
    )


def _readings(row: Record, values: tuple[str, ...] | None) -> Iterator[Reading]:
    for reading in row.rows("disputed", READING_KEYS):
        reading.require("value", "source")
        value = reading.choice("value", values, "") if values else reading.text("value")
        place = written.span if (written := reading.written("value")) else reading.span
        yield Reading(
            value=value,
            number=_number(value, place, row.found),
            sources=reading.words("source"),
            counted=reading.flag("counted"),
            days=reading.text("days"),
            basis=reading.text("basis"),
        )


def _figures(node: Mapping | None, found: list[Diagnostic]) -> dict[str, tuple[Figure, ...]]:
    figures = {}
    for key, rows in (node.items if node else {}).items():
        read = (_figure(row) for row in rows_of(rows, found, FIGURE_KEYS))
        figures[key] = tuple(sorted((f for f in read if f), key=lambda f: f.date.first))
        found.extend(check_values(key, figures[key]))
    return figures


def _figure(row: Record) -> Figure | None:
    disputed = tuple(_readings(row, None))
    row.require("date", *(() if disputed else ("value", "source")))
    day = row.date("date")
    if day is None:
        return None
    counted = next((reading for reading in disputed if reading.counted), None)
    written = row.written("value")
    value = written.text.strip() if written else counted.value if counted else ""
    number = counted.number if counted else None
    return Figure(
        value=value,
        number=_number(value, written.span, row.found) if written else number,
        unit=row.text("unit"),
        date=day,
        sources=row.words("source"),
        disputed=disputed,
        evidence=row.choice("evidence", EVIDENCE, "seen"),
        note=row.text("note"),
        span=row.span,
    )


def _number(text: str, place: Span, found: list[Diagnostic]) -> Decimal | None:
    """The number that *text* is; None for other words, and for one that no page can show."""
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    exponent = number.as_tuple().exponent
    if number and not (number.adjusted() < DIGITS and int(exponent) >= -DIGITS):
        said = f"'{text}' cannot be shown as a number"
        hint = f"a number has at most {DIGITS} digits before its point, and {DIGITS} after it"
        found.append(error("number-unshowable", place, said, hint))
        return None
    return number


def _events(record: Record) -> Iterator[Event]:
    for row in record.rows("events", EVENT_KEYS):
        row.require("date", "event", "source")
        day = row.date("date")
        if day is None:
            continue
        yield Event(
            date=day,
            to=row.date("to"),
            words=row.text("event"),
            about=tuple(word.text for word in row.words("about")),
            core=row.flag("core"),
            sources=row.words("source"),
            evidence=row.choice("evidence", EVIDENCE, "seen"),
            note=row.text("note"),
            span=row.span,
        )
