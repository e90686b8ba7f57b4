"""What a text becomes, in the forms in which fixture files expect it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bs4 import BeautifulSoup

from briefing.article import Article, read_article
from briefing.diagnostics import Diagnostic, TextFile, as_text
from briefing.model import Annotation
from briefing.render import Look, Mark, html_of
from briefing.seed import Seed, read_seed
from briefing.seedfile import read_provenance
from briefing.survey import Survey, survey
from briefing.weave import first_marks, weave
from pairs import Pair

SOURCES = {"tass-2023": "https://example.org/tass"}


def answer(pair: Pair) -> str:
    """What *pair*'s article becomes: its words and notes, its HTML, or what is wrong with it."""
    article = article_of(pair.given)
    if pair.language == "errors":
        return told(article.found)
    assert told(article.found) == ""
    return seen(article) if pair.language == "text" else html(article)


def article_of(text: str) -> Article:
    return read_article(TextFile("a.md", text))


def told(found: Sequence[Diagnostic]) -> str:
    """The messages as an editor sees them."""
    return "".join(f"{as_text(diagnostic)}\n" for diagnostic in found)


def seen(article: Article) -> str:
    """The plain text, then a line for each note: its id, its kind, the words that it is about."""
    lines = [
        f"[{note.id}, {note.kind}] {' | '.join(words(article, note))}\n"
        for note in article.annotations
    ]
    return f"{article.plain.text}\n{''.join(lines)}"


def words(article: Article, note: Annotation) -> Iterator[str]:
    text = article.plain.text
    for target in note.targets:
        start, end = target.stretch.start, target.stretch.end
        about = text[start:end] or f"after …{text[max(0, start - 12) : start]}"
        yield about.replace("\n", " ¶ ")


def look_of(article: Article) -> Look:
    """A page of this article alone: every note has a mark, each with its number."""
    notes = [
        n for n in first_marks(article, weave(article)) if n.kind != "own" and not n.ledger_only
    ]
    return Look(
        marks={n.id: Mark(n.id, number, "", f"Note {number}") for number, n in enumerate(notes, 1)},
        words=frozenset(n.id for n in article.annotations if n.ledger_only),
        signs={n.id: n.sign or n.id for n in article.annotations if n.kind == "own"},
        cites=dict.fromkeys(SOURCES, "TASS 2023"),
        boxes={box.text: f"#box-{box}" for box in article.boxes},
        addresses=SOURCES,
    )


def html(article: Article) -> str:
    """The text and then the notes as HTML; of our marks only their numbers and where they lead."""
    look = look_of(article)
    text, ours = html_of(weave(article), look), replace(look, numbered=False)
    bodies = (
        f"[{note.id}] {html_of(article.bodies[note.id], ours)}"
        for note in article.annotations
        if note.kind != "own"
    )
    return short("".join([text, *bodies]))


def short(page: str) -> str:
    """*page* with ``<a href="#note-x">1</a>`` for each of our marks."""
    soup = BeautifulSoup(page, "html.parser")
    for mark in soup.select("a.r"):
        mark.string = str(mark["data-n"])
        mark.attrs = {"id": mark["id"], "href": mark["href"]}
    return soup.decode(formatter="minimal")


def files(text: str) -> dict[str, str]:
    """The files that a fixture's block holds, each after a line ``=== name``."""
    parts = re.split(r"^=== (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def seed_of(files: dict[str, str]) -> tuple[Seed, list[Diagnostic]]:
    """The seed of ``seed.txt``, emended as the rows of ``seed.yaml`` say, and what is wrong."""
    data = files["seed.txt"].encode()
    head = f"file: seed.txt\nsha256: {sha256(data).hexdigest()}\ntitle: T\nissued: 2013\n"
    rows = files.get("seed.yaml", "")
    text = head + (f"emendations:\n{rows}" if rows else "")
    provenance, problems = read_provenance(TextFile("seed.yaml", text), "slug")
    assert provenance is not None
    seed, found = read_seed(data, provenance)
    assert seed is not None
    return seed, [*problems, *found]


def project(folder: Path, text: str) -> Survey:
    """The survey of a project whose files *text* holds; ``DIGEST`` stands for that of the seed."""
    for name, content in files(text).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        seed = path.with_name("seed.txt")
        digest = sha256(seed.read_bytes()).hexdigest() if seed.is_file() else ""
        path.write_text(content.replace("DIGEST", digest), encoding="utf-8", newline="\n")
    return survey(folder)
