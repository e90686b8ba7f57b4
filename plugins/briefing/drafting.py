"""Seeds without an article get one: the importer's drafts, written where an editor finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .diagnostics import Diagnostic
from .edition import SLUG
from .model import Provenance
from .output import write_beside
from .seedfile import read_provenance
from .seedfolder import UNFINISHED, NotImportedError
from .store import CONTENT, SEEDS, is_inside, read_catalogue, read_file, settings_of, texts_in

RECEIVED = ("seed.txt", "seed.md")
DROPPED = (".html", ".htm", ".pdf", ".docx")
SEED_KEY = re.compile(
    r"^[ \t]*seed[ \t]*:[ \t]*[\"']?(?P<slug>[\w.-]+)", re.MULTILINE | re.IGNORECASE
)


def import_missing(root: Path) -> Iterator[str]:
    """Draft an article for each seed that has none; a line of news for each."""
    for folder in sorted(path for path in (root / SEEDS).glob("*") if path.is_dir()):
        if SLUG.fullmatch(folder.name) and article_of(root, folder.name) is None:
            try:
                yield "\n".join(import_seed(root, folder.name))
            except NotImportedError as problem:
                yield f"{SEEDS}/{folder.name}: {problem}"


def dropped_in(folder: Path) -> Path | None:
    """The page, PDF or DOCX in a seed's *folder* whose text is the seed's."""
    found = sorted(path for path in folder.glob("seed.*") if path.suffix.lower() in DROPPED)
    return found[0] if found else None


def is_unfinished(folder: Path) -> bool:
    """Whether a seed's *folder* lacks nothing but that its article is moved to its place."""
    return (folder / UNFINISHED).is_file() and (folder / "seed.yaml").is_file()


def finish(root: Path, slug: str) -> str:
    """Move the article of the seed *slug* to where articles are; the news of it."""
    article = root / CONTENT / "briefings" / f"{slug}.md"
    article.parent.mkdir(parents=True, exist_ok=True)
    (root / SEEDS / slug / UNFINISHED).rename(article)
    return f"{SEEDS}/{slug}: drafted {article.relative_to(root).as_posix()}"


def article_of(root: Path, slug: str) -> Path | None:
    """The article that stands on the seed *slug*, whatever its file is called."""
    own = root / CONTENT / "briefings" / f"{slug}.md"
    if own.exists():
        return own
    return articles_by_seed(root).get(slug)


def articles_by_seed(root: Path) -> dict[str, Path]:
    """The article that says of itself that it stands on a seed, by that seed's slug; also one whose
    front matter is amiss, so that it gets no second draft beside it."""
    articles: dict[str, Path] = {}
    for path in texts_in(root):
        with path.open("rb") as file:
            head = file.read(4000).decode("utf-8-sig", errors="replace").lstrip()
        for match in SEED_KEY.finditer(head.split("\n---", 1)[0]):
            articles.setdefault(match["slug"], path)
    return articles


def import_seed(root: Path, slug: str) -> list[str]:
    """Write the draft of the article on seed *slug*, and of ``seed.yaml`` where there is none.

    Returns:
        What was found in the seed and written, a sentence a line.
    Raises:
        NotImportedError: there is no such seed, it cannot be read, or it has an article already.
    """
    from .importer import draft

    folder = root / SEEDS / slug
    there = article_of(root, slug)
    if there:
        raise NotImportedError(
            f"{there.relative_to(root).as_posix()} is there already; it was not touched"
        )
    if is_unfinished(folder):
        return [f"{finish(root, slug)}, whose import was interrupted"]
    if (folder / UNFINISHED).is_file() and dropped_in(folder):
        raise NotImportedError(
            f"its import was interrupted; do it again: python -m briefing import {SEEDS}/{slug}"
        )
    found: list[Diagnostic] = []
    provenance = _provenance(root, folder, found)
    received = _received(root, folder, provenance)
    catalogue = read_catalogue(root, found)
    settings = settings_of(root, found)
    try:
        made = draft(
            received.read_bytes(),
            slug,
            catalogue,
            provenance,
            received.name,
            with_notes=settings.drafted_notes,
            language=settings.language,
        )
    except ValueError as problem:
        raise NotImportedError(f"{received.name} was not imported: {problem}") from None
    write_beside(folder / UNFINISHED, made.article)
    if made.provenance is not None:
        write_beside(folder / "seed.yaml", made.provenance)
    return [finish(root, slug), *(f"  {line}" for line in made.found)]


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
