"""What holds for any text: `make fuzz` tries for longer than `make test` does."""

import pickle
import re
import sys
import time
from collections import Counter
from types import FrameType
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st
from markupsafe import Markup

from briefing.article import read_article
from briefing.bare import stripped
from briefing.containers import without_boxes
from briefing.diagnostics import Diagnostic, TextFile, as_text, in_order
from briefing.factfile import read_fact_box
from briefing.listings import Claims
from briefing.model import Entity
from briefing.plaintext import normalised
from briefing.records import SOURCE_KEYS, read_all, read_source
from briefing.render import html_of
from briefing.seedfile import read_provenance
from briefing.settings import read_settings
from briefing.siteviews import ClaimRow
from briefing.verbatim import check_verbatim, words_of
from briefing.views import Link, Shown
from briefing.weave import weave
from reading import article_of, html, look_of, seed_of, seen, told
from texts import Text, texts

MARKUP = st.text(
    st.sampled_from(list("[]()^{}.:=\"'*_`~#>|\\!<&;@-+ \n\t1ab…é\u0301\u00a0\u2028😀中\0\r")),
    max_size=80,
)
SIGNS = (
    *("[^a]", "[^a]: ", "{.claim ", "}", "::: ", "factbox b", "caption", ":::", "---\n", "> "),
    *("- ", "    ", "\n", "\n\n", "words", "*", "**", "`", "[", "](u)", "![", "[@a", ', "', "]"),
    *("| ", "|---|\n", "&amp;", "\\", "\t", "fact:b.count", "quote=", '"', "# ", "```\n", "1. "),
)
FRAGMENTS = st.lists(st.sampled_from(SIGNS), max_size=25).map("".join)
ANY = st.one_of(MARKUP, FRAGMENTS, st.text(max_size=60))


def on_one_line(text: str) -> str:
    return " ".join(text.split())


@given(texts())
def test_well_formed_notes_are_no_fault(text: Text) -> None:
    assert told(article_of(text.article).found) == ""


@given(texts())
def test_taking_away_what_is_ours_gives_the_source_back(text: Text) -> None:
    bare = stripped(article_of(text.article))
    closing_marks = re.compile(r" #$", re.MULTILINE)
    assert on_one_line(closing_marks.sub("", bare)) == on_one_line(text.source)


@given(texts())
def test_parsing_and_rendering_give_the_sources_words(text: Text) -> None:
    article = article_of(text.article)
    seed, _ = seed_of({"seed.txt": text.source})
    assert article.plain.flat == seed.plain.flat
    page = html_of(list(without_boxes(weave(article))), look_of(article))
    assert words_of(page) == seed.plain.flat
    found = check_verbatim(article, seed)
    # A box of ours between two items parts their list: "1." and "1." are no more "1." and "2.".
    assert told([d for d in found if d.code != "list-number-differs"]) == ""


@given(texts())
def test_every_note_is_there_once_with_its_words(text: Text) -> None:
    article = article_of(text.article)
    look, flat = look_of(article), article.plain.flat
    page = BeautifulSoup(html_of(weave(article), look), "html.parser")
    assert {note.id: len(note.targets) for note in article.annotations} == text.targets
    numbers = [look.marks[id_].number for id_ in text.targets]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    for note in article.annotations:
        marks = page.select(f'a.r[href="#note-{note.id}"]')
        places = [f"mark-{note.id}"] + [f"mark-{note.id}-{n}" for n in range(2, len(marks) + 1)]
        assert [mark["id"] for mark in marks] == places
        words = "".join(flat[t.stretch.start : t.stretch.end] for t in note.targets)
        assert shown(page, note.id).replace(" ", "") == words.replace(" ", "")


def shown(page: BeautifulSoup, note: str) -> str:
    """The words that *page* marks as those of *note*, our own marks left out."""
    strings = (
        s for m in page.select(f'mark[data-notes~="{note}"]') for s in m.find_all(string=True)
    )
    return normalised("".join(s for s in strings if not s.find_parent("a", class_="r")))


