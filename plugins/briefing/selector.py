"""Where a quotation stands in a text: ``exact words``, or ``first words … last words``."""

from __future__ import annotations

import re

from .model import Stretch
from .plaintext import normalised

ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*")


def find_quote(quote: str, text: str) -> list[Stretch]:
    """Every place in *text* where *quote* stands, in order.

    Args:
        quote: Exact words; or the first and the last ones of a passage, parted by ``…``. An
            ellipsis that the text itself has is found first.
        text: NFC, every run of white space one space.
    Returns:
        Half-open stretches in code points. With an ellipsis, each first part is paired with the
        nearest last part after it.
    """
    words = normalised(quote)
    exact = _all(words, text) if words else []
    if exact:
        return exact
    parts = ELLIPSIS.split(words)
    if len(parts) != 2 or not all(parts):
        return []
    first, last = parts
    ends = ((s, text.find(last, s.end)) for s in _all(first, text))
    return [Stretch(start.start, end + len(last)) for start, end in ends if end >= 0]


def _all(words: str, text: str) -> list[Stretch]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(Stretch(at, at + len(words)))
        at = text.find(words, at + 1)
    return found
