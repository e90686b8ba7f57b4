"""The interface in another language: its catalogue is whole, and a site built in it speaks it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from jinja2 import Environment

from briefing.dates import PartialDate
from briefing.factwords import since, until
from briefing.kinds import VERDICTS
from briefing.language import FOLDER, in_every_language, is_spoken, translations
from briefing.render import titled, tongue
from briefing.words import Words
from browser import PageAt
from command import ROOT, briefing
from project import change, copy_project, digests
from serving import Serve

SPOKEN = sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))
HELD = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w[^>]*>")
"""What a message holds that a translation must keep: places and tags."""
SHOWN_ATTRIBUTES = ("aria-label", "alt", "title", "data-l", "data-notes-title")


def messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def texts(strings: object) -> list[str]:
    """A message's words, or its translations: one, or one for each number."""
    return [strings] if isinstance(strings, str) else [*strings] if strings else []  # type: ignore[misc]


ENGLISH = messages(FOLDER / "messages.pot")


def test_catalogues_are_as_make_messages_leaves_them(tmp_path: Path) -> None:
    copy = tmp_path / "locale"
    shutil.copytree(FOLDER, copy)
    command = [ROOT / "tools" / "messages", copy]
    subprocess.run(command, check=True, env={**os.environ, "PYTHON": sys.executable})
    assert digests(copy) == digests(FOLDER), "run 'make messages', and translate what is new"


@pytest.mark.parametrize("language", SPOKEN)
def test_every_message_is_translated_with_the_same_places(language: str) -> None:
    for message in messages(FOLDER / language / "LC_MESSAGES" / "messages.po"):
        given, said = texts(message.id), texts(message.string)
        assert not message.fuzzy, f"to be looked at: {given[0]}"
        assert said, f"not translated: {given[0]}"
        assert all(said), f"not translated for every number: {given[0]}"
        for translation in said:
            held = sorted(HELD.findall(translation))
            assert held in [sorted(HELD.findall(text)) for text in given], translation
            assert '"' not in HELD.sub("", translation), "a straight quotation mark: {translation}"
            assert translation.endswith((".", "?")) == given[-1].endswith((".", "?")), translation


@pytest.mark.parametrize("label", [verdict.label for verdict in VERDICTS.values()])
def test_a_finding_is_known_in_every_language(label: str) -> None:
    said = {translations(tag.replace("_", "-")).gettext(label) for tag in SPOKEN}
    assert in_every_language(label) == {label, *said}


def test_a_language_is_said_as_its_own_or_a_wider_one() -> None:
    assert translations("es-MX").gettext("Sources") == "Fuentes"
    assert translations("es-419").ngettext("%(num)s note", "%(num)s notes", 2) == "%(num)s notas"
    assert translations("fr").gettext("Sources") == "Sources"
    assert [is_spoken(tag) for tag in ("en-GB", "en", "es-MX", "fr")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2013-05-29", "desde el 29 de mayo de 2013 hasta el 29 de mayo de 2013"),
        ("2013-05", "desde mayo de 2013 hasta mayo de 2013"),
        ("2013", "desde 2013 hasta 2013"),
    ],
)
def test_the_article_stands_before_a_day_alone(day: str, words: str) -> None:
    spanish, date = Words("es"), PartialDate.read(day)
    assert f"{since(spanish, date)} {until(spanish, date)}" == words


@pytest.mark.parametrize(
    ("language", "around", "attributes"),
    [
        ("en", "en-GB", ""),
        ("es", "en-GB", ' lang="es"'),
        ("ar", "en", ' lang="ar" dir="rtl"'),
        ("en-GB", "fa", ' lang="en-GB" dir="ltr"'),
        ("he", "ar", ' lang="he"'),
        ("uz-Arab", "uz-Latn", ' lang="uz-Arab" dir="rtl"'),
        ("az-Arab", "en", ' lang="az-Arab" dir="rtl"'),
        ("yi-US", "en", ' lang="yi-US" dir="rtl"'),
        ("xx", "en", ' lang="xx"'),
    ],
)
def test_words_in_another_language_say_which_and_which_way(
    language: str, around: str, attributes: str
) -> None:
    assert tongue(language, around) == attributes
    title = re.sub('dir="[a-z]+"', 'dir="auto"', attributes)  # it may be in our words
    assert titled(language, around) == title


