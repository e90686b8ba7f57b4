"""Days as other languages than English write them: names of months as CLDR has them, 年月日."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .dates import PartialDate

_LANGUAGES = (
    "ar ar-SY be bg ca cs da de el es et fi fr gl he hr id it lt lv mk nb nl pl pt ro ru sk sl sr"
    " sv tr uk"
)
_DIGITS = "〇一二三四五六七八九"
_NUMBER = rf"[\d十{_DIGITS}]{{1,3}}"
_EAST_ASIAN = re.compile(
    rf"(?P<year>[\d{_DIGITS}]{{4}})\s?[年년]\s?(?P<month>{_NUMBER})\s?[月월]"
    rf"(?:\s?(?P<day>{_NUMBER})\s?[日号號일]"
    r"(?:\s?(?:[月火水木金土日]曜日?|星期[一二三四五六日天]|[월화수목금토일]요일"
    r"|[（(](?:[月火水木金土日一二三四五六월화수목금토일]|\w曜日|\w요일)[）)]))?)?"
)
_NAMED = re.compile(
    r"(?:(?:el|le|il|den)\s+)?(?:(?P<day>\d\d?)(?:\.|º|°|er|-го)?\s+(?:de\s+|d['’])?)?"
    r"(?P<name>[^\W\d][^\d,]{1,40}?),?\s+(?P<of>del?\s+)?(?P<year>\d{4})(?:\s?(?:г|р|года|року)\b)?\.?",
    re.IGNORECASE,
)
LONGEST = 60
"""Letters of the longest line that is looked at."""
_YEARS = range(1000, 2200)
"""Years of the common era; 2515 or 5733 is one of another calendar."""


def named_day(text: str) -> PartialDate | None:
    """The day or month that a line of *text* surely is; none where a name means two months.

    "Abril de 1931" is a month; "Mars 2020" need not be one.
    """
    if len(text) > LONGEST:
        return None
    text = unicodedata.normalize("NFC", text)
    match, month = _EAST_ASIAN.fullmatch(text), 0
    if match:
        month = _number(match["month"])
    elif match := _NAMED.fullmatch(_without_weekday(text)):
        month = _month(match["name"]) if match["day"] or match["of"] else 0
    if match is None or not month or _number(match["year"]) not in _YEARS:
        return None
    try:
        return PartialDate(_number(match["year"]), month, _number(match["day"] or "0") or None)
    except ValueError:
        return None


def _without_weekday(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if _key(first.rstrip(",")) in _names()[1] else text


def _number(text: str) -> int:
    """A number in digits of any script, or as 二十九."""
    tens, ten, ones = text.rpartition("十")
    if ten:
        return 10 * _number(tens or "1") + _number(ones or "0")
    return int("".join(str(_DIGITS.find(c)) if c in _DIGITS else c for c in text))


def _month(name: str) -> int:
    """The month of that name, or of both in "آذار/مارس"; 0 if there is none or they differ."""
    months = {_names()[0].get(_key(part), 0) for part in name.split("/")}
    return months.pop() if len(months) == 1 else 0


def _key(name: str) -> str:
    return re.sub(r"^(?:de |d['’])", "", unicodedata.normalize("NFC", name.strip().casefold()))


@lru_cache
def _names() -> tuple[dict[str, int], frozenset[str]]:
    """The months by name, 0 where languages differ on it, and the names of weekdays."""
    from babel import Locale

    months: dict[str, int] = {}
    weekdays: set[str] = set()
    for tag in _LANGUAGES.split():
        locale = Locale.parse(tag, sep="-")
        for context in ("format", "stand-alone"):
            for number, name in locale.months[context]["wide"].items():
                known = months.setdefault(_key(name), number)
                months[_key(name)] = number if known == number else 0
            weekdays.update(map(_key, locale.days[context]["wide"].values()))
    return months, frozenset(weekdays)
