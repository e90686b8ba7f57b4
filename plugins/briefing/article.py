"""An editor's file, parsed: its front matter, the source's words, the notes, the fact boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from markdown_it.token import Token

from . import written
from .annotations import annotate
from .containers import closing, container_name, is_fact_box, lead_ins, read_boxes, without_boxes
from .definitions import OWN, Definition, read_definitions
from .diagnostics import Diagnostic, TextFile, error, in_order
from .kinds import KINDS, Kind
from .model import Annotation, Citation, FactReference, Written
from .plaintext import PlainText, plain_text
from .references import read_citations, read_references, restore_citations
from .syntax import parser
from .syntax.front import FENCE, header_lines
from .unread import read_unread

__all__ = ["Article", "closing", "container_name", "is_fact_box", "read_article"]

KEY = re.compile(r"[\w-]+[ \t]*:")
NEAR_FENCE = re.compile(r"[\s\u200b]*[-\u2010-\u2015\u2212]+\s*")
"""A line that was meant for a fence; programs for letters make one dash of hyphens."""
KNOWN = re.compile(
    r"(?:title|seed|edition|summary|slug|date|authors?|category|tags)[ \t]*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says: *body* the source's words, its own notes and the containers, in order;
    *plain* the words alone; *bodies* each note's tokens by id; *definitions* the notes as written.
    """

    body: tuple[Token, ...]
    plain: PlainText
    bodies: Mapping[str, tuple[Token, ...]]
    definitions: tuple[Definition, ...]


@dataclass(frozen=True)
class Article:
    """A parsed file.

    *boxes* are the ids of the fact boxes as written; *cited* the sources that the boxes' lead-ins
    cite; *found* what is wrong with the file on its own. *given* is what it says, by far the
    largest part: where it was left out, it is parsed again for who asks.
    """

    file: TextFile
    front: written.Mapping | None
    annotations: tuple[Annotation, ...]
    boxes: tuple[Written, ...]
    cited: tuple[Citation, ...]
    references: tuple[FactReference, ...]
    found: tuple[Diagnostic, ...]
    given: Parsed | None = field(default=None, repr=False, compare=False)

    @cached_property
    def parsed(self) -> Parsed:
        """What the file says. It is kept as long as this article is."""
        return self.given or _parsed(self.file, _front_matter(self.file, _tokens(self.file), [])[1])

    @property
    def body(self) -> tuple[Token, ...]:
        return self.parsed.body

    @property
    def plain(self) -> PlainText:
        return self.parsed.plain

    @property
    def bodies(self) -> Mapping[str, tuple[Token, ...]]:
        return self.parsed.bodies

    @property
    def definitions(self) -> tuple[Definition, ...]:
        return self.parsed.definitions

    def folded(self) -> Article:
        """The same, without what it says."""
        return replace(self, given=None)


def read_article(file: TextFile, kinds: Mapping[str, Kind] = KINDS) -> Article:
    """Parse *file*; whatever its text, an article comes back, with all that is wrong in *found*."""
    found: list[Diagnostic] = []
    env: dict[str, Any] = {}
    front, tokens = _front_matter(file, _tokens(file, env), found)
    parsed = _parsed(file, tokens, found)
    body, definitions = parsed.body, parsed.definitions
    aside = list(lead_ins(body))
    annotations, problems = annotate(file, definitions, parsed.plain, kinds, _title(front), aside)
    boxes = tuple(read_boxes(file, body, found))
    ours = [definition.tokens for definition in definitions if definition.kind != OWN]
    references = [ref for group in (body, *ours) for ref in read_references(file, group, found)]
    found.extend(read_unread(file, body, definitions, env.get("too_deep", ())))
    return Article(
        file=file,
        front=front,
        annotations=annotations,
        boxes=boxes,
        cited=tuple(read_citations(file, aside)),
        references=tuple(references),
        found=tuple(in_order([*found, *problems])),
        given=parsed,
    )


def _tokens(file: TextFile, env: dict[str, Any] | None = None) -> list[Token]:
    header = header_lines(file.lines)
    blank = "\n".join(" " * len(line) for line in header)  # so that places stay what they are
    return parser().parse(blank + file.text[len(blank) :], env)


def _parsed(file: TextFile, tokens: list[Token], found: list[Diagnostic] | None = None) -> Parsed:
    definitions, body = read_definitions(file, tokens, [] if found is None else found)
    words = list(without_boxes(body))
    restore_citations(words)
    signs = {d.id.text: d.sign for d in definitions if d.kind == OWN}
    return Parsed(
        body=tuple(body),
        plain=plain_text(words, signs),
        bodies={definition.id.text: definition.tokens for definition in definitions},
        definitions=tuple(definitions),
    )


def _title(front: written.Mapping | None) -> str:
    title = front.items.get("title") if front else None
    return title.text if isinstance(title, Written) else ""


def _front_matter(
    file: TextFile, tokens: list[Token], found: list[Diagnostic]
) -> tuple[written.Mapping | None, list[Token]]:
    if not tokens or tokens[0].type != "front_matter":
        found.extend(_unread_front_matter(file))
        return written.read_header(file), tokens
    end = (tokens[0].map or [0, 1])[1]
    node, problems = written.read_front_matter(file, end - 1)
    found.extend(problems)
    if node is not None and not isinstance(node, written.Mapping):
        found.append(error("value-unreadable", node.span, "front matter is a set of 'name: value'"))
        node = None
    return node, tokens[1:]


def _unread_front_matter(file: TextFile) -> Iterator[Diagnostic]:
    """Lines at the file's beginning that were meant for front matter, and would be words."""
    lines = file.lines
    if FENCE.fullmatch(lines[0]):
        if any(KEY.match(line) for line in lines[1:3]):
            fence, hint = file.span(1, 1, 3), "end it with a line '---'"
            yield error("front-matter-unclosed", fence, "the front matter has no end", hint)
        return
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    meant = NEAR_FENCE.fullmatch(lines[first])
    if not meant or not any(KNOWN.match(line) for line in lines[first + 1 : first + 4]):
        return
    fence = file.span(first + 1, 1, len(lines[first]))
    if FENCE.fullmatch(lines[first]):
        said, hint = "begins on the first line of the file", "take out what stands above"
    else:
        said, hint = "begins with three hyphens and nothing else", "write '---' in this line"
    yield error("front-matter-missing", fence, f"front matter {said}", hint)
