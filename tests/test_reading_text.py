"""The source's words stay its words: copied, searched for, linked to, read in reader mode."""

import re
from pathlib import Path
from urllib.parse import quote

from bs4 import BeautifulSoup
from playwright.sync_api import Page

from browser import PageAt
from command import ROOT
from test_site import BRIEFING

READABILITY = ROOT / "tests/node_modules/@mozilla/readability/Readability.js"

SELECT = """number => {
  const block = document.querySelector(`.body #p${number} figcaption, .body p#p${number}`);
  const range = document.createRange();
  range.selectNodeContents(block);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
PHRASES = """
[...document.querySelectorAll('.body a.r')].map(mark => {
  const range = document.createRange(), block = mark.closest('p, figcaption');
  const words = () => {
    const copy = range.cloneContents();
    copy.querySelectorAll('[data-ours]').forEach(ours => ours.remove());
    return copy.textContent.replace(/\\s+/g, ' ');
  };
  range.selectNodeContents(block);
  range.setEndBefore(mark);
  const before = words().slice(-25);
  range.selectNodeContents(block);
  range.setStartAfter(mark);
  const after = words().slice(0, 25).replace(/\\s\\S*$/, '');
  return [mark.id, before.replace(/^\\S*\\s/, '').trimStart() + after];
})
"""

IN_SIGHT = """id => {
  const top = document.getElementById(id).getBoundingClientRect().top;
  return scrollY > 0 && top > 0 && top < innerHeight;
}"""


def paragraphs(site: Path) -> list[str]:
    """The source's paragraphs, as ``source.txt`` has them, one a line."""
    lines = (site / BRIEFING / "source.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.strip()]


def test_a_copied_paragraph_is_the_sources(
    page_at: PageAt, published: Path, published_site: str
) -> None:
    page = page_at(published_site + BRIEFING).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copied = [clipboard(page, n) for n in range(1, len(paragraphs(published)) + 1)]
    assert copied == paragraphs(published)


def clipboard(page: Page, number: int) -> str:
    page.evaluate(SELECT, number)
    page.keyboard.press("Control+c")
    return " ".join(str(page.evaluate("navigator.clipboard.readText()")).split())


def test_a_link_to_words_across_a_mark_finds_them(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING, width=390).page
    phrases = page.evaluate(PHRASES)
    assert len(phrases) >= 24
    for mark, phrase in phrases:
        assert 10 < len(phrase) < 60
        words = quote(phrase, safe="").replace("-", "%2D")  # a hyphen has a meaning of its own
        page.goto("about:blank")
        page.goto(f"{published_site}{BRIEFING}#:~:text={words}")
        assert soon(page, IN_SIGHT, mark), f"{mark}: {phrase}"


def soon(page: Page, script: str, argument: str) -> bool:
    """Whether *script* comes true within two seconds: the browser searches after it has drawn."""
    for _ in range(40):
        if page.evaluate(script, argument):
            return True
        page.wait_for_timeout(50)
    return False


def test_reader_mode_keeps_every_paragraph_and_note(
    page_at: PageAt, published: Path, published_site: str
) -> None:
    script = READABILITY.read_text("utf-8")
    page = page_at(published_site + BRIEFING).page
    html = page.evaluate(
        f"() => {{ {script}; return new Readability(document.cloneNode(true)).parse().content }}"
    )
    read = BeautifulSoup(html, "html.parser")
    notes = BeautifulSoup(page.content(), "html.parser").select(".n")
    assert len(notes) >= 24
    for note in notes:
        kept = read.find(id=str(note["id"]))
        assert kept is not None, note["id"]
        assert folded(note.select("p")[1].get_text()) in folded(kept.get_text())
    words = folded(re.sub(r"\[\d+\]", "", read.get_text(" ")))
    for paragraph in paragraphs(published):
        assert folded(paragraph) in words, paragraph


def folded(text: str) -> str:
    """*text* without its white space: reader mode sets its own."""
    return re.sub(r"\s", "", text)
