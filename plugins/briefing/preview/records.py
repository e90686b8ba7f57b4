"""The records of a long file that an edit has changed, so that ten thousand need not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from ..diagnostics import TextFile
from ..model import Source
from ..records import SOURCE_KEYS, read_all, read_source

START = re.compile(r"^[^\s#]", re.MULTILINE)
"""Where a record begins: at the margin."""


def sources_with(
    known: Mapping[str, Source], path: str, old: str, new: str
) -> dict[str, Source] | None:
    """*known*, which the file *path* said as *old*, as it says it as *new*; None where that is not
    certain from what differs alone: it is then to be read whole.

    The places of what is returned are those in the piece that was read.
    """
    before, after = (_read(path, piece) for piece in pieces(old, new))
    if not before or after is None or any(not _same(known.get(id_), before[id_]) for id_ in before):
        return None
    if any(id_ in known and id_ not in before for id_ in after):
        return None
    changed: dict[str, Source] = {}
    for id_, source in known.items():
        if id_ not in before:
            changed[id_] = source
        elif after:
            changed |= after
            after = {}
    return changed


def pieces(old: str, new: str) -> tuple[str, str]:
    """The records of two texts in which they differ, and those that touch these."""
    most = min(len(old), len(new))
    head = _bisected(most, lambda a, b: old[a:b] == new[a:b])
    back_old, back_new = len(old), len(new)
    tail = _bisected(
        most - head,
        lambda a, b: old[back_old - b : back_old - a] == new[back_new - b : back_new - a],
    )
    first = _start_before(old, head)
    rest = START.search(old, len(old) - tail + 1) if tail else None
    kept = len(old) - rest.start() if rest else 0
    return old[first : len(old) - kept], new[first : len(new) - kept]


def _bisected(most: int, same: Callable[[int, int], bool]) -> int:
    """How many characters, of *most*, are the same from where one counts."""
    low, high = 0, most + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if same(low, middle) else (low, middle)
    return low


def _start_before(text: str, at: int) -> int:
    """Where the last record begins whose first character stands before *at*."""
    while at > 0:
        at = text.rfind("\n", 0, at - 1)
        if START.match(text, at + 1):
            return at + 1
    return 0


def _read(path: str, text: str) -> dict[str, Source] | None:
    """The records of a piece; None where something is wrong with it."""
    read, problems = read_all(TextFile(path, text), read_source, SOURCE_KEYS)
    return None if problems else dict(read)


def _same(known: Source | None, read: Source) -> bool:
    """Whether both say the same, wherever they stand."""
    return known is not None and replace(known, span=read.span) == read
