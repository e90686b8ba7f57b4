"""Our Markdown: CommonMark and tables, with one rule a file for what is ours."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from .boxes import box_plugin
from .citations import citation_plugin
from .notes import note_plugin
from .targets import target_plugin

PELICAN_LINK = re.compile(r"[{|](?:filename|static|attach|author|category|index|tag)[}|]")


def parser() -> MarkdownIt:
    """A parser for articles and pages.

    Raw HTML is off, so that what a seed or a note holds is shown, never run. Typographic
    replacement is off, since it would change the source's words without a declaration.
    """
    md = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    md.use(front_matter_plugin)
    for plugin in (target_plugin, note_plugin, box_plugin, citation_plugin):
        md.use(plugin)
    normalize = md.normalizeLink
    # Pelican resolves {filename} and its like only while their braces are not percent-encoded.
    md.normalizeLink = lambda url: url if PELICAN_LINK.match(url) else normalize(url)  # type: ignore[method-assign]
    return md
