"""Containers: ``::: factbox <id>``, ``::: caption``, ``::: pull``, each closed by ``:::``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin

NAMES = ("factbox", "caption", "pull")
"""A fact box; the caption of a picture that is not reproduced; a pull quotation."""
OPENING = re.compile(r"\s*(?P<name>[A-Za-z][\w-]*)(?:\s+(?P<argument>\S+))?\s*")
FENCE = re.compile(r"\s*:{3,}\s*")


def box_plugin(md: MarkdownIt) -> None:
    """Teach *md* containers. Emits ``container_box_open``/``_close``; ``info`` is what follows
    the colons, its name not yet judged."""
    container_plugin(md, "box", validate=lambda info, *_: OPENING.fullmatch(info) is not None)


def is_closed(lines: tuple[str, ...], end: int) -> bool:
    """Whether the container that ends before line *end* (from 0) was closed by an editor.

    The container rule closes an open one at the end of the file, in silence.
    """
    return end < len(lines) and FENCE.fullmatch(lines[end].lstrip("> ")) is not None
