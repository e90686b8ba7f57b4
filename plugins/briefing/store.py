"""An editor's files, read from the project's folder: nothing here decides, everything is parsed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

from .diagnostics import Diagnostic, TextFile, error
from .factfaults import VIEWS
from .factfile import read_fact_box, read_timeline
from .findings import Told, read_findings
from .layout import ARTICLE_PATHS, PAGE_PATHS
from .model import Catalogue, Entity, Event, FactBox, Layout, Published, Source
from .pictures import check_drawing
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
from .settings import Settings, read_settings

T = TypeVar("T")
CONTENT, SEEDS = "content", "seeds"
PUBLISHED = f"{CONTENT}/published.yaml"
FINDINGS = f"{CONTENT}/findings.yaml"
EDITIONS = f"{CONTENT}/editions"
LEFT_BEHIND = [".#*", "._*", ".DS_Store"]
"""Names of what Emacs and macOS leave beside a file: no part of a site, wherever it stands."""
DRAWINGS = "theme/templates/factboxes"
"""Where a project's own theme has its ways to draw a fact box."""
TEXTS = tuple(f"{CONTENT}/{folder}/" for folder in (*ARTICLE_PATHS, *PAGE_PATHS))
NO_MARKDOWN = (".rst", ".html", ".htm", ".markdown", ".mkd", ".mdown", ".md", ".md.txt")
"""How the names of texts end that Pelican reads and we do not, or that are meant for Markdown."""


def check_others(root: Path, found: list[Diagnostic]) -> None:
    """What stands beside the texts, and is published as it is: links out of the project, drawings
    that run something; texts that are no Markdown."""
    for path in sorted((root / CONTENT).rglob("*")):
        if is_left_behind(path.name):
            continue
        if path.suffix == ".md" or (path.suffix == ".yaml" and path.is_file()):
            continue
        if path.suffix.lower() == ".svg":
            drawing = read_file(root, path, found)
            found.extend(check_drawing(drawing) if drawing else ())
        elif path.is_symlink() and not is_inside(root, path):
            found.append(outside(relative(root, path)))
        elif path.name.lower().endswith(NO_MARKDOWN) and path.is_file():
            found.extend(_no_markdown(relative(root, path)))


def _no_markdown(name: str) -> Iterator[Diagnostic]:
    if name.startswith(TEXTS):
        said = "this file is not read: texts are Markdown"
        hint = "end its name with '.md' if it is Markdown; else write it as that, or move it out of"
        yield error("file-unreadable", TextFile(name, "").span(1), said, f"{hint} {CONTENT}/")


def texts_in(root: Path) -> list[Path]:
    """The texts of the project; hidden ones are passed over, and those in hidden folders."""
    content = root / CONTENT
    return [path for path in sorted(content.rglob("*.md")) if not is_hidden(content, path)]


def is_hidden(folder: Path, path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def is_left_behind(name: str) -> bool:
    return any(fnmatchcase(name, form) for form in LEFT_BEHIND)


def is_inside(root: Path, path: Path) -> bool:
    """Whether *path*, wherever its links lead, is in the folder *root*.

    ``Path.resolve`` raises for a link to itself; reading it then says what is wrong.
    """
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def outside(name: str) -> Diagnostic:
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


def read_addresses(root: Path, found: list[Diagnostic]) -> Published:
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
    views = frozenset((*VIEWS, *(path.stem for path in root.glob(f"{DRAWINGS}/*.html"))))
    for file, name in _files(root, content / "facts", found):
        box, problems = read_fact_box(file, name, views)
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
    return Catalogue(sources, entities, boxes, layouts, events, views)


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
    for path in sorted(folder.glob("[!.]*.yaml")):
        file = read_file(root, path, found)
        if file:
            yield file, path.stem


def read_file(root: Path, path: Path, found: list[Diagnostic]) -> TextFile | None:
    """The text of *path*; None after noting why it cannot be read."""
    name = relative(root, path)
    try:
        if not is_inside(root, path):
            found.append(outside(name))
            return None
        if not path.is_file() and not path.is_dir():
            path.lstat()  # says it if there is nothing
            raise OSError("it is no file")  # a pipe would be waited for
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
