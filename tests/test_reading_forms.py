"""What few texts have: renamed notes, wide tables, lists in lists, words from right to left."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from browser import PageAt, visiting
from command import REPOSITORY, briefing
from project import copy_project
from serving import Serve
from test_reading_notes import STAY_AND_CLICK
from test_reading_text import soon

SLUG = "forms"
PAGE = f"briefings/{SLUG}/index.html"
CELLS = 13
TABLE = "\n".join(
    "|" + f" {cell} |" * CELLS for cell in ("thousands", "---", "1,234,567,890", "987,654,321")
)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TITLE = f"The {LONG} and Its Creditors"
SENTENCE = "It was a long day, and the ministers of both countries spoke of many things to come."
LONG_PARAGRAPH = " ".join([SENTENCE] * 6)
BOX = "::: factbox brics\n:::\n\n"
TEXT = f"""[The ministers met][^new] on a Monday. {LONG_PARAGRAPH}

[They agreed][^listed] on nothing.

{BOX}A paragraph follows the box. He said [שלום עולם][^hebrew] to the audience.

1. first
2. second
   - nested

- one
  1. inner

> Quoted words.
>
> - quoted
>
> More quoted words.

[The first figures][^first] are below. {SENTENCE}

[All of the figures][^second] are below. {SENTENCE}

{TABLE}

    {"a line of code " * 20}

{LONG_PARAGRAPH}

{LONG_PARAGRAPH}

{LONG_PARAGRAPH}
"""
CLAIM = ".claim verdict=supported as-of=2026-11-20 source=euiss-2021"
NEWER = "There are newer figures. " * 12
NOTES = f"""
[^new]: {{{CLAIM}}} What became of it since.

[^listed]: {{{CLAIM} in=ledger}} Nothing was signed.

[^hebrew]: {{{CLAIM}}} Words of greeting.

[^first]: {{.update as-of=2026-11-20}} {NEWER}

[^second]: {{.update as-of=2026-11-20}} {NEWER}
"""
FRONT = f"""---
title: {TITLE}
seed: {SLUG}
edition: 2026-11-20
summary: A text of many forms.
aliases: {{old: new, old-listed: listed}}
---

"""


def seed() -> str:
    """The text as it was received: without notes and boxes."""
    return re.sub(r"\[([^]]+)\]\[\^\w+\]", r"\1", TEXT.replace(BOX, ""))


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's site with one more briefing, which has all of it."""
    project = copy_project(tmp_path_factory.mktemp("forms") / "project")
    (project / "content/pages/how-we-check.md").unlink()  # it counts the claims of the real site
    (project / f"content/briefings/{SLUG}.md").write_text(FRONT + TEXT + NOTES, "utf-8")
    folder = project / "seeds" / SLUG
    folder.mkdir()
    (folder / "seed.txt").write_text(seed(), "utf-8")
    digest = sha256(seed().encode()).hexdigest()
    (folder / "seed.yaml").write_text(
        f"file: seed.txt\nsha256: {digest}\ntitle: {TITLE}\nissued: 2001-03-05\nlanguage: en\n",
        "utf-8",
    )
    done = briefing("build", cwd=project, REPOSITORY_URL=REPOSITORY)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "output"


@pytest.fixture(scope="module")
def site(forms: Path, serve: Serve) -> str:
    return serve(forms)


@pytest.fixture(scope="module")
def desk(browser: Browser, site: str) -> Iterator[Page]:
    """The page on a wide screen, for all that leave it as it was."""
    with visiting(browser, site + PAGE) as visit:
        yield visit.page


# --- the old address of a renamed note ------------------------------------------------------------

A_THIRD_DOWN = """id => {
  const box = document.getElementById(id).getBoundingClientRect(), down = box.top / innerHeight;
  return scrollY > 0 && box.height > 0 && .3 < down && down < .4;
}"""


@pytest.mark.parametrize(
    "choices",
    [
        {"width": 390},
        {"width": 390, "block": "**/script.js"},
        {"width": 1440, "javascript": False},
    ],
    ids=["phone", "script blocked", "no script"],
)
def test_an_old_address_leads_where_the_new_one_does(
    page_at: PageAt, site: str, choices: dict[str, object]
) -> None:
    page = page_at(f"{site}{PAGE}#note-old", **choices).page
    for old, new in (("note-old", "note-new"), ("claim-old-listed", "claim-listed")):
        page.goto("about:blank")
        page.goto(f"{site}{PAGE}#{old}")
        assert soon(page, A_THIRD_DOWN, new), old


def test_a_note_opened_by_its_old_address_can_be_closed(page_at: PageAt, site: str) -> None:
    page = page_at(f"{site}{PAGE}#note-old", width=390).page
    note = page.locator("#note-new")
    assert page.locator("#mark-new").get_attribute("aria-expanded") == "true"
    note.locator(".nb").click()
    assert not note.is_visible()
    assert page.evaluate("[location.hash, document.activeElement.id]") == ["", "mark-new"]


# --- forced colours -------------------------------------------------------------------------------


def test_forced_colours_draw_a_disputed_member_as_an_outline(desk: Page) -> None:
    bars = desk.locator("#box-brics .bar:has(rect)")
    for colours in ("active", "none"):
        desk.emulate_media(forced_colors=colours)
        filled = "bar => getComputedStyle(bar.querySelector('rect')).fill != 'none'"
        drawn = {str(bar.text_content()): bar.evaluate(filled) for bar in bars.all()}
        assert [name for name, full in drawn.items() if not full] == ["Saudi Arabia"]


# --- as printed -----------------------------------------------------------------------------------

