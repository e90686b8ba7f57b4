"""Annotating in the browser: written as a person would have, and never over another's edit."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from briefing.preview.editor import in_lines_of
from command import ROOT
from previewing import Previewed, briefing_page, previewing
from project import ARTICLE, change

WORDS = "rapidly increased"
SELECT = """words => {
  const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const at = node.data.indexOf(words);
    if (at < 0 || node.parentElement.closest('[data-ours]')) continue;
    node.parentElement.scrollIntoView({ block: 'center' });
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return true;
  }
  return false;
}"""


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Previewed]:
    with previewing(tmp_path_factory.mktemp("editor") / "project") as one:
        yield one


def begin(page: Page, body: str) -> None:
    """Select words and write a note on them."""
    assert page.evaluate(SELECT, WORDS)
    page.locator(".poffer").click()
    page.locator(".pkinds label", has_text="Context").click()
    page.locator("#preview-source").fill("euiss-2021")
    page.locator("#preview-source").dispatch_event("change")
    page.locator("#preview-body").fill(body)


def test_annotate_edit_and_delete(browser: Browser, previewed: Previewed) -> None:
    article = previewed.project / ARTICLE
    before = article.read_text("utf-8")
    with briefing_page(browser, previewed) as page:
        begin(page, "A *remark*.")
        page.locator(".plive em", has_text="remark").wait_for()
        page.locator(".pgo").click()
        page.locator("#note-rapidly-increased em").wait_for()
        written = article.read_text("utf-8")
        braces = '{.context as-of=2026-11-24 source="euiss-2021"}'
        assert f"[{WORDS}][^rapidly-increased]" in written
        assert f"\n[^rapidly-increased]: {braces}\n    A *remark*.\n" in written

        page.locator("#note-rapidly-increased").dblclick(position={"x": 3, "y": 30})
        page.locator("#preview-body").fill("Another remark.")
        page.locator(".pgo").click()
        page.locator("#note-rapidly-increased", has_text="Another remark.").wait_for()
        assert article.read_text("utf-8") == written.replace("A *remark*.", "Another remark.")

        page.locator("#note-rapidly-increased").dblclick(position={"x": 3, "y": 30})
        page.locator(".pdel").click()
        page.locator(".pdel").click()
        page.locator("#note-rapidly-increased").wait_for(state="detached")
    assert article.read_text("utf-8") == before


BOX = "e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }"


def test_the_form_stands_in_the_margin_beside_its_words(
    browser: Browser, previewed: Previewed
) -> None:
    with briefing_page(browser, previewed) as page:
        begin(page, "Mine.")
        page.locator(".pwhere", has_text="[^rapidly-increased]").wait_for()
        words, form, before, after = (
            page.locator(css).first.evaluate(BOX)
            for css in (
                "#text p:has(#mark-cuban-revolution)",
                ".pform",
                "#note-cuban-revolution",
                "#note-soviet-fall",
            )
        )
        assert form[0] > words[2]
        assert before[3] < form[1] < before[3] + 40
        assert form[3] < after[1]
        page.locator(".pothers").click()
        assert page.evaluate(SELECT, "military")
        page.locator(".poffer", has_text="Put the note here").click()
        assert page.locator("#preview-body").input_value() == "Mine."
        assert page.locator(".pwords").inner_text() == "military"
        page.locator(".pacts button", has_text="Cancel").click()


def test_on_a_phone_the_form_is_a_sheet(browser: Browser, previewed: Previewed) -> None:
    with briefing_page(browser, previewed, width=390) as page:
        begin(page, "Mine.")
        left, top, right, bottom = page.locator(".pform").evaluate(BOX)
        assert (left, right, bottom) == (0, 390, page.evaluate("innerHeight"))
        assert top > 0
        page.locator("#preview-body").press("Control+Enter")
        page.locator("#mark-rapidly-increased").wait_for()
        page.locator("#note-rapidly-increased").evaluate("e => e.classList.add('open')")
        page.locator("#note-rapidly-increased").dblclick()
        page.locator(".pdel").click()
        page.locator(".pdel").click()
        page.locator("#mark-rapidly-increased").wait_for(state="detached")


def test_on_a_phone_a_note_that_was_there_goes(browser: Browser, previewed: Previewed) -> None:
    article = previewed.project / ARTICLE
    before = article.read_text("utf-8")
    with briefing_page(browser, previewed, width=390) as page:
        page.locator("#note-lavrov").evaluate("e => e.classList.add('open')")
        page.locator("#note-lavrov").dblclick()
        page.locator(".pdel").click()
        page.locator(".pdel").click()
        page.locator("#mark-lavrov").wait_for(state="detached")
        article.write_text(before, encoding="utf-8", newline="\n")
        page.locator("#mark-lavrov").wait_for()


def test_the_page_is_shown_as_published_too(browser: Browser, previewed: Previewed) -> None:
    article = previewed.project / ARTICLE
    before = article.read_text("utf-8")
    change(article, "[^lavrov]: {.definition ", "[^lavrov]: {.definition status=draft ")
    with briefing_page(browser, previewed) as page:
        page.locator("#note-lavrov.draft").wait_for()
        page.locator(".pas label", has_text="As published").click()
        page.locator("#note-lavrov").wait_for(state="detached")
        page.reload()
        page.locator("#note-lavrov").wait_for(state="detached")
        page.locator(".pas label", has_text="Drafts 1").click()
        page.locator("#note-lavrov.draft").wait_for()
    article.write_text(before, "utf-8")


def test_an_edit_made_meanwhile_is_kept_and_shown(browser: Browser, previewed: Previewed) -> None:
    article = previewed.project / ARTICLE
    before = article.read_text("utf-8")
    with briefing_page(browser, previewed) as page:
        begin(page, "Mine.")
        change(article, "Undersecretary Alfonso Silva", "an undersecretary")
        page.locator("#note-who-came", has_text="an undersecretary").wait_for()
        theirs = article.read_text("utf-8")
        page.locator(".pgo").click()
        page.locator(".ptheirs", has_text="an undersecretary").wait_for()
        assert "Mine." in page.locator(".pmine").inner_text()
        assert page.locator("#preview-body").input_value() == "Mine."
        assert article.read_text("utf-8") == theirs
        page.locator(".pagain").click()
        page.locator("#note-rapidly-increased", has_text="Mine.").wait_for()
    both = article.read_text("utf-8")
    assert "an undersecretary" in both
    assert "    Mine.\n" in both
    article.write_text(before, "utf-8")


def ask(previewed: Previewed, draft: object, **headers: str) -> tuple[int, str]:
    """Ask to save *draft* as the preview's own page would, but for *headers*."""
    host = urlsplit(previewed.url).netloc
    sent = {"Host": host, "Origin": f"http://{host}", "X-Preview-Key": previewed.key}
    sent |= {"Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(host)
    connection.request("POST", "/__preview/save", json.dumps(draft), sent)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    return answer.status, said


DRAFT = {"act": "remove", "file": ARTICLE, "id": "lavrov", "base": "0"}


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Preview_Key": "wrong"},
        {"Origin": "http://elsewhere.example"},
        {"Host": "elsewhere.example:80", "Origin": "http://elsewhere.example:80"},
    ],
    ids=["key", "origin", "host"],
)
def test_a_stranger_is_refused(previewed: Previewed, headers: dict[str, str]) -> None:
    before = (previewed.project / ARTICLE).read_bytes()
    assert ask(previewed, DRAFT, **headers)[0] == 403
    assert (previewed.project / ARTICLE).read_bytes() == before


