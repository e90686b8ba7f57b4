"""Typed records out of YAML: sources, entities and layouts, each fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from .dates import Interval, PartialDate
from .diagnostics import Diagnostic, Span, TextFile, did_you_mean, error
from .model import Change, Entity, Layout, Role, Source, Written
from .written import Mapping, Node, Sequence, read_yaml

T = TypeVar("T")

EVIDENCE = ("seen", "recalled", "none")
TIERS = ("primary", "agency", "press", "reference", "dataset", "weak")


class Record:
    """One mapping being read: typed access to its keys, and all that is wrong with it.

    Every accessor answers with a harmless value when the key is absent or wrong, after noting
    the fault in *found*: the reading goes on, so that all faults come out in one run.
    """

    def __init__(self, node: Mapping, found: list[Diagnostic], known: Collection[str]) -> None:
        self.node = node
        self.found = found
        for key in node.keys.values():
            if key.text not in known:
                near = did_you_mean(key.text, known, "").strip()
                near = near or f"known here: {', '.join(sorted(known))}"
                found.append(error("key-unknown", key.span, f"unknown key '{key.text}'", near))

    @property
    def span(self) -> Span:
        return self.node.span

    def key_span(self, key: str) -> Span:
        """Where *key* stands, or the record itself when it is absent."""
        return self.node.keys[key].span if key in self.node.keys else self.node.span

    def require(self, *keys: str) -> None:
        for key in keys:
            value = self.node.items.get(key)
            if value is None or (isinstance(value, Written) and not value.text.strip()):
                self.found.append(
                    error(
                        "key-missing",
                        self.key_span(key),
                        f"'{key}' is missing",
                        f"add a line '{key}: …'",
                    )
                )

    def written(self, key: str) -> Written | None:
        value = self.node.items.get(key)
        if value is None or isinstance(value, Written):
            return value if value and value.text.strip() else None
        self.found.append(error("value-unreadable", value.span, f"'{key}' must be one value"))
        return None

    def text(self, key: str) -> str:
        value = self.written(key)
        return value.text.strip() if value else ""

    def choice(self, key: str, known: Collection[str], default: str) -> str:
        value = self.written(key)
        if value is None or value.text in known:
            return value.text if value else default
        near = did_you_mean(value.text, known, f"one of: {', '.join(known)}")
        self.found.append(error("value-unknown", value.span, f"unknown {key} '{value.text}'", near))
        return default

    def flag(self, key: str) -> bool:
        return self.choice(key, ("true", "false"), "false") == "true"

    def date(self, key: str) -> PartialDate | None:
        value = self.written(key)
        return read_date(value, self.found) if value else None

    def dates(self, key: str) -> tuple[PartialDate, ...]:
        read = (read_date(value, self.found) for value in self.words(key))
        return tuple(day for day in read if day)

    def words(self, key: str) -> tuple[Written, ...]:
        """One value or a list of them; a single value is parted at white space."""
        value = self.node.items.get(key)
        if isinstance(value, Sequence):
            return self.list_of(value)
        written = self.written(key)
        if written is None:
            return ()
        return tuple(Written(word, written.span) for word in written.text.split())

    def quotes(self, key: str) -> tuple[Written, ...]:
        """One value or a list of them, each with its place; white space inside is kept."""
        value = self.node.items.get(key)
        if isinstance(value, Sequence):
            return self.list_of(value)
        written = self.written(key)
        return (written,) if written else ()

    def names(self, key: str) -> tuple[str, ...]:
        """One value or a list of them; white space inside a value is kept."""
        return tuple(value.text for value in self.quotes(key))

    def list_of(self, node: Sequence) -> tuple[Written, ...]:
        for item in node.items:
            if not isinstance(item, Written):
                self.found.append(error("value-unreadable", item.span, "must be one value"))
        return tuple(item for item in node.items if isinstance(item, Written))

    def mapping(self, key: str) -> Mapping | None:
        value = self.node.items.get(key)
        if value is None or isinstance(value, Mapping):
            return value
        if not (isinstance(value, Written) and not value.text):
            self.found.append(
                error("value-unreadable", value.span, f"'{key}' must be a set of 'name: value'")
            )
        return None

    def strings(self, key: str) -> dict[str, str]:
        """A mapping from words to words."""
        node = self.mapping(key)
        if node is None:
            return {}
        inner = Record(node, self.found, tuple(node.items))
        return {name: inner.text(name) for name in node.items}

    def rows(self, key: str, known: Collection[str]) -> Iterator[Record]:
        """The records of a list of mappings."""
        yield from rows_of(self.node.items.get(key), self.found, known)

    def interval(self, since: str = "since", until: str = "until") -> Interval | None:
        """The half-open stretch of two keys; None after noting that it ends before it begins."""
        first, last = self.date(since), self.date(until)
        try:
            return Interval(first.first if first else None, last.first if last else None)
        except ValueError as problem:
            self.found.append(error("interval-reversed", self.key_span(until), f"it {problem}"))
            return None


def rows_of(node: Node | None, found: list[Diagnostic], known: Collection[str]) -> Iterator[Record]:
    """The records of a list of mappings; anything else in it is noted."""
    if node is None:
        return
    if not isinstance(node, Sequence):
        found.append(
            error("value-unreadable", node.span, "this must be a list", "begin it with '- '")
        )
        return
    for item in node.items:
        if isinstance(item, Mapping):
            yield Record(item, found, known)
        else:
            found.append(
                error("value-unreadable", item.span, "this must be a set of 'name: value'")
            )


def read_date(value: Written, found: list[Diagnostic]) -> PartialDate | None:
    """The date that an editor wrote; None after noting that it is none."""
    try:
        return PartialDate.read(value.text)
    except ValueError as problem:
        found.append(
            error(
                "date-unreadable",
                value.span,
                str(problem),
                "write a day, a month or a year: 2013-05-29, 2013-05, 2013",
            )
        )
        return None


HISTORY_KEYS = ("date", "about", "was", "why", "now")
NOW = ("withdrawn",)
"""What may have become of a note, other than another verdict."""


def read_history(record: Record) -> tuple[Change, ...]:
    """The rows of ``history:``, newest first as they are written."""
    return tuple(_changes(record))


def _changes(record: Record) -> Iterator[Change]:
    for row in record.rows("history", HISTORY_KEYS):
        row.require("date")
        withdrawn = row.choice("now", NOW, "") == "withdrawn"
        if day := row.date("date"):
            yield Change(day, row.text("about"), row.text("was"), row.text("why"), withdrawn)


def root_of(file: TextFile, found: list[Diagnostic]) -> Mapping | None:
    """The mapping that a whole file is; None for an empty or unreadable one."""
    node, problems = read_yaml(file)
    found.extend(problems)
    if node is None or isinstance(node, Mapping):
        return node
    found.append(error("value-unreadable", node.span, "the file must be a set of 'name: value'"))
    return None


def read_all(
    file: TextFile, read: Callable[[str, Record], T], known: Collection[str]
) -> tuple[dict[str, T], list[Diagnostic]]:
    """Every entry of a file whose keys are ids: id to record."""
    found: list[Diagnostic] = []
    root = root_of(file, found)
    entries: dict[str, T] = {}
    for name, node in (root.items if root else {}).items():
        if isinstance(node, Mapping):
            entries[name] = read(name, Record(node, found, known))
        else:
            found.append(
                error("value-unreadable", node.span, f"'{name}' must be a set of 'name: value'")
            )
    return entries, found


SOURCE_KEYS = (
    "type",
    "title",
    "author",
    "publisher",
    "container-title",
    "short",
    "issued",
    "URL",
    "archive",
    "language",
    "accessed",
    "evidence",
    "tier",
    "note",
)
AUTHOR_KEYS = ("family", "given", "literal")


def read_source(id_: str, record: Record) -> Source:
    """A source in CSL-JSON's field names; days are plain partial dates."""
    record.require("type", "title", "evidence", "tier")
    return Source(
        id=id_,
        type=record.text("type"),
        title=record.text("title"),
        author="; ".join(_authors(record)),
        publisher=record.text("publisher") or record.text("container-title"),
        short=record.text("short"),
        issued=record.date("issued"),
        url=web_address(record, "URL"),
        archive=web_address(record, "archive"),
        language=record.text("language"),
        accessed=record.date("accessed"),
        evidence=record.choice("evidence", EVIDENCE, "none"),
        tier=record.choice("tier", TIERS, "weak"),
        note=record.text("note"),
        span=record.span,
    )


