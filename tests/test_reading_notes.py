"""Marks and notes under the finger, the keyboard and the pointer (READING, sections 4 to 9)."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import Page

from browser import PageAt
from command import REPOSITORY, ROOT, briefing
from project import ARTICLE, copy_project
from test_site import BRIEFING

PLACES = """
[...document.querySelectorAll('.body a.r')].map(mark => [mark.id, mark.hash.slice(1)])
"""
TAP_EACH = """
[...document.querySelectorAll('.body a.r')].map(mark => {
  mark.scrollIntoView({block: 'center'});
  const before = mark.getBoundingClientRect(), note = document.getElementById(mark.hash.slice(1));
  const shut = !note.getClientRects().length || note.classList.contains('open');
  mark.click();
  const after = mark.getBoundingClientRect();
  return [mark.id, shut, after.top - before.top, after.left - before.left,
    note.getClientRects().length > 0, document.activeElement == note,
    mark.getAttribute('aria-expanded')];
})
"""
SHUT_EACH = """
[...document.querySelectorAll('.n.open')].map(note => {
  const mark = document.querySelector(`a.r[href="#${note.id}"]`);
  mark.scrollIntoView({block: 'center'});
  const before = mark.getBoundingClientRect().top;
  note.querySelector('.nb').click();
  const moved = Math.round(mark.getBoundingClientRect().top - before);
  return [note.id, note.getClientRects().length, moved, document.activeElement.hash];
})
"""


def marks(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(PLACES)
    assert len(found) >= 24
    return found


def test_a_tap_opens_each_note_and_moves_no_mark(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING, width=390).page
    tapped = page.evaluate(TAP_EACH)
    assert len(tapped) >= 24
    for mark, shut, down, along, shown, focused, expanded in tapped:
        assert shut, mark
        assert (down, along) == (0, 0), mark
        assert (shown, focused, expanded) == (True, True, "true"), mark
    for note, boxes, moved, back in page.evaluate(SHUT_EACH):
        assert (boxes, moved, back) == (0, 0, f"#{note}")
    mark, note = marks(page)[5]
    page.locator(f"#{mark}").click()
    assert page.locator(f"#{note}").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(f"#{note}").is_visible()


def test_without_its_script_each_mark_still_opens_its_note(
    page_at: PageAt, published_site: str
) -> None:
    page = page_at(published_site + BRIEFING, width=390, block="**/script.js").page
    assert page.evaluate("document.documentElement.className") == "js"
    for mark, note in marks(page):
        assert not page.locator(f"#{note}").is_visible(), note
        page.evaluate("id => document.getElementById(id).click()", mark)
        assert page.locator(f"#{note}").is_visible(), note


def test_marks_are_named_and_large_enough(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING, width=390).page
    named = names(page, "doc-noteref")
    notes = {str(n.get("id")): n for n in body(page).select(".n")}
    places = marks(page)
    assert len(named) == len(places)
    expected = []
    for _, note in places:
        kind, verdict = said(notes[note])
        name = f"Note {notes[note]['data-n']}, {kind}" + (f": {verdict}" if verdict else "")
        expected.append(name.casefold())
    assert sorted(name.casefold() for name in named) == sorted(expected)
    sizes = page.evaluate(
        """[...document.querySelectorAll('.body a.r')].map(mark => {
          const widened = getComputedStyle(mark, '::after');
          return [widened.width, widened.height].map(parseFloat);
        })"""
    )
    assert all(min(size) >= 24 for size in sizes), min(sizes)


STAY_AND_CLICK = """link => {
  addEventListener('click', click => click.preventDefault(), {once: true});
  link.click();
  return link.href;
}"""


def names(page: Page, role: str) -> list[str]:
    """What Chromium tells assistive technology that the elements of *role* are called."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        node["name"]["value"]
        for node in nodes
        if not node["ignored"] and node["role"]["value"] == role
    ]


def body(page: Page) -> BeautifulSoup:
    return BeautifulSoup(page.content(), "html.parser")


def said(note: Any) -> tuple[str, str]:
    """The kind of a note and its verdict, as its head shows them."""
    head = note.select_one(".kd")
    verdict = head.select_one("b:not(.who)")
    word = verdict.text if verdict else ""
    for bold in head("b"):
        bold.extract()
    return head.get_text().strip(), word


