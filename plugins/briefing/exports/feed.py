"""Entries of the Atom feed: a briefing whole, with its notes after each paragraph.

Source: RFC 4287. Readers of feeds drop scripts and styles, know no page around the entry, and find
notes by ids that begin with ``fn``. A link that they open in a browser must lead to the same place
of the briefing's page: so each note in an entry has an id of both kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import urldefrag, urljoin
from xml.etree.ElementTree import Element, SubElement

from ..briefing import Briefing
from .markup import ILLEGAL, tree_of
from .tree import inner, put

KEPT = frozenset(
    """
    alt cite colspan datetime dir height href hreflang id lang reversed rowspan scope src start
    translate type value width
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)
"""Attributes that mean something away from the site's own style sheet."""
NOTE = "note-"
LEFT_OUT = frozenset({"svg", "script", "style", "template", "input"})
OURS = frozenset({"pn", "fix"})
"""Classes of what is nothing away from the page, and below of what is nothing but its words."""
BARE = frozenset({"nocss", "w", "kd"})


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
    root = Element("div")
    _carry(tree_of(html), root, url)
    return inner(root)


def _carry(element: Element, into: Element, url: str) -> None:
    """Put what *element* holds at the end of *into*, without what only our pages' style reads."""
    if element.text:
        put(into, element.text)
    for item in element:
        classes = frozenset(item.get("class", "").split())
        if item.tag in LEFT_OUT or not classes.isdisjoint(OURS) or _hidden(element, classes):
            pass
        elif item.tag == "mark" or not classes.isdisjoint(BARE):
            _carry(item, into, url)
        else:
            kept = {name: value for name, value in sorted(item.items()) if name in KEPT}
            for name in kept.keys() & {"href", "src"}:
                kept[name] = _whole(kept[name], url)
            carried = SubElement(into, item.tag, kept)
            _carry(item, carried, url)
            if "n" in classes and "id" in kept:
                _name_twice(carried)
        if item.tail:
            put(into, item.tail)


def _hidden(parent: Element, classes: frozenset[str]) -> bool:
    return "vh" in classes and "nb" in parent.get("class", "").split()


def _name_twice(note: Element) -> None:
    """A note is ``fn-founded`` to a reader of feeds; its first line has the id of the page."""
    name = note.get("id", "")
    note.set("id", f"fn-{name.removeprefix(NOTE)}")
    for line in note.iter():
        if line.tag in ("p", "div", "ul", "ol") and "id" not in line.attrib:
            named = sorted([("id", name), *line.items()])
            line.attrib.clear()
            line.attrib.update(named)
            return


def _whole(address: str, url: str) -> str:
    """*address*, as the page at *url* has it, from anywhere."""
    if address.startswith("#") and len(address) > 1:
        return f"{_joined('', url)}{address}"
    return _joined(address, url)


@lru_cache(maxsize=1024)
def _joined(address: str, url: str) -> str:
    whole, fragment = urldefrag(urljoin(url, address))
    whole = whole.removesuffix("index.html") if whole.startswith(urljoin(url, "/")) else whole
    return f"{whole}#{fragment}" if fragment else whole