def _authors(record: Record) -> Iterator[str]:
    if isinstance(record.node.items.get("author"), Written):
        yield record.text("author")
        return
    for author in record.rows("author", AUTHOR_KEYS):
        name = f"{author.text('given')} {author.text('family')}".strip()
        yield author.text("literal") or name


def web_address(record: Record, key: str) -> str:
    """An http or https address; anything else could run in a reader's browser."""
    value = record.written(key)
    if value is None:
        return ""
    if value.text.lower().startswith(("http://", "https://")):
        return value.text
    record.found.append(
        error(
            "address-unsafe",
            value.span,
            f"'{value.text}' is not a web address",
            "it must begin with https:// or http://",
        )
    )
    return ""


ENTITY_KEYS = (
    "kind",
    "name",
    "also",
    "names",
    "country",
    "description",
    "wikidata",
    "roles",
    "source",
    "evidence",
    "note",
)
ROLE_KEYS = ("role", "since", "until", "attested", "source", "evidence", "note")
LAYOUT_KEYS = ("rows", "title")


def read_entity(id_: str, record: Record) -> Entity:
    """A person, organisation, country or thing that texts name."""
    record.require("kind", "name")
    roles = (
        Role(role.text("role"), role.date("since"), role.date("until"), role.dates("attested"))
        for role in record.rows("roles", ROLE_KEYS)
        if role.interval()
    )
    return Entity(
        id=id_,
        kind=record.text("kind"),
        name=record.text("name"),
        also=record.names("also"),
        names=tuple(record.strings("names").items()),
        country=record.text("country"),
        description=record.text("description"),
        wikidata=record.text("wikidata"),
        roles=tuple(roles),
        sources=record.words("source"),
        span=record.span,
    )


def read_layout(file: TextFile, id_: str) -> tuple[Layout, list[Diagnostic]]:
    """The rows of a tile map: two-letter codes parted by spaces, ``..`` for an empty place."""
    found: list[Diagnostic] = []
    root = root_of(file, found)
    if root is None:
        return Layout(id_, ()), found
    rows = Record(root, found, LAYOUT_KEYS).names("rows")
    cells = tuple(tuple("" if c == ".." else c for c in row.split()) for row in rows)
    return Layout(id_, cells), found
