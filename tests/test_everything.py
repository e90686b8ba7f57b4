"""One article with all that the format has, on a page of the real site."""

from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from command import briefing
from links import broken_links
from markup import nu
from project import with_everything


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with one more briefing, of `fixtures/everything.md`."""
    root = with_everything(tmp_path_factory.mktemp("everything") / "project")
    done = briefing("build", cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "output"


@pytest.fixture(scope="module")
def page(built: Path) -> BeautifulSoup:
    html = (built / "briefings/everything/index.html").read_bytes()
    return BeautifulSoup(html, "html.parser")


def test_ids_are_unique_and_links_lead_somewhere(built: Path, page: BeautifulSoup) -> None:
    ids = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert broken_links(built) == []


def test_the_page_is_valid(built: Path) -> None:
    assert nu(built / "briefings") == []


def test_every_note_has_its_number_and_a_way_back_from_each_place(page: BeautifulSoup) -> None:
    marks = Counter(str(mark["href"]) for mark in page.select("a.r[href^='#note-']"))
    assert len(marks) == 12
    for href, times in marks.items():
        note = page.select_one(href)
        assert note is not None, href
        backs = {str(back["href"]) for back in note.select("a[role=doc-backlink]")}
        assert len(backs) == times
        assert all(page.select_one(back) for back in backs)


def test_the_sources_own_notes_are_a_series_of_their_own(page: BeautifulSoup) -> None:
    own = [mark.text for mark in page.select("a.o")]
    assert own == ["†", "†", "‡"]
    assert [note.text.split()[0] for note in page.select("div.own")] == ["†", "‡"]
    assert page.select("div.own .n") == []


def test_a_ledger_only_claim_has_words_and_no_mark(page: BeautifulSoup) -> None:
    assert [words["id"] for words in page.select("span.w[id]")] == [
        "words-ledger",
        "words-ledger-2",
    ]
    assert page.select_one("#claim-ledger #note-ledger") is not None
    assert page.select("#mark-ledger") == []


def test_the_words_relied_on_are_one_click_away(page: BeautifulSoup) -> None:
    links = {str(a["href"]) for a in page.select("#note-target a[href*=':~:text=']")}
    assert [link.partition("#")[2] for link in links] == [
        ":~:text=one%2C%20two%20%26%20three%2Dfour,the%20end"
    ]
