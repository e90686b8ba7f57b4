"""What travels with a link: card, tags, feed, citations, site map; read by others' code."""

import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup, Tag
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pybtex.database import BibliographyData, Person, parse_string
from pybtex.richtext import Text

from briefing.card import Card, card_of, draw, strongest
from briefing.exports.cite import escaped
from briefing.exports.feed import away
from briefing.views import Day, Delta, Link, PageContext
from briefing.words import Words
from command import ROOT, SiteFor, briefing
from corpus import NOTES
from dialects import write
from links import broken_links

BRIEFING = "briefings/russia-celac-2013"
PUBLIC_URL = "https://example.org/some/repo"
URL = f"{PUBLIC_URL}/{BRIEFING}/"
THEME = ROOT / "theme"
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def soup_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


@pytest.fixture(scope="module")
def published(site_for: SiteFor) -> Path:
    return site_for(PUBLIC_URL)


# --- the card -------------------------------------------------------------------------------------

CARD = Card(
    kicker="Annotated briefing",
    title="Russia Seeks to Restore Influence in Latin America",
    label="Members of the BRICS",
    line="Five then; ten now, or eleven, as the chairs count.",
    days=("29 May 2013", "24 November 2026"),
    then="5",
    now="10",
    brand="The Second Reading",
    source="The Moscow Times, 29 May 2013",
)
LONG = "On the Present Condition of the Navigation of the Lower Danube and on the Rights of Others "


def drawn(card: Card, theme: Path = THEME) -> Image.Image:
    png = draw(card, theme)
    assert png is not None
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_each_briefing_has_a_card_and_its_page_names_it(published: Path, built_site: Path) -> None:
    card = published / BRIEFING / "card.png"
    with Image.open(card) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert card.stat().st_size < 60_000
    assert card.read_bytes() == (built_site / BRIEFING / "card.png").read_bytes()


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        replace(CARD, then="", now="", line="", label="12 notes, 39 claims"),
        replace(CARD, title=LONG * 2, then="1804", now="27", line=CARD.line * 2),
        replace(CARD, title=LONG * 9),
        replace(CARD, title="Ñandú: “¿Qué?” – Größe"),
    ],
)
def test_a_card_keeps_its_margins_whatever_it_says(card: Card) -> None:
    assert draw(card, THEME) == draw(card, THEME)
    image = drawn(card)
    paper = image.getpixel((2, 2))
    assert image.size == (1200, 630)
    for box in ((0, 0, 60, 630), (1140, 0, 1200, 630), (0, 0, 1200, 54), (0, 582, 1200, 630)):
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)]
    gap = image.crop((0, 388, 1200, 398))  # between the headline and the rule below it
    assert gap.getcolors() == [(12000, paper)]
    assert len(image.crop((64, 120, 1136, 388)).getcolors(99999) or ()) > 2  # there is a headline


def test_a_card_takes_its_colours_from_the_themes_tokens(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(THEME, theme)
    tokens = theme / "css/10-tokens.css"
    css = tokens.read_text("utf-8")
    tokens.write_text(css.replace("--paper: #fbfaf6", "--paper: #102030"), encoding="utf-8")
    assert drawn(CARD, theme).getpixel((2, 2)) == (0x10, 0x20, 0x30)


def test_no_card_is_drawn_with_letters_missing() -> None:
    assert draw(replace(CARD, title="Россия и Латинская Америка"), THEME) is None


def delta(then: str, now: str) -> Delta:
    wordy = not (then + now).isdecimal()
    return Delta(f"{then} {now}", then, now, wordy, "", Link("", ""))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("23", "32"), ("5", "10")], "5 10"),
        ([("agreed", "suspended"), ("30", "10"), ("5", "10")], "30 10"),
        ([("0", "1"), ("5", "10")], "0 1"),
        ([("10 or 11", "28"), ("7", "7")], None),
        ([], None),
    ],
)
def test_the_number_that_changed_most_is_shown(
    pairs: list[tuple[str, str]], expected: str | None
) -> None:
    found = strongest(delta(*pair) for pair in pairs)
    assert (found and found.label) == expected