def test_without_verdicts_no_word_shape_or_name_tells_one(
    page_at: PageAt, published_site: str
) -> None:
    verdicts = {verdict for _, verdict in map(said, body_of(page_at, published_site)) if verdict}
    assert len(verdicts) >= 5
    for width in (1440, 390):
        page = page_at(published_site + BRIEFING + "?v=open", width=width).page
        if width == 390:
            page.evaluate("document.getElementById('n-all').click()")
        heads = page.evaluate(
            """[...document.querySelectorAll('.nh, .key, .ledger tr, .tally')]
              .filter(e => e.getClientRects().length).map(e => e.innerText)"""
        )
        assert heads
        spoken = names(page, "doc-noteref") + names(page, "cell") + names(page, "columnheader")
        for told in (*heads, *spoken):
            assert not any(verdict.casefold() in told.casefold() for verdict in verdicts), told
        shapes = page.locator(".r svg, .nh svg, .ledger svg, .key svg")
        assert not any(shape.is_visible() for shape in shapes.all())
        page.evaluate("document.getElementById('v-ann').click()")
        assert any(":" in name for name in names(page, "doc-noteref"))
        assert "v=" not in page.url


def body_of(page_at: PageAt, site: str) -> Iterator[Any]:
    yield from body(page_at(site + BRIEFING).page).select(".n")


def test_the_choice_without_verdicts_needs_a_script(page_at: PageAt, published_site: str) -> None:
    for choices in ({"javascript": False}, {"block": "**/script.js"}):
        page = page_at(published_site + BRIEFING, **choices).page
        assert not page.locator("#v-open").is_visible()


def test_the_view_is_in_the_address(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING + "?t=now&v=src").page
    assert page.locator("#t-now").is_checked()
    assert page.locator("#v-src").is_checked()
    assert not page.locator(".fb").first.is_visible()
    page.locator("#v-ann").check(force=True)
    assert urlsplit(page.url).query == "t=now"
    page.locator("#t-both").check(force=True)
    assert urlsplit(page.url).query == ""
    page.locator("#t-then").check(force=True)
    assert urlsplit(page.url).query == "t=then"


def test_a_note_elsewhere_is_previewed(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING).page
    link = page.locator("#ledger th a[href^='#note-']").first
    preview = page.locator(".pv")
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(100)  # scrolling puts a preview away
    link.hover()
    preview.wait_for()
    note = page.locator(str(link.get_attribute("href")))
    assert note.locator("p").nth(1).inner_text() in preview.inner_text()
    assert preview.get_attribute("aria-hidden") == "true"
    assert preview.evaluate("pv => [...pv.querySelectorAll('a')].every(a => a.tabIndex == -1)")
    preview.hover()
    page.wait_for_timeout(400)
    assert preview.is_visible(), "it goes away under the pointer"
    page.keyboard.press("Escape")
    assert preview.count() == 0
    link.hover()
    preview.wait_for()
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    assert preview.count() == 0


def test_pointer_and_focus_pair_a_note_with_its_words(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING).page
    for mark, note in marks(page)[:6]:
        page.locator(f"#{note}").hover()
        lit = page.evaluate("[...document.querySelectorAll('mark.on')].map(m => m.dataset.notes)")
        assert note.removeprefix("note-") in " ".join(lit).split()
        page.mouse.move(2, 2)
        page.locator(f"#{mark}").focus()
        assert "on" in str(page.locator(f"#{note}").get_attribute("class")).split()


def test_a_paragraph_shows_its_address(page_at: PageAt, published_site: str) -> None:
    for width in (1440, 390):
        page = page_at(published_site + BRIEFING, width=width).page
        link = page.locator(".body > p > .pn").nth(3)
        shown = "pn => getComputedStyle(pn).clipPath == 'none'"
        assert not link.evaluate(shown)
        link.focus()
        assert link.evaluate(shown)
        assert link.evaluate("pn => pn.getBoundingClientRect().left") >= 0
        link.press("Enter")
        assert page.evaluate("location.hash") == link.get_attribute("href")
        assert link.get_attribute("aria-label") == f"Paragraph {page.url.rpartition('#p')[2]}"


