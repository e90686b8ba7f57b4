"""Notes tied to the words that they are about: definitions and marks in, annotations out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from .attributes import Attributes
from .dates import PartialDate
from .diagnostics import Diagnostic, Span, TextFile, did_you_mean, error
from .kinds import THEN, UNSOURCED, VERDICTS, Kind
from .model import Annotation, Citation, Target, Written
from .plaintext import Place, PlainText, span_in, span_of
from .selector import find_quote

ID = re.compile(r"[A-Za-z0-9-]+")
ATTRIBUTES = (
    "verdict", "then", "as-of", "source", "by", "review-by", "entity", "said-by", "in", "status",
    "quote", "occurrence", "sign",
)
CLAIMS_ONLY = ("verdict", "then", "said-by", "in")


@dataclass(frozen=True, slots=True)
class Definition:
    """A note as defined: its attributes and its body's tokens, not yet tied to its targets."""

    id: Written
    attributes: Attributes
    tokens: tuple[Token, ...]

    @property
    def kind(self) -> str:
        return self.attributes.kind.text if self.attributes.kind else "note"

    def value(self, key: str) -> str:
        value = self.attributes.values.get(key)
        return value.text if value else ""


def annotate(
    file: TextFile,
    definitions: Sequence[Definition],
    plain: PlainText,
    kinds: Mapping[str, Kind],
) -> tuple[tuple[Annotation, ...], list[Diagnostic]]:
    """Each definition with the stretches of *plain* that it is about.

    Returns:
        The annotations in the order of their definitions; marks without a definition, definitions
        without a mark, and every attribute that cannot be read or is missing.
    """
    found: list[Diagnostic] = []
    marked = _marked(file, plain, found)
    known = [definition.id.text for definition in definitions]
    for note, places in marked.items():
        if note not in known and ID.fullmatch(note):
            hint = did_you_mean(note, known, f"write it below the paragraph: [^{note}]: …")
            found += [
                error("note-undefined", span, f"note '{note}' is not defined", hint)
                for _, span in places
            ]
    annotations = []
    for definition in definitions:
        targets = _targets(file, definition, marked, plain, found)
        annotations.append(_annotation(file, definition, targets, kinds, found))
    return tuple(annotations), found


def bad_id(name: str, span: Span) -> Diagnostic:
    """That *name* cannot be an id."""
    return error("id-unreadable", span, f"'{name}' cannot be an id",
                 "use letters, digits and hyphens only")


Marked = Mapping[str, list[tuple[Place, Span]]]


def _marked(file: TextFile, plain: PlainText, found: list[Diagnostic]) -> Marked:
    """Each note's places in the text, with the place of its mark in the file."""
    marked: dict[str, list[tuple[Place, Span]]] = {}
    for place in plain.places:
        spans = [span_in(file, place.token, at, len(note)) for note, at in place.notes]
        for (note, _), span in zip(place.notes, spans, strict=True):
            if not ID.fullmatch(note):
                found.append(bad_id(note, span))
            marked.setdefault(note, []).append((place, span))
        if place.stretch.start == place.stretch.end:
            found.extend(_not_a_point(place, plain, spans[0]))
    return marked


def _not_a_point(place: Place, plain: PlainText, span: Span) -> Iterator[Diagnostic]:
    """A mark without words may be a point, or a target that went wrong."""
    source = place.token.content
    before = source[place.at - 1 : place.at] if place.at else ""
    note = place.notes[0][0]
    if place.to > place.at or before == "[":
        yield error("target-empty", span, "there are no words between the brackets",
                    "put the words in, or write the mark alone for a point")
    elif (
        before == "]"
        and source[place.at - 2 : place.at - 1] != "\\"
        and plain.text[place.stretch.start - 1 : place.stretch.start] == "]"
    ):
        yield error("target-unreadable", span,
                    "the bracket before this mark does not open in the same paragraph",
                    f'a target stays in one paragraph; else write quote="first … last" at [^{note}]:')


def _targets(
    file: TextFile,
    definition: Definition,
    marked: Marked,
    plain: PlainText,
    found: list[Diagnostic],
) -> tuple[Target, ...]:
    places = marked.get(definition.id.text, [])
    quote = definition.attributes.values.get("quote")
    if quote and places:
        found.append(error("quote-and-mark", quote.span,
                           f"note '{definition.id}' has both a mark in the text and a quote",
                           "keep one of the two"))
    if quote and not places:
        return _quoted(file, definition, quote, plain, found)
    if not places:
        hint = did_you_mean(definition.id.text, tuple(marked),
                            f'write [words][^{definition.id}] in the text, or give quote="words"')
        found.append(error("note-unused", definition.id.span,
                           f"nothing in the text refers to note '{definition.id}'", hint))
    return tuple(
        Target(place.stretch, span, index) for index, (place, span) in enumerate(places, 1)
    )


