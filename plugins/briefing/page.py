"""Everything a briefing's page shows, decided: blocks, notes, boxes, ledger, sources, colophon."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from markdown_it.token import Token
from markupsafe import Markup, escape

from .apparatus import Apparatus, Place, Setting, tally
from .article import closing, container_name
from .boxview import BoxMaker
from .briefing import Briefing
from .citing import Bibliography
from .coverage import coverage
from .diagnostics import Diagnostic, warning
from .exports import FORMATS
from .facts import value_of
from .kinds import VERDICTS
from .margin import fit
from .model import Change, FactBox
from .oldwords import edition_name
from .references import read_citations
from .render import html_of, inline_html, isolated, paragraph_link
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
from .weave import marks_in
from .words import Words

OWN_PAGE = Place(root="../../")


def page_context(briefing: Briefing, setting: Setting, place: Place = OWN_PAGE) -> PageContext:
    """The page of *briefing*, for the day of its source and the day of its edition.

    With another *place*, what an ordinary page shows: the notes and boxes that stand in it.
    """
    return _Page(briefing, setting, place).context()


def drift_warnings(briefing: Briefing, page: PageContext) -> Iterator[Diagnostic]:
    """A warning for each note that starts far below its mark on a wide screen."""
    spans = {note.id: note.span for note in briefing.article.annotations}
    for note, lines in page.drifts:
        yield warning(
            "note-drifts",
            spans[note],
            f"note '{note}' starts some {lines} lines below its mark on a wide screen",
            "keep to 45 words a note and three notes a paragraph, or move a note elsewhere",
        )


class _Page:
    def __init__(self, briefing: Briefing, setting: Setting, place: Place) -> None:
        self.briefing = briefing
        self.setting = setting
        self.words = Words(setting.language)
        self.bibliography = Bibliography(setting.catalogue.sources, self.words, place.sources)
        self.apparatus = Apparatus(briefing, setting, place, self.bibliography)
        self.maker = BoxMaker(
            setting.catalogue,
            self.words,
            self.bibliography,
            briefing.issued,
            briefing.edition.day,
            self.apparatus.markdown,
            f"{place.root}facts/",
        )

    def context(self) -> PageContext:
        briefing, edition = self.briefing, self.briefing.edition
        provenance = briefing.seed.provenance if briefing.seed else None
        notes = self.apparatus.notes()
        claims = list(self.apparatus.claims())
        ledger = tuple(claim for _, claim in claims)
        blocks = tuple(self._blocks(notes))
        boxes = tuple(block.box for block in blocks if block.box)
        laid_out = fit(blocks)
        repairs = self._repairs()
        issued = self.words.day(briefing.issued)
        url = provenance.url if provenance else ""
        publisher = provenance.publisher if provenance else ""
        return PageContext(
            slug=edition.slug,
            title=edition.title,
            lang=briefing.language(self.setting.language),
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
            shapes=frozenset(_shapes(notes.values(), ledger, boxes)),
            room=laid_out.room,
            drifts=laid_out.drifts,
            ledger=ledger,
            tally=(
                tally(self.words, (c.then for c in ledger)),
                tally(self.words, (c.now for c in ledger)),
            ),
            coverage=coverage(briefing.article, edition, (note for note, _ in claims)),
            sources=self.bibliography.views(),
            history=tuple(map(self._history_row, edition.history)),
            cite=self._cite(publisher, issued.words),
            downloads=tuple(
                Link(self.words.say(form.words), form.file)
                for form in FORMATS
                if (notes or boxes or not form.file.startswith("embed/"))
                and (self.setting.pdf or not form.asked)
            ),
            text=briefing.article.plain.text,
            counts={
                "notes": len(notes),
                "claims": len(ledger),
                "boxes": len(boxes),
                "sources": len(self.bibliography.used),
            },
            recorded=bool(briefing.releases),
            editions=tuple(
                Link(edition_name(self.words, one), f"editions/{one.name}/index.html")
                for one in reversed(briefing.releases[:-1])
            ),
        )

    def _history_row(self, change: Change) -> HistoryRow:
        """A row of the history; it answers at a withdrawn note's address, the newest row alone."""
        day, edition = self.words.day(change.date), self.briefing.edition
        ids: tuple[str, ...] = ()
        newest = next(row for row in edition.history if row.about == change.about)
        if change is newest and change.withdrawn:
            names = (change.about, *edition.aliases.of(change.about))
            ids = tuple(f"{kind}-{name}" for name in names for kind in ("note", "claim"))
        held = [one for one in self.briefing.releases if ids and change.about in one.notes]
        last = f"editions/{held[-1].name}/index.html#note-{change.about}" if held else ""
        return HistoryRow(day, change.about, change.was, change.why, ids, last)

    # --- the body -----------------------------------------------------------------------------

    def _blocks(self, notes: Mapping[str, NoteView]) -> Iterator[Block]:
        """Each top-level block with the notes whose first mark is in it."""
        told: set[str] = set()
        lede = True
        for tokens in _top_level(self.apparatus.woven):
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
            html = (
                self._figure(name, tokens[1:-1]) if name else html_of(tokens, self.apparatus.look)
            )
            if tokens[0].type == "table_open" and self.briefing.edition.seed:
                html = Markup('<div class="wide">\n{}</div>\n').format(html)  # it may scroll
            yield Block(html, tuple(notes[note] for note in here), None)

    def _figure(self, name: str, tokens: Sequence[Token]) -> Markup:
        """A caption or a pull quotation: its paragraphs as one figure's caption."""
        look = replace(self.apparatus.look, numbered=False)
        self.apparatus.look.seen["p"] += 1
        alone = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        inside = inline_html(tokens[1], look) if alone else html_of(tokens, look)
        number, link = look.seen["p"], paragraph_link(look)
        if name == "pull":
            return Markup(
                '<figure class="cap pull" id="p{}"><figcaption>{}{}</figcaption></figure>\n'
            ).format(number, link, inside)
        return Markup(
            '<figure class="cap" id="p{}"><figcaption>{}{}</figcaption>'
            '<p class="capn"{} data-ours>{}</p></figure>\n'
        ).format(
            number,
            link,
            inside,
            look.ours,
            self.words.say("Photograph not reproduced here."),
        )

    def _box(self, box: FactBox, lead: Sequence[Token]) -> BoxView:
        place = Link(box.title, f"{self.apparatus.place.briefing}#box-{box.id}")
        cited = read_citations(self.briefing.article.file, lead)
        self.bibliography.cite(cited, place)
        return self.maker.view(box, self.apparatus.ours(lead))

    # --- the rest -----------------------------------------------------------------------------

    def _deltas(self) -> Iterator[Delta]:
        """The headlines of the page's boxes, then and now."""
        days = self.briefing.then, self.briefing.now
        for id_ in dict.fromkeys(box.text for box in self.briefing.article.boxes):
            box = self.setting.catalogue.boxes.get(id_)
            for key in box.headline if box else ():
                values = (
                    [value_of(box, key.text, day, self.words.either) for day in days] if box else []
                )
                if box is None or None in values:
                    continue
                then, now = (value or "" for value in values)
                yield Delta(
                    label=box.labels.get(key.text, box.title),
                    then=then,
                    now=now,
                    wordy=not (then + now).isdecimal(),
                    line=box.lines.get(key.text, ""),
                    more=Link(self.words.say("Box"), f"#box-{box.id}"),
                )

    def _repairs(self) -> list[Repair]:
        emendations = self.briefing.seed.provenance.emendations if self.briefing.seed else ()
        return [Repair(e.seed, e.reads, e.omit, e.why) for e in emendations]

    def _cite(self, publisher: str, issued: str) -> Markup:
        edition, ours = self.briefing.edition, self.setting.language
        source = Markup("{}, {}").format(isolated(publisher, ours), issued)
        shown: dict[str, object] = {
            "title": isolated(edition.title, ours),
            "source": source if publisher else issued,
            "day": self.words.day(edition.day).words,
        }
        said = self.words.say("“%(title)s” (%(source)s), annotated, %(day)s.")
        if edition.number:
            shown["number"] = edition.number
            said = self.words.say(
                "“%(title)s” (%(source)s), annotated, edition %(number)s, %(day)s."
            )
        return escape(said) % shown