@given(texts())
def test_ids_are_unique(text: Text) -> None:
    article = article_of(text.article)
    page = BeautifulSoup(html_of(weave(article), look_of(article)), "html.parser")
    ids = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    assert [id_ for id_, times in ids.items() if times > 1] == []


@given(ANY)
def test_no_text_raises_and_every_message_has_its_place(text: str) -> None:
    file = TextFile("a.md", text)
    article = read_article(file)
    seed, _ = seed_of({"seed.txt": text})
    html_of(weave(article), look_of(article))
    found = [*article.found, *check_verbatim(article, seed)]
    assert article.found == tuple(in_order(article.found))
    for diagnostic in found:
        placed(diagnostic, file)


def placed(diagnostic: Diagnostic, file: TextFile) -> None:
    """The place is in the file, its line is shown, and the message can be shown."""
    span = diagnostic.span
    assert 1 <= span.line <= len(file.lines)
    assert span.text == file.lines[span.line - 1]
    assert 1 <= span.column <= len(span.text) + 1
    assert span.length >= 1
    assert as_text(diagnostic).startswith(f"{file.path}:{span.line}:{span.column}: ")


@given(ANY)
def test_no_yaml_and_no_settings_raise(text: str) -> None:
    file = TextFile("a.yaml", text)
    found = [
        *read_fact_box(file, "a")[1],
        *read_provenance(file, "a")[1],
        *read_all(file, read_source, SOURCE_KEYS)[1],
        *read_settings(file)[1],
    ]
    for diagnostic in found:
        placed(diagnostic, file)


EMENDED = '  - seed: "{}"\n    reads: "Emended"\n    why: a slip\n'


@given(texts(), st.data())
def test_the_emendation_that_a_message_offers_makes_it_good(
    text: Text, data: st.DataObject
) -> None:
    given = {"seed.txt": text.source}
    once = [word for word in re.findall(r"[a-h]+", text.source) if text.source.count(word) == 1]
    slip = data.draw(st.sampled_from(["", *once]))
    if slip:
        given["seed.yaml"] = EMENDED.format(slip)
    seed, _ = seed_of(given)
    article = article_of(changed(seed.edition, data))
    found = list(check_verbatim(article, seed))
    assume(0 < len(found) <= 8 and all(d.code == "text-differs" for d in found))
    assume(seed.plain.text and article.plain.text)
    hints = "\n".join(d.hint for d in found)
    replaced = re.search(r"stands there on line \d", hints)
    rows = [line for line in hints.split("\n") if line.startswith("  ")]
    kept = "" if replaced else given.get("seed.yaml", "")
    mended, problems = seed_of({**given, "seed.yaml": kept + "".join(f"{row}\n" for row in rows)})
    assert told(problems) == ""
    assert told(list(check_verbatim(article, mended))) == "", rows


def changed(source: str, data: st.DataObject) -> str:
    """*source* with up to four of its words changed, added or lost."""
    for _ in range(data.draw(st.integers(1, 4))):
        words = list(re.finditer(r"[a-hA-Z中文字]+", source))
        if not words:
            return f"{source} more"
        word = data.draw(st.sampled_from(words))
        new = data.draw(st.sampled_from(["", "new", "two words", 'a"b', "a\\\\b", "*x*", "p\n\nq"]))
        end = data.draw(st.sampled_from([word.end(), word.start()]))
        gap = " " if end == word.start() else ""
        source = source[: word.start()] + new + gap + source[end:]
    return source


