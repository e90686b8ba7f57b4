"""A text of 20,000 words with 300 notes keeps the budgets of a short one (READING, section 17)."""

import re
import shutil
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from bs4 import BeautifulSoup

from browser import PageAt, violations
from command import REPOSITORY, briefing
from corpus import BOXES, Article, article, long_article
from dialects import ours
from markup import nu
from serving import Serve
from test_reading_budgets import ASKED_FOR, HOLDS_BACK, KILOBYTE, SHIFT, SIZE, packed
from test_reading_notes import OVERLAPS, TAP_EACH
from test_site import BRIEFING

WORDS, NOTES = 20_000, 300
FIRST_SCREEN = re.compile(r'.*?<p id="p\d+" class="lede">.*?</p>', re.DOTALL)

TIME_TAPS = """
[...document.querySelectorAll('.body a.r')].slice(0, 20).map(mark => {
  const began = performance.now();
  mark.click();
  return performance.now() - began;
})
"""


@pytest.fixture(scope="module")
def long() -> Article:
    return long_article(WORDS, NOTES)


@pytest.fixture(scope="module")
def site(long: Article, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that has the long text, and a short one beside it."""
    project = tmp_path_factory.mktemp("long") / "project"
    ours(project, [long, article(1)])
    address = "https://example.org/repo"
    done = briefing("build", "--public-url", address, cwd=project, REPOSITORY_URL=REPOSITORY)
    assert done.returncode == 0, done.stderr
    return project / "output"


@pytest.fixture(scope="module")
def path(long: Article) -> str:
    return f"briefings/{long.slug}/"


@pytest.fixture(scope="module")
def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def address(site: Path, path: str, serve: Serve) -> str:
    return serve(site, "/repo/") + path


def test_it_is_long(long: Article, page: str) -> None:
    soup = BeautifulSoup(page, "html.parser")
    assert len(soup.select(".n")) == NOTES
    assert len(soup.select("#ledger tr[id^=claim-]")) >= NOTES / 4
    assert len(soup.select("section.fb")) == BOXES
    assert len(" ".join(block.plain for block in long.blocks).split()) >= WORDS


@pytest.mark.parametrize("which", ["the long text", "a short one beside it", "this repository's"])
def test_the_first_screen_fits_the_first_packets(
    site: Path, page: str, published: Path, which: str
) -> None:
    """A style sheet grows with its site's longest text: that weighs on all others too."""
    short = (site / f"briefings/{article(1).slug}/index.html").read_text("utf-8")
    own = (published / BRIEFING / "index.html").read_text("utf-8")
    shown = {"the long text": page, "a short one beside it": short, "this repository's": own}
    first = FIRST_SCREEN.match(shown[which])
    assert first
    style = (site / "theme/style.css").read_bytes()
    assert packed(style) + packed(first[0].encode()) <= 14_336


def test_the_page_grows_with_its_notes_and_no_faster(page: str) -> None:
    assert packed(page.encode()) <= 40 * KILOBYTE * NOTES / SIZE["notes"]


def test_a_first_view_asks_for_little_and_waits_for_less(page_at: PageAt, address: str) -> None:
    visit = page_at(address, width=390)
    later = ("print.css", "favicon.svg")  # a browser asks for its tab's icon when it likes
    asked = [name for name in visit.page.evaluate(ASKED_FOR) if not name.endswith(later)]
    assert len(asked) + 1 <= 7
    held = [name.rpartition("/repo/")[2] for name in visit.page.evaluate(HOLDS_BACK)]
    assert held == ["theme/style.css"]
    assert (visit.left, visit.console, visit.errors) == ([], [], [])


@pytest.mark.parametrize("width", [1440, 1152, 1024, 720, 390])
def test_nothing_moves_and_no_two_notes_meet(page_at: PageAt, address: str, width: int) -> None:
    page = page_at(address, width=width).page
    assert page.evaluate(SHIFT) == []
    boxes = page.evaluate(OVERLAPS)
    if width >= 896:
        assert len(boxes) == NOTES
        end = page.evaluate("document.querySelector('.body').getBoundingClientRect().bottom")
        for (_, _, _, bottom), (_, top, _, _) in pairwise(boxes):
            assert bottom <= top + 0.5
        assert boxes[-1][3] <= end + 1


def test_each_note_stands_at_its_mark_or_below_the_one_before(
    page_at: PageAt, address: str
) -> None:
    page = page_at(address).page
    tops = page.evaluate(
        """[...document.querySelectorAll('.n')].map(note => [note,
            document.getElementById(note.querySelector('.nb').hash.slice(1))])
          .map(pair => pair.map(e => e.getBoundingClientRect().top))"""
    )
    boxes = page.evaluate(OVERLAPS)
    ends = [-1000.0, *(box[3] for box in boxes)]
    for (note, mark), end in zip(tops, ends, strict=False):
        assert -30 <= note - max(mark, end) <= 30


def test_a_tap_opens_a_note_and_moves_no_mark(page_at: PageAt, address: str) -> None:
    page = page_at(address, width=390).page
    every_tenth = TAP_EACH.replace(".map(", ".filter((_, number) => number % 10 == 0).map(", 1)
    tapped = page.evaluate(every_tenth)
    assert len(tapped) == NOTES / 10
    for mark, shut, down, along, shown, focused, expanded in tapped:
        assert (shut, down, along) == (True, 0, 0), mark
        assert (shown, focused, expanded) == (True, True, "true"), mark


def test_nothing_moves_after_taps(page_at: PageAt, address: str) -> None:
    page = page_at(address, width=390).page
    for number in (0, NOTES - 1):
        page.locator("a.r").nth(number).click()
        page.wait_for_timeout(600)  # half a second after a tap, a shift is no longer excused
    assert page.evaluate(SHIFT) == []


def test_a_tap_is_answered_soon(page_at: PageAt, address: str) -> None:
    """Half of what a reader takes for at once, script and layout together."""
    took = page_at(address, width=390).page.evaluate(TIME_TAPS)
    assert median(took) <= 100


def test_axe_has_nothing_to_say(page_at: PageAt, address: str) -> None:
    assert violations(page_at(address)) == []


def test_the_nu_checker_has_nothing_to_say(site: Path, path: str, tmp_path: Path) -> None:
    shutil.copy(site / path / "index.html", tmp_path)
    assert nu(tmp_path) == []
