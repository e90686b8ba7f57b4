"""Eight states of the briefing beside their stored pictures; `make screenshots` renews these."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser

from pictures import STATES, STORED, State, halved, picture

SOFTEN = 2
"""Pixels over which edges are spread: another version draws letters a little differently."""
LEVELS, SHARE = 48, 0.004
"""How far a pixel may be from the stored one, of 255, and how many may be farther."""


def test_there_is_a_picture_of_each_state_and_no_other() -> None:
    assert {path.stem for path in STORED.glob("*.png")} == {state.name for state in STATES}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_the_page_looks_as_it_did(
    browser: Browser, published_site: str, tmp_path: Path, state: State
) -> None:
    now = halved(picture(browser, published_site, state))
    then = Image.open(STORED / f"{state.name}.png").convert("RGB")
    assert now.size == then.size
    apart = difference(now, then)
    now.save(tmp_path / f"{state.name}.png")
    told = f"{apart:.2%} differs: see {tmp_path}, and run `make screenshots` if it is meant"
    assert apart <= SHARE, told


def test_a_difference_is_seen() -> None:
    page = Image.open(STORED / "1440-light.png").convert("RGB")
    moved = ImageChops.offset(page, 0, 6)
    assert difference(page, moved) > SHARE
    assert difference(page, page) == 0


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels in which two pictures of one size differ by more than a little."""
    soft = (image.filter(ImageFilter.BoxBlur(SOFTEN)) for image in (one, other))
    levels = ImageChops.difference(*soft).convert("L").tobytes()
    return sum(level > LEVELS for level in levels) / len(levels)
