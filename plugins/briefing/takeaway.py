"""What a reader can take away of each briefing, and the index of the whole site for programs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

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
from .output import style_sheet, write_staged
from .page import page_context
from .render import OUR_LINK
from .search import Read
from .sitepages import Page
from .views import BoxView, NoteView

if TYPE_CHECKING:
    from .exports.pdf import Style

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


def pdf_style(theme: Path) -> Style:
    """What a PDF looks like in the theme in the folder *theme*."""
    from .exports.pdf import Style, with_fonts

    os.environ["SOURCE_DATE_EPOCH"] = "0"  # else each font in it is stamped with the time
    sheets = Sheets.of(theme)
    screen = with_fonts(sheets.screen, lambda name: (theme / "static" / name).read_bytes())
    return Style(screen, sheets.paper, (theme / "pdf.css").read_text(encoding="utf-8"))


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


def take_away(
    publication: Publication, stage: Path, sheets: Sheets, style: Style | None
) -> Mapping[str, Any]:
    """Write the files beside a briefing's page in *stage*, a PDF too where there is a *style* for
    it; what the site's index says of it."""
    folder = stage / publication.folder
    html = (folder / "index.html").read_text(encoding="utf-8")
    screen = sheets.screen + rules(len(publication.page.notes))
    write_staged(folder / "annotations.jsonld", annotation_page(publication))
    write_staged(folder / "briefing.md", briefing_markdown(publication))
    write_staged(folder / "briefing.epub", epub(publication))
    write_staged(folder / "briefing.tei.xml", tei(publication))
    single = single_file(html, screen, sheets.paper, publication)
    write_staged(folder / "briefing.html", single)
    if style:
        from .exports.pdf import pdf

        write_staged(folder / "briefing.pdf", pdf(single, style))
    if publication.briefing.seed:
        write_staged(folder / "seed.txt", publication.briefing.seed.data)
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
    write_staged(stage / NAME, site_index(about, briefings, titles, data, partial(_read, stage)))


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

    @property
    def templates(self) -> tuple[str, str]:
        """The template of its kind of note or of its box's picture, and that of all others."""
        if self.box:
            return f"factboxes/{self.box.view}.html", "factboxes/figures.html"
        return f"notes/{self.note.kind if self.note else ''}.html", "notes/note.html"


def write_embeds(
    publication: Publication, env: Any, writer: Any, context: Mapping[str, Any]
) -> None:
    """The pages of single notes and boxes in a briefing's folder ``embed``, and their list."""
    rows = [*_alone(publication)]
    name = f"{publication.folder}embed/"
    folder = Path(writer.output_path, name)
    shared = {
        **context,
        "SITEURL": "/".join([".."] * name.count("/")),
        "page_context": publication.page,
        "home": publication.path,
        "folder": name,
        "sprite": _sprite(env.get_template("sprite.html")),
    }
    template = env.get_template("embed/one.html")
    inside = {names: env.select_template(names) for names in {row.templates for row in rows}}
    for row in rows:
        html = template.render(shared, row=row, inside=inside[row.templates])
        write_staged(folder / row.name, html)
    withdrawn = env.get_template("embed/withdrawn.html")
    for gone in publication.page.history:
        for id_ in (id_ for id_ in gone.ids if id_.startswith("note-")):
            write_staged(folder / f"{id_}.html", withdrawn.render(shared, gone=gone))
    if rows:
        html = env.get_template("embed/index.html").render(shared, rows=rows)
        write_staged(folder / "index.html", html)


@lru_cache(maxsize=1)
def _sprite(template: Any) -> Markup:
    """All of the theme's shapes: the same on every page of a note or a box."""
    return Markup(template.render())


def _alone(publication: Publication) -> Iterator[Alone]:
    quotes = {note.id: quoted(publication, note) for note, _ in publication.said()}
    for note in publication.page.notes:
        yield Alone(
            f"note-{note.id}.html", note.said, embedded(note), None, quotes.get(note.id, "")
        )
    if publication.page.boxes:
        page = page_context(publication.briefing, publication.setting, EMBEDDED)
        for box in {box.id: box for box in page.boxes}.values():
            yield Alone(f"box-{box.id}.html", box.title, None, box)


def embedded(note: NoteView) -> NoteView:
    """*note* with its links as they lead from the folder ``embed`` instead of the page itself."""
    there = EMBEDDED.briefing
    return replace(
        note,
        backs=tuple(f"{there}{back}" for back in note.backs),
        cites=tuple(replace(cite, href=f"{there}{cite.href}") for cite in note.cites),
        entity=replace(note.entity, href=f"../{note.entity.href}") if note.entity else None,
        body=Markup(OUR_LINK.sub(_from_there, note.body)),
    )


def _from_there(link: re.Match[str]) -> str:
    step = EMBEDDED.briefing if link["to"] == "#" else "../"
    return f"{link['link']}{step}{link['to']}"


def quoted(publication: Publication, note: Annotation) -> str:
    """The words that a note is about: its first target's, or none for a point."""
    stretch = note.targets[0].stretch if note.targets else Stretch(0, 0)
    return publication.briefing.article.plain.words(stretch)
