"""A whole project, read and checked: what only shows between its files."""

from pathlib import Path

from pairs import Pair, pairs_of
from reading import project, told


@pairs_of("check.md")
def test_check(pair: Pair, tmp_path: Path) -> None:
    assert told(project(tmp_path, pair.given).found) == pair.expected


@pairs_of("front.md")
def test_front_matter(pair: Pair, tmp_path: Path) -> None:
    assert told(project(tmp_path, pair.given).found) == pair.expected


@pairs_of("published.md")
def test_published(pair: Pair, tmp_path: Path) -> None:
    assert told(project(tmp_path, pair.given).found) == pair.expected


@pairs_of("records.md")
def test_records(pair: Pair, tmp_path: Path) -> None:
    assert told(project(tmp_path, pair.given).found) == pair.expected
