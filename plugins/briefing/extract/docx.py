"""A DOCX: its paragraphs, lists and tables, its notes, its comments, its changes decided."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..plaintext import normalised
from .docxfacts import Comments, facts_of
from .extracted import BEGIN, END, LARGEST, MARK, Extracted, LeftOut, OwnNote, UnreadableError
from .markdown import link, nested, paragraph, table, words, wrapped
from .settling import settled
from .text import script_told

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_TAGS, MOST_BYTES = 2_000_000, 2 * LARGEST
"""Of all parts of a DOCX; a book of a thousand pages has a fifth of that. In memory, an element
takes a hundred times its place in the packed file."""
INSERTED, DELETED = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")


def extract_docx(
    data: bytes, name: str, keep: frozenset[int] = frozenset(), changes: str = ""
) -> Extracted:
    """The text of a DOCX.

    Args:
        changes: What becomes of tracked changes: "accept" or "reject"; "" refuses a file with any.
    Raises:
        UnreadableError: it is encrypted, damaged, empty, or has changes that nobody has decided.
    """
    parts = _parts(data, name)
    document = parts["word/document.xml"]
    tracked = sum(
        1 for e in document.iter() if e.tag in (*INSERTED, *DELETED) and e.tag != f"{W}moveFrom"
    )
    if tracked and not changes:
        raise UnreadableError(
            f"{name} has {tracked} tracked changes: say --changes accept or --changes reject "
            "(make import CHANGES=accept)"
        )
    reader = _Reader(parts, changes, keep)
    text, comments = settled(reader.text(), reader.comments.made, reader.comments.ends)
    if not text.strip():
        raise UnreadableError(f"{name} is empty: there is no text to import")
    told = [t for t in (script_told(text),) if t]
    if tracked:
        told.append(f"{tracked} tracked changes: all {changes}ed.")
    for kind in ("header", "footer"):
        reader.around(kind)
    return Extracted(
        kind="a DOCX",
        markdown=text,
        facts=facts_of(parts),
        captions=frozenset(reader.captions),
        left_out=tuple(block for block in reader.left if block.number not in keep),
        own=tuple(reader.notes),
        comments=tuple(comments),
        told=tuple(told),
    )


def _parts(data: bytes, name: str) -> dict[str, Element]:
    """The XML files of a DOCX by their names."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(
            f"{name} is encrypted, or a .doc of before 2007: save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            wanted = [i for i in file.infolist() if i.filename.endswith((".xml", ".rels"))]
            if sum(i.file_size for i in wanted) > MOST_BYTES:
                raise UnreadableError(
                    f"{name} unpacks to more than {MOST_BYTES >> 20} MB: it was not read"
                )
            parts, tags = {}, 0
            for info in wanted:
                raw = file.read(info)
                if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
                    raise UnreadableError(
                        f"{name} declares entities, as no word processor does: it was not read"
                    )
                tags += raw.count(b"<")
                if tags > MOST_TAGS:
                    raise UnreadableError(f"{name} has more tags than any text: it was not read")
                parts[info.filename] = ElementTree.fromstring(raw)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        RuntimeError,
        EOFError,
    ):
        raise UnreadableError(
            f"{name} is damaged, or encrypted: it cannot be opened as a DOCX"
        ) from None
    if "word/document.xml" not in parts:
        raise UnreadableError(f"{name} is a zip file, but no DOCX: it has no word/document.xml")
    return parts