def test_languages_have_names() -> None:
    assert Words("en-GB").language("ru") == "Russian"
    assert Words("es").language("pt-BR") == "portugués de Brasil"
    assert Words("en").language("x-none") == "x-none"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "658.4 million"),
        ("ja", "6.6億"),
        ("zh", "6.6亿"),
        ("zh-Hant", "6.6億"),
        ("ko", "6.6억"),
        ("mt", "658.4M"),
    ],
)
def test_a_large_number_is_said_in_every_language(language: str, words: str) -> None:
    assert Words(language).number(Decimal(658384812)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0.00001", "0.00001"),
        ("-0.0016", "-0.0016"),
        ("0.50", "0.5"),
        ("0.000", "0"),
        ("12345.678901", "12,345.679"),
        ("9" * 30, "1000000000000000000 trillion"),
        (f"0.{'0' * 29}1", f"0.{'0' * 29}1"),
    ],
)
def test_a_small_number_is_never_rounded_to_another(number: str, words: str) -> None:
    assert Words("en").number(Decimal(number)) == words


def test_labels_within_a_sentence() -> None:
    assert Words("es").within("Ya no es así") == "ya no es así"
    assert Words("en").within("EU members") == "EU members"
    assert Words("de").within("Behauptung") == "Behauptung"


# --- the templates ------------------------------------------------------------------------------

