"""Whether a published site is what its index says: every digest and every quotation, once more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from .exports.markup import tree_of
from .exports.siteindex import NAME
from .exports.tree import inner, words
from .plaintext import normalised
from .store import is_inside
from .verbatim import words_of

Read = Callable[[str], bytes]
BIGGEST = 64 * 2**20
"""Bytes of one file beyond which it is not read."""
FILES = {"seed": "seed.txt", "text": "source.txt", "notes": "annotations.jsonld"}
"""The file of which each of a briefing's digests is taken."""


class UnreadableError(Exception):
    """A file of the site that cannot be had."""


def reader(place: str) -> Read:
    """What reads the files of a site, by their addresses from its root.

    Args:
        place: A folder, or an address that begins with http:// or https://.
    """
    if urlsplit(place).scheme in ("http", "https"):
        return lambda path: _fetched(f"{place.rstrip('/')}/{quote(path)}")
    return lambda path: _read(Path(place), path)


def _read(folder: Path, path: str) -> bytes:
    file = folder / path
    if not is_inside(folder, file) or not file.is_file():
        raise UnreadableError(f"{path} is not there")
    return file.read_bytes()


def _fetched(address: str) -> bytes:
    from urllib.request import urlopen

    try:
        with urlopen(address, timeout=30) as answer:
            content: bytes = answer.read(BIGGEST + 1)
    except OSError as problem:
        raise UnreadableError(f"{address} cannot be fetched: {problem}") from problem
    if len(content) > BIGGEST:
        raise UnreadableError(f"{address} is too big")
    return content


def read_index(read: Read) -> dict[str, Any]:
    """The site's own index."""
    try:
        index = json.loads(read(NAME))
    except (ValueError, RecursionError) as problem:
        raise UnreadableError(f"{NAME} is not JSON") from problem
    if not isinstance(index, dict) or not isinstance(index.get("briefings"), list):
        raise UnreadableError(f"{NAME} lists no briefings")
    return index


def problems(index: dict[str, Any], read: Read) -> Iterator[str]:
    """Where the site and *index* differ, a sentence each; nothing if they agree."""
    for entry in index.get("data", ()):
        yield from _file(entry, read)
    for briefing in index["briefings"]:
        for entry in briefing["exports"]:
            yield from _file(entry, read)
        folder = PurePosixPath(str(briefing["href"])).parent
        for name, digest in briefing["digests"].items():
            path = f"{folder}/{FILES.get(name, name)}"
            if hashlib.sha256(read(path)).hexdigest() != digest:
                yield f"{path}: the digest of the {name} is not {digest}"
        yield from _words(folder, read)


def _file(entry: dict[str, str], read: Read) -> Iterator[str]:
    if hashlib.sha256(read(entry["href"])).hexdigest() != entry["sha256"]:
        yield f"{entry['href']}: its digest is not {entry['sha256']}"


def _words(folder: PurePosixPath, read: Read) -> Iterator[str]:
    """Whether the page shows the text and its notes, and each quotation stands where it says."""
    text = read(f"{folder}/source.txt").decode()
    page = tree_of(read(f"{folder}/index.html").decode())
    by_id = {element.get("id", ""): element for element in page.iter()}
    body = by_id.get("text")
    if body is None:
        yield f"{folder}/index.html: there is no text"
        return
    for heading in [h for h in body if h.tag == "h2"]:
        body.remove(heading)
    if words_of(inner(body)) != normalised(text):
        yield f"{folder}/index.html: the page without notes does not say what source.txt says"
    for note in json.loads(read(f"{folder}/annotations.jsonld"))["items"]:
        fragment = urlsplit(note["id"]).fragment
        shown = by_id.get(fragment)
        said = note["body"][0]["items"][0]["value"]
        if shown is None or words(tree_of(said)) not in words(shown):
            yield f"{folder}/index.html#{fragment}: the page does not show this note as it was"
        yield from _quotations(f"{folder}/source.txt", note, text)


def _quotations(path: str, note: dict[str, Any], text: str) -> Iterator[str]:
    target = note["target"]
    for one in target if isinstance(target, list) else [target]:
        if isinstance(one["selector"], list) and len(one["selector"]) == 2:
            quoted, place = one["selector"]
            if text[place["start"] : place["end"]] != quoted["exact"]:
                yield f"{path}: '{quoted['exact']}' is not at {place['start']}"
