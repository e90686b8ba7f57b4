"""Notes as Web Annotations: true to the model, and found again by a program that is not ours."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from anchoring import anchored, positioned
from annotation_model import broken_rules, many
from briefing.incoming import read_incoming
from browser import PageAt
from command import ROOT, SiteFor, briefing
from project import with_everything
from serving import Serve

CELAC = "briefings/russia-celac-2013"
PUBLIC_URL = "https://example.org/some/repo"
Chosen = list[tuple[dict[str, Any], list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the article that has all of the format."""
    root = with_everything(tmp_path_factory.mktemp("annotations") / "project")
    done = briefing("build", "--public-url", PUBLIC_URL, cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "output"


@pytest.fixture(params=[CELAC, "briefings/everything"])
def folder(request: pytest.FixtureRequest, hard: Path) -> Path:
    return hard / str(request.param)


def annotations(folder: Path) -> dict[str, Any]:
    page: dict[str, Any] = json.loads((folder / "annotations.jsonld").read_text("utf-8"))
    return page


def selectors(folder: Path) -> Chosen:
    """Each note with the selectors of one of its places in the text."""
    return [
        (item, target["selector"])
        for item in annotations(folder)["items"]
        for target in many(item["target"])
        if isinstance(target["selector"], list)
    ]


def test_the_page_keeps_to_the_model(folder: Path) -> None:
    page = annotations(folder)
    assert list(broken_rules(page)) == []
    assert len(page["items"]) == page["partOf"]["total"] > 10


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("id", "no iri", "3.1"),
        ("target", [], "3.1"),
        ("created", "2026-11-24", "3.3.1"),
        ("motivation", "musing", "3.3.5"),
        ("body", {"type": "TextualBody"}, "3.2.4"),
    ],
)
def test_the_rules_find_what_breaks_them(
    site_for: SiteFor, key: str, value: object, rule: str
) -> None:
    page = annotations(site_for(PUBLIC_URL) / CELAC)
    page["items"][3][key] = value
    assert rule in "".join(broken_rules(page))


def test_every_note_and_claim_is_there_with_both_forms_of_its_words(folder: Path) -> None:
    html = (folder / "index.html").read_text("utf-8")
    for item in annotations(folder)["items"]:
        fragment = item["id"].rpartition("#")[2]
        assert f'id="{fragment}"' in html
        formats = [choice["format"] for choice in item["body"][0]["items"]]
        assert formats == ["text/html", "text/markdown"]
        assert all(choice["value"] for choice in item["body"][0]["items"])
        assert item["creator"]["name"]


def test_a_note_on_several_places_has_as_many_targets(hard: Path) -> None:
    places = [many(i["target"]) for i in annotations(hard / "briefings/everything")["items"]]
    assert max(map(len, places)) > 1


def quotations(folder: Path) -> list[dict[str, Any]]:
    return [s[0] for _, s in selectors(folder) if s[0]["type"] == "TextQuoteSelector"]


def test_another_program_finds_every_note_in_the_published_page(
    hard: Path, serve: Serve, page_at: PageAt
) -> None:
    quotes = quotations(hard / CELAC)
    found = anchored(page_at(f"{serve(hard)}{CELAC}/").page, "#text", quotes)
    assert len(found) > 40
    assert found == [" ".join(quote["exact"].split()) for quote in quotes]


def test_it_finds_overlapping_and_nested_ones_when_what_is_ours_is_taken_away(
    folder: Path, hard: Path, serve: Serve, page_at: PageAt
) -> None:
    page = page_at(f"{serve(hard)}{folder.relative_to(hard).as_posix()}/").page
    page.evaluate(
        "document.querySelectorAll('#text [data-ours], #text h2.vh').forEach((e) => e.remove())"
    )
    quotes = quotations(folder)
    found = anchored(page, "#text", quotes)
    assert len(found) > 10
    assert found == [" ".join(quote["exact"].split()) for quote in quotes]


def test_another_program_finds_every_position_in_the_text(
    folder: Path, hard: Path, serve: Serve, page_at: PageAt
) -> None:
    text = (folder / "source.txt").read_text("utf-8")
    pairs = [s for _, s in selectors(folder) if len(s) == 2]
    page = page_at(f"{serve(hard)}404.html").page
    page.evaluate(
        """(text) => {
            const pre = document.createElement("pre");
            pre.textContent = text;
            document.body.replaceChildren(pre);
        }""",
        text,
    )
    assert positioned(page, "pre", [at for _, at in pairs]) == [q["exact"] for q, _ in pairs]


def test_ten_lines_without_our_code_find_every_quotation(folder: Path) -> None:
    script = ROOT / "docs/verify-quotes.py"
    lines = [line for line in script.read_text("utf-8").splitlines() if line.strip()]
    assert len([line for line in lines if not line.startswith(("import", "from", '"""'))]) <= 10
    assert "briefing" not in "".join(line for line in lines if "import" in line)
    command = [sys.executable, "-I", str(script), str(folder)]
    assert subprocess.run(command, check=False, capture_output=True).stderr == b""


def test_the_ten_lines_see_a_text_that_was_changed(folder: Path, tmp_path: Path) -> None:
    text = (folder / "source.txt").read_text("utf-8")
    (tmp_path / "source.txt").write_text(f"x{text}", encoding="utf-8")
    (tmp_path / "annotations.jsonld").write_bytes((folder / "annotations.jsonld").read_bytes())
    command = [sys.executable, "-I", str(ROOT / "docs/verify-quotes.py"), str(tmp_path)]
    assert b"stands there" in subprocess.run(command, check=False, capture_output=True).stderr


def test_what_goes_out_can_be_read_again(folder: Path) -> None:
    text = (folder / "annotations.jsonld").read_text("utf-8")
    again = read_incoming(text)
    items = json.loads(text)["items"]
    assert [one.body for one in again] == [i["body"][0]["items"][1]["value"] for i in items]
