"""A PDF: its lines put into columns and paragraphs by where they stand on the page."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ..plaintext import normalised
from .extracted import Extracted, LeftOut, UnreadableError
from .markdown import paragraph, words
from .text import script_told

_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, OSError, zlib.error)
"""What pypdf raises, besides its own errors, on files that are not as they should be."""
MOST_SIGNS = 500_000
"""Numbers, words and orders of one page; one that places each letter by itself has some 50,000."""
_WIDTH = 0.5
"""How wide a letter is on average, in ems."""
_HEADS = frozenset(
    """
    all anti co cross ex fast full half high ill long low mid multi non off one open post pre
    pro self semi short so sub two three ultra vice well
    """.split()  # noqa: SIM905
)
"""First parts of words that are commonly written with a hyphen."""
_ENDS = re.compile(r"[.!?…:]['\"”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page: where it begins and ends, its height above the foot, its letters' size."""

    left: float
    right: float
    up: float
    size: float
    text: str


def extract_pdf(data: bytes, name: str, keep: frozenset[int] = frozenset()) -> Extracted:
    """The text of a PDF, columns one after the other, page numbers and running lines left out.

    Raises:
        UnreadableError: it is encrypted, damaged, or a scan without text; or pypdf is absent.
    """
    pages, facts = _pages(data, name)
    rows = [list(_rows(fragments)) for fragments in pages]
    if not any(rows):
        raise UnreadableError(
            f"{name} holds pictures of pages and no text: have its text recognised (OCR) first"
        )
    left: list[LeftOut] = []
    kept = _without_furniture(rows, left, keep)
    doubts: list[str] = []
    paragraphs = _joined(list(_in_order(kept)), doubts)
    text = "\n\n".join(paragraph(words(p)) for p in paragraphs) + "\n"
    told = script_told(text)
    return Extracted(
        kind=f"a PDF of {len(pages)} pages",
        markdown=text,
        facts=facts,
        left_out=tuple(block for block in left if block.number not in keep),
        told=(told,) if told else (),
        doubts=tuple(doubts),
    )


