"""Pelican's signals, connected here and nowhere else; a build's reading and writing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import Generator
from pelican.readers import BaseReader, MarkdownReader, Readers
from pelican.writers import Writer

from .article import Article, read_article
from .chronicle import write_record
from .compiled import Compiled, Finder
from .dates import WRITTEN, PartialDate
from .gate import gate
from .language import direction, script, translations
from .margin import rules
from .ordinary import given
from .output import COMPILED, style_sheet, swap_in, write_or_link, write_staged
from .page import csp_hash
from .pagefind import program
from .published import moved_addresses
from .render import extended, isolated, titled, tongue
from .run import RUN, Run
from .sharing import in_feed, ordinary_entry
from .store import LEFT_BEHIND, read_file
from .takeaway import write_index
from .words import Words


def register() -> None:
    """Connect the plugin. Pelican calls this once a run."""
    MarkdownReader.file_extensions = []  # else it warns of a package that we do not use
    signals.initialized.connect(begin)
    signals.generator_init.connect(speak)
    signals.article_generator_init.connect(pass_over_hidden)
    signals.page_generator_init.connect(pass_over_hidden)
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
    settings["IGNORE_FILES"] = [*settings["IGNORE_FILES"], *LEFT_BEHIND]
    jinja = settings["JINJA_ENVIRONMENT"]
    extensions = [*jinja.get("extensions", ()), "jinja2.ext.i18n"]
    compiled = Compiled(run.root / COMPILED, run.inputs.program)
    settings["JINJA_ENVIRONMENT"] = {
        **jinja,
        "autoescape": True,
        "extensions": extensions,
        "bytecode_cache": compiled,
        "auto_reload": False,
        "optimized": False,  # our templates hold nothing to work out: to look takes an eighth
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
    """Give templates the interface's words in the site's language; find each of them once."""
    generator.env.loader = Finder(generator.env.loader.loaders)
    generator.env.policies["ext.i18n.trimmed"] = True
    run: Run = generator.settings[RUN]
    generator.env.filters["language"] = Words(run.language).language
    generator.env.filters["isolated"] = partial(isolated, around=run.language)
    generator.env.install_gettext_translations(translations(run.language), newstyle=True)


def pass_over_hidden(generator: Generator) -> None:
    """Have Pelican read no text that the survey passes over; other hidden files are published."""
    ignored = [*generator.settings["IGNORE_FILES"], ".*"]
    generator.settings = {**generator.settings, "IGNORE_FILES": ignored}


def add_reader(readers: Readers) -> None:
    """Texts are Markdown; what Pelican would make of others is none of ours."""
    readers.reader_classes["md"] = ArticleReader
    for ending in ("rst", "html", "htm"):
        readers.reader_classes.pop(ending, None)


def add_generator(_: Any) -> type[Generator]:
    return Extras


OF_BRIEFINGS = ("title", "tags", "category", "author", "authors")
"""What Pelican is told of a briefing's front matter: nothing that would move or hide it."""


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
        metadata: dict[str, Any] = {"article_source": article}
        if briefing is None:
            return "", metadata | self._of_ordinary(article)
        edition = briefing.edition
        told = {key: str(word) for key in OF_BRIEFINGS if (word := given(article, key))}
        told |= {"date": str(edition.day), "slug": edition.slug, "summary": edition.summary}
        return "", metadata | self._processed(told) | {"briefing_source": briefing}

    def _of_ordinary(self, article: Article) -> dict[str, Any]:
        """Front matter as Pelican wants it."""
        front = article.front.items if article.front else {}
        plain = {key.lower(): str(node) for key, node in front.items() if hasattr(node, "text")}
        plain.setdefault("title", Path(article.file.path).stem)
        plain.setdefault("summary", "")
        if plain.get("status", "").lower() == "draft":  # Pelican asks each for its category
            plain.setdefault("category", str(self.settings["DEFAULT_CATEGORY"]))
        for key in ("date", "modified"):
            if WRITTEN.fullmatch(plain.get(key, "")):  # else a month's day would be today's
                plain[key] = str(PartialDate.read(plain[key]).first)
        return self._processed(plain)

    def _processed(self, plain: Mapping[str, str]) -> dict[str, Any]:
        return {key: self.process_metadata(key, value) for key, value in plain.items()}


class Extras(Generator):
    """What is written besides articles and pages: lists, facts, entities, data, feed, site map."""

    def generate_output(self, writer: Any) -> None:
        run: Run = self.settings[RUN]
        self._write_pages(run, writer)
        for name, content in run.index_files:
            before = run.final / "search" / name
            write_or_link(Path(self.output_path, "search", name), content, before)

    def _write_pages(self, run: Run, writer: Any) -> None:
        context = {**self.context, "site_pages": run.pages}
        for page in run.pages:
            template = self.env.get_template(page.template)
            view = {page.name: page.view}
            writer.write_file(page.path, template, context, relative_urls=True, **view)
        for file in run.site.files():
            write_staged(Path(self.output_path, file.path), file.text)
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
