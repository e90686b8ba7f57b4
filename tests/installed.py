"""The package as its users have it: built as a wheel, and put by pip into an empty environment."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from briefing.newsite.wheel import wheel_of
from command import ROOT

NAME = re.compile(r"^([\w.-]+)==\S+(?: ; (?P<marker>[^\\]*))?", re.MULTILINE)
TOP = (
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "requirements*.*",
    ".editorconfig",
)
FOREIGN = ("PYTHONPATH", "PUBLIC_URL", "REPOSITORY_URL", "COVERAGE_PROCESS_START")
"""Variables that would lead back to this repository, or change what is built."""


def sources(*folders: str) -> list[str]:
    """The files below these folders of the repository, without what programs leave there."""
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    names = (path.relative_to(ROOT).as_posix() for path in paths)
    return sorted(name for name in names if not re.search(r"__pycache__/|\.egg-info/", name))


def build_wheel(folder: Path) -> Path:
    """The wheel, built as `make wheel` does, from a copy of the repository in *folder*."""
    top = [path.name for pattern in TOP for path in ROOT.glob(pattern)]
    for name in (*top, *sources("plugins", "theme", "tools/namespace", ".vscode")):
        target = folder / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    command = [sys.executable, "-m", "build", "--quiet", "--no-isolation", "--outdir"]
    where = [str(folder / "dist"), str(folder / "source")]
    subprocess.run([*command, *where], check=True, env=clean(SOURCE_DATE_EPOCH="1700000000"))
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def wheels_of_lock(folder: Path) -> Path:
    """What requirements.txt lists as wheels in *folder*: those that this environment came from."""
    folder.mkdir()
    for name in locked(ROOT / "requirements.txt"):
        file, content = wheel_of(distribution(name))
        (folder / file).write_bytes(content)
    return folder


def locked(lock: Path) -> list[str]:
    """The names of the packages that a lock has for this Python and this machine."""
    names = (m for m in NAME.finditer(lock.read_text("utf-8")) if not _is_elsewhere(m["marker"]))
    return sorted({match[1] for match in names})


def _is_elsewhere(marker: str | None) -> bool:
    from packaging.markers import Marker

    return bool(marker and not Marker(marker.strip()).evaluate())


def clean(**variables: str | Path) -> dict[str, str]:
    """The environment without what leads back to this repository."""
    kept = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    return kept | {key: str(value) for key, value in variables.items()}
