"""The published record: what each release changed and why, and every edition as it was."""

import hashlib
import json
import re
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from briefing.worddiff import word_diff
from briefing.words import Words
from browser import PageAt, violations
from command import briefing
from links import broken_links
from markup import nu
from project import change, copy_project, digests
from serving import Serve

SITE = "https://example.org/site"
ARTICLE = "content/briefings/text.md"
FACTS = "content/facts/club.yaml"
RECORDS = "content/editions/text"
SEED = "The club was founded in 2010.\n\nIt has two members, and met on Monday in Lima.\n"
FILES = {
    "seeds/text/seed.txt": SEED,
    "seeds/text/seed.yaml": f"""\
file: seed.txt
sha256: {hashlib.sha256(SEED.encode()).hexdigest()}
title: A text
issued: 2013-05-29
""",
    ARTICLE: """\
---
title: A text
seed: text
edition: 2026-11-24
edition-number: 1
summary: What it says.
---

The club was [founded in 2010][^founded].

[^founded]: {.claim verdict=imprecise as-of=2026-11-24 source=paper} Decided in 2010, made in 2011.

It has [two members][^two], and [met on Monday][^met] in [Lima][^lima].

[^two]: {.context source=paper} There are two members, *both* from the south. <b>&
[^met]: The second meeting of that year.
[^lima]: {.claim in=ledger verdict=supported as-of=2026-11-24 source=paper} So it was.

::: factbox club
:::
""",
    FACTS: """\
title: The club
view: membership
as-of: 2026-11-24
members:
  BR:
    - {since: 2011-12-03, source: paper}
  AR:
    - {since: 2011-12-03, source: paper}
figures:
  budget:
    - {value: 7, unit: euros, date: 2012, source: paper}
""",
    "content/sources.yaml": """\
paper:
  type: article-newspaper
  title: A paper
  publisher: The Paper
  issued: 2012-01-01
  URL: https://example.org/paper
  evidence: seen
  tier: press
other:
  type: article-newspaper
  title: Another paper
  evidence: seen
  tier: press
""",
}
ROWS = """history:
  - {date: 2026-12-01, about: founded, was: imprecise, why: the minutes were found}
  - {date: 2026-12-01, about: met, now: withdrawn, why: nothing shows it}
"""


