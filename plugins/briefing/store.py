"""An editor's files, read from the project's folder: nothing here decides, everything is parsed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from .article import Article, read_article
from .briefing import Briefing, Site
from .check import check
from .diagnostics import Diagnostic, Span, TextFile, did_you_mean, error, in_order
from .edition import SLUG, check_address, read_edition
from .factfile import read_fact_box, read_timeline
from .findings import Told, read_findings
from .kinds import Kind
from .model import Catalogue, Entity, Event, FactBox, Layout, Provenance, Published, Source
from .pictures import check_drawing
from .progress import along
from .published import read_published
from .records import (
    ENTITY_KEYS,
    SOURCE_KEYS,
    Record,
    read_all,
    read_entity,
    read_layout,
    read_source,
)
from .releases import Release, read_release
from .seed import Seed, read_seed
from .seedfile import read_provenance
from .settings import Settings, read_settings

T = TypeVar("T")
CONTENT, SEEDS = "content", "seeds"
PUBLISHED = f"{CONTENT}/published.yaml"
FINDINGS = f"{CONTENT}/findings.yaml"
EDITIONS = f"{CONTENT}/editions"


@dataclass(frozen=True)
class Survey:
    """A project as it stands: what was written, and everything that is wrong with it."""

    root: Path
    site: Site
    kinds: Mapping[str, Kind]
    found: tuple[Diagnostic, ...]

    def article(self, path: Path) -> Article | None:
        """The parsed file at *path*; None if the survey does not hold it."""
        return self._articles.get(relative(self.root, path))

    def briefing(self, path: Path) -> Briefing | None:
        """The briefing whose article is at *path*."""
        return self._briefings.get(relative(self.root, path))

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        return {article.file.path: article for article in self.site.articles}

    @cached_property
    def _briefings(self) -> Mapping[str, Briefing]:
        return {briefing.article.file.path: briefing for briefing in self.site.briefings}


def survey(root: Path) -> Survey:
    """Read and check everything below *root*. Never raises for what an editor wrote."""
    found: list[Diagnostic] = []
    settings = settings_of(root, found)
    kinds = settings.kinds
    catalogue = read_catalogue(root, found)
    briefings: list[Briefing] = []
    others: list[Article] = []
    paths = sorted((root / CONTENT).rglob("*.md"))
    for path in along(paths, len(paths), "Reading"):
        file = read_file(root, path, found)
        if file is None:
            continue
        article = read_article(file, kinds)
        found.extend(article.found)
        edition, problems = read_edition(article, path.stem)
        found.extend(problems)
        if edition is None:
            others.append(article)
            found.extend(check_address(article))
            continue
        seed = find_seed(root, edition.seed, edition.span, found)
        addresses = (edition.slug, *(old.text for old in edition.aliases.addresses))
        releases = read_releases(root, addresses, found)
        briefings.append(Briefing(edition, article, seed, releases))
    _check_others(root, found)
    unread = frozenset(problem.span.path for problem in found)
    site = Site(
        catalogue,
        tuple(briefings),
        tuple(others),
        unread,
        settings.review_days,
        _published(root, found),
    )
    return Survey(root, site, kinds, tuple(in_order([*found, *check(site)])))


def _check_others(root: Path, found: list[Diagnostic]) -> None:
    """What stands beside the texts, and is published as it is: links out of the project, drawings
    that run something."""
    for path in sorted((root / CONTENT).rglob("*")):
        if path.suffix == ".md" or (path.suffix == ".yaml" and path.is_file()):
            continue
        if path.suffix.lower() == ".svg":
            drawing = read_file(root, path, found)
            found.extend(check_drawing(drawing) if drawing else ())
        elif path.is_symlink() and not is_inside(root, path):
            found.append(_outside(relative(root, path)))


def is_inside(root: Path, path: Path) -> bool:
    """Whether *path*, wherever its links lead, is in the folder *root*.

    ``Path.resolve`` raises for a link to itself; reading it then says what is wrong.
    """
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _outside(name: str) -> Diagnostic:
    said = "the file cannot be read: it leads out of the project's folder"
    return error("file-unreadable", TextFile(name, "").span(1), said)


def settings_of(root: Path, found: list[Diagnostic]) -> Settings:
    """What the project's ``pelicanconf.py`` sets."""
    path = root / "pelicanconf.py"
    file = read_file(root, path, found) if path.is_file() else None
    settings, problems = read_settings(file or TextFile(path.name, ""))
    found.extend(problems)
    return settings


def read_released(root: Path) -> tuple[Told, list[Diagnostic]]:
    """What readers were told at the last release; nothing where there was none."""
    found: list[Diagnostic] = []
    path = root / FINDINGS
    file = read_file(root, path, found) if path.is_file() else None
    told, problems = read_findings(file) if file else ({}, [])
    return told, [*found, *problems]


def read_releases(
    root: Path, addresses: tuple[str, ...], found: list[Diagnostic]
) -> tuple[Release, ...]:
    """What was released of a briefing at any of its *addresses*, the oldest first."""
    releases = []
    folders = [root / EDITIONS / address for address in addresses if SLUG.fullmatch(address)]
    for path in (path for folder in folders for path in sorted(folder.glob("*.json"))):
        file = read_file(root, path, found)
        release, problems = read_release(file, path.stem) if file else (None, [])
        found.extend(problems)
        if release:
            releases.append(release)
    return tuple(sorted(releases, key=lambda release: (release.day.first, release.nth)))


