"""The site's own pages: all are reached, none is empty, everything follows from the data."""

import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from briefing.dates import PartialDate
from briefing.words import Words
from briefing.yearrule import NARROW, year_rule
from browser import PageAt, violations
from command import briefing
from project import ARTICLE, SEED, change, copy_project
from serving import Serve

LISTS = ("claims", "facts", "entities", "sources", "timeline")
SAMPLES = (
    *(f"{name}/index.html" for name in LISTS),
    "facts/brics/index.html",
    "facts/visa-regimes/index.html",
    "entities/celac/index.html",
)


def soup_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def links_of(site: Path, page: str) -> set[str]:
    found = {
        urldefrag(urljoin(page, str(link["href"]))).url
        for link in soup_of(site / page).select("a[href]")
    }
    return {link for link in found if (site / link).is_file() and link.endswith(".html")}


def test_every_page_is_two_clicks_from_the_index(built_site: Path) -> None:
    pages = {p.relative_to(built_site).as_posix() for p in built_site.rglob("*.html")}
    near = links_of(built_site, "index.html")
    reached = {"index.html"} | near | {far for page in near for far in links_of(built_site, page)}
    alone = {page for page in pages if "/embed/" in page and not page.endswith("index.html")}
    assert pages - reached - alone == {"404.html"}
    embedding = {page.rpartition("/")[0] + "/index.html" for page in alone}
    assert alone <= {link for page in embedding for link in links_of(built_site, page)}


def test_the_strip_draws_each_date_once_in_the_lane_of_its_subject(built_site: Path) -> None:
    page = soup_of(built_site / "timeline/index.html")
    lanes = dict(
        zip(
            (str(lane.contents[0]).strip() for lane in page.select(".lanes > p")),
            (len(svg.select("line:not(.hinge)")) for svg in page.select(".lanes > svg:not(.ax)")),
            strict=True,
        )
    )
    told = [int(number.get_text()) for number in page.select(".lanes > p > span")]
    assert told == list(lanes.values())
    assert sum(told) == len(page.select(".dates > li"))
    *named, (last, _) = lanes.items()
    assert last == "Everything else"
    assert [number for _, number in named] == sorted((n for _, n in named), reverse=True)
    assert min(number for _, number in named) >= 4


