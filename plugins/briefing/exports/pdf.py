"""A briefing's page as PDF/UA-1, for paper and screen readers, with all notes after the text."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element

from .markup import as_html, tree_of
from .shapes import redraw, shapes_of
from .tree import child, made

FILE = re.compile(r"""url\(["']?(?P<name>[\w./-]+\.woff2)["']?\)""")
NOT_ON_PAPER = frozenset({"input", "button", "nav", "dialog", "template", "form", "style"})
"""What can only be used on a screen, and the page's styles, which come as sheets of their own."""


@dataclass(frozen=True, slots=True)
class Style:
    """The theme's sheets: for the screen, for paper, and what a PDF wants besides. The fonts that
    they name are in them, since nothing is fetched."""

    screen: str
    paper: str
    pdf: str


def with_fonts(sheet: str, read: Callable[[str], bytes]) -> str:
    """A style sheet with the fonts that it names in it; *read* gives a font's bytes."""

    def inside(file: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{b64encode(read(file['name'])).decode()})"

    return FILE.sub(inside, sheet)


def missing() -> str:
    """What has to be installed before a PDF can be made, as one sentence; "" if nothing has."""
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        return "A PDF needs WeasyPrint, which is not installed here: 'make pdf' installs it."
    except OSError:
        return (
            "A PDF needs Pango, a library of the system. On Debian and Ubuntu: "
            "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        )
    return ""


def pdf(page: str, style: Style) -> bytes:
    """The PDF of *page*, a briefing in one file; the same page and style give the same bytes."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it tells of each rule it skips
    html = f"<!doctype html>{as_html(prepared(page, style))}"
    fetcher = URLFetcher(allowed_protocols=["data"])
    fonts = FontConfiguration()
    rules: dict[str, Any] = {"font_config": fonts, "url_fetcher": fetcher, "media_type": "print"}
    written: bytes = HTML(string=html, url_fetcher=fetcher, media_type="print").write_pdf(
        stylesheets=[CSS(string=text, **rules) for text in (style.screen, style.paper, style.pdf)],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=sha256(html.encode()).digest()[:16],
    )
    return written


def prepared(page: str, style: Style) -> Element:
    """The page as it stands in its PDF: notes after the text, nothing that only a screen has, and
    nothing drawn for the eye beside tables that say the same."""
    root = next(tree_of(page).iter("html"))
    for parent in [*root.iter()]:
        for element in [*parent]:
            drawn = element.tag == "div" and element.get("aria-hidden") == "true"
            if drawn or element.tag in NOT_ON_PAPER:
                _take_out(parent, element)
    redraw(root, shapes_of(root, style.screen, style.paper))
    for parent in [*root.iter()]:
        for number, element in reversed([*enumerate(parent)]):
            if element.get("data-notes-title"):
                parent.insert(number + 1, _notes(element))
    return root


def _notes(text: Element) -> Element:
    """The notes that stand in *text*, taken out of it; an empty element if there are none."""
    section = made("section", class_="notes-end")
    child(section, "h2", text.get("data-notes-title", ""), class_="notes-h")
    for parent in [*text.iter()]:
        for element in [*parent]:
            if "ns" in element.get("class", "").split():
                section.append(_take_out(parent, element))
    return section if len(section) > 1 else Element("div")


def _take_out(parent: Element, element: Element) -> Element:
    """*element* without what follows it, which stays in *parent*."""
    before = [*parent].index(element)
    tail, element.tail = element.tail or "", None
    parent.remove(element)
    if before:
        parent[before - 1].tail = (parent[before - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    return element
