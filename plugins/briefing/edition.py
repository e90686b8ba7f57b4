"""What the front matter of a briefing says: its seed, its day, its history."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .aliases import read_aliases
from .article import Article
from .dates import UNDATED
from .diagnostics import Diagnostic, error
from .model import Edition
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


BRIEFINGS, ARTICLES = "content/briefings/", "content/articles/"
READ_ME = re.compile(r"(?:.*/)?readme\.md", re.IGNORECASE)
"""What hosts of repositories show of a folder."""
UNREAD = ("front-matter-missing", "front-matter-unclosed", "yaml-unreadable", "value-unreadable")


def _check_pelicans(record: Record) -> Iterator[Diagnostic]:
    """That Pelican is not told to hide a briefing, or to print it as another thing."""
    status, template = record.written("status"), record.written("template")
    if status and status.text.lower() != "published":
        said = f"a briefing is published, never '{status}'"
        hint = "notes can be drafts, and a briefing that is to wait stays out of content/"
        yield error("value-unknown", status.span, said, f"take the line out; {hint}")
    if template and template.text != "article":
        said = f"a briefing is printed as an article, never as '{template}'"
        yield error("value-unknown", template.span, said, "take the line out")


def is_read_me(article: Article) -> bool:
    """Whether *article* is a README without front matter: it needs to be no page of the site."""
    return article.front is None and READ_ME.fullmatch(article.file.path) is not None


def _check_seedless(article: Article) -> Iterator[Diagnostic]:
    """That a text without a seed is not one of the briefings."""
    if not article.file.path.startswith(BRIEFINGS):
        return
    elsewhere = f"an article without a source belongs in {ARTICLES}"
    if article.front is None:
        keys = "'title:', 'seed:', 'edition:' and 'summary:'"
        said = "a briefing begins with its front matter"
        hint = f"write '---', lines with {keys}, and '---' again\n{elsewhere}"
        yield from no_front_matter(article, said, hint)
        return
    found: list[Diagnostic] = []
    Record(article.front, found, KEYS).require("title", "edition", "summary")
    yield from found
    hint = f"add a line 'seed: …', the name of its folder in seeds/\n{elsewhere}"
    yield error("key-missing", article.front.span, "'seed' is missing", hint)


def no_front_matter(article: Article, said: str, hint: str) -> Iterator[Diagnostic]:
    """That *article* lacks front matter, if that is not told of it already."""
    told = any(problem.code in UNREAD for problem in article.found)
    if not told and not is_read_me(article):
        yield error("front-matter-missing", article.file.span(1, 1, 3), said, hint)


def read_edition(article: Article, slug: str) -> tuple[Edition | None, list[Diagnostic]]:
    """The edition that *article* is, None if its front matter names no seed; and what is wrong.

    Args:
        slug: The address to use where the front matter gives none: the file's own name.
    """
    if article.front is None or "seed" not in article.front.items:
        return None, list(_check_seedless(article))
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
    found += list(_check_pelicans(record))
    edition = Edition(
        title=record.text("title"),
        slug=record.text("slug") or slug,
        seed=record.text("seed"),
        day=day or UNDATED,
        number=record.text("edition-number") or "1",
        summary=record.text("summary"),
        by=record.text("by"),
        no_claim=record.quotes("no-claim"),
        history=read_history(record),
        aliases=read_aliases(record),
        span=record.key_span("seed"),
    )
    return edition, found
