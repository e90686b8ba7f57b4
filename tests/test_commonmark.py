"""Outside our syntax, Markdown is CommonMark: the specification's own examples."""

import json
from typing import TypedDict

import pytest
from markdown_it import MarkdownIt

from briefing.render import Look, html_of
from briefing.syntax import parser, seed_parser
from pairs import FIXTURES


class Example(TypedDict):
    example: int
    section: str
    markdown: str
    html: str


OURS = {
    96: "a first line of three hyphens begins front matter",
    98: "a first line of three hyphens begins front matter",
}
"""Examples that differ since they use our own syntax, and how."""
PLAIN = Look({}, frozenset(), {}, {}, {}, numbered=False)
EXAMPLES: list[Example] = json.loads((FIXTURES / "commonmark.json").read_text("utf-8"))


def stock(example: Example) -> str:
    html: str = MarkdownIt("commonmark").render(example["markdown"])
    return html


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['example']} {e['section']}")
def test_an_example_reads_as_in_the_stock_parser(example: Example) -> None:
    md = parser()
    md.options["html"] = True  # for the comparison: on a page, HTML is shown and not run
    html = html_of(md.parse(example["markdown"]), PLAIN)
    assert (html == stock(example)) == (example["example"] not in OURS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['example']} {e['section']}")
def test_a_seed_reads_as_in_the_stock_parser(example: Example) -> None:
    md = seed_parser()
    md.options["html"] = True
    assert md.render(example["markdown"]) == stock(example)


def test_the_stock_parser_keeps_to_the_specification() -> None:
    spaced = {
        e["example"]: stock(e).replace("<blockquote></", "<blockquote>\n</") for e in EXAMPLES
    }
    assert len(EXAMPLES) == 652
    assert [e["example"] for e in EXAMPLES if spaced[e["example"]] != e["html"]] == []
