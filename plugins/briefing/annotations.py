"""Notes tied to the words that they are about: definitions and marks in, annotations out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from markdown_it.token import Token

from .anchors import headline_of, marked_places, misplaced_marks, targets_of
from .attributes import Attributes
from .dates import PartialDate
from .definitions import ID, OWN, Definition
from .diagnostics import MANY, Diagnostic, Span, TextFile, did_you_mean, error, warning
from .kinds import THEN, UNSOURCED, VERDICTS, Kind
from .model import Annotation, Citation, Target, Written
from .plaintext import PlainText
from .records import read_date
from .references import read_citations

ATTRIBUTES = (
    "verdict",
    "then",
    "as-of",
    "source",
    "by",
    "review-by",
    "entity",
    "said-by",
    "in",
    "status",
    "quote",
    "occurrence",
    "sign",
)
ORPHAN = "orphan"
"""The status of a note whose words a changed source has no more: kept, and shown nowhere."""
STATUSES = ("draft", ORPHAN)
CLAIMS_ONLY = ("verdict", "then", "said-by", "in")
OWN_ONLY = ("sign",)


def annotate(
    file: TextFile,
    definitions: Sequence[Definition],
    plain: PlainText,
    kinds: Mapping[str, Kind],
    title: str = "",
    lead_ins: Iterable[Token] = (),
) -> tuple[tuple[Annotation, ...], list[Diagnostic]]:
    """Each definition with the stretches of *plain*, or the words of *title*, that it is about.

    *lead_ins* are the boxes' own tokens, in which no mark can stand.

    Returns:
        The annotations in the order of their definitions; marks without a definition, definitions
        without a mark, and every attribute that cannot be read or is missing.
    """
    found: list[Diagnostic] = []
    marked = marked_places(file, plain, found)
    misplaced = misplaced_marks(file, lead_ins, found)
    known = [definition.id.text for definition in definitions]
    for note, places in marked.items():
        if note not in known and ID.fullmatch(note):
            write = f"write it below the paragraph: [^{note}]: …"
            hint = did_you_mean(note, known, write) if len(found) < MANY else write
            found += [
                error("note-undefined", span, f"note '{note}' is not defined", hint)
                for _, span in places
            ]
    annotations = []
    for definition in definitions:
        if definition.value("status") == ORPHAN and definition.id.text not in marked:
            found.append(_orphan(definition))
            continue
        headline = headline_of(definition, plain, title, found)
        targets = () if headline else targets_of(file, definition, marked, misplaced, plain, found)
        annotation = _annotation(file, definition, targets, kinds, found)
        annotations.append(replace(annotation, headline=headline))
    return tuple(annotations), found


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
            near = did_you_mean(key.text, ATTRIBUTES, "").strip()
            near = near or f"known: {', '.join(ATTRIBUTES)}"
            found.append(error("attribute-unknown", key.span, f"unknown attribute '{key}'", near))
    kind = _word("kind-unknown", "kind", attributes.kind, tuple(kinds), found) or "note"
    verdict = values.get("verdict")
    annotation = Annotation(
        id=definition.id.text,
        kind=kind,
        targets=targets,
        verdict=_word("verdict-unknown", "verdict", verdict, tuple(VERDICTS), found),
        then=_word("then-unknown", "finding", values.get("then"), THEN, found),
        as_of=_day(values.get("as-of"), found),
        review_by=_day(values.get("review-by"), found),
        citations=tuple(_citations(file, definition)),
        entity=values.get("entity"),
        said_by=values.get("said-by"),
        by=definition.value("by"),
        sign=definition.value("sign"),
        ledger_only=bool(_word("in-unknown", "place", values.get("in"), ("ledger",), found)),
        draft=bool(_word("status-unknown", "status", values.get("status"), STATUSES, found)),
        headline="",
        span=definition.id.span,
    )
    if attributes.whole:
        found.extend(_required(annotation, definition, kinds[kind]))
    found.extend(_misplaced(kind, attributes))
    return annotation


def _orphan(definition: Definition) -> Diagnostic:
    return warning(
        "note-orphan",
        definition.id.span,
        f"note '{definition.id}' has lost its words",
        "mark words of the text with it and take out status=orphan, or take the note out",
    )


def _word(
    code: str, what: str, value: Written | None, known: Sequence[str], found: list[Diagnostic]
) -> str:
    """*value* if it is one of *known*, else "" after noting, as *code*, that it is none."""
    if value is None or value.text in known:
        return value.text if value else ""
    hint = did_you_mean(value.text, known, f"one of: {', '.join(known)}")
    found.append(error(code, value.span, f"unknown {what} '{value}'", hint))
    return ""


def _day(value: Written | None, found: list[Diagnostic]) -> PartialDate | None:
    return read_date(value, found) if value else None


def _required(annotation: Annotation, definition: Definition, kind: Kind) -> Iterator[Diagnostic]:
    """What a note of this *kind* cannot be without."""
    given = definition.attributes
    place = given.kind.span if given.kind else definition.id.span
    misspelt = {re.sub(r"[-_]", "", key).lower() for key in given.keys if key not in ATTRIBUTES}
    for key in kind.requires:
        there = key in given.values or key.replace("-", "") in misspelt
        if not there and not (key == "source" and annotation.citations):
            hint = f"one of: {', '.join(VERDICTS)}" if key == "verdict" else "add it to the braces"
            yield error("attribute-missing", place, f"a .{kind.name} note needs '{key}='", hint)
    sourced = kind.name == "claim" and annotation.verdict and annotation.verdict not in UNSOURCED
    if sourced and not annotation.citations:
        hint = 'add source="id", or cite one in its text: [@id]'
        yield error("attribute-missing", place, "this claim has no source", hint)
    if not definition.tokens:
        yield error(
            "note-empty",
            definition.id.span,
            f"note '{annotation.id}' says nothing",
            "write its text after the braces, or below, indented by four spaces",
        )


def _misplaced(kind: str, given: Attributes) -> Iterator[Diagnostic]:
    """Attributes that mean nothing on a note of this *kind*."""
    for name, key in given.keys.items():
        if name in CLAIMS_ONLY and kind not in ("claim", OWN):
            problem = f"'{name}' belongs to claims only", "make the note a .claim, or take it out"
        elif name in OWN_ONLY and kind != OWN:
            problem = f"'{name}' belongs to .own notes only", "make it .own, or take it out"
        elif name not in OWN_ONLY and kind == OWN and name in ATTRIBUTES:
            hint = "take it out; say more in a note of ours on the same words"
            problem = f"'{name}' cannot be said of a note that the source prints", hint
        elif name == "occurrence" and "quote" not in given.keys:
            problem = "'occurrence' counts the places of a quote, and there is none", "add quote="
        else:
            continue
        yield error("attribute-misplaced", key.span, *problem)


def _citations(file: TextFile, definition: Definition) -> Iterator[Citation]:
    """The sources of the attribute, then those cited in the text; each mention once."""
    source = definition.attributes.values.get("source")
    given = [Citation(word) for word in _words(source)] if source else []
    seen: set[tuple[str, str, str]] = set()
    for citation in (*given, *read_citations(file, definition.tokens)):
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