def _top_level(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each block that stands in no other."""
    at = 0
    while at < len(tokens):
        end = closing(tokens, at) if tokens[at].nesting == 1 else at
        yield tokens[at : end + 1]
        at = end + 1


def _shapes(
    notes: Iterable[NoteView], ledger: Iterable[ClaimView], boxes: Iterable[BoxView]
) -> Iterator[str]:
    """The shapes that these notes, claims and boxes show, some of them several times."""
    yield from (note.shape for note in notes)
    for claim in ledger:
        yield from (claim.then.shape, claim.now.shape)
    for box in boxes:
        yield from (shown.shape for shown, _, _ in box.counts)
        for row in (*box.pairs, *(row for group in box.groups for row in group.rows)):
            yield from (row.then.shape, row.now.shape)


def _key_to_marks(notes: Iterable[NoteView]) -> Iterator[Shown]:
    """What the marks on this page mean: verdicts in the table's order, then kinds."""
    present = {Shown(note.shape, note.verdict or note.label) for note in notes if note.shape}
    order = [verdict.shape for verdict in VERDICTS.values()]
    yield from sorted(
        present, key=lambda s: (order.index(s.shape) if s.shape in order else 99, s.word)
    )


def csp_hash(text: str) -> str:
    """The hash that lets a page run exactly this inline script or style.

    Source: W3C Content Security Policy Level 3, hash-source.
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
