"""Pelican's signals, connected here and nowhere else; a build's reading and writing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import Generator
from pelican.readers import BaseReader, MarkdownReader, Readers
from pelican.writers import Writer

from .apparatus import Place, Setting
from .article import Article, read_article
from .briefing import ordinary
from .changepages import change_pages
from .chronicle import write_record
from .compiled import Compiled
from .diagnostics import Diagnostic, Severity, as_github, as_text, on_a_terminal
from .drafting import import_missing
from .language import direction, script, translations
from .margin import rules
from .output import discard, stage_for, style_sheet, swap_in, write_or_link, write_staged
from .page import csp_hash, page_context
from .pagefind import Record, index, program
from .press import Press, Printed, body_of
from .printing import Printing
from .published import moved_addresses
from .render import extended, titled, tongue
from .search import search_page, site_records
from .shares import Shard
from .sharing import feed_begins, in_feed, ordinary_entry
from .shelf import Inputs
from .sitepages import LISTED, Page, SiteMaker
from .store import Survey, read_file, survey
from .takeaway import write_index
from .together import CACHE
from .views import Link
from .words import Words
from .yearrule import year_rule

RUN = "BRIEFING_RUN"
"""The setting that carries a build's state from one signal to the next."""
MASTHEAD = ("entities/index.html", "claims/index.html", "search/index.html")
FOOTER = ("facts/index.html", "timeline/index.html", "sources/index.html")


class Run:
    """One build: what the editor wrote, where it is built, what is wrong so far."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.root = Path(settings["PATH"]).absolute().parent
        self.final = Path(settings["OUTPUT_PATH"]).absolute()
        self.stage = stage_for(self.final)
        self.theme = Path(settings["THEME"])
        self.language = str(settings.get("LANG", "en-GB"))
        self.name = str(settings["SITENAME"])
        self.public_url = str(settings.get("PUBLIC_URL", ""))
        for line in import_missing(self.root):
            print_line(line)
        self.inputs = Inputs.of(self.root, settings)
        self.state = self.inputs.state()
        self.survey: Survey = survey(self.root)
        self.found: list[Diagnostic] = list(self.survey.found)
        setting = Setting(
            catalogue=self.survey.site.catalogue,
            kinds=self.survey.kinds,
            language=self.language,
            drafts=bool(settings.get("DRAFTS")),
            pdf=bool(settings.get("PDF")),
        )
        self.site = SiteMaker(self.survey.site, setting)
        self.pages: list[Page] = []
        self.printed: list[Printed] = []
        self.records: list[Record] = []


def register() -> None:
    """Connect the plugin. Pelican calls this once a run."""
    MarkdownReader.file_extensions = []  # else it warns of a package that we do not use
    signals.initialized.connect(begin)
    signals.generator_init.connect(speak)
    signals.readers_init.connect(add_reader)
    signals.get_generators.connect(add_generator)
    signals.get_writer.connect(writer)
    signals.all_generators_finalized.connect(gate)
    signals.finalized.connect(finish)


def begin(pelican: Any) -> None:
    """Read and check the whole project; let Pelican build beside the old site."""
    settings = pelican.settings
    try:
        program()
    except FileNotFoundError as missing:
        raise SystemExit(str(missing)) from missing
    run = settings[RUN] = Run(settings)
    pelican.output_path = settings["OUTPUT_PATH"] = str(run.stage)
    settings["DELETE_OUTPUT_DIRECTORY"] = False
    jinja = settings["JINJA_ENVIRONMENT"]
    extensions = [*jinja.get("extensions", ()), "jinja2.ext.i18n"]
    compiled = Compiled(run.root / CACHE / "templates", run.inputs.program)
    settings["JINJA_ENVIRONMENT"] = {
        **jinja,
        "autoescape": True,
        "extensions": extensions,
        "bytecode_cache": compiled,
        "auto_reload": False,
    }
    settings["JINJA_FILTERS"] = {
        **settings["JINJA_FILTERS"],
        "csp_hash": csp_hash,
        "site_root": site_root,
        "canonical": canonical,
        "direction": direction,
        "script": script,
        "extended": extended,
        "titled": titled,
        "tongue": tongue,
    }


def speak(generator: Generator) -> None:
    """Give templates the interface's words in the site's language."""
    generator.env.policies["ext.i18n.trimmed"] = True
    run: Run = generator.settings[RUN]
    generator.env.filters["language"] = Words(run.language).language
    generator.env.install_gettext_translations(translations(run.language), newstyle=True)


def add_reader(readers: Readers) -> None:
    readers.reader_classes["md"] = ArticleReader


def add_generator(_: Any) -> type[Generator]:
    return Extras


class ArticleReader(BaseReader):
    """Hands Pelican what the survey has parsed; a briefing's words follow at the gate."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        run: Run = self.settings[RUN]
        path = Path(source_path)
        briefing = run.survey.briefing(path)
        article = briefing.article if briefing else run.survey.article(path)
        if article is None:  # a file that came after the survey
            file = read_file(run.root, path, run.found)
            article = read_article(file) if file else None
        if article is None:
            return "", {"title": path.stem}
        metadata = self._metadata(article) | {"article_source": article}
        if briefing is None:
            return "", metadata
        edition = briefing.edition
        told = {"date": str(edition.day), "slug": edition.slug, "summary": edition.summary}
        metadata.update({key: self.process_metadata(key, value) for key, value in told.items()})
        metadata["briefing_source"] = briefing
        return "", metadata

    def _metadata(self, article: Article) -> dict[str, Any]:
        """Front matter as Pelican wants it; records such as ``history`` are not for Pelican."""
        front = article.front.items if article.front else {}
        plain = {key: str(node) for key, node in front.items() if hasattr(node, "text")}
        plain.setdefault("title", Path(article.file.path).stem)
        plain.setdefault("summary", "")
        return {key: self.process_metadata(key, value) for key, value in plain.items()}


