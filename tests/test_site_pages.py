"""The site's own pages: all are reached, none is empty, everything follows from the data."""

import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from browser import PageAt
from command import briefing
from project import ARTICLE, SEED, change, copy_project

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
