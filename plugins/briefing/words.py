"""Our words in the page's language; its days, numbers and countries from CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from .dates import PartialDate
from .language import translations
from .views import Day

NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
"""Languages that write a noun's first letter large wherever it stands."""
IN_WORDS = 10**6
"""From this on, a number is written in words: "596.2 million"."""


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


@dataclass(frozen=True)
class Words:
    """Words in the language *tag*, as BCP 47 writes it: ``en-GB``, ``es``."""

    tag: str

    @property
    def locale(self) -> Locale:
        return _locale(self.tag)

    def say(self, words: str, /, **shown: object) -> str:
        """Our *words*, with what they show in its places. Babel finds them where this is called."""
        said = translations(self.tag).gettext(words)
        return said % shown if shown else said

    def say_in(self, context: str, words: str, /, **shown: object) -> str:
        """The same for words whose translation depends on where they stand."""
        said = translations(self.tag).pgettext(context, words)
        return said % shown if shown else said

    def say_number(self, one: str, many: str, number: int, /, **shown: object) -> str:
        """The words that go with *number*, which they show as ``%(num)s``."""
        return translations(self.tag).ngettext(one, many, number) % {"num": number, **shown}

    def within(self, words: str) -> str:
        """*words* that begin with a capital as they stand within a sentence: "no longer so"."""
        keep = self.locale.language in NOUNS_ARE_CAPITAL or words[1:2].isupper()
        return words if keep else words[:1].lower() + words[1:]

    def number_of(self, number: int, label: str) -> str:
        """How many there are of what *label* names; it agrees with no number."""
        return self.say("%(number)s %(label)s", number=number, label=label)

    def either(self, values: Iterable[str]) -> str:
        """One of several values: "33 or 32"."""
        return format_list([*values], style="or", locale=self.locale)

    def day(self, day: PartialDate) -> Day:
        """A day, month or year as a machine writes it, in words, and its year."""
        if day.day:
            words = format_date(day.first, "long", locale=self.locale)
        elif day.month:
            words = format_skeleton("yMMMM", day.first, locale=self.locale)
        else:
            words = str(day.year)
        return Day(str(day), words, f"{day.year:04}")

    def number(self, value: Decimal) -> str:
        """A number as readers write it: grouped, from a million on in words, below one whole."""
        if abs(value) >= IN_WORDS:
            # CLDR: a language without long forms, as Japanese, uses its short ones for both.
            form: Literal["long", "short"] = (
                "long" if "long" in self.locale.compact_decimal_formats else "short"
            )
            return format_compact_decimal(
                value, format_type=form, locale=self.locale, fraction_digits=1
            ).replace("\u00a0", " ")
        rounded = abs(value) >= 1  # to thousandths: of 0.0016 that would make another number
        return format_decimal(value, locale=self.locale, decimal_quantization=rounded)

    def quantity(self, value: Decimal, unit: str) -> str:
        """A number with its unit; some languages put a word between a million and of what."""
        shown = {"number": self.number(value), "unit": unit}
        if not unit:
            return shown["number"]
        if abs(value) >= IN_WORDS:
            return self.say_in("a number in words", "%(number)s %(unit)s", **shown)
        return self.say("%(number)s %(unit)s", **shown)

    def per_cent(self, value: Decimal) -> str:
        return format_percent(value, locale=self.locale, decimal_quantization=False)

    def language(self, tag: str) -> str:
        """A language's name, as "Spanish"; its tag where CLDR has none."""
        return str(self.locale.languages.get(tag.replace("-", "_"), tag))

    def country(self, code: str) -> str | None:
        """A country's name; None for a code that CLDR does not know."""
        return self.locale.territories.get(code) if code in COUNTRIES else None


COUNTRIES = frozenset(
    str(code) for code in Locale("en").territories if re.fullmatch(r"[A-Z]{2}", str(code))
)
"""ISO 3166 codes of countries and territories, as CLDR lists them."""
