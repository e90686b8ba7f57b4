"""The process that builds the preview: all of the site, or one page from what it has read."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pelican
from pelican import signals

from ..diagnostics import Diagnostic, Severity, TextFile, as_fields, in_order
from ..processes import uncollected
from ..run import RUN, Run
from ..store import CONTENT, read_file
from .files import preview_files
from .kept import SOURCES, Kept, drafts_in, has_errors
from .pages import Pages

Message = dict[str, Any]
FACTS = f"{CONTENT}/facts/"
MOST = 200
"""Warnings that are told of; a page shows no more of them."""
LONG = 2**16
"""From this size on a file is looked at twice: a part of it may be there before the rest."""
WHOLE: Message = {"whole": True}
"""What answers an edit that only building all of the site can show."""


class Builder:
    """A project's site as last built, and what is wrong with it now."""

    def __init__(self, root: Path, output: Path) -> None:
        self.root = root
        self.output = output
        self.kept: Kept | None = None
        self.pages: Pages | None = None
        self.last = ""
        """The article that was edited last."""
        self.faulty: set[str] = set()
        """Files of facts or sources that were not taken in, for what is wrong with them."""
        self.pelican: Any = None
        self.generators: list[Any] = []
        signals.initialized.connect(self._begun)
        signals.generator_init.connect(self._joined)

    def _begun(self, sender: Any) -> None:
        self.pelican = sender

    def _joined(self, sender: Any) -> None:
        self.generators.append(sender)

    # --- all of the site ------------------------------------------------------------------------

    def build(self) -> Message:
        """Build all of the site; where that fails, the last good one stays."""
        self.pelican, self.generators, self.kept = None, [], None
        self.faulty = set()
        began = time.time_ns()
        try:
            with uncollected():
                pelican.main(self._arguments())
            ok = True
        except SystemExit as ended:
            ok = not ended.code
        run: Run | None = self.pelican.settings.get(RUN) if self.pelican else None
        if run and ok:
            self.kept = Kept(self.pelican, self.generators, self._sources_before(began))
            self.pages = Pages(self.kept, self.output)
            self._rest()
        drafts = sum(map(drafts_in, run.survey.site.articles)) if run else 0
        return {"ok": ok, "found": told(run.found if run else ()), "drafts": drafts}

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

    # --- one edit -------------------------------------------------------------------------------

    @uncollected()  # for a long text the search takes a tenth of the time until its page is there
    def edit(self, names: Sequence[str], looked_at: Sequence[str]) -> Message:
        """Take in what was changed in the files *names*, and write the pages that show it first:
        the articles' own, or those that are *looked_at*. All others are left to who asks for them.

        Returns:
            ``whole`` if it touches more; ``same`` if nothing has changed; else the ``pages`` that
            are now as they should be, and what was ``found`` in each file that was judged.
            ``reaches`` says that any other page may have changed too.
        """
        kept, pages = self.kept, self.pages
        if kept is None or pages is None:
            return WHOLE
        found: dict[str, tuple[Diagnostic, ...]] = {}
        shown: list[str] = []
        touched = reaches = False
        for name in names:
            old = kept.article(name)
            if name == SOURCES or name.startswith(FACTS):
                taken = self._take_catalogue(kept, name, found)
                reaches = reaches or bool(taken)
                shown += self._users(kept, name, looked_at) if taken else ()
            elif old is None or (file := self._read(name)) is None:
                return WHOLE
            elif file.text == old.file.text:
                taken = False
            else:
                new = kept.judged(file)
                taken = None if kept.reaches_further(new) else True
                if taken:
                    found[name] = new.found
                    reaches = kept.take(new) or reaches
                    self.last = name
                    shown.append(name)
            if taken is None:
                return WHOLE
            touched = touched or taken or name in found
        if not touched:
            return {"same": True}
        pages.restyled = False
        written = self._written(kept, pages, dict.fromkeys(shown), found)
        return {
            "ok": not any(map(has_errors, found.values())),
            "pages": written,
            "found": {name: told(each) for name, each in found.items()},
            "drafts": kept.drafts,
            "reaches": reaches,
            "restyled": pages.restyled,
        }

    def _take_catalogue(
        self, kept: Kept, name: str, found: dict[str, tuple[Diagnostic, ...]]
    ) -> bool | None:
        """Take in the facts or sources of the file *name*, unless they are *found* faulty; None
        where all of the site is to be read."""
        text = self._text(name)
        if text is None:
            return None
        if name == SOURCES:
            catalogue, problems = kept.sources_of(text)
        else:
            made, problems = kept.box_of(TextFile(name, text))
            if made is None and not problems:
                return None
            catalogue = made or kept.site.catalogue
        if problems or name in self.faulty:
            found[name] = problems
        if has_errors(problems):
            self.faulty.add(name)
            return False
        self.faulty.discard(name)
        if name == SOURCES:
            kept.sources = text
        if catalogue is kept.site.catalogue:
            return False
        kept.take_catalogue(catalogue)
        return True

    def _sources_before(self, began: int) -> str | None:
        """The text of the sources' file, if it is older than the build that *began* then."""
        path = self.root / SOURCES
        if not path.is_file():
            return None
        state = path.stat()
        return self._text(SOURCES) if max(state.st_mtime_ns, state.st_ctime_ns) < began else None

    def _text(self, name: str) -> str | None:
        """The text of the file *name*, which may be too long to be cut into lines; None where it
        cannot be read. Some programs empty a file before they fill it, and a long one is filled
        in steps."""
        path, data = self.root / name, b""
        try:
            for _ in range(20):
                data = path.read_bytes()
                if 0 < len(data) < LONG:
                    break
                time.sleep(0.001)
                if data and path.stat().st_size == len(data):
                    break
            text = data.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _read(self, name: str) -> TextFile | None:
        """The article in the file *name*."""
        return read_file(self.root, self.root / name, []) if self._text(name) is not None else None

    def _users(self, kept: Kept, name: str, looked_at: Sequence[str]) -> list[str]:
        """The articles whose pages show first what was changed in the catalogue's file *name*."""
        open_ = [kept.files[page] for page in looked_at if page in kept.files]
        if open_:
            return open_
        if name == SOURCES:
            return [self.last] if self.last else []
        return [path for path, _ in zip(kept.users(name), range(1), strict=False)]

    def _written(
        self,
        kept: Kept,
        pages: Pages,
        shown: Iterable[str],
        found: dict[str, tuple[Diagnostic, ...]],
    ) -> list[str]:
        """Write what is *shown* where nothing is wrong with it; the pages that were written."""
        written = []
        for name in shown:
            if name not in found:
                article = kept.article(name)
                assert article
                found[name] = kept.judged(article.file).found
            if not has_errors(found[name]):
                found[name] = tuple(in_order([*found[name], *pages.write(name)]))
                written.append(kept.page(name))
        return written

    def verify(self) -> Message:
        """Whether the pages written since say what their seeds say, read from the pages."""
        return WHOLE if self.pages and self.pages.says_otherwise() else {"same": True}

    def show(self, page: str) -> Message:
        """Write *page* as it is now, if it is an article's; ``whole`` if it is another."""
        kept, pages = self.kept, self.pages
        name = kept.files.get(page) if kept else None
        if not kept or not pages or not name:
            return WHOLE
        found: dict[str, tuple[Diagnostic, ...]] = {}
        written = self._written(kept, pages, [name], found)
        return {"pages": written, "found": {n: told(each) for n, each in found.items()}}

    def published(self, page: str) -> Message:
        """The article's *page* without drafts; "" for another."""
        kept, pages = self.kept, self.pages
        name = kept.files.get(page) if kept else None
        if not kept or not pages or not name:
            return {"html": ""}
        return {"html": pages.without_drafts(name)}


def told(found: Iterable[Diagnostic]) -> list[Message]:
    """Diagnostics as the page shows them: every error, and the first warnings."""
    found = list(found)
    errors = [d for d in found if d.severity is Severity.ERROR]
    warnings = [d for d in found if d.severity is not Severity.ERROR]
    return [{**as_fields(d), "text": d.span.text} for d in [*errors, *warnings[:MOST]]]


def main() -> None:
    """Answer questions, a line of JSON each, until there are no more."""
    from .desk import Desk

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what Pelican prints must not stand between the answers
    if sys.argv[2:] == ["later"] and hasattr(os, "nice"):
        os.nice(10)
    root = Path.cwd()
    builder = Builder(root, Path(sys.argv[1]))
    desk = Desk(root, builder)
    own: dict[str, Callable[..., Message]] = {
        "build": builder.build,
        "edit": builder.edit,
        "verify": builder.verify,
        "show": builder.show,
        "published": builder.published,
    }
    for line in sys.stdin:
        question = json.loads(line)
        do = question.pop("do")
        answer = own[do](**question) if do in own else desk.answer(do, question)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
