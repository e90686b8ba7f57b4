"""One briefing put into the site: its page, what lies beside it, and what the lists show of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .briefing import Briefing
from .diagnostics import Diagnostic, error
from .exports.feed import Entry
from .output import write_staged
from .page import drift_warnings, page_context
from .pagefind import Record
from .search import Read, briefing_records
from .sharing import entry, share
from .sitepages import SiteMaker
from .siteviews import ClaimRow
from .takeaway import Sheets, pdf_style, publication_of, take_away, write_embeds
from .verbatim import words_of
from .views import Link, PageContext
from .words import Words

if TYPE_CHECKING:
    from .exports.pdf import Style


@dataclass(frozen=True, slots=True)
class Printed:
    """What the site's lists need of a briefing whose own files are written.

    *page* is without its blocks, notes, claims and sources where there are other briefings: their
    number is in its counts. *found* is what is wrong with the page as rendered, *claims* are the
    rows of the page of all claims, *row* is its place in the site's index.
    """

    url: str
    page: PageContext
    card: Link | None
    found: tuple[Diagnostic, ...]
    records: tuple[Record, ...]
    claims: tuple[tuple[str, ClaimRow], ...]
    entry: Entry
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Press:
    """What all briefings of a site are printed with: Pelican's *settings*, templates (*env*,
    *context*) and *writer*; *stage* is the folder that becomes the site."""

    stage: Path
    site: SiteMaker
    settings: Mapping[str, Any]
    env: Any
    context: Mapping[str, Any]
    writer: Any
    alone: bool
    """Whether the site has one briefing: its first page then shows a part of that."""
    feed_begins: date

    @cached_property
    def sheets(self) -> Sheets:
        return Sheets.of(Path(self.settings["THEME"]))

    @cached_property
    def style(self) -> Style | None:
        """What a PDF looks like; None where none is asked for."""
        return pdf_style(Path(self.settings["THEME"])) if self.site.setting.pdf else None

    @cached_property
    def words(self) -> Words:
        return Words(self.site.setting.language)

    def printed(self, article: Any) -> Printed:
        """Write everything that belongs to the briefing of Pelican's *article*."""
        article = copy(article)  # what is made for it goes with it: a build prints thousands
        briefing: Briefing = article.briefing_source.folded()
        name = str(self.settings["SITENAME"])
        public_url = str(self.settings.get("PUBLIC_URL", ""))
        page = page_context(briefing, self.site.setting)
        read = Read(article.url, briefing, page)
        card, files = share(read, name, public_url, Path(self.settings["THEME"]), self.words)
        article.briefing, article.card = page, card
        article.timeline = self.site.timeline_of(briefing)
        article.linked_data = self.site.linked_data(briefing, name, article.url, public_url, card)
        article._content = body_of(page, self.env, self.context)
        found = [*drift_warnings(briefing, page), *check_page(briefing, article._content)]
        self._write_page(article)
        for path, content in files.items():
            write_staged(self.stage / path, content)
        for file in self.site.files_of(briefing):
            write_staged(self.stage / file.path, file.text)
        publication = publication_of(read, self.site.setting, self.settings)
        write_embeds(publication, self.env, self.writer, self.context)
        return Printed(
            url=article.url,
            page=page if self.alone else for_lists(page),
            card=card,
            found=tuple(found),
            records=tuple(briefing_records(read, self.words)),
            claims=self.site.claims_of(briefing),
            entry=entry(read, name, public_url, self.env, self.words, self.feed_begins),
            row=take_away(publication, self.stage, self.sheets, self.style),
        )

    def _write_page(self, article: Any) -> None:
        """As Pelican's own generator of articles would."""
        template = self.env.get_template(f"{article.template}.html")
        self.writer.write_file(
            article.save_as,
            template,
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            article=article,
            category=getattr(article, "category", None),
            url=article.url,
            blog=True,
        )
        article.get_content.cache.clear()  # Pelican keeps what each page says


def body_of(page: PageContext, env: Any, context: Mapping[str, Any]) -> str:
    """The inside of a page's body. The template of each kind of note is looked for once."""
    inside = {
        kind: env.select_template([f"notes/{kind}.html", "notes/note.html"])
        for kind in {note.kind for note in page.notes}
    }
    html: str = env.get_template("body.html").render(context, page_context=page, inside=inside)
    return html


def for_lists(page: PageContext) -> PageContext:
    """What lists show of a briefing among others."""
    return replace(
        page, blocks=(), notes=(), ledger=(), sources=(), repairs=(), aside=(), deltas=(), text=""
    )


def check_page(briefing: Briefing, html: str) -> Iterator[Diagnostic]:
    """That the body of a page, as rendered, says what its seed says."""
    if briefing.seed and words_of(html) != briefing.seed.flat:
        yield error(
            "html-differs",
            briefing.article.file.span(1),
            "the page as rendered does not say what the seed says",
            "a template of the theme changes the source's words: mark what is ours with data-ours",
        )