def test_a_card_without_numbers_counts_the_notes() -> None:
    page = SimpleNamespace(
        title="A Text",
        deltas=(delta("agreed", "suspended"),),
        counts={"notes": 1, "claims": 39},
        publisher="",
        source=Day("1848", "1848", "1848"),
        day=Day("2026-11-24", "24 November 2026", "2026"),
    )
    card = card_of(cast(PageContext, page), "The Second Reading", Words("en-GB"))
    assert (card.label, card.line, card.then, card.now) == ("1 note, 39 claims", "", "", "")
    assert card.source == "1848"
    assert draw(card, THEME)


# --- the head of the page -------------------------------------------------------------------------


def tags(path: Path) -> dict[str, str]:
    metas = soup_of(path).select("head meta[content]")
    return {str(m.get("property") or m.get("name")): str(m["content"]) for m in metas}


def test_a_shared_link_shows_title_line_and_card(published: Path) -> None:
    page = published / BRIEFING / "index.html"
    shown = tags(page)
    assert shown["og:type"] == "article"
    assert shown["og:title"] == soup_of(page).select_one("title").get_text()  # type: ignore[union-attr]
    assert shown["og:description"] == shown["description"]
    assert shown["og:url"] == URL
    assert shown["og:image"] == f"{URL}card.png"
    assert shown["og:locale"] == "en_GB"
    assert shown["twitter:card"] == "summary_large_image"
    assert "5 → 10" in shown["og:image:alt"]
    assert tags(published / "index.html")["og:image"] == shown["og:image"]
    assert tags(published / "claims/index.html")["og:type"] == "website"


def found(site: Path) -> dict[str, Path]:
    """The pages that are meant to be found, by their addresses below the root.

    Others ask not to be indexed: copies of a briefing, parts of one for other sites and the list
    of them, what is no page at all.
    """
    pages = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    return {
        name.removesuffix("index.html"): path
        for name, path in pages.items()
        if not soup_of(path).select('meta[name="robots"][content~="noindex"]')
    }


def test_every_page_that_is_found_says_where_it_is(published: Path) -> None:
    for name, path in found(published).items():
        page = soup_of(path)
        link = page.select_one("link[rel=canonical]")
        assert link is not None
        assert link["href"] == tags(path)["og:url"] == f"{PUBLIC_URL}/{name}"
        assert page.html is not None
        assert page.html["lang"] == "en-GB"
    assert not soup_of(published / "404.html").select("link[rel=canonical]")


