"""One page rendered from what is kept, the same to the byte as the whole build writes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican.contents import Content
from pelican.utils import get_relative_path, path_to_url

from ..apparatus import Place, Setting
from ..briefing import Briefing, ordinary
from ..diagnostics import Diagnostic
from ..margin import rules
from ..mentions import by_entity
from ..output import style_sheet, write_beside
from ..page import drift_warnings, page_context
from ..press import body_of
from ..search import Read
from ..sharing import share
from ..sitepages import LISTED, SiteMaker
from ..verbatim import words_of
from ..views import PageContext
from ..words import Words
from .kept import Kept


class Pages:
    """Writes single pages into the site in *output*."""

    def __init__(self, kept: Kept, output: Path) -> None:
        self.kept = kept
        self.output = output
        self.before: dict[str, bytes] = {}
        """Pages whose words are still to be held against the seed, as they were before."""
        self.most = max((printed.page.counts["notes"] for printed in kept.run.printed), default=0)
        """Notes of the page that has most of them."""
        self.restyled = False
        """Whether the style sheet was written too."""

    def write(self, path: str) -> list[Diagnostic]:
        """Write the page of the file *path*, and what to warn of."""
        _, content = self.kept.contents[path]
        html, page = self.html(path, self.kept.setting)
        target = self.output / content.save_as
        briefing = self.kept.briefing(path)
        if briefing and target.is_file():
            self.before.setdefault(path, target.read_bytes())
        write_beside(target, html)
        self._make_room(len(page.notes))
        return list(drift_warnings(briefing, page)) if briefing else []

    def says_otherwise(self) -> bool:
        """Whether a page written since the last call does not say what its seed says: it is then
        taken back, and the whole build tells why."""
        found = False
        for path, before in self.before.items():
            _, content = self.kept.contents[path]
            briefing = self.kept.briefing(path)
            said = briefing.seed.flat if briefing and briefing.seed else None
            if said is not None and words_of(content._content) != said:
                write_beside(self.output / content.save_as, before)
                found = True
        self.before = {}
        return found

    def html(self, path: str, setting: Setting) -> tuple[str, PageContext]:
        """The page of the file *path* as *setting* wants it."""
        generator, content = self.kept.contents[path]
        briefing = self.kept.briefing(path)
        if briefing:
            page = page_context(briefing, setting)
            content.briefing_source, content.article_source = briefing, briefing.article
            content.briefing = page
            self._around(content, briefing, page, setting)
        else:
            page = self._ordinary(content, path, setting)
        content._content = body_of(page, generator.env, generator.context)
        return self._whole(generator, content), page

    def without_drafts(self, path: str) -> str:
        """The page of the file *path* as it would be published."""
        return self.html(path, replace(self.kept.setting, drafts=False))[0]

    def _around(
        self, content: Any, briefing: Briefing, page: PageContext, setting: Setting
    ) -> None:
        """What a briefing's page shows of the site around it."""
        kept, run = self.kept, self.kept.run
        site = replace(kept.site, briefings=(briefing,))
        maker = SiteMaker(site, setting, by_entity(kept.named_in(briefing)))
        maker.setting = setting
        content.timeline = maker.timeline_of(briefing)
        if run.public_url:  # else no page names its card
            read = Read(content.url, briefing, page)
            words = Words(run.language)
            content.card, _ = share(read, run.name, run.public_url, run.theme, words)
        content.linked_data = maker.linked_data(
            briefing, run.name, content.url, run.public_url, content.card
        )

    def _ordinary(self, content: Any, path: str, setting: Setting) -> PageContext:
        article = self.kept.article(path)
        assert article
        content.article_source = article
        root = "../" * content.save_as.count("/")
        briefings = self.kept.briefings.values()
        newest = max(briefings, key=lambda b: (b.now, b.edition.slug), default=None)
        place = Place(root, sources=f"{root}{LISTED}")
        return page_context(ordinary(article, newest), setting, place)

    def _whole(self, generator: Any, content: Any) -> str:
        """The page as Pelican's writer would render it."""
        root = path_to_url(get_relative_path(content.save_as))
        context = generator.context
        context["localsiteurl"] = root  # where Pelican resolves links into the site from
        vars(Content)["get_content"].cache.clear()  # it remembers what a page said before
        name = "page" if content in getattr(generator, "pages", ()) else "article"
        html: str = generator.get_template(content.template).render(
            {
                **context,
                "SITEURL": root,
                "output_file": content.save_as,
                name: content,
                "category": getattr(content, "category", None),
                "url": content.url,
                "blog": True,
            }
        )
        return html

    def _make_room(self, notes: int) -> None:
        """The style sheet ties as many notes to their marks as the longest page has."""
        run = self.kept.run
        if notes > self.most:
            self.most, self.restyled = notes, True
            static = self.output / self.kept.pelican.settings["THEME_STATIC_DIR"]
            write_beside(static / "style.css", style_sheet(run.theme / "css") + rules(notes))