def released(project: Path, *arguments: str) -> str:
    done = briefing("release", *arguments, cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(project: Path) -> Path:
    done = briefing("build", "--public-url", SITE, cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "output"


def page(output: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((output / path).read_bytes(), "html.parser")


def words(soup: Tag) -> str:
    return " ".join(soup.get_text().split())


def cells(soup: Tag) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th,td")] for row in soup.select("tbody tr")]


def project(folder: Path) -> Path:
    root = copy_project(folder, ("theme", "pelicanconf.py"))
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was released once, and built."""
    root = project(tmp_path_factory.mktemp("record") / "project")
    assert "first release, 4 notes and 3 facts" in released(root)
    built(root)
    return root


def test_a_record_is_written_in_the_project_or_not_at_all(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (tmp_path / "elsewhere").mkdir()
    (root / "content/editions").symlink_to(tmp_path / "elsewhere")
    refused = briefing("release", cwd=root)
    assert refused.returncode == 1
    assert "it leads out of the project's folder" in refused.stdout + refused.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (root / "content/published.yaml").exists()


def test_a_first_release_has_a_record_and_nothing_to_compare(first: Path) -> None:
    output = first / "output"
    listed = words(page(output, "briefings/text/changes/index.html"))
    assert "Edition 1, 24 November 2026" in listed
    assert "First published: 4 notes, 3 facts. Nothing was recorded before." in listed
    briefed = page(output, "briefings/text/index.html")
    assert briefed.select_one('#changes h3 a[href="changes/index.html"]') is not None
    assert "First published" not in words(briefed)
    assert "Earlier editions" not in words(briefed)
    assert not list(output.glob("briefings/text/changes/*-to-*"))
    assert broken_links(output, "/site/", SITE) == []


def test_a_release_without_a_change_records_nothing(first: Path) -> None:
    before = digests(first / "content")
    change(first / FACTS, "as-of: 2026-11-24", "as-of: 2026-11-25")
    assert "No briefing is another than at its last release." in released(first)
    change(first / FACTS, "as-of: 2026-11-25", "as-of: 2026-11-24")
    assert digests(first / "content") == before


@pytest.fixture(scope="module")
def second(first: Path) -> Path:
    """The same after a second edition, and after a correction of that."""
    article = first / ARTICLE
    change(article, "edition: 2026-11-24", "edition: 2026-12-01")
    change(article, "edition-number: 1\n", f"edition-number: 2\n{ROWS}")
    change(article, "verdict=imprecise", "verdict=wrong")
    change(article, "and [met on Monday][^met] in", "and met on Monday in")
    change(article, "[^met]: The second meeting of that year.\n", "")
    change(article, "[^two]: {.context source=paper}", "[^two]: {.context source=other}")
    change(article, "both* from the south.", "both* of them from the south.")
    change(article, "The club was [founded", "[The club][^club] was [founded")
    change(article, "[^lima]:", "[^club]: {.definition} A society.\n[^lima]:")
    change(first / FACTS, "BR:\n    - {since: 2011-12-03", "BR:\n    - {since: 2011-12-04")

    before = digests(first / "content")
    refused = briefing("release", cwd=first)
    assert refused.returncode == 1
    assert "club.yaml:6:7: error[history-missing]: 'BR' was published as" in refused.stdout
    said = "text.md:18:3: error[history-missing]: note 'two' is not what it was when released on"
    assert f"{said} 2026-11-24" in refused.stdout
    assert 'or for all: make release WHY="…"' in refused.stdout
    assert digests(first / "content") == before

    row = "  - {date: 2026-11-30, about: BR, was: 3 December 2011, why: the minutes say so}\n"
    with (first / FACTS).open("a", encoding="utf-8") as file:
        file.write(f"history:\n{row}")
    told = released(first, "--why", "Plainer words.")
    assert (
        f"{RECORDS}/2026-12-01.json: notes added: 1, notes changed: 2, notes withdrawn: 1, " in told
    )
    assert "facts changed: 1" in told

    change(article, "So it was.", "So it was, by the minutes.")
    told = released(first, "--why", "a slip")
    assert f"{RECORDS}/2026-12-01.2.json: notes changed: 1\n" in told
    output = built(first)
    assert broken_links(output, "/site/", SITE) == []
    return output


def test_a_record_is_never_rewritten(first: Path, second: Path) -> None:
    record = json.loads((first / RECORDS / "2026-11-24.json").read_text("utf-8"))
    assert sorted(path.name for path in (first / RECORDS).iterdir()) == [
        "2026-11-24.json",
        "2026-12-01.2.json",
        "2026-12-01.json",
    ]
    assert record["notes"]["founded"]["verdict"] == "imprecise"
    data = second / "briefings/text/editions/2026-11-24/edition.json"
    assert data.read_bytes() == (first / RECORDS / "2026-11-24.json").read_bytes()


def test_the_list_says_what_each_release_did_and_why(
    second: Path, page_at: PageAt, serve: Serve
) -> None:
    shown = page_at(serve(second, "/site/") + "briefings/text/changes/index.html", width=320)
    assert violations(shown) == []
    listed = page(second, "briefings/text/changes/index.html")
    bands = [words(band) for band in listed.select("section.band")]
    assert [band[:12] for band in bands[:3]] == ["Edition 2, 1", "Edition 2, 1", "Edition 1, 2"]
    assert "release 2 a slip. Notes changed 1 Claim: supported, “Lima”." in bands[0]
    assert "Plainer words. Notes added 1 Meaning, “The club”. Notes changed 2" in bands[1]
    assert "“founded in 2010” (before: Imprecise): the minutes were found." in bands[1]
    assert "Context, “two members”. Notes withdrawn 1" in bands[1]
    assert "Note, “met on Monday”: nothing shows it." in bands[1]
    assert "The club: Brazil: the minutes say so." in bands[1]
    everything = words(page(second, "changes/index.html"))
    assert everything.count("A text") == 3


def test_two_editions_side_by_side(second: Path, page_at: PageAt, serve: Serve) -> None:
    path = "briefings/text/changes/2026-11-24-to-2026-12-01/index.html"
    pair = page(second, path)
    rows = cells(pair)
    assert ["“founded in 2010”", "Imprecise", "Wrong"] in rows
    assert ["Brazil", "Member, since 3 December 2011", "Member, since 4 December 2011"] in rows
    changed = next(td for td in pair.select("td") if "from the south" in td.text)
    assert [words(ins) for ins in changed.select("ins")] == ["put in: of them"]
    assert "<b>&" in changed.text
    assert [words(gone) for gone in pair.select("del")][-2:] == [
        "taken out: A paper",
        "taken out: The second meeting of that year.",
    ]
    assert "Why: Plainer words." in words(pair)
    for width in (1280, 320):
        visit = page_at(serve(second, "/site/") + path, width=width)
        assert violations(visit) == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_earlier_edition_stays_readable(second: Path, page_at: PageAt, serve: Serve) -> None:
    path = "briefings/text/editions/2026-11-24/index.html"
    old = page(second, path)
    assert "An earlier edition, kept as it was. It has been superseded." in words(old)
    note = old.select_one("#note-met")
    assert note is not None
    assert words(note) == "Note met on Monday The second meeting of that year."
    text = [words(p) for p in old.select(".old > p")]
    assert text == [" ".join(line.split()) for line in SEED.split("\n\n")]
    assert ["Brazil", "Member, since 3 December 2011"] in cells(old)
    assert old.select_one('meta[name="robots"][content="noindex"]') is not None
    canonical = old.select_one('link[rel="canonical"]')
    assert canonical is not None
    assert canonical["href"] == f"{SITE}/briefings/text/"
    assert violations(page_at(serve(second, "/site/") + path, width=320)) == []
    latest = words(page(second, "briefings/text/editions/2026-12-01.2/index.html"))
    assert "The last edition that was released" in latest


def test_each_note_says_when_it_came_and_changed(second: Path) -> None:
    briefed = page(second, "briefings/text/index.html")
    said = {str(note["id"]): words(note) for note in briefed.select(".n")}
    assert "First published 1 December 2026." in said["note-club"]
    assert "Changed 1 December 2026: Plainer words." in said["note-two"]
    assert "First published 24 November 2026." in said["note-two"]
    assert "Imprecise until 1 December 2026: the minutes were found." in said["note-founded"]
    claim = briefed.select_one("#claim-lima")
    assert claim is not None
    assert "Changed 1 December 2026: a slip." in words(claim)
    earlier = [link.text for link in briefed.select("#changes a[href^=editions]")][-2:]
    assert earlier == ["Edition 2, 1 December 2026", "Edition 1, 24 November 2026"]


def test_a_withdrawn_note_keeps_its_address_and_says_so(second: Path) -> None:
    briefed = page(second, "briefings/text/index.html")
    row = briefed.select_one("#note-met")
    assert row is not None
    assert words(row) == "1 December 2026: met, withdrawn, nothing shows it."
    link = row.select_one("a")
    assert link is not None
    assert link["href"] == "editions/2026-11-24/index.html#note-met"
    alone = words(page(second, "briefings/text/embed/note-met.html"))
    assert "This note was withdrawn on 1 December 2026: nothing shows it." in alone


def test_programs_and_feed_readers_get_the_record(second: Path) -> None:
    data = json.loads((second / "briefings/text/changes/changes.json").read_text("utf-8"))
    assert [row["release"] for row in data["releases"]] == [
        "2026-11-24",
        "2026-12-01",
        "2026-12-01.2",
    ]
    assert data["releases"][1]["notes"]["withdrawn"] == ["met"]
    assert data["notes"]["two"] == {
        "first": "2026-11-24",
        "changed": [{"day": "2026-12-01", "why": "Plainer words."}],
        "withdrawn": False,
    }
    index = json.loads((second / "index.json").read_text("utf-8"))
    files = {row["href"]: row["sha256"] for row in index["data"]}
    path = "briefings/text/changes/changes.json"
    assert files[path] == hashlib.sha256((second / path).read_bytes()).hexdigest()
    assert "briefings/text/editions/2026-12-01.2/edition.json" in files
    feed = feedparser.parse((second / "changes.atom").read_bytes())
    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == 3
    assert feed.entries[1].title == "A text: Edition 2, 1 December 2026"
    assert "the minutes were found" in feed.entries[1].content[0].value


def test_the_pages_are_valid(second: Path) -> None:
    assert nu(second) == []


def test_a_fact_that_changes_again_needs_a_row_of_its_own(first: Path, second: Path) -> None:
    assert second.is_dir()
    change(first / FACTS, "since: 2011-12-04", "since: 2011-12-05")
    refused = briefing("release", "--why", "x", cwd=first)
    change(first / FACTS, "since: 2011-12-05", "since: 2011-12-04")
    assert refused.returncode == 1
    assert "error[history-missing]: 'BR' was published as" in refused.stdout
    assert "; the row of 2026-11-30 tells of an earlier change" in refused.stdout


def test_an_edition_cannot_go_back_in_time(first: Path, second: Path) -> None:
    assert second.is_dir()
    article = first / ARTICLE
    change(article, "edition: 2026-12-01", "edition: 2026-11-30")
    refused = briefing("release", "--why", "x", cwd=first)
    change(article, "edition: 2026-11-30", "edition: 2026-12-01")
    assert refused.returncode == 1
    assert "error[edition-early]: the edition of 2026-11-30 is older than the last release" in (
        refused.stdout
    )


@given(st.text('ab <&"é.', max_size=40), st.text('ab <&"é.', max_size=40))
def test_both_texts_can_be_read_out_of_their_difference(old: str, new: str) -> None:
    html = word_diff(old, new, Words("en"))
    for gone, text in (("ins", old), ("del", new)):
        soup = BeautifulSoup(html, "html.parser")
        for tag in soup.select(f"{gone}, .vh"):
            tag.decompose()
        assert re.sub(r"\s", "", soup.get_text()) == re.sub(r"\s", "", text)
