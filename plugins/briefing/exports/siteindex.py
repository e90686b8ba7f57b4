"""The whole site for programs: its pages, its data, each briefing's files with their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import FORMATS, as_json
from .publication import Publication

Bytes = Callable[[str], bytes | None]
NAME = "index.json"
SIGN = "SHA-256 of a file's bytes, in hexadecimal"
"""What every index says, and so every site that was built here."""


def site_index(
    about: Mapping[str, str],
    briefings: Iterable[Mapping[str, Any]],
    pages: Iterable[tuple[str, str]],
    data: Iterable[str],
    read: Bytes,
) -> str:
    """What stands where. Addresses are relative to the index itself.

    Args:
        about: The site's name, address and language.
        briefings: What `listed` says of each.
        pages: Address and title of each page that is not a briefing.
        data: Addresses of the data of the whole site.
        read: A published file's bytes by its address; None where there is none.
    """
    return as_json(
        {
            **about,
            "digest": SIGN,
            "briefings": list(briefings),
            "pages": [{"href": path, "title": title} for path, title in pages],
            "data": [_file(path, read) for path in data],
        }
    )


def listed(publication: Publication, read: Bytes) -> dict[str, Any]:
    """One briefing in the index: its edition, and its files with their digests."""
    page = publication.page
    files = [(form, _file(f"{publication.folder}{form.file}", read)) for form in FORMATS]
    digests = {form.digest: file["sha256"] for form, file in files if form.digest and file}
    return {
        "slug": page.slug,
        "title": page.title,
        "href": publication.path,
        "language": page.lang,
        "source-issued": page.source.iso,
        "edition": page.day.iso,
        "edition-number": page.number,
        "counts": dict(page.counts),
        "digests": digests,
        "exports": [
            {**file, "type": form.type, "title": publication.words.say(form.words)}
            for form, file in files
            if file
        ],
    }


def _file(path: str, read: Bytes) -> dict[str, str]:
    content = read(path)
    if content is None:
        return {}
    return {"href": path, "sha256": hashlib.sha256(content).hexdigest()}
