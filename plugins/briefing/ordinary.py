"""What is right in the front matter of an ordinary page or article: where it goes, and when.

Pelican leaves out a text of which it cannot use what it says, and tells of that only where nobody
looks. It takes keys without regard to capital letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from .article import Article
from .dates import WRITTEN, PartialDate
from .diagnostics import Diagnostic, did_you_mean, error
from .edition import ARTICLES, no_front_matter
from .model import Written

ADDRESS = re.compile(r"(?!.*//)(?:[\w-][\w.-]*/?)+")
"""An address below the site's root that leads nowhere else: no part of it begins with a dot."""
DATED = re.compile(r"(?:.*/)?\d{4}-\d{2}-\d{2}[^/]*")
"""A file from whose name Pelican takes the day."""
UNPUBLISHED = ("draft", "skip")
STATUSES = ("draft", "hidden", "published", "skip")


def given(article: Article, key: str) -> Written | None:
    """What the front matter of *article* says under *key*."""
    items = article.front.items.items() if article.front else ()
    values = [value for name, value in items if name.lower() == key]
    return next((value for value in values if isinstance(value, Written) and value.text), None)


def check_ordinary(article: Article) -> Iterator[Diagnostic]:
    """What an ordinary page or article says of itself."""
    yield from _check_address(article)
    status = given(article, "status")
    if status and status.text.lower() not in STATUSES:
        hint = did_you_mean(status.text, STATUSES, f"one of: {', '.join(STATUSES)}")
        yield error("value-unknown", status.span, f"unknown status '{status}'", hint)
    for key in ("date", "modified"):
        day = given(article, key)
        if day and not _is_date(day.text):
            said, hint = f"'{day}' is not a date", "write 2026-11-24"
            yield error("date-unreadable", day.span, said, hint)


def check_day(article: Article) -> Iterator[Diagnostic]:
    """That an ordinary article has a day."""
    path, status = article.file.path, given(article, "status")
    if not path.startswith(ARTICLES) or DATED.fullmatch(path):
        return
    if article.front is None:
        hint = "write '---', lines with 'title:' and 'date:', and '---' again"
        yield from no_front_matter(article, "an article begins with front matter", hint)
    elif not given(article, "date") and not (status and status.text.lower() in UNPUBLISHED):
        place, hint = article.front.span, "add a line 'date: 2026-11-24'"
        yield error("key-missing", place, "'date' is missing", hint)


def _check_address(article: Article) -> Iterator[Diagnostic]:
    """That the page is written below the site's root, and linked there."""
    for key in ("slug", "url", "save_as"):
        address = given(article, key)
        if address and not ADDRESS.fullmatch(address.text):
            said = f"'{address}' cannot be an address"
            hint = "use letters, digits, hyphens and slashes"
            yield error("address-unreadable", address.span, said, hint)


def _is_date(text: str) -> bool:
    """Whether Pelican reads *text* as a day: it asks ``dateutil``, which takes long to load."""
    try:
        if WRITTEN.fullmatch(text):
            PartialDate.read(text)
        else:
            import_module("dateutil.parser").parse(text.replace("_", " "))
    except (ValueError, OverflowError):
        return False
    return True
