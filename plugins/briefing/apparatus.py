"""The notes and claims of one briefing, as readers see them from a given page."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from .briefing import Briefing
from .changes import days_by_note
from .citing import Bibliography
from .dates import PartialDate
from .derived import Derived
from .kinds import FINDINGS, VERDICTS, Kind
from .lookalikes import oddities
from .model import Annotation, Catalogue
from .render import Look, Mark, html_of, quotes_of, smart, tongue
from .sitefacts import PAGES
from .syntax import parser
from .views import ClaimView, Day, HistoryRow, Link, NoteView, Shown
from .weave import first_marks, weave
from .words import Words


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page depends on besides its briefing. *pages* are the entities with a page of their
    own; *drafts* shows what is not published; *pdf* tells that a PDF will be made."""

    catalogue: Catalogue
    kinds: Mapping[str, Kind]
    language: str
    drafts: bool
    pages: frozenset[str] = frozenset()
    pdf: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is: what leads from it to the site's *root*, to the *briefing* ("" on its own
    page) and to the page that lists the *sources* ("" if it lists them itself)."""

    root: str
    briefing: str = ""
    sources: str = ""


class Apparatus:
    """Notes numbered as readers meet them, with the look and the bibliography of one page."""

    def __init__(
        self, briefing: Briefing, setting: Setting, place: Place, bibliography: Bibliography
    ) -> None:
        self.briefing = briefing
        self.setting = setting
        self.place = place
        self.bibliography = bibliography
        self.words = Words(setting.language)
        self.woven = weave(briefing.article)
        self.shown = shown_notes(briefing, setting)
        shown = {note.id for note in self.shown}
        self.marked = [
            note
            for note in first_marks(briefing.article, self.woven)
            if note.id in shown and not note.ledger_only and note.kind != "own"
        ]
        self.numbers = {note.id: number for number, note in enumerate(self.marked, 1)}
        self.days = days_by_note(briefing.releases, briefing.renamed)
        self.look = self._look()

    def _look(self) -> Look:
        article = self.briefing.article
        here = {box.text for box in article.boxes}
        ours = self.setting.language
        return Look(
            marks={note.id: self._mark(note) for note in self.marked},
            words=frozenset(note.id for note in self.shown if note.ledger_only),
            signs={n.id: n.sign or n.id for n in article.annotations if n.kind == "own"},
            cites=self.bibliography.short_names(),
            addresses=Derived(self.setting.catalogue.sources, lambda source: source.url),
            boxes=ChainMap(
                {box: f"{self.place.briefing}#box-{box}" for box in here},
                *box_hrefs(self.setting.catalogue, self.place.root).maps,
            ),
            sources=self.place.sources,
            ours=tongue(ours, self.briefing.language(ours)),
            quotes=quotes_of(ours),
            paragraph=self.words.say("Paragraph %(number)s", number="{}"),
        )

    def _mark(self, note: Annotation) -> Mark:
        kind = self.setting.kinds[note.kind]
        verdict = VERDICTS.get(note.verdict)
        labels = [kind.label, verdict.label] if verdict else [kind.label]
        said = ": ".join(self.words.within(self.words.say(label)) for label in labels)
        number = self.numbers[note.id]
        shape = verdict.shape if verdict else kind.shape
        named = self.words.say("Note %(number)s, %(kind)s", number=number, kind=said)
        return Mark(note.id, number, shape, named)

    def ours(self, tokens: Sequence[Token]) -> Markup:
        """Our own words: no paragraph numbers, typographic quotation marks."""
        look = replace(self.look, numbered=False)
        return html_of(smart(tokens, self.setting.language), look)

    def markdown(self, text: str) -> Markup:
        """An editor's Markdown as HTML."""
        return self.ours(parser().parse(text)) if text else Markup("")

    def notes(self) -> dict[str, NoteView]:
        """Each note that has a mark, by its id, in the order of their numbers."""
        return {note.id: self._note(note) for note in self.marked}

    def _note(self, note: Annotation) -> NoteView:
        kind = self.setting.kinds[note.kind]
        verdict = VERDICTS.get(note.verdict)
        number = self.numbers[note.id]
        by = self.setting.catalogue.entities.get(note.by)
        dated = note.as_of and note.as_of != self.briefing.edition.day
        name = self.words.say("note %(number)s", number=number)
        place = Link(name, f"{self.place.briefing}#note-{note.id}")
        return NoteView(
            id=note.id,
            number=number,
            kind=note.kind,
            label=self.words.say(kind.label),
            shape=verdict.shape if verdict else kind.shape,
            verdict=self.words.say(verdict.label) if verdict else "",
            said=self.look.marks[note.id].said,
            lang=self.setting.language,
            span=note.span,
            body=self.ours(self.briefing.article.bodies[note.id]),
            cites=self.bibliography.cite(note.citations, place),
            by=by.name if by else note.by,
            as_of=self.words.day(note.as_of) if note.as_of and dated else None,
            backs=tuple(
                f"#mark-{note.id}" + (f"-{n}" if n > 1 else "")
                for n in range(1, max(1, len(note.targets)) + 1)
            ),
            draft=note.draft,
            odd=oddities(self.quote(note), self.words),
            entity=self._entity(note),
            past=self._past(note),
            also=tuple(f"note-{old}" for old in self.briefing.edition.aliases.of(note.id)),
            first=self._first(note),
        )

    def _first(self, note: Annotation) -> Day | None:
        """The day of its first publication, if it was added or changed since the first edition."""
        days = self.days.get(note.id)
        if days is None or not (days.changed or days.first is not self.briefing.releases[0]):
            return None
        return self.words.day(days.first.day)

    def _past(self, note: Annotation) -> tuple[HistoryRow, ...]:
        """What a note said before, by the front matter's history; its other days, as recorded."""
        rows = (*self._history(note), *self._changed(note))
        return tuple(sorted(rows, key=lambda row: row.day.iso, reverse=True))

    def _changed(self, note: Annotation) -> Iterator[HistoryRow]:
        """Changes whose reason was given for a whole release."""
        days, history = self.days.get(note.id), self.briefing.edition.history
        told = {(str(change.date), change.why) for change in history if change.about == note.id}
        for reason in days.changed if days else ():
            if (reason.day, reason.why) not in told:
                day = self.words.day(PartialDate.read(reason.day))
                yield HistoryRow(day, note.id, "", reason.why.rstrip("."))

    def _history(self, note: Annotation) -> tuple[HistoryRow, ...]:
        return tuple(
            HistoryRow(
                self.words.day(change.date),
                change.about,
                self.words.say(VERDICTS[change.was].label)
                if change.was in VERDICTS
                else change.was,
                change.why,
            )
            for change in self.briefing.edition.history
            if change.about == note.id
        )

    def _entity(self, note: Annotation) -> Link | None:
        entity = self.setting.catalogue.entities.get(note.entity.text) if note.entity else None
        if entity is None or entity.id not in self.setting.pages:
            return None
        return Link(entity.name, f"{self.place.root}entities/{entity.id}/index.html")

    def claims(self) -> Iterator[tuple[Annotation, ClaimView]]:
        """Every claim in the order of the text."""
        claims = [
            n for n in self.shown if n.kind == "claim" and n.verdict and (n.targets or n.headline)
        ]
        for number, note in enumerate(sorted(claims, key=position), 1):
            yield note, self._claim(number, note)

    def _claim(self, number: int, note: Annotation) -> ClaimView:
        verdict = VERDICTS[note.verdict]
        if note.id in self.numbers:
            name = self.words.say("note %(number)s", number=self.numbers[note.id])
        else:
            name = self.words.say("claim %(number)s", number=number)
        row = f"{self.place.briefing}#{'claim' if note.ledger_only else 'note'}-{note.id}"
        words = f"words-{note.id}" if note.ledger_only else f"note-{note.id}"
        away = note.ledger_only or bool(self.place.briefing)
        return ClaimView(
            id=note.id,
            number=number,
            note=self.numbers.get(note.id, 0),
            quote=self.quote(note),
            odd=oddities(self.quote(note), self.words),
            href=f"{self.place.briefing}#{'headline' if note.headline else words}",
            said_by=self.said_by(note),
            then=found(self.words, note.then or verdict.then),
            now=found(self.words, verdict.now),
            text=self.ours(self.briefing.article.bodies[note.id]) if away else Markup(""),
            cites=self.bibliography.cite(note.citations, Link(name, row)),
            past=self._past(note),
            also=tuple(self._also(note)),
            first=self._first(note),
        )

    def quote(self, note: Annotation) -> str:
        """The words that a note is about: the headline's, or those of its first target."""
        if note.headline or not note.targets:
            return note.headline
        return self.briefing.article.plain.words(note.targets[0].stretch)

    def _also(self, note: Annotation) -> Iterator[str]:
        """A claim without a note in the margin is found in the ledger by its note's address."""
        before = self.briefing.edition.aliases.of(note.id)
        yield from (f"claim-{old}" for old in before)
        if note.ledger_only:
            yield from (f"note-{id_}" for id_ in (note.id, *before))

    def said_by(self, note: Annotation) -> str:
        """Whose claim it is; the article's author where the note does not say."""
        if note.said_by:
            entity = self.setting.catalogue.entities.get(note.said_by.text)
            return entity.name if entity else note.said_by.text
        provenance = self.briefing.seed.provenance if self.briefing.seed else None
        return (provenance.author or provenance.publisher) if provenance else ""


def shown_notes(briefing: Briefing, setting: Setting) -> list[Annotation]:
    """The notes that readers see: drafts in the preview only."""
    return [n for n in briefing.article.annotations if setting.drafts or not n.draft]


def box_hrefs(catalogue: Catalogue, root: str) -> ChainMap[str, str]:
    """Where a reference to each fact box, or to the site's own numbers, leads from *root*."""
    own = {name: f"{root}{page}" for name, page in PAGES.items()}
    boxes: Any = Derived(catalogue.boxes, lambda box: f"{root}facts/{box.id}/index.html")
    return ChainMap(boxes, own)  # a file that has the name of the site's numbers is meant


def position(note: Annotation) -> int:
    """Where a note's first words begin in the text."""
    return min((target.stretch.start for target in note.targets), default=-1)


def found(words: Words, name: str) -> Shown:
    """The finding *name* as readers see it."""
    finding = FINDINGS[name]
    return Shown(finding.shape, words.say(finding.label))


def tally(words: Words, findings: Iterable[Shown]) -> str:
    """Findings in words, most first: "14 supported, 9 forecast"."""
    counted = Counter(words.within(finding.word) for finding in findings)
    return ", ".join(words.number_of(n, word) for word, n in counted.most_common())
