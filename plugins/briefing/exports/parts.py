"""What several formats print in the same way: fact boxes as tables, sources, the ledger, basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from ..views import (
    BoxView,
    Cite,
    ClaimView,
    DisputeView,
    Group,
    HistoryRow,
    NoteView,
    Pair,
    Repair,
    Shown,
    SourceView,
)
from ..words import Words
from .publication import Publication
from .tree import Item, Relink, child, made, put, simplified


def box_tables(box: BoxView, words: Words, link: Relink) -> Iterator[Element]:
    """A fact box without its picture: what it says in words, and all of its tables."""
    when = words.say("%(then)s beside %(now)s", then=box.then.words, now=box.now.words)
    yield made("p", when)
    if box.numbers:
        yield made("p", f"{box.then.year}: {box.numbers[0]}; {box.now.year}: {box.numbers[1]}")
    yield from simplified(box.lead, link)
    named = words.say("%(name)s, then and now", name=box.title)
    if box.pairs:
        yield _then_and_now(box, named, [Group("", box.pairs)])
    if box.groups:
        yield _then_and_now(box, named, box.groups)
    if box.counts:
        counted = words.say("%(name)s, counted then and now", name=box.title)
        head = ["", box.then.year, box.now.year]
        yield table(counted, head, ([shown.word, then, now] for shown, then, now in box.counts))
    if box.steps:
        named = words.say("%(name)s, day by day", name=box.title)
        head = [words.say("Day"), words.say("Change"), words.say("Total")]
        rows = ([step.day.words, step.words, str(step.total)] for step in box.steps)
        yield table(named, head, rows)
    if box.dispute:
        yield made("p", made("b", words.say("In dispute.")))
        yield from simplified(box.dispute, link)
    yield from (_dispute(dispute, link) for dispute in box.disputes)
    yield from simplified(box.note, link)
    if box.cites:
        yield basis(box.cites, words, link)


def _then_and_now(box: BoxView, caption: str, groups: Sequence[Group]) -> Element:
    rows: list[Sequence[str]] = []
    for group in groups:
        if group.title:
            rows.append([f"{group.title} ({len(group.rows)})"])
        rows += [_row(pair) for pair in group.rows]
    return table(caption, ["", box.then.year, box.now.year], rows)


def _row(pair: Pair) -> Sequence[str]:
    further = "; ".join(part for part in (pair.when, pair.note) if part)
    now = _shown(pair.now)
    return [pair.name, _shown(pair.then), f"{now}; {further}" if further else now]


def _shown(shown: Shown) -> str:
    return f"{shown.word}, {shown.detail}" if shown.detail else shown.word


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Item]]) -> Element:
    """A table whose first column names its rows; a row of one cell is a heading."""
    element = made("table", made("caption", caption))
    top = child(child(element, "thead"), "tr")
    for name in head:
        child(top, "th", name, scope="col")
    body = child(element, "tbody")
    for cells in rows:
        row = child(body, "tr")
        wide = str(len(head)) if len(cells) == 1 else ""
        child(row, "th", cells[0], scope="rowgroup" if wide else "row", colspan=wide)
        for cell in cells[1:]:
            child(row, "td", cell)
    return element


def _dispute(dispute: DisputeView, link: Relink) -> Element:
    line = made("p", made("b", f"{dispute.subject}:"), " ")
    for number, (reading, cites) in enumerate(dispute.readings):
        put(line, f"; {reading}" if number else reading)
        if cites:
            put(line, " (")
            _cites(line, cites, link)
            put(line, ")")
    put(line, f". {dispute.words}" if dispute.words else ".")
    return line


def basis(cites: Sequence[Cite], words: Words, link: Relink) -> Element:
    """ "Sources TASS 2023, Granma 2014": each by its name, and linked to the list."""
    line = made("p")
    said = words.say_number("Source %(cited)s", "Sources %(cited)s", len(cites), cited="\0")
    before, _, after = said.partition("\0")
    put(line, before)
    _cites(line, cites, link)
    put(line, after)
    return line


def _cites(line: Element, cites: Iterable[Cite], link: Relink) -> None:
    for number, cite in enumerate(cites):
        if number:
            put(line, ", ")
        address = link(cite.href)
        put(line, made("a", cite.words, href=address) if address else cite.words)
        if cite.detail:
            put(line, f", {cite.detail}")


def note_parts(note: NoteView, publication: Publication, link: Relink) -> Iterator[Element]:
    """A note's kind and verdict, what it says, what it said before, and what it rests on."""
    words = publication.words
    label = made("p", made("b", f"{note.label}: {note.verdict}" if note.verdict else note.label))
    if note.entity and not note.verdict:
        put(label, f" {note.entity.words}")
    yield label
    yield from simplified(note.body, link)
    yield from _past(note.past, words)
    if note.first:
        yield made("p", words.say("First published %(day)s.", day=note.first.words))
    if note.by or note.as_of:
        said = [words.say("By %(name)s.", name=note.by)] if note.by else []
        said += [words.say("As of %(day)s.", day=note.as_of.words)] if note.as_of else []
        yield made("p", " ".join(said))
    if note.cites:
        yield basis(note.cites, words, link)


