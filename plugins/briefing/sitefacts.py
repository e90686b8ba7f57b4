"""Numbers about the site itself, which prose may name: ``fact:claims.unchecked``."""

from __future__ import annotations

from collections.abc import Mapping

from .briefing import Site
from .kinds import VERDICTS

PAGES = {"claims": "claims/index.html", "sources": "sources/index.html"}
"""Where a reference to each set of numbers leads."""


def site_values(site: Site) -> Mapping[str, Mapping[str, str]]:
    """The site's own numbers: of claims and of sources, drafts left out."""
    claims = [
        note
        for briefing in site.briefings
        for note in briefing.article.annotations
        if note.kind == "claim" and note.verdict and not note.draft
    ]
    moved = [n for n in claims if (n.then or VERDICTS[n.verdict].then) != VERDICTS[n.verdict].now]
    sources = site.catalogue.sources.values()
    return {
        "claims": {
            "count": str(len(claims)),
            "moved": str(len(moved)),
            "unchecked": str(sum(note.verdict == "unchecked" for note in claims)),
            "uncheckable": str(sum(note.verdict == "uncheckable" for note in claims)),
        },
        "sources": {
            "count": str(len(sources)),
            "recalled": str(sum(source.evidence == "recalled" for source in sources)),
            "weak": str(sum(source.tier == "weak" for source in sources)),
        },
    }
