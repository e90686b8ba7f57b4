"""Search: every thing on the site is found, and leads to its exact place; nothing leaves."""

import gzip
import json
import re
import shutil
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urldefrag

import pytest
from bs4 import BeautifulSoup

from briefing.pagefind import MAGIC, Record, index
from browser import PageAt, Visit, violations
from command import ROOT, briefing
from engines import Engine
from project import copy_project
from serving import Serve, serving

GROUPS = ("text", "notes", "claims", "facts", "dates", "entities", "sources")
WORD = re.compile(r"[^\W\d_]{3,}")


def found_in(site: Path) -> list[dict[str, Any]]:
    """What the index of a built site holds, as Pagefind itself packed it."""
    packed = sorted((site / "search/pagefind/fragment").iterdir())
    return [json.loads(gzip.decompress(p.read_bytes()).removeprefix(MAGIC)) for p in packed]


@pytest.fixture(scope="module")
def held(built_site: Path) -> list[dict[str, Any]]:
    return found_in(built_site)


@pytest.fixture(scope="module")
def root(built_site: Path, serve: Serve) -> str:
    """The site where GitHub Pages has a project's: below a path."""
    return serve(built_site, "/some/repo/")


def asked(page_at: PageAt, root: str, question: str, **choices: Any) -> Visit:
    """The search page with the answer to *question*."""
    visit: Visit = page_at(f"{root}search/?q={quote_plus(question)}", **choices)
    visit.page.locator("#status", has_text=question).wait_for()
    return visit


# --- the records ----------------------------------------------------------------------------------


def test_every_record_leads_to_a_place_that_exists(
    built_site: Path, held: list[dict[str, Any]]
) -> None:
    pages: dict[str, set[str]] = {}
    for record in held:
        path, fragment = urldefrag(record["meta"]["url"])
        if path not in pages:
            soup = BeautifulSoup((built_site / path).read_bytes(), "html.parser")
            pages[path] = {str(tag["id"]) for tag in soup.find_all(id=True)}
        assert not fragment or fragment in pages[path], record["meta"]


def test_every_paragraph_note_claim_fact_date_name_and_source_has_one(
    built_site: Path, held: list[dict[str, Any]]
) -> None:
    def there(path: str, selector: str) -> set[str]:
        page = BeautifulSoup((built_site / path).read_bytes(), "html.parser")
        return {f"{path}#{tag['id']}" for tag in page.select(selector)}

    urls = {record["meta"]["url"] for record in held}
    for page in built_site.glob("briefings/*/index.html"):
        path = page.relative_to(built_site).as_posix()
        claims = there(path, '[id^="claim-"]')
        notes = there(path, ".n[id]")
        assert notes
        assert notes <= urls
        assert {c for c in claims if c.replace("#claim-", "#note-") not in notes} <= urls
        assert there(path, '.body > [id^="p"]') <= urls
    for page in built_site.glob("facts/*/index.html"):
        assert there(page.relative_to(built_site).as_posix(), '[id^="subject-"]') <= urls
    assert there("timeline/index.html", '[id^="date-"]') <= urls
    assert there("sources/index.html", '[id^="source-"]') <= urls
    names = BeautifulSoup((built_site / "entities/index.html").read_bytes(), "html.parser")
    entities = {r["meta"]["title"] for r in held if r["meta"]["group"] == "entities"}
    assert {link.get_text() for link in names.select(".az a")} == entities


def test_a_paragraphs_record_is_the_sources_words_and_nothing_else(
    built_site: Path, held: list[dict[str, Any]]
) -> None:
    printed = [p.read_text("utf-8") for p in built_site.glob("briefings/*/source.txt")]
    texts = [r["content"] for r in held if r["meta"]["group"] == "text"]
    assert texts
    flat = " ".join(" ".join(text.split()) for text in printed)
    assert all(text in flat for text in texts)
    assert sum(map(len, texts)) + len(texts) - len(printed) == len(flat) - len(printed) + 1


def test_the_list_of_groups_names_every_record_once(
    built_site: Path, held: list[dict[str, Any]]
) -> None:
    groups = json.loads((built_site / "search/groups.json").read_text("utf-8"))
    assert set(groups) <= set(GROUPS)
    assert sum(map(len, groups.values())) == len(held)


RECORDS = [
    Record("text", "a/#p1", "One <img src=x onerror=alert(1)> & a bear", {"title": "Paragraph 1"}),
    Record("notes", "a/#p1", "Two bears <script>alert(2)</script>", {"title": "<b>Note</b> 1"}),
    Record("dates", "b/#d", "Three bears – ñandú", {"title": "1 May", "quote": "1"}),
]


