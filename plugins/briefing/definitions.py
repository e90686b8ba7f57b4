"""Definitions of notes, taken out of a file's tokens; the source's own stay where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from .attributes import Attributes, read_attributes
from .containers import closing
from .diagnostics import Diagnostic, Span, TextFile, error
from .model import Written
from .plaintext import span_in

ID = re.compile(r"[A-Za-z0-9-]+")
OWN = "own"
"""The kind of the notes that the source itself prints."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A note as defined: its attributes and its body's tokens, not yet tied to its targets.

    *at* is the offset of its first bracket in the file, *body* that of the words after the braces,
    *lines* its first line and the one after its last, counted from 0.
    """

    id: Written
    attributes: Attributes
    tokens: tuple[Token, ...]
    at: int
    body: int
    lines: tuple[int, int]

    @property
    def kind(self) -> str:
        return self.attributes.kind.text if self.attributes.kind else "note"

    def value(self, key: str) -> str:
        value = self.attributes.values.get(key)
        return value.text if value else ""

    @property
    def sign(self) -> str:
        """What the source prints as its note's mark."""
        return self.value("sign") or self.id.text


def bad_id(name: str, span: Span) -> Diagnostic:
    """That *name* cannot be an id."""
    return error(
        "id-unreadable",
        span,
        f"'{name}' cannot be an id",
        r"use letters, digits and hyphens only; where the text itself has a [^, write \[^",
    )


def read_definitions(
    file: TextFile, tokens: Sequence[Token], found: list[Diagnostic]
) -> tuple[list[Definition], list[Token]]:
    """The definitions, and the tokens without them. The source's own notes stay in the text."""
    definitions: dict[str, Definition] = {}
    body: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].type != "note_open":
            body.append(tokens[at])
            at += 1
            continue
        end = closing(tokens, at)
        definition = _definition(file, tokens[at], tokens[at + 1 : end], found)
        first = definitions.setdefault(definition.id.text, definition)
        if first is not definition:
            found.append(
                error(
                    "note-repeated",
                    definition.id.span,
                    f"note '{definition.id}' is defined twice",
                    f"the first is on line {first.id.span.line}; give one another id",
                )
            )
        if definition.kind == OWN:
            body.extend(tokens[at : end + 1])
        at = end + 1
    return list(definitions.values()), body


def _definition(
    file: TextFile, token: Token, body: Sequence[Token], found: list[Diagnostic]
) -> Definition:
    meta = token.meta
    id_ = Written(meta["id"], file.at(meta["at"], len(meta["id"])))
    if not ID.fullmatch(id_.text):
        found.append(bad_id(id_.text, id_.span))
    attributes = _attributes(file, token, found)
    if meta["runs_on"] is not None:
        found.append(
            error(
                "note-runs-on",
                file.span(meta["runs_on"] + 1),
                f"does this line belong to note '{id_}' or to the text?",
                "indent it by four spaces, or put a blank line before it",
            )
        )
    first, end = token.map or [0, 0]
    lines, at = (first, end), meta["at"] - len("[^")
    definition = Definition(id_, attributes, tuple(body), at, meta["body"], lines)
    found.extend(_nested(file, definition))
    return definition


def _attributes(file: TextFile, token: Token, found: list[Diagnostic]) -> Attributes:
    braces = token.meta["braces"]
    if braces is None:
        return Attributes(None, {}, {})
    place = file.at(token.meta["braces_at"], len(braces))
    if token.meta["closed"]:
        attributes, problems = read_attributes(file, place.line, place.column, braces)
        found.extend(problems)
        return attributes
    found.append(
        error(
            "attributes-unreadable",
            place,
            "the brace is not closed on its line",
            "end the attributes with }; a quotation mark may be missing before it",
        )
    )
    return Attributes(None, {}, {}, whole=False)


def _nested(file: TextFile, definition: Definition) -> Iterator[Diagnostic]:
    """Notes and boxes in a note. The source's own notes may be annotated like all its words."""
    for token in definition.tokens:
        if token.type in ("note_open", "container_box_open"):
            at = token.meta["at"]
            yield error(
                "note-nested",
                file.at(at, len(token.meta.get("id", ":::"))),
                "a note cannot hold another note or a box",
                "begin it at the margin, without indent",
            )
        for child in token.children or () if definition.kind != OWN else ():
            if child.type in ("target_open", "point"):
                note, at = child.meta["notes"][0]
                yield error(
                    "note-nested",
                    span_in(file, token, at, len(note)),
                    "a note cannot be annotated",
                    "write [@id] to cite a source, or join the two notes",
                )
