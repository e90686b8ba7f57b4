"""A file found anywhere becomes a seed: kept as it was received, its text beside it, its draft."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pelican.utils import slugify

from .diagnostics import Diagnostic
from .drafting import (
    UNFINISHED,
    NotImportedError,
    article_of,
    dropped_in,
    finish,
    is_unfinished,
)
from .edition import SLUG
from .extract.anyfile import extract
from .extract.extracted import LARGEST, Extracted, LeftOut, UnreadableError
from .importer import Draft, draft
from .output import discard_stages, stage_of, write_beside
from .plaintext import normalised
from .seedfile import read_provenance
from .store import SEEDS, read_catalogue, read_file, settings_of

LEFT_OUT = "left-out.md"
_PLAIN_SIGNS = [(r"[^\w\s.-]", ""), (r"[\s._]+", "-"), (r"-+", "-"), (r"^-+|-+$", "")]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an editor asks of an import: the *slug*, blocks to *keep*, what becomes of *changes*."""

    slug: str = ""
    keep: frozenset[int] = frozenset()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as a seed: every file of its folder by name, and the text's own name and digest."""

    files: dict[str, bytes]
    seed: str
    extracted: Extracted


def import_file(root: Path, path: Path, wishes: Wishes) -> list[str]:
    """Make the file at *path* a seed with its article; nothing is written unless all of it can be.

    Returns:
        What was found and written, a sentence a line.
    Raises:
        NotImportedError: why not, in one sentence.
    """
    data = bytes_of(path)
    there = seed_with(root, hashlib.sha256(data).hexdigest())
    if there and article_of(root, there) is None and is_unfinished(root / SEEDS / there):
        return [f"{finish(root, there)} from {path.name}, whose import was interrupted"]
    if there:
        return [f"{SEEDS}/{there} holds this file already: nothing was changed"]
    slug = slug_for(path, wishes.slug)
    if (root / SEEDS / slug).exists() or article_of(root, slug):
        raise NotImportedError(
            f"there is a text called '{slug}' already; choose another name (SLUG=…), or, if this "
            f"is a better copy of it, run: python -m briefing collate {slug} {path.name}"
        )
    taken, made = drafted(root, data, path.name, slug, wishes)
    _write_folder(root / SEEDS / slug, _files(taken, made))
    news = f"{finish(root, slug)} from {path.name}"
    return [news, *(f"  {line}" for line in told(taken, made))]


def import_dropped(root: Path, slug: str, wishes: Wishes) -> list[str]:
    """The same for a page, PDF or DOCX that stands in its seed's folder, and stays there."""
    folder = root / SEEDS / slug
    there = article_of(root, slug)
    if there:
        raise NotImportedError(
            f"{there.relative_to(root).as_posix()} is there already; it was not touched"
        )
    path = dropped_in(folder)
    assert path, "is_dropped has seen it"
    taken, made = drafted(root, bytes_of(path), path.name, slug, wishes, path.name)
    for name, content in _files(taken, made).items():
        if name != path.name:
            write_beside(folder / name, content)
    news = f"{finish(root, slug)} from {path.name}"
    return [news, *(f"  {line}" for line in told(taken, made))]


def _files(taken: Taken, made: Draft) -> dict[str, bytes]:
    """The files of a seed's folder until its import is finished, the article first, ``seed.yaml``
    last: where that is missing, all is to be done again, and nothing but the last step where not.
    """
    yaml = (made.provenance or "").encode()
    return {UNFINISHED: made.article.encode(), **taken.files, "seed.yaml": yaml}


def is_dropped(folder: Path) -> bool:
    """Whether a seed's folder holds nothing but a file whose text is still to be taken out, or was
    being taken out when that was interrupted."""
    names = {path.name for path in folder.glob("seed.*")}
    begun = (folder / UNFINISHED).is_file() and "seed.yaml" not in names
    bare = begun or not names & {"seed.yaml", "seed.txt", "seed.md"}
    return bare and dropped_in(folder) is not None


def bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            size = path.stat().st_size / 1048576
            raise NotImportedError(
                f"{path.name} has {size:.0f} MB, and at most {LARGEST >> 20} MB are read: "
                "save the text alone"
            )
        return path.read_bytes()
    except OSError as problem:
        raise NotImportedError(f"{path} cannot be read: {problem.strerror}") from None


def seed_with(root: Path, digest: str) -> str:
    """The slug of the seed that was received with *digest*; "" if there is none."""
    for yaml in sorted((root / SEEDS).glob("*/seed*.yaml")):
        if not SLUG.fullmatch(yaml.parent.name):
            continue  # what a killed import has left
        file = read_file(root, yaml, [])
        provenance, _ = read_provenance(file, yaml.parent.name) if file else (None, [])
        received = provenance.received if provenance else None
        if provenance and digest in (provenance.sha256, received.sha256 if received else ""):
            return yaml.parent.name
    return ""


def slug_for(path: Path, wish: str) -> str:
    slug = wish or slugify(path.stem, regex_subs=_PLAIN_SIGNS)
    if not SLUG.fullmatch(slug):
        raise NotImportedError(
            f"'{slug or path.stem}' cannot be an address: say SLUG=a-short-name, of small letters, "
            "digits and hyphens"
        )
    return slug


def taken_from(
    data: bytes, name: str, wishes: Wishes, stem: str = "seed", received: str = ""
) -> Taken:
    """The files of a seed made of *data*, called *stem*; ``seed.yaml`` and the article not yet."""
    try:
        extracted = extract(data, name, wishes.keep, wishes.changes)
    except UnreadableError as problem:
        raise NotImportedError(str(problem)) from None
    suffix = Path(name).suffix.lower()
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
    root: Path, data: bytes, name: str, slug: str, wishes: Wishes, received: str = ""
) -> tuple[Taken, Draft]:
    """*data* as a seed, and the draft on it; *received* is its name where it is not to be ours."""
    found: list[Diagnostic] = []
    taken = taken_from(data, name, replace(wishes, slug=slug), received=received)
    try:
        made = draft(
            taken.files[taken.seed],
            slug,
            read_catalogue(root, found),
            file_name=taken.seed,
            extracted=taken.extracted,
            with_notes=settings_of(root, found).drafted_notes,
        )
    except ValueError as problem:
        raise NotImportedError(f"{name} was not imported: {problem}") from None
    return taken, made


def left_out_text(extracted: Extracted, slug: str, received: str) -> str:
    """Every block that was left out, with its number and kind, for an editor to take it back."""
    lines = [
        "# What was left out of this text\n",
        "To take blocks back, name all of them, and the file as it was received:",
        f"`python -m briefing collate {slug} {SEEDS}/{slug}/{received} --keep 3 7`. Notes stay.\n",
    ]
    lines += [
        f"{block.number}. **{block.kind}**: {_one_line(block)}" for block in extracted.left_out
    ]
    return "\n".join(lines) + "\n"


def _one_line(block: LeftOut) -> str:
    return "`" + normalised(block.words).replace("`", "'") + "`"


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
    yield from (f"Doubtful. {doubt}" for doubt in extracted.doubts)


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """A whole folder or none: filled beside its place, then given its name."""
    discard_stages(folder)
    part = stage_of(folder)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        for name, content in files.items():
            (part / name).write_bytes(content)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