def _quoted(
    file: TextFile,
    definition: Definition,
    quote: Written,
    plain: PlainText,
    found: list[Diagnostic],
) -> tuple[Target, ...]:
    occurrence = _count(definition.attributes.values.get("occurrence"), found)
    stretches = find_quote(quote.text, plain.flat)
    if not stretches:
        found.append(error("quote-unmatched", quote.span, "these words are not in the text",
                           "copy them from the text as it stands there"))
    elif occurrence is None and len(stretches) > 1:
        lines = ", ".join(str(span_of(file, plain, stretch).line) for stretch in stretches)
        found.append(error("quote-ambiguous", quote.span,
                           f"these words stand in the text {len(stretches)} times, on lines {lines}",
                           "add occurrence=1 (or another number), or quote more words"))
    elif occurrence and occurrence > len(stretches):
        found.append(error("quote-unmatched", quote.span,
                           f"these words stand in the text only {len(stretches)} times"))
    else:
        return (Target(stretches[(occurrence or 1) - 1], quote.span, 1),)
    return ()


def _count(value: Written | None, found: list[Diagnostic]) -> int | None:
    if value is None:
        return None
    if value.text.isdecimal() and int(value.text) > 0:
        return int(value.text)
    found.append(error("value-unreadable", value.span, f"'{value}' is not a number",
                       "count the occurrences from 1"))
    return None


def _annotation(
    file: TextFile,
    definition: Definition,
    targets: tuple[Target, ...],
    kinds: Mapping[str, Kind],
    found: list[Diagnostic],
) -> Annotation:
    attributes = definition.attributes
    values = attributes.values
    for key in attributes.keys.values():
        if key.text not in ATTRIBUTES:
            near = did_you_mean(key.text, ATTRIBUTES, f"known: {', '.join(ATTRIBUTES)}")
            found.append(error("attribute-unknown", key.span, f"unknown attribute '{key}'", near))
    kind = _word(attributes.kind, tuple(kinds), "kind", found) or "note"
    annotation = Annotation(
        id=definition.id.text,
        kind=kind,
        targets=targets,
        verdict=_word(values.get("verdict"), tuple(VERDICTS), "verdict", found),
        then=_word(values.get("then"), THEN, "then", found),
        as_of=_day(values.get("as-of"), found),
        review_by=_day(values.get("review-by"), found),
        citations=tuple(_citations(file, definition)),
        entity=values.get("entity"),
        said_by=values.get("said-by"),
        by=definition.value("by"),
        sign=definition.value("sign"),
        ledger_only=_word(values.get("in"), ("ledger",), "in", found) == "ledger",
        draft=_word(values.get("status"), ("draft",), "status", found) == "draft",
        span=definition.id.span,
    )
    found.extend(_required(annotation, definition, kinds[kind]))
    return annotation


def _word(
    value: Written | None, known: Sequence[str], key: str, found: list[Diagnostic]
) -> str:
    if value is None or value.text in known:
        return value.text if value else ""
    found.append(error(f"{key}-unknown", value.span, f"unknown {key} '{value}'",
                       did_you_mean(value.text, known, f"one of: {', '.join(known)}")))
    return ""


def _day(value: Written | None, found: list[Diagnostic]) -> PartialDate | None:
    if value is None:
        return None
    try:
        return PartialDate.read(value.text)
    except ValueError as problem:
        found.append(error("date-unreadable", value.span, str(problem),
                           "write a day, a month or a year: 2013-05-29, 2013-05, 2013"))
        return None


def _required(
    annotation: Annotation, definition: Definition, kind: Kind
) -> Iterator[Diagnostic]:
    given = definition.attributes
    place = given.kind.span if given.kind else definition.id.span
    for key in kind.requires:
        if key not in given.values:
            yield error("attribute-missing", place, f"a {kind.name} needs '{key}='",
                        f"one of: {', '.join(VERDICTS)}" if key == "verdict"
                        else "add it to the braces")
    sourced = annotation.verdict and annotation.verdict not in UNSOURCED
    if sourced and not annotation.citations:
        yield error("attribute-missing", place, "this claim has no source",
                    'add source="id", or cite one in its text: [@id]')
    if kind.name != "claim":
        for key in CLAIMS_ONLY:
            if key in given.keys:
                yield error("attribute-misplaced", given.keys[key].span,
                            f"'{key}' belongs to claims only",
                            "make the note a .claim, or take it out")
    if not definition.tokens:
        yield error("note-empty", definition.id.span, f"note '{annotation.id}' says nothing",
                    "write its text after the braces, or below, indented by four spaces")


def _citations(file: TextFile, definition: Definition) -> Iterator[Citation]:
    """The sources of the attribute, then those cited in the text; each mention once."""
    seen: set[tuple[str, str, str]] = set()
    source = definition.attributes.values.get("source")
    given = [Citation(word) for word in _words(source)] if source else []
    cited = [
        Citation(
            Written(child.meta["id"],
                    span_in(file, token, child.meta["at"], len(child.meta["id"]))),
            child.meta["locator"],
            child.meta["quote"],
        )
        for token in definition.tokens
        for child in token.children or ()
        if child.type == "citation"
    ]
    for citation in (*given, *cited):
        key = (citation.id.text, citation.locator, citation.quote)
        if key not in seen:
            seen.add(key)
            yield citation


def _words(value: Written) -> Iterator[Written]:
    """The words of an attribute, each at its own place."""
    for match in re.finditer(r"\S+", value.text):
        at = value.span
        yield Written(
            match[0], Span(at.path, at.line, at.column + match.start(), len(match[0]), at.text)
        )
