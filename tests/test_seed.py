"""Emendations: what a seed reads after them, and those that do not fit."""

from pairs import Pair, pairs_of
from reading import files, seed_of, told


def emended(text: str) -> str:
    seed, problems = seed_of(files(text))
    return told(problems) or seed.edition


@pairs_of("seed.md")
def test_emendations(pair: Pair) -> None:
    assert emended(pair.given) == pair.expected
