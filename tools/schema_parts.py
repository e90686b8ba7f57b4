"""The parts of our JSON Schemas: one value, several, a day, a set of keys, each with its hint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]
VALUE = ["string", "number", "boolean"]
DAY = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
EVIDENCE = {
    "seen": "You have read the document.",
    "recalled": "From memory: a warning, until somebody has read it.",
    "none": "No document was found: what is published cannot rest on it.",
}
TIERS = {
    "primary": "The body's own document: a treaty, a declaration, a ministry's statement.",
    "agency": "A news agency.",
    "press": "A newspaper, a magazine, a broadcaster.",
    "reference": "An encyclopedia, a handbook.",
    "dataset": "Figures, as the World Bank's.",
    "weak": "Better than nothing: a warning, until you find a better one.",
}


def text(hint: str, *examples: str) -> Schema:
    """One value; YAML may take it for a number or a yes."""
    schema: Schema = {"description": hint, "type": [*VALUE, "null"]}
    return schema | ({"examples": list(examples)} if examples else {})


def needed(schema: Schema) -> Schema:
    """The same, and not left empty: of a key that must be there."""
    kinds = [kind for kind in schema["type"] if kind != "null"]
    return {"pattern": r"\S"} | schema | {"type": kinds}


def day(hint: str) -> Schema:
    return {
        "description": f"{hint} A day, a month or a year: 2013-05-29, 2013-05, 2013.",
        "type": ["string", "integer", "null"],
        "pattern": DAY,
        "minimum": 1,
        "maximum": 9999,
    }


def several(hint: str, item: Schema | None = None) -> Schema:
    """One value, or a list of them."""
    one: Schema = item or {"type": [*VALUE, "null"]}
    parts = {key: value for key, value in one.items() if key not in ("type", "description")}
    kinds = [*one["type"], "array"]
    return {"description": hint, "type": kinds, "items": {"type": one["type"]} | parts} | parts


def days(hint: str) -> Schema:
    return several(hint, day(""))


def sources() -> Schema:
    return several("Who says so: ids of content/sources.yaml, in a list.")


def one_of(hint: str, known: Iterable[str], means: Mapping[str, str], default: str = "") -> Schema:
    """One of the words that the code knows; *means* says of each what it is for."""
    known = list(known)
    same(known, means)
    schema = {"description": hint, "enum": known, "enumDescriptions": [means[k] for k in known]}
    return schema | ({"default": default} if default else {})


def same(known: Iterable[str], hints: Iterable[str]) -> None:
    """Refuse a table of hints that is not the code's."""
    if set(known) != set(hints):
        differ = ", ".join(sorted(set(known) ^ set(hints)))
        raise KeyError(f"the reader and the hints do not have the same words: {differ}")


def flag(hint: str) -> Schema:
    return {"description": hint, "enum": [True, False], "default": False}


def address(hint: str) -> Schema:
    return {"description": hint, "type": ["string", "null"], "pattern": "^[hH][tT][tT][pP][sS]?://"}


def names(hint: str, inner: Schema | None = None) -> Schema:
    """A set of 'name: value' whose names are the editor's own."""
    each: Schema = inner or {"type": [*VALUE, "null"]}
    return {"description": hint, "type": ["object", "null"], "additionalProperties": each}


def rows(hint: str, of: str) -> Schema:
    return {"description": hint, "type": "array", "items": {"$ref": f"#/definitions/{of}"}}


def record(
    hint: str, keys: Iterable[str], known: Mapping[str, Schema], required: Iterable[str] = ()
) -> Schema:
    """A set of *keys*, each with its hint, and no other."""
    keys, required = tuple(keys), tuple(required)
    same(keys, known)
    must = [key for key in required if "type" in known[key]]
    properties = {key: needed(known[key]) if key in must else known[key] for key in keys}
    schema = {"description": hint, "type": "object", "properties": properties}
    return schema | {"required": list(required)} | {"additionalProperties": False}