SHAPES = {
    "opening brackets": ("[", "", ""),
    "closing brackets": ("]", "", ""),
    "nested brackets": ("[", "x", "]"),
    "nested targets": ("[", "x", "][^a]"),
    "targets": ("[x][^a] ", "", ""),
    "marks": ("[^a]", "", ""),
    "open marks": ("[^", "", ""),
    "definitions": ("[^a]: x\n", "", ""),
    "many notes": ("[x][^a]\n\n[^b]: x\n\n", "", ""),
    "braces": ("{", "", "}"),
    "open attributes": ('[^a]: {.note x="', "", ""),
    "carets": ("^", "", ""),
    "emphasis": ("*a ", "", ""),
    "nested emphasis": ("*", "a", "*"),
    "mixed emphasis": ("*_a ", "", ""),
    "backticks": ("`a", "", ""),
    "pictures": ("![", "x", "](u)"),
    "links": ("[a](b) ", "", ""),
    "open links": ("[a](", "", ""),
    "targets in links": ("[a [b][^c] d](u) ", "", ""),
    "citations": ('[@a, "', "", ""),
    "pages": ("[@a, 'p. 4", "", ""),
    "entities and escapes": ("&amp;\\[", "", ""),
    "quotations": ("> ", "x", ""),
    "lists": ("- ", "x", ""),
    "lines": ("a\n", "", ""),
    "paragraphs": ("a\n\n", "", ""),
    "open containers": ("::: pull\n", "", ""),
    "nested containers": ("::: pull\n", "", ":::\n"),
    "containers": ("::: pull\na\n:::\n", "", ""),
    "cells": ("|a", "|\n|-|\n", "|b"),
    "fences": ("```\n", "", ""),
}


def calls(text: str) -> int:
    """How many functions are called to read *text*: a measure that no other process disturbs."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        weave(read_article(TextFile("a.md", text)))
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_as_the_text_does(shape: str) -> None:
    before, middle, after = SHAPES[shape]
    small, large = (calls(before * n + middle + after * n) for n in (250, 1000))
    assert large < 4 * small * 1.3 + 2000, (small, large)


def annotated(notes: int) -> str:
    """A text with that many stand-off notes, and marks whose ids are all misspelt."""
    words = " ".join(f"word{number}" for number in range(notes * 3))
    marks = " ".join(f"[x][^note-{number}x]" for number in range(notes))
    quotes = (f'[^q{n}]: {{quote="word{n * 2} word{n * 2 + 1}"}} Q.' for n in range(notes))
    unused = (f"[^note-{number}y]: N." for number in range(notes))
    return "\n\n".join([words, marks, *quotes, *unused])


def test_the_work_grows_as_the_notes_do() -> None:
    small, large = (calls(annotated(notes)) for notes in (100, 400))
    assert large < 4 * small * 1.3, (small, large)


@pytest.mark.parametrize("shape", SHAPES)
def test_two_thousand_of_anything_are_read_in_a_moment(shape: str) -> None:
    before, middle, after = SHAPES[shape]
    text = before * 2000 + middle + after * 2000
    started = time.process_time()
    article = read_article(TextFile("a.md", text))
    html_of(weave(article), look_of(article))
    stripped(article)
    assert time.process_time() - started < 5


FEW = st.text(st.sampled_from("ab "), max_size=6)


@given(st.lists(st.tuples(FEW, st.sampled_from(["x", "y"])), max_size=8), st.lists(FEW, max_size=3))
def test_the_claims_about_a_body_are_those_that_name_it_or_are_its_own(
    said: list[tuple[str, str]], names: list[str]
) -> None:
    none, link = Shown("", ""), Link("", "")
    rows = [
        ClaimRow(
            "", quote, "", "", link, speaker, "", none, none, "", "", Markup(""), (), moved=False
        )
        for quote, speaker in said
    ]
    body = Entity("x", "", "a", tuple(names), (), "", "", "", (), (), TextFile("", "").span(1))
    called = [name for name in ("a", *names) if name]
    assert Claims(rows).about(body) == [
        row for row in rows if row.speaker == "x" or any(name in row.quote for name in called)
    ]


@given(texts())
def test_a_folded_text_says_the_same(text: Text) -> None:
    article = article_of(text.article)
    folded = pickle.loads(pickle.dumps(article.folded()))
    assert folded == article
    assert seen(folded) == seen(article)
    assert html(folded) == html(article)
