"""The benchmark: the same words for every program, and a report of what was measured."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from command import briefing
from corpus import BOXES, NOTES, WORDS, articles
from dialects import DIALECTS, write
from measure import FailedError, memory, run
from programs import PROGRAMS
from project import digests
from report import PAGE, PICTURE, STORED, page, picture
from results import Reaction, Results, Sample, add, begin, read
from targets import targets

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


def test_the_same_call_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("once", "again"):
        write(tmp_path / name, N, DIALECTS)
    assert digests(tmp_path / "again") == digests(tmp_path / "once")


def test_the_report_says_what_was_measured_and_no_more() -> None:
    results = read(STORED)
    assert results
    assert PAGE.read_text("utf-8") == page(results), "python bench/report.py writes it again"
    assert PICTURE.read_text("utf-8") == picture(results)


def test_an_interrupted_measurement_goes_on_from_what_it_kept(tmp_path: Path) -> None:
    kept, first = tmp_path / "kept.jsonl", Sample("ours", 1, "cold", 1, wall=1.0)
    begin(kept, Results({"cores": "2"}, "digest", [first]))
    add(kept, Sample("ours", 1, "cold", 1, wall=2.0))
    add(kept, Reaction(100, "note", 5.0, 9.0, 4.0))
    kept.write_text(kept.read_text("utf-8") + '{"program": "hu', "utf-8")
    results = read(kept)
    assert results
    assert [sample.wall for sample in results.of("ours", 1)] == [2.0]
    assert [reaction.p95 for reaction in results.reactions] == [9.0]


def test_ratios_are_taken_within_a_round() -> None:
    slow, fast = (4.0, 2.0), (6.0, 2.0)  # the machine was slower in the second round
    samples = [
        Sample(program, 1000, "cold", n, wall=wall)
        for n, walls in enumerate((slow, fast), 1)
        for program, wall in zip(("ours", "pelican"), walls, strict=True)
    ]
    told = {target.words: target for target in targets(Results({}, "", samples))}
    against = told["wall time against Pelican, Python-Markdown; 1,000 articles"]
    assert (against.value, against.found) == (2.5, "not met")
    assert told["peak memory against Hugo; 10,000 articles"].found == "not measured"


HELD = "import time; x = b'x' * 50_000_000; time.sleep(1)"
"""A program that holds so much for long enough to be looked at."""


def test_a_program_that_fails_is_told_with_its_own_words(tmp_path: Path) -> None:
    code = "import sys; print('there is no theme'); sys.exit(3)"
    program = replace(PROGRAMS[0], command=(sys.executable, "-c", code))
    with pytest.raises(FailedError, match="there is no theme"):
        run(program, tmp_path, tmp_path / "log")
    works = replace(program, command=(sys.executable, "-c", HELD))
    cost, held = memory(lambda: run(works, tmp_path, tmp_path / "log"))
    assert cost.rss > 50
    assert 0 < cost.cpu < cost.wall * 2
    assert held is None or held > 20  # with whatever else this process has started


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