def gate(generators: Sequence[Generator]) -> None:
    """Render every briefing, hold it against its seed, and go no further if anything is wrong."""
    run: Run = generators[0].settings[RUN]
    if not any(d.severity is Severity.ERROR for d in run.found):
        _print(run, generators)
    errors = tell(run.found)
    if errors:
        discard(run.stage)
        print_line(
            f"{errors} {'error' if errors == 1 else 'errors'}: nothing was built, "
            f"and {run.final.name}/ is as it was."
        )
        raise SystemExit(1)


def _print(run: Run, generators: Sequence[Generator]) -> None:
    """Decide the site's own pages; write what belongs to each briefing."""
    words = Words(run.language)
    run.pages = [*run.site.pages(), *change_pages(run.survey.site, run.site.setting)]
    context = generators[0].context
    for generator in generators:
        for page in (*getattr(generator, "articles", ()), *getattr(generator, "pages", ())):
            if not getattr(page, "briefing_source", None):
                _render_ordinary(run, generator, page)
    search = search_page([], words)
    context["MENU"], context["FOOTER_LINKS"] = _menus(run, [*run.pages, search], context)
    for generator in generators:
        briefed = [
            article
            for article in getattr(generator, "articles", ())
            if getattr(article, "briefing_source", None)
        ]
        if briefed:
            run.printed += _printed(run, generator, briefed)
    run.records = [record for printed in run.printed for record in printed.records]
    run.records += site_records(run.pages, words)
    run.pages.append(search_page(run.records, words))
    shown = [getattr(article, "briefing", None) for article in context["articles"]]
    context["year_rule"] = year_rule([page.source for page in shown if page])


def _printed(run: Run, generator: Generator, articles: Sequence[Any]) -> list[Printed]:
    """Each briefing, printed; its article is given what lists show of it."""
    settings = generator.settings
    press = Press(
        stage=run.stage,
        site=run.site,
        settings=settings,
        env=generator.env,
        context=generator.context,
        writer=Writer(str(run.stage), settings),
        alone=len(articles) == 1,
        feed_begins=feed_begins(a.briefing_source.edition.day.first for a in articles),
    )
    printing = Printing(run.root, press, run.inputs, run.state)
    if settings.get("SHARD"):
        _end_with_a_share(run, printing, articles, Shard.read(settings["SHARD"]))
    found = printing.printed(articles)
    for article, printed in zip(articles, found, strict=True):
        article.briefing, article.card = printed.page, printed.card
        run.found.extend(printed.found)
    return found


def _end_with_a_share(
    run: Run, printing: Printing, articles: Sequence[Any], shard: Shard
) -> NoReturn:
    """Print no more than a share, from which another build makes the site."""
    found = printing.printed(articles, shard)
    errors = tell([*run.found, *(d for printed in found for d in printed.found)])
    discard(run.stage)
    if not errors:
        print_line(f"share {shard}: {len(found)} of {len(articles)} briefings are in {CACHE}/")
    raise SystemExit(1 if errors else 0)


