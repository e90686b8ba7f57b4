"""What a text is held against, found in the project: its seed, and what was released of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from .diagnostics import Diagnostic, Span, TextFile, did_you_mean, error
from .edition import SLUG
from .model import Provenance
from .releases import Release, read_release
from .seed import Seed, read_seed
from .seedfile import read_provenance
from .store import EDITIONS, SEEDS, is_inside, outside, read_file, relative
from .unseen import read_unseen

RECORD = "seed.yaml"
"""The file of a seed's folder that says where it came from."""


def find_seed(root: Path, slug: str, place: Span, found: list[Diagnostic]) -> Seed | None:
    """The seed in ``seeds/<slug>/``; None after noting, at *place*, why there is none."""
    folder = root / SEEDS / slug
    if not SLUG.fullmatch(slug) or not (folder / RECORD).is_file():
        seeds = [path.parent.name for path in sorted((root / SEEDS).glob(f"*/{RECORD}"))]
        hint = did_you_mean(slug, seeds, f"seeds are folders with a seed.yaml in {SEEDS}/")
        found.append(error("seed-unknown", place, f"unknown seed '{slug}'", hint))
        return None
    file = read_file(root, folder / RECORD, found)
    provenance, problems = read_provenance(file, slug) if file else (None, [])
    found.extend(problems)
    if file is None or provenance is None:
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
        found.append(outside(relative(root, path)))
        return None
    seed, problems = read_seed(path.read_bytes(), provenance)
    problems += _check_received(root, provenance)
    found.extend(problems)
    if seed is None or problems:
        return None
    found.extend(read_unseen(seed, TextFile(relative(root, path), seed.received)))
    return replace(seed, record=file.text)


def _check_received(root: Path, provenance: Provenance) -> Iterator[Diagnostic]:
    """That the file whose text the seed is, where there is one, is the one that was received."""
    received = provenance.received
    if received is None:
        return
    folder = root / SEEDS / provenance.slug
    path = folder / received.file
    if path.parent != folder or not path.is_file():
        said = f"there is no file '{received.file}' in {SEEDS}/{provenance.slug}/"
        yield error("seed-unknown", received.span, said, "put it back: it is the evidence")
    elif not is_inside(root, path):
        yield outside(relative(root, path))
    elif (digest := hashlib.sha256(path.read_bytes()).hexdigest()) != received.sha256:
        said = f"{received.file} is not the file that was received: its SHA-256 is {digest}"
        yield error("seed-changed", received.span, said, "restore the file; it is never edited")


def is_as_read(root: Path, seed: Seed) -> bool:
    """Whether *seed* would be read the same again."""
    folder = root / SEEDS / seed.provenance.slug
    file, path = read_file(root, folder / RECORD, []), folder / seed.provenance.file
    if file is None or file.text != seed.record or not path.is_file() or not is_inside(root, path):
        return False
    return path.read_bytes() == seed.data and not any(_check_received(root, seed.provenance))


def read_releases(
    root: Path, addresses: tuple[str, ...], found: list[Diagnostic]
) -> tuple[Release, ...]:
    """What was released of a briefing at any of its *addresses*, the oldest first."""
    releases = []
    folders = [root / EDITIONS / address for address in addresses if SLUG.fullmatch(address)]
    for path in (path for folder in folders for path in sorted(folder.glob("[!.]*.json"))):
        file = read_file(root, path, found)
        release, problems = read_release(file, path.stem) if file else (None, [])
        found.extend(problems)
        if release:
            releases.append(release)
    return tuple(sorted(releases, key=lambda release: (release.day.first, release.nth)))
