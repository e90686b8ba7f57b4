"""Several of an editor's files written as one: all of them or none, wherever a run is cut short."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .output import COMPILED, is_alive, part_of, write_beside
from .store import CONTENT, SEEDS, is_inside

JOURNAL = re.compile(r"\.writing-(?P<process>\d+)\.json")
PART = re.compile(r"\..+-(?P<process>\d+)\.part")


def write_together(root: Path, files: Mapping[Path, bytes]) -> None:
    """Write all of *files* of the project at *root*, or none.

    Each is written beside its place. Then a list of them is: from there on the answer is yes. Then
    each takes its name; where that is cut short, `finish_writing` goes on.

    Raises:
        OSError: They cannot be written, and nothing was changed; or one leads out of the project.
    """
    for path in files:
        if not is_inside(root, path):
            raise OSError(errno.EPERM, "it leads out of the project's folder", str(path))
    journal = root / f".writing-{os.getpid()}.json"
    rows = {path.relative_to(root).as_posix(): _digest(path) for path in files}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            part_of(path, os.getpid()).write_bytes(content)
        write_beside(journal, json.dumps(rows))
    except OSError:
        _remove_parts(root, {os.getpid()})
        raise
    _take_names(root, journal, os.getpid())


def finish_writing(root: Path) -> None:
    """Finish what a run that has died had begun to write, or undo it."""
    for journal in sorted(root.glob(".writing-*.json")):
        match = JOURNAL.fullmatch(journal.name)
        if match and not is_alive(int(match["process"])):
            _take_names(root, journal, int(match["process"]))
    _remove_parts(root, None)


def _take_names(root: Path, journal: Path, process: int) -> None:
    """Give the files listed in *journal* their names, but for those edited since."""
    for name, before in json.loads(journal.read_text("utf-8")).items():
        path = root / name
        if _digest(path) == before:
            with suppress(FileNotFoundError):  # it has its name already
                part_of(path, process).replace(path)
    journal.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _remove_parts(root: Path, processes: set[int] | None) -> None:
    """Remove the parts that *processes*, or any dead ones, left; and folders made for them."""
    folders = (root / CONTENT, root / SEEDS, root / COMPILED)
    for part in [*root.glob(".*.part"), *(p for f in folders for p in f.rglob(".*.part"))]:
        match = PART.fullmatch(part.name)
        if match is None:
            continue
        process = int(match["process"])
        if process in processes if processes else not is_alive(process):
            part.unlink(missing_ok=True)
            with suppress(OSError):  # there is something else in it
                part.parent.rmdir()