@pytest.mark.parametrize("language", ["en-GB", "es", "tlh"])
def test_the_same_records_give_the_same_bytes(language: str) -> None:
    first, *others = (dict(index(RECORDS, language)) for _ in range(4))
    assert all(other == first for other in others)
    assert sum(name.startswith("pagefind/fragment/") for name in first) == len(RECORDS)
    assert sum(name.startswith("pagefind/wasm.") for name in first) == 1


def test_nothing_to_search_needs_no_index() -> None:
    assert list(index([], "en")) == []


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", GROUPS)
def test_a_thing_is_found_and_leads_to_its_place(
    page_at: PageAt, root: str, held: list[dict[str, Any]], group: str
) -> None:
    record = max(
        (r for r in held if r["meta"]["group"] == group),
        key=lambda r: (min(len(r["content"]), 200), r["meta"]["url"]),
    )
    words = WORD.findall(record["content"])[:6]
    visit = asked(page_at, root, " ".join(words))
    page, where = visit.page, record["meta"]["url"]
    link = page.locator(f'#hits-{group} h3 a[href$="{where}"]').first
    while not link.count() and page.locator(f"#hits-{group} .more button").is_visible():
        page.locator(f"#hits-{group} .more button").click()
        page.wait_for_timeout(100)
    assert page.locator(f"#hits-{group} mark").count()
    link.click()
    page.wait_for_load_state()
    assert page.url == root + where
    fragment = urldefrag(where).fragment
    if fragment:
        assert page.locator(f'[id="{fragment}"]').is_visible()
        top = page.locator(f'[id="{fragment}"]').evaluate("e => e.getBoundingClientRect().top")
        assert -1 <= top < 900
    assert (visit.left, visit.errors, visit.console) == ([], [], [])


def test_results_are_counted_grouped_and_in_order(page_at: PageAt, root: str) -> None:
    page = asked(page_at, root, "russia").page
    shown = page.locator(".hits:visible")
    names = [str(name) for name in shown.evaluate_all("all => all.map(s => s.id.slice(5))")]
    assert names == [group for group in GROUPS if group in names]
    assert len(names) > 3
    numbers = [int(n) for n in shown.locator("h2 .n2").all_inner_texts()]
    choices = {
        str(radio.get_attribute("value")): int(radio.locator("xpath=..").locator("i").inner_text())
        for radio in page.locator("[name=in]").all()
    }
    assert [choices[name] for name in names] == numbers
    assert choices["all"] == sum(numbers)
    assert page.locator("#status").inner_text().startswith(f"{sum(numbers)} ")
    listed = [section.locator("li").count() for section in shown.all()]
    assert listed == [min(4, number) for number in numbers]
    more = shown.locator(".more button:visible").first
    before = page.locator(".hits li").count()
    more.click()
    page.locator(".hits li").nth(before).wait_for()
    assert page.evaluate("document.activeElement.closest('.hits li') !== null")


def test_the_keyboard_alone_asks_chooses_and_follows(page_at: PageAt, root: str) -> None:
    visit = page_at(f"{root}search/")
    page = visit.page

    def focus() -> str:
        return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))

    for _ in range(20):
        if focus() == "q":
            break
        page.keyboard.press("Tab")
    assert focus() == "q"
    page.keyboard.type("brics")
    page.keyboard.press("Enter")
    page.locator("#status", has_text="brics").wait_for()
    assert focus() == "q", "the answer leaves the focus where it was"
    assert page.url.endswith("search/?q=brics")
    for expected in ("BUTTON", "in-all"):
        page.keyboard.press("Tab")
        assert focus() == expected
    page.keyboard.press("ArrowDown")
    chosen = focus().removeprefix("in-")
    assert page.url.endswith(f"search/?q=brics&in={chosen}")
    assert page.locator(".hits:visible").count() == 1
    page.keyboard.press("Tab")
    href = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(href))
    page.go_back()
    page.locator("#status", has_text="brics").wait_for()
    assert page.locator(f"#in-{chosen}").is_checked()
    assert (visit.left, visit.errors, visit.console) == ([], [], [])


def test_every_engine_answers(engine: Engine, root: str) -> None:
    engine.open(f"{root}search/?q=russia", 1440)
    read = "return [document.getElementById('status').textContent, document.links.length]"
    waited = time.monotonic() + 20
    while "russia" not in engine.run(read)[0] and time.monotonic() < waited:
        time.sleep(0.1)
    said, links = engine.run(read)
    assert re.match(r"\d+ results for “russia”", said)
    assert links > 20


