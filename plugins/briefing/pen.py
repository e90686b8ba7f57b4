"""What a card is drawn with: the theme's inks in shades, its faces, and letters already drawn."""

from __future__ import annotations

import io
import math
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT = 64, 1136
COLOUR = re.compile(r"--([a-z]+):\s*(#[0-9a-f]{6});")
INKS = ("ink", "mark", "edge", "then", "now", "soft")
SHADES = 9
"""Shades of each ink, from the faintest on a letter's edge to its own."""


class Pen:
    """The theme's colours and faces, and a sheet to write on.

    A pixel of the sheet is its colour's number: 0 is the paper, then come the shades of each ink.
    To find the best colours of a finished picture would take ten times as long as all else.
    """

    def __init__(self, theme: Path) -> None:
        from PIL import Image, ImageDraw

        self.palette = _palette(_stamps(theme / "css"))
        self.fonts = theme / "static" / "fonts"
        self.sheet = Image.new("L", (WIDTH, HEIGHT), 0)
        self.draw = ImageDraw.Draw(self.sheet)

    def face(self, name: str, size: float, weight: int = 0) -> FreeTypeFont:
        return _face(self.fonts / name, size, weight)

    def has(self, face: FreeTypeFont, text: str) -> bool:
        """Whether *face* has every letter of *text*."""
        return all(_there(face, letter) for letter in set(text))

    def rule(self, top: int, height: int) -> None:
        """A rule in ink from margin to margin."""
        box = (LEFT, top, RIGHT - 1, top + height - 1)
        self.draw.rectangle(box, fill=(INKS.index("ink") + 1) * SHADES)

    def write(
        self,
        at: tuple[float, float],
        text: str,
        face: FreeTypeFont,
        colour: str,
        spacing: float = 0,
    ) -> float:
        """Write *text* with its baseline at *at*; where it ends."""
        x, y = at
        cover, (left, top) = _run(text, face, spacing, x % 1)
        self._ink(cover, (math.floor(x) + left, _whole(y) + top), colour)
        return x + width(text, face, spacing)

    def arrow(self, at: tuple[float, float], length: float) -> float:
        """An arrow, whose foot is at *at*; where it ends. The faces have none."""
        side = round(length)
        corner = round(at[0]), round(at[1]) - round(side * 0.75)
        self._ink(_arrow(side), corner, "edge")
        return at[0] + side

    def _ink(self, cover: Image, corner: tuple[int, int], colour: str) -> None:
        """Lay *colour* where and as far as *cover* covers."""
        shades, solid = _shades(INKS.index(colour))
        self.sheet.paste(cover.point(shades), corner, cover.point(solid))

    def png(self) -> bytes:
        out = io.BytesIO()
        self.sheet.putpalette(self.palette)
        self.sheet.save(out, "PNG", compress_type=zlib.Z_RLE)  # a third larger, ten times faster
        return out.getvalue()


@cache
def _shades(ink: int) -> tuple[list[int], list[int]]:
    """For each of 256 degrees of cover: the colour's number, and 255 where there is any."""
    degrees = [round(cover * SHADES / 255) for cover in range(256)]
    return [ink * SHADES + d if d else 0 for d in degrees], [255 if d else 0 for d in degrees]


@lru_cache(maxsize=2)
def _palette(sheets: Iterable[tuple[Path, int]]) -> bytes:
    """The paper, then each ink from faint to full, as PNG wants them."""
    named = colours(path for path, _ in sheets)
    paper, *inks = (bytes.fromhex(named[name].lstrip("#")) for name in ("paper", *INKS))
    steps = range(1, SHADES + 1)
    mixed = (
        round(p + (i - p) * step / SHADES)
        for ink in inks
        for step in steps
        for p, i in zip(paper, ink, strict=True)
    )
    return bytes((*paper, *mixed))


def _stamps(folder: Path) -> tuple[tuple[Path, int], ...]:
    """The theme's style sheets, and when each was last changed."""
    return tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.css")))


@cache
def _face(path: Path, size: float, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    # Raqm would kern better, but only where the machine has FriBiDi: the bytes would differ.
    face = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    if weight:
        face.set_variation_by_axes([weight])
    return face


def colours(sheets: Iterable[Path]) -> Mapping[str, str]:
    """The theme's colours by their names, as in light; the first value that a sheet gives."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for name, colour in COLOUR.findall(sheet.read_text(encoding="utf-8")):
            found.setdefault(name, colour)
    return found


@cache
def _there(face: FreeTypeFont, letter: str) -> bool:
    return letter.isspace() or bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


def _set(text: str, face: FreeTypeFont, spacing: float) -> list[tuple[str, float]]:
    """Each letter with the way to the next: its width, the kerning of the pair, the spacing."""
    apart = spacing * face.size
    return [(a, _advance(face, a, b) + apart) for a, b in pairwise([*text, " "])]


@cache
def _advance(face: FreeTypeFont, letter: str, following: str) -> float:
    return face.getlength(letter + following) - face.getlength(following)


@lru_cache(maxsize=1000)
def width(text: str, face: FreeTypeFont, spacing: float = 0) -> float:
    """How long *text* is when set."""
    return sum(advance for _, advance in _set(text, face, spacing))


def _whole(place: float) -> int:
    """The pixel on which a letter at *place* stands."""
    return math.floor(place + 0.5)


@cache
def _glyph(face: FreeTypeFont, letter: str) -> tuple[Image, tuple[int, int]]:
    """What *letter* covers, and where that begins from its place on the baseline."""
    from PIL import Image

    drawn, offset = face.getmask2(letter, "L", anchor="ls")
    return Image.frombytes("L", drawn.size, bytes(drawn)), offset


@lru_cache(maxsize=32)
def _run(text: str, face: FreeTypeFont, spacing: float, x: float) -> tuple[Image, tuple[int, int]]:
    """What *text* covers, and where that begins from its place; *x* is the place's fraction."""
    from PIL import Image, ImageDraw

    glyphs = []
    for letter, advance in _set(text, face, spacing):
        drawn, (left, top) = _glyph(face, letter)
        glyphs.append((_whole(x) + left, top, drawn))
        x += advance
    left = min((at for at, _, _ in glyphs), default=0)
    top = min((above for _, above, _ in glyphs), default=0)
    right = max((at + drawn.width for at, _, drawn in glyphs), default=0)
    foot = max((above + drawn.height for _, above, drawn in glyphs), default=0)
    cover = Image.new("L", (right - left, foot - top), 0)
    draw = ImageDraw.Draw(cover)
    for at, above, drawn in glyphs:
        draw.bitmap((at - left, above - top), drawn, fill=255)
    return cover, (left, top)


@cache
def _arrow(side: int) -> Image:
    """What an arrow in a square of *side* covers."""
    from PIL import Image, ImageDraw

    fine = 8
    mask = Image.new("L", (side * fine, side * fine))
    line = ImageDraw.Draw(mask).line
    end, middle, tip, thick = side * fine, side * fine / 2, side * fine / 4, side * fine // 14
    line([(0, middle), (end - thick, middle)], fill=255, width=thick)
    points = [(end - tip, middle - tip), (end - thick, middle), (end - tip, middle + tip)]
    line(points, fill=255, width=thick, joint="curve")
    return mask.resize((side, side), Image.Resampling.BOX)
