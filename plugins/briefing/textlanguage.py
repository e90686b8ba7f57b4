"""The language of a text: told by its letters, its commonest words, or else by the site's."""

from __future__ import annotations

import re

from .extract.text import scripts
from .language import LATIN, WRITTEN, same, script

_FUNCTION_WORDS = {
    "en": "the of and to in that is was for with",
    "es": "el la de y que en los del las por una",
    "fr": "le la de et que les des en une du est",
    "de": "der die und das von den ist nicht mit ein",
    "pt": "o de e que do da em os uma não para",
    "it": "il di e che la per una del della è",
}
_OF_SCRIPTS = {
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "ETHIOPIC": "am",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAANA": "dv",
    "THAI": "th",
    "TIBETAN": "bo",
}
"""By the first word of their letters' names: the language that most texts in a script are in."""
_OWN_LETTERS = {"ar": (("ur", "ٹڈڑے"), ("fa", "پچژگ")), "ru": (("uk", "їєґ"),)}
"""Letters that a language of the same script has and the first does not."""


def language(text: str, site: str) -> str:
    """The language of *text*, as far as it can be told; *site* is that of the site."""
    found = scripts(re.sub(r"https?://\S+", "", text))
    letters = found.total()
    if found["HIRAGANA"] + found["KATAKANA"] > 0.05 * found["CJK"]:
        found["HIRAGANA"] += found.pop("KATAKANA", 0) + found.pop("CJK", 0)
    name, count = next(iter(found.most_common(1)), ("", 0))
    if 2 * count <= letters or name not in _OF_SCRIPTS:
        return _of_words(text, site)
    usual = _OF_SCRIPTS[name]
    if script(site) == script(usual) or same(site, usual):
        return site
    for other, own in _OWN_LETTERS.get(usual, ()):
        if sum(map(text.count, own)) > 0.005 * count:
            return other
    return usual


def _of_words(text: str, site: str) -> str:
    """The language whose commonest words make it evident; else the site's, whatever its country."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {
        tag: sum(word in known for word in words)
        for tag, known in ((tag, set(row.split())) for tag, row in _FUNCTION_WORDS.items())
    }
    best = max(counts, key=lambda tag: counts[tag])
    if counts[best] >= (10 if best == WRITTEN else max(10, 2 * counts[WRITTEN])):
        return best
    return site.partition("-")[0] if script(site) == LATIN else WRITTEN
