"""A note put into an article's text, changed or taken out: the source's words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .article import Article, closing, read_article
from .bare import stripped
from .definitions import ID, OWN, Definition
from .diagnostics import TextFile
from .kinds import KINDS, Kind
from .model import Stretch
from .notetext import NotPlacedError, definition, value_of
from .plaintext import PlainText, plain_text, source_of
from .selector import find_quote
from .syntax import plain_parser
from .syntax.places import offset_in_file

OPENING = "*_`["
CLOSED = re.compile(r"[*_`]|\](?:\[\^[^\[\]\n]*\])+|\]\([^()\s]*\)")
"""Markup that ends after words: an emphasis, code, a target, a link."""
MOST = 4


@dataclass(frozen=True, slots=True)
class Splice:
    """What stands from *start* to *end* of a text becomes *new*."""

    start: int
    end: int
    new: str


def insert_note(
    file: TextFile,
    stretch: Stretch,
    id: str,  # noqa: A002 (what the format calls it)
    braces: str,
    body: str,
    kinds: Mapping[str, Kind] = KINDS,
) -> str:
    """The text of *file* with a note on the words at *stretch*.

    The words get a bracket and a mark where that leaves them and every other note as they are;
    else the note quotes them. Its definition stands below their paragraph and the notes there.

    Args:
        stretch: Half-open, in code points of the article's flat plain text.
        braces: The attributes with their braces, as `braces_of` writes them; "" for none.
        body: Markdown, at the margin.
    Raises:
        NotPlacedError: the id is taken or unreadable, the stretch is empty or outside the text,
            or the note would change what the article says.
    """
    article = read_article(file, kinds)
    if not ID.fullmatch(id) or any(d.id.text == id for d in article.definitions):
        raise NotPlacedError(f"'{id}' is taken, or cannot be an id")
    if not 0 <= stretch.start < stretch.end <= len(article.plain.text):
        raise NotPlacedError("there are no words there")
    line = _line_below(article, stretch)
    at = _offset(file, line)
    for marks in _bracketings(article, stretch, id):
        text = spliced(file.text, [*marks, _placed(file, line, at, definition(id, braces, body))])
        if _holds(article, text, kinds, {id: (stretch,)}):
            return text
    quoted = _with_quote(braces, article.plain, stretch)
    text = spliced(file.text, [_placed(file, line, at, definition(id, quoted, body))])
    if not _holds(article, text, kinds, {id: (stretch,)}):
        raise NotPlacedError("a note on these words would change what the article says")
    return text


def edit_note(
    file: TextFile,
    id: str,  # noqa: A002
    braces: str,
    body: str,
    kinds: Mapping[str, Kind] = KINDS,
) -> str:
    """The text of *file* with other attributes and another body for a note; its words stay.

    Raises:
        NotPlacedError: there is no such note of ours at the margin, or the change would touch
            more than the note.
    """
    article = read_article(file, kinds)
    old = _ours(article, id)
    text = spliced(file.text, [Splice(old.at, _end(file, old), definition(id, braces, body))])
    if not _holds(article, text, kinds, {}, kept=id):
        raise NotPlacedError(f"the change would touch more than the note '{id}'")
    return text


def remove_note(
    file: TextFile,
    id: str,  # noqa: A002
    kinds: Mapping[str, Kind] = KINDS,
) -> str:
    """The text of *file* without a note, its brackets and its marks.

    Raises:
        NotPlacedError: there is no such note of ours at the margin, or taking it out would touch
            more than the note.
    """
    article = read_article(file, kinds)
    old = _ours(article, id)
    first, stop = old.lines[0], _end(file, old)
    blank = first > 0 and not file.lines[first - 1].strip()
    start = file.starts[first - 1 if blank else first]
    stop = min(stop + 1, len(file.text))
    text = spliced(file.text, [*_unmarked(article, id), Splice(start, stop, "")])
    if not _holds(article, text, kinds, {}, gone=id):
        raise NotPlacedError(f"taking out the note '{id}' would touch more than the note")
    return text


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """*text* with all *splices* made; they do not overlap."""
    parts, at = [], 0
    for splice in sorted(splices, key=lambda s: (s.start, s.end)):
        parts += [text[at : splice.start], splice.new]
        at = splice.end
    return "".join([*parts, text[at:]])


def _ours(article: Article, id_: str) -> Definition:
    found = [d for d in article.definitions if d.id.text == id_ and d.kind != OWN]
    at_margin = [d for d in found if d.at == article.file.starts[d.lines[0]]]
    if not at_margin:
        raise NotPlacedError(f"there is no note '{id_}' of ours at the margin")
    return at_margin[0]


def _end(file: TextFile, old: Definition) -> int:
    """The offset of the end of a definition's last line."""
    last = old.lines[1] - 1
    return file.starts[last] + len(file.lines[last])


