"""The format of an article, as its fixtures show it: words, notes, pages and messages."""

from pairs import Pair, pairs_of
from reading import answer


@pairs_of("targets.md")
def test_targets(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("notes.md")
def test_notes(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("boxes.md")
def test_containers(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("attributes.md")
def test_attributes(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("standoff.md")
def test_stand_off_notes(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("own.md")
def test_own_notes(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("references.md")
def test_references(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("places.md")
def test_places(pair: Pair) -> None:
    assert answer(pair) == pair.expected


@pairs_of("unread.md")
def test_unread(pair: Pair) -> None:
    assert answer(pair) == pair.expected
