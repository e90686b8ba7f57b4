"""A briefing as TEI P5: the text with its emendations in place, every note a stand-off ``note``.

Source: TEI P5 Guidelines, chapters 2 (header), 3.5 (choice), 16.10 (standOff). The words in
``text`` are the edition's: what the copy had stands in ``sic`` beside them, what was set aside in
the header.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..model import Annotation
from .markup import as_xml
from .parts import box_tables, repair_line, source_line
from .publication import Publication
from .teitext import TextMaker, repairs_in
from .tree import Item, child, items, made, put, simplified

NAMESPACE = "http://www.tei-c.org/ns/1.0"
INLINE = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold"}
BLOCKS = {"p": "p", "ul": "list", "ol": "list", "li": "item", "blockquote": "quote", "pre": "ab"}


def tei(publication: Publication) -> str:
    """The whole document."""
    root = made("TEI", xmlns=NAMESPACE)
    root.set("xml:lang", publication.language)
    root.append(_header(publication))
    said = [(note, body) for note, body in publication.said() if note.targets]
    notes = [_note(publication, note, body) for note, body in said]
    if notes:
        groups = made("listAnnotation", *notes)
        child(root, "standOff", groups)
    briefing = publication.briefing
    anchors = [anchor for note, _ in said for anchor in _anchors(note)]
    repairs = [*repairs_in(briefing.seed, briefing.article.plain)] if briefing.seed else []
    text = child(root, "text")
    text.set("xml:lang", publication.page.lang)
    text.append(TextMaker(briefing.article, anchors, repairs).body())
    back = [*_back(publication)]
    if back:
        child(text, "back", *back).set("xml:lang", publication.language)
    return as_xml(root)


# --- notes ---------------------------------------------------------------------------------------


def _ends(note: Annotation) -> Iterator[tuple[str, str]]:
    for target in note.targets:
        yield f"from-{note.id}-{target.index}", f"to-{note.id}-{target.index}"


def _anchors(note: Annotation) -> Iterator[tuple[int, str]]:
    for target, (start, end) in zip(note.targets, _ends(note), strict=True):
        yield target.stretch.start, start
        yield target.stretch.end, end


def _note(publication: Publication, note: Annotation, body: str) -> Element:
    """A note: its kind, its finding, its places as ``range()`` pointers, what it says."""
    places = " ".join(f"#range({start},{end})" for start, end in _ends(note))
    element = made("note", type=note.kind, subtype=note.verdict, target=places)
    element.set("xml:id", f"note-{note.id}")
    element.set("resp", "#editor" if not note.by else f"#{_person(note.by)}")
    for part in simplified(body, publication.address):
        put(element, _block(part))
    if note.as_of:
        line = publication.words.day(note.as_of)
        child(element, "p", made("date", line.words, type="as-of", when=line.iso))
    cited = dict.fromkeys(c.id.text for c in note.citations)
    listed = {source.id for source in publication.page.sources}
    for id_ in cited:
        if id_ in listed:
            child(element, "ref", type="source", target=f"#source-{id_}")
    return element


def _person(name: str) -> str:
    return "by-" + "".join(letter if letter.isalnum() else "-" for letter in name)


# --- what is around the text ---------------------------------------------------------------------


def _header(publication: Publication) -> Element:
    page, words = publication.page, publication.words
    title = made("titleStmt", made("title", page.title))
    if page.author:
        child(title, "author", page.author)
    title.append(_editor("editor", publication.editor, words.say("Notes")))
    others = {n.by: publication.author(n) for n, _ in publication.said() if n.by}
    for by, name in others.items():
        title.append(_editor(_person(by), name, words.say("Notes")))
    date = made("date", page.day.words, when=page.day.iso)
    edition = made("editionStmt", made("edition", f"{page.number} ", date))
    published = made("publicationStmt", made("publisher", publication.site))
    child(published, "date", page.day.words, when=page.day.iso)
    available = child(published, "availability")
    for rights in (page.rights, publication.licence):
        if rights:
            child(available, "p", rights)
    if not len(available):
        published.remove(available)
    description = made("fileDesc", title, edition, published, _source(publication))
    header = made("teiHeader", description)
    child(header, "encodingDesc", _corrections(publication))
    child(header, "profileDesc", made("langUsage", made("language", page.lang, ident=page.lang)))
    return header


def _editor(id_: str, name: str, what: str) -> Element:
    named = made("name", name)
    named.set("xml:id", id_)
    return made("respStmt", made("resp", what), named)


def _source(publication: Publication) -> Element:
    page = publication.page
    bibl = made("bibl", made("title", page.title))
    if page.author:
        child(bibl, "author", page.author)
    if page.publisher:
        child(bibl, "publisher", page.publisher)
    child(bibl, "date", page.source.words, when=page.source.iso)
    if page.original:
        child(bibl, "ref", page.original.words, target=page.original.href)
    child(bibl, "idno", page.digest, type="sha256")
    return made("sourceDesc", bibl)


def _corrections(publication: Publication) -> Element:
    """How the edition departs from its copy: all of it, in words."""
    declared = made("editorialDecl")
    correction = child(declared, "correction", method="markup")
    for repair in (*publication.page.repairs, *publication.page.aside):
        child(correction, "p", repair_line(repair, publication.words))
    if not len(correction):
        child(correction, "p", publication.words.say("Word for word"))
    return declared


def _back(publication: Publication) -> Iterator[Element]:
    page, words = publication.page, publication.words
    for box in page.boxes:
        division = made("div", made("head", box.title), type="factbox")
        division.set("xml:id", f"box-{box.id}")
        for part in box_tables(box, words, publication.address):
            put(division, _block(part))
        yield division
    if page.sources:
        listed = made("listBibl")
        for source in page.sources:
            bibl = made("bibl", *(_inline(part) for part in source_line(source, words)))
            bibl.set("xml:id", f"source-{source.id}")
            listed.append(bibl)
        yield made("div", made("head", words.say("Sources")), listed, type="sources")


# --- our HTML as TEI -----------------------------------------------------------------------------


def _block(element: Element) -> Element:
    if element.tag == "table":
        return _table(element)
    if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return made("ab", *_inside(element), type="heading")
    tag = BLOCKS.get(element.tag, "ab")
    rend = {"ul": "bulleted", "ol": "numbered"}.get(element.tag, "")
    return made(tag, *_inside(element), rend=rend)


def _inside(element: Element) -> Iterator[Item]:
    blocks = {"ul", "ol", "blockquote", "table"}
    structured = element.tag in blocks or any(c.tag in blocks | {"p", "li"} for c in element)
    for item in [*items(element)]:
        if isinstance(item, str):
            if not structured or item.strip():
                yield item
        elif item.tag in BLOCKS or item.tag == "table":
            yield _block(item)
        else:
            yield _inline(item)


def _inline(item: Item) -> Item:
    if isinstance(item, str):
        return item
    if item.tag in INLINE:
        return made("hi", *_inside(item), rend=INLINE[item.tag])
    if item.tag == "a":
        return made("ref", *_inside(item), target=item.get("href", ""))
    if item.tag == "br":
        return made("lb")
    if item.tag == "time":
        return made("date", *_inside(item), when=item.get("datetime", ""))
    return made("code" if item.tag == "code" else "seg", *_inside(item))


def _table(element: Element) -> Element:
    table = made("table")
    caption = element.find("caption")
    if caption is not None:
        child(table, "head", *_inside(caption))
    heads = {id(row) for row in element.iterfind("thead/tr")}
    for row in element.iter("tr"):
        line = child(table, "row", role="label" if id(row) in heads else "data")
        for cell in row:
            role = "label" if cell.tag == "th" else "data"
            child(line, "cell", *_inside(cell), role=role, cols=cell.get("colspan", ""))
    return table
