"""What travels with a briefing: its card, how to cite it, its entry in the feed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from .card import card_of, draw, says
from .dates import PartialDate
from .exports.cite import cite_bib, cite_json
from .exports.feed import Entry, away, briefing_entry, readable
from .search import Read
from .views import Link
from .words import Words

if TYPE_CHECKING:
    from .changeviews import ReleaseView


def address(public_url: str, path: str) -> str:
    """The whole address of the page written at *path*; "" where the site has none."""
    return f"{public_url}/{path.removesuffix('index.html')}" if public_url else ""


def share(
    read: Read, site: str, public_url: str, theme: Path, words: Words
) -> tuple[Link | None, dict[str, str | bytes]]:
    """The files that lie beside a briefing's page, by their paths, and where its card is.

    The link says what the card shows; it is None where the theme's faces cannot write it.
    """
    folder, url = read.url.rpartition("/")[0], address(public_url, read.url)
    files: dict[str, str | bytes] = {
        f"{folder}/cite.bib": cite_bib(read.briefing, site, url, words),
        f"{folder}/cite.json": cite_json(read.briefing, site, url, words),
    }
    card = card_of(read.page, site, words)
    drawn = draw(card, theme)
    if drawn is None:
        return None, files
    link = Link(says(card), f"{folder}/card.png")
    return link, files | {link.href: drawn}


IN_FEED = 20
"""Entries of the feed: it tells what is new, and holds each briefing whole."""


def in_feed(found: Iterable[Entry]) -> list[Entry]:
    """The feed's entries, the newest edition first."""
    newest = sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True)[:IN_FEED]
    return [readable(entry) for entry in newest]


def feed_begins(days: Iterable[date]) -> date:
    """The day from which on a briefing among those of *days* may be in the feed."""
    newest = sorted(days, reverse=True)[:IN_FEED]
    return newest[-1] if newest else date.min


def release_entries(
    told: Iterable[ReleaseView], site: str, public_url: str, templates: Environment
) -> list[Entry]:
    """An entry for each release, dated by its edition."""
    template = templates.get_template("changes/feed.html")
    found = []
    for release in told:
        url = address(public_url, release.page)
        shown = {"release": release, "base": f"{public_url}/"}
        slug = release.briefing.href.split("/")[1]
        entry = Entry(
            id=url or f"urn:x-release:{slug}:{release.name}",
            url=url or release.page,
            title=f"{release.briefing.words}: {release.title}",
            lang="",
            published=PartialDate.read(release.day.iso).first,
            updated=PartialDate.read(release.day.iso).first,
            author=site,
            summary="",
            rights="",
            html=template.render(shown) if url else "",
        )
        found.append(readable(entry))
    return found


def entry(
    read: Read, site: str, public_url: str, templates: Environment, words: Words, begins: date
) -> Entry:
    """A briefing's entry in the feed, which holds it whole if it *begins* no later."""
    url = address(public_url, read.url)
    html = ""
    if url and read.briefing.edition.day.first >= begins:
        kinds = {note.kind for note in read.page.notes}
        told: Mapping[str, Any] = {
            "page_context": read.page,
            "url": url,
            "LANG": words.tag,
            "inside": {
                kind: templates.select_template([f"notes/{kind}.html", "notes/note.html"])
                for kind in kinds
            },
        }
        html = templates.get_template("feed/entry.html").render(told)
    digest = read.page.digest
    id_ = url or (f"urn:sha256:{digest}" if digest else f"urn:x-article:{read.page.slug}")
    return briefing_entry(read.briefing, url or read.url, id_=id_, by=site, html=html)


def ordinary_entry(article: Any, site: str, public_url: str) -> Entry:
    """The entry of one of Pelican's articles that is no briefing."""
    url = address(public_url, article.url)
    day = article.date.date()
    return Entry(
        id=url or f"urn:x-article:{article.slug}",
        url=url or article.url,
        title=article.title,
        lang="",
        published=day,
        updated=day,
        author=site,
        summary="",
        rights="",
        html=away(article.content, url) if url else "",
    )
