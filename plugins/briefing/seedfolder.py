"""All files of a seed's folder and the draft on it, made of one file's bytes, on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from .model import Catalogue
from .plaintext import normalised

if TYPE_CHECKING:
    from .extract.extracted import Extracted, LeftOut
    from .importer import Draft

LEFT_OUT = "left-out.md"
UNFINISHED = "article.md"
"""An article while its import goes on, in its seed's folder: written with the seed, then moved to
where articles are. An import that was killed between is finished by the next run."""


class NotImportedError(ValueError):
    """Why a seed was not imported, as one sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an editor asks of an import: the *slug*, blocks to *keep*, what becomes of *changes*."""

    slug: str = ""
    keep: frozenset[int] = frozenset()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the site knows, whether drafts get notes of it, and the site's language."""

    catalogue: Catalogue
    with_notes: bool
    language: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as a seed: every file of its folder by name, and the text's own name and digest."""

    files: dict[str, bytes]
    seed: str
    extracted: Extracted


@dataclass(frozen=True, slots=True)
class Given:
    """A file of an archive: its *place* there, its bytes, and what is asked of its import."""

    place: str
    data: bytes
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the file at *place*: the *files* of its seed's folder, or its *problem*."""

    place: str
    slug: str
    files: dict[str, bytes] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    problem: str = ""


def made_of_each(batch: Sequence[Given], known: Known) -> list[Made]:
    """What becomes of each file of *batch*. Nothing but what is given decides it."""
    return [_made_of(given, known) for given in batch]


def _made_of(given: Given, known: Known) -> Made:
    slug = given.wishes.slug
    try:
        taken, made = drafted(given.data, PurePath(given.place).name, given.wishes, known)
    except NotImportedError as problem:
        return Made(given.place, slug, problem=str(problem))
    except (MemoryError, RecursionError) as problem:
        why = f"it is too much to be read ({type(problem).__name__}): save the text alone"
        return Made(given.place, slug, problem=why)
    doubts = tuple(line for line in told(taken, made) if line.startswith(DOUBTFUL))
    return Made(given.place, slug, files_of(taken, made), doubts)


def files_of(taken: Taken, made: Draft) -> dict[str, bytes]:
    """The files of a seed's folder until its import is finished, the article first, ``seed.yaml``
    last: where that is missing, all is to be done again, and nothing but the last step where not.
    """
    yaml = (made.provenance or "").encode()
    return {UNFINISHED: made.article.encode(), **taken.files, "seed.yaml": yaml}


def taken_from(
    data: bytes, name: str, wishes: Wishes, stem: str = "seed", received: str = ""
) -> Taken:
    """The files of a seed made of *data*, called *stem*; ``seed.yaml`` and the article not yet."""
    from .extract.anyfile import extract
    from .extract.extracted import UnreadableError

    try:
        extracted = extract(data, name, wishes.keep, wishes.changes)
    except UnreadableError as problem:
        raise NotImportedError(str(problem)) from None
    suffix = PurePath(name).suffix.lower()
    if extracted.markdown is None:
        seed = stem + (suffix if suffix in (".txt", ".md") else ".txt")
        return Taken({seed: data}, seed, extracted)
    received = received or f"{stem}-as-received{suffix or '.txt'}"
    seed = f"{stem}.md"
    files = {received: data, seed: extracted.markdown.encode()}
    if extracted.left_out:
        listed = left_out_text(extracted, wishes.slug, received)
        files[LEFT_OUT if stem == "seed" else f"{stem}-{LEFT_OUT}"] = listed.encode()
    facts = {**extracted.facts, "received": f"{received} {hashlib.sha256(data).hexdigest()}"}
    return Taken(files, seed, replace(extracted, facts=facts))


def drafted(
    data: bytes, name: str, wishes: Wishes, known: Known, received: str = ""
) -> tuple[Taken, Draft]:
    """*data* as a seed, and the draft on it; *received* is its name where it is not to be ours.

    Raises:
        NotImportedError: why not, in one sentence.
    """
    from .importer import draft

    taken = taken_from(data, name, wishes, received=received)
    try:
        made = draft(
            taken.files[taken.seed],
            wishes.slug,
            known.catalogue,
            file_name=taken.seed,
            extracted=taken.extracted,
            with_notes=known.with_notes,
            language=known.language,
        )
    except ValueError as problem:
        raise NotImportedError(f"{name} was not imported: {problem}") from None
    return taken, made


def left_out_text(extracted: Extracted, slug: str, received: str) -> str:
    """Every block that was left out, with its number and kind, for an editor to take it back."""
    lines = [
        "# What was left out of this text\n",
        "To take blocks back, name all of them, and the file as it was received:",
        f"`python -m briefing collate {slug} seeds/{slug}/{received} --keep 3 7`. Notes stay.\n",
    ]
    lines += [
        f"{block.number}. **{block.kind}**: {_one_line(block)}" for block in extracted.left_out
    ]
    return "\n".join(lines) + "\n"


def _one_line(block: LeftOut) -> str:
    return "`" + normalised(block.words).replace("`", "'") + "`"


DOUBTFUL = "Doubtful. "


def told(taken: Taken, made: Draft) -> Iterator[str]:
    """The summary: what was found, what was left out, what is doubtful."""
    extracted = taken.extracted
    yield f"Read as {extracted.kind}."
    yield from extracted.told
    if "made" in extracted.facts and "issued" not in extracted.facts:
        made_on = extracted.facts["made"]
        yield f"The file was made on {made_on}, it says; this need not be the day of issue."
    yield from made.found
    if extracted.own:
        yield f"Notes of the source's own: {len(extracted.own)}."
    if extracted.comments:
        yield f"Comments, now drafted notes: {len(extracted.comments)}."
    for block in extracted.left_out:
        words = normalised(block.words)
        words = words if len(words) <= 100 else f"{words[:97]}…"
        yield f"Left out {block.number} ({block.kind}): “{words}”"
    if extracted.left_out:
        yield f"How to take a block back stands in {LEFT_OUT}."
    yield from (f"{DOUBTFUL}{doubt}" for doubt in extracted.doubts)
