"""What a file's words refer to: facts in prose, and sources cited outside notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markdown_it.token import Token

from .dates import PartialDate
from .diagnostics import Diagnostic, Span, TextFile, error
from .model import Citation, FactReference, Written
from .plaintext import shown, span_in
from .syntax.factlinks import REFERENCE, SCHEME


def read_references(
    file: TextFile, tokens: Sequence[Token], found: list[Diagnostic]
) -> Iterator[FactReference]:
    """The links to facts, each with the words that stand for the fact."""
    for token in tokens:
        children = token.children or []
        for index, child in enumerate(children):
            href = str(child.attrs.get("href", ""))
            if child.type == "link_open" and href.startswith(SCHEME):
                words = "".join(shown(inner) for inner in _until_closed(children[index + 1 :]))
                at = token.content.rfind(SCHEME, child.meta["at"], child.meta["end"])
                written = max(at, child.meta["at"])
                length = len(href) if at >= 0 else child.meta["end"] - child.meta["at"]
                reference = _reference(href, words, span_in(file, token, written, length), found)
                if reference:
                    yield reference


def _until_closed(children: Sequence[Token]) -> Iterator[Token]:
    for child in children:
        if child.type == "link_close":
            return
        yield child


def _reference(href: str, words: str, span: Span, found: list[Diagnostic]) -> FactReference | None:
    match = REFERENCE.fullmatch(href)
    if match is None:
        found.append(
            error(
                "fact-unreadable",
                span,
                f"cannot read '{href}'",
                "write fact:box.count@2013-05-29, or a figure's name for count",
            )
        )
        return None
    day: date | None = None
    if match["day"]:
        try:
            day = PartialDate.read(match["day"]).last
        except ValueError as problem:
            found.append(error("date-unreadable", span, str(problem), "write a day: 2013-05-29"))
            return None
    return FactReference(match["box"], match["key"], day, words, span)


def read_citations(file: TextFile, tokens: Sequence[Token]) -> Iterator[Citation]:
    """The sources that *tokens* cite, each mention with its place."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "citation":
                meta = child.meta
                place = span_in(file, token, meta["id_at"], len(meta["id"]))
                yield Citation(Written(meta["id"], place), meta["locator"], meta["quote"])


def restore_citations(tokens: Sequence[Token]) -> None:
    """Brackets with an @ are ours in notes only; in the source's words they are its own."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "citation":
                child.type = "text"