def _pages(data: bytes, name: str) -> tuple[list[list[Row]], dict[str, str]]:
    try:
        from pypdf import PdfReader, apply_configuration
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UnreadableError(
            f"reading {name} needs pypdf, which is not installed: 'make extractors' installs it"
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a sentence is enough
    try:
        with apply_configuration(stream_parsing_work_maximum_count=MOST_SIGNS):
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnreadableError(f"{name} is encrypted: save a copy without a password first")
            pages = []
            for page in reader.pages:
                fragments: list[Row] = []
                page.extract_text(visitor_text=_collector(fragments))
                pages.append(fragments)
            return pages, _facts(reader.metadata)
    except UnreadableError:
        raise
    except (PyPdfError, *_DAMAGED) as problem:
        reason = str(problem).strip().split("\n")[0] or type(problem).__name__
        raise UnreadableError(f"{name} is damaged, or no PDF: {reason}") from None


def _collector(fragments: list[Row]) -> Any:
    def collect(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        for number, line in enumerate(text.split("\n")):
            if line.strip():
                scale = abs(tm[3] or tm[0] or 1) * abs(cm[3] or 1)
                em = max(1.0, size * scale)
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5] - number * 1.2 * em
                fragments.append(Row(x, x + len(line) * em * _WIDTH, y, em, line))

    return collect


def _facts(metadata: Any) -> dict[str, str]:
    given = {
        key: normalised(str((metadata or {}).get(f"/{key}") or ""))
        for key in ("Title", "Author", "CreationDate")
    }
    day = re.match(r"D:(\d{4})(\d\d)(\d\d)", given["CreationDate"])
    title = (
        ""
        if re.search(r"\.(?:docx?|pdf|indd|qxd)$|^untitled", given["Title"], re.IGNORECASE)
        else given["Title"]
    )
    facts = {
        "title": title,
        "author": given["Author"],
        "made": "-".join(day.groups()) if day else "",
    }
    return {key: value for key, value in facts.items() if value}


def _rows(fragments: Sequence[Row]) -> Iterator[Row]:
    """Fragments on one line and close to each other, as rows; a wide gap parts two columns."""
    lines: dict[int, list[Row]] = {}
    for piece in fragments:
        key = next(
            (k for k in lines if abs(lines[k][0].up - piece.up) < 0.3 * piece.size), len(lines)
        )
        lines.setdefault(key, []).append(piece)
    for pieces in lines.values():
        row: Row | None = None
        for piece in sorted(pieces, key=lambda p: p.left):
            if row and piece.left - row.right < 1.5 * piece.size:
                row = Row(
                    row.left,
                    piece.right,
                    row.up,
                    max(row.size, piece.size),
                    row.text + piece.text,
                )
            else:
                if row:
                    yield row
                row = piece
        if row:
            yield row


def _without_furniture(
    pages: Sequence[list[Row]], left: list[LeftOut], keep: frozenset[int]
) -> list[list[Row]]:
    """The pages without their numbers and without lines that return at the same place."""
    edges = Counter(
        _key(row) for rows in pages for row in {_key(r): r for r in _edge(rows)}.values()
    )
    kept = []
    for rows in pages:
        mine = []
        for row in rows:
            kind = ""
            if row in _edge(rows):
                if re.fullmatch(
                    r"\W*(?:page\s+|p\.\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*",
                    row.text.strip(),
                    re.IGNORECASE,
                ):
                    kind = "page number"
                elif len(pages) > 1 and edges[_key(row)] > len(pages) / 2:
                    kind = "running line"
            if kind:
                left.append(LeftOut(len(left) + 1, kind, normalised(row.text)))
            if not kind or len(left) in keep:
                mine.append(row)
        kept.append(mine)
    return kept


def _edge(rows: Sequence[Row]) -> list[Row]:
    """The highest and the lowest two lines of a page."""
    heights = sorted({round(row.up) for row in rows})
    return [row for row in rows if round(row.up) in {*heights[:2], *heights[-2:]}]


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", normalised(row.text)), round(row.up / 5)


def _in_order(pages: Sequence[Sequence[Row]]) -> Iterator[list[Row]]:
    """The lines of each column, from the first page to the last; lines across all columns apart."""
    for rows in pages:
        gutter = _gutter(rows)
        band: list[Row] = []
        for row in sorted(rows, key=lambda r: -r.up):
            if gutter and row.left < gutter - row.size and row.right > gutter + row.size:
                yield from _columns(band, gutter)
                band = []
                yield [row]
            else:
                band.append(row)
        yield from _columns(band, gutter)


def _columns(band: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    sides = (
        ([r for r in band if r.left < gutter], [r for r in band if r.left >= gutter])
        if gutter
        else (list(band),)
    )
    yield from (side for side in sides if side)


def _gutter(rows: Sequence[Row]) -> float:
    """Where the second of two columns begins; 0 if there is one."""
    starts = Counter(round(row.left) for row in rows)
    firsts = sorted(start for start, count in starts.items() if count >= max(3, 0.2 * len(rows)))
    for first, second in pairwise(firsts):
        beside = [r for r in rows if r.left < second - 1]
        across = sum(r.right > second + 2 * r.size for r in beside)
        if second - first > 100 and across < 0.2 * len(beside):
            return second - 1
    return 0


def _joined(columns: Sequence[Sequence[Row]], doubts: list[str]) -> list[str]:
    """The lines of all columns as paragraphs; one may go on in the next column or page."""
    gaps = [a.up - b.up for rows in columns for a, b in pairwise(rows)]
    usual = median(gaps or [0])
    paragraphs: list[list[str]] = []
    goes_on = False
    for rows in columns:
        starts = list(_starts(rows, usual))
        for number, (row, begins) in enumerate(zip(rows, starts, strict=True)):
            if paragraphs and not begins and (number or goes_on):
                paragraphs[-1].append(row.text.strip())
            else:
                paragraphs.append([row.text.strip()])
        goes_on = len(rows) > 1 and not _ENDS.search(rows[-1].text.strip())
    whole = "\n".join(line for lines in paragraphs for line in lines)
    return [normalised(_unbroken(lines, whole, doubts)) for lines in paragraphs]


def _starts(rows: Sequence[Row], usual: float) -> Iterator[bool]:
    """For each line of a column, whether a paragraph begins with it, as far as its place tells."""
    size = median(row.size for row in rows)
    margin, edge = min(row.left for row in rows), max(row.right for row in rows)
    yield rows[0].left - margin > 0.8 * size
    for before, row in pairwise(rows):
        apart = before.up - row.up > 1.35 * usual
        other = abs(before.size - row.size) > 0.15 * size
        indented = row.left - margin > 0.8 * size > before.left - margin
        short = before.right < margin + 0.75 * (edge - margin)
        yield apart or other or indented or bool(short and _ENDS.search(before.text.strip()))


def _unbroken(lines: Sequence[str], whole: str, doubts: list[str]) -> str:
    """*lines* as one, the words made whole that a line's end divided."""
    text = lines[0]
    for line in lines[1:]:
        head, tail = re.search(r"([^\W\d_]+)-$", text), re.match(r"[^\W\d_]+", line)
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif head and tail and tail[0][0].islower():
            text = (text if _compound(head[1], tail[0], whole, doubts) else text[:-1]) + line
        else:
            text = f"{text} {line}"
    return text


def _compound(head: str, tail: str, whole: str, doubts: list[str]) -> bool:
    """Whether the hyphen at a line's end belongs to the word: as the text has it elsewhere.

    Where it has neither, one of two words of this text, or of a beginning that compounds often
    have, keeps its hyphen, and the editor is told.
    """

    def known(word: str) -> bool:
        return re.search(rf"(?<![\w-]){word}(?![\w-])", whole, re.IGNORECASE) is not None

    if known(head + tail) or known(f"{head}-{tail}"):
        return not known(head + tail)
    kept = head.lower() in _HEADS or (known(head) and known(tail))
    read = f"{head}-{tail}" if kept else head + tail
    doubts.append(f"A line's end divided “{head}-{tail}”: it was read as “{read}”.")
    return kept
