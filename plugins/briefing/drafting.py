"""Seeds without an article get one: the importer's drafts, written where an editor finds them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .diagnostics import Diagnostic
from .edition import SLUG
from .importer import Draft, draft
from .model import Provenance
from .output import write_beside
from .seedfile import read_provenance
from .store import CONTENT, SEEDS, is_inside, read_catalogue, read_file

RECEIVED = ("seed.txt", "seed.md")


class NotImportedError(ValueError):
    """Why a seed was not imported, as one sentence for the editor."""


def import_missing(root: Path) -> Iterator[str]:
    """Draft an article for each seed that has none; a line of news for each."""
    for folder in sorted(path for path in (root / SEEDS).glob("*") if path.is_dir()):
        if SLUG.fullmatch(folder.name) and article_of(root, folder.name) is None:
            try:
                yield "\n".join(import_seed(root, folder.name))
            except NotImportedError as problem:
                yield f"{SEEDS}/{folder.name}: {problem}"


def article_of(root: Path, slug: str) -> Path | None:
    """The article that stands on the seed *slug*, whatever its file is called."""
    own = root / CONTENT / "briefings" / f"{slug}.md"
    if own.exists():
        return own
    for path in sorted((root / CONTENT).rglob("*.md")):
        head = path.read_bytes()[:4000].decode("utf-8", errors="replace").split("\n---", 1)[0]
        if any(line.strip() == f"seed: {slug}" for line in head.splitlines()):
            return path
    return None


def import_seed(root: Path, slug: str) -> list[str]:
    """Write the draft of the article on seed *slug*, and of ``seed.yaml`` where there is none.

    Returns:
        What was found in the seed and written, a sentence a line.
    Raises:
        NotImportedError: there is no such seed, it cannot be read, or it has an article already.
    """
    folder = root / SEEDS / slug
    there = article_of(root, slug)
    if there:
        raise NotImportedError(
            f"{there.relative_to(root).as_posix()} is there already; it was not touched"
        )
    found: list[Diagnostic] = []
    provenance = _provenance(root, folder, found)
    received = _received(root, folder, provenance)
    catalogue = read_catalogue(root, found)
    try:
        made: Draft = draft(received.read_bytes(), slug, catalogue, provenance, received.name)
    except ValueError as problem:
        raise NotImportedError(f"{received.name} was not imported: {problem}") from None
    article = root / CONTENT / "briefings" / f"{slug}.md"
    if made.provenance is not None:
        write_beside(folder / "seed.yaml", made.provenance)
    write_beside(article, made.article)
    return [
        f"{SEEDS}/{slug}: drafted {article.relative_to(root).as_posix()}",
        *(f"  {line}" for line in made.found),
    ]


def _provenance(root: Path, folder: Path, found: list[Diagnostic]) -> Provenance | None:
    path = folder / "seed.yaml"
    if not path.is_file():
        return None
    file = read_file(root, path, found)
    provenance, problems = read_provenance(file, folder.name) if file else (None, [])
    if provenance is None or problems:
        raise NotImportedError("seed.yaml has faults; 'make check' shows them")
    return provenance


def _received(root: Path, folder: Path, provenance: Provenance | None) -> Path:
    names = [provenance.file] if provenance else RECEIVED
    for name in names:
        path = folder / name
        if path.parent == folder and path.is_file():
            if not is_inside(root, path):
                raise NotImportedError(f"{name} leads out of the project's folder")
            return path
    raise NotImportedError(f"there is no {' or '.join(names)} in it")