TEMPLATES = sorted((ROOT / "theme" / "templates").rglob("*.html"))
MACHINE_WORDS = re.compile(r"text|[MCvZ\d\s]+")
"""The address of a part, and the commands of a path."""
PROGRAMS = ("anchors", "boot", "path")
"""Names that templates give to style sheets, scripts and drawings."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    assert list(bare_words(path.read_text("utf-8"))) == []


def test_words_of_its_own_are_found() -> None:
    template = '{% trans %}Yes{% endtrans %}<p aria-label="One">{{ _("No") }} two</p>{# three #}'
    assert list(bare_words(template)) == ["One", "two"]


def bare_words(template: str) -> Iterator[str]:
    """Words for readers that do not come from the catalogue."""
    written = own_html(template)
    for attribute in SHOWN_ATTRIBUTES:
        yield from re.findall(rf' {attribute}="([^"]*[a-zA-Z][^"]*)"', written)
    for text in BeautifulSoup(written, "html.parser").find_all(string=re.compile("[a-zA-Z]{2}")):
        code = isinstance(text, PreformattedString) or text.find_parent(["code", "script"])
        if not code and not MACHINE_WORDS.fullmatch(text.strip()):
            yield text.strip()


def own_html(template: str) -> str:
    """What a template writes itself: without calls, programs and what is translated."""
    environment = Environment(extensions=["jinja2.ext.i18n"])
    written, block, until = "", list[str](), ""
    for _, kind, value in environment.lex(template):
        if kind == "block_begin":
            block = []
        elif kind in ("name", "operator"):
            block.append(value)
        elif kind == "block_end" and block[0] == until:
            until = ""
        elif kind == "block_end" and not until:
            program = block[0] == "set" and block[1] in PROGRAMS and "=" not in block
            until = "endtrans" if block[0] == "trans" else "endset" if program else ""
        elif kind == "data" and not until:
            written += value
    return written


# --- a Spanish site -----------------------------------------------------------------------------


WRITTEN = "\n".join(path.read_text("utf-8") for path in (ROOT / "content").rglob("*.*"))
EDITORS_WORDS = {"Member", "Total", "Original", "no"}
"""Labels of the site's own fact boxes, and words that are Spanish too."""


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's site with LANG = "es", its notes still in English."""
    project = copy_project(tmp_path_factory.mktemp("spanish") / "project")
    change(
        project / "pelicanconf.py", 'LANG = DEFAULT_LANG = "en-GB"', 'LANG = DEFAULT_LANG = "es"'
    )
    done = briefing("build", "--output", "output", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "output"


@pytest.fixture(scope="module")
def pages(spanish: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(spanish).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(spanish.rglob("*.html"))
    }


def said_on(page: BeautifulSoup) -> Iterator[str]:
    """Every text and every attribute that readers see or hear, but for an editor's own pages."""
    for text in page.find_all(string=True):
        theirs = text.find_parent(class_="prose")
        if type(text) is NavigableString and text.strip() and not theirs:
            yield " ".join(text.split())
    for tag in page.select("*"):
        yield from (str(tag[name]) for name in SHOWN_ATTRIBUTES if tag.get(name))
        if tag.name == "meta" and tag.get("name") == "description":
            yield str(tag["content"])


def test_no_english_sentence_is_left(pages: dict[str, BeautifulSoup]) -> None:
    whole = {text for message in ENGLISH for text in texts(message.id)}
    parts = {part.strip() for text in whole for part in HELD.split(text)}
    long = {part for part in parts if len(part.split()) > 3 and part not in WRITTEN}
    assert len(long) > 60
    for name, page in pages.items():
        said = "\n".join(said_on(page))
        assert [part for part in long if part in said] == [], name


def test_no_english_word_stands_alone(pages: dict[str, BeautifulSoup]) -> None:
    """Nothing on a page is just what a message says, but for what an editor wrote."""
    alone = {texts(message.id)[0] for message in ENGLISH} - EDITORS_WORDS
    for name, page in pages.items():
        assert [text for text in said_on(page) if text in alone] == [], name


def test_each_word_says_its_language(pages: dict[str, BeautifulSoup]) -> None:
    assert {str(page.html["lang"]) for page in pages.values() if page.html} == {"es"}
    page = pages["briefings/russia-celac-2013/index.html"]
    body = page.select_one("#text")
    assert isinstance(body, Tag)
    assert body["lang"] == "en"
    ours = body.select("h2, .n, .fb, .capn, a.r")
    assert {tag.get("lang") for tag in ours} == {"es"}
    assert {tag.get("lang") for tag in body.select("p[id]")} == {None}
    for selector, path in (
        ("h1", "briefings/russia-celac-2013/index.html"),
        (".ledger th[scope=row] a", "briefings/russia-celac-2013/index.html"),
        (".led th[scope=row] > a[translate]", "claims/index.html"),
        (".occ .q", "entities/celac/index.html"),
        (".hl", "index.html"),
        (".aged .q", "index.html"),
    ):
        found = pages[path].select(selector)
        assert {tag.get("lang") for tag in found} == {"en"}, (selector, path)


def test_days_and_numbers_are_spanish(pages: dict[str, BeautifulSoup]) -> None:
    days = {tag.text for page in pages.values() for tag in page.find_all("time")}
    assert "29 de mayo de 2013" in days
    spanish = re.compile(r"(?:(?:\d{1,2} de )?[a-z]+ de )?\d{4}")
    assert [day for day in days if not spanish.fullmatch(day)] == []
    facts = " ".join(said_on(pages["facts/celac-membership/index.html"]))
    assert "658,4 millones" in facts
    assert "6,5 billones de current US dollars" in facts


def test_marks_counts_and_quotations(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["briefings/russia-celac-2013/index.html"]
    labels = {str(mark["aria-label"]) for mark in page.select("a.r")}
    assert any(re.fullmatch(r"Nota \d+, afirmación: imprecisa", label) for label in labels)
    tally = page.select_one(".tally")
    assert tally
    assert re.search(r"respaldada: \d+, opinión: \d+", tally.text)
    quotes = [tag.text for tag in page.select(".ledger th[scope=row] a")]
    assert quotes
    assert [quote for quote in quotes if not re.fullmatch("«.+»", quote)] == []


def test_longer_words_fit_the_narrowest_screen(
    spanish: Path, page_at: PageAt, serve: Serve
) -> None:
    root = serve(spanish)
    for path in ("briefings/russia-celac-2013/", "claims/", "facts/celac-membership/", "sources/"):
        visit = page_at(root + path, width=320)
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_a_language_that_is_none_stops_the_build(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    change(project / "pelicanconf.py", '"en-GB"', '"españolo"')
    done = briefing("build", "--output", "output", cwd=project)
    assert done.returncode == 1
    assert "error[language-unknown]: 'españolo' is not a language" in done.stderr
    assert "Traceback" not in done.stderr
