"""Releases in readers' words: their names and addresses; what a note or a fact then said."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from markupsafe import Markup

from .apparatus import Setting
from .briefing import Briefing
from .changes import reason_of
from .citing import Bibliography
from .dates import PartialDate
from .factwords import since, until
from .kinds import VERDICTS
from .model import FactBox
from .releases import FactThen, NoteThen, Release
from .render import html_of, smart
from .sitepages import plain_look
from .syntax import parser
from .views import Link
from .words import Words


def edition_name(words: Words, release: Release) -> str:
    """What readers call a release: a further one of the same day is told from the first."""
    shown = {"number": release.number, "day": words.day(release.day).words}
    if release.nth == 1:
        return words.say("Edition %(number)s, %(day)s", **shown)
    return words.say("Edition %(number)s, %(day)s, release %(nth)s", nth=release.nth, **shown)


class OldWords:
    """The words for what was released of one briefing. Addresses are from the site's root."""

    def __init__(self, briefing: Briefing, setting: Setting) -> None:
        self.briefing = briefing
        self.setting = setting
        self.words = Words(setting.language)
        self.folder = f"briefings/{briefing.edition.slug}"
        self.home = Link(briefing.edition.title, f"{self.folder}/index.html")
        self.releases = briefing.releases
        self.lang = briefing.language(setting.language)
        bibliography = Bibliography(setting.catalogue.sources, self.words)
        self.look = plain_look(setting.catalogue, "", bibliography)

    # --- addresses and names --------------------------------------------------------------------

    def title(self, release: Release) -> str:
        return edition_name(self.words, release)

    def link(self, release: Release) -> Link:
        return Link(self.title(release), f"{self.folder}/editions/{release.name}/index.html")

    def compared(self, old: Release, new: Release) -> str:
        return f"{self.folder}/changes/{old.name}-to-{new.name}/index.html"

    @cached_property
    def live(self) -> frozenset[str]:
        """The notes that the briefing's page shows now."""
        notes = self.briefing.article.annotations
        return frozenset(note.id for note in notes if not note.draft)

    def note_href(self, id_: str, release: Release) -> str:
        """Where readers find a note: on the page, or where it stood last."""
        if id_ in self.live:
            return f"{self.home.href}#note-{id_}"
        return f"{self.link(release).href}#note-{id_}" if id_ in release.notes else ""

    # --- words ----------------------------------------------------------------------------------

    def label(self, note: NoteThen | None) -> str:
        """A note's kind, and its verdict if it has one."""
        verdict = self.verdict(note)
        return f"{self.kind(note)}: {self.words.within(verdict)}" if verdict else self.kind(note)

    def kind(self, note: NoteThen | None) -> str:
        kind = self.setting.kinds.get(note.kind) if note else None
        return self.words.say(kind.label) if kind else note.kind if note else ""

    def verdict(self, note: NoteThen | None) -> str:
        verdict = VERDICTS.get(note.verdict) if note else None
        return self.words.say(verdict.label) if verdict else ""

    def quoted(self, words: str) -> str:
        return self.words.say("“%(words)s”", words=words)

    def html(self, note: NoteThen) -> Markup:
        """What a note said, with our quotation marks."""
        tokens = smart(parser().parse(note.says), self.setting.language)
        return html_of(tokens, self.look)

    def plain(self, note: NoteThen | None) -> str:
        return " ".join(self.html(note).striptags().split()) if note else ""

    def sources(self, note: NoteThen | None, release: Release) -> list[str]:
        """What a note rested on, by title."""
        ids = note.sources if note else ()
        return [release.sources[s].title if s in release.sources else s for s in ids]

    def _box(self, id_: str) -> FactBox | None:
        return self.setting.catalogue.boxes.get(id_)

    def box_href(self, id_: str) -> str:
        return f"facts/{id_}/index.html" if self._box(id_) else ""

    def name(self, box: str, key: str) -> str:
        """What readers call a country, an entity or a figure."""
        entity, here = self.setting.catalogue.entities.get(key), self._box(box)
        labels: Mapping[str, str] = here.labels if here else {}
        return labels.get(key) or self.words.country(key) or (entity.name if entity else key)

    def values(self, box: str, rows: tuple[FactThen, ...]) -> str:
        return "; ".join(self._value(self._box(box), row) for row in rows)

    def _value(self, box: FactBox | None, fact: FactThen) -> str:
        words = self.words
        listed = box.values.get(fact.value) if box else None
        label = listed.label if listed else box.labels.get(fact.value, "") if box else ""
        label = label or (fact.value if fact.date else words.say(fact.value.capitalize()))
        first, last = (PartialDate.read(d) if d else None for d in (fact.since, fact.until))
        days = [fact.date] if fact.date else [*fact.attested]
        shown = ", ".join(words.day(PartialDate.read(day)).words for day in days)
        if shown and not fact.date:
            shown = words.say("seen %(days)s", days=shown)
        stretch = " ".join(filter(None, (since(words, first), until(words, last))))
        return ", ".join(filter(None, (label, stretch, shown)))

    def why(self, release: Release, about: str) -> str:
        """The reason for one change; "" where it is the whole release's, which is said once."""
        why = reason_of(release, about).why
        return "" if why == release.why else why.rstrip(".")

    def whys(self, old: Release, new: Release, about: str) -> str:
        """Every reason for which one thing became another between two releases."""
        between = self.releases[self.releases.index(old) + 1 : self.releases.index(new) + 1]
        own = [release.reasons[about].why for release in between if about in release.reasons]
        told = own or [release.why for release in between]
        return "; ".join(dict.fromkeys(why.rstrip(".") for why in told if why))
