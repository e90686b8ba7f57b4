"""Search: every thing on the site is found, and leads to its exact place; nothing leaves."""

import gzip
import json
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urldefrag

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

from briefing.pagefind import BETWEEN, LETTERS, MAGIC, Index, Record, counted
from browser import PageAt, Visit, violations, visiting
from command import ROOT, briefing
from engines import Engine
from project import copy_project
from serving import Serve, serving

GROUPS = ("text", "notes", "claims", "facts", "dates", "entities", "sources")
WORD = re.compile(r"[^\W\d_]{3,}")


def unfolded(packed: bytes) -> list[Record]:
    """The records in one of Pagefind's fragments; what it counts as words is what we count."""
    fragment = json.loads(gzip.decompress(packed).removeprefix(MAGIC))
    words = fragment["content"].split(" ")
    assert fragment["word_count"] == len(words)
    group, page, alike, each = json.loads(fragment["url"])
    records = []
    for own in each:
        end = words.index(BETWEEN) if BETWEEN in words else len(words)
        shown = {**alike, **own}
        records.append(Record(group, page + shown.pop("at"), " ".join(words[:end]), shown))
        words = words[end + 1 :]
    assert words == counted(alike.get("about", "")).split()
    return records


def index(records: Sequence[Record], language: str) -> Iterator[tuple[str, bytes]]:
    made = Index(language)
    made.add(records)
    return made.files()


def in_order(records: Sequence[Record]) -> list[tuple[Any, ...]]:
    return sorted((r.group, r.url, r.words, sorted(r.shown.items())) for r in records)


def title(record: Record) -> str:
    head = int(record.shown.get("head", 0))
    return record.shown.get("title") or " ".join(record.words.split(" ")[:head])


@pytest.fixture(scope="module")
def held(built_site: Path) -> list[Record]:
    """What the index of a built site holds, as Pagefind itself packed it."""
    packed = sorted((built_site / "search/pagefind/fragment").iterdir())
    return [record for path in packed for record in unfolded(path.read_bytes())]


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


def test_every_record_leads_to_a_place_that_exists(built_site: Path, held: list[Record]) -> None:
    pages: dict[str, set[str]] = {}
    for record in held:
        path, fragment = urldefrag(record.url)
        if path not in pages:
            soup = BeautifulSoup((built_site / path).read_bytes(), "html.parser")
            pages[path] = {str(tag["id"]) for tag in soup.find_all(id=True)}
        assert not fragment or fragment in pages[path], record


def test_every_paragraph_note_claim_fact_date_name_and_source_has_one(
    built_site: Path, held: list[Record]
) -> None:
    def there(path: str, selector: str) -> set[str]:
        page = BeautifulSoup((built_site / path).read_bytes(), "html.parser")
        return {f"{path}#{tag['id']}" for tag in page.select(selector)}

    urls = {record.url for record in held}
    for page in built_site.glob("briefings/*/index.html"):
        path = page.relative_to(built_site).as_posix()
        assert f"{path}#headline" in urls
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
    entities = {title(record) for record in held if record.group == "entities"}
    assert {link.get_text() for link in names.select(".az a")} == entities


def test_a_paragraphs_record_is_the_sources_words_and_nothing_else(
    built_site: Path, held: list[Record]
) -> None:
    printed = [p.read_text("utf-8") for p in built_site.glob("briefings/*/source.txt")]
    texts = [r.words for r in held if r.group == "text" and not r.url.endswith("#headline")]
    assert texts
    flat = " ".join(" ".join(text.split()) for text in printed)
    assert all(text in flat for text in texts)
    assert sum(map(len, texts)) + len(texts) - len(printed) == len(flat) - len(printed) + 1


def test_the_list_of_groups_names_every_fragment_once(built_site: Path) -> None:
    groups = json.loads((built_site / "search/groups.json").read_text("utf-8"))
    assert set(groups) <= set(GROUPS)
    for group, names in groups.items():
        for name in names:
            packed = built_site / f"search/pagefind/fragment/{name}.pf_fragment"
            assert {record.group for record in unfolded(packed.read_bytes())} == {group}
    there = [path.stem for path in (built_site / "search/pagefind/fragment").iterdir()]
    assert sorted(name for names in groups.values() for name in names) == sorted(there)


RECORDS = [
    Record("text", "a/#p1", "One <img src=x onerror=alert(1)> & a bear", {"title": "Paragraph 1"}),
    Record("notes", "a/#p1", "Two bears <script>alert(2)</script>", {"title": "<b>Note</b> 1"}),
    Record("dates", "b/#d", "Three bears – ñandú", {"title": "1 May", "quote": "1"}),
]


