"""All briefings of a site, each printed, or taken from the shelf where nothing could differ."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .briefing import Briefing
from .output import CACHE
from .press import Press, Printed
from .processes import each
from .shares import Shard
from .shelf import Inputs, Shelf, key_of, variant


@dataclass(frozen=True)
class Printing:
    """What is printed with *press*; *state* is what *inputs* were before anything was read."""

    root: Path
    press: Press
    inputs: Inputs
    state: str

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.root / CACHE / variant(self.press.settings))

    @cached_property
    def shared(self) -> Sequence[object]:
        """What pages show of the rest of the site."""
        press = self.press
        menus = [press.context[name] for name in ("MENU", "FOOTER_LINKS")]
        return [*menus, sorted(press.site.setting.pages), press.alone]

    def printed(
        self, articles: Sequence[Any], shard: Shard | None = None
    ) -> Generator[Printed, None, None]:
        """Each of Pelican's *articles*, or of their share, printed into the site or taken there."""
        yield from each(self._one, shard.of(articles) if shard else articles, "Printing")
        kept = {name_of(article) for article in articles}
        # Where something was changed meanwhile, what was printed may be of before or of after.
        self.shelf.only(kept if self.inputs.state() == self.state else ())

    def _one(self, article: Any) -> Printed:
        name, key = name_of(article), self._key(article)
        folder = self.press.stage / Path(article.save_as).parent
        fresh = not name or self.press.settings.get("FRESH")
        kept = None if fresh else self.shelf.take(name, key, folder)
        if kept is None:
            kept = self.press.printed(article)
            if name:
                self.shelf.keep(name, key, folder, kept)
        return kept

    def _key(self, article: Any) -> str:
        """What a briefing is kept under: all that its files depend on."""
        briefing: Briefing = article.briefing_source
        file, seed = briefing.article.file, briefing.seed
        in_feed = briefing.edition.day.first >= self.press.feed_begins
        own = (article.save_as, file.path, file.text, seed.provenance if seed else None, in_feed)
        return key_of(self.state, [*self.shared, *own])


def name_of(article: Any) -> str:
    """A briefing's name on the shelf; "" where it has no folder to itself."""
    folder, _, page = article.save_as.rpartition("/")
    return folder.replace("/", "-") if folder and page == "index.html" else ""
