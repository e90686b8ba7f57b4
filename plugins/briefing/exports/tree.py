"""Rendered HTML as a tree, and back: what a format without our style sheet needs of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder, tostring

VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
SPACES = re.compile(r"\s+")
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold. Source: XML 1.0, section 2.2."""

Item = Element | str
Relink = Callable[[str], str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: ILLEGAL.sub("\ufffd", value or "") for name, value in attrs}
        self.builder.start(tag, given)
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while True:
                closed = self.open.pop()
                self.builder.end(closed)
                if closed == tag:
                    return

    def handle_data(self, data: str) -> None:
        self.builder.data(ILLEGAL.sub("\ufffd", data))


def tree_of(html: str) -> Element:
    """*html* as a tree below one ``div``; what it leaves open is closed."""
    reader = _Reader()
    reader.builder.start("div", {})
    reader.feed(html)
    reader.close()
    for tag in reversed(reader.open):
        reader.builder.end(tag)
    reader.builder.end("div")
    return reader.builder.close()


def items(element: Element) -> Iterator[Item]:
    """What stands in *element*: its words and its elements, in order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def put(parent: Element, item: Item) -> None:
    """Add words or an element (without what follows it) at the end of *parent*."""
    if isinstance(item, Element):
        item.tail = None
        parent.append(item)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + item
    else:
        parent.text = (parent.text or "") + item


def made(tag: str, *content: Item, **attributes: str) -> Element:
    """A new element; ``class_`` stands for ``class``, and an empty attribute is left out."""
    element = Element(tag)
    for name, value in attributes.items():
        if value:
            element.set(name.rstrip("_").replace("__", ":"), value)
    for item in content:
        put(element, item)
    return element


def child(parent: Element, tag: str, *content: Item, **attributes: str) -> Element:
    """The same as the last child of *parent*."""
    element = made(tag, *content, **attributes)
    parent.append(element)
    return element


def words(element: Element) -> str:
    """The words in *element*, every run of white space one space."""
    return SPACES.sub(" ", "".join(element.itertext())).strip()


def simplified(html: str, link: Relink) -> Element:
    """*html* without what only our pages need.

    Kept are headings, paragraphs, lists, tables, quotations, code, emphasis and links. A mark
    becomes ``<ref note="id">``; shapes and every other word that is ours within the source's go.

    Args:
        link: What a link's address becomes; "" leaves the words without a link.
    """
    root = Element("div")
    for item in _simple(tree_of(html), link):
        put(root, item)
    return root


def _simple(element: Element, link: Relink) -> Iterator[Item]:
    for item in [*items(element)]:
        if isinstance(item, str):
            yield item
            continue
        classes = item.get("class", "").split()
        if item.tag == "a" and "r" in classes:
            yield made("ref", note=item.get("href", "").removeprefix("#note-"))
        elif item.tag == "svg" or "data-ours" in item.attrib:
            continue
        elif item.tag in ("mark", "span", "small"):
            yield from _simple(item, link)
        elif item.tag == "a":
            inside = [*_simple(item, link)]
            address = link(item.get("href", ""))
            named = item.get("id", "")
            linked = address and inside  # one without words is our pages' own device
            yield from [made("a", *inside, href=address, id=named)] if linked else inside
        else:
            keep = {k: v for k, v in item.attrib.items() if k in KEPT}
            kept = made(item.tag, *_simple(item, link))
            kept.attrib.update(keep)
            yield kept


KEPT = frozenset({"alt", "colspan", "datetime", "id", "lang", "rowspan", "src", "start", "title"})


def relinked(html: str, link: Relink) -> str:
    """*html* with each link's address as *link* has it."""
    tree = tree_of(html)
    for anchor in tree.iter("a"):
        address = link(anchor.get("href", ""))
        if address:
            anchor.set("href", address)
        else:
            anchor.attrib.pop("href", None)
    return inner(tree)


def inner(element: Element) -> str:
    """What stands in *element*, as HTML."""
    parts = []
    for item in items(element):
        if isinstance(item, str):
            holder = Element("x")
            holder.text = item
            parts.append(tostring(holder, encoding="unicode", method="html")[3:-4])
        else:
            tail, item.tail = item.tail, None
            parts.append(tostring(item, encoding="unicode", method="html"))
            item.tail = tail
    return "".join(parts).strip()


def as_xml(root: Element) -> str:
    """A whole XML document; what XML cannot hold is shown as a replacement character."""
    body = ILLEGAL.sub("\ufffd", tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'
