"""Addresses of words on other pages."""

from briefing.fragments import text_fragment
from pairs import Pair, pairs_of


def address(given: str) -> str:
    url, _, words = given.partition("\n")
    return text_fragment(url, words.strip()) + "\n"


@pairs_of("fragments.md")
def test_fragments(pair: Pair) -> None:
    assert address(pair.given) == pair.expected
