"""What a DOCX says of itself: its properties, and what its readers have said of its words."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from ..plaintext import normalised
from .extracted import Comment

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KEYS = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}publisher": "publisher",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}issued": "issued",
    "{http://purl.org/dc/terms/}created": "made",
}


def facts_of(parts: Mapping[str, Element]) -> dict[str, str]:
    """Keys of ``seed.yaml`` out of the properties; ``made`` is the day on which the file was."""
    core = parts.get("docProps/core.xml")
    facts = {
        _KEYS[e.tag]: normalised(e.text or "")
        for e in (core if core is not None else ())
        if e.tag in _KEYS
    }
    return {k: v[:10] if k in ("made", "issued") else v for k, v in facts.items() if v}


class Comments:
    """The comments of a document, each opened and closed once while its text is read."""

    def __init__(self, parts: Mapping[str, Element]) -> None:
        part = parts.get("word/comments.xml")
        self.known = {c.get(f"{W}id") or "": c for c in (part if part is not None else ())}
        self.opened: list[str] = []
        self.closed: list[str] = []

    def begin(self, number: str) -> bool:
        if number in self.known and number not in self.opened:
            self.opened.append(number)
            return True
        return False

    def end(self, number: str) -> bool:
        if number in self.opened and number not in self.closed:
            self.closed.append(number)
            return True
        return False

    @property
    def made(self) -> list[Comment]:
        """Those on words in the order of their beginnings, then those on none."""
        order = [*self.opened, *(n for n in self.known if n not in self.opened)]
        return [_comment(self.known[number]) for number in order]

    @property
    def ends(self) -> list[int]:
        """For each letter that closes a comment's words, which comment it closes."""
        return [self.opened.index(number) for number in self.closed]


def _comment(tag: Element) -> Comment:
    paragraphs = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in tag.iter(f"{W}p")]
    text = "\n\n".join(p for p in map(normalised, paragraphs) if p)
    return Comment(normalised(tag.get(f"{W}author") or ""), (tag.get(f"{W}date") or "")[:10], text)
