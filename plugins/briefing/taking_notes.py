"""Annotations from elsewhere, written into an article as stand-off notes, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .article import Article, read_article
from .diagnostics import Severity, TextFile
from .incoming import Incoming, NotAnnotationsError, places, read_incoming
from .model import Stretch
from .output import write_beside
from .selector import find_quote
from .survey import survey

LONGEST = 160
"""Letters of a quotation that is written out; a longer one is given by its ends."""
ENDS = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file of annotations: the article's new *text*, and a line for each."""

    text: str
    news: tuple[str, ...]
    added: int


def take_annotations(root: Path, slug: str, path: Path, *, drafts: bool) -> Taken:
    """Write the annotations in *path* into the briefing *slug* of the project at *root*.

    Raises:
        NotAnnotationsError: There is no such briefing, or the file holds no annotations.
    """
    surveyed = survey(root)
    known = {b.edition.slug: b.article for b in surveyed.site.briefings}
    if slug not in known:
        raise NotAnnotationsError(f"there is no briefing '{slug}' among {', '.join(known)}")
    incoming = read_incoming(path.read_text(encoding="utf-8-sig"))
    taken = added_to(known[slug], incoming, drafts=drafts)
    if taken.added:
        write_beside(root / known[slug].file.path, taken.text)
    return taken


def added_to(article: Article, incoming: list[Incoming], *, drafts: bool) -> Taken:
    """*article* with a note for each annotation that has words, a place, and none there yet.

    The source's words are not touched: the notes are stand-off, each under its paragraph.
    """
    before = _errors(article)
    news, added = [], 0
    for one in incoming:
        known = {note.id for note in article.annotations}
        why_not = _why_not(one, known)
        definition = "" if why_not else _definition(one, article, drafts=drafts)
        if not why_not and not definition:
            why_not = "its words are not in the text, or in several places that look alike"
        if not why_not:
            text = _with(article, one, definition)
            grown = read_article(TextFile(article.file.path, text))
            if _errors(grown) > before or grown.plain.text != article.plain.text:
                why_not = "it cannot be read as a note"
            else:
                article, added = grown, added + 1
        further = f", at the first of its {len(one.about)} places" if len(one.about) > 1 else ""
        became = f"left out, {why_not}" if why_not else f"note '{one.note}'{further}"
        news.append(f"{one.id or one.note}: {became}")
    return Taken(article.file.text, tuple(news), added)


def _errors(article: Article) -> int:
    return sum(diagnostic.severity is Severity.ERROR for diagnostic in article.found)


def _why_not(one: Incoming, known: set[str]) -> str:
    if one.note in known or one.fragment in known:
        return "it is there already"
    if one.reply:
        return "it answers another annotation"
    if not one.body.strip():
        return "it says nothing"
    return "" if one.about else "it quotes no words"


def _definition(one: Incoming, article: Article, *, drafts: bool) -> str:
    """The note as an editor would write it; "" where its words have no certain place."""
    found, meant = places(one.about[0], article.plain)
    if meant is None:
        return ""
    parts = [f".{one.kind}"]
    if one.by:
        parts.append(f"by={_quoted(one.by)}")
    if one.day:
        parts.append(f"as-of={one.day}")
    if drafts:
        parts.append("status=draft")
    parts += _selector(meant, article.plain.flat, found)
    body = "\n".join(f"    {line}" if line else "" for line in one.body.split("\n"))
    return f"[^{one.note}]: {{{' '.join(parts)}}}\n{body}\n"


def _selector(meant: Stretch, text: str, found: list[Stretch]) -> Iterator[str]:
    words = text[meant.start : meant.end]
    if len(words) > LONGEST:
        shorter = f"{words[:ENDS].rsplit(' ', 1)[0]} … {words[-ENDS:].split(' ', 1)[-1]}"
        if find_quote(shorter, text) == [meant]:
            words = shorter
    yield f"quote={_quoted(words)}"
    if len(found) > 1:
        yield f"occurrence={found.index(meant) + 1}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _with(article: Article, one: Incoming, definition: str) -> str:
    """The article's text with *definition* under the paragraph it is about, or at the end."""
    _, meant = places(one.about[0], article.plain)
    lines = article.file.text.split("\n")
    for block in article.plain.blocks:
        token = block.token
        here = meant and block.stretch.start <= meant.start < block.stretch.end
        if here and token.map and token.level == 1 and token.type == "inline":
            end = token.map[1]
            while end < len(lines) and lines[end].strip():
                end += 1
            return "\n".join([*lines[:end], "", definition.rstrip("\n"), *lines[end:]])
    return article.file.text.rstrip("\n") + f"\n\n{definition}"
