"""What a page of the preview asks: where things stand, what a note says, how one would look."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..article import Article
from ..briefing import Briefing
from ..diagnostics import Diagnostic, TextFile
from ..kinds import VERDICTS
from ..notetext import NotPlacedError
from ..page import page_context
from ..store import read_file
from ..words import Words
from .builder import Builder, told
from .editor import (
    Draft,
    RefusedError,
    article_path,
    difference,
    hash_of,
    new_errors,
    note_source,
    read_draft,
    source_of_note,
    with_note,
    write_text,
)
from .kept import Kept, drafts_in
from .places import places_of

Message = dict[str, Any]
EDITOR = "vscode://file/{path}:{line}:{column}"
"""Where a line is opened, unless EDITOR_URL says another address."""
VERSIONS = 40
"""Versions of articles that are remembered, to tell what another editor changed."""


class Desk:
    """Answers questions about the articles of one project, and writes notes into them."""

    def __init__(self, root: Path, builder: Builder) -> None:
        self.root = root
        self.builder = builder
        self.versions: dict[str, str] = {}

    def answer(self, do: str, question: Mapping[str, Any]) -> Message:
        """The answer to one question; its ``status`` is HTTP's, 200 where it is absent."""
        kept = self.builder.kept
        if kept is None:
            return {"status": 503, "error": "mend what is wrong first: the site is not built"}
        try:
            if do == "about":
                return self._about(kept, str(question["page"]))
            if do == "note":
                file = self._file(str(question["file"]))
                return note_source(self._article(kept, file), str(question["id"]))
            return self._propose(kept, read_draft(question["draft"]), save=do == "save")
        except RefusedError as refused:
            return {"status": refused.status, "error": str(refused)}
        except NotPlacedError as refused:
            return {"status": 422, "error": str(refused), "found": []}
        except OSError as problem:
            return {"status": 507, "error": f"{problem.strerror}: the file is as it was"}

    def _file(self, name: str) -> TextFile:
        found: list[Diagnostic] = []
        file = read_file(self.root, article_path(self.root, name), found)
        if file is None:
            raise RefusedError(422, found[0].message)
        return file

    def _article(self, kept: Kept, file: TextFile) -> Article:
        if kept.article(file.path) is None:
            raise RefusedError(404, "the site does not hold this file yet")
        return kept.judged(file).article

    # --- a page ---------------------------------------------------------------------------------

    def _about(self, kept: Kept, page: str) -> Message:
        """Where a page's paragraphs, notes and boxes stand, and what a note on it can name."""
        settings = kept.pelican.settings
        path = kept.files.get(page, "")
        article = kept.article(path)
        words = Words(kept.run.language)
        catalogue = kept.site.catalogue
        common = {
            "editor": str(settings.get("EDITOR_URL", EDITOR)),
            "root": self.root.as_posix(),
            "places": {},
            "file": "",
        }
        if article is None:
            return common
        briefing = kept.briefing(path)
        self._remember(article.file)
        return common | {
            "file": article.file.path,
            "base": hash_of(article.file.text),
            "places": places_of(article, catalogue),
            "drafts": drafts_in(article),
            "day": str(briefing.edition.day) if briefing else "",
            "kinds": [
                {"name": kind.name, "label": words.say(kind.label), "requires": kind.requires}
                for kind in kept.kinds.values()
                if kind.name != "own"
            ],
            "verdicts": [
                {"name": v.name, "label": words.say(v.label), "means": words.say(v.means)}
                for v in VERDICTS.values()
            ],
            "sources": [{"id": s.id, "words": s.title} for s in catalogue.sources.values()],
            "entities": [{"id": e.id, "words": e.name} for e in catalogue.entities.values()],
        }

    def _remember(self, file: TextFile) -> None:
        self.versions[hash_of(file.text)] = file.text
        while len(self.versions) > VERSIONS:
            del self.versions[next(iter(self.versions))]

    # --- a note ---------------------------------------------------------------------------------

    def _propose(self, kept: Kept, draft: Draft, *, save: bool) -> Message:
        """The note as it would look and what would be wrong; written only to *save* it, where
        nothing is wrong and nobody else has changed the file."""
        path = article_path(self.root, draft.file)
        received = path.read_bytes()
        file = self._file(draft.file)
        article = self._article(kept, file)
        if save and draft.base != hash_of(file.text):
            return self._conflict(kept, article, draft)
        text, id_ = with_note(article, draft, kept.kinds)
        before, after = kept.judged(file), kept.judged(TextFile(file.path, text))
        errors = told(new_errors(before.found, after.found))
        lines = [str(d.id.span.line) for d in after.article.definitions if d.id.text == id_]
        told_of = {"id": id_, "found": errors, "line": lines[0] if lines else "", "html": ""}
        if not save:
            briefing = after.briefing
            return told_of | {"html": _note_html(kept, briefing, id_) if briefing else ""}
        if errors:
            return {"status": 422, "error": "the note was not saved", **told_of}
        write_text(path, received, text)
        return told_of | {"base": hash_of(text)}

    def _conflict(self, kept: Kept, article: Article, draft: Draft) -> Message:
        """Both versions, where another editor has changed the file meanwhile."""
        now, then = article.file.text, self.versions.get(draft.base, "")
        self._remember(article.file)
        try:
            text, id_ = with_note(article, draft, kept.kinds)
            made = kept.judged(TextFile(article.file.path, text))
            shown = source_of_note(made.article, id_)
        except (NotPlacedError, RefusedError) as refused:
            shown = f"{draft.body}\n\n({refused})"
        return {
            "status": 409,
            "error": f"{article.file.path} was changed in another editor; nothing was written",
            "theirs": difference(then, now) if then else source_of_note(article, draft.id),
            "mine": shown,
            "base": hash_of(now),
        }


def _note_html(kept: Kept, briefing: Briefing, id_: str) -> str:
    """The note as its page would show it; "" where it has no mark of its own."""
    context = page_context(briefing, kept.setting)
    notes = [note for note in context.notes if note.id == id_]
    if not notes:
        return ""
    generator, _ = kept.contents[briefing.article.file.path]
    names = [f"notes/{notes[0].kind}.html", "notes/note.html"]
    template = generator.env.select_template(names)
    html: str = template.render(
        generator.context, note=notes[0], page_context=context, edition=context.day.iso
    )
    return html
