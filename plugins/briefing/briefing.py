"""A briefing: an annotated article with its edition and its seed; and all that a site holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from .article import Article
from .dates import PartialDate
from .model import Catalogue, Edition, Published
from .releases import Release
from .seed import Seed


@dataclass(frozen=True, slots=True)
class Briefing:
    """An article with its edition and its seed; *seed* is None where that could not be read.

    *releases* is what was released of it, the oldest first.
    """

    edition: Edition
    article: Article
    seed: Seed | None
    releases: tuple[Release, ...] = ()

    def folded(self) -> Briefing:
        """The same, without what its text and its seed say: both are parsed again for who asks."""
        seed = self.seed.folded() if self.seed else None
        return replace(self, article=self.article.folded(), seed=seed)

    @property
    def issued(self) -> PartialDate:
        """The day the source was issued; the edition's own day where that is not known."""
        return self.seed.provenance.issued if self.seed else self.edition.day

    def language(self, ours: str) -> str:
        """The language of the source's words; *ours* where that is not known."""
        return self.seed.provenance.language if self.seed else ours

    @property
    def renamed(self) -> dict[str, str]:
        """Each note's former ids, with its present one."""
        return {old: new.text for old, new in self.edition.aliases.notes.items()}

    @property
    def then(self) -> date:
        """The last day that "then" means: a month or a year goes no further than the edition."""
        return min(self.issued.last, self.now)

    @property
    def now(self) -> date:
        """The day this edition speaks for."""
        return self.edition.day.last


def ordinary(article: Article, newest: Briefing | None) -> Briefing:
    """An ordinary article or page as a briefing without a seed, for the days of *newest*."""
    title = article.file.path
    day = newest.edition.day if newest else PartialDate(1)
    edition = Edition(title, "", "", day, "", "", "", (), (), article.file.span(1))
    return Briefing(edition, article, newest.seed if newest else None)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything an editor wrote, parsed, and what it may refer to.

    *unread* are the files of which a part could not be read: what rests on them is not judged.
    *review_days* is how long a verified note or fact stays fresh; *published* the addresses that
    were ever published.
    """

    catalogue: Catalogue
    briefings: tuple[Briefing, ...]
    others: tuple[Article, ...]
    unread: frozenset[str] = frozenset()
    review_days: int = 365
    published: Published = field(default_factory=dict)

    @property
    def articles(self) -> Iterator[Article]:
        yield from (briefing.article for briefing in self.briefings)
        yield from self.others
