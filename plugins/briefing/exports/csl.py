"""Sources as CSL-JSON, for reference managers.

Source: Citation Style Language 1.0.2, csl-data.json schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..dates import PartialDate
from ..model import Source
from . import as_json

TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter dataset
    entry entry-dictionary entry-encyclopedia interview legal_case legislation map motion_picture
    pamphlet paper-conference personal_communication post post-weblog regulation report speech
    standard thesis treaty webpage
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)


def csl_json(sources: Iterable[Source]) -> str:
    """The sources as a CSL-JSON list; a type that CSL does not know becomes ``document``."""
    return as_json([csl_item(source) for source in sources])


def csl_item(source: Source) -> dict[str, Any]:
    """One source in CSL's fields."""
    item: dict[str, Any] = {
        "id": source.id,
        "type": source.type if source.type in TYPES else "document",
        "title": source.title,
    }
    if source.author:
        item["author"] = [{"literal": name} for name in source.author.split("; ")]
    if source.issued:
        item["issued"] = date_parts(source.issued)
    if source.accessed:
        item["accessed"] = date_parts(source.accessed)
    fields = {
        "publisher": source.publisher,
        "URL": source.url,
        "archive_location": source.archive,
        "language": source.language,
        "note": source.note,
    }
    return item | {name: value for name, value in fields.items() if value}


def date_parts(day: PartialDate) -> dict[str, list[list[int]]]:
    return {"date-parts": [[part for part in (day.year, day.month, day.day) if part]]}
