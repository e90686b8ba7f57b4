"""An article without what is ours: the source's words as Markdown, everything else cut out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .article import Article
from .containers import closing, is_fact_box
from .definitions import OWN, Definition
from .diagnostics import TextFile
from .plaintext import Place
from .syntax.front import closing_fence, header_lines
from .syntax.notes import INDENT
from .syntax.places import offset_in_file

Cut = tuple[int, int, str]
"""A stretch of the file, and what stands in its place."""
EDGE = re.compile(r"[ \t>]*")


def stripped(article: Article) -> str:
    """The file's text without front matter, notes, fact boxes, brackets and marks.

    The source's own marks and notes become what the source prints. Lines stay lines, so that
    what is left is parsed as it stood.
    """
    text, at, parts = article.file.text, 0, []
    for start, end, instead in sorted(_cuts(article)):
        if start >= at:
            parts += [text[at:start], instead]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _cuts(article: Article) -> Iterator[Cut]:
    file = article.file
    if article.front is not None:
        fence = closing_fence(list(file.lines))
        last = len(header_lines(file.lines)) - 1 if fence is None else fence
        yield 0, _line_end(file, last), ""
    signs = {d.id.text: _escaped(d.sign) for d in article.definitions if d.kind == OWN}
    for definition in article.definitions:
        if definition.kind == OWN:
            yield from _own(file, definition)
        else:
            first, end = definition.lines
            yield definition.at, _line_end(file, end - 1), "\n" * (end - 1 - first)
    for index, token in enumerate(article.body):
        if token.type != "container_box_open":
            continue
        first, last = token.map or [0, 0]
        edge = _line_end(file, last if token.meta["closed"] else last - 1)
        if is_fact_box(token) and closing(article.body, index) < len(article.body):
            yield token.meta["at"], edge, ""
        else:
            yield token.meta["at"], _line_end(file, first), ""
            if token.meta["closed"]:
                yield edge - len(file.lines[last].lstrip(" \t>")), edge, ""
    for place in article.plain.places:
        yield from _brackets(place, "".join(signs.get(note, "") for note, _ in place.notes))


def _own(file: TextFile, definition: Definition) -> Iterator[Cut]:
    """A note of the source's own: its sign for its label, its further lines moved to the margin."""
    yield definition.at, definition.body, _escaped(definition.sign) + " "
    first, end = definition.lines
    for number in range(first + 1, end):
        edge = EDGE.match(file.lines[number])
        indent = edge[0].expandtabs(INDENT) if edge else ""
        if edge and indent.endswith(" " * INDENT):
            start = file.starts[number]
            yield start, start + edge.end(), indent[:-INDENT]


def _brackets(place: Place, signs: str) -> Iterator[Cut]:
    start = offset_in_file(place.token, place.at)
    end = offset_in_file(place.token, place.end - 1) + 1
    if place.to > place.at or place.token.content[place.at - 1 : place.at] == "[":
        yield start - 1, start, ""
        yield offset_in_file(place.token, place.to), end, signs
    else:
        yield start, end, signs


def _line_end(file: TextFile, number: int) -> int:
    """The offset of the end of line *number*, counted from 0."""
    return file.starts[number] + len(file.lines[number])


def _escaped(words: str) -> str:
    """*words* as Markdown that means nothing else."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", words)