def _published(root: Path, found: list[Diagnostic]) -> Published:
    path = root / PUBLISHED
    file = read_file(root, path, found) if path.is_file() else None
    published, problems = read_published(file) if file else ({}, [])
    found.extend(problems)
    return published


def read_catalogue(root: Path, found: list[Diagnostic]) -> Catalogue:
    """Sources, entities, fact boxes, layouts and the timeline; absent files are empty ones."""
    content = root / CONTENT
    sources: dict[str, Source] = _records(
        root, content / "sources.yaml", read_source, SOURCE_KEYS, found
    )
    entities: dict[str, Entity] = _records(
        root, content / "entities.yaml", read_entity, ENTITY_KEYS, found
    )
    boxes: dict[str, FactBox] = {}
    for file, name in _files(root, content / "facts", found):
        box, problems = read_fact_box(file, name)
        found.extend(problems)
        if box:
            boxes[name] = box
    layouts: dict[str, Layout] = {}
    for file, name in _files(root, content / "layouts", found):
        layouts[name], problems = read_layout(file, name)
        found.extend(problems)
    events: tuple[Event, ...] = ()
    path = content / "timeline.yaml"
    timeline = read_file(root, path, found) if path.is_file() else None
    if timeline:
        events, problems = read_timeline(timeline)
        found.extend(problems)
    return Catalogue(sources, entities, boxes, layouts, events)


def _records(
    root: Path,
    path: Path,
    read: Callable[[str, Record], T],
    keys: tuple[str, ...],
    found: list[Diagnostic],
) -> dict[str, T]:
    file = read_file(root, path, found) if path.is_file() else None
    if file is None:
        return {}
    records, problems = read_all(file, read, keys)
    found.extend(problems)
    return records


def _files(root: Path, folder: Path, found: list[Diagnostic]) -> Iterator[tuple[TextFile, str]]:
    for path in sorted(folder.glob("*.yaml")):
        file = read_file(root, path, found)
        if file:
            yield file, path.stem


def find_seed(root: Path, slug: str, place: Span, found: list[Diagnostic]) -> Seed | None:
    """The seed in ``seeds/<slug>/``; None after noting, at *place*, why there is none."""
    folder = root / SEEDS / slug
    if not SLUG.fullmatch(slug) or not (folder / "seed.yaml").is_file():
        seeds = [path.parent.name for path in sorted((root / SEEDS).glob("*/seed.yaml"))]
        hint = did_you_mean(slug, seeds, f"seeds are folders with a seed.yaml in {SEEDS}/")
        found.append(error("seed-unknown", place, f"unknown seed '{slug}'", hint))
        return None
    file = read_file(root, folder / "seed.yaml", found)
    provenance, problems = read_provenance(file, slug) if file else (None, [])
    found.extend(problems)
    if provenance is None:
        return None
    path = folder / provenance.file
    if path.parent != folder or not path.is_file():
        found.append(
            error(
                "seed-unknown",
                provenance.span,
                f"there is no file '{provenance.file}' in {SEEDS}/{slug}/",
                "name the file as it was received",
            )
        )
        return None
    if not is_inside(root, path):
        found.append(_outside(relative(root, path)))
        return None
    seed, problems = read_seed(path.read_bytes(), provenance)
    problems += _check_received(root, folder, provenance)
    found.extend(problems)
    return seed if not problems else None


def _check_received(root: Path, folder: Path, provenance: Provenance) -> Iterator[Diagnostic]:
    """That the file whose text the seed is, where there is one, is the one that was received."""
    received = provenance.received
    if received is None:
        return
    path = folder / received.file
    if path.parent != folder or not path.is_file():
        said = f"there is no file '{received.file}' in {SEEDS}/{provenance.slug}/"
        yield error("seed-unknown", received.span, said, "put it back: it is the evidence")
    elif not is_inside(root, path):
        yield _outside(relative(root, path))
    elif (digest := hashlib.sha256(path.read_bytes()).hexdigest()) != received.sha256:
        said = f"{received.file} is not the file that was received: its SHA-256 is {digest}"
        yield error("seed-changed", received.span, said, "restore the file; it is never edited")


def read_file(root: Path, path: Path, found: list[Diagnostic]) -> TextFile | None:
    """The text of *path*; None after noting why it cannot be read."""
    name = relative(root, path)
    try:
        if not is_inside(root, path):
            found.append(_outside(name))
            return None
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        found.append(
            error(
                "file-unreadable",
                TextFile(name, "\n" * line).span(line),
                "this line is not UTF-8 text",
                "save the file with the encoding UTF-8",
            )
        )
        return None
    except OSError as problem:
        found.append(
            error(
                "file-unreadable",
                TextFile(name, "").span(1),
                f"the file cannot be read: {problem.strerror or problem}",
            )
        )
        return None
    return TextFile(name, text)


def relative(root: Path, path: Path) -> str:
    """*path* as messages name it: below the project's folder, with forward slashes."""
    return Path(path).absolute().relative_to(root.absolute()).as_posix()
