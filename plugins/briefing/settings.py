"""What a site sets in ``pelicanconf.py``: its language, kinds of its own, the review period."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from . import written
from .diagnostics import Diagnostic, Span, TextFile, did_you_mean, error, warning
from .kinds import KINDS, MOTIVATIONS, Kind
from .language import WRITTEN, is_language, is_spoken
from .model import Written
from .records import Record, rows_of

KINDS_SETTING, REVIEW_SETTING = "BRIEFING_KINDS", "BRIEFING_REVIEW_DAYS"
DRAFTED_SETTING = "BRIEFING_DRAFTED_NOTES"
LANGUAGE_SETTING = "LANG"
DAY_SETTINGS = (
    *("DEFAULT_DATE", "DEFAULT_METADATA", "EXTRA_PATH_METADATA"),
    *("FILENAME_METADATA", "PATH_METADATA"),
)
"""Pelican's, each of which may give articles a day."""
KIND_KEYS = ("name", "label", "motivation", "means", "shape", "requires")
REVIEW_DAYS = 365
NAME = re.compile(r"[a-z][a-z0-9-]*")
REQUIRABLE = ("as-of", "source", "by", "review-by", "entity")
"""Attributes that any kind of note may have, and so a site's own may require."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The kinds of notes that this site has, how many days a verified note stays fresh, whether
    an import drafts notes and boxes of what the site knows and of what should be checked,
    whether Pelican may know an article's day from elsewhere than from its file, and its
    language."""

    kinds: Mapping[str, Kind]
    review_days: int = REVIEW_DAYS
    drafted_notes: bool = True
    days_elsewhere: bool = False
    language: str = WRITTEN


def read_settings(file: TextFile) -> tuple[Settings, list[Diagnostic]]:
    """The settings that ``pelicanconf.py`` writes out; it is read, not run.

    Returns:
        The settings, the built-in ones for what is absent or wrong; and what is wrong.
    """
    found: list[Diagnostic] = []
    try:
        assigned = dict(_assigned(ast.parse(file.text)))
    except (SyntaxError, ValueError, RecursionError) as problem:
        line, column = getattr(problem, "lineno", 1) or 1, getattr(problem, "offset", 1) or 1
        span = file.span(line, column)
        hint = "it must be a Python program"
        said = f"cannot read this: {getattr(problem, 'msg', problem)}"
        found.append(error("settings-unreadable", span, said, hint))
        return Settings(KINDS), found
    kinds = dict(KINDS)
    given = assigned.get(KINDS_SETTING)
    node = _node(file, given, found) if isinstance(given, ast.List | ast.Tuple) else None
    if given is not None and node is None:
        said = f"{KINDS_SETTING} must be written out as a list"
        hint = "write [{'name': …, 'label': …, 'motivation': …}]"
        found.append(error("value-unreadable", _span(file, given), said, hint))
    for row in rows_of(node, found, KIND_KEYS):
        kind = _kind(row, kinds)
        if kind:
            kinds[kind.name] = kind
    language = _language(file, assigned.get(LANGUAGE_SETTING), found)
    days = _days(file, assigned.get(REVIEW_SETTING), found)
    drafted = _drafted(file, assigned.get(DRAFTED_SETTING), found)
    elsewhere = not assigned.keys().isdisjoint(DAY_SETTINGS)
    return Settings(kinds, days, drafted, elsewhere, language), found


def _drafted(file: TextFile, value: ast.expr | None, found: list[Diagnostic]) -> bool:
    given = value.value if isinstance(value, ast.Constant) else value
    if value is not None and not isinstance(given, bool):
        said = f"{DRAFTED_SETTING} must be True or False"
        found.append(error("value-unreadable", _span(file, value), said, "False drafts no notes"))
        return True
    return given is not False


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in tree.body:
        targets: list[ast.expr] = []
        value: ast.expr | None = None
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign):
            targets, value = [statement.target], statement.value
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                yield target.id, value


def _node(file: TextFile, value: ast.expr, found: list[Diagnostic]) -> written.Node:
    """The value that a program writes out, as the tree that a YAML file would give."""
    span = _span(file, value)
    if isinstance(value, ast.List | ast.Tuple):
        return written.Sequence(tuple(_node(file, item, found) for item in value.elts), span)
    if isinstance(value, ast.Dict):
        items: dict[str, written.Node] = {}
        keys: dict[str, Written] = {}
        for key, inner in zip(value.keys, value.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            place = _span(file, key) if key else span
            if isinstance(name, str):
                keys[name], items[name] = Written(name, place), _node(file, inner, found)
            else:
                hint = "write it between quotation marks"
                found.append(error("value-unreadable", place, "a key must be a word", hint))
        return written.Mapping(items, keys, span)
    if isinstance(value, ast.Constant):
        return Written(str(value.value), span)
    hint = "write the words themselves; this file is read, not run"
    found.append(error("value-unreadable", span, "this is not written out", hint))
    return Written("", span)


def _span(file: TextFile, node: ast.expr) -> Span:
    """The place of *node*, whose columns count bytes."""
    line = file.lines[node.lineno - 1]
    column = len(line.encode()[: node.col_offset].decode(errors="replace"))
    end = node.end_col_offset or 0
    last = len(line.encode()[:end].decode(errors="replace"))
    whole = node.end_lineno == node.lineno
    return file.span(node.lineno, column + 1, last - column if whole else len(line))


def _kind(row: Record, known: Mapping[str, Kind]) -> Kind | None:
    row.require("name", "label", "motivation")
    name = row.written("name")
    if name is None:
        return None
    if not NAME.fullmatch(name.text):
        hint = "use small letters, digits and hyphens"
        row.found.append(error("kind-unreadable", name.span, f"'{name}' cannot be a kind", hint))
        return None
    if name.text in known:
        taken = f"there is a kind '{name}' already"
        row.found.append(error("kind-taken", name.span, taken, "give it another name"))
        return None
    return Kind(
        name=name.text,
        label=row.text("label") or name.text,
        motivation=row.choice("motivation", MOTIVATIONS, "commenting"),
        shape=row.text("shape"),
        means=row.text("means"),
        requires=tuple(_required(row)),
    )


def _required(row: Record) -> Iterator[str]:
    for key in row.words("requires"):
        if key.text in REQUIRABLE:
            yield key.text
            continue
        near = did_you_mean(key.text, REQUIRABLE, f"one of: {', '.join(REQUIRABLE)}")
        said = f"a kind of your own cannot require '{key}'"
        row.found.append(error("value-unknown", key.span, said, near))


def _language(file: TextFile, value: ast.expr | None, found: list[Diagnostic]) -> str:
    if not isinstance(value, ast.Constant):
        return WRITTEN
    tag, span = str(value.value), _span(file, value)
    if not is_language(tag):
        hint = "write its tag as BCP 47 does: en-GB, es, pt-BR"
        found.append(error("language-unknown", span, f"'{tag}' is not a language", hint))
        return WRITTEN
    if not is_spoken(tag):
        said = f"the interface has no words in '{tag}': they will be English"
        hint = "docs/how-to/another-language.md says how to add them"
        found.append(warning("language-unspoken", span, said, hint))
    return tag


def _days(file: TextFile, value: ast.expr | None, found: list[Diagnostic]) -> int:
    if value is None:
        return REVIEW_DAYS
    days = value.value if isinstance(value, ast.Constant) else None
    if isinstance(days, int) and days > 0:
        return days
    span, hint = _span(file, value), "write a number such as 365"
    found.append(error("value-unreadable", span, "the review period is a number of days", hint))
    return REVIEW_DAYS