def _render_ordinary(run: Run, generator: Generator, page: Any) -> None:
    """A page or an article without a seed: its Markdown, with the notes and boxes in it."""
    root = "../" * page.save_as.count("/")
    place = Place(root, sources=f"{root}{LISTED}")
    source = ordinary(page.article_source, run.site.newest)
    shown = page_context(source, run.site.setting, place)
    page._content = body_of(shown, generator.env, generator.context)


def _menus(
    run: Run, written: Iterable[Page], context: Mapping[str, Any]
) -> tuple[list[Link], list[Link]]:
    """The links of the masthead and of the footer: only to pages that exist."""
    lists = {page.path: Link(page.title, page.path) for page in written}
    top = [lists[path] for path in MASTHEAD if path in lists]
    below = [lists[path] for path in FOOTER if path in lists]
    pages = [Link(page.title, page.url) for page in context["pages"]]
    briefings = Words(run.language).say("Briefings")
    return [Link(briefings, "index.html"), *top], [*below, *pages]


def tell(found: Iterable[Diagnostic]) -> int:
    """Print what is wrong, errors in full, warnings as a number; the number of errors."""
    found = list(found)
    errors = [d for d in found if d.severity is Severity.ERROR]
    for diagnostic in errors:
        print_line(as_text(diagnostic) + "\n")
    if os.environ.get("GITHUB_ACTIONS"):
        for diagnostic in found:
            sys.stdout.write(as_github(diagnostic) + "\n")
    warnings = len(found) - len(errors)
    if warnings:
        print_line(
            f"{warnings} {'warning' if warnings == 1 else 'warnings'}: 'make check' shows them."
        )
    return len(errors)


class Extras(Generator):
    """What is written besides articles and pages: lists, facts, entities, data, feed, site map."""

    def generate_output(self, writer: Any) -> None:
        run: Run = self.settings[RUN]
        context = {**self.context, "site_pages": run.pages}
        for page in run.pages:
            template = self.env.get_template(page.template)
            view = {page.name: page.view}
            writer.write_file(page.path, template, context, relative_urls=True, **view)
        for file in run.site.files():
            write_staged(Path(self.output_path, file.path), file.text)
        for name, content in index(run.records, run.language):
            before = run.final / "search" / name
            write_or_link(Path(self.output_path, "search", name), content, before)
        moved = self.env.get_template("moved.html")
        for old, edition in moved_addresses(run.survey.site):
            path = self.settings["ARTICLE_SAVE_AS"].format(slug=old)
            writer.write_file(path, moved, context, relative_urls=True, moved=edition)
        others = [a for a in context["articles"] if not getattr(a, "briefing_source", None)]
        told = [printed.entry for printed in run.printed]
        told += [ordinary_entry(article, run.name, run.public_url) for article in others]
        context["entries"] = in_feed(told)
        for name in ("404.html", "sitemap.xml", "feed.atom", "robots.txt"):
            writer.write_file(name, self.env.get_template(name), context)
        write_record(run.stage, run.site, self.env, writer, context)


def finish(pelican: Any) -> None:
    """Complete the new site and put it in the old one's place."""
    run: Run = pelican.settings[RUN]
    static = run.stage / pelican.settings["THEME_STATIC_DIR"]
    most = max((printed.page.counts["notes"] for printed in run.printed), default=0)
    write_staged(static / "style.css", style_sheet(run.theme / "css") + rules(most))
    write_staged(static / "pages.css", style_sheet(run.theme / "css-pages"))
    write_staged(run.stage / ".nojekyll", "")
    about = {"site": run.name, "address": run.public_url, "language": run.language}
    rows = [printed.row for printed in sorted(run.printed, key=lambda p: p.url)]
    write_index(run.stage, about if rows else {}, rows, run.pages)
    swap_in(run.stage, run.final)


class BriefingWriter(Writer):
    """Pelican's writer, but for the pages that are printed before it begins."""

    def write_file(self, name: str, template: Any, context: Any, *given: Any, **more: Any) -> None:
        if getattr(more.get("article"), "briefing_source", None) is None:
            super().write_file(name, template, context, *given, **more)


def writer(_: Any) -> type[Writer]:
    return BriefingWriter


def site_root(public_url: str) -> str:
    """The path at which the site's root is published: ``/`` or ``/repo/``."""
    return urlsplit(public_url).path.rstrip("/") + "/"


def canonical(url: str) -> str:
    """A page's address without the file name that a server adds by itself."""
    return url.removesuffix("index.html")


def print_line(text: str) -> None:
    """For the person at the terminal."""
    sys.stderr.write(on_a_terminal(text) + "\n")
