"""A changed source, from the file to the files: shown first, written after a yes, nothing lost."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from .collate import Collated, Fate, NotCollatedError, collate
from .diagnostics import Severity, TextFile
from .extract.anyfile import extract
from .extract.extracted import Comment, UnreadableError
from .furniture import recognise
from .importer import known
from .interruption import uninterrupted
from .model import Emendation, Provenance, Stretch
from .provenance import Declared, emendations, quotes, scalar
from .seed import Seed, occurrences, read_seed
from .seedfile import read_provenance
from .seedfolder import NotImportedError, Taken, Wishes, taken_from
from .store import SEEDS
from .survey import Survey, survey
from .taking import bytes_of
from .together import write_together
from .verbatim import differences

SHOWN = 40
"""Characters shown around a place."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a collation would do: *told*, a sentence a line, and the *files* as they would be.

    *before* holds the files that would be written over, as they were read.
    """

    root: Path
    told: tuple[str, ...]
    files: Mapping[Path, bytes]
    before: Mapping[Path, bytes]


def plan(root: Path, slug: str, path: Path, wishes: Wishes) -> Plan:
    """Collate the text *slug* with the file at *path*; nothing is written.

    Raises:
        NotCollatedError, NotImportedError: why not, in one sentence.
    """
    if find_spec("rapidfuzz") is None:
        raise NotCollatedError("this needs rapidfuzz: 'make extractors' installs it")
    surveyed = survey(root)
    briefing = next((b for b in surveyed.site.briefings if b.edition.seed == slug), None)
    if briefing is None or briefing.seed is None or _faults(surveyed, briefing.article.file.path):
        raise NotCollatedError(f"there is no sound article on the seed '{slug}': see 'make check'")
    data, old = bytes_of(path), briefing.seed
    received = old.provenance.received
    digests = (old.provenance.sha256, received.sha256 if received else "")
    if hashlib.sha256(data).hexdigest() in digests and not wishes.keep:
        return Plan(
            root, (f"{SEEDS}/{slug} holds this file already: nothing is to be done",), {}, {}
        )
    folder = root / SEEDS / slug
    number = next(n for n in range(2, 10**6) if not list(folder.glob(f"seed-{n}*")))
    taken = taken_from(data, path.name, replace(wishes, slug=slug), f"seed-{number}")
    text, lost = provenance_text(old, taken)
    seed = _read(text, slug, taken)
    comments = new_comments(folder, old.provenance, taken.extracted.comments)
    own = taken.extracted.own
    collated = collate(briefing.article, seed, own, surveyed.kinds, comments)
    article = root / briefing.article.file.path
    before = {p: p.read_bytes() for p in (folder / "seed.yaml", article)}
    files = {folder / name: content for name, content in taken.files.items()}
    files[folder / f"seed-{number - 1}.yaml"] = before[folder / "seed.yaml"]
    files |= {folder / "seed.yaml": text.encode(), article: collated.article.encode()}
    return Plan(root, tuple(_told(old, seed, taken, collated, lost, comments)), files, before)


def carry_out(planned: Plan) -> None:
    """Write what was planned, all or nothing.

    Raises:
        NotCollatedError: a file was changed since it was read; nothing is written.
    """
    for path, content in planned.before.items():
        if path.read_bytes() != content:
            raise NotCollatedError(f"{path.name} was changed meanwhile: nothing was written")
    with uninterrupted():
        write_together(planned.root, planned.files)


def new_comments(folder: Path, was: Provenance, comments: Sequence[Comment]) -> list[Comment]:
    """Those *comments* that the file as it was received before does not have."""
    before: Counter[tuple[str, str, str]] = Counter()
    if comments and was.received:
        name = was.received.file
        before.update(map(_said, _comments_of((folder / name).read_bytes(), name)))
    found = []
    for comment in comments:
        if before[_said(comment)]:
            before[_said(comment)] -= 1
        else:
            found.append(comment)
    return found


def _comments_of(data: bytes, name: str) -> Sequence[Comment]:
    try:
        return extract(data, name, changes="accept").comments
    except UnreadableError:
        return ()


def _said(comment: Comment) -> tuple[str, str, str]:
    return comment.author, comment.day, comment.text


def _faults(surveyed: Survey, path: str) -> bool:
    return any(d.severity is Severity.ERROR and d.span.path == path for d in surveyed.found)


def _read(text: str, slug: str, taken: Taken) -> Seed:
    provenance, problems = read_provenance(TextFile("seed.yaml", text), slug)
    seed, wrong = read_seed(taken.files[taken.seed], provenance) if provenance else (None, [])
    if seed is None or problems or wrong:
        said = [*problems, *wrong]
        raise NotImportedError(said[0].message if said else "the new text cannot be read")
    return seed


def provenance_text(old: Seed, taken: Taken) -> tuple[str, list[Emendation]]:
    """``seed.yaml`` for the new text, and the old emendations that do not fit it any more."""
    was = old.provenance
    data = taken.files[taken.seed]
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    kept = [e for e in was.emendations if _fits(e, text)]
    lost = [e for e in was.emendations if not _fits(e, text)]
    rows = [
        ("title", was.title),
        ("author", was.author),
        ("publisher", was.publisher),
        ("issued", str(was.issued)),
        ("url", was.url),
        ("retrieved", was.retrieved),
        ("language", was.language),
        ("rights", was.rights),
    ]
    lines = [f"file: {taken.seed}", f"sha256: {hashlib.sha256(data).hexdigest()}"]
    if "received" in taken.extracted.facts:
        name, digest = taken.extracted.facts["received"].rsplit(" ", 1)
        lines.append(f"received: {{file: {quotes(name)}, sha256: {digest}}}")
    lines += [f"{key}: {scalar(value)}" for key, value in rows if value]
    drafted = list(_drafted(old, text, kept, taken))
    if kept or drafted:
        lines += ["emendations:", *map(_emendation, kept), *map(_declared, drafted)]
    return "\n".join(lines) + "\n", lost


def _fits(emendation: Emendation, text: str) -> bool:
    count = len(list(occurrences(text, emendation.seed)))
    return count == 1 if emendation.occurrence is None else count >= emendation.occurrence


def _drafted(old: Seed, text: str, kept: Sequence[Emendation], taken: Taken) -> Iterator[Declared]:
    """Emendations that the new text calls for by its form, and the old one did not."""
    before = {d.words for d in emendations(old.received, recognise(old.received).edits)}
    spans = [s for e in kept for s in _stretches(e.seed, text, e.occurrence)]
    recognised = known(recognise(text), {"title": old.provenance.title, **taken.extracted.facts})
    for declared in emendations(text, recognised.edits):
        mine = _stretches(declared.words, text, declared.occurrence)
        free = all(m.end <= s.start or s.end <= m.start for m in mine for s in spans)
        if free and declared.words not in before:
            yield declared


def _stretches(words: str, text: str, occurrence: int | None) -> list[Stretch]:
    starts = list(occurrences(text, words))
    chosen = starts[(occurrence or 1) - 1 : occurrence or 1]
    return [Stretch(start, start + len(words)) for start in chosen]


def _emendation(e: Emendation) -> str:
    reads = f"omit: {scalar(e.omit)}" if e.omit else f"reads: {quotes(e.reads)}"
    which = f"    occurrence: {e.occurrence}\n" if e.occurrence else ""
    return f"  - seed: {quotes(e.seed)}\n{which}    {reads}\n    why: {scalar(e.why)}"


def _declared(d: Declared) -> str:
    reads = "omit: page furniture" if d.reads is None else f"reads: {quotes(d.reads)}"
    which = f"    occurrence: {d.occurrence}\n" if d.occurrence else ""
    return f"  - seed: {quotes(d.words)}\n{which}    {reads}\n    why: {scalar(d.why)}"


# --- what is told --------------------------------------------------------------------------------


def _told(
    old: Seed,
    new: Seed,
    taken: Taken,
    collated: Collated,
    lost: Sequence[Emendation],
    comments: Sequence[Comment],
) -> Iterator[str]:
    before, after = old.plain.flat, new.plain.flat
    found = differences(after, before)
    yield f"Read as {taken.extracted.kind}. {len(found)} places differ:"
    for difference in found:
        yield f"  - {_around(before, difference.theirs)}"
        yield f"  + {_around(after, difference.ours)}"
    for emendation in lost:
        yield f"Emendation that fits no more, left out: “{emendation.seed}” ({emendation.why})"
    yield from _new_emendations(old.provenance, new.provenance)
    notes = {fate.note for fate in collated.fates}
    gone = {fate.note for fate in collated.orphans}
    yield f"{len(notes - gone)} of {len(notes)} notes stay on their words."
    for fate in collated.changed:
        yield f"Changed: [^{fate.note}] on “{_short(fate.words)}” now on {_where(fate, after)}"
    for fate in collated.orphans:
        said = f"Orphaned: [^{fate.note}] on “{_short(fate.words)}”: {fate.found.why}"
        yield said + (f"; candidates: {_where(fate, after)}" if fate.found.candidates else "")
    for id_, sign in collated.unowned:
        yield f"Orphaned: [^{id_}], a note of the source's own: “{sign}” is not marked as it was"
    for comment in comments:
        who = comment.author or "somebody"
        yield f"New comment of {who}, now a drafted note: “{_short(comment.text)}”"
    known = len(taken.extracted.comments) - len(comments)
    if known:
        yield f"Comments that the file had before: {known}; what became of them stays."


def _new_emendations(was: Provenance, now: Provenance) -> Iterator[str]:
    known_words = {e.seed for e in was.emendations}
    for emendation in now.emendations:
        if emendation.seed not in known_words:
            did = "Set aside" if emendation.omit else "Mended"
            yield f"{did}: “{_short(emendation.seed)}” ({emendation.why})"


def _where(fate: Fate, text: str) -> str:
    places = [fate.found.stretch] if fate.found.stretch else list(fate.found.candidates)
    return ", ".join(_around(text, place) for place in places)


def _around(text: str, place: Stretch) -> str:
    before = text[max(0, place.start - SHOWN) : place.start]
    words = _short(text[place.start : place.end])
    return f"…{before}[{words}]{text[place.end : place.end + SHOWN]}…"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 70 else f"{words[:45]} … {words[-20:]}"