@pytest.mark.parametrize("language", ["en-GB", "es", "ja", "tlh"])
def test_the_same_records_give_the_same_bytes(language: str) -> None:
    first, *others = (dict(index(RECORDS, language)) for _ in range(4))
    assert all(other == first for other in others)
    assert sum(name.startswith("pagefind/fragment/") for name in first) == len(RECORDS)
    assert in_order(fragments_of(RECORDS, language)) == in_order(RECORDS)
    assert sum(name.startswith("pagefind/wasm.") for name in first) == 1


def fragments_of(records: Sequence[Record], language: str = "en") -> list[Record]:
    """*records* as they come back from Pagefind's fragments."""
    files = index(records, language)
    return [record for name, file in files if "/fragment/" in name for record in unfolded(file)]


AWKWARD = (
    "one\u00a0two\u2009three four – five — six … seven ! ( ) well-known and/or LibreOffice don’t "
    "日本語のテスト です。 한국어 🐻 👩\u200d👧 zero\u200bwidth \u200b e\ufefff \ufeff a\u0085b "
    "c\u001cd soft\u00adly \u2028 x\u3000y ñandú e\u0301 & &amp; <b> _ ___ ⸎ "
    "___PAGEFIND_WEIGHT___0 ___END_PAGEFIND_WEIGHT___ ___PAGEFIND_ANCHOR___p:1:2"
)
TEXT = st.text(st.sampled_from([*AWKWARD, *"abc   \t\n"]), max_size=40) | st.just(AWKWARD)
PLACES = st.lists(
    st.builds(
        lambda group, url, words, shown: Record(group, url, counted(f"a {words}"), shown),
        st.sampled_from(["text", "notes"]),
        st.sampled_from(["a/index.html#p1", "a/index.html#p2", "b/c/index.html", "b/d/index.html"]),
        TEXT | st.integers(1, 3).map(lambda n: "word " * (LETTERS * n // 10)),
        st.dictionaries(
            st.sampled_from(["title", "where", "about"]),
            TEXT.map(counted).filter(bool),
            max_size=3,
        ),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_whatever_is_joined_comes_apart_as_it_was(records: list[Record]) -> None:
    assert in_order(fragments_of(records)) == in_order(records)


def test_joined_are_those_of_a_group_and_a_page_and_not_too_many() -> None:
    long = counted("bear " * LETTERS)
    records = [Record("text", f"a/index.html#p{n}", "A bear.", {}) for n in range(2000)]
    records += [Record("notes", "a/index.html#n", long, {}), Record("notes", "a/#n", "A bear.", {})]
    records += [Record("notes", "a/index.html#o", "A bear.", {})]
    files = [unfolded(file) for name, file in index(records, "en") if "/fragment/" in name]
    lengths = sorted(sum(len(record.words) for record in file) for file in files)
    assert lengths == [7, 7, 7 * 2000 % LETTERS or LETTERS, LETTERS, len(long)][: len(lengths)]
    assert len(files) == len(lengths)


def test_nothing_to_search_needs_no_index() -> None:
    assert list(index([], "en")) == []


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", GROUPS)
def test_a_thing_is_found_and_leads_to_its_place(
    page_at: PageAt, root: str, held: list[Record], group: str
) -> None:
    record = max(
        (r for r in held if r.group == group),
        key=lambda r: (min(len(r.words), 200), r.url),
    )
    words = WORD.findall(record.words)[:6]
    visit = asked(page_at, root, " ".join(words))
    page, where = visit.page, record.url
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


def site_of(records: Sequence[Record], built: Path, site: Path) -> Path:
    """A site at *site* in which *records* can be found, on the search page of a *built* one."""
    shutil.copytree(built / "theme", site / "theme")
    (site / "search").mkdir()
    shutil.copy(built / "search/index.html", site / "search")
    for name, content in index(records, "en"):
        (site / "search" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "search" / name).write_bytes(content)
    return site


def test_what_is_found_is_never_html(page_at: PageAt, built_site: Path, tmp_path: Path) -> None:
    with serving(site_of(RECORDS, built_site, tmp_path / "site")) as root:
        visit = asked(page_at, root, "bear")
        found = visit.page.locator("#found")
        assert found.locator(".hits :is(img, script, b)").count() == 0
        said = found.inner_text()
        assert "One <img src=x onerror=alert(1)> & a bear" in said
        assert "Two bears <script>alert(2)</script>" in said
        assert "<b>Note</b> 1" in said
        assert (visit.left, visit.errors, visit.console) == ([], [], [])


# --- places that are one record to Pagefind -------------------------------------------------------

FEW = {
    "A": [AWKWARD, f"{AWKWARD} A bear, {AWKWARD}", "Four bearings."],
    "B": ["A wolf.", "A ferry."],
    "C": ["Ferries.", "A wolf on the ferry.", "A wolf."],
    "D": ["The lynx.", "A fox."],
    "E": ["The Québec-Ontario railways.", "Otters on railways."],
    "F": ["The old goat. The", "old goats, the goat", "A goat is old. An old", "goat. Old goat"],
    "G": ["An old. Goat"],
    "I": ["A heron."],
    "K": ["Una América Latina.", "The Latin America of old.", "Latin, América"],
    "J": ["They study moss.", "Studies of moss.", "The moss."],
    "H": [f"{'Snow. ' * LETTERS}Then a whale. {'Snow. ' * 90}", "A seal."],
}
OWLS = {f"owl {n}": ["An owl and an owl.", "A barn, a barn."] for n in range(30)}
OWLS["both"] = ["A small owl in the barn, seen from the other side of a wide river.", "An owl."]
CROWS = {f"crow {n}": ["A crow " * n, "A pine " * n] for n in range(1, 14)}
CROWS["both"] = ["A crow. " * 5, "A pine. " * 5, "A crow is in the pine."]

KANJI = [
    "両国は、1972年に外交関係を樹立した。",
    "外務大臣は交通の関係者と会った。第3条。",
    "The 外交 of two 国.",
]


@pytest.fixture(scope="module")
def texts(
    browser: Browser, built_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The search page of a site of made-up texts; their paragraphs' titles are "A 1", "A 2" …"""
    records = [
        Record("text", f"{name}/index.html#p{n}", counted(words), {"title": f"{name} {n}"})
        for name, paragraphs in (FEW | OWLS | {f"crow {k}": v for k, v in CROWS.items()}).items()
        for n, words in enumerate(paragraphs, 1)
    ]
    records += [
        Record("text", f"jp/index.html#p{n}", counted(words), {"title": f"jp {n}"})
        for n, words in enumerate(KANJI, 1)
    ]
    records += [
        Record("dates", f"birds/index.html#d{n}", words, {"head": "2", "about": "Water birds"})
        for n, words in enumerate(["1 May A swan.", "2 May A duck.", "3 May A swan, a duck."])
    ]
    site = site_of(records, built_site, tmp_path_factory.mktemp("texts") / "site")
    with serving(site) as root, visiting(browser, f"{root}search/") as visit:
        yield visit.page
        assert (visit.left, visit.errors, visit.console) == ([], [], [])


def listed(page: Page, question: str = "") -> list[str]:
    """The titles of what is listed, once *question* is answered."""
    if question:
        page.locator("#q").fill(question)
        page.keyboard.press("Enter")
        page.locator("#status", has_text=question).wait_for()
    return page.locator(".hits:visible h3").all_inner_texts()


def test_a_hit_is_marked_where_it_is_whatever_stands_before_it(texts: Page) -> None:
    assert listed(texts, "bear") == ["A 2", "A 3"]
    assert texts.locator(".hits mark").all_inner_texts() == ["bear,", "bearings."]
    for question in ("🐻", '"🐻"', "🐻 日本語のテスト"):
        assert listed(texts, question) == ["A 1", "A 2"]
        assert set(texts.locator(".hits mark").all_inner_texts()) >= {"🐻"}
    assert listed(texts, "—") == []


def test_a_place_with_all_words_hides_those_with_fewer(texts: Page) -> None:
    assert listed(texts, "wolf ferry") == ["C 2"]
    assert texts.locator("#status").inner_text() == "1 result for “wolf ferry”."


def test_words_that_stand_in_one_text_are_found_apart(texts: Page) -> None:
    assert listed(texts, "lynx fox") == ["D 1", "D 2"]
    assert listed(texts, "otter quebec ontario railway") == ["E 1"]
    assert listed(texts, "lynx otter") == []


def test_a_word_is_found_with_its_other_endings(texts: Page) -> None:
    for question in ("studies", "studying moss"):
        assert listed(texts, question) == ["J 1", "J 2"]


def test_a_phrase_is_found_in_each_place_and_never_across_two(texts: Page) -> None:
    assert sorted(listed(texts, '"wolf"')) == ["B 1", "C 2", "C 3"]
    assert listed(texts, '"ontario"') == ["E 1"]
    assert listed(texts, '"otter railway"') == []
    assert listed(texts, '"latin america"') == ["K 2", "K 3"]
    assert sorted(listed(texts, '"old goat"')) == ["F 1", "F 2", "F 4", "G 1"]
    assert texts.locator("#hits-text li", has_text="F 4").locator("mark").all_inner_texts() == [
        "Old",
        "goat",
    ]


@pytest.mark.parametrize(
    ("question", "titles", "shown"),
    [
        ("外交関係", ["jp 1"], "両国は、1972年に外交関係を樹立した。"),
        ("外交", ["jp 1", "jp 3"], "両国は、1972年に外交関係を樹立した。"),
        ("第3条", ["jp 2"], "外務大臣は交通の関係者と会った。第3条。"),
        ("関係 1972", ["jp 1"], "両国は、1972年に外交関係を樹立した。"),
        ('"外交 of two"', ["jp 3"], "The 外交 of two 国."),
        ("交外", [], ""),
    ],
)
def test_words_without_spaces_between_them_are_found(
    texts: Page, question: str, titles: list[str], shown: str
) -> None:
    assert sorted(listed(texts, question)) == titles
    if shown:
        assert shown in texts.locator(".hits:visible li p").all_inner_texts()
        assert texts.locator(".hits:visible mark").count()


def test_a_place_longer_than_what_is_joined_is_shown_around_its_hit(texts: Page) -> None:
    assert listed(texts, "whale") == ["H 1"]
    assert re.fullmatch(
        r"… (Snow\. )+Then a whale\. (Snow\. )+…", texts.locator(".hits p").first.inner_text()
    )
    assert listed(texts, "seal") == ["H 2"]


def test_what_places_are_about_counts_as_said_in_each(texts: Page) -> None:
    assert listed(texts, "duck water bird") == ["2 May", "3 May"]
    said = texts.locator(".hits:visible li").first
    assert said.locator("mark").all_inner_texts() == ["duck.", "Water", "birds"]
    assert listed(texts, "water birds") == ["1 May"]


def test_what_is_only_said_of_a_place_is_not_searched(texts: Page) -> None:
    for word in ("text", "title", "html"):
        assert listed(texts, word) == []


def test_of_many_texts_the_first_are_counted_and_the_others_follow(texts: Page) -> None:
    sent: list[str] = []
    texts.on("request", lambda request: sent.append(request.url))
    listed(texts, "owl barn")
    assert sum("/fragment/" in url for url in sent) == 12
    number = texts.locator("#hits-text .n2").inner_text()
    assert re.fullmatch(r"2[34]\+", number)
    assert texts.locator("#in-all + span i").inner_text() == number
    assert texts.locator("#status").inner_text().startswith(f"More than {number[:-1]} results for")
    # what the page does not hold is gone, as after a while of reading
    texts.context.new_cdp_session(texts).send("HeapProfiler.collectGarbage")
    texts.wait_for_timeout(100)
    more = texts.locator("#hits-text .more button")
    while more.is_visible():
        before, promised = len(listed(texts)), int(re.findall(r"\d+", more.inner_text())[0])
        more.click()
        texts.locator(".hits li").nth(before).wait_for()
        assert len(listed(texts)) == before + promised
        assert texts.evaluate("document.activeElement.textContent") == listed(texts)[before]
    assert len(set(listed(texts))) == len(listed(texts)) == 61
    assert texts.locator("#hits-text .n2").inner_text() == "61"
    assert texts.locator("#in-all + span i").inner_text() == "61"


def test_places_with_more_of_the_words_come_first_among_many(texts: Page) -> None:
    assert listed(texts, "crow pine")[0] == "crow both 3"


def test_a_late_answer_is_not_shown(texts: Page) -> None:
    late: list[Route] = []

    def keep(route: Route) -> None:
        late.append(route)

    texts.route("**/*.pf_fragment", keep)
    texts.locator("#q").fill("heron")
    with texts.expect_request("**/*.pf_fragment"):
        texts.keyboard.press("Enter")
    assert listed(texts, "wolf ferry") == ["C 2"]
    assert late
    for route in late:
        with texts.expect_response(route.request.url):
            route.continue_()
    texts.unroute("**/*.pf_fragment", keep)
    texts.wait_for_timeout(200)
    assert listed(texts) == ["C 2"]
    assert texts.locator("#status").inner_text() == "1 result for “wolf ferry”."


def test_a_text_is_found_by_its_headline(page_at: PageAt, root: str, held: list[Record]) -> None:
    headline = next(title(record) for record in held if record.url.endswith("#headline"))
    page = asked(page_at, root, headline).page
    first = page.locator("#hits-text h3 a").first
    assert first.inner_text() == headline
    first.click()
    page.wait_for_url("**#headline")


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
