"""What VS Code's snippets write, with nothing filled in, is read without a fault."""

import json
import re
from pathlib import Path
from textwrap import indent

import pytest

from briefing.diagnostics import Severity
from briefing.kinds import KINDS, VERDICTS
from briefing.records import EVIDENCE, TIERS
from command import ROOT
from language_server import SETTINGS
from reading import project
from test_docs import column

SNIPPETS = {
    snippet["prefix"]: snippet
    for snippet in json.loads((ROOT / ".vscode/briefing.code-snippets").read_text("utf-8")).values()
}
TODAY = {"CURRENT_YEAR": "2026", "CURRENT_MONTH": "11", "CURRENT_DATE": "24"}
PART = re.compile(r"\$(?:(?P<plain>\w+)|\{(?P<name>\w+)(?P<then>[:|}]))")

FRONT = """\
---
title: The words of the headline
seed: seed-id
edition: 2026-11-24
summary: A text.
---

"""
BODY = "These words are the first words of many, and the last words too."
BASE = {
    "content/entities.yaml": "entity-id: {kind: person, name: Ana, source: source-id}\n",
    "content/facts/box-id.yaml": (
        "title: A box\nview: membership\nas-of: 2026-11-24\n"
        "members:\n  AR:\n    - {since: 2011-12-03, source: source-id}\n"
    ),
    "content/sources.yaml": (
        "source-id: {type: book, title: A book, evidence: seen, tier: primary}\n"
    ),
}
MUST = {"](fact:": "fact-differs", "evidence: none": "source-absent"}
"""Faults that a snippet has until it is filled in: it says 33, and the box has one member; and that
of a source which is cited though no document was found."""


def expand(body: str, choose: int = 0) -> str:
    """What VS Code writes for *body*: each placeholder its default, or the choice *choose*."""
    values: dict[str, str] = {}

    def inner(at: int, end: str) -> tuple[str, int]:
        out = ""
        while at < len(body) and body[at] not in end:
            match = PART.match(body, at)
            if match is None:
                out, at = out + body[at], at + 1
                continue
            name, at = match["plain"] or match["name"], match.end()
            if match["then"] == "|":
                shut = body.index("|}", at)
                choices = body[at:shut].split(",")
                values[name], at = choices[min(choose, len(choices) - 1)], shut + 2
            elif match["then"] == ":":
                values[name], at = inner(at, "}")
                at += 1
            out += TODAY.get(name, values.get(name, ""))
        return out, at

    return inner(0, "")[0]


def body_of(prefix: str) -> str:
    return "\n".join(SNIPPETS[prefix]["body"])


def choices(prefix: str) -> list[str]:
    """The longest list of choices that a snippet offers."""
    lists = [found.split(",") for found in re.findall(r"\|([^|]+)\|\}", body_of(prefix))]
    return max(lists, key=len, default=[""])


def files(prefix: str, text: str) -> dict[str, str]:
    """A project in which *text* stands where its snippet belongs."""
    given, seed, rows, body = dict(BASE), BODY, "", FRONT + BODY
    if prefix == "article":
        body = text + BODY
    elif prefix in ("fact", "cite"):
        body += f"\n\n[^a]: {{.note quote=These}} Here: {text}"
    elif prefix in ("caption", "pull"):
        seed, body = f"{BODY}\n\n{text.splitlines()[1]}", f"{body}\n\n{text}"
    elif prefix == "own":
        seed, body = (
            BODY.replace("many", "many1") + "\n\n1 The words that the source prints.",
            (f"{FRONT}{BODY.replace('many', 'many[^note-id]')}\n\n{text}"),
        )
    elif prefix in (*KINDS, "standoff", "headline", "factbox"):
        marked = BODY.replace("words", expand(body_of("mark")), 1)
        plain = "quote=" in text or prefix == "factbox"
        body = f"{FRONT}{BODY if plain else marked}\n\n{text}"
    elif prefix == "mark":
        return files("note", expand(body_of("note")))
    elif prefix in ("change", "withdrawn"):
        body = body.replace("summary", f"history:\n{text}\nsummary").replace("note-id", "edition")
    elif prefix in ("emendation", "omission"):
        seed, rows = f"{BODY}\n\nHere words as received stand.", f"emendations:\n{text}\n"
        words = "words as they should be " if prefix == "emendation" else ""
        body = f"{body}\n\nHere {words}stand."
    elif prefix in ("source", "entity"):
        given["content/sources.yaml" if prefix == "source" else "content/entities.yaml"] = text
    elif prefix in ("membership", "status", "figures"):
        given["content/facts/box-id.yaml"] = text
    elif prefix == "event":
        given["content/timeline.yaml"] = f"title: T\nas-of: 2026\nevents:\n{text}\n"
    else:
        heads = {"disputed": "  BR:\n", "figure": "figures:\n  people:\n"}
        rows_of = indent(text, "    " if prefix in heads else "  ")
        given["content/facts/box-id.yaml"] += heads.get(prefix, "") + rows_of
    given["seeds/seed-id/seed.txt"] = seed
    given["seeds/seed-id/seed.yaml"] = (
        f"file: seed.txt\nsha256: DIGEST\ntitle: T\nissued: 2013-05-29\n{rows}"
    )
    given["content/briefings/s.md"] = body + "\n\n[^z]: {quote=many source=source-id} Cited.\n"
    return given


@pytest.mark.parametrize("prefix", SNIPPETS)
def test_a_snippet_is_read_as_it_is_written(tmp_path: Path, prefix: str) -> None:
    for number in range(len(choices(prefix))):
        written = expand(body_of(prefix), number)
        given = files(prefix, written)
        text = "\n".join(f"=== {name}\n{content}" for name, content in given.items())
        found = project(tmp_path / str(number), f"{text}\n").found
        faults = [d for d in found if d.severity is Severity.ERROR]
        must = {code for words, code in MUST.items() if words in written}
        assert {d.code for d in faults} == must, (written, faults)
        assert "$" not in written


def test_there_is_a_snippet_for_each_kind_and_all_that_it_may_say() -> None:
    assert set(KINDS) <= set(SNIPPETS)
    assert choices("claim") == choices("headline") == list(VERDICTS)
    body = body_of("source")
    assert f"|{','.join(EVIDENCE)}|" in body
    assert f"|{','.join(TIERS)}|" in body


def test_the_page_about_it_names_each() -> None:
    page = (ROOT / "docs/how-to/visual-studio-code.md").read_text("utf-8")
    for scope, head in (("markdown", "in an article"), ("yaml", "in YAML")):
        there = {prefix for prefix, s in SNIPPETS.items() if scope in s["scope"].split(",")}
        assert set(column(page, head)) == there


def test_a_snippet_comes_by_a_word_and_tab() -> None:
    assert SETTINGS["[markdown]"]["editor.tabCompletion"] == "onlySnippets"
    assert len(SNIPPETS) == len(json.loads((ROOT / ".vscode/briefing.code-snippets").read_text()))
    for prefix, snippet in SNIPPETS.items():
        assert re.fullmatch("[a-z]+", prefix)
        assert set(snippet["scope"].split(",")) <= {"markdown", "yaml"}
        assert snippet["description"]
