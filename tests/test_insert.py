"""Notes put in, changed and taken out by the program, as an editor would have done it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.article import read_article
from briefing.diagnostics import Severity, TextFile
from briefing.insert import edit_note, insert_note, remove_note
from briefing.model import Stretch
from briefing.notetext import NotPlacedError, braces_of, definition, free_id
from command import ROOT
from pairs import Pair, pairs_of
from project import ARTICLE
from texts import Text, texts

SEEDED = (ROOT / ARTICLE).read_text("utf-8")
PLAIN = read_article(TextFile(ARTICLE, SEEDED)).plain.flat


def stretch_of(text: str, words: str) -> Stretch:
    flat = read_article(TextFile("a.md", text)).plain.flat
    start = flat.index(words)
    return Stretch(start, start + len(words))


@pairs_of("insert.md")
def test_insert(pair: Pair) -> None:
    words, _, text = pair.given.partition("\n---\n")
    stretch = stretch_of(text, words)
    inserted = insert_note(TextFile("a.md", text), stretch, "new", "{.context}", "A remark.")
    assert inserted == pair.expected
    assert remove_note(TextFile("a.md", inserted), "new") == text


@settings(max_examples=40)
@given(data=st.data())
def test_a_note_anywhere_changes_no_word_and_comes_out_again(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PLAIN) - 1))
    end = data.draw(st.integers(start + 1, min(len(PLAIN), start + 400)))
    file = TextFile(ARTICLE, SEEDED)
    try:
        text = insert_note(file, Stretch(start, end), "fresh", "{.context}", "A *remark*.\n\n- one")
    except NotPlacedError:
        assert PLAIN[start:end].strip() != PLAIN[start:end]
        return
    article = read_article(TextFile(ARTICLE, text))
    assert article.plain.flat == PLAIN
    assert not [d for d in article.found if d.severity is Severity.ERROR]
    assert remove_note(TextFile(ARTICLE, text), "fresh") == SEEDED


@settings(max_examples=100)
@given(text=texts(), data=st.data())
def test_in_any_article_the_words_stay(text: Text, data: st.DataObject) -> None:
    before = read_article(TextFile("a.md", text.article))
    start = data.draw(st.integers(0, len(before.plain.flat) - 1))
    end = data.draw(st.integers(start + 1, len(before.plain.flat)))
    try:
        made = insert_note(before.file, Stretch(start, end), "fresh-1", "", "A remark.")
    except NotPlacedError:
        return
    assert read_article(TextFile("a.md", made)).plain.flat == before.plain.flat


def test_an_edited_note_keeps_its_words_and_all_else() -> None:
    file = TextFile(ARTICLE, SEEDED)
    text = edit_note(file, "lavrov", "{.definition entity=lavrov}", "Another *text*.\n\n- a list")
    old = re.search(r"\[\^lavrov\]:.*?\n\n", SEEDED, re.DOTALL)
    assert old
    new = "[^lavrov]: {.definition entity=lavrov}\n    Another *text*.\n\n    - a list\n\n"
    assert text == SEEDED.replace(old[0], new)


def test_braces() -> None:
    values = {"source": "a b", "as-of": "2026-11-24", "verdict": "wrong", "said-by": ""}
    assert braces_of("claim", values) == '{.claim verdict=wrong as-of=2026-11-24 source="a b"}'
    assert braces_of("note", {}) == ""
    assert braces_of("note", {"by": 'A "B" C'}) == '{.note by="A \\"B\\" C"}'


def test_ids() -> None:
    assert free_id("It consists of 33 states", ()) == "it-consists-of-33"
    assert free_id("Größe", {"groe", "groe-2"}) == "groe-3"
    assert free_id("Россия", {"note"}) == "note-2"


@pytest.mark.parametrize("braces", ["{.a", '{.a x="}', "a", "{.a}\n{.b}", "{.a} {.b}"])
def test_braces_that_do_not_close_are_refused(braces: str) -> None:
    with pytest.raises(NotPlacedError):
        definition("x", braces, "text")


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 3), (0, 10**6)])
def test_words_that_are_not_there_are_refused(start: int, end: int) -> None:
    with pytest.raises(NotPlacedError):
        insert_note(TextFile(ARTICLE, SEEDED), Stretch(start, end), "x", "", "text")


def test_a_note_that_is_not_ours_stays() -> None:
    file = TextFile("a.md", "A[^1] word.\n\n[^1]: {.own}\n    Its own.\n")
    with pytest.raises(NotPlacedError):
        remove_note(file, "1")
    with pytest.raises(NotPlacedError):
        edit_note(file, "1", "", "text")
