"""What stands around a text, told by its form: headline, byline, date, captions, page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from .dates import PartialDate
from .model import Stretch
from .plaintext import normalised
from .syntax import parser
from .syntax.places import offset_in_file

HEAD, TAIL, STANDFIRST = 12, 6, 2
"""Lines at the beginning and blocks at the end that may be furniture by their place; blocks of the
text itself that may stand between the headline and the byline or date."""

# --- forms of one line ---------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY, _YEAR = r"(?P<day>\d\d?)(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}",
        rf"{_MONTH},?\s+{_YEAR}",
        rf"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?{_YEAR}",
        rf"(?P<first>\d\d?)/(?P<second>\d\d?)/{_YEAR}",
    )
)
_DATE_LINE = re.compile(
    r"""(?P<lead>(?:(?:first|last|originally)\s+)?
            (?:published|posted|issued|delivered|released|given|updated|modified|revised|dated?)
            \b(?:\s+on\b)?\s*:?\s*)?
        (?:(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?\s+)?
        (?P<date>.{6,24}?)
        (?:(?:,\s*|\s+)(?:at\s+|[-–|]\s*)?\d\d?[:.]\d\d(?::\d\d)?
           (?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"(?:(?:(?:Written|Reported|Story|Text|Words|Delivered|Spoken)\s+)?(?:By|BY|by)\s*:?\s+"
    r"|(?:Authors?|AUTHORS?|Speaker|SPEAKER)\s*:\s*)(?P<name>\S.*)"
)
_NAME = re.compile(
    r"(?:(?i:the)\s+(?:[^\W\d][\w'’-]*\s+){0,5}[^\W\d][\w'’-]*"
    r"|[^\W\d_a-z][\w.'’-]*(?:,?\s+(?:[^\W\d_a-z][\w.'’-]*|&"
    r"|and|of|for|the|de|da|do|dos|del|la|le|van|von|der|den|bin|al|y|e))*)"
)
_ADDRESS = re.compile(r"(?:(?P<lead>[^<>]*?[^<>\s])\s+)?<?(?P<url>https?://[^\s<>]+?)>?[.,]?")
_LEAD = re.compile(
    r"(?:.*\b)?(?:url|link|source|original|permalink|web ?site|address|available|retrieved"
    r"|published|online|full text)\b.{0,20}?:?",
    re.IGNORECASE,
)
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_CONTACT = re.compile(
    rf"(?:(?:contact|write|e-?mail|reach|send|questions|comments|tel|phone)\b.*?)?{_MAIL}[.]?",
    re.IGNORECASE | re.DOTALL,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s|copyright\s+(?:©|\(c\)|\d{4}|by\b|held\b)|all rights reserved).*", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"share(?:\s+(?:this|on|via)\b.*)?|tweet|print(?:\s+this\b.*)?|e-?mail(?:\s+this\b.*)?|save"
    r"|(?:\d+\s+)?comments?(?:\s*\(\d+\))?|(?:story continues below )?advertisement|advert"
    r"|sponsored(?:\s+content)?|read\s+(?:more|also|next)\b.*|see\s+also:.*"
    r"|related(?:\s+(?:articles|stories|topics|posts|content)):?|continue\s+reading\b.*"
    r"|(?:sign\s+up|subscribe)\b.*|back\s+to\s+(?:top|home)|skip\s+to\s+(?:main\s+)?content"
    r"|follow\s+us\b.*|most\s+(?:read|popular)",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"[-–—\[\s]*page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\]\s]*|[-–—]\s*\d{1,4}\s*[-–—]"
    r"|\d{1,4}\s*(?:of|/)\s*\d{1,4}",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r""".*[.!?…]["”’')]?\s+(?:
          (?P<bold>\*\*|__)[A-Z©][^*_]{1,60}(?P=bold)
        | \((?!(?i:see|cf|e\.g|i\.e|in|and|the)\b)[A-Z©][^()]{1,60}\) )\.?
      | .*\s\((?i:photo|image|picture|illustration|graphic|courtesy|credit)\b[^()]{1,60}\)\.?""",
    re.DOTALL | re.VERBOSE,
)
_NEUTRAL = str.maketrans("[]:", "‹›·")
_SIGN = r"[\[‹]\^[^‹›\[\]]*[\]›]"
"""A note's mark, or what `neutral` makes of it."""
_CLOSED = re.compile(rf"(?:[.!?…:;][\"”’'»)\]*_]*|[\"”»])(?:{_SIGN})*$")

_PIECES = re.compile(r"\s+[|·•]\s+|,\s+(?=(?:\d\d?\s+\w+|\w+\.?\s+\d\d?),?\s+\d{4}$)")


def bare(source: str) -> str:
    """The words of a line of Markdown: links, addresses, emphasis, escapes and marks cut off."""
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", source)
    text = re.sub(r"<([^<>\s]+)>", r"\1", text)
    text = re.sub(r"^\s*#{1,6}\s+|\s+#+\s*$|\*\*|__|^\s*[*_](?=\S)|(?<=\S)[*_]\s*$", "", text)
    text = re.sub(rf"(?:{_SIGN})+\s*$", "", text)
    return normalised(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))


