"""The seed: its digest checked, its declared emendations applied, its words read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from .diagnostics import Diagnostic, error
from .model import Emendation, Provenance, Stretch
from .plaintext import PlainText, plain_text
from .syntax import seed_parser


@dataclass(frozen=True, slots=True)
class Placed:
    """An emendation, and where its words stand: half-open offsets in the text as received and in
    the text as it reads after all of them."""

    emendation: Emendation
    received: Stretch
    edition: Stretch


@dataclass(frozen=True)
class Seed:
    """A source as received, and as it reads after its emendations. *edition* is Markdown.

    *data* are the bytes whose digest was checked: what is published, whatever becomes of the file.
    *record* is the text of the file that holds its provenance, where it was read from one. *said*
    are its words alone, where they are known.
    """

    provenance: Provenance
    data: bytes = field(repr=False)
    received: str
    edition: str
    placed: tuple[Placed, ...] = ()
    record: str = field(default="", repr=False)
    said: str = field(default="", repr=False, compare=False)

    @cached_property
    def plain(self) -> PlainText:
        """The words, and where they stand. They are kept as long as this seed is."""
        return words_of_seed(self.edition)

    @property
    def flat(self) -> str:
        """The words alone."""
        return self.said or self.plain.flat

    def folded(self) -> Seed:
        """The same, without where its words stand: it is parsed again for who asks."""
        return replace(self, said=self.flat)


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
    edition, placed = emend(received, provenance.emendations, found)
    return Seed(provenance, data, received, edition, placed), found


def words_of_seed(markdown: str) -> PlainText:
    """The words of a seed, its Markdown read as nothing but CommonMark and tables."""
    return plain_text(seed_parser().parse(markdown))


def emend(
    received: str, emendations: Sequence[Emendation], found: list[Diagnostic]
) -> tuple[str, tuple[Placed, ...]]:
    """*received* with every emendation made; those that do not fit are noted in *found*."""
    stretches = sorted(
        (
            (Stretch(start, start + len(emendation.seed)), emendation)
            for emendation in emendations
            for start in _place(received, emendation, found)
        ),
        key=lambda pair: pair[0].start,
    )
    if _overlap(stretches, found):
        return received, ()
    parts: list[str] = []
    placed: list[Placed] = []
    at = length = 0
    for stretch, emendation in stretches:
        parts += [received[at : stretch.start], emendation.reads]
        length += stretch.start - at
        reads = Stretch(length, length + len(emendation.reads))
        placed.append(Placed(emendation, stretch, reads))
        at, length = stretch.end, reads.end
    return "".join([*parts, received[at:]]), tuple(placed)


def _overlap(stretches: Sequence[tuple[Stretch, Emendation]], found: list[Diagnostic]) -> bool:
    """Whether any of *stretches*, in order of their beginnings, overlap; each one is noted."""
    overlapping, end = False, 0
    for stretch, emendation in stretches:
        if stretch.start < end:
            overlapping = True
            found.append(
                error(
                    "emendation-overlaps",
                    emendation.span,
                    "these words overlap those of another emendation",
                    "make one emendation of the two",
                )
            )
        end = max(end, stretch.end)
    return overlapping


def _place(text: str, emendation: Emendation, found: list[Diagnostic]) -> Iterator[int]:
    """Where the emendation's words begin: once, or nowhere after noting why."""
    if not emendation.seed:
        return
    starts = list(occurrences(text, emendation.seed))
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
                f"these words stand in the seed {len(starts)} times, not {emendation.occurrence}",
                "count them again, or take in more words",
            )
        )
    else:
        yield starts[(emendation.occurrence or 1) - 1]


def occurrences(text: str, words: str) -> Iterator[int]:
    """Where *words* stand in *text*, none of them inside another."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))