def test_without_an_address_nothing_claims_one(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        assert not any(name.startswith(("og:", "twitter:")) for name in tags(path)), path
        assert not soup_of(path).select("link[rel=canonical]")


def test_the_article_is_based_on_its_source(published: Path) -> None:
    script = soup_of(published / BRIEFING / "index.html").select_one("[type='application/ld+json']")
    assert script is not None
    article, *_ = json.loads(script.get_text())["@graph"]
    assert (article["@type"], article["url"]) == ("Article", URL)
    assert article["image"] == f"{URL}card.png"
    assert article["isBasedOn"]["headline"] == article["headline"]
    assert article["isBasedOn"]["datePublished"] == "2013-05-29"


def test_the_site_map_lists_every_page_with_days_of_the_content(published: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = list(ElementTree.parse(published / "sitemap.xml").getroot())
    listed = {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in urls}
    assert len(listed) == len(urls)
    pages = set(found(published)) - {"search/"}
    assert {f"{PUBLIC_URL}/{page}" for page in pages} == set(listed)
    assert listed[URL] == "2026-11-24"
    assert all(DAY.fullmatch(day) for day in listed.values() if day)
    robots = (published / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {PUBLIC_URL}/sitemap.xml" in robots


# --- the feed -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def feed(published: Path) -> Any:
    return feedparser.parse(
        (published / "feed.atom").read_bytes(), sanitize_html=False, resolve_relative_uris=False
    )


@pytest.fixture(scope="module")
def entry(feed: Any) -> BeautifulSoup:
    return BeautifulSoup(feed.entries[0].content[0].value, "html.parser")


def test_the_feed_is_well_formed_and_dated_by_its_content(feed: Any) -> None:
    assert feed.bozo == 0
    assert feed.version == "atom10"
    assert feed.feed.id == f"{PUBLIC_URL}/"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "alternate": f"{PUBLIC_URL}/",
        "self": f"{PUBLIC_URL}/feed.atom",
    }
    assert feed.entries
    for one in feed.entries:
        assert one.id.startswith((f"{PUBLIC_URL}/", "tag:"))
        assert one.link == one.id
        assert one.author
        assert one.published <= one.updated
    days = [one.updated for one in feed.entries]
    assert feed.feed.updated == max(days)
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-11-24T00:00:00Z"
    assert datetime.fromisoformat(days[0]).tzinfo == UTC


def test_an_entry_leads_out_by_whole_addresses_and_carries_no_page(
    entry: BeautifulSoup, published: Path
) -> None:
    addresses = [str(tag.get("href") or tag.get("src")) for tag in entry.select("[href], [src]")]
    assert all(address.startswith(("https://", "http://")) for address in addresses)
    assert not [s for s in broken_links(published, "/some/repo/", PUBLIC_URL) if "feed.atom" in s]

    here = {str(tag["id"]) for tag in entry.find_all(id=True)}
    notes = {a.partition("#")[2] for a in addresses if a.startswith(f"{URL}#note-")}
    assert {str(tag["id"]).replace("fn-", "note-") for tag in entry.select('[id^="fn-"]')} <= here
    assert len(notes & here) > 5  # a mark's link is answered in the entry too
    assert not entry.select("svg, script, style, use, input, mark, [class], [style], [role]")
    assert len(here) == len(entry.find_all(id=True))


def test_an_entry_has_the_source_and_each_note_after_its_paragraph(
    entry: BeautifulSoup, published: Path
) -> None:
    page = soup_of(published / BRIEFING / "index.html")
    source = (published / BRIEFING / "source.txt").read_text("utf-8").split("\n")
    notes = [str(note["id"]).replace("note-", "fn-") for note in page.select(".body .n")]
    assert [tag["id"] for tag in entry.select('[id^="fn-"]')] == notes
    assert len(notes) > 5
    paragraphs = entry.select('[id^="p"]')
    for number, paragraph in enumerate(paragraphs, 1):
        assert paragraph["id"] == f"p{number}"
        text = paragraph.select_one("figcaption") or paragraph
        said = re.sub(r"\[\d+\]", "", " ".join(text.get_text().split()))
        assert said in " ".join(source)
        marks = [a for a in text.select("a") if re.fullmatch(r"\[\d+\]", a.get_text())]
        following = [str(tag.get("id")) for tag in after(paragraph)]
        for mark in marks:
            note = str(mark["href"]).partition("#")[2].replace("note-", "fn-")
            assert note in following or entry.select_one(f"#{note}") in before(entry, paragraph)
    for tag in entry.select('[id^="fn-"]'):
        back = tag.select_one("a")
        assert back is not None
        assert str(back["href"]).startswith(f"{URL}#mark-")


def after(paragraph: Tag) -> Iterator[Tag]:
    """What stands between a paragraph and the next."""
    for tag in paragraph.find_next_siblings():
        if re.fullmatch(r"p\d+", str(tag.get("id", ""))):
            return
        yield tag


def before(entry: BeautifulSoup, paragraph: Tag) -> list[Tag]:
    return [tag for tag in entry.select('[id^="fn-"]') if tag in paragraph.find_all_previous()]


def test_without_an_address_the_feed_has_no_links_to_make_whole(built_site: Path) -> None:
    feed = feedparser.parse((built_site / "feed.atom").read_bytes())
    assert feed.bozo == 0
    assert "content" not in feed.entries[0]
    assert feed.entries[0].id.startswith("urn:sha256:")


def test_what_a_reader_of_feeds_does_not_know_is_left_out() -> None:
    html = (
        '<p id="p1" class="lede">A <mark data-notes="x">word</mark><a class="r" id="mark-x" '
        'href="#note-x" role="doc-noteref" data-ours><span class="nocss">[1]</span>'
        '<svg aria-hidden="true"><use href="#i-disc"/></svg></a> and <span class="w" id="words-y">'
        'more</span>.</p><script>1</script><div class="n" id="note-x" lang="en"><span id="note-w">'
        '</span><p class="nh"><a href="../../claims/index.html#note-x">x</a></p></div>'
    )
    assert away(html, "https://a.example/r/b/c/") == (
        '<p id="p1">A word<a href="https://a.example/r/b/c/#note-x" id="mark-x">[1]</a> and more.'
        '</p><div id="fn-x" lang="en"><span id="note-w"></span>'
        '<p id="note-x"><a href="https://a.example/r/claims/#note-x">x</a></p></div>'
    )


# --- citations ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bib(published: Path) -> BibliographyData:
    return parse_string((published / BRIEFING / "cite.bib").read_text("utf-8"), "bibtex")


def plain(latex: str) -> str:
    """What LaTeX would print."""
    return str(Text.from_latex(latex))


def test_bibtex_reads_the_edition_and_its_source(bib: BibliographyData) -> None:
    edition, source = bib.entries.values()
    assert (edition.key, source.key) == ("russia-celac-2013", "russia-celac-2013-source")
    title = "Russia Seeks to Restore Influence in Latin America"
    assert plain(edition.fields["title"]) == f"{title}, annotated"
    assert plain(source.fields["title"]) == title
    assert edition.fields["url"] == URL
    assert (edition.fields["year"], edition.fields["month"]) == ("2026", "November")
    assert source.fields["year"] == "2013"
    people: list[Person] = edition.persons["author"]
    assert [plain(str(person)) for person in people] == ["the editors"]
    assert [plain(str(p)) for p in source.persons["author"]] == ["Ivan Nechepurenko"]


LETTERS = st.text(st.sampled_from("aé “”'-.,:;\\{}$&#_%~^@\"=()") | st.characters(codec="latin-1"))


@given(LETTERS)
def test_whatever_a_title_holds_bibtex_reads_it(text: str) -> None:
    title = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\xad]", " ", text).split())
    entry = f"@misc{{key,\n  title = {{{{{escaped(title)}}}}},\n  year = {{2026}},\n}}\n"
    read = parse_string(entry, "bibtex").entries["key"]
    assert read.fields["year"] == "2026"
    assert unescaped(read.fields["title"]) == title


def unescaped(latex: str) -> str:
    """Our escapes read back by the rules of TeX: a command ends at its empty group."""
    commands = {
        r"\textbackslash{}": "\\",
        r"\textbraceleft{}": "{",
        r"\textbraceright{}": "}",
        r"\textasciitilde{}": "~",
        r"\textasciicircum{}": "^",
        **{f"\\{sign}": sign for sign in "$&#_%"},
    }
    inside = latex.removeprefix("{").removesuffix("}")
    pattern = "|".join(map(re.escape, commands))
    assert not re.search(r"[\\{}$&#_%~^]", re.sub(pattern, "", inside))
    return re.sub(pattern, lambda found: commands[found[0]], inside)


def test_csl_reads_the_edition_and_its_source(published: Path) -> None:
    data = json.loads((published / BRIEFING / "cite.json").read_text("utf-8"))
    library = CiteProcJSON(data)
    edition, source = (library[item["id"]] for item in data)
    assert str(edition["title"]).endswith(", annotated")
    assert edition["issued"].year == 2026
    assert source["issued"].year == 2013
    assert data[0]["URL"] == URL
    assert data[0]["original-date"] == data[1]["issued"]


def test_the_page_says_how_to_cite_it(published: Path, built_site: Path) -> None:
    said = soup_of(published / BRIEFING / "index.html").select_one("#edition")
    assert said is not None
    words = " ".join(said.get_text().split())
    assert "“Russia Seeks to Restore Influence in Latin America” (The Moscow Times" in words
    assert URL in words
    for name in ("cite.bib", "cite.json"):
        assert said.select_one(f'a[href="{name}"]')
        assert "http" not in (built_site / BRIEFING / name).read_text("utf-8").split("source")[0]


def test_the_feed_holds_the_twenty_newest_each_whole(tmp_path: Path) -> None:
    write(tmp_path, 24, ["ours"])
    root = tmp_path / "ours"
    assert briefing("build", "--public-url", PUBLIC_URL, cwd=root).returncode == 0
    entries = feedparser.parse((root / "output/feed.atom").read_bytes()).entries
    days = re.findall(
        r"^edition: (\S+)$",
        "\n".join(path.read_text("utf-8") for path in (root / "content/briefings").glob("*.md")),
        re.MULTILINE,
    )
    assert len(days) == 24
    assert [entry.updated[:10] for entry in entries] == sorted(days, reverse=True)[:20]
    for entry in entries:
        places = re.findall(r'id="(mark|note)-n(\d+)"', entry.content[0].value)
        wanted = {str(number) for number in range(1, NOTES + 1)}
        assert {number for part, number in places if part == "note"} == wanted
        assert {number for part, number in places if part == "mark"} == wanted
