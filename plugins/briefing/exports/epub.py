"""A briefing as an EPUB 3: its notes as footnotes and again as a list, its boxes as tables.

Source: EPUB 3.3, and EPUB Structural Semantics for ``footnote`` and ``noteref``. Nothing in the
file depends on the clock, the machine or its compressor: members are stored, dated 1980, in one
order.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..language import direction
from ..views import BoxView, NoteView
from .markup import as_xml
from .parts import about, box_tables, ledger, note_parts, repair_line, source_line
from .publication import Publication
from .tree import Item, child, made, put, simplified

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
STYLE = """body{line-height:1.5;margin:0 4%}
h1,h2,h3{line-height:1.2;text-align:start}
sup{line-height:0}
table{border-collapse:collapse;font-size:.85em;margin:1em 0;width:100%}
caption{font-style:italic;text-align:start}
th,td{border-top:1px solid;padding:.25em .5em .25em 0;text-align:start;vertical-align:top}
aside,.box{font-size:.9em;margin:1em 0 1em 1.5em}
aside p,.box p,li p{margin:.2em 0}
figure{font-style:italic;margin:1em 2em}
"""
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP file can name."""


def epub(publication: Publication) -> bytes:
    """The whole book; the same bytes for the same edition."""
    return zipped(dict(_Book(publication).files()))


