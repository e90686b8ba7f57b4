"""Citations in a note's text: ``[@id]``, ``[@id, p. 4]``, ``[@id, "the words relied on"]``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

PAIRS = ('""', "“”", "””", "„“”", "«»", "»«»", "「」", "『』")
"""Quotation marks: what opens words, then what closes them."""
QUOTED = "|".join(rf"{pair[0]}(?:[^{pair}\\]|\\.)*[{pair[1:]}]" for pair in PAIRS)
SINGLE = r"['‘‚‹›](?:[^\[\]\\]|\\.)*['’‘›‹]"
"""Some of them are apostrophes too: words end with the last one."""
ODD = f"[@{''.join(pair[0] for pair in PAIRS)}]"
"""What begins no page: another source or words that are quoted, which nothing would look at."""
CITATION = re.compile(
    rf"""\[@(?P<id>[^\s,\[\]]+)
        (?:,\s*(?:(?P<quote>{QUOTED}|{SINGLE})
        |(?!\s|{ODD})(?P<locator>(?:[^][",;]|\[(?!@)|[,;](?!\s*{ODD}))+)))?\s*\]""",
    re.VERBOSE,
)
SPACES = re.compile(r"[ \t\n]+")


def citation_plugin(md: MarkdownIt) -> None:
    """Teach *md* citations. Emits ``citation``: ``content`` as written, ``meta`` its parts.

    They belong to our notes; in the source's own words the token is turned back into text.
    """
    md.inline.ruler.before("link", "citation", citation)


def citation(state: StateInline, silent: bool) -> bool:
    """One citation."""
    if not state.src.startswith("[@", state.pos):
        return False
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta = {
            "id": match["id"],
            "id_at": match.start("id"),
            "quote": _in_a_line(re.sub(r"\\(.)", r"\1", (match["quote"] or "")[1:-1])),
            "locator": _in_a_line(match["locator"] or ""),
        }
    state.pos = match.end()
    return True


def _in_a_line(words: str) -> str:
    """*words* as a page has them, wherever an editor's line ended."""
    return SPACES.sub(" ", words).strip()
