"""``seed.yaml``: where a seed came from, and its declared emendations."""

from __future__ import annotations

from .dates import UNDATED
from .diagnostics import Diagnostic, TextFile, error
from .model import Emendation, Provenance, ReceivedFile
from .records import Record, root_of, web_address

PROVENANCE_KEYS = (
    "file",
    "sha256",
    "received",
    "title",
    "author",
    "publisher",
    "issued",
    "url",
    "retrieved",
    "language",
    "rights",
    "emendations",
)
EMENDATION_KEYS = ("seed", "reads", "omit", "why", "occurrence")
RECEIVED_KEYS = ("file", "sha256")


def read_provenance(file: TextFile, slug: str) -> tuple[Provenance | None, list[Diagnostic]]:
    """``seed.yaml``: where the seed came from, and its declared emendations."""
    found: list[Diagnostic] = []
    root = root_of(file, found)
    if root is None:
        found = found or [error("key-missing", file.span(1), "the file is empty")]
        return None, found
    record = Record(root, found, PROVENANCE_KEYS)
    record.require("file", "sha256", "title", "issued")
    rows = record.rows("emendations", EMENDATION_KEYS)
    provenance = Provenance(
        slug=slug,
        file=record.text("file"),
        sha256=record.text("sha256"),
        title=record.text("title"),
        author=record.text("author"),
        publisher=record.text("publisher"),
        issued=record.date("issued") or UNDATED,
        url=web_address(record, "url"),
        retrieved=record.text("retrieved"),
        language=record.text("language") or "en",
        rights=record.text("rights"),
        emendations=tuple(_emendation(row) for row in rows),
        span=record.key_span("file"),
        digest_span=record.key_span("sha256"),
        issued_span=record.key_span("issued"),
        received=_received(record),
    )
    return provenance, found


def _received(record: Record) -> ReceivedFile | None:
    node = record.mapping("received")
    if node is None:
        return None
    row = Record(node, record.found, RECEIVED_KEYS)
    row.require("file", "sha256")
    return ReceivedFile(row.text("file"), row.text("sha256"), row.key_span("sha256"))


def _emendation(row: Record) -> Emendation:
    row.require("seed", "why")
    reads, omit = row.node.items.get("reads"), row.node.items.get("omit")
    if (reads is None) == (omit is None):
        row.found.append(
            error(
                "emendation-unclear",
                row.key_span("seed"),
                "an emendation either reads or omits",
                "give 'reads: …' for other words, or 'omit: page furniture'",
            )
        )
    seed, written, count = row.written("seed"), row.written("reads"), row.written("occurrence")
    occurrence = int(count.text) if count and count.text.isdecimal() else None
    if count and not occurrence:
        row.found.append(
            error(
                "value-unreadable",
                count.span,
                f"'{count.text}' is not a number",
                "count the occurrences from 1",
            )
        )
    return Emendation(
        seed=seed.text if seed else "",
        reads=written.text if written else "",
        omit=row.text("omit"),
        why=row.text("why"),
        occurrence=occurrence,
        span=row.key_span("seed"),
    )
