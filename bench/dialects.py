"""The corpus in each program's dialect, as a whole project that the program can build."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from corpus import (
    BLOCK,
    BOX_DAY,
    Article,
    Block,
    Box,
    Note,
    Piece,
    Source,
    articles,
    bodies,
    boxes,
    source,
)
from vocabulary import COUNTRIES

ROOT = Path(__file__).parent.parent
PEERS = Path(__file__).parent / "peers"
BEFORE = {"heading": "## ", "quote": "> ", "item": "- ", "text": ""}
"""What a block begins with in Markdown, in every dialect."""


def write(folder: Path, number: int, names: Iterable[str]) -> None:
    """Write *number* articles below *folder*: a project for each of the named dialects."""
    made = list(articles(number))
    for name in names:
        project = folder / name
        shutil.rmtree(project, ignore_errors=True)
        DIALECTS[name](project, made)


def ours(project: Path, made: list[Article]) -> None:
    """A project as an editor has it, with this repository's settings and theme."""
    project.mkdir(parents=True)
    shutil.copy(ROOT / "pelicanconf.py", project)
    shutil.copytree(ROOT / "theme", project / "theme")
    for article in made:
        seed = _seed_text(article)
        _put(project / f"seeds/{article.slug}/seed.txt", seed)
        _put(project / f"seeds/{article.slug}/seed.yaml", _seed_yaml(article, seed))
        _put(project / f"content/briefings/{article.slug}.md", our_article(article))
    blocks = range((len(made) + BLOCK - 1) // BLOCK)
    for block in blocks:
        for box in boxes(block):
            _put(project / f"content/facts/{box.id}.yaml", _fact_file(box))
    own = {source(article.number) for article in made}
    cited = own.union(note.source for article in made for note in article.notes)
    sources = (_source_yaml(each) for each in sorted(cited, key=lambda each: each.id))
    _put(project / "content/sources.yaml", "\n".join(sources))
    _put(project / "content/entities.yaml", "\n".join(map(_entities_yaml, blocks)))


def our_article(article: Article) -> str:
    """The annotated article, in the format of docs/format.md."""
    front = {
        "title": article.title,
        "seed": article.slug,
        "edition": str(article.day),
        "by": article.author,
        "summary": article.summary,
        "category": article.category,
        "tags": ", ".join(article.tags),
    }
    notes = {note.id: note for note in article.notes}
    parts = [_front(front)]
    for block, gap in _spaced(article.blocks):
        parts.append(_block(block, our_piece) + gap)
        here = (notes[piece.note] for piece in block.pieces if piece.note)
        parts += [_our_note(note, article) + "\n" for note in here]
    for box, lead in article.boxes:
        parts.append(f"::: factbox {box.id}\n{lead}\n:::\n\n")
    return "".join(parts)


def our_piece(piece: Piece) -> str:
    return f"[{piece.words}][^{piece.note}]" if piece.note else _styled(piece)


def _our_note(note: Note, article: Article) -> str:
    told = [f".{note.kind}"]
    if note.verdict:
        told.append(f"verdict={note.verdict}")
    if note.kind in ("claim", "update"):
        told.append(f"as-of={article.day}")
    if note.body:
        told.append(f"entity={note.body.id}")
    cited = f"[@{note.source.id}, p. {note.page}]"
    return f"[^{note.id}]: {{{' '.join(told)}}}\n    {note.text} {cited}\n"


def _seed_text(article: Article) -> str:
    """The source as it was received: with its headline and byline, without our notes."""
    body = "".join(_block(block, _styled) + gap for block, gap in _spaced(article.blocks))
    return f"# {article.title}\n\nBy {article.author}, {article.issued}\n\n{body}"


def _seed_yaml(article: Article, seed: str) -> str:
    return f"""\
file: seed.txt
sha256: {hashlib.sha256(seed.encode()).hexdigest()}
title: "{article.title}"
publisher: The Weekly Register
issued: {article.issued}
url: https://example.org/register/{article.slug}
retrieved: {article.day}
language: en
rights: made up for measurements
emendations:
  - seed: "# {article.title}"
    omit: page furniture
    why: the headline; printed as the title of the page
  - seed: "By {article.author}, {article.issued}"
    omit: page furniture
    why: the byline
"""


def _fact_file(box: Box) -> str:
    cited = f"source: [{box.source.id}]"
    head = f"title: {box.title}\nview: {box.view}\nas-of: {BOX_DAY}\n"
    match box.view:
        case "membership":
            rows = [f"  {code}:\n    - {{since: {y}-01-01, {cited}}}\n" for code, _, y in box.rows]
            return f"{head}headline: count\nlabels:\n  count: Members\nmembers:\n{''.join(rows)}"
        case "status":
            values = "".join(
                f"  {value}: {{label: {value.capitalize()}, shape: {shape}}}\n"
                for value, shape in (("free", "disc"), ("licensed", "half"), ("barred", "ring"))
            )
            rows = [
                f"  {code}:\n    - {{value: {value}, since: {year}-01-01, {cited}}}\n"
                for code, value, year in box.rows
            ]
            return f"{head}values:\n{values}statuses:\n{''.join(rows)}"
        case _:
            rows = [
                f"    - {{value: {value}, unit: thousand tonnes, date: {year}, {cited}}}\n"
                for _, value, year in box.rows
            ]
            return f"{head}figures:\n  output:\n{''.join(rows)}"


def _source_yaml(cited: Source) -> str:
    return f"""\
{cited.id}:
  type: report
  title: {cited.title}
  publisher: {cited.publisher.name}
  issued: {cited.year}
  URL: {cited.url}
  language: en
  accessed: 2026-01-01
  evidence: seen
  tier: primary
"""


def _entities_yaml(block: int) -> str:
    cited = source(block * BLOCK).id
    return "\n".join(
        f"{body.id}:\n  kind: organisation\n  name: {body.name}\n"
        f"  description: {body.description}\n  source: [{cited}]\n"
        for body in bodies(block)
    )


def plain_article(article: Article, front: str) -> str:
    """The article in Markdown with footnotes, as all peers read it; a box is a table."""
    parts = [front]
    parts += [_block(block, plain_piece) + gap for block, gap in _spaced(article.blocks)]
    for box, lead in article.boxes:
        parts.append(f"### {box.title}\n\n{lead}\n\n{_table(box)}\n")
    for note in article.notes:
        cited = f"[{note.source.title}]({note.source.url}), p. {note.page}"
        parts.append(f"[^{note.id}]: {_told(note)}{note.text} {cited}\n\n")
    return "".join(parts)


def plain_piece(piece: Piece) -> str:
    return f"{piece.words}[^{piece.note}]" if piece.note else _styled(piece)


def _told(note: Note) -> str:
    return f"**{note.kind.capitalize()}{note.verdict and f', {note.verdict}'}.** "


def _table(box: Box) -> str:
    head = "| | | since |\n|---|---|---|\n"
    rows = (f"| {COUNTRIES.get(code, '')} | {value} | {year} |" for code, value, year in box.rows)
    return head + "\n".join(rows) + f"\n\n[{box.source.title}]({box.source.url})\n"


def pelican(project: Path, made: list[Article]) -> None:
    """For both Pelicans: they differ in their settings only."""
    for article in made:
        front = {
            "title": article.title,
            "date": str(article.day),
            "slug": article.slug,
            "author": article.author,
            "category": article.category,
            "tags": ", ".join(article.tags),
            "summary": article.summary,
        }
        _put(project / f"content/{article.slug}.md", plain_article(article, _front(front)))
    for name in ("pelican_stock.py", "pelican_plain.py", "plain_reader.py"):
        shutil.copy(PEERS / name, project)


def hugo(project: Path, made: list[Article]) -> None:
    shutil.copytree(PEERS / "hugo", project)
    for article in made:
        text = plain_article(article, _yaml(article))
        _put(project / f"content/articles/{article.slug}.md", text)


def eleventy(project: Path, made: list[Article]) -> None:
    shutil.copytree(PEERS / "eleventy", project)
    for article in made:
        text = plain_article(article, _yaml(article))
        _put(project / f"src/articles/{article.slug}.md", text)


def _yaml(article: Article) -> str:
    """Front matter for those who read YAML. JSON's strings and lists are YAML."""
    front = {
        "title": article.title,
        "date": str(article.day),
        "author": article.author,
        "categories": [article.category],
        "tags": list(article.tags),
        "summary": article.summary,
    }
    lines = (
        f"{key}: {value if key == 'date' else json.dumps(value)}" for key, value in front.items()
    )
    return "---\n{}\n---\n\n".format("\n".join(lines))


def _front(front: dict[str, str]) -> str:
    return "---\n{}\n---\n\n".format("\n".join(f"{key}: {front[key]}" for key in front))


def _block(block: Block, show: Callable[[Piece], str]) -> str:
    return BEFORE[block.form] + "".join(map(show, block.pieces))


def _spaced(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with what parts it from the next: a list's items stand close."""
    for block, following in zip_longest(blocks, blocks[1:]):
        close = following and block.form == following.form == "item"
        yield block, "\n" if close else "\n\n"


def _styled(piece: Piece) -> str:
    if piece.link:
        return f"[{piece.words}]({piece.link})"
    return f"{piece.style}{piece.words}{piece.style}"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


DIALECTS: dict[str, Callable[[Path, list[Article]], None]] = {
    "ours": ours,
    "pelican": pelican,
    "hugo": hugo,
    "eleventy": eleventy,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the corpus, below a folder.")
    parser.add_argument("number", type=int, help="of articles")
    parser.add_argument("folder", type=Path)
    parser.add_argument("dialects", nargs="*", default=list(DIALECTS), help=", ".join(DIALECTS))
    options = parser.parse_args()
    write(options.folder, options.number, options.dialects)


if __name__ == "__main__":
    main()
