"""The whole briefing as one Markdown file: the source's words, and every note a footnote."""

from __future__ import annotations

from collections.abc import Iterator

from .markdown import escaped, indented, markdown_of
from .parts import about, box_tables, ledger, note_parts, repair_line, source_line
from .publication import Publication
from .tree import made, simplified


def briefing_markdown(publication: Publication) -> str:
    """CommonMark with tables and footnotes, as GitHub, Pandoc and markdown-it's plugin read it.

    A note on several places is one footnote with several marks. What the format has no word for
    (claims without a note, fact boxes, sources) follows the text under headings of its own.
    """
    return "\n\n".join([*_text(publication), *_rest(publication), *_notes(publication)]) + "\n"


def _text(publication: Publication) -> Iterator[str]:
    page, words = publication.page, publication.words
    yield f"# {escaped(page.title)}"
    yield from (escaped(line) for line in about(publication))
    yield f"## {escaped(words.say('The text of %(day)s', day=page.source.words))}"
    for block in page.blocks:
        if not block.box:
            yield markdown_of(simplified(block.html, publication.address))


def _rest(publication: Publication) -> Iterator[str]:
    page, words, link = publication.page, publication.words, publication.address
    if page.boxes:
        yield f"## {escaped(words.say('Facts'))}"
    for box in page.boxes:
        yield f"### {escaped(box.title)}"
        yield markdown_of(made("div", *box_tables(box, words, link)))
    if page.ledger:
        yield f"## {escaped(words.say('Claims ledger'))}"
        yield markdown_of(made("div", ledger(publication, link)))
    if page.sources:
        yield f"## {escaped(words.say('Sources'))}"
        lines = [made("li", *source_line(source, words)) for source in page.sources]
        yield markdown_of(made("div", made("ol", *lines)))
    yield f"## {escaped(words.say('This edition'))}"
    yield escaped(f"{words.say('SHA-256 of the source as received')} {page.digest}")
    repairs = [made("li", repair_line(r, words)) for r in (*page.repairs, *page.aside)]
    if repairs:
        yield markdown_of(made("div", made("ul", *repairs)))
    rights = " ".join(part for part in (page.rights, publication.licence) if part)
    if rights:
        yield escaped(rights)


def _notes(publication: Publication) -> Iterator[str]:
    """Each note under its own id, so that its address here is the one it has on the page."""
    for note in publication.page.notes:
        parts = made("div", *note_parts(note, publication, publication.address))
        yield f"[^{note.id}]: {indented(markdown_of(parts))}"
