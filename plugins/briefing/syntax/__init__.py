"""Our Markdown: CommonMark and tables, with one rule a file for what is ours."""

from __future__ import annotations

import re
from functools import cache

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


@cache
def parser() -> MarkdownIt:
    """The parser of articles and pages. There is one, not to be changed: to make it takes long."""
    return new_parser()


def new_parser() -> MarkdownIt:
    """A parser of articles and pages, to be taught more."""
    md = _plain()
    # A point before a target: in [^a][^b], the first mark is no bracketed word.
    plugins = (front_matter_plugin, point_plugin, target_plugin, note_plugin, box_plugin)
    for plugin in (*plugins, citation_plugin, link_plugin):
        md.use(plugin)
    normalize = md.normalizeLink
    # Pelican resolves {filename} and its like only while their braces are not percent-encoded.
    md.normalizeLink = lambda url: url if PELICAN_LINK.match(url) else normalize(url)  # type: ignore[method-assign]
    return md


@cache
def seed_parser() -> MarkdownIt:
    """The parser of seeds: nothing of ours, so that no word of theirs is taken for a sign of ours.

    A footnote's ``[^1]: text`` is words too; the stock parser may take it for a link's address.
    """
    md = _plain()
    md.block.ruler.at("reference", reference_but_footnotes)
    return md


def reference_but_footnotes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", at) and reference(state, start, end, silent)


@cache
def plain_parser() -> MarkdownIt:
    """The parser of CommonMark and tables, with places.

    Raw HTML is off, so that what a seed or a note holds is shown, never run. Typographic
    replacement is off, since it would change the source's words without a declaration.
    """
    return _plain()


def _plain() -> MarkdownIt:
    md = MarkdownIt("zero")
    md.inline, md.block = PlacedInline(), BoundedBlocks()
    md.configure("commonmark", {"html": False, "typographer": False, "maxNesting": DEEPEST})
    return md.enable("table").use(place_plugin)
