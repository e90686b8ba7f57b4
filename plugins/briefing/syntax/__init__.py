"""Our Markdown: CommonMark and tables, with one rule a file for what is ours."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference

from .boxes import box_plugin
from .citations import citation_plugin
from .depth import DEEPEST, BoundedBlocks
from .front import front_matter_plugin
from .links import link_plugin
from .notes import note_plugin
from .places import PlacedInline, place_plugin
from .targets import point_plugin, target_plugin

PELICAN_LINK = re.compile(r"[{|](?:filename|static|attach|author|category|index|tag)[}|]")


def parser() -> MarkdownIt:
    """A parser for articles and pages."""
    md = plain_parser()
    # A point before a target: in [^a][^b], the first mark is no bracketed word.
    plugins = (front_matter_plugin, point_plugin, target_plugin, note_plugin, box_plugin)
    for plugin in (*plugins, citation_plugin, link_plugin):
        md.use(plugin)
    normalize = md.normalizeLink
    # Pelican resolves {filename} and its like only while their braces are not percent-encoded.
    md.normalizeLink = lambda url: url if PELICAN_LINK.match(url) else normalize(url)  # type: ignore[method-assign]
    return md


def seed_parser() -> MarkdownIt:
    """A parser for seeds: nothing of ours, so that no word of theirs is taken for a sign of ours.

    A footnote's ``[^1]: text`` is words too; the stock parser may take it for a link's address.
    """
    md = plain_parser()
    md.block.ruler.at("reference", reference_but_footnotes)
    return md


def reference_but_footnotes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", at) and reference(state, start, end, silent)


def plain_parser() -> MarkdownIt:
    """CommonMark and tables, with places.

    Raw HTML is off, so that what a seed or a note holds is shown, never run. Typographic
    replacement is off, since it would change the source's words without a declaration.
    """
    md = MarkdownIt("zero")
    md.inline, md.block = PlacedInline(), BoundedBlocks()
    md.configure("commonmark", {"html": False, "typographer": False, "maxNesting": DEEPEST})
    return md.enable("table").use(place_plugin)
