"""Everything a briefing's page shows, decided: blocks, notes, boxes, ledger, sources, colophon."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from markdown_it.token import Token
from markupsafe import Markup

from .article import closing, container_name
from .boxview import BoxMaker
from .check import Briefing
from .citing import Bibliography
from .facts import value_of
from .kinds import FINDINGS, VERDICTS, Kind
from .margin import fit
from .model import Annotation, Catalogue, FactBox
from .render import Look, Mark, html_of, inline_html, smart
from .syntax import parser
from .views import (
    Block,
    BoxView,
    ClaimView,
    Delta,
    HistoryRow,
    Link,
    NoteView,
    PageContext,
    Repair,
    Shown,
)
from .weave import first_marks, marks_in, weave
from .words import Words

DAGGER = Shown("dagger", "Text")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page depends on besides its briefing."""

    catalogue: Catalogue
    kinds: Mapping[str, Kind]
    language: str
    drafts: bool


def page_context(briefing: Briefing, setting: Setting) -> PageContext:
    """The page of *briefing*, for the day of its source and the day of its edition."""
    return _Page(briefing, setting).context()


class _Page:
    def __init__(self, briefing: Briefing, setting: Setting) -> None:
        self.briefing = briefing
        self.setting = setting
        self.words = Words(setting.language)
        self.bibliography = Bibliography(setting.catalogue.sources, self.words)
        self.woven = weave(briefing.article)
        self.shown = [n for n in briefing.article.annotations if setting.drafts or not n.draft]
        marked = [
            n
            for n in first_marks(briefing.article, self.woven)
            if n in self.shown and not n.ledger_only and n.kind != "own"
        ]
        self.numbers = {note.id: number for number, note in enumerate(marked, 1)}
        self.marked = marked
        self.look = self._look()
        seed = briefing.seed
        then = seed.provenance.issued if seed else briefing.edition.day
        self.maker = BoxMaker(
            setting.catalogue,
            self.words,
            self.bibliography,
            then,
            briefing.edition.day,
            self._markdown,
        )

    def _look(self) -> Look:
        article = self.briefing.article
        return Look(
            marks={note.id: self._mark(note) for note in self.marked},
            words=frozenset(n.id for n in self.shown if n.ledger_only),
            signs={n.id: n.sign or n.id for n in article.annotations if n.kind == "own"},
            cites=self.bibliography.short_names(),
            boxes=frozenset(box.text for box in article.boxes),
        )

    def _mark(self, note: Annotation) -> Mark:
        kind = self.setting.kinds[note.kind]
        verdict = VERDICTS.get(note.verdict)
        said = kind.label.lower() + (f": {verdict.label.lower()}" if verdict else "")
        number = self.numbers[note.id]
        return Mark(
            note.id, number, verdict.shape if verdict else kind.shape, f"Note {number}, {said}"
        )

    def context(self) -> PageContext:
        briefing, edition = self.briefing, self.briefing.edition
        provenance = briefing.seed.provenance if briefing.seed else None
        notes = {note.id: self._note(note) for note in self.marked}
        ledger = tuple(self._ledger())
        blocks = tuple(self._blocks(notes))
        boxes = tuple(block.box for block in blocks if block.box)
        laid_out = fit(blocks)
        repairs = self._repairs()
        issued = self.words.day(provenance.issued if provenance else edition.day)
        url = provenance.url if provenance else ""
        publisher = provenance.publisher if provenance else ""
        return PageContext(
            slug=edition.slug,
            title=edition.title,
            lang=provenance.language if provenance else self.setting.language,
            summary=edition.summary,
            by=edition.by,
            number=edition.number,
            day=self.words.day(edition.day),
            source=issued,
            publisher=publisher,
            author=provenance.author if provenance else "",
            original=Link(urlsplit(url).netloc.removeprefix("www."), url) if url else None,
            rights=provenance.rights if provenance else "",
            digest=provenance.sha256 if provenance else "",
            repairs=tuple(repair for repair in repairs if not repair.aside),
            aside=tuple(repair for repair in repairs if repair.aside),
            deltas=tuple(self._deltas()),
            blocks=blocks,
            boxes=boxes,
            notes=tuple(notes.values()),
            marks=tuple(_key_to_marks(notes.values())),
            anchors=self._anchors(laid_out.room),
            floats=laid_out.room is None,
            drifts=laid_out.drifts,
            ledger=ledger,
            tally=_tally(ledger),
            sources=self.bibliography.views(),
            history=tuple(
                HistoryRow(self.words.day(c.date), c.about, c.was, c.why) for c in edition.history
            ),
            cite=_cite(
                edition.title,
                publisher,
                issued.words,
                edition.number,
                self.words.day(edition.day).words,
            ),
            text=briefing.article.plain.text,
            counts={
                "notes": len(notes),
                "claims": len(ledger),
                "boxes": len(boxes),
                "sources": len(self.bibliography.used),
            },
        )

    # --- the body -----------------------------------------------------------------------------

    def _blocks(self, notes: Mapping[str, NoteView]) -> Iterator[Block]:
        """Each top-level block with the notes whose first mark is in it."""
        told: set[str] = set()
        lede = True
        for tokens in _top_level(self.woven):
            name, argument = container_name(tokens[0])
            if name == "factbox":
                box = self.setting.catalogue.boxes.get(argument)
                if box:
                    yield Block(Markup(""), (), self._box(box, tokens[1:-1]))
                continue
            if lede and tokens[0].type == "paragraph_open":
                tokens[0].meta = {**tokens[0].meta, "lede": True}
                lede = False
            here = [n for n in dict.fromkeys(marks_in(tokens)) if n in notes and n not in told]
            told.update(here)
            html = self._figure(name, tokens[1:-1]) if name else html_of(tokens, self.look)
            yield Block(html, tuple(notes[note] for note in here), None)

    def _figure(self, name: str, tokens: Sequence[Token]) -> Markup:
        """A caption or a pull quotation: its paragraphs as one figure's caption."""
        look = replace(self.look, numbered=False)
        self.look.seen["p"] += 1
        inside = Markup(" ").join(
            inline_html(token, look) for token in tokens if token.type == "inline"
        )
        number = self.look.seen["p"]
        if name == "pull":
            return Markup(
                '<figure class="cap pull" id="p{}"><figcaption>{}</figcaption></figure>\n'
            ).format(number, inside)
        return Markup(
            '<figure class="cap" id="p{}"><figcaption>{}</figcaption>'
            '<p class="capn" data-ours>{}</p></figure>\n'
        ).format(number, inside, "Photograph not reproduced here.")

    def _box(self, box: FactBox, lead: Sequence[Token]) -> BoxView:
        return self.maker.view(box, self._ours(lead))

    def _ours(self, tokens: Sequence[Token]) -> Markup:
        """Our own words: no paragraph numbers, typographic quotation marks."""
        look = replace(self.look, numbered=False)
        return html_of(smart(tokens, self.setting.language), look)

    def _markdown(self, text: str) -> Markup:
        return self._ours(parser().parse(text)) if text else Markup("")

    # --- notes and ledger ---------------------------------------------------------------------

    def _note(self, note: Annotation) -> NoteView:
        kind = self.setting.kinds[note.kind]
        verdict = VERDICTS.get(note.verdict)
        number = self.numbers[note.id]
        by = self.setting.catalogue.entities.get(note.by)
        stale = note.as_of and note.as_of != self.briefing.edition.day
        return NoteView(
            id=note.id,
            number=number,
            kind=note.kind,
            label=kind.label,
            shape=verdict.shape if verdict else kind.shape,
            verdict=verdict.label if verdict else "",
            said=self.look.marks[note.id].said,
            lang=self.setting.language,
            body=self._ours(self.briefing.article.bodies[note.id]),
            cites=self.bibliography.cite(
                note.citations, Link(f"note {number}", f"#note-{note.id}")
            ),
            by=by.name if by else note.by,
            as_of=self.words.day(note.as_of) if note.as_of and stale else None,
            backs=tuple(
                f"#mark-{note.id}" + (f"-{n}" if n > 1 else "")
                for n in range(1, max(1, len(note.targets)) + 1)
            ),
            draft=note.draft,
            entity=None,
        )

    def _ledger(self) -> Iterator[ClaimView]:
        """Every claim in the order of the text."""
        claims = [n for n in self.shown if n.kind == "claim" and n.targets and n.verdict]
        for number, note in enumerate(sorted(claims, key=_position), 1):
            yield self._claim(number, note)

    def _claim(self, number: int, note: Annotation) -> ClaimView:
        verdict = VERDICTS[note.verdict]
        stretch = note.targets[0].stretch
        href = f"#words-{note.id}" if note.ledger_only else f"#note-{note.id}"
        name = f"note {self.numbers[note.id]}" if note.id in self.numbers else f"claim {number}"
        place = Link(name, href if not note.ledger_only else f"#claim-{note.id}")
        body = self._ours(self.briefing.article.bodies[note.id]) if note.ledger_only else Markup("")
        return ClaimView(
            id=note.id,
            number=number,
            quote=self.briefing.article.plain.flat[stretch.start : stretch.end],
            href=href,
            said_by=self._said_by(note),
            then=_finding(note.then or verdict.then),
            now=_finding(verdict.now),
            text=body,
            cites=self.bibliography.cite(note.citations, place),
        )

    def _said_by(self, note: Annotation) -> str:
        if note.said_by:
            entity = self.setting.catalogue.entities.get(note.said_by.text)
            return entity.name if entity else note.said_by.text
        provenance = self.briefing.seed.provenance if self.briefing.seed else None
        return (provenance.author or provenance.publisher) if provenance else ""

    # --- the rest -----------------------------------------------------------------------------

    def _deltas(self) -> Iterator[Delta]:
        """The headlines of the page's boxes, then and now."""
        days = self.briefing.then, self.briefing.now
        for id_ in dict.fromkeys(box.text for box in self.briefing.article.boxes):
            box = self.setting.catalogue.boxes.get(id_)
            for key in box.headline if box else ():
                values = [value_of(box, key.text, day) for day in days] if box else []
                if box is None or None in values:
                    continue
                then, now = (value or "" for value in values)
                yield Delta(
                    label=box.labels.get(key.text, box.title),
                    then=then,
                    now=now,
                    wordy=not (then + now).isdecimal(),
                    line=box.lines.get(key.text, ""),
                    more=Link("Box", f"#box-{box.id}"),
                )

    def _repairs(self) -> list[Repair]:
        emendations = self.briefing.seed.provenance.emendations if self.briefing.seed else ()
        return [Repair(e.seed, e.reads, e.omit, e.why) for e in emendations]

    def _anchors(self, room: int | None) -> Markup:
        """One rule a mark and a note, which chains each note to its mark and the note before."""
        rules, before = [f".body{{--room:{room}rem}}"] if room else [], ""
        for note in self.marked:
            own, mark = f"--note-{note.id}", f"--mark-{note.id}"
            chain = f";--p:{before}" if before else ""
            rules.append(
                f"#mark-{note.id}{{--a:{mark}}}#note-{note.id}{{--a:{own};--r:{mark}{chain}}}"
            )
            before = own
        return Markup("".join(rules))


