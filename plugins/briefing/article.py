"""An editor's file, parsed: its front matter, the source's words, the notes, the fact boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markdown_it.token import Token

from . import written
from .anchors import ID, Definition, bad_id
from .annotations import annotate
from .attributes import Attributes, read_attributes
from .dates import PartialDate
from .diagnostics import Diagnostic, Span, TextFile, did_you_mean, error, in_order
from .kinds import KINDS, Kind
from .model import Annotation, FactReference, Written
from .plaintext import PlainText, plain_text, span_in
from .syntax import parser
from .syntax.boxes import NAMES, OPENING, is_closed
from .syntax.factlinks import REFERENCE, SCHEME


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed file.

    *body* holds the source's words, its own notes and the containers, in order; *bodies* each
    note's tokens by id; *boxes* the ids of the fact boxes as written; *found* what is wrong with
    the file on its own.
    """

    file: TextFile
    front: written.Mapping | None
    body: tuple[Token, ...]
    plain: PlainText
    annotations: tuple[Annotation, ...]
    bodies: Mapping[str, tuple[Token, ...]]
    boxes: tuple[Written, ...]
    references: tuple[FactReference, ...]
    found: tuple[Diagnostic, ...]


def read_article(file: TextFile, kinds: Mapping[str, Kind] = KINDS) -> Article:
    """Parse *file*; whatever its text, an article comes back, with all that is wrong in *found*."""
    found: list[Diagnostic] = []
    front, tokens = _front_matter(file, parser().parse(file.text), found)
    definitions, body = _definitions(file, tokens, found)
    words = list(_source_words(body))
    _restore_citations(words)
    signs = {d.id.text: d.value("sign") or d.id.text for d in definitions if d.kind == "own"}
    plain = plain_text(words, signs)
    annotations, problems = annotate(file, definitions, plain, kinds)
    boxes = tuple(_boxes(file, body, found))
    groups = (body, *(definition.tokens for definition in definitions))
    references = tuple(ref for group in groups for ref in _references(file, group, found))
    return Article(
        file=file,
        front=front,
        body=tuple(body),
        plain=plain,
        annotations=annotations,
        bodies={definition.id.text: definition.tokens for definition in definitions},
        boxes=boxes,
        references=references,
        found=tuple(in_order([*found, *problems])),
    )


def _front_matter(
    file: TextFile, tokens: list[Token], found: list[Diagnostic]
) -> tuple[written.Mapping | None, list[Token]]:
    if not tokens or tokens[0].type != "front_matter":
        return None, tokens
    end = (tokens[0].map or [0, 1])[1]
    node, problems = written.read_front_matter(file, end - 1)
    found.extend(problems)
    if node is not None and not isinstance(node, written.Mapping):
        found.append(error("value-unreadable", node.span, "front matter is a set of 'name: value'"))
        node = None
    return node, tokens[1:]


def _definitions(
    file: TextFile, tokens: Sequence[Token], found: list[Diagnostic]
) -> tuple[list[Definition], list[Token]]:
    """The definitions, and the tokens without them. The source's own notes stay in the text."""
    definitions: dict[str, Definition] = {}
    body: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].type != "note_open":
            body.append(tokens[at])
            at += 1
            continue
        end = closing(tokens, at)
        definition = _definition(file, tokens[at], tokens[at + 1 : end], found)
        first = definitions.setdefault(definition.id.text, definition)
        if first is not definition:
            found.append(
                error(
                    "note-repeated",
                    definition.id.span,
                    f"note '{definition.id}' is defined twice",
                    f"the first is on line {first.id.span.line}; give one another id",
                )
            )
        if definition.kind == "own":
            body.extend(tokens[at : end + 1])
        at = end + 1
    return list(definitions.values()), body


