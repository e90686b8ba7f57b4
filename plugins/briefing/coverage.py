"""How much of a text was looked at: its sentences with a claim, without one, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .article import Article
from .diagnostics import Diagnostic, error
from .mentions import sentences_of
from .model import Annotation, Edition, Stretch
from .selector import find_quote
from .views import Coverage


def coverage(article: Article, edition: Edition, claims: Iterable[Annotation]) -> Coverage:
    """Count the sentences of *article*.

    A sentence is checked where a claim of *claims* stands on it, with whatever finding; it holds
    no claim where the front matter's ``no-claim:`` quotes it; the rest was not looked at.
    """
    checked = [target.stretch for claim in claims for target in claim.targets]
    empty = [s for quote in edition.no_claim for s in find_quote(quote.text, article.plain.flat)]
    counts = [0, 0, 0]
    for sentence in sentences_of(article):
        held = 0 if _any(checked, sentence.stretch) else 1 if _any(empty, sentence.stretch) else 2
        counts[held] += 1
    return Coverage(sum(counts), *counts)


def check_coverage(article: Article, edition: Edition) -> Iterator[Diagnostic]:
    """Quotations of ``no-claim:`` that are not in the text."""
    for quote in edition.no_claim:
        if not find_quote(quote.text, article.plain.flat):
            yield error(
                "quote-unmatched",
                quote.span,
                "these words are not in the text",
                "copy them from the text as it stands there",
            )


def _any(stretches: Iterable[Stretch], sentence: Stretch) -> bool:
    return any(s.start < sentence.end and sentence.start < s.end for s in stretches)
