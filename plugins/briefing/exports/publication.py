"""What every format is made from: a briefing, its page, and where that will be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from ..apparatus import Setting
from ..briefing import Briefing
from ..model import Annotation
from ..views import ClaimView, NoteView, PageContext
from ..words import Words


@dataclass(frozen=True)
class Publication:
    """*path* is the page's own, from the site's root; *site* the site's name; *public_url* its
    address without a slash at the end, "" where it is not known; *licence* that of the notes."""

    briefing: Briefing
    page: PageContext
    setting: Setting
    path: str
    site: str
    public_url: str
    licence: str = ""

    @property
    def folder(self) -> str:
        """The address of the folder in which the page is, with a slash at its end."""
        return self.path.removesuffix("index.html")

    @cached_property
    def words(self) -> Words:
        return Words(self.setting.language)

    @cached_property
    def language(self) -> str:
        """The language of our words."""
        return self.setting.language

    def address(self, href: str) -> str:
        """A link of the page for a file beside it: in full where the site's address is known."""
        if href.startswith(("https://", "http://")) or urlsplit(href).scheme:
            return href
        if not self.public_url:
            return f"index.html{href}" if href.startswith("#") else href
        return _in_full(f"{self.public_url}/{self.path}", href)

    def away(self, href: str) -> str:
        """A link of the page for a file that leaves the site; "" where it would lead nowhere."""
        return self.address(href) if self.public_url or urlsplit(href).scheme else ""

    @cached_property
    def notes(self) -> dict[str, NoteView]:
        return {note.id: note for note in self.page.notes}

    @cached_property
    def claims(self) -> dict[str, ClaimView]:
        return {claim.id: claim for claim in self.page.ledger}

    def said(self) -> Iterator[tuple[Annotation, Markup]]:
        """Every note and claim that is ours with what it says, in the order of the file."""
        for note in self.briefing.article.annotations:
            if note.id in self.notes:
                yield note, self.notes[note.id].body
            elif note.id in self.claims:
                yield note, self.claims[note.id].text

    def place(self, note: Annotation) -> str:
        """The fragment at which readers find *note*."""
        return f"#note-{note.id}" if note.id in self.notes else f"#claim-{note.id}"

    @property
    def editor(self) -> str:
        return self.briefing.edition.by or self.site

    def author(self, note: Annotation) -> str:
        """Who wrote *note*: by name, or the edition's editor."""
        entity = self.setting.catalogue.entities.get(note.by)
        return entity.name if entity else note.by or self.editor


@lru_cache(maxsize=2000)  # every format asks for the address of every note
def _in_full(page: str, href: str) -> str:
    return urljoin(page, href or ".").replace("index.html", "")
