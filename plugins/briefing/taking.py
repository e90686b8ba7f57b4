"""A file found anywhere becomes a seed: kept as it was received, its text beside it, its draft."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

from pelican.utils import slugify

from .diagnostics import Diagnostic
from .drafting import article_of, dropped_in, finish, is_unfinished
from .edition import SLUG
from .extract.extracted import LARGEST
from .output import discard_stages, stage_of, write_beside
from .seedfile import read_provenance
from .seedfolder import (
    UNFINISHED,
    Known,
    NotImportedError,
    Wishes,
    drafted,
    files_of,
    told,
)
from .store import SEEDS, read_catalogue, read_file, settings_of

LONGEST = 150
"""Letters of the longest slug: folders beside it have a few more, and files in it as well."""
_PLAIN_SIGNS = [(r"[^\w\s.-]", ""), (r"[\s._]+", "-"), (r"-+", "-"), (r"^-+|-+$", "")]


def import_file(root: Path, path: Path, wishes: Wishes) -> list[str]:
    """Make the file at *path* a seed with its article; nothing is written unless all of it can be.

    Returns:
        What was found and written, a sentence a line.
    Raises:
        NotImportedError: why not, in one sentence.
    """
    data = bytes_of(path)
    there = seeds_by_digest(root).get(hashlib.sha256(data).hexdigest(), "")
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
    taken, made = drafted(data, path.name, replace(wishes, slug=slug), known_to(root))
    discard_stages(root / SEEDS / slug)
    write_folder(root / SEEDS / slug, files_of(taken, made))
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
    asked = replace(wishes, slug=slug)
    taken, made = drafted(bytes_of(path), path.name, asked, known_to(root), path.name)
    for name, content in files_of(taken, made).items():
        if name != path.name:
            write_beside(folder / name, content)
    news = f"{finish(root, slug)} from {path.name}"
    return [news, *(f"  {line}" for line in told(taken, made))]


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


def known_to(root: Path) -> Known:
    """What the project at *root* brings into each draft."""
    found: list[Diagnostic] = []
    settings = settings_of(root, found)
    return Known(read_catalogue(root, found), settings.drafted_notes, settings.language)


def seeds_by_digest(root: Path) -> dict[str, str]:
    """The slug of each seed, by the digests of its text and of the file that was received."""
    slugs: dict[str, str] = {}
    for yaml in sorted((root / SEEDS).glob("*/seed*.yaml")):
        if not SLUG.fullmatch(yaml.parent.name):
            continue  # what a killed import has left
        file = read_file(root, yaml, [])
        provenance, _ = read_provenance(file, yaml.parent.name) if file else (None, [])
        if provenance is None:
            continue
        slugs.setdefault(provenance.sha256, yaml.parent.name)
        if provenance.received:
            slugs.setdefault(provenance.received.sha256, yaml.parent.name)
    return slugs


def slug_for(path: Path, wish: str) -> str:
    slug = wish or slugify(path.stem, regex_subs=_PLAIN_SIGNS)
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST:
        raise NotImportedError(
            f"'{slug or path.stem}' cannot be an address: say SLUG=a-short-name, of small letters, "
            "digits and hyphens"
        )
    return slug


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """A whole folder or none: filled beside its place, then given its name."""
    part = stage_of(folder)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        for name, content in files.items():
            (part / name).write_bytes(content)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
