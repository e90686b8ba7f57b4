"""Whether the notes fit beside the text: estimated, since absolute notes cannot lengthen a page.

Heights are in rem, at the measures of the widest layout: lines of the text hold 62 characters and
are 2 rem high, those of the margin hold 40 and are 1.29 rem high.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from .views import Block, BoxView, NoteView

LINE, LINE_CHARACTERS, PARAGRAPH_GAP = 2.0, 62, 1.45
NOTE_LINE, NOTE_CHARACTERS, NOTE_REST = 1.29, 40, 3.0
BOX_LINE, BOX_CHARACTERS = 1.27, 92
TAG = re.compile("<[^>]*>")
MOST_LINES = 12
"""Lines of the text by which a note may start below its mark before the editor is told."""
MOST_ROOM, ROOM_STEP = 40, 4
"""Room below the text that is added for notes, and by what it grows; where more is wanted, the
notes are floated."""


@dataclass(frozen=True, slots=True)
class Fit:
    """*room* is what must be added below the text, in rem, so that the last note ends above what
    follows; None where that is too much, and the notes are to be floated instead. *drifts*: notes
    that start far below their marks, with the number of lines."""

    room: int | None
    drifts: tuple[tuple[str, int], ...]


def fit(blocks: Sequence[Block]) -> Fit:
    """Lay the notes of *blocks* out in the margin, each at its mark or below the note before."""
    top = bottom = 0.0
    drifts = []
    for block in blocks:
        height = _height(block)
        for note, share in zip(block.notes, _shares(block), strict=True):
            mark = top + share * height
            start = max(mark, bottom)
            if start - mark > MOST_LINES * LINE:
                drifts.append((note.id, round((start - mark) / LINE)))
            bottom = start + _note_height(note)
        top += height
    wanted = (bottom - top) * 1.15 + 2 if bottom > top - 4 else 0.0
    room = max(0, math.ceil(wanted / ROOM_STEP) * ROOM_STEP)
    return Fit(room if room <= MOST_ROOM else None, tuple(drifts))


def rules(notes: int) -> str:
    """The style of a margin with that many *notes*: by its number each is tied to its mark; and
    the room that may be added below a text."""
    tied = (f'[data-n="{n}"]{{--r:--r{n}}}' for n in range(1, notes + 1))
    rooms = (f".room{n}{{--room:{n}rem}}" for n in range(ROOM_STEP, MOST_ROOM + 1, ROOM_STEP))
    return "".join(f"{rule}\n" for rule in (*tied, *rooms))


def _shares(block: Block) -> Iterator[float]:
    """How far down its block each note's mark stands, from 0 to 1, by the place in the HTML."""
    html = str(block.html)
    for note in block.notes:
        at = html.find(f'id="mark-{note.id}"')
        yield max(0, at) / max(1, len(html))


def _height(block: Block) -> float:
    if block.box:
        return _box_height(block.box)
    words = _letters(block.html)
    return -(-words // LINE_CHARACTERS) * LINE + PARAGRAPH_GAP


def _note_height(note: NoteView) -> float:
    words = _letters(note.body) + sum(len(cite.words) + 2 for cite in note.cites)
    return -(-words // NOTE_CHARACTERS) * NOTE_LINE + NOTE_REST


def _letters(html: Markup) -> int:
    """How many letters readers see of *html*: as ``striptags`` has it, which takes five times as
    long, since it cuts out one tag after another."""
    return len(unescape(" ".join(TAG.sub("", html).split())))


def _box_height(box: BoxView) -> float:
    prose = sum(len(part.striptags()) for part in (box.lead, box.dispute, box.note))
    rows = sum(len(group.rows) + 1 for group in box.groups)
    return (
        7.0
        + -(-prose // BOX_CHARACTERS) * BOX_LINE
        + (15.0 if box.tile_map or box.then_map else 0.0)
        + (1.06 * len(box.bars.bars) if box.bars else 0.0)
        + 2.1 * len(box.steps)
        + 2.8 * len(box.pairs)
        + 3.4 * rows
        + 1.5 * len(box.counts)
    )
