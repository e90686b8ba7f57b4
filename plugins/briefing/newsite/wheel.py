"""An installed package as the wheel that it came from. Source: PyPA, binary distribution format."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path
from stat import S_IFREG

ABOUT = ".dist-info"
MADE_BY_INSTALLER = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in it: the same package gives the same bytes."""
DATA, PROGRAM = S_IFREG | 0o644, S_IFREG | 0o755


def wheel_of(installed: Distribution) -> tuple[str, bytes]:
    """The name and the bytes of a wheel that installs what is *installed*."""
    (about,) = {file.parts[0] for file in installed.files or () if file.parts[0].endswith(ABOUT)}
    record = f"{about}/RECORD"
    rows, packed = [], io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content, mode in _files(installed):
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            rows.append(f"{path},sha256={digest},{len(content)}\n")
            archive.writestr(_entry(path, mode), content)
        archive.writestr(_entry(record, DATA), "".join(rows) + f"{record},,\n")
    return f"{about.removesuffix(ABOUT)}-{_tag(installed)}.whl", packed.getvalue()


def _files(installed: Distribution) -> Iterator[tuple[str, bytes, int]]:
    """The package's own files and their modes; what an installer wrote or compiled is left out."""
    for file in sorted(installed.files or ()):
        made = file.parts[0].endswith(ABOUT) and file.name in MADE_BY_INSTALLER
        if not made and ".." not in file.parts and "__pycache__" not in file.parts:
            program = Path(str(file.locate())).stat().st_mode & 0o111
            yield file.as_posix(), file.read_binary(), PROGRAM if program else DATA


def _entry(path: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = mode << 16
    return entry


def _tag(installed: Distribution) -> str:
    """For which Pythons and machines it is: ``py3-none-any``, or ``py2.py3-none-any`` for two."""
    lines = (installed.read_text("WHEEL") or "").splitlines()
    tags = [line.removeprefix("Tag: ").split("-") for line in lines if line.startswith("Tag: ")]
    return "-".join(".".join(dict.fromkeys(column)) for column in zip(*tags, strict=True))
