"""Findings that a note says in its own words, where the view without verdicts cannot hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .article import Article
from .diagnostics import Diagnostic, warning
from .kinds import VERDICTS
from .language import in_every_language
from .plaintext import plain_text


def check_verdict_words(article: Article) -> Iterator[Diagnostic]:
    """A warning for each note that opens a sentence with the name of its finding: "Wrong: …".

    Within a sentence the same words may say anything else ("supported by Brazil").
    """
    for note in article.annotations:
        if note.verdict not in VERDICTS or note.id not in article.bodies:
            continue
        said = _opening(plain_text(article.bodies[note.id]).flat, VERDICTS[note.verdict].label)
        if said:
            yield warning(
                "verdict-said",
                note.span,
                f"note '{note.id}' says its finding, '{said}', in its own words",
                "leave it to the verdict: the view without verdicts (?v=open) cannot hide it",
            )


def _opening(words: str, label: str) -> str:
    """*label*, in a language of the interface, where a sentence of *words* opens with it; or ""."""
    names = in_every_language(label)
    opened = re.search(rf"(?:^|[.!?:;]\s)({'|'.join(map(re.escape, sorted(names)))})[.,:;!]", words)
    return opened[1] if opened else ""
