"""The sources of one page: numbered as readers meet them, with the places that use each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .derived import Derived
from .fragments import text_fragment
from .model import Citation, Source, Written
from .render import isolated
from .views import Cite, Link, SourceView
from .words import Words

NAMED = 3
"""Sources of one note that are named; further ones show their numbers alone."""


class Bibliography:
    """Sources in the order of their first use. Asking for a citation is what uses one."""

    def __init__(self, sources: Mapping[str, Source], words: Words, listed: str = "") -> None:
        """*listed* is the address of the page with the list, "" for the page itself."""
        self.sources = sources
        self.words = words
        self.listed = listed
        self.used: dict[str, dict[Link, None]] = {}
        self.numbers: dict[str, int] = {}

    def cite(self, citations: Iterable[Citation], place: Link) -> tuple[Cite, ...]:
        """The citations as readers see them; *place* is where they stand."""
        known = _once(c for c in citations if c.id.text in self.sources)
        return tuple(self._cite(citation, place, n) for n, citation in enumerate(known, 1))

    def cite_ids(self, ids: Iterable[Written], place: Link) -> tuple[Cite, ...]:
        """The same for sources that are named without page or words, each once."""
        return self.cite((Citation(id_) for id_ in {i.text: i for i in ids}.values()), place)

    def _cite(self, citation: Citation, place: Link, nth: int) -> Cite:
        source = self.sources[citation.id.text]
        self.used.setdefault(source.id, {})[place] = None
        number = self.numbers.setdefault(source.id, len(self.used))
        return Cite(
            number=number,
            words=short_name(source) if nth <= NAMED else str(number),
            detail=citation.locator or (self._quoted(citation.quote) if citation.quote else ""),
            href=f"{self.listed}#source-{source.id}",
            outside=text_fragment(source.url, citation.quote),
            checked=source.evidence == "seen",
        )

    def _quoted(self, words: str) -> str:
        return self.words.say("“%(words)s”", words=words)

    def short_names(self) -> Mapping[str, str]:
        """Every source's short name by its id, as HTML."""
        ours = self.words.tag
        return Derived(self.sources, lambda source: isolated(short_name(source), ours))

    def views(self) -> tuple[SourceView, ...]:
        """The page's list of sources, in their numbers' order."""
        return tuple(
            self._view(number, self.sources[id_], places)
            for number, (id_, places) in enumerate(self.used.items(), 1)
        )

    def _view(self, number: int, source: Source, places: Iterable[Link]) -> SourceView:
        return SourceView(
            id=source.id,
            number=number,
            publisher=source.publisher,
            date=self.words.day(source.issued) if source.issued else None,
            title=source.title,
            author=source.author,
            url=source.url,
            archive=source.archive,
            lang=source.language,
            checked=source.evidence == "seen",
            weak=source.tier == "weak",
            used=tuple(places),
        )


def _once(citations: Iterable[Citation]) -> Iterable[Citation]:
    """*citations*, each once. A source that is named without page or words, and with them too, has
    them at its first place."""
    given = [*citations]
    exact: dict[str, Citation] = {}
    for citation in given:
        if citation.locator or citation.quote:
            exact.setdefault(citation.id.text, citation)
    shown = (c if c.locator or c.quote else exact.get(c.id.text, c) for c in given)
    return {(c.id.text, c.locator, c.quote): c for c in shown}.values()


def short_name(source: Source) -> str:
    """Publisher and year, as a note names a source: "TASS 2023"."""
    publisher = source.publisher.partition(" (")[0].partition(", ")[0]
    name = source.short or publisher or source.author.partition(";")[0] or source.title
    name = name if len(name) <= 40 else name[:38].rsplit(" ", 1)[0] + " …"
    return f"{name} {source.issued.year}" if source.issued else name
