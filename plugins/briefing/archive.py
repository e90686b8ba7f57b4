"""A folder of files becomes seeds with their drafts: each that can be taken, in whatever processes.

What is done with a file is decided before any is read for good, and by the files alone: neither the
order in which processes finish nor their number changes a slug or a byte.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from .drafting import articles_by_seed, finish, is_unfinished
from .output import discard_stages
from .progress import along
from .seedfolder import Given, Known, Made, NotImportedError, Wishes, made_of_each
from .store import CONTENT, SEEDS
from .taking import bytes_of, known_to, seeds_by_digest, slug_for, write_folder

Results = Generator[list[Made], None, None]
Engine = Callable[[Iterable[Sequence[Given]], Known], Results]
"""Something that makes of each batch, in their order, what `made_of_each` makes of it."""
FILES, BYTES = 16, 1024 * 1024
"""A batch is full with so many files, or bytes: big enough to be worth its way to a process."""


@dataclass
class Imported:
    """What became of an archive: a line of *news* and of *problems* for a file, by its place."""

    files: list[str]
    news: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    """Files whose bytes are those of an earlier one, and that one's place."""
    there: int = 0

    @property
    def summary(self) -> str:
        return (
            f"{len(self.files)} files: {len(self.news)} drafted, {self.there} there already, "
            f"{len(self.problems)} not taken"
        )


def serially(batches: Iterable[Sequence[Given]], known: Known) -> Results:
    """The engine that needs nothing: one after another, in this process."""
    for batch in batches:
        yield made_of_each(batch, known)


def import_archive(root: Path, folder: Path, changes: str, engine: Engine) -> Imported:
    """Make each file in *folder* and below a seed with its article, but for those that are.

    Raises:
        NotImportedError: nothing of it can be imported, or the engine cannot go on; what was
            written until then is whole, and not done again by the next run.
    """
    files = files_in(root, folder)
    done = Imported([path.relative_to(folder).as_posix() for path in files])
    waiting = _without_clashes(done, _waiting(root, folder, files, done))
    if waiting:
        _import(root, folder, waiting, changes, engine, done)
    for place, first in done.same.items():
        if first in done.problems:
            done.problems[place] = f"it is the same as {first}"
        else:
            done.there += 1
    return done


def _import(
    root: Path,
    folder: Path,
    waiting: Sequence[tuple[str, str]],
    changes: str,
    engine: Engine,
    done: Imported,
) -> None:
    batches = _batches(folder, waiting, changes, done)
    with closing(engine(batches, known_to(root))) as results:
        for made in along(chain.from_iterable(results), len(waiting), "Importing"):
            if made.problem:
                done.problems[made.place] = made.problem
                continue
            write_folder(root / SEEDS / made.slug, made.files)
            news = f"{finish(root, made.slug)} from {made.place}"
            done.news[made.place] = "\n  ".join((news, *made.doubts))


def files_in(root: Path, folder: Path) -> list[Path]:
    """The files in *folder* and its folders, by their names there; hidden ones are passed over."""
    place, project = folder.resolve(), root.resolve()
    own = (project / CONTENT, project / SEEDS)
    if project.is_relative_to(place) or any(place.is_relative_to(path) for path in own):
        raise NotImportedError("this folder is the project's own: name one that holds texts alone")
    found = {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }
    files = [
        found[name]
        for name in sorted(found)
        if not any(part.startswith(".") for part in name.split("/"))
    ]
    if not files:
        raise NotImportedError("there is no file in it")
    return files


def _waiting(
    root: Path, folder: Path, files: Sequence[Path], done: Imported
) -> list[tuple[str, str]]:
    """The place and the slug of each file that is still to be taken; of the others *done* tells."""
    for left in sorted((root / SEEDS).glob(".*-*")):
        discard_stages(left.with_name(left.name[1:].rsplit("-", 1)[0]))
    seeds, articles = seeds_by_digest(root), set(articles_by_seed(root))
    articles |= {path.stem for path in (root / CONTENT / "briefings").glob("*.md")}
    first: dict[str, str] = {}
    waiting = []
    for path, place in along(zip(files, done.files, strict=True), len(files), "Reading"):
        try:
            digest = hashlib.sha256(bytes_of(path)).hexdigest()
            there = seeds.get(digest, "")
            slug = there or slug_for(path, "")
        except NotImportedError as problem:
            done.problems[place] = str(problem)
            continue
        if there:
            if there not in articles and is_unfinished(root / SEEDS / there):
                done.news[place] = f"{finish(root, there)}, whose import was interrupted"
            else:
                done.there += 1
        elif digest in first:
            done.same[place] = first[digest]
        elif slug in articles or (root / SEEDS / slug).exists():
            done.problems[place] = (
                f"there is a text called '{slug}' already: rename the file, or, if it is a better "
                f"copy of that text, run: python -m briefing collate {slug} {folder / place}"
            )
        else:
            first[digest] = place
            waiting.append((place, slug))
    return waiting


def _without_clashes(done: Imported, waiting: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """*waiting* without files that would have one slug: which is meant is for the editor to say."""
    places = defaultdict(list)
    for place, slug in waiting:
        places[slug].append(place)
    for slug, clashing in places.items():
        for place in clashing if len(clashing) > 1 else ():
            others = ", ".join(other for other in clashing if other != place)
            done.problems[place] = f"it would be called '{slug}' as {others} would: rename it"
    return [(place, slug) for place, slug in waiting if place not in done.problems]


def _batches(
    folder: Path, waiting: Sequence[tuple[str, str]], changes: str, done: Imported
) -> Iterator[list[Given]]:
    """Files as they are sent to be read, a batch at a time, each read when its turn comes."""
    batch: list[Given] = []
    size = 0
    for place, slug in waiting:
        try:
            data = bytes_of(folder / place)
        except NotImportedError as problem:  # it is gone since
            done.problems[place] = str(problem)
            continue
        batch.append(Given(place, data, Wishes(slug, changes=changes)))
        size += len(data)
        if len(batch) == FILES or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
