"""The page of an edition as it was released, however much has changed since."""

from __future__ import annotations

from .changeviews import EditionPage, OldBox, OldNote, OldSource
from .dates import PartialDate
from .oldwords import OldWords
from .releases import NoteThen, Release
from .views import Link


def edition_page(told: OldWords, release: Release) -> EditionPage:
    """Its text with the notes on it, its facts and its sources: all from the record."""
    notes = {id_: _note(told, id_, note, release) for id_, note in release.notes.items()}
    blocks = (
        (line, tuple(notes[id_] for id_, note in release.notes.items() if note.at == number))
        for number, line in ((-1, ""), *enumerate(release.text))
    )
    return EditionPage(
        path=told.link(release).href,
        briefing=told.home,
        title=told.title(release),
        day=told.words.day(release.day),
        by=release.by,
        lang=told.lang,
        digest=release.digest,
        latest=release is told.releases[-1],
        blocks=tuple(block for block in blocks if block[0] or block[1]),
        boxes=tuple(_box(told, id_, release) for id_ in release.boxes),
        sources=tuple(_source(told, id_, release) for id_ in release.sources),
    )


def _note(told: OldWords, id_: str, note: NoteThen, release: Release) -> OldNote:
    by = told.setting.catalogue.entities.get(note.by)
    known = [source for source in note.sources if source in release.sources]
    return OldNote(
        id=id_,
        label=told.kind(note),
        verdict=told.verdict(note),
        quote=note.quote,
        body=told.html(note),
        sources=tuple(Link(release.sources[s].title, f"#source-{s}") for s in known),
        by=by.name if by else note.by,
        as_of=told.words.day(PartialDate.read(note.as_of)) if note.as_of else None,
    )


def _box(told: OldWords, id_: str, release: Release) -> OldBox:
    box = release.boxes[id_]
    rows = ((told.name(id_, key), told.values(id_, rows)) for key, rows in box.values.items())
    return OldBox(box.title, told.words.day(PartialDate.read(box.as_of)), tuple(rows))


def _source(told: OldWords, id_: str, release: Release) -> OldSource:
    source = release.sources[id_]
    day = told.words.day(PartialDate.read(source.issued)).words if source.issued else ""
    issued = ", ".join(filter(None, (source.publisher, day)))
    return OldSource(id_, issued, source.title, source.url, source.archive)