def written_date(text: str) -> PartialDate | None:
    """The day or month that a line of *text* is, with weekday, time and "Published" or without.

    ``05/06/2013`` can be two days and is none; ``29/05/2013`` is one.
    """
    line = _DATE_LINE.fullmatch(text)
    matches = (form.fullmatch(line["date"]) for form in _DATES) if line else ()
    for match in matches:
        if match:
            return _calendar_day(match.groupdict())
    return None


def _calendar_day(parts: dict[str, str | None]) -> PartialDate | None:
    year, name, day = int(parts["year"] or 0), parts.get("name"), int(parts.get("day") or 0)
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts.get("month") or 0)
    first, second = int(parts.get("first") or 0), int(parts.get("second") or 0)
    if first and second:
        if (first > 12) == (second > 12) and first != second:
            return None
        day, month = max(first, second), min(first, second)
    try:
        return PartialDate(year, month, day or None)
    except ValueError:
        return None


def is_update(text: str) -> bool:
    """Whether a date line gives the day of a later change, not that of issue."""
    return re.match(r"(?:last\s+)?(?:updated|modified|revised)\b", text, re.IGNORECASE) is not None


def byline(text: str) -> str | None:
    """The name that a byline gives: "By …", "Author: …"; None for any other line."""
    match = _BYLINE.fullmatch(text)
    if match is None:
        return None
    name = re.sub(rf"\s*[(<]?{_MAIL}[)>]?\s*$", "", match["name"]).rstrip(", ")
    return name if len(name) <= 80 and _NAME.fullmatch(name) else None


def address(text: str) -> str | None:
    """The address that a line is, bare or after a lead such as "Original url:"."""
    match = _ADDRESS.fullmatch(text)
    return match["url"] if match and (not match["lead"] or is_lead(match["lead"])) else None


def is_lead(text: str) -> bool:
    """Whether a line only announces an address: "Original url:", "Source"."""
    return len(text.split()) <= 6 and _LEAD.fullmatch(text) is not None


def is_contact(text: str) -> bool:
    """Whether a line only tells how to reach somebody by mail."""
    return len(text.split()) <= 15 and _CONTACT.fullmatch(text) is not None


def is_copyright(text: str) -> bool:
    return len(text.split()) <= 25 and _COPYRIGHT.fullmatch(text) is not None


def is_page_furniture(text: str) -> bool:
    """Whether a line is a page's own: share, print, advertisement, "Read more: …"."""
    return len(text.split()) <= 15 and not text.endswith(".") and bool(_FURNITURE.fullmatch(text))


def is_page_line(text: str) -> bool:
    """Whether a line only numbers a page: "Page 3 of 12", "- 3 -". A bare number is not enough."""
    return _PAGE.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Whether a first line can be a headline: short, with no end of a sentence inside or after."""
    short = 0 < len(text) <= 120 and len(text.split()) <= 20
    return short and text[-1] not in ".,;:…" and not re.search(r"\w{4}[.!?]\s+\W*[A-Z]", text)


# --- forms of a paragraph ------------------------------------------------------------------------


def is_caption(source: str) -> bool:
    """Whether a short paragraph ends with a credit, in bold or in parentheses."""
    return len(source.split()) <= 60 and _CREDIT.fullmatch(source.strip()) is not None


def is_column(lines: Sequence[str]) -> bool:
    """Whether a paragraph was broken into very short lines by its layout: not a verse's lines,
    since half of those that follow begin in lower case."""
    stripped = [line.rstrip("\\").strip() for line in lines]
    small = sum(line[:1].islower() or line[:1].isdigit() for line in stripped[1:])
    return len(lines) >= 5 and max(map(len, stripped)) <= 30 and 2 * small >= len(lines) - 1


def is_cut(before: str, after: str, *, past_page: bool) -> bool:
    """Whether two paragraphs are halves of one sentence.

    Args:
        past_page: A page number or running line was set aside between the two.
    """
    if _CLOSED.search(before.rstrip()) or len(before.split()) < 6:
        return False
    first = after.lstrip("\\*_")[:1]
    if past_page or first.islower():
        return True
    return (first.isdigit() or first in "$€£¥") and len(before) >= 60 and first != ""


# --- blocks and their lines ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the top of a Markdown text; *kind* is its token's type, or "reference" for lines
    that show nothing. ``[start, end)`` are offsets in the text, without the last line end."""

    kind: str
    start: int
    end: int
    source: str


