"""A briefing's page as one file for a mail: nothing to fetch, and no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from .markup import as_html, tree_of
from .publication import Publication
from .tree import child, made

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
POLICY = (
    "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'"
)
GONE = frozenset({"script", "link", "form", "iframe", "noscript", "base"})
"""Elements that would fetch something, or would do nothing."""


def single_file(html: str, sheet: str, print_sheet: str, publication: Publication) -> str:
    """The page *html* with its styles in one block, which the page's own policy allows by its hash.

    Links within the page stay; others are in full where the site's address is known, and words
    where it is not. Fonts are left out: the reader's own are used.
    """
    page = tree_of(html)
    root = next(page.iter("html"))
    head = next(root.iter("head"))
    anchors = "".join(style.text or "" for style in head.iter("style"))
    style = FONT_FACE.sub("", f"{sheet}@media print{{{print_sheet}}}\n{anchors}")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = Element("meta", {"http-equiv": "Content-Security-Policy"})
    policy.set("content", POLICY.format(digest))
    _without(root, lambda element: element.tag in GONE or _is_policy(element))
    head[1:1] = [policy, made("meta", name="robots", content="noindex")]
    for old in [*head.iter("style")]:
        head.remove(old)
    child(head, "style", style)
    if publication.public_url:
        child(head, "link", rel="canonical", href=publication.address("index.html"))
    _relink(root, publication)
    return f"<!doctype html>\n{as_html(root)}\n"


def _is_policy(element: Element) -> bool:
    return element.tag == "meta" and element.get("http-equiv") == "Content-Security-Policy"


def _without(parent: Element, unwanted: Callable[[Element], bool]) -> None:
    for element in [*parent]:
        if unwanted(element):
            parent.remove(element)
        else:
            _without(element, unwanted)


def _relink(root: Element, publication: Publication) -> None:
    for anchor in root.iter("a"):
        href = anchor.get("href", "")
        if href and not href.startswith("#"):
            address = publication.away(href)
            anchor.attrib.pop("href")
            if address:
                anchor.set("href", address)
    for image in root.iter("img"):
        if not image.get("src", "").startswith("data:"):
            image.tag, image.text = "span", image.get("alt", "")
            image.attrib.clear()