def test_no_page_is_a_dead_end_or_empty(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        page = soup_of(path)
        main = page.select_one("main")
        assert main is not None
        assert len(page.select("h1")) == 1
        assert len(main.get_text().split()) > 10, path
        assert main.select("a[href]"), path


def text_of(page: Tag, selector: str) -> str:
    found = page.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ").split())


def test_moving_the_sources_day_moves_every_then(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    change(project / SEED / "seed.yaml", "issued: 2013-05-29", "issued: 2022-05-29")
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    page = soup_of(project / "output/briefings/russia-celac-2013/index.html")

    assert text_of(page, "#delta") == "What changed since 2022"
    assert re.search(r"Then: 5 → now: 10", text_of(page, ".delta"))
    celac = text_of(page, "#box-celac-membership")
    assert "Then: 32 → now: 33" in celac  # Brazil stood aside in 2022
    assert "Argentina" in celac  # in the chair then
    rail = text_of(page, ".rail")
    assert "2022 Both 2026" in rail
    changed = page.select_one("#box-visa-regimes tbody")
    assert changed is not None
    assert "Costa Rica" not in changed.get_text()  # without a visa since 2014


def test_a_box_on_another_subject_is_one_new_file(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / "content/facts/oas.yaml").write_text(
        """
title: Members of the OAS
view: membership
as-of: 2026-11-24
headline: count
dispute: >-
  Whether [1](fact:oas.count) state is left, see [@mt-history-2007, p. 4].
members:
  NI:
    - {since: 1948, until: 2023-11-19, source: [ria-2023-11-20]}
  US:
    - {since: 1948, source: [oas-who-we-are]}
""",
        encoding="utf-8",
    )
    old = "::: factbox brics"
    change(project / ARTICLE, old, f"::: factbox oas\n:::\n\n{old}")
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    page = soup_of(project / "output/briefings/russia-celac-2013/index.html")
    assert "Then: 2 → now: 1" in text_of(page, "#box-oas")
    own = soup_of(project / "output/facts/oas/index.html")
    assert "Nicaragua" in text_of(own, "main")
    assert (project / "output/facts/oas/oas.csv").is_file()
    for shown in (page, own):
        assert shown.select_one('a.cite[href="#source-mt-history-2007"]')
        assert shown.select_one("#source-mt-history-2007")


def test_an_entity_named_twice_has_a_page_with_its_sentences(built_site: Path) -> None:
    main = text_of(soup_of(built_site / "entities/celac/index.html"), "main")
    assert "CELAC was founded in 2010 as a counterweight" in main
    assert "33" in main


def test_an_entity_named_once_leads_to_its_sentence(built_site: Path) -> None:
    page = soup_of(built_site / "entities/index.html")
    link = page.find("a", string=re.compile("Misha Japaridze"))
    assert isinstance(link, Tag)
    target, fragment = urldefrag(urljoin("entities/index.html", str(link["href"])))
    assert "Misha Japaridze" in text_of(soup_of(built_site / target), f"#{fragment}")


def test_claims_can_be_filtered_without_javascript(page_at: PageAt, served_site: str) -> None:
    page = page_at(served_site + "claims/index.html", javascript=False).page
    rows = page.locator("tbody tr:has(th[scope=row])")
    everything = sum(row.is_visible() for row in rows.all())
    page.get_by_label(re.compile("Finding moved")).check(force=True)
    moved = sum(row.is_visible() for row in rows.all())
    assert 0 < moved < everything


def test_a_changed_verdict_shows_the_old_one_its_day_and_the_reason(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    change(
        project / ARTICLE,
        "history:\n",
        "history:\n  - {date: 2026-11-20, about: founded-2010, was: supported, "
        "why: the Caracas declaration says otherwise}\n",
    )
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    page = soup_of(project / "output/briefings/russia-celac-2013/index.html")
    said = "Supported until 20 November 2026 : the Caracas declaration says otherwise."
    assert said in text_of(page, "#note-founded-2010")
    assert said in text_of(page, "#claim-founded-2010")


TEXTS = {"rights": "1948-12-10", "charter": "1941-08", "pact": "1928-08-27", "monroe": "1823"}
POLISH = "Zażółć gęślą jaźń, ćwierćłokciowy Œuvre.\n"
FONTS = "performance.getEntriesByType('resource').map(e => e.name).filter(n => /woff2/.test(n))"
FACES = """
const probe = document.createElement('span'), width = family => {
  probe.style.cssText = `position: absolute; font: 40px ${family}`;
  return probe.getBoundingClientRect().width;
};
document.body.append(probe);
[...'ąćęłńóśźżčďěňřšťůžőűășțğşıœ'].filter(letter => {
  probe.textContent = letter.repeat(9);
  return width('Nr, monospace') == width('monospace');
}).join('')
"""
LABELS = """[...document.querySelectorAll('.years text')].filter(t => t.getClientRects().length)
  .map(t => [t.textContent, t.getBoundingClientRect().toJSON()])"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of four short texts, the first the newest edition."""
    project = copy_project(tmp_path_factory.mktemp("many") / "project", ("theme", "pelicanconf.py"))
    (project / "content/briefings").mkdir(parents=True)
    for month, (slug, day) in enumerate(TEXTS.items()):
        words = POLISH if slug == "pact" else f"The words of the {slug} are not given here.\n"
        front = (
            f"title: On {slug}\nsummary: A text.\nedition: 2026-{11 - month:02}-09\nseed: {slug}"
        )
        digest = sha256(words.encode()).hexdigest()
        seed = project / "seeds" / slug
        seed.mkdir(parents=True)
        (seed / "seed.txt").write_text(words, "utf-8")
        (seed / "seed.yaml").write_text(
            f"file: seed.txt\nsha256: {digest}\ntitle: On {slug}\nissued: {day}\n"
            f"language: {'pl' if slug == 'pact' else 'en'}\n",
            "utf-8",
        )
        article = project / f"content/briefings/{slug}.md"
        article.write_text(f"---\n{front}\n---\n\n{words}", "utf-8")
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    return project / "output"


def test_several_texts_are_a_list_below_the_newest(many: Path) -> None:
    page = soup_of(many / "index.html")
    assert text_of(page, ".first h2") == "On rights"
    assert [text_of(row, "h3") for row in page.select(".brief")] == [
        "On charter",
        "On pact",
        "On monroe",
    ]
    assert text_of(page, "#years") == "4 texts, 1823 to 1948"
    assert text_of(page, ".brief .count") == "No notes yet; checked 9 October 2026"
    assert text_of(page, ".years .hi") == "1948"


@pytest.mark.parametrize("width", [1440, 896, 390, 320])
def test_the_years_of_the_texts_never_touch(
    many: Path, page_at: PageAt, serve: Serve, width: int
) -> None:
    visit = page_at(serve(many) + "index.html", width=width)
    labels = visit.page.evaluate(LABELS)
    assert len(labels) == 4
    assert all(box["left"] >= 0 and box["right"] <= width for _, box in labels)
    rows: dict[float, list[dict[str, float]]] = {}
    for _, box in labels:
        rows.setdefault(box["top"], []).append(box)
    for row in rows.values():
        assert all(one["right"] < next_["left"] for one, next_ in pairwise(row))
    assert violations(visit) == []


def test_few_texts_or_one_year_have_no_rule() -> None:
    days = [Words("en").day(PartialDate.read(day)) for day in ("1918", "1918-05", "1918-05-08")]
    assert year_rule(days) is None
    assert year_rule([days[0], Words("en").day(PartialDate(2013))]) is None


@given(st.lists(st.dates().map(str), min_size=3, max_size=40, unique=True))
def test_each_year_is_written_once_and_apart_from_the_next(days: list[str]) -> None:
    rule = year_rule([Words("en").day(PartialDate.read(day)) for day in days])
    if rule is None:
        assert len({day[:4] for day in days}) == 1
        return
    assert len(rule.marks) == len(days)
    assert all(0 < mark.at < 100 for mark in rule.marks)
    assert [mark.year for mark in rule.marks if mark.leads] == [days[0][:4]]
    assert all(mark.row for mark in rule.marks if mark.leads)
    for row in (1, 2):
        here = [mark for mark in rule.marks if mark.row == row]
        assert all(b.at - a.at >= NARROW for a, b in pairwise(here))
    written = [mark.year for mark in rule.marks if mark.row]
    assert len(written) == len(set(written))


def test_letters_of_central_europe_come_in_the_same_face_and_only_there(
    many: Path, page_at: PageAt, serve: Serve
) -> None:
    site = serve(many)
    polish = page_at(site + "briefings/pact/").page
    asked = {name.rpartition("/")[2] for name in polish.evaluate(FONTS)}
    assert {"nr.woff2", "nrx.woff2"} <= asked
    assert not asked & {"nrix.woff2", "nrdx.woff2", "lfx.woff2"}
    for _ in range(10):  # a face that comes late is shown on the next visit
        polish.reload(wait_until="load")
        missing = polish.evaluate(FACES)
        if not missing:
            break
    assert missing == ""

    english = page_at(site + "briefings/rights/").page
    assert not [name for name in english.evaluate(FONTS) if name.endswith("x.woff2")]
