"""What is kept of a site between two edits: the files as parsed, of which an edit replaces one.

Nothing here looks at all briefings, so that an edit takes as long among ten thousand as among ten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import written
from ..apparatus import Setting
from ..article import Article, read_article
from ..briefing import Briefing, Site
from ..check import OF_ARTICLES, OF_CATALOGUE, check_words
from ..diagnostics import Diagnostic, Severity, TextFile, in_order
from ..edition import read_edition
from ..factfile import read_fact_box
from ..mentions import Named, Names, mentions
from ..model import Catalogue
from ..ordinary import check_ordinary
from ..records import SOURCE_KEYS, read_all, read_source
from ..run import RUN, Run
from ..sitefacts import PAGES
from ..sitepages import FEWEST
from ..store import CONTENT
from .records import sources_with

ON_THE_PAGE = frozenset(
    {"title", "summary", "by", "edition", "edition-number", "history", "no-claim"}
)
"""Front matter that is shown, and changes neither an address nor which pages there are."""
SOURCES = f"{CONTENT}/sources.yaml"


@dataclass(frozen=True, slots=True)
class Version:
    """An article as one text of its file makes it, and all that is wrong with that by itself."""

    article: Article
    briefing: Briefing | None
    found: tuple[Diagnostic, ...]


class Kept:
    """A site as last read; what depends on a file is replaced when the file is edited."""

    def __init__(self, pelican: Any, generators: Iterable[Any], sources: str | None) -> None:
        self.pelican = pelican
        self.run: Run = pelican.settings[RUN]
        site = self.run.survey.site
        self.kinds = self.run.survey.kinds
        self.sources = sources
        """The text of the sources' file as last taken in; None where it is not known."""
        self.site: Site = replace(site, briefings=(), others=())
        """What all texts share."""
        self.setting: Setting = self.run.site.setting
        self.names = Names.of(self.setting.catalogue)
        self.contents: dict[str, tuple[Any, Any]] = {
            each.article_source.file.path: (generator, each)
            for generator in generators
            for kind in ("articles", "pages")
            for each in getattr(generator, kind, ())
        }
        self.files = {content.save_as: path for path, (_, content) in self.contents.items()}
        self.briefings = {b.article.file.path: b for b in site.briefings}
        self.others = {a.file.path: a for a in site.others}
        self.drafts = sum(map(drafts_in, site.articles))
        self.named = Counter({id_: len(found) for id_, found in self.run.survey.named.items()})
        self.naming: dict[str, Counter[str]] = defaultdict(Counter)
        """How often each entity is named, by the file that does."""
        self.naming_last: tuple[Briefing | None, Sequence[tuple[str, Named]]] = (None, ())
        for id_, found in self.run.survey.named.items():
            for one in found:
                self.naming[one.briefing.article.file.path][id_] += 1

    # --- what is there --------------------------------------------------------------------------

    def article(self, path: str) -> Article | None:
        """The article in the file *path*, as last read."""
        briefing = self.briefing(path)
        return briefing.article if briefing else self.others.get(path)

    def briefing(self, path: str) -> Briefing | None:
        return self.briefings.get(path)

    def page(self, path: str) -> str:
        """The page that shows the file *path*, by its path in the site; "" for none."""
        return self.contents[path][1].save_as if path in self.contents else ""

    # --- a text of an article -------------------------------------------------------------------

    def judged(self, file: TextFile) -> Version:
        """What *file* would be among all others as they are, and what would be wrong with it."""
        article, old = read_article(file, self.kinds), self.briefing(file.path)
        if old is None:
            alone = replace(self.site, others=(article,))
            told = [*article.found, *check_ordinary(article), *check_words(article, None)]
            return Version(article, None, _own(told, alone, OF_ARTICLES, file.path))
        edition, problems = read_edition(article, Path(file.path).stem)
        briefing = replace(old, article=article, edition=edition or old.edition)
        addresses = {briefing.edition.slug, *(a.text for a in briefing.edition.aliases.addresses)}
        published = self.site.published
        alone = replace(
            self.site,
            briefings=(briefing,),
            published={each: published[each] for each in addresses if each in published},
        )
        told = [*article.found, *problems, *check_words(article, briefing)]
        found = _own(told, alone, OF_ARTICLES, file.path)
        return Version(article, briefing, found)

    def reaches_further(self, new: Version) -> bool:
        """Whether *new* changes more than its own page and what can follow that: an address, the
        menu, which pages there are; or whether all others are needed to judge it."""
        old = self.article(new.article.file.path)
        if old is None or any(r.box in PAGES for r in new.article.references):
            return True
        before, after = (_front(article) for article in (old, new.article))
        changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        return not changed <= (ON_THE_PAGE if new.briefing else frozenset())

    def take(self, new: Version) -> bool:
        """Put *new* in the place of what was there; whether other briefings' pages change too."""
        path = new.article.file.path
        old = self.article(path)
        assert old
        self.drafts += drafts_in(new.article) - drafts_in(old)
        if new.briefing is None:
            self.others[path] = new.article
            return False
        self.briefings[path] = new.briefing
        self.named.subtract(self.naming[path])
        self.naming[path] = Counter(id_ for id_, _ in self.named_in(new.briefing))
        self.named.update(self.naming[path])
        pages = frozenset(id_ for id_, times in self.named.items() if times >= FEWEST)
        reaches = pages != self.setting.pages
        self.setting = replace(self.setting, pages=pages)
        return reaches

    def named_in(self, briefing: Briefing) -> Sequence[tuple[str, Named]]:
        """The sentences of *briefing* that name an entity, each with the entity's id. An edit asks
        for them twice, and then for those of another text."""
        if self.naming_last[0] is not briefing:
            self.naming_last = briefing, tuple(mentions(briefing, briefing.article, self.names))
        return self.naming_last[1]

    # --- facts and sources ----------------------------------------------------------------------

    def box_of(self, file: TextFile) -> tuple[Catalogue | None, tuple[Diagnostic, ...]]:
        """The catalogue with the facts of *file*, and what is wrong with them; None and nothing
        where it cannot be judged alone."""
        catalogue, name = self.site.catalogue, Path(file.path).stem
        box, problems = read_fact_box(file, name, catalogue.views)
        if name not in catalogue.boxes:
            return None, ()
        if box is None:
            return None, tuple(problems)
        if box == catalogue.boxes[name]:
            return catalogue, ()
        others = (r for other in catalogue.boxes.values() for r in other.references)
        if box.references or any(reference.box == name for reference in others):
            return None, ()  # boxes that name each other's facts are judged together
        alone = replace(
            self.site,
            catalogue=replace(catalogue, boxes={name: box}, events=()),
        )
        found = _own(problems, alone, OF_CATALOGUE, file.path)
        return replace(catalogue, boxes={**catalogue.boxes, name: box}), found

    def sources_of(self, text: str) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
        """The catalogue with the sources that *text* lists, and what is wrong with them."""
        catalogue = self.site.catalogue
        if text == self.sources:
            return catalogue, ()
        if self.sources is not None:
            known = sources_with(catalogue.sources, SOURCES, self.sources, text)
            if known is not None:
                return replace(catalogue, sources=known), ()
        read, problems = read_all(TextFile(SOURCES, text), read_source, SOURCE_KEYS)
        return replace(catalogue, sources=read), tuple(in_order(problems))

    def take_catalogue(self, catalogue: Catalogue) -> None:
        self.site = replace(self.site, catalogue=catalogue)
        self.setting = replace(self.setting, catalogue=catalogue)

    def users(self, file: str) -> Iterator[str]:
        """The files of the briefings that show the facts of *file*."""
        name = Path(file).stem
        for briefing in self.briefings.values():
            article = briefing.article
            shown = (*(b.text for b in article.boxes), *(r.box for r in article.references))
            if name in shown:
                yield article.file.path


def drafts_in(article: Article) -> int:
    return sum(note.draft for note in article.annotations)


def has_errors(found: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in found)


def _own(
    found: Iterable[Diagnostic],
    site: Site,
    checks: Iterable[Callable[[Site], Iterator[Diagnostic]]],
    path: str,
) -> tuple[Diagnostic, ...]:
    """*found*, and what *checks* say of the file *path*."""
    told = (d for check in checks for d in check(site) if d.span.path == path)
    return tuple(in_order([*found, *told]))


def _front(article: Article) -> dict[str, object]:
    """The front matter without the places of what stands in it."""
    front = article.front
    return {key: _plain(node) for key, node in front.items.items()} if front else {}


def _plain(node: written.Node) -> object:
    if isinstance(node, written.Mapping):
        return {key: _plain(each) for key, each in node.items.items()}
    if isinstance(node, written.Sequence):
        return [_plain(each) for each in node.items]
    return node.text
