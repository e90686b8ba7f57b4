"""The built site, made beside the old one and swapped in: the last good one stays until then."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from .exports.siteindex import NAME, SIGN
from .interruption import uninterrupted

CACHE = ".cache"
"""Where briefings as printed are kept, below the project's folder."""
COMPILED = f"{CACHE}/templates"
"""Where templates as compiled are."""
READINGS = f"{CACHE}/readings"
"""Where it is kept how each text was read."""
STAGE = re.compile(r"\.(?P<name>.+)-(?P<process>\d+)(?:-old)?")
ASIDE = re.compile(r"\..+-(?P<process>\d+)(?:\.part)?")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NOTHING = frozenset({".DS_Store", ".gitkeep"})
"""What may lie in a folder that counts as empty."""


class OccupiedError(Exception):
    """Why a site may not take the place of a folder, in one line."""


def check_place(final: Path, root: Path) -> None:
    """That a site of the project *root* may take the place of *final*: all that is in a folder
    goes when it is replaced.

    Raises:
        OccupiedError: It is the project, or holds what no earlier build has written.
    """
    elsewhere = "build into output/, or into a new or empty folder"
    if root.resolve().is_relative_to(final.resolve()):
        raise OccupiedError(f"{final} holds the project itself, which a site would replace")
    if not final.exists():
        return
    if not final.is_dir():
        raise OccupiedError(f"{final} is a file: {elsewhere}")
    names = {entry.name for entry in final.iterdir()} - NOTHING
    if ".git" in names:
        raise OccupiedError(f"{final} is a Git repository, which a site would replace: {elsewhere}")
    if names and not _is_a_site(final):
        raise OccupiedError(
            f"{final} holds other things than a site that was built here, and a site would replace "
            f"them all: {elsewhere}"
        )


def _is_a_site(folder: Path) -> bool:
    try:
        return SIGN in (folder / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def stage_for(final: Path) -> Path:
    """A fresh folder beside *final* for this process; what dead builds left there is removed."""
    final.parent.mkdir(parents=True, exist_ok=True)
    discard_stages(final)
    stage = stage_of(final)
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir()
    return stage


def stage_of(final: Path) -> Path:
    """The folder beside *final* that is this process's own."""
    return final.with_name(f".{final.name}-{os.getpid()}")


def discard_stages(final: Path) -> None:
    """Remove what builds that have died left beside *final*."""
    for left in final.parent.glob(f".{final.name}-*"):
        match = STAGE.fullmatch(left.name)
        if match and match["name"] == final.name and not is_alive(int(match["process"])):
            if left.name.endswith("-old") and not final.exists():
                left.rename(final)  # the last good site, of a build that died as it took its place
            else:
                shutil.rmtree(left, ignore_errors=True)


def swap_in(stage: Path, final: Path) -> None:
    """Put *stage* where *final* is; both are whole at every moment."""
    discard(exchange(stage, final))


def exchange(stage: Path, final: Path) -> Path:
    """Put *stage* where *final* is, which moves to the path that is returned, to be discarded.

    Where the system cannot do it in one step, there is a moment with no *final*; the next build
    mends what dies in it.
    """
    if _exchanged(stage, final):
        return stage
    old = stage.with_name(f"{stage.name}-old")
    with uninterrupted():
        if final.exists():
            final.rename(old)
        stage.rename(final)
    return old


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system has exchanged the two folders' names in one step.

    Source: renameat2(2) of Linux with RENAME_EXCHANGE, renamex_np(2) of macOS with RENAME_SWAP.
    """
    if os.name != "posix":
        return False
    system, here, swap = ctypes.CDLL(None), -100, 2
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(system, "renameat2"):
        return bool(system.renameat2(here, names[0], here, names[1], swap) == 0)
    if hasattr(system, "renamex_np"):
        return bool(system.renamex_np(*names, swap) == 0)
    return False


def discard(stage: Path) -> None:
    """Remove what a failed build has written, or a new one has replaced."""
    shutil.rmtree(stage, ignore_errors=True)


def write_beside(path: Path, content: str | bytes) -> None:
    """Write a whole file or none: into a file beside it, which then takes its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path, os.getpid())
    try:
        with uninterrupted():
            part.write_bytes(content.encode() if isinstance(content, str) else content)
            with suppress(FileNotFoundError):
                part.chmod(path.stat().st_mode)
            part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def part_of(path: Path, process: int) -> Path:
    """Where *process* writes what is to become the file at *path*."""
    return path.with_name(f".{path.name}-{process}.part")


def write_staged(path: Path, content: str | bytes) -> None:
    """Write a file of the stage, which nobody reads before all of it is swapped in."""
    data = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_or_link(path: Path, content: bytes, before: Path) -> None:
    """The same, by another name for *before*, the file of the last site, where that says it too:
    on the disk to write many files, and to delete as many, takes longer than to make them."""
    try:
        same = before.stat().st_size == len(content) and before.read_bytes() == content
    except OSError:
        same = False
    if not same:
        write_staged(path, content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    link_or_copy(before, path)


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """The same file under another name; a copy where the system does not link."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def style_sheet(folder: Path) -> str:
    """The theme's style sheets, one a concern, as one in the order of their names.

    Comments, indents and blank lines are left out; nothing else is changed.
    """
    sheets = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css")))
    lines = COMMENT.sub("", "\n".join(sheets)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip()) + "\n"


def is_being_made(name: str) -> bool:
    """Whether a process that runs makes the file or folder *name*, which will have another."""
    made = ASIDE.fullmatch(name)
    return made is not None and is_alive(int(made["process"]))


def is_alive(process: int) -> bool:
    """Whether *process* runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
