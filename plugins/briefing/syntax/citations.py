"""Citations in a note's text: ``[@id]``, ``[@id, p. 4]``, ``[@id, "the words relied on"]``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

CITATION = re.compile(
    r"""\[@(?P<id>[^\s,\[\]]+)
        (?:,\s*(?:"(?P<quote>(?:[^"\\]|\\.)*)"|(?P<locator>[^\]"\s][^\]"]*)))?\s*\]""",
    re.VERBOSE,
)


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
            "quote": re.sub(r"\\(.)", r"\1", match["quote"] or ""),
            "locator": (match["locator"] or "").strip(),
        }
    state.pos = match.end()
    return True
