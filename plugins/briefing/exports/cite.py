"""How to cite a briefing, and the source that it annotates: as BibTeX and as CSL-JSON.

Source: BibTeX 0.99 (btxdoc); Citation Style Language 1.0.2, csl-data.json schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..briefing import Briefing
from ..dates import PartialDate
from ..model import Provenance
from ..words import Words
from . import as_json
from .csl import date_parts

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # not \{, which BibTeX would count
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)


def cite_json(briefing: Briefing, site: str, url: str, words: Words) -> str:
    """The briefing, then its source, as CSL-JSON; *url* is "" where there is no address."""
    edition = briefing.edition
    provenance = briefing.seed.provenance if briefing.seed else None
    item: dict[str, Any] = {
        "id": edition.slug,
        "type": "webpage",
        "title": annotated(edition.title, words),
        "author": [{"literal": edition.by or site}],
        "container-title": site,
        "issued": date_parts(edition.day),
        "version": edition.number,
        "URL": url,
        "language": words.tag,
    }
    if provenance:
        item |= {
            "original-title": provenance.title,
            "original-author": _people(provenance.author),
            "original-publisher": provenance.publisher,
            "original-date": date_parts(provenance.issued),
        }
    items = [item, _source(provenance)] if provenance else [item]
    return as_json([{name: value for name, value in item.items() if value} for item in items])


def _source(provenance: Provenance) -> dict[str, Any]:
    return {
        "id": f"{provenance.slug}-source",
        "type": "webpage" if provenance.url else "document",
        "title": provenance.title,
        "author": _people(provenance.author),
        "publisher": provenance.publisher,
        "issued": date_parts(provenance.issued),
        "URL": provenance.url,
        "language": provenance.language,
    }


def _people(names: str) -> list[dict[str, str]]:
    return [{"literal": name} for name in names.split("; ") if name]


def cite_bib(briefing: Briefing, site: str, url: str, words: Words) -> str:
    """The same two as BibTeX, in UTF-8, each word as written."""
    edition = briefing.edition
    number = words.say("Edition %(number)s", number=edition.number) if edition.number else ""
    fields = {
        "author": _names(edition.by or site),
        "title": f"{{{escaped(annotated(edition.title, words))}}}",
        "howpublished": escaped(site),
        **_date(edition.day),
        "url": _address(url),
        "note": escaped(number),
    }
    entries = [_entry(edition.slug, fields)]
    if briefing.seed:
        provenance = briefing.seed.provenance
        source = {
            "author": _names(provenance.author),
            "title": f"{{{escaped(provenance.title)}}}",
            "howpublished": escaped(provenance.publisher),
            **_date(provenance.issued),
            "url": _address(provenance.url),
        }
        entries.append(_entry(f"{edition.slug}-source", source))
    return "\n".join(entries)


def annotated(title: str, words: Words) -> str:
    """A source's title as that of its annotated edition."""
    return words.say("%(title)s, annotated", title=title)


def escaped(text: str) -> str:
    """*text* with the signs that TeX reads as commands written as signs."""
    return text.translate(SPECIAL)


def _names(names: str) -> str:
    """Each name as one whole: BibTeX would part "The Second Reading" into first and last."""
    return " and ".join(f"{{{escaped(name)}}}" for name in names.split("; ") if name)


def _date(day: PartialDate) -> Mapping[str, str]:
    month = MONTHS[day.month - 1] if day.month else ""
    return {"year": str(day.year), "month": month, "day": str(day.day or "")}


def _address(url: str) -> str:
    """An address stands as it is, for LaTeX reads it letter by letter; only braces would end it."""
    return url.replace("{", "%7B").replace("}", "%7D")


def _entry(key: str, fields: Mapping[str, str]) -> str:
    return f"@misc{{{re.sub(r'[^A-Za-z0-9-]+', '-', key)},\n" + "".join(_fields(fields)) + "}\n"


def _fields(fields: Mapping[str, str]) -> Iterator[str]:
    for name, value in fields.items():
        if value:
            shown = value if name == "month" else f"{{{value}}}"  # a month is a word of BibTeX's
            yield f"  {name} = {shown},\n"