def _position(note: Annotation) -> int:
    return min((target.stretch.start for target in note.targets), default=0)


def _top_level(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each block that stands in no other."""
    at = 0
    while at < len(tokens):
        end = closing(tokens, at) if tokens[at].nesting == 1 else at
        yield tokens[at : end + 1]
        at = end + 1


def _finding(name: str) -> Shown:
    finding = FINDINGS[name]
    return Shown(finding.shape, finding.label)


def _key_to_marks(notes: Iterable[NoteView]) -> Iterator[Shown]:
    """What the marks on this page mean: verdicts in the table's order, then kinds."""
    present = {Shown(note.shape, note.verdict or note.label) for note in notes if note.shape}
    order = [verdict.shape for verdict in VERDICTS.values()]
    yield from sorted(
        present, key=lambda s: (order.index(s.shape) if s.shape in order else 99, s.word)
    )


def _tally(ledger: Sequence[ClaimView]) -> tuple[str, str]:
    """The ledger in words, then and now: "14 supported, 9 forecasts"."""
    sides = ([claim.then.word for claim in ledger], [claim.now.word for claim in ledger])
    then, now = (
        ", ".join(f"{n} {word.lower()}" for word, n in Counter(side).most_common())
        for side in sides
    )
    return then, now


def _cite(title: str, publisher: str, issued: str, number: str, day: str) -> str:
    source = f"{publisher}, {issued}" if publisher else issued
    return f"“{title}” ({source}), annotated, edition {number}, {day}."


def csp_hash(text: str) -> str:
    """The hash that lets a page run exactly this inline script or style.

    Source: W3C Content Security Policy Level 3, hash-source.
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
