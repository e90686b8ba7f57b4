"""What a line or a paragraph is, told by its form: a date, a byline, an address, a caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .dates import PartialDate
from .monthnames import named_day
from .plaintext import normalised

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
    r"(?:copyright\s+)?©.*|(?:\(c\)|copyright(?:\s+\(c\))?)\s+(?:copyright\s+)?\d{4}\b.*"
    r"|(?:copyright\b.*\W)?all rights reserved\.?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:^|\s)\([abd]\)\s")
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
    r"|\d{1,4}\s*(?:of|/)\s*\d{1,4}|\d{1,3}",
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

_STOP = "。．।॥۔։።။។"
"""Full stops of other scripts: no abbreviation has them."""
_ENDED = re.compile(rf"[.,;:…、，；：،؛]$|\.[\"”’»)]+$|[{_STOP}]|[！？]\w")
_UNENDING = re.compile(r"[\u0E00-\u0EFF]")
"""Thai and Lao: a sentence there ends without a sign, so that none can be told from a headline."""
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
    return named_day(text)


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
    """Whether a line is a notice of copyright; "(c)" alone says nothing without a year."""
    return len(text.split()) <= 25 and _COPYRIGHT.fullmatch(text) is not None


def is_lettered(text: str) -> bool:
    """Whether a line counts by letters, so that "(c)" is one of its items: "(a) on entry;"."""
    return _ITEM.search(text) is not None


def is_page_furniture(text: str) -> bool:
    """Whether a line is a page's own: share, print, advertisement, "Read more: …"."""
    return len(text.split()) <= 15 and not text.endswith(".") and bool(_FURNITURE.fullmatch(text))


def is_page_line(text: str) -> bool:
    """Whether a line can number a page: "Page 3 of 12", "- 3 -", "3"."""
    return _PAGE.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Whether a first line can be a headline: short, with no end of a sentence inside or after."""
    if not 0 < len(text) <= 120 or len(text.split()) > 20 or _UNENDING.search(text):
        return False
    return not _ENDED.search(text) and not re.search(r"\w{4}[.!?]\s+\W*[A-Z]", text)


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
