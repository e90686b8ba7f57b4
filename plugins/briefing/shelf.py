"""What was printed, kept for the next build, and taken again only where nothing could differ.

An entry is a folder: the files of one briefing, and ``printed``: what lists need of it, with a key
made of everything that it depends on. Whatever is not exactly as it was left is not taken.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .output import is_being_made, link_or_copy, write_beside
from .pickles import UNREADABLE, pickled, unpickled
from .press import Printed
from .store import is_left_behind

CODE = Path(__file__).parent
LIBRARIES = (
    "babel",
    "beautifulsoup4",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "pelican",
    "pillow",
    "weasyprint",
)
ELSEWHERE = frozenset({"PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH", "FRESH", "SHARD"})
"""Settings that say only where things are, or how to build them."""
PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class Inputs:
    """Where everything is that a briefing's files depend on, but for its own text and seed.

    *settings* are given in words; texts in the folders *own* of ``content/`` are pages themselves.
    """

    root: Path
    folders: tuple[Path, ...]
    own: tuple[str, ...]
    settings: str

    @classmethod
    def of(cls, root: Path, settings: Mapping[str, Any]) -> Inputs:
        """Those of the project in *root* with Pelican's *settings*."""
        theme = (Path(settings["THEME"]), *map(Path, settings["THEME_TEMPLATES_OVERRIDES"]))
        own = (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"])
        return cls(root, (root / "content", *theme), own, "\n".join(_plain(settings)))

    @cached_property
    def program(self) -> str:
        """What makes the site: the versions of all its parts, the settings, the plugin's code."""
        made = hashlib.sha256()
        for words in (sys.version, *map(_version, LIBRARIES), self.settings):
            made.update(words.encode() + b"\0")
        for path in _files(CODE):
            if path.suffix != ".pyc":
                _add(made, path.relative_to(CODE).as_posix(), path.read_bytes())
        return made.hexdigest()

    def state(self) -> str:
        """A digest of it all, as it is now."""
        state = hashlib.sha256(self.program.encode())
        own = tuple(f"{self.root / 'content' / folder}{os.sep}" for folder in self.own)
        for folder in self.folders:
            for path in _files(folder):
                if path.suffix != ".md" or not str(path).startswith(own):
                    _add(state, path.relative_to(folder).as_posix(), _content(path))
        conf = self.root / "pelicanconf.py"
        _add(state, conf.name, _content(conf))
        return state.hexdigest()


def _version(library: str) -> str:
    """The release that is installed; "" for one that comes with an extra, and is not."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _add(digest: hashlib._Hash, name: str, content: bytes) -> None:
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)


def _content(path: Path) -> bytes:
    """The bytes of a file; none of what is no file, or cannot be read: who needs it says so."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(where, name) for name in sorted(names) if not is_left_behind(name))


def _plain(settings: Mapping[str, Any]) -> Iterator[str]:
    """Each setting in words. Functions are named only: their code is hashed with its file."""
    for name in sorted(settings):
        if name.isupper() and name not in ELSEWHERE:
            yield f"{name}={_words(settings[name])}"


def _words(value: object) -> str:
    if isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{k!r}:{_words(v)}' for k, v in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_words, value))}]"
    return getattr(value, "__name__", type(value).__name__)


def variant(settings: Mapping[str, Any]) -> str:
    """The kind of site that *settings* ask for: each is kept by itself."""
    return "-".join(name.lower() for name in ("DRAFTS", "PDF") if settings.get(name)) or "site"


def key_of(state: str, parts: Iterable[object]) -> str:
    """The key of one briefing: the *state* of all else, and what is its own."""
    return hashlib.sha256("\0".join([state, *map(repr, parts)]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Left:
    """A file as it was left: its address in the folder, its size, the time it was written in
    nanoseconds, and the SHA-256 of its bytes."""

    path: str
    size: int
    written: int
    sha256: bytes

    @classmethod
    def at(cls, folder: Path, path: Path) -> Left:
        """The file *path* below *folder*."""
        found = path.stat()
        digest = hashlib.sha256(path.read_bytes()).digest()
        return cls(path.relative_to(folder).as_posix(), found.st_size, found.st_mtime_ns, digest)

    def is_at(self, folder: str) -> bool:
        """Whether that file is still there; its bytes are read where its time is another."""
        path = f"{folder}/{self.path}"  # thousands of them: a Path each takes as long as to look
        found = os.lstat(path)
        if found.st_size != self.size:
            return False
        return (
            found.st_mtime_ns == self.written
            or hashlib.sha256(Path(path).read_bytes()).digest() == self.sha256
        )


Content = tuple[str, list[Left], Printed]
"""What ``printed`` holds: the key, the files, what lists need."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries in *folder*, one for each name."""

    folder: Path

    def take(self, name: str, key: str, target: Path) -> Printed | None:
        """The entry *name* if it was made for *key*, its files put into *target*; else None."""
        entry = self.folder / name
        there = str(entry / "files")
        try:
            content: Content = unpickled((entry / "printed").read_bytes())
            kept, files, printed = content
            if kept != key or not all(file.is_at(there) for file in files):
                return None
            _link(files, there, str(target))
        except UNREADABLE:
            shutil.rmtree(target, ignore_errors=True)
            return None
        return printed

    def keep(self, name: str, key: str, source: Path, printed: Printed) -> None:
        """Put the files below *source* and *printed* on the shelf, in place of what was there.

        Two builds may do so at once: an entry is made aside and takes its name whole.
        """
        aside = self.folder / f".{name}-{os.getpid()}"
        shutil.rmtree(aside, ignore_errors=True)
        files = [Left.at(source, path) for path in _files(source)]
        _link(files, str(source), str(aside / "files"))
        write_beside(aside / "printed", pickled((key, files, printed)))
        self.drop(name)
        try:
            aside.rename(self.folder / name)
        except OSError:  # another build was faster
            shutil.rmtree(aside, ignore_errors=True)

    def drop(self, name: str) -> None:
        """Take the entry *name* off the shelf."""
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def only(self, names: Collection[str]) -> None:
        """Drop every entry that is none of *names*; what another build makes aside is its own."""
        if self.folder.is_dir():
            for entry in sorted(self.folder.iterdir()):
                if entry.name not in names and not is_being_made(entry.name):
                    shutil.rmtree(entry, ignore_errors=True)


def _link(files: Sequence[Left], source: str, target: str) -> None:
    """Give *files*, below *source*, their names below *target* too."""
    for folder in sorted({file.path.rpartition("/")[0] for file in files}):
        Path(target, folder).mkdir(parents=True, exist_ok=True)
    for file in files:
        link_or_copy(f"{source}/{file.path}", f"{target}/{file.path}")
