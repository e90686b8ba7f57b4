"""A fact box as CSV and as JSON: every value with its valid time and its sources.

Source: RFC 4180 for CSV; days are ISO 8601, a month or a year stays as it is written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from ..facts import sources_behind
from ..model import Fact, FactBox, Figure, Source, Written
from . import as_json
from .csl import csl_item

COLUMNS = (
    "part",
    "subject",
    "name",
    "value",
    "unit",
    "since",
    "until",
    "attested",
    "inferred",
    "date",
    "days",
    "basis",
    "disputed",
    "evidence",
    "sources",
    "note",
)


def facts_csv(box: FactBox, names: dict[str, str]) -> str:
    """One row for each value; *names* gives readers' names by subject."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(box, names))
    return out.getvalue()


def facts_json(box: FactBox, names: dict[str, str], sources: dict[str, Source]) -> str:
    """The same rows as objects without empty fields, with the sources that they name in CSL."""
    rows = [{k: v for k, v in row.items() if v} for row in _rows(box, names)]
    cited = {id_ for row in rows for id_ in row.get("sources", "").split()}
    cited |= {citation.id.text for citation in box.cited}
    head: dict[str, Any] = {
        "id": box.id,
        "title": box.title,
        "as-of": str(box.as_of),
        "dispute": box.dispute,
        "facts": rows,
        "sources": [csl_item(source) for id_, source in sources.items() if id_ in cited],
    }
    return as_json({key: value for key, value in head.items() if value})


def _rows(box: FactBox, names: dict[str, str]) -> Iterator[dict[str, str]]:
    for part, facts in ((box.view, box.facts), *box.roles.items()):
        for subject, rows in facts.items():
            for fact in rows:
                yield from _fact_rows(part, names.get(subject, subject), fact)
    for key, figures in box.figures.items():
        for figure in figures:
            yield _figure_row(key, "", "", figure)
    for subject, quantities in box.quantities.items():
        for key, figures in quantities.items():
            for figure in figures:
                yield _figure_row(key, subject, names.get(subject, subject), figure)


def _fact_rows(part: str, name: str, fact: Fact) -> Iterator[dict[str, str]]:
    readings = [(r.value, r.sources, "yes") for r in fact.disputed]
    for value, sources, disputed in readings or [(fact.value, fact.sources, "")]:
        yield _row(
            part=part,
            subject=fact.subject.text,
            name=name,
            value=value,
            since=str(fact.since or ""),
            until=str(fact.until or ""),
            attested=" ".join(map(str, fact.attested)),
            inferred=" ".join(map(str, fact.inferred)),
            days=fact.days,
            basis=fact.basis,
            disputed=disputed,
            evidence=fact.evidence,
            sources=_ids(sources),
            note=fact.note,
        )


def _figure_row(key: str, subject: str, name: str, figure: Figure) -> dict[str, str]:
    disputed = " or ".join(reading.value for reading in figure.disputed)
    return _row(
        part=key,
        subject=subject,
        name=name,
        value=figure.value or disputed,
        unit=figure.unit,
        date=str(figure.date),
        disputed="yes" if figure.disputed else "",
        evidence=figure.evidence,
        sources=_ids(sources_behind(figure)),
        note=figure.note,
    )


def _ids(sources: Iterable[Written]) -> str:
    return " ".join(dict.fromkeys(source.text for source in sources))


def _row(**fields: str) -> dict[str, str]:
    return {column: fields.get(column, "") for column in COLUMNS}
