"""The process that builds the preview: all of the site, or one page from what it has read."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.contents import Content
from pelican.writers import Writer

from ..article import read_article
from ..briefing import Briefing, Site
from ..check import check
from ..diagnostics import Diagnostic, Severity, TextFile, as_fields, in_order
from ..output import discard, stage_for
from ..page import drift_warnings, page_context
from ..plugin import RUN, Run
from ..store import read_file
from ..syntax.front import closing_fence
from ..verbatim import words_of
from .files import preview_files

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the last whole build that went well has left; *elsewhere* is what was wrong then, but
    for the articles' own faults and those between the files."""

    pelican: Any
    generators: tuple[Any, ...]
    elsewhere: tuple[Diagnostic, ...]

    @property
    def run(self) -> Run:
        run: Run = self.pelican.settings[RUN]
        return run

    def content(self, name: str) -> tuple[Any, Any] | None:
        """Pelican's article or page of the file *name*, with its generator."""
        for generator in self.generators:
            for kind in ("articles", "pages"):
                for each in getattr(generator, kind, ()):
                    if each.article_source.file.path == name:
                        return generator, each
        return None

    def judged(self, file: TextFile) -> tuple[Site, list[Diagnostic]]:
        """The site with *file* as it is now, and everything that is wrong with it."""
        site, article = self.run.survey.site, read_article(file, self.run.survey.kinds)
        changed = replace(
            site,
            briefings=tuple(
                replace(b, article=article) if b.article.file.path == file.path else b
                for b in site.briefings
            ),
            others=tuple(article if a.file.path == file.path else a for a in site.others),
        )
        own = [d for each in changed.articles for d in each.found]
        return changed, in_order([*self.elsewhere, *own, *check(changed)])


class Builder:
    """A project's site as last built, and what is wrong with it now."""

    def __init__(self, root: Path, output: Path) -> None:
        self.root = root
        self.output = output
        self.kept: Kept | None = None
        self.pelican: Any = None
        self.generators: list[Any] = []
        signals.initialized.connect(self._begun)
        signals.generator_init.connect(self._joined)

    def _begun(self, sender: Any) -> None:
        self.pelican = sender

    def _joined(self, sender: Any) -> None:
        self.generators.append(sender)

    def build(self) -> Message:
        """Build all of the site; where that fails, the last good one stays."""
        self.pelican, self.generators, self.kept = None, [], None
        try:
            pelican.main(self._arguments())
            ok = True
        except SystemExit as ended:
            ok = not ended.code
        run: Run | None = self.pelican.settings.get(RUN) if self.pelican else None
        if run and ok:
            known = {d for a in run.survey.site.articles for d in a.found}
            known.update(check(run.survey.site))
            elsewhere = tuple(d for d in run.survey.found if d not in known)
            self.kept = Kept(self.pelican, tuple(self.generators), elsewhere)
            self._rest()
        return outcome(run.survey.site if run else None, run.found if run else (), ok=ok)

    def _arguments(self) -> list[str]:
        overrides = json.dumps([str(preview_files(self.root) / "templates")])
        settings = ("DRAFTS=true", f"THEME_TEMPLATES_OVERRIDES={overrides}")
        return [
            str(self.root / "content"),
            *("--settings", str(self.root / "pelicanconf.py"), "--output", str(self.output)),
            *("--fatal", "errors", "--quiet", "--extra-settings", *settings),
        ]

    def _rest(self) -> None:
        """Spare each later edit the search for garbage in what is kept."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def page(self, name: str) -> Message:
        """Render the page of the briefing in the file *name*; ``whole`` if its edit touches more,
        ``same`` if nothing has changed.

        The words of its front matter stand in lists and menus too.
        """
        kept, file = self.kept, read_file(self.root, self.root / name, [])
        if file and not file.text:  # some programs empty a file before they fill it
            time.sleep(0.03)
            file = read_file(self.root, self.root / name, [])
        old = kept.run.survey.briefing(self.root / name) if kept else None
        if not kept or not file or not old or front_of(file) != front_of(old.article.file):
            return {"whole": True}
        if file.text == old.article.file.text:
            return {"same": True}
        site, found = kept.judged(file)
        there = kept.content(name)
        if not has_errors(found) and there:
            briefing = next(b for b in site.briefings if b.article.file.path == name)
            drifts = self._render(kept.run, *there, briefing)
            if drifts is None:
                return {"whole": True}
            found = in_order([*found, *drifts])
        kept.run.survey = replace(kept.run.survey, site=site, found=tuple(found))
        page = there[1].save_as if there else ""
        return {"page": page, **outcome(site, found, ok=not has_errors(found))}

    def _render(
        self, run: Run, generator: Any, content: Any, briefing: Briefing
    ) -> list[Diagnostic] | None:
        """Write one page into the site, and what to warn of; None, and nothing written, where it
        does not say what its seed says: the whole build tells why."""
        page = page_context(briefing, run.site.setting)
        html: str = generator.get_template("body").render(generator.context, page_context=page)
        if briefing.seed and words_of(html) != briefing.seed.plain.flat:
            return None
        content.briefing_source, content.article_source = briefing, briefing.article
        content.briefing, content._content = page, html
        vars(Content)["get_content"].cache.clear()  # Pelican remembers what a page said before
        stage = stage_for(self.output)
        Writer(str(stage), generator.settings).write_file(
            content.save_as,
            generator.get_template(content.template),
            generator.context,
            relative_urls=True,
            article=content,
            category=getattr(content, "category", None),
            url=content.url,
            blog=True,
        )
        (stage / content.save_as).replace(self.output / content.save_as)
        discard(stage)
        return list(drift_warnings(briefing, page))


def front_of(file: TextFile) -> tuple[str, ...]:
    """The lines of the front matter."""
    return file.lines[: (closing_fence(list(file.lines)) or 0) + 1]


def has_errors(found: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in found)


def outcome(site: Site | None, found: Iterable[Diagnostic], *, ok: bool) -> Message:
    """What the preview is told of a build."""
    articles = site.articles if site else ()
    drafts = sum(note.draft for article in articles for note in article.annotations)
    return {"ok": ok, "found": [told(d) for d in found], "drafts": drafts}


def told(d: Diagnostic) -> Message:
    """A diagnostic as the page shows it."""
    return {**as_fields(d), "text": d.span.text}


def main() -> None:
    """Answer questions, a line of JSON each, until there are no more."""
    from .desk import Desk

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what Pelican prints must not stand between the answers
    root = Path.cwd()
    builder = Builder(root, Path(sys.argv[1]))
    desk = Desk(root, builder)
    for line in sys.stdin:
        question = json.loads(line)
        do = question.pop("do")
        if do == "build":
            answer = builder.build()
        elif do == "page":
            answer = builder.page(question["file"])
        else:
            answer = desk.answer(do, question)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
