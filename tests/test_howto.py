"""The how-to pages are done as they say, each in a site of its own."""

import io
import re
import shutil
import sys
from pathlib import Path

import pytest

from briefing.diagnostics import Severity
from briefing.kinds import KINDS, VERDICTS
from briefing.survey import survey
from command import ROOT
from howto import BLOCK, follow, new_site, says
from pairs import FIXTURES
from test_reading_modes import STATES

PAGES = ROOT / "docs/how-to"
ELSEWHERE = {"another-language", "in-class", "preview", "take-it-away", "visual-studio-code"}
"""Pages whose promises other tests hold: test_language, test_reading_modes, test_preview, …"""
DONE = sorted({path.stem for path in PAGES.glob("*.md")} - ELSEWHERE)


@pytest.mark.parametrize("name", DONE)
def test_a_page_does_what_it_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = new_site(tmp_path / "site")
    shutil.copy(FIXTURES / "imports/harbour-news.html", site / "page.html")
    for text in ("1921/budget-1921", "tolls"):
        (site / "archive/1921").mkdir(parents=True, exist_ok=True)
        (site / f"archive/{text}.txt").write_text(f"On {text}\n\nIts words.\n", "utf-8")
    speech = (site / "seeds/gettysburg-1863/seed.txt").read_text("utf-8")
    for old, new in (
        ("on this continent", "upon this continent"),
        ("this nation, under God, shall", "the nation shall"),
    ):
        assert speech.count(old) == 1
        speech = speech.replace(old, new)
    (site / "corrected.txt").write_text(speech, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO())  # a question is answered by nobody: no
    for shown, said in follow(PAGES / f"{name}.md", site):
        assert says(said, shown), f"{shown}\n---\n{said}"
    faults = [d for d in survey(site).found if d.severity is Severity.ERROR]
    assert faults == []
    if name == "publish":
        addresses = (site / "output/sitemap.xml").read_text("utf-8")
        assert "<loc>https://texts.example.org/briefings/gettysburg-1863/</loc>" in addresses


def test_every_verdict_and_kind_has_its_place() -> None:
    claims = (PAGES / "check-a-claim.md").read_text("utf-8")
    chosen = re.findall(
        r"`([a-z-]+)`", claims[claims.index("| verdict |") : claims.index("Where a")]
    )
    assert sorted(chosen) == sorted(VERDICTS)
    notes = (PAGES / "write-a-note.md").read_text("utf-8")
    assert set(re.findall(r"^\| .*`\.(\w+)`", notes, re.MULTILINE)) <= set(KINDS)
    assert {kind for kind in KINDS if f"`.{kind}`" not in notes} == {"own"}


def test_the_views_for_a_class_are_views_that_there_are() -> None:
    page = (PAGES / "in-class.md").read_text("utf-8")
    named = {f"{key}-{value}" for key, value in re.findall(r"[?&](\w)=(\w+)", page)}
    assert named == set(STATES)


def test_the_list_of_pages_names_each() -> None:
    listed = re.findall(r"\]\(how-to/([\w-]+)\.md\)", (ROOT / "docs/README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(path.stem for path in PAGES.glob("*.md"))


@pytest.mark.parametrize("name", DONE)
def test_a_reader_is_told_which_file_is_meant(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text("utf-8")
    for block in BLOCK.finditer(text):
        words = BLOCK.sub("", text[: block.start()])
        assert not block["path"] or f"`{block['path']}`" in words


def test_every_link_leads_somewhere() -> None:
    for page in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]:
        text = re.sub(
            r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        for target in re.findall(r"(?<!`)\]\(([^)\s#]+)[^)]*\)", text):
            if not re.match(r"https?:|fact:|mailto:", target):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