def blocks_of(text: str) -> list[Block]:
    """The blocks of *text*, in order; every line that is not blank is in one of them."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    blocks: list[Block] = []
    at = 0
    for kind, first, last in _stretches(parser().parse(text), len(lines)):
        for name, begin, end in (("reference", at, first), (kind, first, last)):
            written = [row for row in range(begin, end) if lines[row].strip(" \t")]
            if written:
                start, stop = starts[written[0]], starts[written[-1] + 1] - 1
                blocks.append(Block(name, start, stop, text[start:stop]))
        at = max(at, last)
    return blocks


def _stretches(tokens: Sequence[Token], end: int) -> Iterator[tuple[str, int, int]]:
    for token in tokens:
        if token.level == 0 and token.map and token.nesting >= 0:
            yield token.type.removesuffix("_open"), token.map[0], token.map[1]
    yield "reference", end, end


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be furniture: one of a paragraph, or a block of one line.

    *block* is its block's number, *alone* whether it is all of it, *text* its words ("" for a
    block of several lines, which is none).
    """

    block: int
    alone: bool
    kind: str
    start: int
    end: int
    text: str


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The lines of *blocks* that may be furniture, and one empty line for each other block."""
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        rows = block.source.split("\n")
        if block.kind == "heading":
            words = bare(" ".join(rows if len(rows) == 1 else rows[:-1]))
            lines.append(_whole(number, block, words))
        elif block.kind != "paragraph" and len(rows) > 1:
            lines.append(_whole(number, block, ""))
        else:
            at = block.start
            for row in rows:
                start = at + len(row) - len(row.lstrip())
                end = at + len(row.rstrip())
                if start < end:
                    alone = len(rows) == 1
                    lines.append(Line(number, alone, block.kind, start, end, bare(row)))
                at += len(row) + 1
    return lines


def _whole(number: int, block: Block, words: str) -> Line:
    return Line(number, alone=True, kind=block.kind, start=block.start, end=block.end, text=words)


# --- what a whole text shows ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text that is furniture: its *role* is a key of `WHY`."""

    role: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A departure from the received text: ``[start, end)`` reads *reads*; None sets it aside."""

    start: int
    end: int
    reads: str | None
    why: str


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
CUT = "a page break split the sentence in two"
COLUMN = "a caption or pull quotation that was broken into very short lines"


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
    others = [
        *tail_parts(lines, blocks),
        *stray_parts(lines, title, paged=len(pages) > len(matter)),
    ]
    parts = [*pages, *head, *(part for part in others if part.start not in seen)]
    if not masked(text, parts).strip():
        parts = matter
    text = masked(received, parts)
    rest = blocks_of(neutral(text, all_signs(text)))
    columns = column_edits(rest)
    omitted = [Edit(p.start, p.end, None, _why(p, received)) for p in parts]
    edits = {edit.start: edit for edit in [*omitted, *columns, *cut_edits(rest, parts, columns)]}
    texts = {part.role: part.text for part in reversed([*head, *others])}
    dates = (written_date(part.text) for part in head if part.role == "date")
    return Recognised(
        title=title,
        author=byline(texts.get("byline", "")) or "",
        issued=next((day for day in dates if day), None),
        url=address(texts.get("address", "")) or "",
        edits=tuple(edits[start] for start in sorted(edits)),
        suspicions=tuple(suspicions(received, rest, edits)),
    )


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
    """Lines that number pages, even inside a paragraph; bare numbers only if they count up."""
    lines = [
        line
        for line in _rows(text)
        if is_page_line(line.text) or re.fullmatch(r"\d{1,3}", line.text)
    ]
    bare_numbers = [int(line.text) for line in lines if line.text.isdecimal()]
    counts = len(bare_numbers) > 1 and all(b == a + 1 for a, b in pairwise(bare_numbers))
    for line in lines:
        if counts or not line.text.isdecimal():
            yield Part("page", line.start, line.end, line.text)


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


def stray_parts(lines: Sequence[Line], title: str, *, paged: bool) -> Iterator[Part]:
    """Furniture anywhere: blocks all of whose lines are so by their form, or return."""
    returning = Counter(_key(line) for line in lines if line.alone)
    by_block: dict[int, list[tuple[str, Line]]] = {}
    for line in lines:
        role = _stray_role(line.text)
        if line.alone and title and line.text.casefold() == title.casefold():
            role = "title again"
        elif line.alone and returning[_key(line)] >= (2 if paged else 3) and _key(line):
            role = role or "running"
        by_block.setdefault(line.block, []).append((role, line))
    for found in by_block.values():
        if all(role for role, _ in found):
            yield from (Part(role, line.start, line.end, line.text) for role, line in found)


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
    return re.sub(r"\d+", "#", line.text.casefold()) if line.text[-1] not in '!?"”’' else ""


def column_edits(blocks: Sequence[Block]) -> list[Edit]:
    """Paragraphs in very short lines, where the text around has long ones."""
    longest = max((len(row) for block in blocks for row in block.source.split("\n")), default=0)
    edits = []
    for block in blocks:
        rows = block.source.split("\n")
        if block.kind == "paragraph" and longest > 45 and is_column(rows):
            reads = " ".join(row.rstrip("\\").strip() for row in rows)
            edits.append(Edit(block.start, block.end, reads, COLUMN))
    return edits


def cut_edits(
    blocks: Sequence[Block], parts: Sequence[Part], columns: Sequence[Edit]
) -> Iterator[Edit]:
    """Gaps inside a sentence, to be read as one space."""
    pages = [part.start for part in parts if part.role in ("page", "running", "title again")]
    short = {edit.start for edit in columns}
    for first, second in pairwise(blocks):
        if {first.kind, second.kind} != {"paragraph"} or {first.start, second.start} & short:
            continue
        past_page = any(first.end <= page < second.start for page in pages)
        before = first.source.rstrip()
        if is_cut(before, second.source.strip(), past_page=past_page):
            lead = len(second.source) - len(second.source.lstrip())
            yield Edit(first.start + len(before), second.start + lead, " ", CUT)


def suspicions(received: str, blocks: Sequence[Block], edits: dict[int, Edit]) -> Iterator[str]:
    """What may be wrong with the text, where its form alone does not decide."""
    joined = {edit.end for edit in edits.values() if edit.why == CUT}
    for match in re.finditer(r"(\w+-)[ \t]*\n[ \t]*([a-z]\w*)", received):
        yield (
            f"Line {_line(received, match.start())}: is “{match[1]}{match[2]}” one word with a "
            "hyphen, or a word that the line's end divided?"
        )
    for block in blocks:
        words = bare(block.source.split("\n")[0])
        if block.kind != "paragraph":
            continue
        place = f"Line {_line(received, block.start)}"
        start = block.start + len(block.source) - len(block.source.lstrip())
        if words[:1].islower() and start not in joined:
            yield f"{place}: a paragraph begins in lower case: “{_short(words)}”."
        if re.fullmatch(r"\d{1,3}", words):
            yield f"{place}: is “{words}” a page number? It was kept."
        if re.fullmatch(r"\d\d?/\d\d?/\d{4}", words):
            yield f"{place}: “{words}” can be two days, and was kept."


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"


# --- what our own Markdown would claim -----------------------------------------------------------


def escaped(text: str) -> str:
    """*text* with every sign escaped that our Markdown would take for its own."""
    for sign in sorted(all_signs(text), key=lambda sign: -sign.start):
        text = f"{text[: sign.start]}\\{text[sign.start :]}"
    return text


def all_signs(text: str) -> Iterator[Stretch]:
    """The signs of *text*, which has none of ours, that our Markdown would take for its own."""
    while found := list(signs(text)):
        yield from found
        text = neutral(text, found)


def neutral(text: str, found: Iterable[Stretch]) -> str:
    """*text* with letters of no meaning in place of *found*, so that every offset stays."""
    for sign in found:
        plain = text[sign.start : sign.end].translate(_NEUTRAL)
        text = text[: sign.start] + plain + text[sign.end :]
    return text


def signs(text: str) -> Iterator[Stretch]:
    """Marks, definitions and edges of containers that a first look finds; hidden ones come to
    light once these are gone."""
    starts: set[int] = set()
    for token in parser().parse(text):
        if token.type == "note_open":
            starts.add(token.meta["at"] - len("[^"))
        elif token.type == "container_box_open":
            starts.add(token.meta["at"])
        elif token.type == "inline":
            edges = re.finditer(r"^[ \t]*(?=:::)", token.content, re.MULTILINE)
            starts |= {offset_in_file(token, edge.end()) for edge in edges}
        for child in token.children or ():
            if child.type in ("target_open", "point"):
                marks = child.meta["notes"]
                starts |= {offset_in_file(token, at - len("[^")) for _, at in marks}
    for start in sorted(starts):
        sign = re.compile(r"\[\^[^\[\]\n]*\]|:{3,}").match(text, start)
        if sign:
            yield Stretch(start, sign.end())