def test_the_answer_moves_nothing_on_the_page(page_at: PageAt, root: str) -> None:
    for width in (1440, 390):
        page = asked(page_at, root, "russia", width=width).page
        shift = page.evaluate(
            """new Promise(done => {
              let sum = 0;
              new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
                .observe({ type: "layout-shift", buffered: true });
              setTimeout(() => done(sum), 200);
            })"""
        )
        assert shift < 0.01


def test_without_a_result_it_says_so(page_at: PageAt, root: str) -> None:
    page = asked(page_at, root, "zzqx<b>").page
    assert page.locator("#status").inner_text().startswith("No result for “zzqx<b>”.")
    assert page.locator(".hits:visible").count() == 0


def test_what_is_found_is_never_html(page_at: PageAt, built_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(built_site, site)
    shutil.rmtree(site / "search/pagefind")
    for name, content in index(RECORDS, "en"):
        (site / "search" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "search" / name).write_bytes(content)
    with serving(site) as root:
        visit = asked(page_at, root, "bear")
        found = visit.page.locator("#found")
        assert found.locator(".hits :is(img, script, b)").count() == 0
        said = found.inner_text()
        assert "One <img src=x onerror=alert(1)> & a bear" in said
        assert "Two bears <script>alert(2)</script>" in said
        assert "<b>Note</b> 1" in said
        assert (visit.left, visit.errors, visit.console) == ([], [], [])


def test_without_a_script_it_leads_to_the_lists(page_at: PageAt, root: str) -> None:
    page = page_at(f"{root}search/?q=russia", javascript=False).page
    assert not page.locator("#find").is_visible()
    lists = page.locator("#lists a")
    assert lists.first.is_visible()
    hrefs = [str(a.get_attribute("href")) for a in lists.all()]
    assert {"../entities/index.html", "../sources/index.html"} <= set(hrefs)


@pytest.mark.parametrize("lost", ["**/search.js", "**/pagefind.js", "**/groups.json"])
def test_without_a_file_it_leads_to_the_lists(page_at: PageAt, root: str, lost: str) -> None:
    page = page_at(f"{root}search/?q=russia", block=lost).page
    page.locator("#lists").wait_for(state="visible")
    assert page.locator("#lists .stand:visible").count() == 1


def test_opened_as_a_file_it_says_what_to_do(page_at: PageAt, built_site: Path) -> None:
    visit = page_at((built_site / "search/index.html").as_uri() + "?q=russia")
    assert "python3 -m http.server" in visit.page.locator("#lists").inner_text()
    assert not visit.page.locator("#find").is_visible()
    assert visit.errors == []


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (390, "light"), (320, "light"), (1440, "dark")]
)
def test_results_are_accessible(page_at: PageAt, root: str, width: int, scheme: str) -> None:
    visit = asked(page_at, root, "russia", width=width, scheme=scheme)
    assert violations(visit) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_only_the_search_page_loads_it_and_may_run_it(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        html = path.read_text("utf-8")
        searching = path.parent.name == "search"
        assert ("search.js" in html) is searching, path
        assert ("'wasm-unsafe-eval'" in html) is searching, path


def test_the_page_that_is_not_here_can_search(page_at: PageAt, site_for: Any, serve: Serve) -> None:
    root = serve(site_for("https://example.org/some/repo"), "/some/repo/")
    page = page_at(f"{root}no/such/page").page
    page.get_by_role("searchbox").fill("russia")
    page.keyboard.press("Enter")
    page.locator("#status", has_text="russia").wait_for()


# --- the build ------------------------------------------------------------------------------------


def test_without_pagefind_the_build_fails_and_says_so(tmp_path: Path) -> None:
    hiding = tmp_path / "hiding/pagefind_bin"
    hiding.mkdir(parents=True)
    (hiding / "__init__.py").write_text("raise ImportError")
    project = copy_project(tmp_path / "project")
    path = f"{hiding.parent}:{ROOT / 'plugins'}"
    done = briefing("build", cwd=project, PYTHONPATH=path)
    assert done.returncode == 1
    assert "pagefind-bin" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "output").exists()


def test_a_site_without_a_text_says_that_there_is_nothing_to_search(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", ("theme", "pelicanconf.py"))
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    page = (project / "output/search/index.html").read_text("utf-8")
    assert "There is nothing to search yet." in page
    assert "search.js" not in page
    assert not (project / "output/search/pagefind").exists()