def _offset(file: TextFile, line: int) -> int:
    """The offset of the end of the line before *line*."""
    return file.starts[line - 1] + len(file.lines[line - 1])


def _placed(file: TextFile, line: int, at: int, words: str) -> Splice:
    """A definition below the line before *line*, with a blank line on either side."""
    follows = line < len(file.lines) and file.lines[line].strip()
    ends = line == len(file.lines)
    return Splice(at, at, f"\n\n{words}" + ("\n" if follows or ends else ""))


def _line_below(article: Article, stretch: Stretch) -> int:
    """The line after the block that holds the last of the words and the definitions below it."""
    file, body = article.file, article.body
    blocks = [b for b in article.plain.blocks if b.stretch.start < stretch.end]
    holding, line, at = id(blocks[-1].token), 0, 0
    while at < len(body):
        end = closing(body, at) if body[at].nesting == 1 else at
        if any(id(token) == holding for token in body[at : end + 1]):
            meta = body[at].meta
            closed = body[at].type == "container_box_open" and meta["closed"]
            line = (body[at].map or [0, 0])[1] + bool(closed)
            break
        at = end + 1
    line = _up(file, line)
    for each in sorted(article.definitions, key=lambda d: d.lines):
        between = file.lines[line : each.lines[0]]
        if each.lines[0] >= line and not any(text.strip() for text in between):
            line = _up(file, each.lines[1])
    return line


def _up(file: TextFile, line: int) -> int:
    """*line*, or the first of the blank lines right before it."""
    while line > 1 and not file.lines[line - 1].strip():
        line -= 1
    return line


def _bracketings(article: Article, stretch: Stretch, id_: str) -> Iterator[list[Splice]]:
    """Ways to mark the words, the plainest first; not each of them need be right."""
    mark = f"[^{id_}]"
    for place in article.plain.places:
        if place.stretch == stretch and place.to > place.at:
            end = offset_in_file(place.token, place.end - 1) + 1
            yield [Splice(end, end, mark)]
            return
    ends = source_of(article.plain, stretch)
    if ends is None:
        return
    start, end = ends
    lefts, rights = _widened(article.file.text, start, end)
    ways = ((left, right) for left in lefts for right in rights)
    for left, right in sorted(ways, key=lambda way: (start - way[0]) + (way[1] - end)):
        yield [Splice(left, left, "["), Splice(right, right, f"]{mark}")]


def _widened(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Where a bracket may open before the words, and close after them: past markup only."""
    lefts, rights = [start], [end]
    while len(lefts) < MOST and start and text[start - 1] in OPENING:
        start -= 1
        lefts.append(start)
    while len(rights) < MOST and (match := CLOSED.match(text, rights[-1])):
        rights.append(match.end())
    return lefts, rights


def _with_quote(braces: str, plain: PlainText, stretch: Stretch) -> str:
    """*braces* with the words quoted, and counted where they stand more than once."""
    words = plain.flat[stretch.start : stretch.end]
    places = find_quote(words, plain.flat)
    if stretch not in places:
        raise NotPlacedError("these words cannot be quoted: they begin or end with a space")
    quoted = f"quote={value_of('quote', words)}"
    if len(places) > 1:
        quoted += f" occurrence={places.index(stretch) + 1}"
    return f"{braces[:-1]} {quoted}}}" if braces else f"{{{quoted}}}"


def _unmarked(article: Article, id_: str) -> Iterator[Splice]:
    """The marks of a note taken out, and the brackets that no other note needs."""
    for place in article.plain.places:
        names = [name for name, _ in place.notes]
        if id_ not in names:
            continue
        token, mark = place.token, len(f"[^{id_}]")
        for name, at in place.notes:
            if name == id_:
                start = offset_in_file(token, at) - len("[^")
                yield Splice(start, start + mark, "")
        if set(names) == {id_} and place.to > place.at:
            start, end = offset_in_file(token, place.at), offset_in_file(token, place.to)
            yield Splice(start - 1, start, "")
            yield Splice(end, end + 1, "")


def _holds(
    before: Article,
    text: str,
    kinds: Mapping[str, Kind],
    new: Mapping[str, tuple[Stretch, ...]],
    kept: str = "",
    gone: str = "",
) -> bool:
    """Whether *text* says what *before* says, and all notes but *new* and *gone* stand as before.

    The note *kept* may have found or lost its words: its attributes are what was changed.
    """
    after = read_article(TextFile(before.file.path, text), kinds)
    same_words = after.plain.text == before.plain.text
    bare = [plain_text(plain_parser().parse(stripped(a))).text for a in (before, after)]
    expected = _targets(before) | dict(new)
    expected.pop(gone, None)
    found = _targets(after)
    if kept:
        expected[kept] = found.get(kept, ())
    return same_words and bare[0] == bare[1] and found == expected


def _targets(article: Article) -> dict[str, tuple[Stretch, ...]]:
    return {note.id: tuple(t.stretch for t in note.targets) for note in article.annotations}
