"""What a page weighs and asks for, and that nothing on it moves (READING, section 17)."""

import gzip
import re
from pathlib import Path

import pytest

from browser import PageAt
from command import ROOT
from test_reading_modes import KINDS
from test_site import BRIEFING

KILOBYTE = 1024
SIZE = {"notes": 30, "claims": 40, "boxes": 3}
"""What the budget of a whole page is for; more of it may weigh more."""
ROUND_TRIP, BYTES_A_SECOND = 0.15, 1_600_000 / 8
"""The slow line for which the first paint is promised."""
SOON = 1.0
"""Seconds of it that the line may take; the rest of 1.8 s is for a phone's processor."""

SHIFT = """
new Promise(done => new PerformanceObserver(list => done(list.getEntries()
  .filter(shift => !shift.hadRecentInput)
  .map(shift => [shift.value, ...shift.sources.map(s => s.node?.className || s.node?.nodeName)])))
  .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done([]), 300))
"""
ASKED_FOR = "performance.getEntriesByType('resource').map(entry => entry.name)"
HOLDS_BACK = """
performance.getEntriesByType('resource').filter(entry => entry.renderBlockingStatus == 'blocking')
  .map(entry => entry.name)
"""


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


@pytest.fixture(scope="module")
def page(published: Path) -> str:
    return (published / BRIEFING / "index.html").read_text("utf-8")


def test_the_first_screen_fits_the_first_packets(published: Path, page: str) -> None:
    lede = re.search(r'<p id="p\d+" class="lede">.*?</p>', page, re.DOTALL)
    assert lede is not None
    style = (published / "theme/style.css").read_bytes()
    assert packed(style) + packed(page[: lede.end()].encode()) <= 14_336


def test_a_whole_briefing_is_light(page: str) -> None:
    held = {
        "notes": page.count('role="doc-footnote"'),
        "claims": page.count('<tr id="claim-'),
        "boxes": page.count('<section class="fb"'),
    }
    assert min(held.values()) > 0
    more = max(1.0, *(held[name] / size for name, size in SIZE.items()))
    assert packed(page.encode()) <= 40 * KILOBYTE * more


@pytest.mark.parametrize("path", ["claims", "sources"])
def test_a_long_list_is_light(published: Path, path: str) -> None:
    assert packed((published / path / "index.html").read_bytes()) <= 32 * KILOBYTE


def test_the_script_is_small() -> None:
    assert (ROOT / "theme/static/js/script.js").stat().st_size <= 4096


def test_the_fonts_are_few_and_small(published: Path) -> None:
    fonts = {font.stem: font.stat().st_size for font in (published / "theme/fonts").glob("*.woff2")}
    further = {name for name in fonts if name.endswith("x")}  # fetched where a text has its letters
    assert len(further) == len(fonts) - len(further) == 4
    assert sum(size for name, size in fonts.items() if name not in further) <= 110_000
    assert sum(fonts[name] for name in further) <= 44_000
    assert len(list((published / "theme/fonts").glob("OFL-*.txt"))) == 2


def test_a_first_view_asks_for_little_and_only_here(page_at: PageAt, published_site: str) -> None:
    visit = page_at(published_site + BRIEFING)
    asked = [name for name in visit.page.evaluate(ASKED_FOR) if not name.endswith("print.css")]
    assert len(asked) + 1 <= 7
    assert all(name.startswith(published_site) for name in asked)
    assert (visit.left, visit.console, visit.errors) == ([], [], [])


@pytest.mark.parametrize("path", KINDS)
def test_little_holds_back_the_first_paint(
    page_at: PageAt, published_site: str, published: Path, path: str
) -> None:
    """One round trip for the page and one for its style sheets; with few bytes, that is soon.

    The search's script is in its place before the page is shown: what it replaces never flashes.
    `make paint` tells the seconds; this tells what they depend on, on however busy a machine.
    """
    visit = page_at(published_site + path, width=390)
    held = [name.removeprefix(published_site) for name in visit.page.evaluate(HOLDS_BACK)]
    allowed = {"theme/style.css", "theme/pages.css"}
    assert set(held) <= allowed | ({"theme/js/search.js"} if path.startswith("search") else set())
    files = [(published / name).read_bytes() for name in held]
    assert not any(b"@import" in file for file in files)  # it would take one more round trip
    for face in re.findall(rb"@font-face \{.*?\}", b"".join(files), re.DOTALL):
        assert b"font-display: optional" in face
    early = visit.page.locator("link[rel=preload]").evaluate_all("all => all.map(e => e.href)")
    fonts = [(published / name.removeprefix(published_site)).stat().st_size for name in early]
    page = published / path if path.endswith(".html") else published / path / "index.html"
    texts = packed(page.read_bytes()) + sum(map(packed, files))
    assert 2 * ROUND_TRIP + (texts + sum(fonts)) / BYTES_A_SECOND <= SOON


@pytest.mark.parametrize("width", [1440, 1152, 1024, 720, 390])
def test_nothing_moves_while_a_page_loads(page_at: PageAt, published_site: str, width: int) -> None:
    for path in (BRIEFING, "index.html"):
        assert page_at(published_site + path, width=width).page.evaluate(SHIFT) == []


def test_nothing_moves_after_taps(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING, width=390).page
    for number in range(4):
        page.locator("a.r").nth(number).click()
        page.wait_for_timeout(600)  # half a second after a tap, a shift is no longer excused
    assert page.evaluate(SHIFT) == []
