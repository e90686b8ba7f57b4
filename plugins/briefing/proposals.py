"""Drafted notes and fact boxes: what the catalogue knows of, and what should be checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from .article import read_article
from .dates import PartialDate
from .diagnostics import TextFile
from .model import Catalogue, Entity, FactBox
from .plaintext import normalised, plain_text
from .sentences import sentences, whole_words
from .syntax import parser

TEXT = frozenset({"text", "caption"})
"""Kinds of passage in which figures and dates become drafts of claims."""
NAMED = TEXT | {"pull", "bullet_list", "ordered_list", "blockquote"}
"""Kinds of passage in which names become drafts of definitions."""
_CLAIM_ID = re.compile(r"claim-\d+")
_FEED = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]\s*\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A drafted note: its id, its definition, and the stretch of the passage's source."""

    id: str
    definition: str
    start: int
    end: int

    @property
    def is_claim(self) -> bool:
        return _CLAIM_ID.fullmatch(self.id) is not None


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the article in Markdown, and what is drafted for it.

    *kind* is text, caption, pull, or a block's kind; *boxes* are ids of the fact boxes after it.
    """

    kind: str
    source: str
    marks: tuple[Mark, ...] = ()
    boxes: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """As the article has it: marked, in its container, its notes and boxes below."""
        text = self.source
        for mark in sorted(self.marks, key=lambda mark: -mark.start):
            words = text[mark.start : mark.end]
            text = f"{text[: mark.start]}[{words}][^{mark.id}]{text[mark.end :]}"
        if self.kind in ("caption", "pull"):
            text = f"::: {self.kind}\n{text}\n:::"
        notes = (mark.definition for mark in sorted(self.marks, key=lambda mark: mark.start))
        return "\n\n".join([text, *notes, *(f"::: factbox {box}\n:::" for box in self.boxes)])


def annotated(
    passages: Sequence[Passage],
    catalogue: Catalogue,
    issued: PartialDate,
    left: Collection[int] = (),
) -> list[Passage]:
    """*passages* with the drafts that fit them, but for the numbers that are *left* as they are.

    A passage with a link by reference is left alone: its own brackets and ours would be hard to
    tell apart.
    """
    marked: list[Passage] = []
    # A note above an indented block would take its lines for its own. Where a form feed or its
    # like is a line by itself, Markdown drops it, and what follows has no certain place.
    code = {number - 1 for number, p in enumerate(passages) if p.kind == "code_block"}
    feeds = {number for number, p in enumerate(passages) if _FEED.search(p.source)}
    alone = referring(passages) | code | feeds | {*left}
    for number, passage in enumerate(passages):
        if number in alone:
            marked.append(passage)
            continue
        named = {mark.id for done in marked for mark in done.marks}
        claims = sum(mark.is_claim for done in marked for mark in done.marks)
        marked.append(_claimed(_defined(passage, catalogue, named), claims, issued))
    return with_boxes(marked, catalogue)


def referring(passages: Sequence[Passage]) -> set[int]:
    """The numbers of the passages that hold a link by reference, ``[words][name]``."""
    md = parser()
    rows: list[int] = []
    for number, passage in enumerate(passages):
        rows += [number] * (passage.source.count("\n") + 2)
    return {
        rows[token.map[0]]
        for token in md.parse("\n\n".join(passage.source for passage in passages))
        if token.type == "inline" and token.map
        if plain_text([token]).flat != plain_text(md.parseInline(token.content)).flat
    }


def words_of(markdown: str) -> str:
    """The words that *markdown* shows, its blocks parted by spaces."""
    return plain_text(parser().parse(markdown)).flat


def _defined(passage: Passage, catalogue: Catalogue, named: set[str]) -> Passage:
    """*passage* with a definition for each entity that it is the first to name."""
    done = passage
    for mark in definitions(passage, catalogue):
        known = named | {other.id for other in done.marks}
        if mark.id not in known and holds(extended := _with(done, mark)):
            done = extended
    return done


def _claimed(passage: Passage, claims: int, issued: PartialDate) -> Passage:
    """*passage* with one claim for each sentence that states a figure or a day."""
    done = passage
    for start, end in sentences(passage.source) if passage.kind in TEXT else ():
        number = claims + 1 + sum(mark.is_claim for mark in done.marks)
        marks = (_claim(claim, number, issued) for claim in claims_in(done, start, end))
        done = next((p for mark in marks if holds(p := _with(done, mark))), done)
    return done


def _with(passage: Passage, mark: Mark) -> Passage:
    return replace(passage, marks=(*passage.marks, mark))


def holds(passage: Passage) -> bool:
    """Whether the passage's marks leave its words as they are, and every one of them is read.

    A target inside a link is refused too: the link's words would then be two links.
    """
    article = read_article(TextFile("", f"{passage.markdown}\n"))
    if article.found or article.plain.flat != words_of(passage.source):
        return False
    for token in article.body:
        inside = 0
        for child in token.children or ():
            inside += (child.type == "link_open") - (child.type == "link_close")
            if inside and child.type == "target_open":
                return False
    return True


# --- who and what is named -----------------------------------------------------------------------


def definitions(passage: Passage, catalogue: Catalogue) -> Iterator[Mark]:
    """A mark for each mention of an entity, the longest name at a place."""
    names = {
        name: entity
        for entity in catalogue.entities.values()
        if not _CLAIM_ID.fullmatch(entity.id)
        for name in (entity.name, *entity.also)
    }
    pattern = whole_words(names)
    if pattern is None or passage.kind not in NAMED:
        return
    for match in pattern.finditer(passage.source):
        entity = names[normalised(match[0])]
        yield Mark(entity.id, _definition(entity), match.start(), match.end())


def _definition(entity: Entity) -> str:
    says = normalised(entity.description) or f"{entity.name}."
    return f"[^{entity.id}]: {{.definition entity={entity.id} status=draft}}\n    {says}"


# --- what should be checked ----------------------------------------------------------------------

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?:thousand|million|billion|trillion|bn|m)\b"
_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
FIGURES = tuple(
    re.compile(form)
    for form in (
        rf"(?:\\?[$€£¥]|\b(?:USD|EUR|GBP)\s)\s?(?:{_NUMBER})(?:\s{_SCALE})?"
        rf"|(?<![\w.,-])(?:{_NUMBER})(?:\s?%|\s(?:per\s?cent|percent|percentage\spoints)\b"
        rf"|\s{_SCALE}|\s(?:dollars|euros|pounds|rubles|roubles|yuan|yen|pesos|reais)\b)",
        rf"(?<![\w.,$€£¥-])(?<!Article )(?<!Chapter )(?<!Section )(?<!Room )(?<!Page )"
        rf"(?!(?:1\d|20)\d\d\s)(?:{_NUMBER})\s(?!(?:and|the|for|but|nor|was|were|has|had|when|from)\b)"
        r"[a-z][a-z-]{2,}",
        rf"\b(?:\d\d?\s)?{_MONTHS}\s(?:\d\d?,?\s)?(?:1\d|20)\d\d\b"
        r"|\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|from|[Dd]uring|[Bb]efore|[Aa]fter|of)\s(?:1\d|20)\d\d\b(?!\s?%)",
    )
)
"""Money, shares and great numbers; counts of things; days and years. The earlier the stronger."""
_BREAK = re.compile(
    r"[,;:](?=\s)(?!\s\d{4}\b)|\s[–-]\s|\s?—\s?|[\"“”()\[\]]"
    r"|\s(?:and|but|or)\s(?=\w+(?:ing|ed)\b)|\s(?:while|although|because|whereas)\s"
)
_BREAK_AFTER = re.compile(rf"{_BREAK.pattern}|\s(?=(?:as\s(?:an?|the)|which|who)\s)")
_LEADING = re.compile(r"(?:\s|['’]s?\b|(?:and|but|or|nor|so)\s)+")
FEWEST = 3
"""Words that a claim has at least."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of a passage to be checked, and the whole clause that it belongs to."""

    start: int
    end: int
    clause: str


