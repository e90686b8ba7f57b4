"""What an extractor gives: the text as Markdown, the file's own facts, what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LARGEST = 32 * 1024 * 1024
"""Bytes of the largest file that is read: more than any text, less than a scanned book."""
BEGIN, END, MARK = "\ue000", "\ue001", "\ue002"
"""Letters of no meaning that extractors put where a comment's words begin and end, and after the
sign of a note of the source's own; `settled` takes them out again."""


class UnreadableError(ValueError):
    """Why a file cannot be imported, as one sentence for the editor."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block that is not part of the text. *kind* says what it is, *number* counts from 1."""

    number: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note that the source prints: its *sign* there, and its text in Markdown, one line."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of *words* in the file: the *occurrence* of these words, from 1."""

    author: str
    day: str
    text: str
    words: str = ""
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text and what goes with it.

    *markdown* is the seed; None where the file as received is the seed. *facts* holds keys of
    ``seed.yaml``. *captions* are the words of pictures' captions. *doubts* are sentences.
    """

    kind: str
    markdown: str | None
    facts: Mapping[str, str] = field(default_factory=dict)
    captions: frozenset[str] = frozenset()
    left_out: tuple[LeftOut, ...] = ()
    own: tuple[OwnNote, ...] = ()
    comments: tuple[Comment, ...] = ()
    told: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


PLAIN = Extracted("text, UTF-8", None)
"""A text that says nothing of itself."""
