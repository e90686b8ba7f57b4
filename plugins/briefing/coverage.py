"""How much of a text was looked at: its sentences with a claim, without one, and the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

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
    checked = _Stretches(target.stretch for claim in claims for target in claim.targets)
    flat = article.plain.flat
    empty = _Stretches(s for quote in edition.no_claim for s in find_quote(quote.text, flat))
    counts = [0, 0, 0]
    for sentence in sentences_of(article):
        held = 0 if checked.touch(sentence.stretch) else 1 if empty.touch(sentence.stretch) else 2
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


class _Stretches:
    """Stretches of one text, asked about one sentence after another: hundreds of each in a book."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        ordered = sorted((s.start, s.end) for s in stretches)
        self.starts = [start for start, _ in ordered]
        self.ends = list(accumulate((end for _, end in ordered), max))
        """For each, where the last of it and those before it ends."""

    def touch(self, sentence: Stretch) -> bool:
        """Whether one of them shares words with *sentence*."""
        before = bisect_left(self.starts, sentence.end)
        return before > 0 and self.ends[before - 1] > sentence.start