def _past(rows: Iterable[HistoryRow], words: Words) -> Iterator[Element]:
    for row in rows:
        day = row.day.words
        said = (
            words.say("%(was)s until %(day)s", was=row.was, day=day)
            if row.was
            else words.say("Changed %(day)s", day=day)
        )
        yield made("p", f"{said}: {row.why}.")


def ledger(publication: Publication, link: Relink) -> Element:
    """Every claim judged for its own day and for the edition's."""
    words, page = publication.words, publication.page
    years = [words.say("In %(year)s", year=day.year) for day in (page.source, page.day)]
    head = [words.say("Claim"), words.say("Said by"), *years, words.say("Basis")]
    rows = ([*_claim(claim, words, link)] for claim in page.ledger)
    return table(words.say("Claims checked then and now"), head, rows)


def _claim(claim: ClaimView, words: Words, link: Relink) -> Iterator[Item]:
    quoted = words.say("“%(words)s”", words=claim.quote)
    address = link(claim.href)
    yield made("a", quoted, href=address) if address else quoted
    yield claim.said_by
    yield _shown(claim.then)
    yield _shown(claim.now)
    holder = made("div", *simplified(claim.text, link))
    for line in _past(claim.past, words):
        holder.append(line)
    if claim.first:
        holder.append(made("p", words.say("First published %(day)s.", day=claim.first.words)))
    holder.append(
        basis(claim.cites, words, link) if claim.cites else made("p", words.say("none yet"))
    )
    yield holder


def source_line(source: SourceView, words: Words) -> list[Item]:
    """One source: who, when, who wrote it, what it is called, and where it is kept."""
    dated = [source.publisher, source.date.words if source.date else ""]
    before = ", ".join(part for part in dated if part)
    said: list[Item] = [f"{before}. " if before else ""]
    if source.author:
        said.append(f"{source.author}: ")
    said.append(made("a", source.title, href=source.url) if source.url else source.title)
    said.append(".")
    if source.archive:
        said += [" ", made("a", words.say("Archived copy"), href=source.archive), "."]
    if not source.checked:
        said.append(f" ({words.say('to be checked')})")
    return [part for part in said if part != ""]


def repair_line(repair: Repair, words: Words) -> str:
    """An emendation: what the copy had, what the edition reads, why."""
    was = words.say("“%(words)s”", words=" ".join(repair.was.split()))
    reads = words.say("“%(words)s”", words=repair.reads) if repair.reads else repair.aside
    return f"{was} → {reads}: {repair.why}."


def about(publication: Publication) -> Iterator[str]:
    """Where the text comes from, who annotated it and when, in lines."""
    words, page = publication.words, publication.page
    yield page.summary
    if page.publisher:
        yield f"{words.say('Text')}: {page.publisher}, {page.source.words}"
    if page.author:
        yield f"{words.say('By')}: {page.author}"
    if page.by:
        yield words.say("Notes by %(name)s.", name=page.by)
    yield page.cite.striptags()
