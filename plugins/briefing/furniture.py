"""What stands around a text, told by its form: headline, byline, date, captions, page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .breaks import Edit, column_edits, cut_edits, suspicions
from .dates import PartialDate
from .escaping import all_signs, neutral
from .forms import (
    _PIECES,
    address,
    byline,
    is_caption,
    is_contact,
    is_copyright,
    is_cut,
    is_lead,
    is_lettered,
    is_page_furniture,
    is_page_line,
    is_title,
    is_update,
    written_date,
)
from .seedblocks import Block, Line, blocks_of, lines_of

HEAD, TAIL, STANDFIRST = 12, 6, 2
"""Lines at the beginning and blocks at the end that may be furniture by their place; blocks of the
text itself that may stand between the headline and the byline or date."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text that is furniture: its *role* is a key of `WHY`."""

    role: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a received text shows by its form. *suspicions* are sentences for the editor."""

    title: str
    author: str
    issued: PartialDate | None
    url: str
    edits: tuple[Edit, ...]
    suspicions: tuple[str, ...]


WHY = {
    "front matter": "front matter, which is not part of the text",
    "title": "the headline; printed as the title of the page, not in the body",
    "title again": "the headline again",
    "byline": "the byline; the name is kept as the author",
    "date": "the date line; kept as the day of issue",
    "update": "a date line of the page, not of the text",
    "lead": "a label added with the address; the address is kept above",
    "address": "the bare address; kept above",
    "contact": "a contact line",
    "copyright": "a copyright line",
    "page": "a page number",
    "running": "a running line, printed again on each page",
    "furniture": "a line of the page around the text",
}


def recognise(received: str) -> Recognised:
    """What *received* shows by its form, and every edit that this calls for.

    Edits are in order; one may stand inside a later one's stretch, where a page number stands
    inside a cut. Where everything would be set aside, nothing is.
    """
    matter = list(front_matter(received))
    pages = [*matter, *page_lines(masked(received, matter))]
    text = masked(received, pages)
    text = neutral(text, all_signs(text))
    blocks = blocks_of(text)
    lines = lines_of(blocks)
    head = list(head_parts(lines, blocks))
    title = next((part.text for part in head if part.role == "title"), "")
    seen = {part.start for part in head}
    returned = list(returning(text, lines, paged=len(pages) > len(matter)))
    others = [*tail_parts(lines, blocks), *stray_parts(lines, title, returned)]
    parts = [*pages, *head, *(part for part in others if part.start not in seen)]
    if not masked(text, parts).strip():
        parts = matter
    text = masked(received, parts)
    rest = blocks_of(neutral(text, all_signs(text)))
    columns = column_edits(rest)
    omitted = [Edit(p.start, p.end, None, _why(p, received)) for p in parts]
    edits = {
        edit.start: edit
        for edit in [*omitted, *columns, *cut_edits(rest, pages_of(parts), columns)]
    }
    texts = {part.role: part.text for part in reversed([*head, *others])}
    dates = (written_date(part.text) for part in head if part.role == "date")
    return Recognised(
        title=title,
        author=byline(texts.get("byline", "")) or "",
        issued=next((day for day in dates if day), None),
        url=address(texts.get("address", "")) or "",
        edits=tuple(edits[start] for start in sorted(edits)),
        suspicions=(*suspicions(received, rest, edits), *_doubts(received, returned)),
    )


def pages_of(parts: Sequence[Part]) -> list[int]:
    """Where the lines stand that a page of print puts between two of the text."""
    return [part.start for part in parts if part.role in ("page", "running", "title again")]


def _why(part: Part, received: str) -> str:
    dead = "; its link leads nowhere" if "](#)" in received[part.start : part.end] else ""
    return WHY[part.role] + dead


def masked(text: str, parts: Sequence[Part]) -> str:
    """*text* with spaces in place of *parts*, so that every offset stays."""
    for part in parts:
        kept = re.sub(r"[^\n]", " ", text[part.start : part.end])
        text = text[: part.start] + kept + text[part.end :]
    return text


def front_matter(received: str) -> Iterator[Part]:
    for block in blocks_of(received)[:1]:
        if block.kind == "front_matter":
            yield Part("front matter", block.start, block.end, block.source)


def page_lines(text: str) -> Iterator[Part]:
    """Lines that number pages, even inside a paragraph: those that say so, and numbers that count
    up through sentences, since sections are numbered between them."""
    lines = [line for line in _rows(text) if is_page_line(line.text)]
    said = {line.start for line in lines if re.search("page", line.text, re.IGNORECASE)}
    pages = _count_pages(text, [line for line in lines if line.start not in said])
    for line in lines:
        if pages or line.start in said:
            yield Part("page", line.start, line.end, line.text)


def _count_pages(text: str, lines: Sequence[Part]) -> bool:
    """Whether numbers alone on their *lines* are those of pages."""
    numbers = [int(re.findall(r"\d+", line.text)[0]) for line in lines]
    if not numbers or any(b != a + 1 for a, b in pairwise(numbers)):
        return False
    if len(numbers) == 1 and lines[0].text.isdecimal():
        return False
    begun = numbers[0] != 1 or any(is_cut(*gap, past_page=True) for gap in _gaps(text, lines[0]))
    return begun and any(_cuts(text, line) for line in lines)


def _cuts(text: str, line: Part | Line) -> bool:
    """Whether a sentence goes on past *line* in lower case."""
    gaps = _gaps(text, line)
    return any(
        after[:1].islower() and is_cut(before, after, past_page=False) for before, after in gaps
    )


def _gaps(text: str, line: Part | Line) -> list[tuple[str, str]]:
    """What stands before and after *line*, and before and after a running line beside it."""
    before = re.split(r"\n\s*\n", text[max(0, line.start - 500) : line.start].strip())
    after = re.split(r"\n\s*\n", text[line.end : line.end + 500].strip())
    firsts = before[-2:] if is_title(before[-1]) else before[-1:]
    seconds = after[:2] if is_title(after[0]) else after[:1]
    return [(first, second) for first in firsts for second in seconds]


def _rows(text: str) -> Iterator[Part]:
    """Every line outside fences and tables. An indented one is not code, but set in the middle."""
    for block in blocks_of(text):
        if block.kind in ("fence", "table", "front_matter"):
            continue
        at = block.start
        for row in block.source.split("\n"):
            start, end = at + len(row) - len(row.lstrip()), at + len(row.rstrip())
            yield Part(block.kind, min(start, end), end, row.strip())
            at += len(row) + 1


def head_parts(lines: Sequence[Line], blocks: Sequence[Block]) -> Iterator[Part]:
    """Headline, byline, dates and address above the text, in the order of the file."""
    passed: set[int] = set()
    titled = False
    for line, following in zip(lines[:HEAD], [*lines[1:], None], strict=False):
        if line.block in passed:
            continue
        after = following.text if following else ""
        role = _line_role(line.text, after)
        if passed and (not line.alone or role in ("address", "lead")):
            role = ""
        if not role and not titled and not passed and _opens(line, after, len(blocks)):
            role = "title"
        titled = titled or role == "title"
        if role:
            yield from _split(role, line)
        elif not is_caption(blocks[line.block].source):
            passed.add(line.block)
            if len(passed) > STANDFIRST:
                return


def _opens(line: Line, after: str, blocks: int) -> bool:
    """Whether *line* is the headline: a heading, or a short line above others."""
    if line.kind == "heading":
        return bool(line.text)
    above = line.alone or _line_role(after, "") in ("byline", "date", "several")
    apart = above and blocks > 1 and not after[:1].islower()
    return line.kind == "paragraph" and apart and is_title(line.text)


def _line_role(text: str, after: str) -> str:
    """The role that a line has by its own form, *after* being the next one; "" for the text's."""
    if address(text):
        return "address"
    if written_date(text):
        return "update" if is_update(text) else "date"
    if byline(text):
        return "byline"
    if is_lead(text) and address(after):
        return "lead"
    pieces = _PIECES.split(text)
    return "several" if len(pieces) > 1 and all(_line_role(p, "") for p in pieces) else ""


