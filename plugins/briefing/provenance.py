"""The first draft of ``seed.yaml``: what was recognised, and the emendations that it calls for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .breaks import Edit
from .dates import UNDATED
from .escaping import without_needless_escapes
from .furniture import Recognised
from .language import WRITTEN
from .plaintext import normalised
from .textlanguage import language


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was received, and its text with line ends of one kind."""

    data: bytes
    text: str
    slug: str
    file_name: str


HEADER = """\
# Drafted from the form of the text. Confirm each emendation, or take it out; then delete this line.
"""


def provenance_text(
    received: Received,
    recognised: Recognised,
    facts: Mapping[str, str] | None = None,
    site: str = WRITTEN,
) -> str:
    """``seed.yaml`` for a text of which nothing is known but itself, and what its file says.

    Args:
        facts: Further keys: publisher, language, rights; ``received`` and its digest, apart by a
            space, where the text was taken out of another file.
        site: The site's language.
    """
    facts = facts or {}
    title = recognised.title or re.sub(r"[\s._-]+", " ", received.slug).strip().capitalize()
    rows = [
        ("file", received.file_name),
        ("sha256", hashlib.sha256(received.data).hexdigest()),
        ("title", title or "Untitled"),
        ("author", recognised.author),
        ("publisher", facts.get("publisher", "")),
        ("issued", str(recognised.issued or UNDATED)),
        ("url", recognised.url),
        ("language", facts.get("language") or language(received.text, site)),
        ("rights", facts.get("rights", "")),
    ]
    lines = [f"{key}: {scalar(value)}\n" for key, value in rows if value]
    if "received" in facts:
        name, digest = facts["received"].rsplit(" ", 1)
        lines.insert(2, f"received: {{file: {quotes(name)}, sha256: {digest}}}\n")
    lines += ["emendations:\n"] if recognised.edits else []
    lines += [emendation_text(e) for e in emendations(received.text, recognised.edits)]
    return HEADER + "".join(lines)


@dataclass(frozen=True, slots=True)
class Declared:
    """An emendation to be written: *words* of the seed, and what they read, None if set aside."""

    words: str
    reads: str | None
    occurrence: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of the received text that one emendation quotes, with the edits inside it."""

    start: int
    end: int
    edits: tuple[Edit, ...]


def emendations(received: str, edits: Sequence[Edit]) -> Iterator[Declared]:
    """*edits* as emendations: each quotes words that are found again, and none overlaps another."""
    quoted = merged([quotation(received, edit) for edit in edits])
    while lost := [q for q in quoted if not _occurrence(received, q)[0]]:
        wider = [replace(q, start=_line_above(received, q.start)) for q in lost]
        quoted = merged([q for q in quoted if q not in lost] + wider)
    for q in quoted:
        number, count = _occurrence(received, q)
        reads = None if all(edit.reads is None for edit in q.edits) else reading(received, q)
        why = "; ".join(dict.fromkeys(edit.why for edit in q.edits))
        occurrence = number if count > 1 else None
        yield Declared(received[q.start : q.end], reads, occurrence, why)


def _line_above(received: str, at: int) -> int:
    return received.rfind("\n", 0, max(0, at - 1)) + 1


def quotation(received: str, edit: Edit) -> Quoted:
    """What to quote for *edit*: its own words, or, for a gap, some words on either side."""
    if received[edit.start : edit.end].strip() and edit.reads != " ":
        return Quoted(edit.start, edit.end, (edit,))
    before = re.search(r"\S+(?:[ \t]+\S+)?$", received[: edit.start])
    after = re.compile(r"\S+(?:[ \t]+\S+){0,3}").match(received, edit.end)
    start = before.start() if before else edit.start
    end = edit.end + len(after[0].rstrip(".,;:")) if after else edit.end
    return Quoted(start, end, (edit,))


def merged(quoted: Sequence[Quoted]) -> list[Quoted]:
    """Quotations that overlap made one, in the order of the text."""
    apart: list[Quoted] = []
    for q in sorted(quoted, key=lambda q: (q.start, -q.end)):
        if apart and q.start < apart[-1].end:
            last = apart.pop()
            apart.append(Quoted(last.start, max(last.end, q.end), last.edits + q.edits))
        else:
            apart.append(q)
    return apart


def reading(received: str, quoted: Quoted) -> str:
    """The quoted words with every edit made; one inside another has nothing left to do."""
    parts, at = [], quoted.start
    for edit in sorted(quoted.edits, key=lambda e: (e.start, -e.end)):
        if edit.start >= at:
            parts += [received[at : edit.start], edit.reads or ""]
            at = edit.end
    words = "".join([*parts, received[at : quoted.end]])
    return without_needless_escapes(words)


def _occurrence(received: str, quoted: Quoted) -> tuple[int, int]:
    """Which occurrence of its words a quotation is, from 1, and how many there are; 0 if none.

    Counted as `emend` counts: from each occurrence's end on.
    """
    words = re.escape(received[quoted.start : quoted.end])
    starts = [match.start() for match in re.finditer(words, received)]
    return (starts.index(quoted.start) + 1 if quoted.start in starts else 0), len(starts)


def emendation_text(declared: Declared) -> str:
    lines = [f"  - seed: {quotes(declared.words)}"]
    if declared.occurrence:
        lines.append(f"    occurrence: {declared.occurrence}")
    if declared.reads is None:
        lines.append("    omit: page furniture")
    else:
        lines.append(f"    reads: {quotes(declared.reads)}")
    return "\n".join([*lines, f"    why: {scalar(declared.why)}", ""])


_PLAIN = re.compile(r"[A-Za-z0-9](?:[^\s:#]|[:#](?=\S)| (?=[^\s#]))*")


def scalar(text: str) -> str:
    """*text*, of one line, as a YAML value: plain where that is safe."""
    text = normalised(text)
    return text if _PLAIN.fullmatch(text) and text.isprintable() else quotes(text)


def quotes(text: str) -> str:
    """*text* between double quotes, for YAML; a line for each of its own where it has many."""
    escaped = "".join(_yaml_character(c) for c in text)
    if text.count("\n") < 3:
        return f'"{escaped}"'
    lines = [re.sub(r"^(?=[ \t])", r"\\", line) for line in escaped.split("\\n")]
    return '"' + "\\n\\\n      ".join(lines) + '"'


def _yaml_character(c: str) -> str:
    if c in '"\\':
        return f"\\{c}"
    if c.isprintable():
        return c
    named = {"\n": "\\n", "\t": "\\t"}.get(c)
    code = ord(c)
    return named or (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )
