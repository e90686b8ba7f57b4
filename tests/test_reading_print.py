"""The printed page (READING, section 14): every note at the end, no address cut, page numbers."""

import io
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from browser import PageAt
from test_site import BRIEFING

MOST_PAGES = 22
"""For 29 notes, 39 claims, 3 boxes and 137 sources; the prototype, with a tenth of the sources and
twelve notes, took six."""


def printed(page_at: PageAt, url: str, paper: str) -> list[str]:
    """The text of each page of *paper*, as Chromium prints it, without its white space."""
    page = page_at(url, width=390).page
    pdf = page.pdf(format=paper, prefer_css_page_size=False)
    return [squeezed(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """*text* without white space and soft hyphens: where lines break is the paper's affair."""
    return re.sub(r"[\s\u00ad]", "", text)


@pytest.fixture(scope="module")
def soup(published: Path) -> BeautifulSoup:
    return BeautifulSoup((published / BRIEFING / "index.html").read_bytes(), "html.parser")


def last_words(soup: BeautifulSoup) -> str:
    """The last long words of the source without a mark in them."""
    text = squeezed(soup.select(".body > p")[-1].get_text())
    return re.split(r"\[\d+\]", text)[-2][-15:]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_all_is_printed(
    page_at: PageAt, published_site: str, soup: BeautifulSoup, paper: str
) -> None:
    sheets = printed(page_at, published_site + BRIEFING, paper)
    assert 6 <= len(sheets) <= MOST_PAGES
    for number, sheet in enumerate(sheets, 1):
        assert f"{number}/{len(sheets)}" in sheet, f"page {number} has no number"
    whole = re.sub(rf"\d+/{len(sheets)}(?=$|\D)", "", "".join(sheets))

    text_ends = whole.find(last_words(soup))
    assert text_ends > 0
    notes = soup.select(".n")
    assert len(notes) >= 24
    for note in notes:
        words = squeezed(note.select("p")[1].get_text())[:60]
        assert whole.find(words) > text_ends, f"{note['id']} is not among the notes at the end"
        assert note.select_one(".fix") is None or "Correctthis" not in whole

    sources = [
        str(link["href"])
        for link in soup.select(".srcs a[href^=http], .n :not(.fix) > a[href^=http]")
    ]
    for url in sources:
        assert f"<{url}>" in whole, f"cut or missing: {url}"
    printed_after = re.findall(r"<(http[^<>…]+)>", whole)
    assert sorted(printed_after) == sorted(sources), "an address is printed after another link"


def test_without_verdicts_none_is_printed(
    page_at: PageAt, published_site: str, soup: BeautifulSoup
) -> None:
    whole = "".join(printed(page_at, f"{published_site}{BRIEFING}?v=open", "A4"))
    judged = [note for note in soup.select(".n") if note.select(".kd b:not(.who)")]
    assert len(judged) >= 12
    for note in judged:
        head, body = (squeezed(p.get_text()) for p in note.select("p")[:2])
        assert head.removeprefix("↩") + body[:20] not in whole
        assert f"{note['data-n']}Claim{body[:20]}" in whole


def test_as_printed_is_printed_alone(
    page_at: PageAt, published_site: str, soup: BeautifulSoup
) -> None:
    whole = "".join(printed(page_at, f"{published_site}{BRIEFING}?v=src", "A4"))
    assert last_words(soup) in whole
    for note in soup.select(".n"):
        assert squeezed(note.select("p")[1].get_text())[:60] not in whole
