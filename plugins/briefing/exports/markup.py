"""HTML and XML as text: read into a tree, and written from one."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from xml.etree.ElementTree import Element, TreeBuilder

from ..pieces import VOID, read_html

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold. Source: XML 1.0, section 2.2."""
NUMBER = re.compile("&#(?:[0-9]+|[xX][0-9a-fA-F]+);?")
"""A character by its number: one of those, it may be."""


def tree_of(html: str) -> Element:
    """*html* as a tree below one ``div``; what it leaves open is closed."""
    html = ILLEGAL.sub("\ufffd", html)
    if "&#" in html:
        html = NUMBER.sub(lambda n: "\ufffd" if ILLEGAL.search(unescape(n[0])) else n[0], html)
    return read_html(html, _Builder).done()


class _Builder:
    """A tree as it grows. An end closes what was left open within; one of nothing is ignored."""

    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self.tree.start("div", {})
        self.data = self.tree.data
        self.open: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tree.start(tag, attributes)
        if tag in VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def end(self, tag: str) -> None:
        if tag in self.open:
            while True:
                closed = self.open.pop()
                self.tree.end(closed)
                if closed == tag:
                    return

    def done(self) -> Element:
        for tag in reversed(self.open):
            self.tree.end(tag)
        self.tree.end("div")
        return self.tree.close()


# --- as text -------------------------------------------------------------------------------------


def as_html(element: Element) -> str:
    """*element* as HTML, without what follows it."""
    parts: list[str] = []
    _html(element, parts.append)
    return "".join(parts)


def _html(element: Element, say: Callable[[str], object]) -> None:
    tag = element.tag
    said = "".join([f' {name}="{_value(value)}"' for name, value in element.items()])
    say(f"<{tag}{said}>")
    if element.text:
        say(element.text if tag in ("script", "style") else quoted(element.text))
    for child in element:
        _html(child, say)
        if child.tail:
            say(quoted(child.tail))
    if tag not in VOID:
        say(f"</{tag}>")


def as_xml(root: Element) -> str:
    """A whole XML document; what XML cannot hold is shown as a replacement character."""
    parts: list[str] = []
    _xml(root, parts.append)
    body = ILLEGAL.sub("\ufffd", "".join(parts))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _xml(element: Element, say: Callable[[str], object]) -> None:
    tag, text = element.tag, element.text
    given = element.attrib
    said = tag
    for name, value in given.items():
        shown = _value(value).translate(BREAKS) if SIGN.search(value) else value
        said += f' {name}="{shown}"'
    if not text and not len(element):
        say(f"<{said} />")
        return
    say(f"<{said}>{quoted(text)}" if text else f"<{said}>")
    for child in element:
        _xml(child, say)
        if child.tail:
            say(quoted(child.tail))
    say(f"</{tag}>")


SIGN = re.compile('[&<>"\r\n\t]')
BREAKS = {ord("<"): "&lt;", ord("\r"): "&#13;", ord("\n"): "&#10;", ord("\t"): "&#09;"}
"""What an XML reader would turn into spaces, or refuse, within a value."""


def quoted(text: str) -> str:
    """*text* with the signs of markup as words."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(text: str) -> str:
    return text.replace("&", "&amp;").replace(">", "&gt;").replace('"', "&quot;")
