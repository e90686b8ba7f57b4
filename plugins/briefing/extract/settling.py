"""The letters that extractors leave behind, taken out again; the words that comments are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..seed import words_of_seed
from .extracted import BEGIN, END, MARK, Comment

_OURS = re.compile(f"[{BEGIN}{END}{MARK}]")


def settled(
    markdown: str, comments: Sequence[Comment] = (), ends: Sequence[int] = ()
) -> tuple[str, list[Comment]]:
    """*markdown* without the letters, and *comments* with the words between them.

    Args:
        comments: In the order of their beginnings; those beyond are on no words.
        ends: For each closing letter in turn, the number of the comment that it closes.
    """
    text = _OURS.sub("", markdown)
    flat = words_of_seed(markdown.replace(MARK, "")).flat
    starts, stops, at = [], [], 0
    for letter in flat:
        if letter == BEGIN:
            starts.append(at)
        elif letter == END:
            stops.append(at)
        else:
            at += 1
    plain = _OURS.sub("", flat)
    spans = dict(zip(ends, stops, strict=False))
    placed = [
        _on(comment, plain, starts[number], spans[number])
        if number in spans and number < len(starts)
        else comment
        for number, comment in enumerate(comments)
    ]
    return text, placed


def _on(comment: Comment, plain: str, start: int, end: int) -> Comment:
    chosen = plain[start:end]
    start += len(chosen) - len(chosen.lstrip())
    words = chosen.strip()
    if not words:
        return comment
    before = sum(1 for m in re.finditer(f"(?={re.escape(words)})", plain) if m.start() <= start)
    return replace(comment, words=words, occurrence=max(1, before))