def claims_in(passage: Passage, start: int, end: int) -> Iterator[Claim]:
    """The clauses of a sentence that could be marked, the strongest figure's first."""
    for form in FIGURES:
        for figure in form.finditer(passage.source, start, end):
            claim = claim_at(passage, start, end, figure.start(), figure.end())
            if claim:
                yield claim


def claim_at(passage: Passage, start: int, end: int, first: int, last: int) -> Claim | None:
    """The smallest clause of the sentence ``[start, end)`` that holds the figure ``[first, last)``.

    It is widened by a neighbouring clause where it has too few words, and cut back where it
    would hold another note's words.
    """
    source = passage.source
    lefts = [start, *(match.end() for match in _BREAK.finditer(source, start, first))]
    rights = [*(match.start() for match in _BREAK_AFTER.finditer(source, last, end)), end]
    while len(source[lefts[-1] : rights[0]].split()) <= FEWEST and len(lefts) + len(rights) > 2:
        (rights if len(rights) > 1 else lefts).pop(0 if len(rights) > 1 else -1)
    left, right = _trimmed(source, lefts[-1], rights[0])
    clause = source[left:right]
    for mark in passage.marks:
        if mark.end <= first:
            left = max(left, mark.end)
        elif mark.start >= last:
            right = min(right, mark.start)
        else:
            return None
    left, right = _trimmed(source, left, right)
    if left > first or right < last or len(source[left:right].split()) < FEWEST - 1:
        return None
    return Claim(left, right, clause)


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    lead = _LEADING.match(source, start, end)
    words = source[lead.end() if lead else start : end]
    return end - len(words), end - len(words) + len(words.rstrip(" \t\n.!?…,;:\\\"”’'"))


def _claim(claim: Claim, number: int, issued: PartialDate) -> Mark:
    definition = (
        f"[^claim-{number}]: {{.claim verdict=unchecked status=draft as-of={issued}}}\n"
        f"    To check: “{literal(words_of(claim.clause))}”."
    )
    return Mark(f"claim-{number}", definition, claim.start, claim.end)


def literal(words: str) -> str:
    """Markdown that shows *words*, one line of plain text, whatever signs they hold."""
    text = re.sub(r"[\\`*_\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)", r"\\\g<0>", words)
    return re.sub(r"^(?=[#>+=~:|-])|^(\d{1,9})(?=[.)](?:\s|$))", r"\1\\", text)


# --- fact boxes ----------------------------------------------------------------------------------


def with_boxes(passages: Sequence[Passage], catalogue: Catalogue) -> list[Passage]:
    """Each fact box after the first paragraph that names one of its triggers."""
    placed = list(passages)
    for box in catalogue.boxes.values():
        pattern = whole_words(triggers(box, catalogue))
        for number, passage in enumerate(placed):
            if pattern and passage.kind == "text" and pattern.search(passage.source):
                placed[number] = replace(passage, boxes=(*passage.boxes, box.id))
                break
    return placed


def triggers(box: FactBox, catalogue: Catalogue) -> list[str]:
    """The names that place *box*: its own, else those of the entity that its id begins with."""
    if box.triggers:
        return list(box.triggers)
    ids = (box.id, box.id.split("-")[0])
    entities = (catalogue.entities[id_] for id_ in ids if id_ in catalogue.entities)
    return [name for entity in entities for name in (entity.name, *entity.also)]
