"""All of a project, read and checked: each text by itself, in any process, then all together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from .article import Article
from .briefing import Briefing, Site
from .check import check
from .diagnostics import Diagnostic, Severity, in_order
from .kinds import Kind
from .memory import Memory
from .mentions import Named, Names, by_entity
from .ordinary import check_day
from .processes import each
from .readings import Reading, read_text
from .store import (
    check_others,
    read_addresses,
    read_catalogue,
    relative,
    settings_of,
    texts_in,
)


@dataclass(frozen=True)
class Survey:
    """A project as it stands: what was written, and everything that is wrong with it.

    Its articles are folded: they say which notes they have, and are parsed again for who asks
    for their words. *named* are the sentences that name each entity, by its id.
    """

    root: Path
    site: Site
    kinds: Mapping[str, Kind]
    found: tuple[Diagnostic, ...]
    named: Mapping[str, list[Named]]

    def article(self, path: Path) -> Article | None:
        """The parsed file at *path*; None if the survey does not hold it."""
        return self._articles.get(relative(self.root, path))

    def briefing(self, path: Path) -> Briefing | None:
        """The briefing whose article is at *path*."""
        return self._briefings.get(relative(self.root, path))

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        return {article.file.path: article for article in self.site.articles}

    @cached_property
    def _briefings(self) -> Mapping[str, Briefing]:
        return {briefing.article.file.path: briefing for briefing in self.site.briefings}


def survey(root: Path, memory: Memory | None = None) -> Survey:
    """Read and check everything below *root*. Never raises for what an editor wrote.

    Args:
        memory: How texts were read before; those that are as they were are not read again.
    """
    found: list[Diagnostic] = []
    settings = settings_of(root, found)
    catalogue = read_catalogue(root, found)
    paths = texts_in(root)
    read = partial(read_text, root, kinds=settings.kinds, names=Names.of(catalogue))
    readings = remembered(read, paths, memory) if memory else [*each(read, paths, "Reading")]
    found += (problem for reading in readings for problem in reading.found)
    others = tuple(r.article for r in readings if r.article and not r.briefing)
    if not settings.days_elsewhere:
        found += (problem for article in others for problem in check_day(article))
    check_others(root, found)
    unread = frozenset(d.span.path for d in found if d.severity is Severity.ERROR)
    site = Site(
        catalogue,
        tuple(reading.briefing for reading in readings if reading.briefing),
        others,
        unread,
        settings.review_days,
        read_addresses(root, found),
    )
    named = by_entity(one for reading in readings for one in reading.named)
    return Survey(root, site, settings.kinds, tuple(in_order([*found, *check(site)])), named)


def remembered(
    read: Callable[[Path], Reading], paths: Sequence[Path], memory: Memory
) -> list[Reading]:
    """Each of *paths*, *read* or taken from *memory*, which keeps them."""

    def anew(path: Path) -> Reading:
        reading = read(path)
        memory.keep(path, reading)
        return reading

    known = {path: reading for path in paths if (reading := memory.take(path))}
    unknown = [path for path in paths if path not in known]
    known.update(zip(unknown, each(anew, unknown, "Reading"), strict=True))
    return [known[path] for path in paths]
