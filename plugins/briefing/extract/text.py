"""Bytes as text: which encoding, which script, and whether it is a text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from .extracted import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_NAMES = {
    "CYRILLIC": "Cyrillic",
    "GREEK": "Greek",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "Devanagari",
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "THAI": "Thai",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the *encoding* in which it was read, as one says it."""

    text: str
    encoding: str


def decoded(data: bytes, name: str, *, markup: bool = False) -> Decoded:
    """The text of *data*, line ends as they are.

    A byte order mark decides; then UTF-8, if every byte fits; UTF-16 without a mark, where every
    other byte is null; then what a page declares of itself (*markup*); then Windows-1252, if none
    of the five bytes occurs that it leaves undefined and the outcome reads like words.

    Raises:
        UnreadableError: there is no text, or none of these fits.
    """
    if not data.strip():
        raise UnreadableError(f"{name} is empty: there is no text to import")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_in(data, encoding, name), encoding.removesuffix("-sig").upper(), name)
    half = len(data) // 2
    nulls = data.count(0)
    odd, even = data[1::2].count(0), data[0::2].count(0)
    if max(odd, even) > 0.3 * half and min(odd, even) < 0.02 * half:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return _checked(_in(data, encoding, name), "UTF-16", name)
    if nulls:
        raise UnreadableError(f"{name} is a binary file, not text: it holds NUL bytes")
    try:
        return _checked(data.decode("utf-8"), "UTF-8", name)
    except UnicodeDecodeError:
        return _legacy(data, name, markup=markup)


def _legacy(data: bytes, name: str, *, markup: bool) -> Decoded:
    declared = _DECLARED.search(data[:4096]) if markup else None
    if declared:
        encoding = declared[1].decode("ascii", "replace").lower()
        encoding = "windows-1252" if encoding in ("iso-8859-1", "latin-1", "ascii") else encoding
        try:
            if encoding not in ("utf-8", "utf8"):
                text = data.decode(encoding, "replace")
                return _checked(text, encoding.capitalize(), name)
        except LookupError:
            pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise UnreadableError(
            f"{name} is neither UTF-8 nor Windows-1252: byte {problem.start} fits neither; "
            "save it as UTF-8"
        ) from None
    letters = [c for c in text if c.isalpha()]
    if sum(ord(c) > 0x7F for c in letters) > 0.3 * max(1, len(letters)):
        raise UnreadableError(
            f"{name} is not UTF-8, and read as Windows-1252 it makes no words; save it as UTF-8"
        )
    return _checked(text, "Windows-1252", name)


def _in(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableError(
            f"{name} begins as {encoding.removesuffix('-sig').upper()} text, but byte "
            f"{problem.start} cannot be read"
        ) from None


def _checked(text: str, encoding: str, name: str) -> Decoded:
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableError(f"{name} is empty: there is no text to import")
    return Decoded(text, encoding)


def scripts(text: str) -> Counter[str]:
    """How many letters of each script the beginning of *text* has, by its name in Unicode."""
    letters = (c for c in text[:20000] if c.isalpha())
    return Counter(unicodedata.name(c, "?").split()[0].split("-")[0] for c in letters)


def script_told(text: str) -> str:
    """A sentence where most letters are of a script that the importer's rules do not know."""
    found = scripts(text)
    script, count = next(iter(found.most_common(1)), ("LATIN", 0))
    if script in ("LATIN", "CYRILLIC") or count < 0.5 * found.total():
        return ""
    shown = _NAMES.get(script, script.capitalize())
    return (
        f"The text is in {shown} script: its words are kept as they are, but names, headlines and "
        "dates in it are hardly recognised; complete seed.yaml by hand."
    )
