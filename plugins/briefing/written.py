"""YAML as text with places: every key and value exactly as it was written, and where.

Nothing is typed here, so that ``no`` stays a country, ``1.10`` stays as written and a day is a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from .diagnostics import Diagnostic, Span, TextFile, error
from .model import Written
from .syntax.front import FURTHER, HEADER, header_lines

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 40
"""Levels of nesting that a file may have; ours need seven."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in the file's order."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the file's order; *keys* keeps each key's own place."""

    items: dict[str, Node]
    keys: dict[str, Written]
    span: Span


Node = Written | Sequence | Mapping


def read_yaml(file: TextFile) -> tuple[Node | None, list[Diagnostic]]:
    """The tree that *file* writes, and what cannot be read in it.

    Returns:
        The root, None when empty or unreadable; diagnostics for syntax, repeated keys, anchors.
    """
    return _read(file, file.text, 0)


def read_front_matter(file: TextFile, last_line: int) -> tuple[Node | None, list[Diagnostic]]:
    """The tree between the file's first line (a fence) and *last_line*, the line before its end."""
    return _read(file, "\n".join(file.lines[1:last_line]) + "\n", file.starts[1])


def read_header(file: TextFile) -> Mapping | None:
    """What Pelican's own header says, its keys in small letters; None where there is none."""
    items: dict[str, Node] = {}
    keys: dict[str, Written] = {}
    name = ""
    for number, line in enumerate(header_lines(file.lines), 1):
        match = HEADER.fullmatch(line)
        further = None if match else FURTHER.fullmatch(line)
        if match:
            name = match["key"].lower()
            keys[name] = Written(name, file.span(number, match.start("key") + 1, len(name)))
            value, at = match["value"].strip(), match.start("value") + 1
            items[name] = Written(value, file.span(number, at, len(value)))
        elif further:
            above = items[name]
            assert isinstance(above, Written)
            items[name] = Written(f"{above} {further['value'].strip()}", above.span)
    return Mapping(items, keys, file.span(1, 1, len(file.lines[0]))) if items else None


def _read(file: TextFile, text: str, above: int) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of *text*, which stands *above* characters down in *file*."""
    reader = _Reader(file, above)
    try:
        for event in yaml.parse(text, Loader=Loader):
            if not reader.take(event):
                return None, reader.found
    except yaml.YAMLError as problem:
        return None, [_unreadable(file, problem, text, above)]
    return reader.root, reader.found


class _Reader:
    """Builds the tree from the parser's events, without recursion: a stack cannot overflow."""

    def __init__(self, file: TextFile, above: int) -> None:
        self.file = file
        self.above = above
        self.found: list[Diagnostic] = []
        self.root: Node | None = None
        self.open: list[tuple[yaml.Event, list[Node]]] = []

    def take(self, event: yaml.Event) -> bool:
        """Whether to go on after *event*."""
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append((event, []))
            if len(self.open) > DEEPEST:
                self.refuse(self.span(event, event), "nested too deeply", "write it flatter")
                return False
        elif isinstance(event, yaml.ScalarEvent):
            self.put(Written(event.value, self.span(event, event)))
        elif isinstance(event, yaml.CollectionEndEvent):
            start, items = self.open.pop()
            span = self.span(start, event)
            is_list = isinstance(start, yaml.SequenceStartEvent)
            self.put(Sequence(tuple(items), span) if is_list else self.mapping(items, span))
        elif isinstance(event, yaml.AliasEvent):
            span = self.span(event, event)
            self.refuse(span, "an alias stands for another value", "write the value out here")
            self.put(Written("", span))
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.refuse(self.span(event, event), "a second document begins here", "take out ---")
            return False
        return True

    def put(self, node: Node) -> None:
        if self.open:
            self.open[-1][1].append(node)
        else:
            self.root = node

    def mapping(self, nodes: list[Node], span: Span) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Written] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Written):
                hint = "put quotes around it if it holds [ ] { or }"
                self.refuse(key.span, "a key must be a word", hint)
            elif key.text in items:
                self.found.append(
                    error(
                        "key-repeated",
                        key.span,
                        f"'{key.text}' is given twice",
                        f"the first is on line {keys[key.text].span.line}; keep one of them",
                    )
                )
            else:
                keys[key.text], items[key.text] = key, value
        return Mapping(items, keys, span)

    def refuse(self, span: Span, message: str, hint: str) -> None:
        self.found.append(error("yaml-unreadable", span, message, hint))

    def span(self, first: yaml.Event, last: yaml.Event) -> Span:
        """The place of what is between two events. Lines are ours: YAML has more kinds of them."""
        start, end = _index(first.start_mark), _index(last.end_mark)
        return self.file.at(self.above + start, max(1, end - start))


def _index(mark: Any) -> int:
    return int(mark.index)


def _unreadable(file: TextFile, problem: yaml.YAMLError, text: str, above: int) -> Diagnostic:
    mark: Any = getattr(problem, "problem_mark", None)
    said = getattr(problem, "problem", None) or getattr(problem, "reason", None) or str(problem)
    refused = yaml.reader.Reader.NON_PRINTABLE.search(text)
    at = mark.index if mark else refused.start() if refused else 0
    span = file.at(above + at)
    if refused and not mark:
        code = f"U+{ord(refused[0]):04X}"
        return error(
            "yaml-unreadable", span, f"the character {code} cannot stand in YAML", "take it out"
        )
    if "\t" in span.text[: span.column]:
        hint = "YAML is indented with spaces, never with tabs"
    elif "mapping values" in said:
        hint = "put quotes around a value that holds ': '"
    else:
        hint = "compare the indentation, quotes and colons with the lines around it"
    return error("yaml-unreadable", span, f"this YAML cannot be read: {said}", hint)
