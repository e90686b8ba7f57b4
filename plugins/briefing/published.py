"""Addresses that were published go on working: aliases lead somewhere, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .briefing import Briefing, Site
from .diagnostics import Diagnostic, TextFile, did_you_mean, error
from .edition import SLUG
from .model import Edition, Published, Written
from .records import root_of
from .written import Sequence

HEADER = """\
# Every address that was ever published: briefings, and the notes of each.
# `make release` adds to this list. Take nothing out: an address is a promise.
"""


def read_published(file: TextFile) -> tuple[Published, list[Diagnostic]]:
    """``content/published.yaml``: each briefing's address, and the ids of its notes."""
    found: list[Diagnostic] = []
    root = root_of(file, found)
    rows: dict[str, tuple[Written, tuple[Written, ...]]] = {}
    for slug, node in (root.items if root else {}).items():
        if isinstance(node, Sequence) and all(isinstance(item, Written) for item in node.items):
            ids = tuple(item for item in node.items if isinstance(item, Written))
        elif isinstance(node, Written) and not node.text:
            ids = ()
        else:
            hint = "'make release' writes this file; restore it from the repository"
            found.append(error("value-unreadable", node.span, "this must be a list of ids", hint))
            continue
        if root:
            rows[slug] = (root.keys[slug], ids)
    return rows, found


def released(site: Site) -> str:
    """The text of ``content/published.yaml`` after this release: all that it held, and more."""
    rows: dict[str, dict[str, None]] = {
        slug: dict.fromkeys(written.text for written in ids)
        for slug, (_, ids) in site.published.items()
    }
    for briefing in site.briefings:
        ids = rows.setdefault(briefing.edition.slug, {})
        ids |= dict.fromkeys(sorted(_notes(briefing)))
    lines = [HEADER]
    for slug, ids in sorted(rows.items()):
        lines.append(f"{slug}:{'' if ids else ' []'}\n")
        lines += [f"  - {id_}\n" for id_ in ids]
    return "".join(lines)


def _notes(briefing: Briefing) -> set[str]:
    """The ids of the notes that readers can see."""
    return {note.id for note in briefing.article.annotations if not note.draft}


def moved_addresses(site: Site) -> Iterator[tuple[str, Edition]]:
    """Each address that a briefing had before, and the briefing's edition."""
    for briefing in site.briefings:
        for address in briefing.edition.aliases.addresses:
            yield address.text, briefing.edition


def check_aliases(site: Site) -> Iterator[Diagnostic]:
    """An alias leads from an address that is free to a note that is there."""
    taken: dict[str, str] = {b.edition.slug: b.article.file.path for b in site.briefings}
    for briefing in site.briefings:
        ids = {note.id for note in briefing.article.annotations} | briefing.edition.withdrawn
        for old, new in briefing.edition.aliases.notes.items():
            if new.text not in ids:
                hint = did_you_mean(new.text, ids, "the new id is that of a note in this file")
                yield error("alias-unknown", new.span, f"there is no note '{new}'", hint)
            if old in ids:
                said = f"'{old}' is a note's id still"
                yield error("alias-taken", new.span, said, "take the alias out, or rename the note")
        for address in briefing.edition.aliases.addresses:
            if not SLUG.fullmatch(address.text):
                hint = "write the last part of the old address, as russia-celac-2013"
                said = f"'{address}' cannot be an address"
                yield error("address-unreadable", address.span, said, hint)
            elif address.text in taken:
                said = f"the address '{address}' is taken"
                yield error("alias-taken", address.span, said, f"{taken[address.text]} has it")
            taken.setdefault(address.text, briefing.article.file.path)


def check_withdrawn(site: Site) -> Iterator[Diagnostic]:
    """A note that readers are told is gone is not there."""
    for briefing in site.briefings:
        for note in briefing.article.annotations:
            if note.id in briefing.edition.withdrawn and not note.draft:
                yield error(
                    "note-withdrawn",
                    note.span,
                    f"'history:' says that note '{note.id}' is withdrawn",
                    "take the note out, or add a row that says why it is back",
                )


def check_published(site: Site) -> Iterator[Diagnostic]:
    """Every briefing and note that was ever published is still found where it was."""
    homes: dict[str, Briefing] = {}
    for briefing in site.briefings:
        for address in briefing.edition.aliases.addresses:
            homes[address.text] = briefing
    homes |= {briefing.edition.slug: briefing for briefing in site.briefings}
    for slug, (place, ids) in site.published.items():
        home = homes.get(slug)
        if home is None:
            otherwise = f"add 'aliases: [{slug}]' to the front matter of what it became"
            hint = did_you_mean(slug, [b.edition.slug for b in site.briefings], otherwise)
            said = f"the briefing '{slug}' was published, and is gone"
            yield error("address-lost", place.span, said, hint)
        else:
            yield from _lost(home, [written.text for written in ids])


def _lost(briefing: Briefing, ids: list[str]) -> Iterator[Diagnostic]:
    live = _notes(briefing)
    aliases: Mapping[str, Written] = briefing.edition.aliases.notes
    drafts = {note.id for note in briefing.article.annotations if note.draft}
    for id_ in ids:
        target = aliases[id_].text if id_ in aliases else id_
        if target in live or target in briefing.edition.withdrawn:
            continue
        if target in drafts:
            hint = "take out its status=draft: readers have links to it"
        else:
            near = did_you_mean(id_, sorted(live), "")
            hint = (
                f"{near}add 'aliases: {{{id_}: new-id}}' to the front matter, restore the note, or "
                f"withdraw it in 'history:' - {{date: …, about: {id_}, now: withdrawn, why: …}}"
            )
        said = f"note '{id_}' was published, and its address leads nowhere"
        yield error("address-lost", briefing.edition.span, said, hint)
