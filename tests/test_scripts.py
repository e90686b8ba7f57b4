"""Names in any script: they are told apart, found in the text, and scramble no line."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from briefing.render import isolated
from browser import PageAt
from command import briefing
from project import copy_project
from serving import Serve

AUTHORS = {
    "harbour": "سلمى الحداد",
    "treaty": "佐藤一郎",
    "notice": "",
    "letter": "J. Smith",
    "reply": "J Smith",
}
ARABIC, PORT = AUTHORS["harbour"], "مجلس ميناء النور"
SOURCES = """
port: {type: report, title: سجل السفن, author: سلمى الحداد, publisher: مجلس ميناء النور,
  issued: 1956-03-15, evidence: seen, tier: primary}
log: {type: report, title: A log, publisher: A Harbour, issued: 1957, evidence: seen, tier: press}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a text by each of the authors, with a claim in each."""
    project = copy_project(tmp_path_factory.mktemp("site") / "p", ("theme", "pelicanconf.py"))
    (project / "content/briefings").mkdir(parents=True)
    (project / "content/sources.yaml").write_text(SOURCES, "utf-8")
    for slug, author in AUTHORS.items():
        words = f"The words of the {slug}.\n"
        seed = project / "seeds" / slug
        seed.mkdir(parents=True)
        (seed / "seed.txt").write_text(words, "utf-8")
        (seed / "seed.yaml").write_text(
            f"file: seed.txt\nsha256: {sha256(words.encode()).hexdigest()}\ntitle: On {slug}\n"
            f"issued: 1956-03-15\nlanguage: en\nauthor: {author}\n"
            + (f"publisher: {PORT}\n" if slug == "harbour" else ""),
            "utf-8",
        )
        (project / f"content/briefings/{slug}.md").write_text(
            f"---\ntitle: On {slug}\nsummary: A text.\nedition: 2026-11-09\nseed: {slug}\n---\n\n"
            f"The [words][^a] of the {slug}.\n\n"
            '[^a]: {.claim verdict=supported source="port log" as-of=2026-11-09} It is so: '
            "[@port, p. 3], [@port, p. 5], [@log].\n",
            "utf-8",
        )
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    return project / "output"


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name / "index.html").read_bytes(), "html.parser")


def test_claims_are_chosen_by_authors_of_every_script(site: Path) -> None:
    claims = page(site, "claims")
    ids = [tag["id"] for tag in claims.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    labels = {
        str(radio["id"]): str(label.get_text())
        for label in claims.select(".pick label")
        if (radio := label.input) and str(radio["id"]).startswith("by-")
    }
    named = {name or "Not known" for name in AUTHORS.values()}
    assert sorted(labels.values()) == sorted(f"{name} 1" for name in named)
    style = "".join(str(tag.string) for tag in claims.select("style"))
    for slug, author in AUTHORS.items():
        row = claims.select_one(f"#claim-{slug}-a")
        assert row
        key = next(name for name in row["class"] if name.startswith("by-"))
        assert labels[key] == f"{author or 'Not known'} 1"
        assert f"tr:is(.mv,.st):not(.{key})" in style
        cite = row.select_one(".cite")
        assert cite
        assert cite.get_text().startswith(f"{author or 'Not known'}. On {slug}.")


def test_a_source_is_one_whatever_is_cited_of_it(site: Path) -> None:
    text = page(site, "briefings/harbour")
    cited = text.select("#note-a .src a")
    assert [tag["href"] for tag in cited] == ["#source-port", "#source-log", "#source-port"]
    said = " ".join(tag.get_text() for tag in text.select("#note-a .src"))
    assert said.count("1956") == 2
    assert [said.count(page) for page in ("p. 3", "p. 5")] == [1, 1]
    row = text.select_one("#claim-a")
    assert row
    assert "Note 1, with 2 sources" in row.get_text()
    claims = json.loads((site / "briefings/harbour/claims.json").read_text("utf-8"))
    assert claims["claims"][0]["sources"] == ["port", "log"]


def test_a_name_from_right_to_left_is_set_apart_and_no_other(site: Path) -> None:
    text, sources = page(site, "briefings/harbour"), page(site, "sources")
    for shown, names in (
        (text.select_one(".prov"), [PORT, ARABIC]),
        (text.select_one("#source-port"), [PORT, ARABIC, "سجل السفن"]),
        (sources.select_one("#source-port"), [PORT, ARABIC, "سجل السفن"]),
        (text.select_one("#claim-a"), [ARABIC]),
        (page(site, "claims").select_one("#claim-harbour-a .cite"), [ARABIC, f"{PORT} 1956"]),
    ):
        assert shown
        found = [tag.get_text() for tag in shown.select("bdi")]
        assert list(dict.fromkeys(found)) == names
    cited = text.find(string=re.compile("annotated, "))
    assert cited
    assert cited.parent
    assert f"“On harbour” (<bdi>{PORT}</bdi>, 15 March 1956), annotated" in str(cited.parent)
    noted = text.select_one("#note-a a.cite")
    assert noted
    assert noted.decode_contents() == f"<bdi>{PORT} 1956</bdi>, p. 3"
    assert "bdi" not in (site / "briefings/harbour/briefing.tei.xml").read_text("utf-8")
    assert not page(site, "briefings/letter").select(".prov bdi, #source-log bdi")


def test_a_name_from_left_to_right_is_set_apart_on_the_page_of_another() -> None:
    assert isolated("Noor Port", "ar") == "<bdi>Noor Port</bdi>"
    assert isolated("<Noor>", "en") == "&lt;Noor&gt;"
    assert isolated("مجلس", "ar") == "مجلس"
    assert isolated("1956", "ar") == isolated("1956", "en") == "1956"


def test_a_day_stands_after_the_name_before_it(site: Path, page_at: PageAt, serve: Serve) -> None:
    shown = page_at(serve(site) + "briefings/harbour/").page
    places = shown.evaluate(
        """() => {
          const line = document.querySelector('.prov dd'), words = {};
          for (const node of [line.querySelector('bdi'), line.querySelector('time')]) {
            const range = document.createRange();
            range.selectNodeContents(node);
            words[node.localName] = [...range.getClientRects()].map(box => [box.left, box.right]);
          }
          return words;
        }"""
    )
    assert len(places["time"]) == 1
    assert places["bdi"][-1][1] <= places["time"][0][0]
