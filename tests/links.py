"""Does every link inside a built site lead somewhere, once it is served below a base path?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag

HOST = "http://site.invalid"
ATTRIBUTES = ("href", "xlink:href", "src", "poster", "data", "action", "cite")
CSS_URL = re.compile(r"""url\(\s*["']?(?P<link>[^"')]+)""")


@dataclass(frozen=True)
class Site:
    """A built folder, served at *base*, its absolute addresses beginning with *public_url*."""

    folder: Path
    base: str
    public_url: str

    @cached_property
    def ids(self) -> dict[Path, set[str]]:
        """The fragments that each HTML file offers."""
        return {file: fragments(soup) for file, soup in self.pages.items()}

    @cached_property
    def pages(self) -> dict[Path, BeautifulSoup]:
        files = sorted(self.folder.rglob("*.html"))
        return {file: BeautifulSoup(file.read_bytes(), "html.parser") for file in files}

    def address(self, file: Path) -> str:
        """Where *file* is shown. 404.html is shown at any depth: here, deep down."""
        name = file.relative_to(self.folder).as_posix()
        if name == "404.html":
            name = "no/such/page"
        return HOST + self.base + name.removesuffix("index.html")


def broken_links(folder: Path, base: str = "/", public_url: str = "") -> list[str]:
    """The links of a built site that lead nowhere, as ``page.html: link: reason``.

    Followed are the links, pictures, scripts and styles of HTML files, the absolute addresses
    of sitemaps and feeds, and the ``url()`` of style sheets, each with its fragment.

    Args:
        base: The path that the site is served at: ``/``, or as ``/some/repo/``.
        public_url: An address that begins so is a link inside the site; every other
            address with a scheme (another site, ``mailto:``) is left alone.
    """
    site = Site(folder, base, public_url.rstrip("/"))
    if not site.pages:
        raise ValueError(f"no HTML file in {folder}")
    return [
        f"{file.relative_to(folder).as_posix()}: {link}: {reason}"
        for file, link in all_links(site)
        if (reason := why_broken(site, file, link))
    ]


def all_links(site: Site) -> Iterator[tuple[Path, str]]:
    for file, soup in site.pages.items():
        yield from ((file, link) for tag in soup.find_all() for link in links_of(tag))
    for file in sorted((*site.folder.rglob("*.xml"), *site.folder.rglob("*.atom"))):
        yield from ((file, link) for link in links_of_xml(file))
    for file in sorted(site.folder.rglob("*.css")):
        yield from ((file, found["link"]) for found in CSS_URL.finditer(file.read_text("utf-8")))


def links_of(tag: Tag) -> Iterator[str]:
    for name in ATTRIBUTES:
        if name in tag.attrs:
            yield str(tag[name]).strip()
    for candidate in str(tag.get("srcset", "")).split(","):
        if candidate.strip():
            yield candidate.split()[0]
    content = str(tag.get("content", ""))
    if tag.name == "meta" and content.startswith(("http://", "https://")):
        yield content


def links_of_xml(file: Path) -> Iterator[str]:
    for element in ElementTree.parse(file).iter():
        if "href" in element.attrib:
            yield element.attrib["href"]
        if element.tag.rpartition("}")[2] == "loc":
            yield (element.text or "").strip()
        if element.get("type") == "html" and element.text:  # the body of a feed's entry
            body = BeautifulSoup(element.text, "html.parser")
            yield from (link for tag in body.find_all() for link in links_of(tag))


def why_broken(site: Site, file: Path, link: str) -> str | None:
    if site.public_url and (link + "/").startswith(site.public_url + "/"):
        link = site.base + link.removeprefix(site.public_url).lstrip("/")
    here = site.address(file)
    address, fragment = urldefrag(urljoin(here, link))
    if not (address + "/").startswith(HOST + "/"):
        return None
    target = file if address == here else target_of(site, address)
    if isinstance(target, str):
        return target
    wanted = unquote(fragment).partition(":~:")[0]
    if wanted in ("", "top") or target not in site.ids or wanted in site.ids[target]:
        return None
    return f"no element has the id '{wanted}'"


def target_of(site: Site, address: str) -> Path | str:
    """The file that answers at *address*, or why there is none."""
    path = unquote(urlsplit(address).path)
    if not path.startswith(site.base):
        return f"leaves {site.base}"
    file = site.folder / path.removeprefix(site.base)
    if file.is_dir():
        if not path.endswith("/"):
            return "a folder, without its last slash"
        file /= "index.html"
    return file if file.is_file() else "no such file"


def fragments(soup: BeautifulSoup) -> set[str]:
    return {str(tag["id"]) for tag in soup.find_all(id=True)}
