"""The page of what differs between two releases: verdicts, facts, notes, and the text itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from markupsafe import Markup

from .changes import ADDED, CHANGED, WITHDRAWN, Changes, NoteChange, differ
from .changeviews import DifferencePage, Differing, Row
from .language import N_
from .oldwords import OldWords
from .releases import NoteThen, Release
from .worddiff import exchanged, word_diff
from .words import Words

HOW = {ADDED: N_("Added"), CHANGED: N_("Changed"), WITHDRAWN: N_("Withdrawn")}


def difference(told: OldWords, old: Release, new: Release) -> DifferencePage:
    """What became of everything that *old* said, in the order of *new*."""
    changes = differ(old, new, told.briefing.renamed)
    notes = tuple(_note(told, note, old, new) for note in changes.notes)
    verdicts = (
        Row(told.quoted(c.now.quote), told.verdict(c.was), told.verdict(c.now))
        for c in changes.notes
        if c.was and c.now and c.was.verdict != c.now.verdict
    )
    return DifferencePage(
        path=told.compared(old, new),
        briefing=told.home,
        old=told.link(old),
        new=told.link(new),
        verdicts=tuple(verdicts),
        facts=tuple(_boxes(told, changes, old, new)),
        notes=notes,
        text=tuple(_paragraphs(old.text, new.text, told.words)) if changes.text else (),
        lang=told.lang,
    )


def _boxes(told: OldWords, changes: Changes, old: Release, new: Release) -> Iterator[Differing]:
    for box in dict.fromkeys(fact.box for fact in changes.facts):
        facts = [fact for fact in changes.facts if fact.box == box]
        rows = tuple(
            Row(told.name(box, f.key), told.values(box, f.was), told.values(box, f.now))
            for f in facts
            if f.key
        )
        whys = dict.fromkeys(told.whys(old, new, fact.about) for fact in facts)
        yield Differing(
            title=facts[0].title,
            how=told.words.say(HOW[CHANGED if rows else facts[0].how]),
            href=told.box_href(box),
            quote="",
            why="; ".join(filter(None, whys)),
            rows=rows,
        )


def _note(told: OldWords, note: NoteChange, old: Release, new: Release) -> Differing:
    shown = note.now or note.was
    return Differing(
        title=told.label(shown),
        how=told.words.say(HOW[note.how]),
        href=told.note_href(note.id, new if note.now else old),
        quote=shown.quote if shown else "",
        why=told.whys(old, new, note.id) if note.how != ADDED else "",
        rows=tuple(_rows(told, note, old, new)),
    )


def _rows(told: OldWords, note: NoteChange, old: Release, new: Release) -> Iterator[Row]:
    say, was, now = told.words.say, note.was, note.now
    pairs = (
        (say("Kind"), told.kind(was), told.kind(now)),
        (say("Verdict"), told.verdict(was), told.verdict(now)),
        (say("By"), was.by if was else "", now.by if now else ""),
    )
    if was and now:
        yield from (Row(label, a, b) for label, a, b in pairs if a != b)
        if was.quote != now.quote:
            yield Row(say("Words"), html=word_diff(was.quote, now.quote, told.words))
    yield from _says(told, was, now)
    a, b = told.sources(was, old), told.sources(now, new)
    out, put = ([s for s in these if s not in those] for these, those in ((a, b), (b, a)))
    if out or put:
        label = say("Sources")
        yield Row(label, html=exchanged("; ".join(out), "; ".join(put), told.words))


def _says(told: OldWords, was: NoteThen | None, now: NoteThen | None) -> Iterator[Row]:
    say = told.words.say
    before, after = told.plain(was), told.plain(now)
    if before != after:
        yield Row(say("Note"), html=word_diff(before, after, told.words))
    elif was and now and was.says != now.says:
        same = say("The same words, with other links or emphasis.")
        yield Row(say("Note"), html=Markup("{}").format(same))


def _paragraphs(old: Sequence[str], new: Sequence[str], words: Words) -> Iterator[Markup]:
    """The paragraphs of the text that differ."""
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            for was, now in zip_longest(old[a:b], new[c:d], fillvalue=""):
                yield word_diff(was, now, words)
