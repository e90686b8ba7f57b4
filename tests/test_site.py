"""The built site: its words are the seed's, its links lead somewhere, browsers like it."""

import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from browser import PageAt
from command import ROOT, SiteFor
from links import broken_links
from markup import nu

BRIEFING = "briefings/russia-celac-2013/"
PAGES = ("", BRIEFING, "about/", "how-we-check/", "404.html")
SEED = ROOT / "seeds/russia-celac-2013"


def emended_seed() -> str:
    """The seed's words, worked out without our code: its few escapes and marks are undone here."""
    text = (SEED / "seed.txt").read_text(encoding="utf-8")
    declared = yaml.safe_load((SEED / "seed.yaml").read_text(encoding="utf-8"))["emendations"]
    for emendation in declared:
        assert text.count(emendation["seed"]) == 1
        text = text.replace(emendation["seed"], emendation.get("reads", ""))
    return " ".join(text.replace("\\$", "$").replace("**", "").split())


def words(soup: BeautifulSoup | Tag) -> str:
    return " ".join(soup.get_text().split())


def body_of(site: Path) -> Tag:
    soup = BeautifulSoup((site / BRIEFING / "index.html").read_bytes(), "html.parser")
    body = soup.select_one("div.body")
    assert body is not None
    return body


def test_without_notes_and_boxes_the_page_is_the_seed(built_site: Path) -> None:
    body = body_of(built_site)
    for ours in body.select("[data-ours], h2.vh"):
        ours.decompose()
    assert words(body) == emended_seed()


def test_source_txt_is_the_seed(built_site: Path) -> None:
    text = (built_site / BRIEFING / "source.txt").read_text(encoding="utf-8")
    assert " ".join(text.split()) == emended_seed()


def test_every_note_stands_after_its_paragraph_and_leads_back(built_site: Path) -> None:
    body = body_of(built_site)
    marks = body.select("a.r")
    assert len({mark["href"] for mark in marks}) >= 24
    for mark in marks:
        note = body.select_one(str(mark["href"]))
        assert note is not None
        assert note.select_one(f'[role=doc-backlink][href="#{mark["id"]}"]') is not None
        paragraph = mark.find_parent(["p", "figure"])
        assert paragraph is not None
        following = paragraph.find_next_sibling()
        assert note.find_parent(class_="ns") == following


@pytest.mark.parametrize("base", ["/", "/some/repo/"])
def test_every_link_leads_somewhere(site_for: SiteFor, base: str) -> None:
    public_url = "https://example.org" + base.rstrip("/")
    site = site_for(public_url)
    assert broken_links(site, base, public_url) == []


def test_the_site_without_an_address_names_none(built_site: Path) -> None:
    for path in sorted(built_site.rglob("*.*")):
        if path.suffix in {".html", ".xml", ".atom", ".txt"}:
            assert not re.search(r"\bNone\b|tag:,|href=\"\"", path.read_text(encoding="utf-8")), (
                path
            )


def test_the_nu_checker_has_nothing_to_say(built_site: Path) -> None:
    assert nu(built_site) == []


def test_the_keyboard_goes_from_a_mark_to_its_note_and_back(
    page_at: PageAt, served_site: str
) -> None:
    page = page_at(served_site + BRIEFING).page
    mark = page.locator("a.r").first
    mark.focus()
    page.keyboard.press("Enter")
    target = str(mark.get_attribute("href"))
    assert page.evaluate("location.hash") == target
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.nb')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#{mark.get_attribute('id')}"


def test_the_site_opens_from_the_disk(page_at: PageAt, built_site: Path) -> None:
    visit = page_at((built_site / "index.html").as_uri())
    visit.page.get_by_role("link", name=re.compile("Read the briefing")).click()
    visit.page.wait_for_url("**/russia-celac-2013/index.html", wait_until="load")
    assert visit.page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert visit.errors == []
    assert visit.page.evaluate("[...document.fonts].some(font => font.status == 'loaded')")
    # From the disk Chromium refuses preloads of fonts, and loads the fonts themselves.
    assert [said for said in visit.console if not re.search("font|preload|ERR_FAILED", said)] == []


def test_no_two_files_are_one_on_a_disk_that_does_not_tell_capitals(built_site: Path) -> None:
    names = [path.relative_to(built_site).as_posix() for path in built_site.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names) > 100
