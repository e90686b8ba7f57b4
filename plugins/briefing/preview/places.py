"""Where each paragraph, note and box of a page stands in an editor's files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from ..article import Article, closing, container_name
from ..definitions import OWN
from ..model import Catalogue

Where = tuple[str, int, int]
"""A file below the project, a line and a column."""


def places_of(article: Article, catalogue: Catalogue) -> dict[str, Where]:
    """Each by its id on the page: ``p3``, ``note-founded``, ``claim-founded``, ``box-brics``."""
    path = article.file.path
    found: dict[str, Where] = {
        f"p{number}": (path, line, 1) for number, line in enumerate(_paragraphs(article.body), 1)
    }
    for each in article.definitions:
        place = (path, each.id.span.line, each.id.span.column)
        found[f"note-{each.id}"] = place
        if each.kind != OWN:
            found[f"claim-{each.id}"] = place
    for box in article.boxes:
        record = catalogue.boxes.get(box.text)
        span = record.span if record else box.span
        found[f"box-{box}"] = (span.path, span.line, span.column)
    return found


def _paragraphs(tokens: Sequence[Token]) -> Iterator[int]:
    """The first line of each block that the page numbers, in its order."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        name, _ = container_name(token)
        end = closing(tokens, at) if name else at
        if name and name != "factbox":
            yield _line(tokens[at + 1] if end > at + 1 else token)
        elif not name and token.type == "paragraph_open" and not token.hidden:
            yield _line(token)
        at = end + 1


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1
