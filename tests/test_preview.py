"""The preview: an edit shows in place, a fault over the page, and nothing of it is published."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser

from previewing import Previewed, briefing_page, milliseconds_to_change, previewing
from project import ARTICLE, change

PAGE = ".preview/briefings/russia-celac-2013/index.html"


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Previewed]:
    with previewing(tmp_path_factory.mktemp("preview") / "project", "edit:{path}#{line}") as one:
        yield one


def test_an_edit_changes_the_page_in_place(browser: Browser, previewed: Previewed) -> None:
    with briefing_page(browser, previewed) as page:
        page.evaluate("() => { window.kept = true; scrollTo(0, document.body.scrollHeight / 3); }")
        before = page.evaluate("() => scrollY")
        change(previewed.project / ARTICLE, "Foreign minister of Russia since", "In office since")
        page.locator("#note-lavrov", has_text="In office since").wait_for()
        assert page.evaluate("() => window.kept")
        assert before > 1000
        assert abs(page.evaluate("() => scrollY") - before) < 40
        change(previewed.project / ARTICLE, "In office since", "Foreign minister of Russia since")
        page.locator("#note-lavrov", has_text="Foreign minister of").wait_for()


def test_an_edit_is_on_the_page_soon(
    browser: Browser, previewed: Previewed, record_testsuite_property: Callable[[str, object], None]
) -> None:
    file, old = previewed.project / ARTICLE, "Foreign minister of Russia since"
    with briefing_page(browser, previewed) as page:
        took = []
        for number in range(7):
            new = f"Minister {number} since"
            took.append(milliseconds_to_change(page, file, old, new, "note-lavrov"))
            old = new
            page.wait_for_timeout(150)  # an editor does not save faster
    change(file, old, "Foreign minister of Russia since")
    record_testsuite_property("preview_median_ms", median(took))
    assert median(took) < 3000


def test_a_fault_is_shown_with_its_line_until_it_is_mended(
    browser: Browser, previewed: Previewed
) -> None:
    with briefing_page(browser, previewed) as page:
        good = (previewed.project / PAGE).read_bytes()
        old, new = "as a counterweight", "as a competitor"
        line, column = change(previewed.project / ARTICLE, old, new)
        fault = page.locator("#preview-problems .error")
        fault.wait_for()
        assert f"{ARTICLE}:{line}:{column + 5}" in fault.inner_text()
        assert "it has 'counterweight'" in fault.inner_text()
        assert "reads:" in fault.inner_text()
        assert "Not built: 1 error" in page.locator(".pst").inner_text()
        assert page.locator("#text").get_by_text("as a counterweight").count()
        assert (previewed.project / PAGE).read_bytes() == good
        change(previewed.project / ARTICLE, new, old)
        fault.wait_for(state="hidden")
        assert page.locator(".pst").inner_text().startswith("Built at")


def test_a_click_leads_to_the_line(browser: Browser, previewed: Previewed) -> None:
    text = (previewed.project / ARTICLE).read_text("utf-8").splitlines()
    with briefing_page(browser, previewed) as page:
        page.evaluate(
            "() => document.addEventListener('click', e => { if (e.target.hidden) {"
            " e.preventDefault(); window.opened = e.target.href; } })"
        )
        page.locator("#note-celac").click(modifiers=["Alt"], position={"x": 5, "y": 60})
        note = page.evaluate("() => window.opened")
        line = next(n for n, t in enumerate(text, 1) if t.startswith("[^celac]:"))
        assert note.endswith(f"{ARTICLE}#{line}")
        page.locator("#p2").click(modifiers=["Alt"], position={"x": 2, "y": 4})
        line = next(n for n, t in enumerate(text, 1) if t.startswith("Russia has demonstrated"))
        assert page.evaluate("() => window.opened").endswith(f"{ARTICLE}#{line}")


def test_a_list_is_brought_up_to_date_when_it_is_asked_for(
    browser: Browser, previewed: Previewed
) -> None:
    with briefing_page(browser, previewed) as page:
        change(previewed.project / ARTICLE, "Undersecretary Alfonso Silva", "its undersecretary")
        page.locator("#note-who-came", has_text="its undersecretary").wait_for()
        page.goto(previewed.url + "claims/index.html")
        page.locator("main", has_text="its undersecretary").wait_for()
        change(previewed.project / ARTICLE, "its undersecretary", "Undersecretary Alfonso Silva")


def test_nothing_of_the_preview_is_published(built_site: Path) -> None:
    for path in built_site.rglob("*"):
        if path.suffix in (".html", ".js", ".css"):
            assert "__preview" not in path.read_text("utf-8"), path
        assert "preview" not in path.name
