"""A note as an editor writes it: its id, its attributes in braces, its words below them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from .syntax.notes import CLOSING, INDENT

ORDER = (
    "in",
    "verdict",
    "then",
    "entity",
    "as-of",
    "said-by",
    "by",
    "review-by",
    "status",
    "source",
    "quote",
    "occurrence",
)
"""Attributes in the order in which they are written."""
BARE = re.compile(r"[^\s\"“”„{}\\]+")
WORDS_IN_ID = 4
BRACES = re.compile(r"\{(?:[^\"{}]|\"(?:[^\"\\]|\\.)*\")*\}")
PLACE = re.compile(r"\s*\b(?:quote|occurrence|status)=(?:\"(?:[^\"\\]|\\.)*\"|[^\s\"{}]+)")


class NotPlacedError(ValueError):
    """Why a note cannot be put, changed or taken out here, as one sentence for the editor."""


def definition(id: str, braces: str, body: str) -> str:  # noqa: A002
    """A definition as an editor writes it: the braces, then the body, indented by four spaces.

    Raises:
        NotPlacedError: *braces* do not close on their line.
    """
    if braces and ("\n" in braces or not (braces[0] == "{" and CLOSING.fullmatch(braces, 1))):
        raise NotPlacedError("the attributes must be one pair of braces on one line")
    indent = " " * INDENT
    lines = (line.rstrip() for line in body.strip("\n").expandtabs(INDENT).split("\n"))
    said = "\n".join(indent + line if line else "" for line in lines)
    return f"[^{id}]: {braces}".rstrip() + (f"\n{said}" if body.strip() else "")


def braces_of(kind: str, values: Mapping[str, str]) -> str:
    """The attributes of a note as an editor writes them; what is empty is left out."""
    known = [key for key in ORDER if values.get(key)]
    others = [key for key in values if key not in ORDER and values[key]]
    parts = [f"{key}={value_of(key, values[key])}" for key in (*known, *others)]
    shown = [f".{kind}"] if kind and (kind != "note" or parts) else []
    return "{" + " ".join([*shown, *parts]) + "}" if shown or parts else ""


def value_of(key: str, value: str) -> str:
    """The *value* of the attribute *key*, in quotation marks where it needs them."""
    value = " ".join(value.split())
    if key not in ("source", "quote") and BARE.fullmatch(value):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def free_id(words: str, taken: Collection[str]) -> str:
    """An id made of the first of *words* that nothing has yet."""
    latin = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", latin.lower()))
    stem = "-".join(parts[:WORDS_IN_ID]) or "note"
    names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def placed_at(definition: str, attributes: Sequence[str]) -> str:
    """*definition* with *attributes* in place of those that say where it belongs."""
    label = re.match(r"\[\^[^\]]*\]:[ \t]*", definition)
    at = label.end() if label else 0
    braces = BRACES.match(definition, at)
    old = braces[0][1:-1] if braces else ".note"
    keep_status = "" if any(a.startswith("status=") for a in attributes) else _status(old)
    kept = " ".join(filter(None, [PLACE.sub("", old).strip(), keep_status, *attributes]))
    return f"{definition[:at]}{{{kept}}}" + (
        definition[braces.end() :] if braces else f"\n    {definition[at:]}"
    )


def _status(braces: str) -> str:
    status = re.search(r"(?<!\S)status=\S+", braces)
    return status[0] if status else ""
