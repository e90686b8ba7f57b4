"""Notes on a changed text: on their own words, or on none."""

import random
import re
from pathlib import Path

import pytest

from briefing.article import read_article
from briefing.diagnostics import TextFile
from briefing.model import Stretch
from briefing.rehang import Found, Texts, rehang
from command import ROOT
from project import ARTICLE

OLD = read_article(TextFile("a.md", (Path(ROOT) / ARTICLE).read_text("utf-8")))
FLAT = OLD.plain.flat
TARGETS = [t.stretch for note in OLD.annotations for t in note.targets]
Parts = list[tuple[str, int]]
"""A text in parts: words, and where they begin in the old text, -1 for new ones."""


def edited(rng: random.Random) -> Parts:
    """The seed with a random edit: a word, a sentence or a paragraph changed, lost, new, moved."""
    sentences = [(m[0], m.start()) for m in re.finditer(r'.+?(?:[.!?][”"]?\s+(?=[A-Z"“])|$)', FLAT)]
    at = rng.randrange(len(sentences))
    text, start = sentences[at]
    kind = rng.choice(("word", "lose", "add", "drop", "name", "twin", "double", "swap", "insert"))
    words = list(re.finditer(r"\S+\s*", text))
    word = rng.choice(words)
    head: Parts = [(text[: word.start()], start)]
    tail: Parts = [(text[word.end() :], start + word.end())]
    new: Parts
    if kind == "word":
        new = [*head, ("otherwise ", -1), *tail]
    elif kind == "lose":
        new = [*head, *tail]
    elif kind == "add":
        new = [*head, ("indeed ", -1), (word[0], start + word.start()), *tail]
    elif kind == "drop":
        new = []
    elif kind == "name":
        name = next(re.finditer(r"[A-Z]\w+", text))
        new = [
            (text[: name.start()], start),
            ("Ruritania", -1),
            (text[name.end() :], start + name.end()),
        ]
    elif kind == "twin":
        others = [*sentences[:at], *sentences[at + 1 :]]
        others.insert(
            (at + rng.randrange(3, len(others))) % len(others),
            (re.sub(r"[A-Z]\w+", "Ruritania", text, count=2), -1),
        )
        return others
    elif kind == "double":
        new = [(text, start), (text, start)]
    elif kind == "swap":
        other = sentences[(at + rng.randrange(1, len(sentences))) % len(sentences)]
        swapped = list(sentences)
        to = swapped.index(other)
        swapped[at], swapped[to] = swapped[to], swapped[at]
        return swapped
    else:
        new = [(text, start), ("Nobody had said so before. ", -1)]
    return [*sentences[:at], *new, *sentences[at + 1 :]]


def truth(parts: Parts, target: Stretch) -> list[list[int]]:
    """For each letter of the target, where it stands in the edited text."""
    places: list[list[int]] = [[] for _ in range(target.start, target.end)]
    at = 0
    for text, start in parts:
        low, high = max(start, target.start), min(start + len(text), target.end)
        for n in range(low, high) if start >= 0 else ():
            places[n - target.start].append(at + n - start)
        at += len(text)
    return places


def test_200_random_edits() -> None:
    wrong, placed, survived = [], 0, 0
    for seed in range(200):
        parts = edited(random.Random(seed))
        texts = Texts(FLAT, "".join(text for text, _ in parts))
        for target in TARGETS:
            found, places = rehang(target, texts), truth(parts, target)
            first = places[0][0] if places and places[0] else -1
            intact = all(where == [first + n] for n, where in enumerate(places))
            if found.stretch:
                now = range(found.stretch.start, found.stretch.end)
                kept = sum(any(at in now for at in where) for where in places)
                exact = not intact or found.stretch == Stretch(first, first + len(places))
                if not exact or kept < 0.6 * len(places):
                    wrong.append((seed, target, found))
            if intact and places:
                survived += 1
                placed += found.stretch is not None
    assert wrong == []
    assert survived > 8000
    assert placed / survived >= 0.95, f"{placed} of {survived}"


def the(words: str, old: str, new: str) -> Found:
    assert old.count(words) == 1
    return rehang(Stretch(old.index(words), old.index(words) + len(words)), Texts(old, new))


CUBA = "The minister of Cuba said that trade would grow. "
HAITI = "The minister of Haiti said that trade would grow. "
FIRST = "The talks began early on Monday, in the old customs house. "
LAST = "Nobody expected an agreement before the end of the summer."


def test_a_near_twin_elsewhere_is_no_place_for_a_note() -> None:
    """Of two paragraphs that differ in one name, the annotated one is gone."""
    old, new = FIRST + CUBA + LAST + HAITI, FIRST + LAST + HAITI
    for words in (CUBA.strip(), "Cuba said that trade would grow"):
        found = the(words, old, new)
        assert found.stretch is None
        assert [new[s.start : s.end] for s in found.candidates]
    at = old.index("trade would grow")
    assert rehang(Stretch(at, at + 16), Texts(old, new)).stretch is None


def test_a_new_near_twin_is_none_either() -> None:
    found = the("trade would grow", FIRST + CUBA + LAST, FIRST + LAST + " " + HAITI)
    assert found.stretch is None
    assert len(found.candidates) == 1


def test_words_that_now_stand_twice_are_no_place() -> None:
    found = the("trade would grow", FIRST + CUBA + LAST, FIRST + CUBA + CUBA + LAST)
    assert found.stretch is None
    assert found.why == "these words now stand 2 times"
    assert len(found.candidates) == 2


def test_words_that_were_changed_a_little_are_found() -> None:
    new = FIRST + CUBA.replace("said that trade would", "said that the trade would") + LAST
    found = the("The minister of Cuba said that trade would grow", FIRST + CUBA + LAST, new)
    assert found.stretch
    assert found.changed
    assert new[found.stretch.start : found.stretch.end] == (
        "The minister of Cuba said that the trade would grow"
    )


def test_words_that_now_name_or_count_something_else_are_not() -> None:
    words = "The minister of Cuba said that trade would grow"
    for new in (CUBA.replace("Cuba", "Haiti"), CUBA.replace("that trade", "that 9 trades")):
        assert the(words, FIRST + CUBA + LAST, FIRST + new + LAST).stretch is None


def test_a_mark_without_words_stands_where_it_stood() -> None:
    old, new = FIRST + CUBA + LAST, "A line before. " + FIRST + CUBA + LAST
    at = old.index(" trade")
    found = rehang(Stretch(at, at), Texts(old, new))
    assert found.stretch == Stretch(at + 15, at + 15)


def test_a_texts_end_is_context_too() -> None:
    found = the("the end", "A line. It is the end.", "A line. Another one. It is the end.")
    assert found.stretch == Stretch(27, 34)


KANJI = (
    "両国は、一衣帯水の間にある隣国であり、長い伝統的友好の歴史を有する。"
    " 四　両国政府は、条約（1887年）の精神を尊重する。"
)


@pytest.mark.parametrize("words", ["隣国", "条約", "両国政府", "友好"])
def test_words_without_spaces_around_them_are_found(words: str) -> None:
    new = KANJI.replace("伝統的", "")
    at = KANJI.index(words)
    found = rehang(Stretch(at, at + len(words)), Texts(KANJI, new))
    assert found.stretch, found.why
    assert new[found.stretch.start : found.stretch.end] == words


def test_a_word_inside_another_is_not_found() -> None:
    texts = Texts("He saw a cat in the house.", "He saw a concatenation in the house.")
    assert rehang(Stretch(9, 12), texts).stretch is None
