"""Signs of ours that were not read as such: a message each, never text on the page in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from .containers import lead_ins
from .definitions import OWN, Definition
from .diagnostics import Diagnostic, Span, TextFile, error
from .plaintext import span_in
from .syntax.depth import DEEPEST
from .syntax.places import range_in_source

MARK = re.compile(r"\[\^(?:[^\[\]\n]*\])?")
CITATION = re.compile(r"\[@[^\[\]\n]*\]?")
BRACES = re.compile(r"""\{\s*(?:\.[A-Za-z]|[A-Za-z-]+=)[^{}\n]*\}?""")


def read_unread(
    file: TextFile,
    body: Sequence[Token],
    definitions: Iterable[Definition],
    too_deep: Iterable[int],
) -> Iterator[Diagnostic]:
    """What of *file* looks like a mark, a citation or attributes, and is none."""
    for line in too_deep:
        yield error(
            "nesting-too-deep",
            file.span(line + 1),
            "too many lists and quotations stand in each other here",
            "what stands deeper cannot be shown; take a level out",
        )
    for token in body:
        yield from _marks(file, token)
        yield from _in_pictures(file, token)
    for token in lead_ins(body):
        yield from unread_citations(file, token)
    for definition in definitions:
        for token in definition.tokens:
            if definition.kind != OWN:
                yield from _marks(file, token)
                yield from _in_pictures(file, token)
                yield from unread_citations(file, token)
                yield from _in_notes(file, token)


def _found(file: TextFile, token: Token, pattern: re.Pattern[str]) -> Iterator[tuple[str, Span]]:
    """What *pattern* finds in the words of *token*, where no escape says that it is meant so."""
    for child in token.children or ():
        for match in pattern.finditer(child.content) if child.type == "text" else ():
            at, _ = range_in_source(child, match.start(), match.start())
            if token.content.startswith(match[0][:2], at):
                yield match[0], span_in(file, token, at, len(match[0]))


def _marks(file: TextFile, token: Token) -> Iterator[Diagnostic]:
    for sign, span in _found(file, token, MARK):
        closed = sign.endswith("]")
        yield error(
            "mark-unreadable",
            span,
            f"'{sign}' was not read as a mark" if closed else "this mark has no closing bracket",
            f"brackets can be nested {DEEPEST} deep; take a level out"
            if closed
            else r"close it with ]; where the text itself has a [^, write \[^",
        )


def _in_pictures(file: TextFile, token: Token) -> Iterator[Diagnostic]:
    for child in token.children or ():
        for inner in child.children or () if child.type == "image" else ():
            if inner.type in ("target_open", "point", "citation"):
                at, _ = range_in_source(child, inner.meta["at"], inner.meta["at"])
                yield error(
                    "mark-misplaced",
                    span_in(file, token, at, inner.meta["end"] - inner.meta["at"]),
                    "a picture's description holds no marks and no citations",
                    "put it after the picture",
                )


def unread_citations(file: TextFile, token: Token) -> Iterator[Diagnostic]:
    """What of *token* looks like a citation, and is none."""
    for sign, span in _found(file, token, CITATION):
        yield error(
            "citation-unreadable",
            span,
            f"cannot read '{sign}'",
            'write [@id], [@id, p. 4] or [@id, "the words relied on"], a source each',
        )


def _in_notes(file: TextFile, token: Token) -> Iterator[Diagnostic]:
    for sign, span in _found(file, token, BRACES):
        yield error(
            "attributes-misplaced",
            span,
            f"'{sign}' would be words of the note",
            r"attributes stand right after the colon of [^id]:, on its line; else write \{",
        )