def _split(role: str, line: Line) -> Iterator[Part]:
    """The part that *line* is, or the several that it holds, all of them in its stretch."""
    for text in _PIECES.split(line.text) if role == "several" else [line.text]:
        own = _line_role(text, "") if role == "several" else role
        yield Part(own, line.start, line.end, text)


def tail_parts(lines: Sequence[Line], blocks: Sequence[Block]) -> Iterator[Part]:
    """Addresses below the text, with the lines that announce them."""
    for number in range(max(0, len(blocks) - TAIL), len(blocks)):
        at = [index for index, line in enumerate(lines) if line.block == number]
        roles = [
            _line_role(lines[i].text, lines[i + 1].text if i + 1 < len(lines) else "") for i in at
        ]
        if roles and all(role in ("address", "lead") for role in roles):
            for role, index in zip(roles, at, strict=True):
                yield Part(role, lines[index].start, lines[index].end, lines[index].text)


@dataclass(frozen=True, slots=True)
class Returning:
    """Lines alone and alike, several times. They *run* over pages, or may be the text's own."""

    lines: tuple[Line, ...]
    run: bool


def returning(text: str, lines: Sequence[Line], *, paged: bool) -> Iterator[Returning]:
    """The lines of *text* that return. "Article 1" or a speaker's name cuts no sentence."""
    alike: dict[str, list[Line]] = {}
    for line in lines:
        if line.alone and (key := _key(line)):
            alike.setdefault(key, []).append(line)
    for found in alike.values():
        if len(found) >= (2 if paged else 3):
            yield Returning(tuple(found), any(_cuts(text, line) for line in found))


def stray_parts(lines: Sequence[Line], title: str, returned: Sequence[Returning]) -> Iterator[Part]:
    """Furniture anywhere: blocks all of whose lines are so by their form, or run over pages."""
    running = {line.start for group in returned if group.run for line in group.lines}
    lettered = any(is_lettered(line.text) for line in lines)
    by_block: dict[int, list[tuple[str, Line]]] = {}
    for line in lines:
        role = _stray_role(line.text)
        if lettered and line.text[:3].lower() == "(c)":
            role = ""
        if line.alone and title and line.text.casefold() == title.casefold():
            role = "title again"
        elif line.start in running:
            role = role or "running"
        by_block.setdefault(line.block, []).append((role, line))
    for found in by_block.values():
        if all(role for role, _ in found):
            yield from (Part(role, line.start, line.end, line.text) for role, line in found)


def _doubts(received: str, returned: Sequence[Returning]) -> Iterator[str]:
    for group in returned:
        if not group.run:
            first = group.lines[0]
            yield (
                f"Line {received.count(chr(10), 0, first.start) + 1}: lines like “{first.text}” "
                f"return {len(group.lines)} times: are they running lines? They were kept."
            )


def _stray_role(text: str) -> str:
    if is_contact(text):
        return "contact"
    if is_copyright(text):
        return "copyright"
    return "furniture" if is_page_furniture(text) else ""


def _key(line: Line) -> str:
    """What running lines have in common: their words, whatever the page's number; else ""."""
    if line.kind != "paragraph" or len(line.text) > 80 or not is_title(line.text):
        return ""
    if line.text[-1] in '!?"”’' or not re.search(r"[^\W\d]", line.text):
        return ""
    return re.sub(r"\d+", "#", line.text.casefold())
