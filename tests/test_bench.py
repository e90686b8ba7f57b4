"""The benchmark's corpus: the same words for everybody, the same bytes at every call."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from command import briefing
from corpus import BOXES, NOTES, WORDS, articles
from dialects import DIALECTS, write
from project import digests

N = 3
PEERS = {
    "pelican": "content/{slug}.md",
    "hugo": "content/articles/{slug}.md",
    "eleventy": "src/articles/{slug}.md",
}
"""Where the peers' articles are."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write(folder, N, DIALECTS)
    return folder


@pytest.fixture(scope="module")
def built(corpus: Path) -> Path:
    """Our site of the corpus."""
    done = briefing("build", "--output", corpus / "output", cwd=corpus / "ours")
    assert done.returncode == 0, done.stderr
    return corpus / "output"


def test_the_checks_have_nothing_to_say(corpus: Path) -> None:
    done = briefing("check", "--strict", cwd=corpus / "ours")
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings\n")


def test_each_article_has_its_page_notes_and_boxes(built: Path) -> None:
    for article in articles(N):
        page = _page(built / f"briefings/{article.slug}/index.html")
        assert {note["id"] for note in page.select("[role=doc-footnote]")} >= {
            f"note-{note.id}" for note in article.notes
        }
        assert len(page.select("section[id^=box-]")) == len(article.boxes)


def test_all_programs_are_given_the_same_words(corpus: Path, built: Path) -> None:
    for article in articles(N):
        said = " ".join(block.plain for block in article.blocks).split()
        ours = _page(built / f"briefings/{article.slug}/index.html")
        assert _words(ours.select_one("#text"), "h2.vh, [data-ours]") == said
        for peer, place in PEERS.items():
            page = _rendered(corpus / peer / place.format(slug=article.slug))
            notes = page.select_one("section.footnotes")
            assert notes
            assert all(note.text in notes.text for note in article.notes)
            assert len(page.select("h3 ~ table")) == len(article.boxes)
            assert _words(page, "h3, h3 ~ *, sup, hr, section") == said


def test_every_article_is_as_long_as_it_should_be() -> None:
    for article in articles(200):
        words = sum(len(block.plain.split()) for block in article.blocks)
        marks = [p.note for block in article.blocks for p in block.pieces if p.note]
        assert abs(words - WORDS) < 50, article.slug
        assert marks == [note.id for note in article.notes]
        assert len(marks) == NOTES
        assert len(article.boxes) == (0 if article.number % 10 else BOXES)


def test_the_same_call_writes_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    write(tmp_path / "again", N, DIALECTS)
    assert digests(tmp_path / "again/ours") == digests(corpus / "ours")
    for peer in PEERS:
        assert digests(tmp_path / "again" / peer) == digests(corpus / peer)


def _page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def _rendered(path: Path) -> BeautifulSoup:
    """A peer's Markdown, its front matter left out."""
    _, _, text = path.read_text("utf-8").split("---\n", 2)
    md = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    return BeautifulSoup(md.render(text), "html.parser")


def _words(page: Tag | None, ours: str) -> list[str]:
    """The words of *page* without what *ours* selects."""
    assert page
    for part in page.select(ours):
        part.extract()
    return page.text.split()