def closing(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at *at*; the end if none does."""
    opens = tokens[at].type
    closes = opens.removesuffix("_open") + "_close"
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].type == opens) - (tokens[index].type == closes)
        if depth == 0:
            return index
    return len(tokens)


def _definition(
    file: TextFile, token: Token, body: Sequence[Token], found: list[Diagnostic]
) -> Definition:
    meta = token.meta
    id_span = _absolute(file, meta["at"], len(meta["id"]))
    if not ID.fullmatch(meta["id"]):
        found.append(bad_id(meta["id"], id_span))
    attributes = Attributes(None, {}, {})
    if meta["braces"] is not None:
        place = _absolute(file, meta["braces_at"], len(meta["braces"]))
        if meta["closed"]:
            attributes, problems = read_attributes(file, place.line, place.column, meta["braces"])
            found.extend(problems)
        else:
            found.append(
                error(
                    "attributes-unreadable",
                    place,
                    "the brace is not closed on its line",
                    "end the attributes with }",
                )
            )
    if meta["runs_on"] is not None:
        found.append(
            error(
                "note-runs-on",
                file.span(meta["runs_on"] + 1),
                f"does this line belong to note '{meta['id']}' or to the text?",
                "indent it by four spaces, or put a blank line before it",
            )
        )
    found.extend(_nested(file, body))
    return Definition(Written(meta["id"], id_span), attributes, tuple(body))


def _nested(file: TextFile, body: Sequence[Token]) -> Iterator[Diagnostic]:
    for token in body:
        if token.type in ("note_open", "container_box_open"):
            yield error(
                "note-nested",
                file.span((token.map or [0])[0] + 1),
                "a note cannot hold another note or a box",
            )
        for child in token.children or ():
            if child.type in ("target_open", "point"):
                note, at = child.meta["notes"][0]
                yield error(
                    "note-nested",
                    span_in(file, token, at, len(note)),
                    "a note cannot be annotated",
                    "write [@id] to cite a source, or join the two notes",
                )


def _absolute(file: TextFile, offset: int, length: int) -> Span:
    """The place of *offset* in the whole text."""
    before = file.text[:offset]
    return file.span(before.count("\n") + 1, offset - before.rfind("\n"), length)


def _source_words(tokens: Sequence[Token]) -> Iterator[Token]:
    """The source's words: captions and pull quotations stay, fact boxes and their lead-ins go."""
    at = 0
    while at < len(tokens):
        if is_fact_box(tokens[at]):
            at = closing(tokens, at) + 1
            continue
        yield tokens[at]
        at += 1


def container_name(token: Token) -> tuple[str, str]:
    """The name and the argument of a container that *token* opens."""
    match = OPENING.fullmatch(token.info) if token.type == "container_box_open" else None
    return (match["name"], match["argument"] or "") if match else ("", "")


def is_fact_box(token: Token) -> bool:
    """Whether *token* opens a fact box."""
    return container_name(token)[0] == "factbox"


def _restore_citations(tokens: Sequence[Token]) -> None:
    """Brackets with an @ are ours in notes only; in the source's words they are its own."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "citation":
                child.type = "text"


def _boxes(file: TextFile, body: Sequence[Token], found: list[Diagnostic]) -> Iterator[Written]:
    for token in body:
        if token.type == "inline" and token.content.startswith(":::"):
            found.append(
                error(
                    "container-unopened",
                    span_in(file, token, 0, 3),
                    "this ::: neither opens nor closes a container",
                    "put a blank line before it, or take it out",
                )
            )
        if token.type != "container_box_open":
            continue
        start, end = token.map or [0, 0]
        line = file.lines[start]
        name, argument = container_name(token)
        if name not in NAMES:
            span = file.span(start + 1, line.find(name) + 1, len(name))
            found.append(
                error(
                    "container-unknown",
                    span,
                    f"unknown container '{name}'",
                    did_you_mean(name, NAMES, f"one of: {', '.join(NAMES)}"),
                )
            )
        elif not is_closed(file.lines, end):
            found.append(
                error(
                    "container-unclosed",
                    file.span(start + 1, line.find(":::") + 1, 3),
                    "this container is never closed",
                    "end it with a line ':::'",
                )
            )
        elif name == "factbox":
            column = line.rfind(argument) + 1 if argument else len(line) + 1
            yield Written(argument, file.span(start + 1, column, len(argument)))


def _references(
    file: TextFile, tokens: Sequence[Token], found: list[Diagnostic]
) -> Iterator[FactReference]:
    for token in tokens:
        children = token.children or []
        for index, child in enumerate(children):
            href = str(child.attrs.get("href", ""))
            if child.type == "link_open" and href.startswith(SCHEME):
                at = token.content.find(f"({href}") + 1
                words = "".join(inner.content for inner in _until_closed(children[index + 1 :]))
                reference = _reference(href, words, span_in(file, token, at, len(href)), found)
                if reference:
                    yield reference


def _until_closed(children: Sequence[Token]) -> Iterator[Token]:
    for child in children:
        if child.type == "link_close":
            return
        yield child


def _reference(href: str, words: str, span: Span, found: list[Diagnostic]) -> FactReference | None:
    match = REFERENCE.fullmatch(href)
    if match is None:
        found.append(
            error(
                "fact-unreadable",
                span,
                f"cannot read '{href}'",
                "write fact:box.count@2013-05-29, or a figure's name for count",
            )
        )
        return None
    day: date | None = None
    if match["day"]:
        try:
            day = PartialDate.read(match["day"]).last
        except ValueError as problem:
            found.append(error("date-unreadable", span, str(problem), "write a day: 2013-05-29"))
    return FactReference(match["box"], match["key"], day, words, span)
