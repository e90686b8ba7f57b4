"""Tests written as pairs of texts in a Markdown file: what is given, what is expected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"
HEADING = re.compile(r"^## +(?P<title>.*\S)\s*$", re.MULTILINE)
BLOCK = re.compile(r"^````(?P<language>\w+)\n(?P<text>.*?)^````$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pair:
    """What one heading of a fixture file holds. Both texts keep their last line end."""

    title: str
    given: str
    expected: str
    language: str
    """Of what is expected: the word after its fence, as html, errors or text."""


def pairs_of(name: str) -> pytest.MarkDecorator:
    """Run a test once for each pair in ``tests/fixtures/<name>``, as its argument *pair*."""
    pairs = read_pairs((FIXTURES / name).read_text("utf-8"), name)
    return pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.title) for pair in pairs])


def read_pairs(text: str, name: str) -> list[Pair]:
    """The pairs of a fixture file: a ``##`` heading, then two blocks between four backticks.

    What stands outside the blocks is for the human reader.

    Raises:
        ValueError: No pairs, a heading twice, or a heading without exactly two blocks.
    """
    pairs: dict[str, Pair] = {}
    for title, blocks in sections(text):
        if title in pairs:
            raise ValueError(f"{name}: '{title}' stands there twice")
        if len(blocks) != 2:
            raise ValueError(f"{name}: '{title}' has {len(blocks)} whole blocks, not 2")
        given, expected = blocks
        pairs[title] = Pair(title, given["text"], expected["text"], expected["language"])
    if not pairs:
        raise ValueError(f"{name}: no pairs")
    return list(pairs.values())


def sections(text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Each heading with its blocks; a line inside a block that looks like a heading is none."""
    blocks = list(BLOCK.finditer(text))
    headings = [
        heading
        for heading in HEADING.finditer(text)
        if not any(block.start() < heading.start() < block.end() for block in blocks)
    ]
    ends = [*(heading.start() for heading in headings), len(text)][1:]
    for heading, end in zip(headings, ends, strict=True):
        yield heading["title"], [b for b in blocks if heading.end() <= b.start() < end]
