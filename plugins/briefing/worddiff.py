"""Two texts as one: the words that were taken out and those that were put in, said and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup

from .words import Words

PIECE = re.compile(r"\w+|\s+|[^\w\s]")
ALIKE = 0.4
"""Below this share of common words two texts are shown one after the other: shreds help nobody."""


def word_diff(old: str, new: str, words: Words) -> Markup:
    """*new* with what *old* had. What a colour or a line shows is in words too, for those who hear
    the page."""
    was, now = PIECE.findall(old), PIECE.findall(new)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < ALIKE:
        return exchanged(old, new, words)
    return Markup("").join(_pieces(matcher, was, now, words))


def exchanged(old: str, new: str, words: Words) -> Markup:
    """One whole text in another's place; either may be ""."""
    return Markup("").join((_out(old, words), " " if old and new else "", _put(new, words)))


def _pieces(
    matcher: SequenceMatcher[str], was: list[str], now: list[str], words: Words
) -> Iterator[str]:
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield Markup("{}").format("".join(now[c:d]))
            continue
        yield _out("".join(was[a:b]), words)
        yield _put("".join(now[c:d]), words)


def _out(text: str, words: Words) -> Markup:
    return _marked("del", words.say("taken out:"), text)


def _put(text: str, words: Words) -> Markup:
    return _marked("ins", words.say("put in:"), text)


def _marked(tag: str, said: str, text: str) -> Markup:
    """A stretch that is in one text only; "" for none."""
    if not text:
        return Markup("")
    html = Markup('<{0}><span class="vh">{1} </span>{2}</{0}>')
    return html.format(Markup(tag), said, text)
