"""Where a saved page came from, as its own metadata say: linked data, Open Graph, Dublin Core."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from ..dates import PartialDate
from ..plaintext import normalised

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author"),
    "publisher": ("og:site_name", "dc.publisher", "publisher"),
    "issued": (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dcterms.issued",
        "pubdate",
        "parsely-pub-date",
    ),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language"),
    "rights": ("copyright", "dc.rights", "dcterms.rights"),
}
_ARTICLES = re.compile(
    r"(?:News|Blog|Scholarly|Analysis|Opinion|Reportage)?\w*(?:Article|Posting|WebPage|Report)$"
)
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)


def facts_of(soup: BeautifulSoup) -> dict[str, str]:
    """Keys of ``seed.yaml`` with what the page says of itself; the best source of each first."""
    facts: dict[str, str] = {}
    sources = (_linked(soup), _named(soup), _marked(soup))
    for key, value in ((k, v) for source in sources for k, v in source):
        clean = _clean(key, normalised(value))
        if clean and key not in facts:
            facts[key] = clean
    return facts


def _clean(key: str, value: str) -> str:
    if key == "issued":
        match = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value)
        try:
            return str(PartialDate.read(match[0])) if match else ""
        except ValueError:
            return ""
    if key == "language":
        match = re.match(r"[A-Za-z]{2,3}", value)
        return match[0].lower() if match else ""
    if key == "url" or value.startswith("http"):
        return value if key == "url" and re.match(r"https?://\S+$", value) else ""
    if key == "author":
        return re.sub(r"^(?:by|von|por|par|автор)\s*:?\s+", "", value, flags=re.IGNORECASE)
    return value


def _linked(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            if not _ARTICLES.search(str(thing.get("@type"))):
                continue
            yield "title", _text(thing.get("headline"))
            yield "author", _text(thing.get("author"))
            yield "publisher", _text(thing.get("publisher"))
            yield "issued", _text(thing.get("datePublished"))
            yield "language", _text(thing.get("inLanguage"))
            yield "url", _text(thing.get("url") or thing.get("mainEntityOfPage"))


def _things(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _things(item)
    elif isinstance(data, dict):
        yield data
        yield from _things(data.get("@graph"))


def _text(value: Any) -> str:
    """A name, or the names of several, out of a value of linked data."""
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@id"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return value if isinstance(value, str) else ""


def _named(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    given: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        given.setdefault(
            name or str(meta.get("http-equiv") or "").lower(), str(meta.get("content") or "")
        )
    for key, names in _META.items():
        yield from ((key, given[name]) for name in names if name in given)


def _marked(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    canonical = soup.find("link", rel="canonical")
    if isinstance(canonical, Tag):
        yield "url", str(canonical.get("href") or "")
    saved = _SAVED.search(str(soup)[:4000])
    if saved:
        yield "url", saved[1]
    html = soup.find("html")
    if isinstance(html, Tag):
        yield "language", str(html.get("lang") or "")
    headings = soup.find_all("h1")
    if len(headings) == 1:
        yield "title", headings[0].get_text(" ")
    if soup.title:
        yield "title", re.split(r"\s[|–—-]\s", soup.title.get_text())[0]
    time = soup.find("time", attrs={"datetime": True})
    if isinstance(time, Tag):
        yield "issued", str(time["datetime"])
    for tag in soup.select("[rel=author], [itemprop=author], .byline, .author"):
        words = tag.get_text(" ").strip()
        if words and len(words) < 80:
            yield "author", re.split(r"\s*[|·•]\s*|,\s*\d", words)[0]
