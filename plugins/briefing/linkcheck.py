"""What visiting the sources found, for editors: messages at their lines, and a Markdown report."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from .briefing import Site
from .diagnostics import Diagnostic, Severity, error, in_order, warning
from .model import Citation, Source
from .visits import NO_SITE, Manners, State, Visit, in_ascii, unreached, visit, visit_all

URL = re.compile(r"https?://\S+")
HEADINGS = {
    "source-dead": "Gone",
    "source-words-gone": "Without the words relied on",
    "source-moved": "Moved for good",
    "source-unsure": "To be looked at by a person",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """All that was found at how many *addresses*; *offline* says that no site could be reached,
    and that nothing is judged."""

    found: tuple[Diagnostic, ...]
    addresses: int
    offline: bool = False

    @property
    def status(self) -> int:
        """For a shell: 1 where something is gone, 2 without a network."""
        gone = any(d.severity is Severity.ERROR for d in self.found)
        return 2 if self.offline else 1 if gone else 0

    @property
    def summary(self) -> str:
        """All of it in a sentence."""
        if self.offline:
            said = f"None of the {self.addresses} addresses could be reached: is there a network?"
            return f"{said} Nothing is judged."
        gone = sum(d.severity is Severity.ERROR for d in self.found)
        rest = len(self.found) - gone
        return f"{self.addresses} addresses visited: {gone} errors, {rest} warnings"


def check_links(site: Site, manners: Manners) -> Checked:
    """Visit every source that has an address, and the archived copies of those that fail."""
    sources = [source for source in site.catalogue.sources.values() if source.url]
    quoted = relied_on(site)
    wanted: dict[str, dict[str, None]] = {source.url: {} for source in sources}
    for source in sources:
        wanted[source.url] |= dict.fromkeys(c.quote for c in quoted.get(source.id, ()))
    visits = visit_all(wanted, manners)
    if visits and unreached(visits.values()):
        return Checked((), len(wanted), offline=True)
    found: list[Diagnostic] = []
    for source in sources:
        here, citations = visits[source.url], quoted.get(source.id, [])
        advice = _advice(source, here, citations, manners)
        found += _judged(source, here, advice)
        found += _words(source, here, citations, advice)
    return Checked(tuple(in_order(found)), len(wanted))


def relied_on(site: Site) -> dict[str, list[Citation]]:
    """The citations that quote the words they rely on, by their source."""
    quoted: dict[str, list[Citation]] = {}
    boxes = site.catalogue.boxes.values()
    cited = [citation for box in boxes for citation in box.cited]
    for article in site.articles:
        cited += (citation for note in article.annotations for citation in note.citations)
        cited += article.cited
    for citation in cited:
        if citation.quote:
            quoted.setdefault(citation.id.text, []).append(citation)
    return quoted


def _advice(source: Source, here: Visit, quoted: list[Citation], manners: Manners) -> str:
    """What to do about a page that is gone or has lost its words; its copy is visited for that."""
    if here.state not in (State.DEAD, *NO_SITE) and not here.missing:
        return ""
    if not source.archive:
        search = f"https://web.archive.org/web/*/{source.url}"
        return f"look for an archived copy at {search} and add it as 'archive:'"
    time.sleep(manners.pause)
    copy = visit(source.archive, tuple(dict.fromkeys(c.quote for c in quoted)), manners)
    if copy.state not in (State.THERE, State.MOVED):
        return f"its archived copy does not answer either ({copy.why}): {source.archive}"
    if copy.missing:
        return f"its archived copy does not hold the words either: {source.archive}"
    holds = " and holds the words" if quoted and copy.compared else ""
    return f"its archived copy answers{holds}: {source.archive}"


def _judged(source: Source, here: Visit, advice: str) -> Iterator[Diagnostic]:
    if here.state in (State.DEAD, State.UNREACHED):
        yield error("source-dead", source.span, f"'{source.id}' is gone: {here.why}", advice)
    elif here.state is State.MOVED:
        hint = f"write its new address: {in_ascii(here.to)}"
        yield warning("source-moved", source.span, f"'{source.id}' has moved for good", hint)
    elif here.state is not State.THERE:
        said = f"'{source.id}' could not be looked at: {here.why}"
        detail = f"it says {here.to}; " if here.to else ""
        yield warning("source-unsure", source.span, said, f"{detail}open it in a browser")


def _words(
    source: Source, here: Visit, quoted: list[Citation], advice: str
) -> Iterator[Diagnostic]:
    """What became of the words that notes rely on, each at the note's own line."""
    read = here.state in (State.THERE, State.MOVED)
    for citation in quoted:
        if citation.quote in here.missing:
            said = f"the page of '{source.id}' does not hold these words: “{citation.quote}”"
            yield error("source-words-gone", citation.id.span, said, advice)
        elif read and not here.compared:
            said = f"the words relied on could not be compared: '{source.id}' is no page of text"
            yield warning("source-unsure", citation.id.span, said, "open it, and look for them")


def as_markdown(checked: Checked) -> str:
    """The report as it stands in an issue: by what happened, with the places and addresses."""
    parts = ["# Sources", "", checked.summary, ""]
    for name, heading in HEADINGS.items():
        found = [d for d in checked.found if d.code == name]
        if found:
            parts += [f"## {heading}: {len(found)}", ""]
            parts += [f"- {_place(d)}: {_escaped(f'{d.message}; {d.hint}')}" for d in found]
            parts.append("")
    return "\n".join(parts)


def _place(diagnostic: Diagnostic) -> str:
    return f"`{diagnostic.span.path.replace('`', '')}:{diagnostic.span.line}`"


def _escaped(text: str) -> str:
    """Words that Markdown reads as they are; addresses as links, whatever a site put into them."""
    found, at = [], 0
    for match in URL.finditer(text):
        found += [_plain(text[at : match.start()]), f"<{in_ascii(match[0])}>"]
        at = match.end()
    return "".join([*found, _plain(text[at:])])


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]#~|])", r"\\\1", text).replace("@", "&#64;")