GAPS = """() => [...document.querySelectorAll('.body > p')].map(p => p.getBoundingClientRect())
  .map((box, i, all) => i ? box.top - all[i - 1].bottom : null)"""


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_as_printed_a_paragraph_after_a_hidden_box_is_still_one(
    page_at: PageAt, site: str, medium: Literal["screen", "print"]
) -> None:
    page = page_at(f"{site}{PAGE}?v=src", width=390).page
    page.emulate_media(media=medium)
    _, first, after_box, *_ = page.evaluate(GAPS)
    assert after_box == first > 8


def test_as_printed_paper_has_no_heading_over_no_notes(desk: Page) -> None:
    desk.emulate_media(media="print")
    heading = "getComputedStyle(document.querySelector('.body'), '::before').content"
    for view, content in (("v-src", "none"), ("v-ann", '"Notes"')):
        desk.evaluate("view => document.getElementById(view).click()", view)
        assert desk.evaluate(heading) == content
    desk.emulate_media(media="screen")


# --- tables, lists, words from right to left ------------------------------------------------------

SIDEWAYS = "document.documentElement.scrollWidth"
ACROSS = """() => {
  const table = document.querySelector('.body table:not([data-ours] *)');
  const holder = table.parentElement.getBoundingClientRect();
  return [holder.right, ...[...document.querySelectorAll('.n')]
    .map(note => note.getBoundingClientRect())
    .filter(note => note.bottom > holder.top && note.top < holder.bottom)
    .map(note => note.left)];
}"""

AT_TABLE = "document.activeElement.matches(':has(> table)')"
MOVED = f"() => {AT_TABLE} && document.activeElement.scrollLeft > 0"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_wide_table_scrolls_by_itself(page_at: PageAt, site: str, width: int) -> None:
    """Browsers let the keyboard into what scrolls, as they do into a block of code."""
    page = page_at(site + PAGE, width=width).page
    assert page.evaluate(SIDEWAYS) == width
    right, *notes = page.evaluate(ACROSS)
    assert all(right <= left for left in notes)
    assert bool(notes) == (width == 1440)
    page.locator("#mark-second").focus()
    for _ in range(6):  # the note, and what can be done with it
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        if page.evaluate(AT_TABLE):
            break
    assert soon(page, MOVED, "")


CUT = """() => [...document.querySelectorAll('.body > :not(.vh)')]
  .filter(e => e.scrollWidth > e.clientWidth)
  .map(e => e.outerHTML.slice(0, 60))"""


def test_on_paper_a_wide_table_is_whole_and_so_is_a_long_line(page_at: PageAt, site: str) -> None:
    page = page_at(f"{site}{PAGE}?v=src", width=680).page
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []


LISTS = """() => [...document.querySelectorAll('.body :is(ul, ol):not([data-ours] *)')].map(list =>
  [list.querySelector('li').firstChild.textContent.trim(), getComputedStyle(list).listStyleType,
   parseFloat(getComputedStyle(list).paddingInlineStart) > 16])"""


def test_lists_in_lists_and_in_quotations_keep_their_signs(desk: Page) -> None:
    assert desk.evaluate(LISTS) == [
        ["first", "decimal", True],
        ["nested", "disc", True],
        ["one", "disc", True],
        ["inner", "decimal", True],
        ["quoted", "disc", True],
    ]


APART = """() => [...document.querySelectorAll('.body > blockquote > *')]
  .map(e => e.getBoundingClientRect()).map((box, i, all) => i ? box.top - all[i - 1].bottom : 9)"""


def test_what_a_quotation_consists_of_stands_apart(desk: Page) -> None:
    assert min(desk.evaluate(APART)) > 8


EDGES = """() => {
  const mark = document.getElementById('mark-hebrew');
  return [mark.previousElementSibling, mark.querySelector('svg'), mark]
    .map(e => e.getBoundingClientRect()).map(box => [box.left, box.right]);
}"""


def test_the_mark_of_words_from_right_to_left_stays_whole(desk: Page) -> None:
    (_, end), shape, mark = desk.evaluate(EDGES)
    assert end <= mark[0] + 1
    assert mark[0] < shape[0] < shape[1] <= mark[1] + 1
    assert mark[1] - mark[0] < 40


# --- its headline, and what readers report of it --------------------------------------------------


def test_a_long_word_in_a_headline_makes_no_page_scroll_sideways(
    page_at: PageAt, site: str
) -> None:
    page = page_at(f"{site}claims/index.html", width=390).page
    assert page.evaluate(SIDEWAYS) == 390
    page.goto(f"{site}search/index.html?q=creditors")
    page.locator(".hits h3 a", has_text=LONG).first.wait_for()
    assert page.evaluate(SIDEWAYS) == 390


def test_a_report_that_is_made_twice_says_it_once(desk: Page) -> None:
    for holder, begins in (("#note-first", "> Since then\n> \n> There"), (".fb", "> Fact box\n")):
        link = desk.locator(f"{holder} .rep")
        first, second = link.evaluate(STAY_AND_CLICK), link.evaluate(STAY_AND_CLICK)
        (quoted,) = parse_qs(urlsplit(second).query)["body"]
        assert first == second
        assert quoted.startswith(begins)


# --- a text older than all that is dated ----------------------------------------------------------


def test_the_day_of_a_text_ends_the_dates_before_it_even_alone(forms: Path) -> None:
    soup = BeautifulSoup((forms / PAGE).read_bytes(), "html.parser")
    before, since = soup.select("#timeline .sides > div")
    assert " ".join(before.get_text(" ").split()) == "Up to 5 March 2001 5 March 2001 The text"
    assert before.select_one("li:last-child.here") is not None
    assert len(since.select("li")) >= 5
    assert len(since.select(".here")) == 0
