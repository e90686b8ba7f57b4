"""Where each sentence of a paragraph begins and ends, and where names stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .plaintext import normalised

_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]*_]*\s+(?=[\"“‘'(\[*_\\$€£`]*[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|Gen|Gov|Sen|Rep|Col|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec))$"
)


def sentences(source: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends."""
    start = 0
    for match in _SENTENCE_END.finditer(source):
        if not _ABBREVIATED.search(source, start, match.start()):
            yield start, match.end()
            start = match.end()
    yield start, len(source)


def whole_words(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of *names*, the longest first; None where there are none.

    A hyphen belongs to a word: "Russia-CELAC" names neither.
    """
    known = {normalised(name) for name in names} - {""}
    longest = sorted(known, key=lambda name: (-len(name), name))
    if not longest:
        return None
    forms = (r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<![\w\\-])(?:{'|'.join(forms)})(?![\w-])")
