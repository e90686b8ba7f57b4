"""Old addresses that go on working: renamed notes, moved briefings."""

from __future__ import annotations

from collections.abc import Iterator

from .definitions import ID, bad_id
from .diagnostics import Diagnostic, error
from .model import Aliases, Written
from .records import Record
from .written import Mapping, Sequence


def read_aliases(record: Record) -> Aliases:
    """``aliases:`` of a briefing's front matter.

    ``old-id: new-id`` is a renamed note; a word alone is an address that the briefing had before.
    """
    notes: dict[str, Written] = {}
    addresses: list[Written] = []
    node = record.node.items.get("aliases")
    for item in node.items if isinstance(node, Sequence) else [node] if node else []:
        if isinstance(item, Mapping):
            notes.update(_notes(item, record.found))
        elif isinstance(item, Written) and item.text:
            addresses.append(item)
    return Aliases(notes, tuple(addresses))


def _notes(node: Mapping, found: list[Diagnostic]) -> Iterator[tuple[str, Written]]:
    for old, new in node.items.items():
        key = node.keys[old]
        if not ID.fullmatch(old):
            found.append(bad_id(old, key.span))
        elif not isinstance(new, Written):
            found.append(
                error(
                    "value-unreadable", new.span, "this must be a note's id", "write old-id: new-id"
                )
            )
        else:
            yield old, Written(new.text, new.span)
