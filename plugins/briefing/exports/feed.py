"""Entries of the Atom feed: a briefing whole, with its notes after each paragraph.

Source: RFC 4287. Readers of feeds drop scripts and styles, know no page around the entry, and find
notes by ids that begin with ``fn``. A link that they open in a browser must lead to the same place
of the briefing's page: so each note in an entry has an id of both kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from ..briefing import Briefing
from .markup import ILLEGAL

KEPT = frozenset(
    """
    alt cite colspan datetime dir height href hreflang id lang reversed rowspan scope src start
    translate type value width
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)
"""Attributes that mean something away from the site's own style sheet."""
NOTE = "note-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. *id* names it for ever; *html* is "" where there is no address to link to."""

    id: str
    url: str
    title: str
    lang: str
    published: date
    updated: date
    author: str
    summary: str
    rights: str
    html: str


def briefing_entry(briefing: Briefing, url: str, *, id_: str, by: str, html: str) -> Entry:
    """A briefing's entry, dated by its edition: small corrections do not bring it up again.

    Args:
        by: Whose notes they are, where the edition does not say.
        html: Its body, with links as on its page.
    """
    edition = briefing.edition
    first = edition.history[-1].date if edition.history else edition.day
    return Entry(
        id=id_,
        url=url,
        title=edition.title,
        lang=briefing.language(""),
        published=first.first,
        updated=edition.day.first,
        author=edition.by or by,
        summary=edition.summary,
        rights=briefing.seed.provenance.rights.rstrip(".") if briefing.seed else "",
        html=away(html, url) if html else "",
    )


def readable(entry: Entry) -> Entry:
    """*entry* without the characters that XML cannot hold: one of them would end the whole feed."""
    return replace(
        entry,
        title=ILLEGAL.sub("\ufffd", entry.title),
        author=ILLEGAL.sub("\ufffd", entry.author),
        summary=ILLEGAL.sub("\ufffd", entry.summary),
        rights=ILLEGAL.sub("\ufffd", entry.rights),
        html=ILLEGAL.sub("\ufffd", entry.html),
    )


def away(html: str, url: str) -> str:
    """*html* of the page at *url* as it can stand anywhere: links whole, no shapes, no scripts."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["svg", "script", "style", "template", "input"]):
        tag.decompose()
    for tag in soup.select(".nb > .vh, .pn, .fix"):
        tag.decompose()
    for tag in soup.select("mark, .nocss, .w, .kd"):
        tag.unwrap()
    for note in soup.select(".n[id]"):
        _name_twice(note)
    for tag in soup.find_all():
        _carry(tag, url)
    return str(soup).strip()


def _name_twice(note: Tag) -> None:
    """A note is ``fn-founded`` to a reader of feeds; its first line has the id of the page."""
    name = str(note["id"])
    note["id"] = f"fn-{name.removeprefix(NOTE)}"
    line = note.find(["p", "div", "ul", "ol"], id=False)
    if isinstance(line, Tag):
        line["id"] = name


def _carry(tag: Tag, url: str) -> None:
    """Make one element's addresses whole; leave out what only the page's style sheet reads."""
    tag.attrs = {name: value for name, value in tag.attrs.items() if name in KEPT}
    for name in ("href", "src"):
        if name in tag.attrs:
            whole, fragment = urldefrag(urljoin(url, str(tag[name])))
            whole = whole.removesuffix("index.html") if whole.startswith(_site(url)) else whole
            tag[name] = f"{whole}#{fragment}" if fragment else whole


def _site(url: str) -> str:
    return urljoin(url, "/")
