"""One text, read by itself and held against its seed: nothing of the others is needed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .article import Article, read_article
from .briefing import Briefing
from .check import check_words
from .diagnostics import Diagnostic
from .edition import read_edition
from .kinds import Kind
from .mentions import Named, Names, mentions
from .ordinary import check_ordinary
from .seeds import find_seed, read_releases
from .store import read_file


@dataclass(frozen=True, slots=True)
class Reading:
    """What the site needs of one text: it is folded.

    *briefing* is None for an ordinary article or page. *found* is all that is wrong with the text
    by itself; *named* are its sentences that name an entity, each with the entity's id.
    """

    article: Article | None
    briefing: Briefing | None
    found: tuple[Diagnostic, ...]
    named: tuple[tuple[str, Named], ...] = ()


def read_text(root: Path, path: Path, kinds: Mapping[str, Kind], names: Names) -> Reading:
    """Read the text at *path*, and what it rests on. Its article is None if it cannot be read."""
    found: list[Diagnostic] = []
    file = read_file(root, path, found)
    if file is None:
        return Reading(None, None, tuple(found))
    article = read_article(file, kinds)
    edition, problems = read_edition(article, path.stem)
    found += [*article.found, *problems]
    if edition is None:
        found += [*check_ordinary(article), *check_words(article, None)]
        return Reading(article.folded(), None, tuple(found))
    seed = find_seed(root, edition.seed, edition.span, found)
    addresses = (edition.slug, *(old.text for old in edition.aliases.addresses))
    briefing = Briefing(edition, article, seed, read_releases(root, addresses, found))
    found += check_words(article, briefing)
    folded = briefing.folded()
    return Reading(folded.article, folded, tuple(found), tuple(mentions(folded, article, names)))
