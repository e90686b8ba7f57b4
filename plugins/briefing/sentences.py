"""Where each sentence of a paragraph begins and ends, and where names stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .language import UNSPACED
from .plaintext import normalised

_CLOSING = r"(?:[\"”’»›“')\]*_\u200e\u200f]|[\u00a0\u202f][»›])*+"
_OPENING = r"[\"“‘«‹„‚¿¡'(\[*_\\$€£`\u00a0\u202f\u200e\u200f]*+"
_STOPS = "。！？｡؟۔।॥։።။។"
"""What ends a sentence whatever follows; in Chinese and Japanese that follows at once."""
_SENTENCE_END = re.compile(
    rf"[.!?…]{_CLOSING}\s++(?={_OPENING}(?P<next>[^\W_]))"
    rf"|[{_STOPS}][\"”’»')\]*_」』）》〉】]*+\s*+(?=[^\s.!?…{_STOPS}])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?P<initial>[^\W\d_])|\b(?:Mr|Mrs|Ms|Dr|St|No|Gen|Gov|Sen|Rep|Col|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec))$"
)
LONGEST = 4
"""Letters of the longest word of those."""


def sentences(source: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends."""
    start = 0
    for match in _SENTENCE_END.finditer(source):
        after = match["next"]
        if after and not (_begins(after) and not _is_abbreviated(source, start, match.start())):
            continue
        yield start, match.end()
        start = match.end()
    yield start, len(source)


def _begins(letter: str) -> bool:
    """Whether a sentence can begin with it: a capital, a digit, a letter of a script without
    capitals. (Georgian has small letters that none begins with a large one.)"""
    return (letter.isalpha() or letter.isdecimal()) and letter == letter.title()


def _is_abbreviated(source: str, start: int, stop: int) -> bool:
    """Whether the word before the full stop at *stop* is a title, a month or an initial."""
    found = _ABBREVIATED.search(source, max(start, stop - LONGEST), stop)
    return found is not None and (not found["initial"] or found["initial"].isupper())


_WORD = rf"[^\W{UNSPACED}]"


def whole_words(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of *names*, the longest first; None where there are none.

    A hyphen belongs to a word: "Russia-CELAC" names neither. An end of a name in a script whose
    words no space parts need not be that of a word.
    """
    known = {normalised(name) for name in names} - {""}
    longest = sorted(known, key=lambda name: (-len(name), name))
    if not longest:
        return None
    forms = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    before, after = rf"(?<!{_WORD})(?<![\\-])", rf"(?!{_WORD}|-)"
    if re.search(f"[{UNSPACED}]", forms):
        before, after = rf"(?:{before}|(?=[{UNSPACED}]))", rf"(?:{after}|(?<=[{UNSPACED}]))"
    return re.compile(f"{before}(?:{forms}){after}")
