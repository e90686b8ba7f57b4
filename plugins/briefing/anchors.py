"""Where a note belongs: at the marks in the text, or at the words that it quotes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from markdown_it.token import Token

from .definitions import ID, OWN, Definition, bad_id
from .diagnostics import MANY, Diagnostic, Span, TextFile, did_you_mean, error
from .model import Target, Written
from .plaintext import Place, PlainText, normalised, span_in, span_of
from .selector import find_quote

Marked = Mapping[str, list[tuple[Place, Span]]]


def marked_places(file: TextFile, plain: PlainText, found: list[Diagnostic]) -> Marked:
    """Each note's places in the text, with the place of its mark in the file."""
    marked: dict[str, list[tuple[Place, Span]]] = {}
    for place in plain.places:
        spans = [span_in(file, place.token, at, len(note)) for note, at in place.notes]
        seen: set[str] = set()
        for (note, _), span in zip(place.notes, spans, strict=True):
            if not ID.fullmatch(note):
                found.append(bad_id(note, span))
            if note in seen:
                twice = f"[^{note}] marks these words twice"
                found.append(error("mark-repeated", span, twice, "keep one of the two"))
                continue
            seen.add(note)
            marked.setdefault(note, []).append((place, span))
        if place.stretch.start == place.stretch.end:
            found.extend(_not_a_point(place, plain, spans[0]))
    return marked


def misplaced_marks(
    file: TextFile, lead_ins: Iterable[Token], found: list[Diagnostic]
) -> frozenset[str]:
    """The notes with a mark in a box's words, each of which is an error."""
    notes = set()
    for token in lead_ins:
        for child in token.children or ():
            for note, at in child.meta["notes"] if child.type in ("target_open", "point") else ():
                notes.add(note)
                found.append(
                    error(
                        "mark-misplaced",
                        span_in(file, token, at, len(note)),
                        "a fact box holds no marks",
                        "mark words of the text; the box is ours, and can say it itself",
                    )
                )
    return frozenset(notes)


def _not_a_point(place: Place, plain: PlainText, span: Span) -> Iterator[Diagnostic]:
    """A mark without words may be a point, or a target that went wrong."""
    source = place.token.content
    before = source[place.at - 1 : place.at] if place.at else ""
    note = place.notes[0][0]
    if place.to > place.at or before == "[":
        yield error(
            "target-empty",
            span,
            "there are no words between the brackets",
            "put the words in, or write the mark alone for a point",
        )
    elif (
        before == "]"
        and source[place.at - 2 : place.at - 1] != "\\"
        and plain.text[place.stretch.start - 1 : place.stretch.start] == "]"
    ):
        yield error(
            "target-unreadable",
            span,
            "no bracket in this paragraph opens the words before this mark",
            "a target stays in one paragraph, with at most 20 others around it; else write "
            f'quote="first … last" at [^{note}]:',
        )


def targets_of(
    file: TextFile,
    definition: Definition,
    marked: Marked,
    misplaced: Collection[str],
    plain: PlainText,
    found: list[Diagnostic],
) -> tuple[Target, ...]:
    places = marked.get(definition.id.text, [])
    quote = definition.attributes.values.get("quote")
    own = definition.kind == OWN
    if quote and places and not own:
        found.append(
            error(
                "quote-and-mark",
                quote.span,
                f"note '{definition.id}' has both a mark in the text and a quote",
                "keep one of the two",
            )
        )
    if quote and not places and not own:
        return _quoted(file, definition, quote, plain, found)
    if not places and ID.fullmatch(definition.id.text) and definition.id.text not in misplaced:
        found.append(_unused(definition, marked if len(found) < MANY else {}))
    return tuple(
        Target(place.stretch, span, index) for index, (place, span) in enumerate(places, 1)
    )


def headline_of(
    definition: Definition, plain: PlainText, title: str, found: list[Diagnostic]
) -> str:
    """The words of *title* that a definition quotes and the text does not have; "" if none.

    The headline takes no mark, so that such a note can stand in the ledger only.
    """
    quote = definition.attributes.values.get("quote")
    if quote is None or not title or find_quote(quote.text, plain.flat):
        return ""
    places = find_quote(quote.text, normalised(title))
    if places and definition.value("in") != "ledger":
        found.append(
            error(
                "headline-marked",
                quote.span,
                "these words are the headline's, which takes no mark",
                "add in=ledger, or quote words of the text",
            )
        )
    return normalised(title)[places[0].start : places[0].end] if places else ""


def _unused(definition: Definition, marked: Marked) -> Diagnostic:
    name = definition.id.text
    write = f'write [words][^{name}] in the text, or give quote="words"'
    if definition.kind == OWN:
        write = f"write [^{name}] where the source prints its sign"
    said = f"nothing in the text refers to note '{name}'"
    return error("note-unused", definition.id.span, said, did_you_mean(name, marked, write))


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
        found.append(
            error(
                "quote-unmatched",
                quote.span,
                "these words are not in the text",
                "copy them from the text as it stands there",
            )
        )
    elif occurrence is None and len(stretches) > 1:
        lines = ", ".join(str(span_of(file, plain, stretch).line) for stretch in stretches)
        found.append(
            error(
                "quote-ambiguous",
                quote.span,
                f"these words stand in the text {len(stretches)} times, on lines {lines}",
                "add occurrence=1 (or another number), or quote more words",
            )
        )
    elif occurrence and occurrence > len(stretches):
        found.append(
            error(
                "quote-unmatched",
                quote.span,
                f"these words stand in the text {len(stretches)} times, not {occurrence}",
                "count them again, or quote more words",
            )
        )
    else:
        return (Target(stretches[(occurrence or 1) - 1], quote.span, 1),)
    return ()


def _count(value: Written | None, found: list[Diagnostic]) -> int | None:
    if value is None:
        return None
    if value.text.isdecimal() and int(value.text) > 0:
        return int(value.text)
    found.append(
        error(
            "value-unreadable",
            value.span,
            f"'{value}' is not a number",
            "count the occurrences from 1",
        )
    )
    return None
