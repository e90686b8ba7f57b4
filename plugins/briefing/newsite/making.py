"""The folder of a new site, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from .wheel import wheel_of

HERE = Path(__file__).parent
SITE, LOCKS, EDITOR = HERE / "site", HERE / "locks", HERE / "editor"
PACKAGE = "pelican-briefing"
WHEELS = "wheels"
HEAD = """\
# What this site is built with: the program itself, and everything that it needs. pip takes no file
# whose hash is another than here.
./{path} --hash=sha256:{digest}
"""


class NotMadeError(ValueError):
    """Why no site was made, as one sentence for the editor."""


def make_site(folder: Path) -> list[str]:
    """Make *folder* a site that can be built and published; nothing is touched if that fails.

    The installed package goes along as a wheel, so that the site is built with the same program
    anywhere, whatever becomes of the place that it was installed from.

    Returns:
        The files that were written, by their names in the folder.
    Raises:
        NotMadeError: Something is there already, or this is not the installed package.
        OSError: The disk says no.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotMadeError(f"{folder} is a file; nothing was touched")
    if folder.is_dir() and any(folder.iterdir()):
        raise NotMadeError(f"{folder} is not empty; nothing was touched")
    installed = _installed()
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = folder.with_name(f".{folder.name}-{os.getpid()}")
    try:
        _fill(stage, installed)
        if folder.is_dir():
            folder.rmdir()
        stage.rename(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)


def _installed() -> Distribution:
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError:
        found = None
    if found is None or found.read_text("RECORD") is None or not LOCKS.is_dir():
        raise NotMadeError(
            "a new site is made by the installed program, and this is the repository's: "
            "'make wheel' builds what 'pip install' takes"
        )
    return found


def _fill(stage: Path, installed: Distribution) -> None:
    for folder in (SITE, EDITOR):
        for source in sorted(path for path in folder.rglob("*") if path.is_file()):
            if "__pycache__" not in source.parts:
                _write(stage / source.relative_to(folder), source.read_bytes())
    name, wheel = wheel_of(installed)
    _write(stage / WHEELS / name, wheel)
    head = HEAD.format(path=f"{WHEELS}/{name}", digest=hashlib.sha256(wheel).hexdigest())
    for source in sorted(LOCKS.glob("*.txt")):
        own = head if source.name == "requirements.txt" else ""
        _write(stage / source.name, own.encode() + source.read_bytes())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
