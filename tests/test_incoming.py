"""Annotations made elsewhere become notes, once, and never change a word of the source."""

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.article import Article, read_article
from briefing.diagnostics import TextFile
from briefing.incoming import NotAnnotationsError, read_incoming
from briefing.taking_notes import added_to
from command import briefing
from project import ARTICLE, copy_project

TEXT = """The harbour is open. The harbour is closed.

Second paragraph, with *emphasis* and "quotation } marks".

::: caption
The harbour at noon.
:::
"""
SLUG = "russia-celac-2013"


def article(text: str = TEXT) -> Article:
    return read_article(TextFile("a.md", text))


def quote(exact: str, **more: Any) -> dict[str, Any]:
    return {"selector": [{"type": "TextQuoteSelector", "exact": exact, **more}]}


def hypothesis(*targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A row as https://api.hypothes.is/api/search gives it."""
    row = {
        "id": "yx8bLNt_Ee-abc",
        "created": "2024-05-01T10:00:00.123456+00:00",
        "updated": "2024-05-02T23:00:00.123456+00:00",
        "user": "acct:jane@hypothes.is",
        "user_info": {"display_name": None},
        "uri": "https://example.org/harbour",
        "text": "Was it *really*?",
        "tags": ["harbour"],
        "group": "__world__",
        "permissions": {"read": ["group:__world__"]},
        "target": list(targets),
        "document": {"title": ["Harbour"]},
        "links": {},
        "flagged": False,
        "hidden": False,
    }
    return row | more


def w3c(target: object, **more: Any) -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/anno/1",
        "type": "Annotation",
        "motivation": "questioning",
        "creator": {"type": "Person", "name": 'Ana "la" López'},
        "created": "2025-01-02T03:04:05Z",
        "body": {"type": "TextualBody", "value": "Why * closed?", "format": "text/plain"},
        "target": target,
        **more,
    }


def taken(*annotations: dict[str, Any], text: str = TEXT) -> tuple[Article, tuple[str, ...]]:
    """The article with what became of *annotations*."""
    done = added_to(article(text), read_incoming(json.dumps(list(annotations))), drafts=False)
    return article(done.text), done.news


def test_a_hypothesis_row_becomes_a_note_under_its_paragraph() -> None:
    after, news = taken(hypothesis(quote("Second paragraph")))
    (note,) = after.annotations
    assert note.by == "jane"
    assert str(note.as_of) == "2024-05-02"
    assert note.kind == "note"
    at = note.targets[0].stretch
    assert after.plain.text[at.start : at.end] == "Second paragraph"
    lines = after.file.text.split("\n")
    assert lines.index('Second paragraph, with *emphasis* and "quotation } marks".') + 2 == (
        note.span.line - 1
    )
    assert "    Was it *really*?" in lines
    assert note.id in news[0]


def test_a_w3c_annotation_becomes_a_note_with_its_kind_and_author() -> None:
    after, _ = taken(w3c(quote('"quotation } marks"')))
    (note,) = after.annotations
    assert (note.kind, note.by, str(note.as_of)) == ("question", 'Ana "la" López', "2025-01-02")
    at = note.targets[0].stretch
    assert after.plain.text[at.start : at.end] == '"quotation } marks"'
    assert r"Why \* closed?" in after.file.text


@pytest.mark.parametrize(
    ("more", "occurrence"),
    [
        ({"prefix": "is open. ", "suffix": " is closed"}, 1),
        ({"suffix": " is open"}, 0),
        ({"prefix": "\n", "suffix": " at noon"}, 2),
    ],
)
def test_what_stands_around_the_words_tells_places_apart(
    more: dict[str, str], occurrence: int
) -> None:
    after, _ = taken(hypothesis(quote("The harbour", **more)))
    starts = [0, 21, after.plain.text.index("The harbour at noon")]
    assert after.annotations[0].targets[0].stretch.start == starts[occurrence]


def test_a_position_tells_places_apart_and_without_any_it_is_left_out() -> None:
    near = quote("The harbour")
    near["selector"].append({"type": "TextPositionSelector", "start": 22, "end": 33})
    after, _ = taken(hypothesis(near))
    assert after.annotations[0].targets[0].stretch.start == 21
    after, news = taken(hypothesis(quote("The harbour")))
    assert after.annotations == ()
    assert "several places that look alike" in news[0]


