"""What the Markdown of a fact box cites and says of facts, each at the place of its whole value.

YAML folds lines and takes escapes out: no place inside a value is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .anchors import misplaced_marks
from .diagnostics import Diagnostic, TextFile
from .model import Citation, FactReference, Written
from .references import read_citations, read_references
from .syntax import parser
from .unread import unread_citations


def read_prose(
    values: Iterable[Written], found: list[Diagnostic]
) -> tuple[tuple[Citation, ...], tuple[FactReference, ...]]:
    """The sources that *values* cite, and the facts that they name."""
    cited: list[Citation] = []
    references: list[FactReference] = []
    for value in values:
        file, span = TextFile(value.span.path, value.text), value.span
        tokens = parser().parse(value.text)
        told: list[Diagnostic] = []
        cited += (replace(c, id=Written(c.id.text, span)) for c in read_citations(file, tokens))
        references += (replace(r, span=span) for r in read_references(file, tokens, told))
        misplaced_marks(file, tokens, told)
        told += (problem for token in tokens for problem in unread_citations(file, token))
        found += (replace(problem, span=span) for problem in told)
    return tuple(cited), tuple(references)
