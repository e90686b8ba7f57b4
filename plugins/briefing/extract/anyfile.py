"""Which kind of file it is, told by its bytes first and by its name last; and its text."""

from __future__ import annotations

import re
from pathlib import PurePath

from ..dates import PartialDate
from ..diagnostics import TextFile
from ..model import Written
from ..plaintext import normalised
from ..written import Mapping, Node, Sequence, read_yaml
from .docx import extract_docx
from .extracted import LARGEST, Extracted, UnreadableError
from .footnotes import with_own_series
from .html import extract_html
from .pdf import extract_pdf
from .text import Decoded, decoded, script_told

_PAGE = re.compile(
    rb"\s*(?:<!--(?>.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
"""What a page begins with. A comment is read one way only, so that many cost what they are."""
_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_KEYS = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "date": "issued",
    "issued": "issued",
    "published": "issued",
    "publisher": "publisher",
    "source": "url",
    "url": "url",
    "link": "url",
    "lang": "language",
    "language": "language",
    "rights": "rights",
}
_OTHERS = {
    b"{\\rtf": "RTF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
}


def extract(
    data: bytes, name: str, keep: frozenset[int] = frozenset(), changes: str = ""
) -> Extracted:
    """The text of the file *name*, whatever of the known kinds it is.

    Args:
        keep: Numbers of blocks that would be left out, and are to be kept.
        changes: What becomes of a DOCX's tracked changes.
    Raises:
        UnreadableError: with one sentence that says why not.
    """
    if not data:
        raise UnreadableError(f"{name} is empty: there is no text to import")
    if len(data) > LARGEST:
        raise UnreadableError(
            f"{name} has {len(data) / 1048576:.0f} MB, and at most {LARGEST >> 20} MB are read: "
            "save the text alone"
        )
    try:
        return _extract(data, name, keep, changes)
    except RecursionError:
        raise UnreadableError(f"{name} is nested too deeply: save the text alone") from None


def _extract(data: bytes, name: str, keep: frozenset[int], changes: str) -> Extracted:
    suffix = PurePath(name).suffix.lower()
    for magic, kind in _OTHERS.items():
        if data.startswith(magic):
            raise UnreadableError(f"{name} is {kind}: save it as text, Markdown, HTML, PDF or DOCX")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return extract_pdf(data, name, keep)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")) or suffix == ".docx":
        return extract_docx(data, name, keep, changes)
    if suffix == ".pdf":
        raise UnreadableError(f"{name} is no PDF, though it is called so")
    if suffix in (".html", ".htm", ".xhtml") or _PAGE.match(data[:4096]):
        return extract_html(data, name, keep)
    return _text(decoded(data, name), data)


def _text(read: Decoded, data: bytes) -> Extracted:
    text = read.text.replace("\r\n", "\n").replace("\r", "\n")
    noted, own = with_own_series(text)
    received = read.encoding == "UTF-8" and not own
    told = script_told(read.text)
    return Extracted(
        kind=f"text, {read.encoding}"
        + (", its line ends those of Windows" if b"\r\n" in data else ""),
        markdown=None if received else noted,
        facts=_front_matter(read.text),
        own=own,
        told=(told,) if told else (),
    )


def _front_matter(text: str) -> dict[str, str]:
    """What a Markdown file's front matter says of where it came from; nothing if it is none."""
    matter = _MATTER.match(text)
    given, found = read_yaml(TextFile("", matter[1])) if matter else (None, [])
    facts: dict[str, str] = {}
    for key, value in given.items.items() if isinstance(given, Mapping) and not found else ():
        name = _KEYS.get(key.lower(), "")
        shown = _shown(value)
        if name == "issued":
            shown = _day(shown)
        if name == "url" and not re.match(r"https?://\S+$", shown):
            continue
        if name and shown:
            facts.setdefault(name, shown)
    return facts


def _day(text: str) -> str:
    day = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", text)
    try:
        return str(PartialDate.read(day[0])) if day else ""
    except ValueError:
        return ""


def _shown(value: Node) -> str:
    if isinstance(value, Sequence):
        return ", ".join(filter(None, map(_shown, value.items)))
    return normalised(value.text) if isinstance(value, Written) else ""