def zipped(files: dict[str, str]) -> bytes:
    """*files* as a ZIP in the order given, which holds nothing but their names and words."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            member = zipfile.ZipInfo(name, DAY)
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, text.encode(), zipfile.ZIP_STORED)
    return out.getvalue()


def _turn(language: str, around: str) -> str:
    """The direction of *language* where that of the words *around* it is another."""
    way = direction(language)
    return "" if way == direction(around) else way


class _Book:
    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.page = publication.page
        self.words = publication.words
        self.seen: dict[str, int] = {}

    def files(self) -> Iterator[tuple[str, str]]:
        yield "mimetype", "application/epub+zip"
        yield "META-INF/container.xml", CONTAINER
        chapters = list(self._chapters())
        yield "EPUB/package.opf", as_xml(self._package([name for name, _, _ in chapters]))
        yield "EPUB/style.css", STYLE
        yield "EPUB/nav.xhtml", self._document(self.words.say("Contents"), self._nav(chapters))
        for name, title, body in chapters:
            yield f"EPUB/{name}.xhtml", self._document(title, body)

    def _chapters(self) -> Iterator[tuple[str, str, Element]]:
        say = self.words.say
        yield "text", self.page.title, self._text()
        if self.page.notes:
            yield "notes", say("Notes"), self._end_list()
        if self.page.ledger:
            yield "claims", say("Claims ledger"), self._claims()
        if self.page.sources:
            yield "sources", say("Sources"), self._sources()
        yield "edition", say("This edition"), self._edition()

    def _document(self, title: str, body: Element) -> str:
        ours = self.publication.language
        html = made("html", xmlns=XHTML, xmlns__epub=OPS, lang=ours, dir=_turn(ours, "en"))
        html.set("xml:lang", ours)
        head = child(html, "head", made("title", title))
        child(head, "link", rel="stylesheet", type="text/css", href="style.css")
        html.append(body)
        return as_xml(html).replace("\n<html", "\n<!DOCTYPE html>\n<html", 1)

    def link(self, href: str) -> str:
        """A link of the page within the book; one that leaves it in full, or not at all."""
        for start, chapter in PLACES.items():
            if href.startswith(f"#{start}-"):
                return f"{chapter}.xhtml{href}"
        return "" if href.startswith("#") else self.publication.away(href)

    # --- the text -----------------------------------------------------------------------------

    def _text(self) -> Element:
        body = made("body")
        main = child(body, "section", epub__type="bodymatter")
        ours = self.publication.language
        language = self.page.lang if self.page.lang != ours else ""
        way = _turn(language or ours, ours)
        child(main, "h1", self.page.title, lang=language, dir=way)
        for line in about(self.publication):
            child(main, "p", line)
        for block in self.page.blocks:
            if block.box:
                main.append(self._box(block.box))
                continue
            holder = child(main, "div", lang=language, dir=way)
            for part in simplified(block.html, self.link):
                put(holder, self._marked(part))
            for note in block.notes:
                main.append(self._aside(note))
        return body

    def _marked(self, element: Element) -> Element:
        """*element* with each mark as a link to its note."""
        parent = {inner: outer for outer in element.iter() for inner in outer}
        for mark in [*element.iter("ref")]:
            note = mark.get("note", "")
            at = self.seen[note] = self.seen.get(note, 0) + 1
            place = f"mark-{note}" if at == 1 else f"mark-{note}-{at}"
            number = str(self.publication.notes[note].number)
            link = made("a", number, epub__type="noteref", role="doc-noteref", id=place)
            link.set("href", f"#note-{note}")
            raised = made("sup", link)
            raised.tail = mark.tail
            outer = parent[mark]
            outer[[*outer].index(mark)] = raised
        return element

    def _aside(self, note: NoteView) -> Element:
        aside = made("aside", epub__type="footnote", role="doc-footnote", id=f"note-{note.id}")
        for part in self._note(note, "text.xhtml"):
            put(aside, part)
        return aside

    def _note(self, note: NoteView, chapter: str) -> Iterator[Item]:
        """What a note says, the way back to the text first."""
        first, *rest = note_parts(note, self.publication, self.link)
        back = made("a", str(note.number), href=f"{chapter}#mark-{note.id}", role="doc-backlink")
        yield made("p", back, " ", *first)
        yield from rest

    def _box(self, box: BoxView) -> Element:
        section = made("section", made("h2", box.title), id=f"box-{box.id}", class_="box")
        for part in box_tables(box, self.words, self.link):
            put(section, part)
        return section

    # --- what follows it ----------------------------------------------------------------------

    def _titled(self, title: str, *content: Element, kind: str = "") -> Element:
        return made("body", made("section", made("h1", title), *content, epub__type=kind))

    def _end_list(self) -> Element:
        entries = made("ol")
        for note in self.page.notes:
            child(entries, "li", *self._note(note, "text.xhtml"), id=f"end-{note.id}")
        return self._titled(self.words.say("Notes"), entries, kind="endnotes")

    def _claims(self) -> Element:
        table = ledger(self.publication, self.link)
        for row, claim in zip(table.findall("tbody/tr"), self.page.ledger, strict=True):
            row.set("id", f"claim-{claim.id}")
        return self._titled(self.words.say("Claims ledger"), table)

    def _sources(self) -> Element:
        entries = made("ol")
        for source in self.page.sources:
            child(entries, "li", *source_line(source, self.words), id=f"source-{source.id}")
        return self._titled(self.words.say("Sources"), entries)

    def _edition(self) -> Element:
        digest = made("p", self.words.say("SHA-256 of the source as received"), " ")
        put(digest, made("code", self.page.digest))
        repairs = (*self.page.repairs, *self.page.aside)
        lines = [made("li", repair_line(repair, self.words)) for repair in repairs]
        rights = [made("p", r) for r in (self.page.rights, self.publication.licence) if r]
        listed = [made("ul", *lines)] if lines else []
        return self._titled(self.words.say("This edition"), digest, *listed, *rights)

    # --- the package --------------------------------------------------------------------------

    def _nav(self, chapters: list[tuple[str, str, Element]]) -> Element:
        title = self.words.say("Contents")
        entries = made("ol")
        for name, words, _ in chapters:
            child(entries, "li", made("a", words, href=f"{name}.xhtml"))
        nav = made("nav", made("h1", title), entries, epub__type="toc", role="doc-toc")
        return made("body", nav)

    def _package(self, chapters: list[str]) -> Element:
        package = made("package", xmlns="http://www.idpf.org/2007/opf", version="3.0")
        package.set("unique-identifier", "id")
        package.append(self._metadata())
        manifest = child(package, "manifest")
        style = {"href": "style.css", "media-type": "text/css"}
        manifest.append(Element("item", {"id": "style", **style}))
        for name in ("nav", *chapters):
            item = {"id": name, "href": f"{name}.xhtml", "media-type": "application/xhtml+xml"}
            manifest.append(Element("item", item | NAV if name == "nav" else item))
        child(package, "spine", *(made("itemref", idref=name) for name in chapters))
        return package

    def _metadata(self) -> Element:
        metadata = made("metadata", xmlns__dc="http://purl.org/dc/elements/1.1/")
        page = self.page
        child(metadata, "dc:identifier", identifier(self.publication), id="id")
        child(metadata, "dc:title", page.title)
        for language in dict.fromkeys([self.publication.language, page.lang]):
            child(metadata, "dc:language", language)
        told = {
            "dc:creator": page.author,
            "dc:contributor": self.publication.editor,
            "dc:publisher": self.publication.site,
            "dc:date": page.day.iso,
            "dc:source": page.original.href if page.original else page.publisher,
            "dc:description": page.summary,
            "dc:rights": " ".join(r for r in (page.rights, self.publication.licence) if r),
        }
        for name, value in told.items():
            if value:
                child(metadata, name, value)
        modified = f"{self.publication.briefing.edition.day.first.isoformat()}T00:00:00Z"
        for name, value in (("dcterms:modified", modified), *ACCESS):
            child(metadata, "meta", value, property=name)
        return metadata


def identifier(publication: Publication) -> str:
    """The book's own name: the same for every edition of one briefing at one address."""
    page = publication.page
    return uuid.uuid5(uuid.NAMESPACE_URL, publication.away("") or f"{page.slug}#{page.digest}").urn


NAV = {"properties": "nav"}
PLACES = {"note": "text", "mark": "text", "box": "text", "claim": "claims", "source": "sources"}
"""In which chapter what the page has at ``#note-…`` and so on is found."""
ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", "Text and tables only; every note leads back to its words."),
)