def test_a_second_import_adds_nothing() -> None:
    first, _ = taken(hypothesis(quote("closed")), w3c(quote("open")))
    again, news = taken(hypothesis(quote("closed")), w3c(quote("open")), text=first.file.text)
    assert again.file.text == first.file.text
    assert all("it is there already" in line for line in news)


@pytest.mark.parametrize(
    "body",
    [
        "[^x]: {.claim verdict=wrong}",
        "see [^nothing] and [@nobody, p. 3] and [33](fact:box.count)",
        "::: factbox brics\n:::",
        "{.claim}",
        "# Heading\n\n- list\n- list\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "<script>alert(1)</script>",
        "    code\n\n\tmore",
        "```\nnever closed",
        "---\ntitle: x\n---",
    ],
)
def test_nothing_in_a_body_is_read_as_ours(body: str) -> None:
    after, news = taken(hypothesis(quote("closed"), text=body))
    assert after.plain.text == article().plain.text
    assert [d for d in after.found if d.severity.name == "ERROR"] == []
    assert len(after.annotations) == 1, news
    assert after.annotations[0].kind == "note"
    assert after.annotations[0].citations == ()


def test_html_and_choices_become_markdown() -> None:
    html = {"type": "TextualBody", "format": "text/html", "value": "<p>A <b>b</b> &amp; c</p><p>d"}
    after, _ = taken(w3c(quote("closed"), body=[html, {**html, "purpose": "tagging"}]))
    assert "    A **b** & c\n\n    d\n" in after.file.text
    choice = {"type": "Choice", "items": [html, {**html, "format": "text/markdown", "value": "m"}]}
    after, _ = taken(w3c(quote("closed"), body=choice))
    assert "    m\n" in after.file.text


def test_what_has_no_words_or_no_place_is_left_out_and_said() -> None:
    _, news = taken(
        hypothesis(quote("closed"), text=" "),
        hypothesis({"source": "https://example.org"}, id="page-note"),
        hypothesis(quote("not there"), id="orphan"),
        hypothesis(quote("closed"), id="reply", references=["yx8bLNt_Ee-abc"]),
    )
    assert [line.partition("left out, ")[2] for line in news] == [
        "it says nothing",
        "it quotes no words",
        "its words are not in the text, or in several places that look alike",
        "it answers another annotation",
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"rows": 3}', "[" * 100_000])
def test_a_file_without_annotations_is_said_to_be_one(text: str) -> None:
    with pytest.raises(NotAnnotationsError):
        read_incoming(text)


@pytest.mark.parametrize("shape", ["rows", "items", "first", "list", "alone"])
def test_every_container_is_read(shape: str) -> None:
    one = w3c(quote("closed"))
    shapes: dict[str, object] = {
        "rows": {"total": 1, "rows": [one]},
        "items": {"type": "AnnotationPage", "items": [one]},
        "first": {"type": "AnnotationCollection", "first": {"items": [one]}},
        "list": [one],
        "alone": one,
    }
    assert len(read_incoming(json.dumps(shapes[shape]))) == 1


def test_the_command_writes_into_the_article_and_our_own_export_adds_nothing(
    tmp_path: Path,
) -> None:
    root = copy_project(tmp_path / "project")
    row = hypothesis(quote("economic prosperity", prefix="level of ", suffix=" as Russia"))
    (tmp_path / "rows.json").write_text(json.dumps({"total": 1, "rows": [row]}), encoding="utf-8")
    done = briefing("annotations", SLUG, tmp_path / "rows.json", "--drafts", cwd=root)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 of 1 became notes")
    text = (root / ARTICLE).read_text("utf-8")
    assert 'by="jane" as-of=2024-05-02 status=draft quote="economic prosperity"' in text
    assert briefing("build", cwd=root).returncode == 0
    ours = root / f"output/briefings/{SLUG}/annotations.jsonld"
    done = briefing("annotations", SLUG, ours, cwd=root)
    assert done.stdout.splitlines()[-1] == "0 of 47 became notes"
    assert (root / ARTICLE).read_text("utf-8") == text


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    (tmp_path / "rows.json").write_text("[]", encoding="utf-8")
    done = briefing("annotations", "nowhere", tmp_path / "rows.json", cwd=root)
    assert (done.returncode, f"there is no briefing 'nowhere' among {SLUG}" in done.stderr) == (
        1,
        True,
    )
    done = briefing("annotations", SLUG, tmp_path / "rows.json", cwd=root)
    assert "there are no annotations in it" in done.stderr
