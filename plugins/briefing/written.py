"""YAML as text with places: every key and value exactly as it was written, and where.

Nothing is typed here, so that ``no`` stays a country, ``1.10`` stays as written and a day is a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from .diagnostics import Diagnostic, Span, TextFile, error
from .model import Written

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


def read_yaml(file: TextFile, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """The tree that *file* writes, and what cannot be read in it.

    Args:
        file: The editor's file. With *first_line* above 1 only the text from that line on is
            YAML (front matter is cut off before its closing fence by the caller), and places
            still count from the file's first line.
    Returns:
        The root, None when empty or unreadable; diagnostics for syntax, repeated keys, anchors.
    """
    return _read(file, "\n".join(file.lines[first_line - 1 :]), first_line - 1)


def read_front_matter(file: TextFile, last_line: int) -> tuple[Node | None, list[Diagnostic]]:
    """The tree between the file's first line (a fence) and *last_line*, the line before its end."""
    return _read(file, "\n".join(file.lines[1:last_line]), 1)


def _read(file: TextFile, text: str, above: int) -> tuple[Node | None, list[Diagnostic]]:
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as problem:
        return None, [_unreadable(file, problem, above)]
    except RecursionError:
        return None, [error("yaml-unreadable", file.span(1), "nested too deeply to be read")]
    if root is None:
        return None, []
    walk = _Walk(file, above)
    node = walk.node(root, 0)
    return node, walk.found


class _Walk:
    def __init__(self, file: TextFile, above: int) -> None:
        self.file = file
        self.above = above
        self.found: list[Diagnostic] = []
        self.seen: set[int] = set()

    def node(self, node: yaml.Node, depth: int) -> Node:
        span = self.span(node)
        if isinstance(node, yaml.ScalarNode):
            return Written(node.value, span)
        if id(node) in self.seen or depth > DEEPEST:
            self.found.append(
                error(
                    "yaml-unreadable",
                    span,
                    "an alias, or nesting too deep",
                    "write the value out in each place",
                )
            )
            return Written("", span)
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.node(item, depth + 1) for item in node.value), span)
        items: dict[str, Node] = {}
        keys: dict[str, Written] = {}
        for key, value in self.pairs(node):
            if key.text in items:
                self.found.append(
                    error(
                        "key-repeated",
                        key.span,
                        f"'{key.text}' is given twice",
                        f"the first is on line {keys[key.text].span.line}; keep one of them",
                    )
                )
                continue
            keys[key.text] = key
            items[key.text] = self.node(value, depth + 1)
        return Mapping(items, keys, span)

    def pairs(self, node: yaml.Node) -> Iterator[tuple[Written, yaml.Node]]:
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield Written(key.value, self.span(key)), value
            else:
                self.found.append(
                    error(
                        "yaml-unreadable",
                        self.span(key),
                        "a key must be a word",
                        "put quotes around it if it holds [ ] { or }",
                    )
                )

    def span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1000
        return self.file.span(start.line + 1 + self.above, start.column + 1, max(1, length))


def _unreadable(file: TextFile, problem: yaml.YAMLError, above: int) -> Diagnostic:
    mark = getattr(problem, "problem_mark", None)
    said = getattr(problem, "problem", None) or str(problem)
    if mark is None:
        return error("yaml-unreadable", file.span(above + 1), f"this YAML cannot be read: {said}")
    span = file.span(mark.line + 1 + above, mark.column + 1)
    if "\t" in span.text[: span.column]:
        hint = "YAML is indented with spaces, never with tabs"
    elif "mapping values" in said:
        hint = "put quotes around a value that holds ': '"
    else:
        hint = "compare the indentation, quotes and colons with the lines around it"
    return error("yaml-unreadable", span, f"this YAML cannot be read: {said}", hint)
