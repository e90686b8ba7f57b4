"""What the front matter of a briefing says: its seed, its day, its history."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .aliases import read_aliases
from .article import Article
from .dates import PartialDate
from .diagnostics import Diagnostic, error
from .model import Edition, Written
from .records import Record, read_history

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""The last part of an address, and the name of a folder."""
KEYS = (
    "title",
    "seed",
    "slug",
    "edition",
    "edition-number",
    "summary",
    "by",
    "tags",
    "category",
    "author",
    "authors",
    "history",
    "no-claim",
    "aliases",
    "date",
    "modified",
    "status",
    "lang",
    "template",
)


ADDRESS = re.compile(r"(?!.*//)(?:[\w-][\w.-]*/?)+")
"""An address below the site's root that leads nowhere else: no part of it begins with a dot."""


def check_address(article: Article) -> Iterator[Diagnostic]:
    """That an ordinary page or article is written below the site's root, and linked there.

    Pelican leaves out one that is not, and says nothing that ``--quiet`` shows.
    """
    for key in ("slug", "url", "save_as"):
        given = article.front.items.get(key) if article.front else None
        if isinstance(given, Written) and given.text and not ADDRESS.fullmatch(given.text):
            said = f"'{given}' cannot be an address"
            hint = "use letters, digits, hyphens and slashes"
            yield error("address-unreadable", given.span, said, hint)


def read_edition(article: Article, slug: str) -> tuple[Edition | None, list[Diagnostic]]:
    """The edition that *article* is, None if its front matter names no seed.

    Args:
        slug: The address to use where the front matter gives none: the file's own name.
    """
    if article.front is None or "seed" not in article.front.items:
        return None, []
    found: list[Diagnostic] = []
    record = Record(article.front, found, KEYS)
    record.require("title", "seed", "edition", "summary")
    day = record.date("edition")
    if day and not day.day:
        found.append(
            error(
                "date-unreadable",
                record.key_span("edition"),
                f"the edition's day must be a day, not '{day}'",
                "write 2026-11-24",
            )
        )
    given = record.written("slug")
    if given and not SLUG.fullmatch(given.text):
        said = f"'{given}' cannot be an address"
        found.append(
            error("address-unreadable", given.span, said, "use letters, digits and hyphens")
        )
    edition = Edition(
        title=record.text("title"),
        slug=record.text("slug") or slug,
        seed=record.text("seed"),
        day=day or PartialDate(1),
        number=record.text("edition-number") or "1",
        summary=record.text("summary"),
        by=record.text("by"),
        no_claim=record.quotes("no-claim"),
        history=read_history(record),
        aliases=read_aliases(record),
        span=record.key_span("seed"),
    )
    return edition, found
