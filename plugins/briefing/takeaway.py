"""What a reader can take away of each briefing, and the index of the whole site for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from .apparatus import Place, Setting
from .exports.epub import epub
from .exports.footnotes import briefing_markdown
from .exports.publication import Publication
from .exports.single import single_file
from .exports.siteindex import NAME, listed, site_index
from .exports.tei import tei
from .exports.web_annotation import annotation_page
from .margin import rules
from .model import Annotation, Stretch
from .output import style_sheet, write_beside
from .page import page_context
from .search import Read
from .sitepages import Page
from .views import BoxView, NoteView, PageContext

EMBEDDED = Place("../../../", "../index.html", "../index.html")
"""Where a page in a briefing's folder ``embed`` is."""
DATA = (
    "facts/*/*.csv",
    "facts/*/*.json",
    "sources/*.json",
    "briefings/*/changes/changes.json",
    "briefings/*/editions/*/edition.json",
    "*.atom",
    "sitemap.xml",
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The theme's style: what every page has on a *screen*, and on *paper*."""

    screen: str
    paper: str

    @classmethod
    def of(cls, theme: Path) -> Sheets:
        """Those of the theme in the folder *theme*."""
        return cls(
            style_sheet(theme / "css"), (theme / "static/print.css").read_text(encoding="utf-8")
        )


def publication_of(one: Read, setting: Setting, settings: Mapping[str, Any]) -> Publication:
    """A briefing with its page, as every format wants it."""
    return Publication(
        briefing=one.briefing,
        page=one.page,
        setting=setting,
        path=one.url,
        site=str(settings["SITENAME"]),
        public_url=str(settings.get("PUBLIC_URL", "")),
        licence=str(settings.get("NOTES_LICENCE", "")),
    )


def take_away(publication: Publication, stage: Path, sheets: Sheets) -> Mapping[str, Any]:
    """Write the files beside a briefing's page in *stage*; what the site's index says of it."""
    folder = stage / publication.folder
    html = (folder / "index.html").read_text(encoding="utf-8")
    screen = sheets.screen + rules(len(publication.page.notes))
    write_beside(folder / "annotations.jsonld", annotation_page(publication))
    write_beside(folder / "briefing.md", briefing_markdown(publication))
    write_beside(folder / "briefing.epub", epub(publication))
    write_beside(folder / "briefing.tei.xml", tei(publication))
    write_beside(folder / "briefing.html", single_file(html, screen, sheets.paper, publication))
    if publication.briefing.seed:
        write_beside(folder / "seed.txt", publication.briefing.seed.data)
    return listed(publication, partial(_read, stage))


def write_index(
    stage: Path,
    about: Mapping[str, str],
    briefings: Iterable[Mapping[str, Any]],
    pages: Sequence[Page],
) -> None:
    """Write the index of the whole site, in *stage*, where everything else is written."""
    titles = [(page.path, page.title) for page in pages]
    data = [file.relative_to(stage).as_posix() for p in DATA for file in sorted(stage.glob(p))]
    write_beside(stage / NAME, site_index(about, briefings, titles, data, partial(_read, stage)))


def _read(stage: Path, path: str) -> bytes | None:
    file = stage / path
    return file.read_bytes() if file.is_file() else None


@dataclass(frozen=True, slots=True)
class Alone:
    """A note or a box with a page of its own: the page's name, the words of its link."""

    name: str
    words: str
    note: NoteView | None
    box: BoxView | None
    quote: str = ""


def write_embeds(
    publication: Publication, env: Any, writer: Any, context: Mapping[str, Any]
) -> None:
    """The pages of single notes and boxes in a briefing's folder ``embed``, and their list."""
    page = page_context(publication.briefing, publication.setting, EMBEDDED)
    rows = [*_alone(publication, page)]
    folder = f"{publication.folder}embed/"
    shared = {
        "page_context": page,
        "home": publication.path,
        "folder": folder,
        "relative_urls": True,
    }
    for row in rows:
        template = env.get_template("embed/one.html")
        writer.write_file(folder + row.name, template, context, row=row, **shared)
    template = env.get_template("embed/withdrawn.html")
    for gone in page.history:
        for id_ in (id_ for id_ in gone.ids if id_.startswith("note-")):
            writer.write_file(f"{folder}{id_}.html", template, context, gone=gone, **shared)
    if rows:
        template = env.get_template("embed/index.html")
        writer.write_file(f"{folder}index.html", template, context, rows=rows, **shared)


def _alone(publication: Publication, page: PageContext) -> Iterator[Alone]:
    quotes = {note.id: quoted(publication, note) for note, _ in publication.said()}
    for note in page.notes:
        backs = tuple(f"{EMBEDDED.briefing}{back}" for back in note.backs)
        there = replace(note, backs=backs)
        yield Alone(f"note-{note.id}.html", note.said, there, None, quotes.get(note.id, ""))
    for box in {box.id: box for box in page.boxes}.values():
        yield Alone(f"box-{box.id}.html", box.title, None, box)


def quoted(publication: Publication, note: Annotation) -> str:
    """The words that a note is about: its first target's, or none for a point."""
    stretch = note.targets[0].stretch if note.targets else Stretch(0, 0)
    return publication.briefing.article.plain.flat[stretch.start : stretch.end]
