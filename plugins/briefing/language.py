"""The words of the interface in a language: one catalogue each, with English as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"
WRITTEN = "en"
"""The language in which the words stand in templates and in Python."""
LATIN = "Latn"
LEFTWARD = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
)
"""Scripts of living languages that are written from right to left."""
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u19e0-\u19ff"
    "\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
"""Letters of scripts without spaces between words, as a set in a pattern has them: Thai, Lao,
Burmese, Khmer, Kana and Han."""


def N_(words: str) -> str:  # noqa: N802 (gettext's own name for it)
    """*words* as they are: marked here for the catalogue, translated where they are shown."""
    return words


@lru_cache
def translations(tag: str) -> NullTranslations:
    """The words for the language *tag*, as BCP 47 writes it.

    What ``es-MX`` does not say is said as ``es`` does, and what that does not say in English.
    """
    spoken = NullTranslations()
    for path in reversed([*_catalogues(tag)]):
        own = _read(path)
        own.add_fallback(spoken)
        spoken = own
    return spoken


def is_language(tag: str) -> bool:
    """Whether *tag* names a language that CLDR knows, and so its days, numbers and countries."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def script(tag: str) -> str:
    """The script of the language *tag*, as ISO 15924 names it: ``Latn``."""
    from babel.core import get_global

    main, *rest = tag.split("-")
    likely = get_global("likely_subtags").get(main.lower(), "").split("_")
    scripts = [part.title() for part in (*rest, *likely[1:]) if len(part) == 4]
    return scripts[0] if scripts else LATIN


def direction(tag: str) -> str:
    """How the language *tag* is written: ``ltr`` or ``rtl``."""
    return "rtl" if script(tag) in LEFTWARD else "ltr"


def same(one: str, other: str) -> bool:
    """Whether two tags name one language, as ``en`` and ``en-GB`` do."""
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def is_spoken(tag: str) -> bool:
    """Whether the interface has words in the language *tag*."""
    return tag.partition("-")[0].lower() == WRITTEN or any(_catalogues(tag))


@lru_cache
def in_every_language(words: str) -> frozenset[str]:
    """*words*, a line without a context, as the interface says them in any of its languages.

    They are looked for in the text of the catalogues. To read those whole, for languages that the
    site does not speak, takes a twentieth of a small site's build.
    """
    said = re.escape(json.dumps(words, ensure_ascii=False))
    entry = re.compile(rf'^(?:#(?!, fuzzy).*)?\nmsgid {said}\nmsgstr (".+")$', re.MULTILINE)
    catalogues = FOLDER.glob("*/LC_MESSAGES/messages.po")
    found = [entry.search(path.read_text("utf-8")) for path in catalogues]
    return frozenset([words, *(json.loads(match[1]) for match in found if match)])


def _catalogues(tag: str) -> Iterator[Path]:
    """The catalogues that serve *tag*, its own before those of wider languages."""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        path = FOLDER / "_".join(parts[:length]) / "LC_MESSAGES" / "messages.po"
        if path.is_file():
            yield path


def _read(path: Path) -> GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)
