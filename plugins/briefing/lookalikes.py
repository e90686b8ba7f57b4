"""Letters that make a quotation read as something else: unseen, or of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from .diagnostics import DIRECTIONS
from .words import Words

ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH")
"""First words of the names of letters that look like those of another of these alphabets."""
TWINS = frozenset("аеорсухіјѕһԁԛԝАВЕЅІЈКМНОРСТУХοντΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
"""Cyrillic and Greek letters that look like Latin ones (Unicode, UTS #39, confusables)."""


def oddities(quote: str, words: Words) -> tuple[str, ...]:
    """What a reader of *quote* cannot see, a sentence each; the quotation itself stays as it is."""
    if quote.isascii():
        return ()
    said = []
    turning = sorted(set(quote) & set(DIRECTIONS))
    if turning:
        signs = ", ".join(map(_code, turning))
        said.append(
            words.say(
                "These words hold hidden signs that change the direction of reading: %(signs)s.",
                signs=signs,
            )
        )
    for word, letters in _mixed(quote):
        named = ", ".join(f"{letter} ({_code(letter)})" for letter in letters)
        said.append(
            words.say(
                "“%(word)s” holds letters of another alphabet that look like its own: %(letters)s.",
                word=word,
                letters=named,
            )
        )
    return tuple(said)


def _mixed(quote: str) -> Iterator[tuple[str, list[str]]]:
    """Words with letters of another alphabet than the quotation's, and these letters."""
    counted = Counter(filter(None, map(_alphabet, quote)))
    own = counted.most_common(1)[0][0] if counted else ""
    for word in dict.fromkeys(re.findall(r"\w+", quote)):
        found = [letter for letter in dict.fromkeys(word) if _alphabet(letter) not in ("", own)]
        mixed = len({_alphabet(letter) for letter in word} - {""}) > 1
        twin = own == "LATIN" and all(letter in TWINS for letter in word)
        if found and (mixed or twin):
            yield word, found


def _alphabet(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else ""
    return name if name in ALPHABETS else ""


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"