class _Reader:
    """A document read from its beginning to its end; what is met on the way is kept."""

    def __init__(self, parts: dict[str, Element], changes: str, keep: frozenset[int]) -> None:
        self.parts, self.changes, self.keep = parts, changes, keep
        self.left: list[LeftOut] = []
        self.captions: list[str] = []
        self.notes: list[OwnNote] = []
        self.comments = Comments(parts)
        rels = parts.get("word/_rels/document.xml.rels")
        self.links = {
            r.get("Id"): r.get("Target") or "" for r in (rels if rels is not None else ())
        }
        styles = parts.get("word/styles.xml")
        found = styles.findall(f"{W}style") if styles is not None else []
        self.styles = {s.get(f"{W}styleId"): _value(s.find(f"{W}name")) for s in found}

    def text(self) -> str:
        body = self.parts["word/document.xml"].find(f"{W}body")
        blocks = list(self._blocks(body)) if body is not None else []
        below = [f"{words(note.sign)} {note.text}" for note in self.notes]
        return "\n\n".join([*blocks, *below]) + "\n"

    def around(self, kind: str) -> None:
        """Note the words of headers or footers as left out."""
        for name, part in sorted(self.parts.items()):
            shown = normalised(" ".join(t.text or "" for t in part.iter(f"{W}t")))
            if re.fullmatch(rf"word/{kind}\d*\.xml", name) and shown:
                self.drop(f"page {kind}", shown)

    def drop(self, kind: str, shown: str) -> bool:
        self.left.append(LeftOut(len(self.left) + 1, kind, shown))
        return len(self.left) not in self.keep

    def _blocks(self, parent: Element) -> Iterator[str]:
        items: list[tuple[int, str]] = []
        carried = ""
        for child in self._children(parent):
            item = self._item(child)
            if items and item is None:
                yield nested(items)
                items = []
            if child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}p":
                inline = carried + self._inline(child)
                carried = ""
                if self._mark_gone(child):
                    carried = inline
                elif not inline.strip():
                    continue
                elif item is not None:
                    items.append((item, paragraph(inline)))
                else:
                    yield self._paragraph(child, inline)
        if items:
            yield nested(items)
        if carried.strip():
            yield paragraph(carried)

    def _children(self, parent: Element) -> Iterator[Element]:
        """The blocks below *parent*, those inside content controls and changes among them."""
        for child in parent:
            if child.tag in (f"{W}sdt", f"{W}sdtContent", *INSERTED, *DELETED, f"{W}customXml"):
                if child.tag not in self._gone():
                    yield from self._children(child)
            else:
                yield child

    def _gone(self) -> tuple[str, ...]:
        return INSERTED if self.changes == "reject" else DELETED

    def _mark_gone(self, tag: Element) -> bool:
        """Whether a paragraph's end is tracked away, so that it goes on in the next one."""
        marks = tag.find(f"{W}pPr/{W}rPr")
        return marks is not None and any(marks.find(gone) is not None for gone in self._gone())

    def _style(self, tag: Element) -> str:
        style = _value(tag.find(f"{W}pPr/{W}pStyle"))
        return (self.styles.get(style) or style).lower()

    def _item(self, tag: Element) -> int | None:
        """How deep a list's item is; None for any other block."""
        level = tag.find(f"{W}pPr/{W}numPr/{W}ilvl")
        numbered = tag.find(f"{W}pPr/{W}numPr/{W}numId")
        if tag.tag != f"{W}p" or (numbered is not None and _value(numbered) == "0"):
            return None
        if numbered is None and "list" not in self._style(tag):
            return None
        return int(_value(level) or 0) if level is not None else 0

    def _paragraph(self, tag: Element, inline: str) -> str:
        style = self._style(tag)
        heading = re.fullmatch(r"heading\s*(\d)", style)
        source = paragraph(inline)
        if style == "title":
            return "# " + source.replace("\\\n", " ")
        if heading:
            return "#" * min(6, int(heading[1])) + " " + source.replace("\\\n", " ")
        if style == "caption":
            self.captions.append(normalised(re.sub(r"\\(?=\W)|\*+", "", source)))
        if "quote" in style:
            return "\n".join(f"> {line}" for line in source.split("\n"))
        return source

    def _table(self, tag: Element) -> Iterator[str]:
        rows = []
        for row in tag.iter(f"{W}tr"):
            cells = [" ".join(self._blocks(cell)) for cell in row.findall(f"{W}tc")]
            if any(cell.strip() for cell in cells):
                rows.append(cells)
        if rows and max(map(len, rows)) > 1:
            yield table(rows)
        else:
            yield from (row[0] for row in rows)

    def _inline(self, parent: Element) -> str:
        return "".join(self._piece(child) for child in parent)

    def _piece(self, tag: Element) -> str:
        name = tag.tag.removeprefix(W)
        if tag.tag in self._gone():
            return ""
        if name == "r":
            return self._run(tag)
        if name == "hyperlink":
            inner = self._inline(tag)
            linked, safe = link(inner, self.links.get(tag.get(f"{_R}id"), ""), "")
            if not safe:
                self.drop("dangerous link", self.links.get(tag.get(f"{_R}id"), "")[:80])
            return linked
        if name == "commentRangeStart":
            return BEGIN if self.comments.begin(tag.get(f"{W}id") or "") else ""
        if name == "commentRangeEnd":
            return END if self.comments.end(tag.get(f"{W}id") or "") else ""
        return self._inline(tag) if name not in ("pPr", "rPr", "sdtPr") else ""

    def _run(self, tag: Element) -> str:
        props = tag.find(f"{W}rPr")
        inner = "".join(self._letter(child) for child in tag)
        if props is None or not inner.strip() or MARK in inner:
            return inner
        if props.find(f"{W}vanish") is not None and _value(props.find(f"{W}vanish")) not in (
            "0",
            "false",
        ):
            return "" if self.drop("hidden text", normalised(inner)) else inner
        for sign, key in (("*", "i"), ("**", "b")):
            mark = props.find(f"{W}{key}")
            if mark is not None and _value(mark) not in ("0", "false"):
                inner = wrapped(inner, sign)
        return inner

    def _letter(self, tag: Element) -> str:
        name = tag.tag.removeprefix(W)
        if name in ("t", "delText"):
            return words(tag.text or "")
        if name in ("br", "cr"):
            return "\\\n" if tag.get(f"{W}type") not in ("page", "column") else " "
        if name in ("footnoteReference", "endnoteReference"):
            return self._note(name.removesuffix("Reference"), tag.get(f"{W}id") or "")
        if name in ("drawing", "pict", "object"):
            shown = next(
                (
                    e.get("descr") or e.get("name") or ""
                    for e in tag.iter()
                    if e.get("descr") or e.get("name")
                ),
                "",
            )
            self.drop("picture", shown or "a picture without a description")
        return {"tab": " ", "noBreakHyphen": "‑"}.get(name, "")

    def _note(self, kind: str, number: str) -> str:
        part = self.parts.get(f"word/{kind}s.xml")
        for note in part.findall(f"{W}{kind}") if part is not None else ():
            if note.get(f"{W}id") == number and note.get(f"{W}type") in (None, "normal"):
                sign = f"[{len(self.notes) + 1}]"
                self.notes.append(OwnNote(sign, ""))
                place = len(self.notes) - 1
                text = " ".join(self._blocks(note)).replace("\n", " ").strip()
                self.notes[place] = OwnNote(sign, text)
                return f"{MARK}{words(sign)}{MARK}"
        return ""


def _value(tag: Element | None) -> str:
    return (tag.get(f"{W}val") or "") if tag is not None else ""
