"""Rendered HTML as a tree: what a format without our style sheet needs of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from xml.etree.ElementTree import Element, SubElement

from .markup import as_html, quoted, tree_of

SPACES = re.compile(r"\s+")

Item = Element | str
Relink = Callable[[str], str]


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
            element.set(_spelt(name), value)
    for item in content:
        put(element, item)
    return element


@cache
def _spelt(name: str) -> str:
    return name.rstrip("_").replace("__", ":")


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
    _simplify(_tree(html), root, link)
    return root


@lru_cache(maxsize=128)
def _tree(html: str) -> Element:
    """What several formats of one briefing read, and none changes."""
    return tree_of(html)


def _simplify(element: Element, into: Element, link: Relink) -> None:
    """Put what is kept of *element*'s content at the end of *into*."""
    if element.text:
        put(into, element.text)
    for item in element:
        tag = item.tag
        if tag == "a":
            _simple_link(item, into, link)
        elif tag in ("mark", "span", "small", "bdi") and "data-ours" not in item.attrib:
            _simplify(item, into, link)
        elif tag != "svg" and "data-ours" not in item.attrib:
            kept = {name: value for name, value in item.attrib.items() if name in KEPT}
            _simplify(item, SubElement(into, tag, kept), link)
        if item.tail:
            put(into, item.tail)


def _simple_link(item: Element, into: Element, link: Relink) -> None:
    """A mark, a link with its new address, or only the words of one that leads nowhere."""
    href = item.get("href", "")
    if "r" in item.get("class", "").split():
        into.append(made("ref", note=href.removeprefix("#note-")))
        return
    if "data-ours" in item.attrib:
        return
    inside = Element("a")
    _simplify(item, inside, link)
    address = link(href)
    if address and (inside.text or len(inside)):  # one without words is our pages' own device
        inside.attrib.update({"href": address, **({"id": id_} if (id_ := item.get("id")) else {})})
        into.append(inside)
        return
    if inside.text:
        put(into, inside.text)
    into.extend(inside)


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
    said = (quoted(item) if isinstance(item, str) else as_html(item) for item in items(element))
    return "".join(said).strip()
