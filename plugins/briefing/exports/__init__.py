"""Open formats: one a file, each a pure function from what was written to text."""

import json
from dataclasses import dataclass
from json.encoder import encode_basestring

from ..language import N_


@dataclass(frozen=True, slots=True)
class Format:
    """A file beside a briefing's page: its name, its words for readers, its media type.

    *digest* names what its digest stands for in the site's index, "" for nothing of its own.
    *asked* tells that it is only made when it is asked for.
    """

    file: str
    words: str
    type: str
    digest: str = ""
    asked: bool = False


FORMATS = (
    Format("source.txt", N_("The text alone"), "text/plain", "text"),
    Format("seed.txt", N_("The source as received"), "text/plain", "seed"),
    Format("briefing.html", N_("All in one file, to send by mail"), "text/html"),
    Format("briefing.epub", N_("EPUB, for reading devices"), "application/epub+zip"),
    Format("briefing.pdf", N_("PDF, for paper and screen readers"), "application/pdf", asked=True),
    Format("briefing.md", N_("Markdown with footnotes"), "text/markdown"),
    Format("briefing.tei.xml", N_("TEI XML, for scholarly editions"), "application/tei+xml"),
    Format("annotations.jsonld", N_("Notes as Web Annotations"), "application/ld+json", "notes"),
    Format("claims.json", N_("Claims as data"), "application/json"),
    Format("embed/index.html", N_("Single notes and boxes, for other sites"), "text/html"),
)


def as_json(value: object) -> str:
    """JSON as we publish it: readable, in Unicode, the order of keys as given."""
    return _json(value, "\n") + "\n"


def _json(value: object, line: str) -> str:
    """As `json.dumps` would with an indent of one space, which it writes sign by sign."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{line} "
    if isinstance(value, dict) and value:
        said = [f"{encode_basestring(key)}: {_json(held, inner)}" for key, held in value.items()]
        return f"{{{inner}{f',{inner}'.join(said)}{line}}}"
    if isinstance(value, list | tuple) and value:
        said = [_json(held, inner) for held in value]
        return f"[{inner}{f',{inner}'.join(said)}{line}]"
    return json.dumps(value)
