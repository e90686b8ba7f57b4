"""The PDF of a briefing (PDF/UA-1), read by programs that did not make it."""

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from briefing.exports.markup import tree_of
from briefing.exports.shapes import redraw, rules_for_maps, shapes_of, top_rules
from command import ROOT, briefing
from installed import clean
from project import with_everything

BRIEFING = "briefings/everything"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One project with a PDF, built twice, in other circumstances each time."""
    root = with_everything(tmp_path_factory.mktemp("pdf") / "project")
    (root / "content/briefings/russia-celac-2013.md").unlink()
    for path in sorted((root / "seeds/russia-celac-2013").iterdir()):
        path.unlink()
    (root / "seeds/russia-celac-2013").rmdir()
    built = []
    for seed, zone in (("1", "Asia/Kathmandu"), ("2", "America/Lima")):
        output = root / f"output-{seed}"
        made = briefing(
            "build", "--pdf", "--output", output, cwd=root, PYTHONHASHSEED=seed, TZ=zone
        )
        assert made.returncode == 0, made.stderr
        built.append(output)
    return built


@pytest.fixture(scope="module")
def folder(sites: list[Path]) -> Path:
    return sites[0] / BRIEFING


@pytest.fixture(scope="module")
def page(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "index.html").read_bytes(), "html.parser")


@pytest.fixture(scope="module")
def reader(folder: Path) -> PdfReader:
    return PdfReader(folder / "briefing.pdf")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """The structure below *node*, in the order in which it is read."""
    if isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from elements(kid.get_object())


def test_it_is_tagged_named_and_in_a_language(reader: PdfReader, page: BeautifulSoup) -> None:
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert page.html is not None
    assert root["/Lang"] == page.html["lang"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert page.title is not None
    assert reader.metadata.title == page.title.get_text()
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_its_structure_names_headings_lists_tables_and_every_figure(reader: PdfReader) -> None:
    found = list(elements(reader.root_object["/StructTreeRoot"].get_object()))
    kinds = {str(element["/S"]) for element in found}
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/LBody", "/Table", "/TH", "/TD", "/Link"} <= kinds
    assert "/Figure" in kinds
    assert all(element.get("/Alt") for element in found if element["/S"] == "/Figure")
    levels = [int(str(e["/S"])[2:]) for e in found if re.fullmatch(r"/H\d", str(e["/S"]))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {str(sheet["/Tabs"]) for sheet in reader.pages} == {"/S"}
    links = [a.get_object() for sheet in reader.pages for a in sheet.get("/Annots", [])]
    assert links
    assert all(link["/Contents"] and "/StructParent" in link for link in links)


def test_every_word_and_note_is_in_it_the_notes_after_the_text(
    folder: Path, page: BeautifulSoup
) -> None:
    command = ["pdftotext", "-enc", "UTF-8", str(folder / "briefing.pdf"), "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    told = re.sub(r"\d+ / \d+\n", "", told)
    whole = re.sub(r"<https?://[^>]*>", "", squeezed(told))
    notes = page.select("#text .n")
    assert len(notes) > 10
    ends = max(whole.find(squeezed(p.get_text())[:30]) for p in page.select("#text > p")[-1:])
    assert ends > 0
    for note in notes:
        words = squeezed(note.select("p")[1].get_text())[:60]
        assert whole.find(words) > ends, note["id"]


def test_all_its_letters_are_in_it(folder: Path) -> None:
    listed = subprocess.run(
        ["pdffonts", str(folder / "briefing.pdf")], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        embedded, subset, unicode = line.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), line


def test_it_is_linked_and_listed_where_it_is_made_and_only_there(
    sites: list[Path], page: BeautifulSoup, built_site: Path
) -> None:
    assert page.select_one('#edition a[href="briefing.pdf"]') is not None
    index = json.loads((sites[0] / "index.json").read_text("utf-8"))
    types = {e["href"]: e["type"] for b in index["briefings"] for e in b["exports"]}
    assert types[f"{BRIEFING}/briefing.pdf"] == "application/pdf"
    assert not list(built_site.rglob("*.pdf"))
    assert "briefing.pdf" not in (built_site / "index.json").read_text("utf-8")


def test_the_same_bytes_twice(sites: list[Path]) -> None:
    one, other = ((site / BRIEFING / "briefing.pdf").read_bytes() for site in sites)
    assert one == other
    for stamp in (b"CreationDate", b"ModDate", str(ROOT).encode()):
        assert stamp not in one


def test_without_the_extra_it_says_what_to_install_and_builds_nothing(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise ImportError('not here')\n", "utf-8")
    (tmp_path / "pelicanconf.py").write_text("", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "build", "--pdf"],
        cwd=tmp_path,
        env=clean(PYTHONPATH=f"{tmp_path}:{ROOT / 'plugins'}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "A PDF needs WeasyPrint, which is not installed here: 'make pdf' installs it. "
        "Nothing was built.\n"
    )
    assert not (tmp_path / "output").exists()


def test_a_drawing_is_whole_by_itself() -> None:
    page = tree_of(
        '<svg class="sprite"><symbol id="i" viewBox="0 0 1 1"><path d="M0 0"/></symbol>'
        '<path id="t" d="M1 1"/></svg><p><svg aria-hidden="true"><use href="#i"/></svg> a word '
        '<svg class="tiles" viewBox="0 0 2 2" role="img" aria-label="A map"><use href="#t"/>'
        "<text>XX</text></svg> and more</p>"
    )
    redraw(page, shapes_of(page, ".tiles use { fill: red }", ""))
    (paragraph,) = page.iter("p")
    icon, drawing = paragraph
    shape = re.search(r"base64,([^)]+)\)", icon.get("style", ""))
    assert shape
    drawn = etree.fromstring(b64decode(shape[1]))
    assert [child.tag.rpartition("}")[2] for child in drawn] == ["style", "path"]
    assert drawing.findtext("title") == "A map"
    assert drawing.findtext("style") == ".tiles .used { fill: red }"
    assert [path.get("d") for path in drawing.iter("path")] == ["M1 1"]
    assert (icon.tail, drawing.tail) == (" a word ", " and more")


def test_a_maps_rules_are_told_in_the_colours_of_paper() -> None:
    screen = (
        ":root { --ink: #111; --now: #00f; }\n"
        ".tiles { width: 100% }\n"
        ".tiles rect { fill: var(--c); font: 600 10px var(--none, serif) }\n"
        "@media screen { .tiles rect { fill: red } }\n.other { fill: red }\n"
    )
    rules = rules_for_maps(screen, ":root { --ink: #000; }")
    words = "font-weight: 600; font-size: 10px; font-family: serif"
    assert rules[""] == f".tiles rect {{ fill: #000; {words} }}"
    assert rules["now"] == f".tiles rect {{ fill: #00f; {words} }}"
    assert len(list(top_rules(screen))) == 4