def test_a_note_can_be_corrected_where_it_was_written(
    page_at: PageAt, published: Path, published_site: str
) -> None:
    soup = BeautifulSoup((published / BRIEFING / "index.html").read_bytes(), "html.parser")
    notes, boxes = soup.select(".n"), soup.select(".fb")
    for note, start in [(note, "[^") for note in notes] + [(box, "") for box in boxes]:
        link = note.select_one(".fix a[href*='plain=1']")
        assert link is not None, note["id"]
        path, _, line = str(link["href"]).partition("?plain=1#L")
        path = path.removeprefix(f"{REPOSITORY}/blob/main/")
        written = (ROOT / path).read_text("utf-8").splitlines()[int(line) - 1]
        name = str(note["id"]).partition("-")[2]
        assert written.startswith(f"{start}{name}]:") if start else path.endswith(f"/{name}.yaml")

    page = page_at(published_site + BRIEFING).page
    for holder in (notes[4], boxes[0]):
        address = page.locator(f"#{holder['id']} .rep").evaluate(STAY_AND_CLICK)
        given = parse_qs(urlsplit(address).query)
        (quoted,) = given["body"]
        assert given["title"] == ["russia-celac-2013"]
        assert f"> {' '.join(holder.select('p, h3')[1].text.split())}" in quoted
        assert "Report it" not in quoted
        assert "#L" in quoted.splitlines()[-1]


def test_without_a_repository_no_link_leads_to_one(built_site: Path) -> None:
    assert 'class="rep"' not in (built_site / BRIEFING / "index.html").read_text("utf-8")


def test_a_note_is_its_numbers_own_link(published: Path) -> None:
    soup = BeautifulSoup((published / BRIEFING / "index.html").read_bytes(), "html.parser")
    for note in soup.select(".n"):
        number = note.select_one(".nh .no")
        assert number is not None
        assert (number["href"], number.text) == (f"#{note['id']}", note["data-n"])


def test_the_tab_order_is_the_order_of_reading(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING).page
    order = page.evaluate(
        """[...document.querySelectorAll('a[href], input, [tabindex]')]
          .filter(e => e.tabIndex != -1).map(e => e.tabIndex)"""
    )
    assert set(order) == {0}
    page.locator(".body a.r").first.focus()
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className"))
    assert stops[:2] == ["nb", "no"], stops


def test_an_editor_hears_of_notes_that_drift(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    done = briefing("check", "--format", "json", cwd=project)
    found = [d for d in json.loads(done.stdout) if d["code"] == "note-drifts"]
    assert found
    written = (project / ARTICLE).read_text("utf-8").splitlines()
    for warning in found:
        assert written[warning["line"] - 1].startswith("[^")
        assert "lines below its mark" in warning["message"]
    built = briefing("build", cwd=project)
    checked = briefing("check", cwd=project)
    told = built.stderr.partition(" warnings: 'make check' shows them")[0].split()[-1]
    assert f"0 errors, {told} warnings" in checked.stdout


SPACED = """
document.styleSheets[0].insertRule(`* { line-height: 1.5 !important;
  letter-spacing: .12em !important; word-spacing: .16em !important; }`, 0);
document.styleSheets[0].insertRule('p { margin-bottom: 2em !important; }', 0);
new Promise(done => setTimeout(done, 100))
"""
OVERLAPS = """
[...document.querySelectorAll('.n')].map(n => n.getBoundingClientRect())
  .filter(box => box.height).map(box => [box.left, box.top, box.right, box.bottom])
"""


def test_a_spaced_out_page_still_fits(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING).page
    page.evaluate(SPACED)
    for width in (1440, 1151, 896, 720, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        boxes = page.evaluate(OVERLAPS)
        if width >= 896:
            assert len(boxes) >= 24
            end = page.evaluate("document.querySelector('.body').getBoundingClientRect().bottom")
            for (_, _, _, bottom), (_, top, _, _) in pairwise(boxes):
                assert bottom <= top + 0.5
            assert boxes[-1][3] <= end + 1
