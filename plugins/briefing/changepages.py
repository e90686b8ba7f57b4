"""The published record: what each release of a briefing changed, and where that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .apparatus import Setting
from .briefing import Site
from .changes import ADDED, CHANGED, WITHDRAWN, Changes, NoteChange, days_by_note, differ
from .changeviews import ChangesPage, Item, ReleaseView, Told
from .differing import difference
from .exports import as_json
from .language import N_
from .model import Edition
from .oldedition import edition_page
from .oldwords import OldWords
from .releases import Release, release_text
from .sitepages import File, Page
from .views import Link
from .words import Words

NOTES = {ADDED: N_("Notes added"), CHANGED: N_("Notes changed"), WITHDRAWN: N_("Notes withdrawn")}
FACTS = {ADDED: N_("Facts added"), CHANGED: N_("Facts changed"), WITHDRAWN: N_("Facts withdrawn")}
LISTED = "changes/index.html"


def chronicles(site: Site, setting: Setting) -> list[OldWords]:
    """What was released of each briefing that has been released at all."""
    return [OldWords(briefing, setting) for briefing in site.briefings if briefing.releases]


def change_pages(site: Site, setting: Setting) -> Iterator[Page]:
    """Of each briefing: the list of changes, two releases side by side, every edition as it was;
    then the list of all. None where nothing was released."""
    told = chronicles(site, setting)
    words = Words(setting.language)
    for one in told:
        title = words.say("Changes to “%(title)s”", title=one.home.words)
        yield Page(_list(one), "changes/list.html", "changes", _changes_page(one), title)
        for old, new in _pairs(one.releases):
            pair = difference(one, old, new)
            title = words.say("%(old)s, and %(new)s", old=pair.old.words, new=pair.new.words)
            title = f"{title}: {one.home.words}"
            yield Page(pair.path, "changes/pair.html", "pair", pair, title)
        for release in one.releases:
            edition = edition_page(one, release)
            title = f"{edition.title}: {one.home.words}"
            yield Page(edition.path, "changes/edition.html", "old", edition, title)
    if told:
        view = ChangesPage(LISTED, None, tuple(all_releases(told)))
        yield Page(LISTED, "changes/list.html", "changes", view, words.say("Changes"))


def change_files(site: Site, setting: Setting) -> Iterator[File]:
    """The same for programs: the list of changes, and each release as it was recorded."""
    for told in chronicles(site, setting):
        yield File(f"{told.folder}/changes/changes.json", changes_json(told))
        for release in told.releases:
            path = f"{told.folder}/editions/{release.name}/edition.json"
            yield File(path, release_text(release))


def recorded(site: Site, edition: Edition) -> Iterator[str]:
    """The folders below a briefing's own that an address of its record may end with."""
    for briefing in site.briefings:
        if briefing.edition is edition and briefing.releases:
            yield "changes"
            yield from (f"changes/{a.name}-to-{b.name}" for a, b in _pairs(briefing.releases))
            yield from (f"editions/{release.name}" for release in briefing.releases)


def all_releases(told: list[OldWords]) -> list[ReleaseView]:
    """Every release of every briefing, the newest first."""
    views = [view for one in told for view in releases_of(one)]
    return sorted(views, key=lambda view: (view.day.iso, view.briefing.href), reverse=True)


def releases_of(told: OldWords) -> Iterator[ReleaseView]:
    """The releases of one briefing in readers' words, the newest first."""
    befores = (None, *told.releases[:-1])
    for old, new in reversed(list(zip(befores, told.releases, strict=True))):
        changes = differ(old, new, told.briefing.renamed) if old else None
        yield ReleaseView(
            briefing=told.home,
            name=new.name,
            title=told.title(new),
            day=told.words.day(new.day),
            page=told.link(new).href,
            why=new.why.rstrip("."),
            compare=Link(told.title(old), told.compared(old, new)) if old else None,
            told=tuple(_told(told, old, new, changes)) if old and changes else (),
            text=bool(changes and changes.text),
            counts="" if old else _counts(told.words, new),
        )


def _list(told: OldWords) -> str:
    return f"{told.folder}/changes/index.html"


def _pairs(releases: tuple[Release, ...]) -> list[tuple[Release, Release]]:
    """Each release with the next, and with the last."""
    last = ((old, releases[-1]) for old in releases[:-1])
    return list({(a.name, b.name): (a, b) for a, b in (*pairwise(releases), *last)}.values())


def _changes_page(told: OldWords) -> ChangesPage:
    last, earlier = told.releases[-1], told.releases[:-1]
    pairs = (Link(told.title(old), told.compared(old, last)) for old in reversed(earlier))
    return ChangesPage(_list(told), told.home, tuple(releases_of(told)), tuple(pairs))


def _counts(words: Words, release: Release) -> str:
    facts = sum(len(box.values) for box in release.boxes.values())
    parts = [words.say_number("%(num)s note", "%(num)s notes", len(release.notes))]
    if facts:
        parts.append(words.say_number("%(num)s fact", "%(num)s facts", facts))
    return ", ".join(parts)


def _told(told: OldWords, old: Release, new: Release, changes: Changes) -> Iterator[Told]:
    for how, title in NOTES.items():
        items = tuple(_note(told, note, old, new) for note in changes.notes if note.how == how)
        if items:
            yield Told(told.words.say(title), items)
    for how, title in FACTS.items():
        facts = [fact for fact in changes.facts if fact.how == how]
        items = tuple(
            Item(
                f"{fact.title}: {told.name(fact.box, fact.key)}" if fact.key else fact.title,
                told.box_href(fact.box),
                told.why(new, fact.about),
            )
            for fact in facts
        )
        if items:
            yield Told(told.words.say(title), items)


def _note(told: OldWords, note: NoteChange, old: Release, new: Release) -> Item:
    was, now = note.was, note.now
    shown = now or was
    words = told.label(shown)
    if shown and shown.quote:
        words = f"{words}, {told.quoted(shown.quote)}"
    if was and now and was.verdict != now.verdict:
        words = f"{words} ({told.words.say('before: %(was)s', was=told.verdict(was))})"
    return Item(words, told.note_href(note.id, new if now else old), told.why(new, note.id))


def changes_json(told: OldWords) -> str:
    """What was released of a briefing, for programs."""
    renamed, hows = told.briefing.renamed, (ADDED, CHANGED, WITHDRAWN)
    rows = []
    for old, new in zip((None, *told.releases[:-1]), told.releases, strict=True):
        changes = differ(old, new, renamed) if old else Changes((), (), text=False)
        rows.append(
            {
                "release": new.name,
                "edition": str(new.day),
                "edition-number": new.number,
                "href": f"../editions/{new.name}/edition.json",
                "why": new.why,
                "notes": {how: [n.id for n in changes.notes if n.how == how] for how in hows},
                "facts": {how: [f.about for f in changes.facts if f.how == how] for how in hows},
                "text": changes.text,
            }
        )
    notes = {
        id_: {
            "first": str(days.first.day),
            "changed": [{"day": reason.day, "why": reason.why} for reason in days.changed],
            "withdrawn": id_ not in told.live,
        }
        for id_, days in days_by_note(told.releases, renamed).items()
    }
    return as_json({"briefing": told.briefing.edition.slug, "releases": rows, "notes": notes})
