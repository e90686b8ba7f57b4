"""The seed: its digest checked, its declared emendations applied, its words read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .diagnostics import Diagnostic, error
from .model import Emendation, Provenance
from .plaintext import PlainText, plain_text
from .syntax import parser


@dataclass(frozen=True, slots=True)
class Seed:
    """A source as received, and as it reads after its emendations. *edition* is Markdown."""

    provenance: Provenance
    received: str
    edition: str
    plain: PlainText


def read_seed(data: bytes, provenance: Provenance) -> tuple[Seed | None, list[Diagnostic]]:
    """Check *data* against its provenance and emend it.

    Returns:
        The seed, None when it is not what was received or cannot be read; and what is wrong.
    """
    digest = hashlib.sha256(data).hexdigest()
    if digest != provenance.sha256:
        return None, [
            error(
                "seed-changed",
                provenance.digest_span,
                f"{provenance.file} is not the file that was received: its SHA-256 is {digest}",
                "restore the file; departures from it are declared as emendations instead",
            )
        ]
    try:
        received = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        return None, [
            error(
                "seed-unreadable",
                provenance.span,
                f"{provenance.file} is not UTF-8 text: byte {problem.start} cannot be read",
                "import it with 'make import', which finds out the encoding",
            )
        ]
    found: list[Diagnostic] = []
    edition = emend(received, provenance.emendations, found)
    return Seed(provenance, received, edition, plain_text(parser().parse(edition))), found


def emend(received: str, emendations: tuple[Emendation, ...], found: list[Diagnostic]) -> str:
    """*received* with every emendation made; those that do not fit are noted in *found*."""
    placed = sorted(
        (
            (start, emendation)
            for emendation in emendations
            for start in _place(received, emendation, found)
        ),
        key=lambda pair: pair[0],
    )
    for (start, earlier), (begins, later) in pairwise(placed):
        if start + len(earlier.seed) > begins:
            found.append(
                error(
                    "emendation-overlaps",
                    later.span,
                    "these words overlap those of another emendation",
                    "make one emendation of the two",
                )
            )
            return received
    parts, at = [], 0
    for start, emendation in placed:
        parts += [received[at:start], emendation.reads]
        at = start + len(emendation.seed)
    return "".join([*parts, received[at:]])


def _place(text: str, emendation: Emendation, found: list[Diagnostic]) -> Iterator[int]:
    """Where the emendation's words begin: once, or nowhere after noting why."""
    if not emendation.seed:
        return
    starts = list(_occurrences(text, emendation.seed))
    if not starts:
        found.append(
            error(
                "emendation-unmatched",
                emendation.span,
                "these words are not in the seed",
                "copy them from the seed file as they stand there, line breaks as \\n",
            )
        )
    elif emendation.occurrence is None and len(starts) > 1:
        found.append(
            error(
                "emendation-ambiguous",
                emendation.span,
                f"these words stand in the seed {len(starts)} times",
                "add 'occurrence: 1' (or another number), or take in more words",
            )
        )
    elif emendation.occurrence and emendation.occurrence > len(starts):
        found.append(
            error(
                "emendation-unmatched",
                emendation.span,
                f"these words stand in the seed only {len(starts)} times",
            )
        )
    else:
        yield starts[(emendation.occurrence or 1) - 1]


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))