@pytest.mark.parametrize(
    "name", ["../a.md", "content/../README.md", "/etc/hosts", "content/sources.yaml", "x.md", ""]
)
def test_another_file_is_refused(previewed: Previewed, name: str) -> None:
    (previewed.project / "README.md").write_text("Ours.", "utf-8")
    assert ask(previewed, {**DRAFT, "file": name})[0] == 400


def test_a_stale_base_and_a_faulty_note_are_refused(previewed: Previewed) -> None:
    before = (previewed.project / ARTICLE).read_bytes()
    assert ask(previewed, DRAFT)[0] == 409
    base = json.loads(ask(previewed, DRAFT)[1])["base"]
    note = {**DRAFT, "base": base, "act": "edit", "kind": "claim", "body": "x", "values": {}}
    status, said = ask(previewed, note)
    assert status == 422
    assert "attribute-missing" in said
    assert (previewed.project / ARTICLE).read_bytes() == before


def test_a_kill_in_the_midst_of_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    texts = [letter * 2_000_000 for letter in "ab"]
    file.write_text(texts[0], "utf-8")
    program = (
        "import sys; from pathlib import Path; from briefing.preview.editor import write_text\n"
        "p = Path(sys.argv[1]); print('on', flush=True)\n"
        "while True:\n"
        "    for t in 'ab': write_text(p, p.read_bytes(), t * 2_000_000)\n"
    )
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", program, file],
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
            stdout=subprocess.PIPE,
        )
        with writer:
            assert writer.stdout
            writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
        assert file.read_text("utf-8") in texts


@pytest.mark.parametrize(
    ("received", "text", "expected"),
    [
        (b"a\r\nb\r\n", "a\nx\nb\n", b"a\r\nx\r\nb\r\n"),
        (b"a\nb\r\nc\n", "a\nb\nc\nd\n", b"a\nb\r\nc\nd\r\n"),
        (b"\xef\xbb\xbfa\nb", "a\nx", b"\xef\xbb\xbfa\nx"),
    ],
)
def test_line_ends_stay_as_they_were(received: bytes, text: str, expected: bytes) -> None:
    assert in_lines_of(received, text) == expected
