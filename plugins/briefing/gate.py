"""The gate: every briefing is printed beside the old site; nothing goes on if anything is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, NoReturn

from pelican.generators import Generator, PelicanTemplateNotFound
from pelican.writers import Writer

from .apparatus import Place
from .briefing import ordinary
from .chronicle import record_pages
from .diagnostics import Diagnostic, Severity, error
from .edition import BRIEFINGS, is_read_me
from .ordinary import given
from .output import CACHE, discard
from .page import page_context
from .press import Press, Printed, body_of
from .printing import Printing
from .run import RUN, Run
from .search import SEARCH, search_page, site_records
from .shares import Shard
from .sharing import feed_begins
from .sitepages import CLAIMS, ENTITIES, FACTS, LISTED, TIMELINE
from .store import CONTENT
from .telling import print_line, tell
from .views import Link
from .words import Words
from .yearrule import year_rule

MASTHEAD = (ENTITIES, CLAIMS, SEARCH)
FOOTER = (FACTS, TIMELINE, LISTED)
KINDS = (
    *("articles", "translations", "hidden_articles", "hidden_translations"),
    *("drafts", "drafts_translations"),
    *("pages", "hidden_pages", "draft_pages", "draft_translations"),
)
"""Pelican's lists of what it prints."""
OTHERS = {"page": "article", "article": "page"}
"""Each template that wants what the other is given."""


def gate(generators: Sequence[Generator]) -> None:
    """Render every briefing, hold it against its seed, and go no further if anything is wrong."""
    run: Run = generators[0].settings[RUN]
    if not any(d.severity is Severity.ERROR for d in run.found):
        run.found += [*_left_out(run, generators), *_unprintable(generators)]
    if not any(d.severity is Severity.ERROR for d in run.found):
        _print(run, generators)
        run.found += _taken(run, generators)
    errors = tell(run.found)
    if errors:
        run.index.close()
        discard(run.stage)
        print_line(
            f"{errors} {'error' if errors == 1 else 'errors'}: nothing was built, "
            f"and {run.final.name}/ is as it was."
        )
        raise SystemExit(1)


def _left_out(run: Run, generators: Sequence[Generator]) -> Iterator[Diagnostic]:
    """Texts that there will be no page of. Pelican says so only where nobody looks."""
    shown = {_path(article) for each in generators for article in _briefed(each)}
    for briefing in run.survey.site.briefings:
        if briefing.article.file.path not in shown:
            said, hint = "no page is made of this briefing", f"move its file to {BRIEFINGS}"
            yield error("text-left-out", briefing.edition.span, said, hint)
    content = generators[0].context["generated_content"]
    for article in run.survey.site.others:
        path = article.file.path
        known = content.get(path.removeprefix(f"{CONTENT}/"), article)
        if known is None and not is_read_me(article):
            said, hint = "no page is made of this text", "correct what its front matter says"
            yield error("text-left-out", article.file.span(1, 1, 3), said, hint)


def _briefed(generator: Generator) -> list[Any]:
    """The briefings among Pelican's articles."""
    articles = getattr(generator, "articles", ())
    return [article for article in articles if getattr(article, "briefing_source", None)]


def _path(page: Any) -> str:
    """The file of one of Pelican's pages or articles."""
    return str(page.article_source.file.path)


def _ordinary(generators: Sequence[Generator]) -> Iterator[tuple[Generator, Any]]:
    """Each page and article that is no briefing, with Pelican's generator of it."""
    for generator in generators:
        for kind in KINDS:
            for page in getattr(generator, kind, ()):
                if not getattr(page, "briefing_source", None):
                    yield generator, page


def _unprintable(generators: Sequence[Generator]) -> Iterator[Diagnostic]:
    """Pages and articles whose template is not there, or prints the other of the two."""
    for generator, page in _ordinary(generators):
        name, other = str(page.template), OTHERS.get(type(page).default_template)
        try:
            unknown = name == other or not generator.get_template(name)
        except PelicanTemplateNotFound:
            unknown = True
        if unknown:
            article = page.article_source
            place = given(article, "template")
            span = place.span if place else article.file.span(1)
            said = f"the template '{name}' cannot print this text"
            yield error("value-unknown", span, said, "correct it, or take the line out")


def _taken(run: Run, generators: Sequence[Generator]) -> Iterator[Diagnostic]:
    """Pages and articles at an address at which another one is. With ``save_as:`` they may stand in
    the place of one of the site's own pages, as Pelican has it."""
    first = {a.save_as: _path(a) for each in generators for a in _briefed(each)}
    own = dict.fromkeys((page.path for page in run.pages), "the site itself")
    for page in sorted((page for _, page in _ordinary(generators)), key=_path):
        article, path = page.article_source, _path(page)
        place, slug = given(article, "save_as"), given(article, "slug")
        other = first.setdefault(page.save_as, path)
        if other == path and not place:
            other = own.get(page.save_as, path)
        if other != path and page.save_as:  # nothing is written where that is ''
            named = place or slug
            span = named.span if named else article.file.span(1)
            said = f"the address '{page.save_as}' is taken"
            hint = f"{other} has it too; give this one another 'slug:'"
            yield error("slug-repeated", span, said, hint)


def _print(run: Run, generators: Sequence[Generator]) -> None:
    """Decide the site's own pages; write what belongs to each briefing."""
    words = Words(run.language)
    context = generators[0].context
    for generator, page in _ordinary(generators):
        _render_ordinary(run, generator, page)
    context["MENU"], context["FOOTER_LINKS"] = _menus(run, context)
    for generator in generators:
        briefed = _briefed(generator)
        if briefed:
            run.printed += _printed(run, generator, briefed)
    by_slug = {printed.page.slug: printed.claims for printed in run.printed}
    slugs = (briefing.edition.slug for briefing in run.survey.site.briefings)
    claims = [row for slug in slugs for row in by_slug.get(slug, ())]
    run.pages = [*run.site.pages(claims), *record_pages(run.survey.site, run.site.setting)]
    run.index.add(list(site_records(run.pages, words)))
    run.index_files = run.index.files()
    run.pages.append(search_page(run.index.total, run.index.groups, words))
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
    found = []
    with closing(printing.printed(articles)) as each:
        for article, printed in zip(articles, each, strict=True):
            article.briefing, article.card = printed.page, printed.card
            run.found.extend(printed.found)
            run.index.add(printed.records)
            found.append(replace(printed, records=()))
    return found


def _end_with_a_share(
    run: Run, printing: Printing, articles: Sequence[Any], shard: Shard
) -> NoReturn:
    """Print no more than a share, from which another build makes the site."""
    found = [*printing.printed(articles, shard)]
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


def _menus(run: Run, context: Mapping[str, Any]) -> tuple[list[Link], list[Link]]:
    """The links of the masthead and of the footer: only to pages that there will be."""
    words = Words(run.language)
    lists = {**run.site.lists, SEARCH: words.say("Search")}
    top, below = (
        [Link(lists[path], path) for path in paths if path in lists] for paths in (MASTHEAD, FOOTER)
    )
    pages = [Link(page.title, page.url) for page in context["pages"]]
    return [Link(words.say("Briefings"), "index.html"), *top], [*below, *pages]
