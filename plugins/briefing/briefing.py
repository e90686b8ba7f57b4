"""A briefing: an annotated article with its edition and its seed; and all that a site holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .article import Article
from .dates import PartialDate
from .model import Catalogue, Edition
from .seed import Seed


@dataclass(frozen=True, slots=True)
class Briefing:
    """An article with its edition and its seed; *seed* is None where that could not be read."""

    edition: Edition
    article: Article
    seed: Seed | None

    @property
    def issued(self) -> PartialDate:
        """The day the source was issued; the edition's own day where that is not known."""
        return self.seed.provenance.issued if self.seed else self.edition.day

    @property
    def then(self) -> date:
        """The last day that "then" means."""
        return self.issued.last

    @property
    def now(self) -> date:
        """The day this edition speaks for."""
        return self.edition.day.last


@dataclass(frozen=True, slots=True)
class Site:
    """Everything an editor wrote, parsed, and what it may refer to.

    *unread* are the files of which a part could not be read: what rests on them is not judged.
    """

    catalogue: Catalogue
    briefings: tuple[Briefing, ...]
    others: tuple[Article, ...]
    unread: frozenset[str] = frozenset()

    @property
    def articles(self) -> Iterator[Article]:
        yield from (briefing.article for briefing in self.briefings)
        yield from self.others
