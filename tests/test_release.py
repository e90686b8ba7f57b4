"""Old addresses on the published site, drafts that are not there, what was ever published."""

import hashlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from command import briefing
from links import broken_links
from project import ARTICLE, change, copy_project

LIST = "content/published.yaml"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose briefing has moved, with a renamed note, a renamed claim and a draft."""
    root = copy_project(tmp_path_factory.mktemp("moved") / "project")
    assert briefing("release", cwd=root).returncode == 0
    (root / ARTICLE).rename(root / "content/briefings/russia-and-celac.md")
    article = root / "content/briefings/russia-and-celac.md"
    text = article.read_text("utf-8").replace("[^lavrov]", "[^minister]")
    text = text.replace("[^agenda]", "[^talks]")
    text = text.replace("[^celac]: {.definition ", "[^celac]: {.definition status=draft ", 1)
    article.write_text(text, "utf-8", newline="\n")
    return root


ALIASES = """aliases:
  - russia-celac-2013
  - {lavrov: minister, agenda: talks}
"""


def test_a_lost_address_stops_the_build_and_names_the_alias(moved: Path) -> None:
    done = briefing("check", cwd=moved)
    assert done.returncode == 1
    assert f"{LIST}:" in done.stdout
    assert "add 'aliases: [russia-celac-2013]' to the front matter" in done.stdout


@pytest.fixture(scope="module")
def mended(moved: Path) -> Path:
    article = moved / "content/briefings/russia-and-celac.md"
    change(article, "edition-number: 1\n", f"edition-number: 1\n{ALIASES}")
    done = briefing("check", cwd=moved)
    assert "note 'celac' was published, and its address leads nowhere" in done.stdout
    assert done.stdout.count("address-lost") == 1
    listed = moved / LIST
    change(listed, "  - celac\n", "")
    done = briefing("build", cwd=moved)
    assert done.returncode == 0, done.stderr
    return moved


def page(root: Path, slug: str) -> BeautifulSoup:
    html = (root / "output/briefings" / slug / "index.html").read_bytes()
    return BeautifulSoup(html, "html.parser")


def test_the_old_address_leads_to_the_new_one_without_a_script(mended: Path) -> None:
    old = page(mended, "russia-celac-2013")
    there = "../russia-and-celac/index.html"
    refresh = old.select_one("noscript meta[http-equiv=refresh]")
    assert refresh is not None
    assert refresh["content"] == f"0; url={there}"
    assert old.select_one(f'main a[href="{there}"]') is not None
    edition = page(mended, "russia-celac-2013/editions/2026-11-24")
    there = "../../../russia-and-celac/editions/2026-11-24/index.html"
    assert edition.select_one(f'main a[href="{there}"]') is not None
    assert broken_links(mended / "output") == []


def test_old_ids_lead_to_the_same_note_and_the_same_claim(mended: Path) -> None:
    new = page(mended, "russia-and-celac")
    assert new.select_one("#note-minister #note-lavrov") is not None
    row = new.select_one("#claim-talks")
    assert row is not None
    found = {str(tag["id"]) for tag in row.find_all(id=True)}
    assert found == {"note-talks", "note-agenda", "claim-agenda"}


def test_a_draft_is_not_in_the_published_page_and_is_in_the_preview(mended: Path) -> None:
    new = page(mended, "russia-and-celac")
    assert new.select_one("#note-celac, #mark-celac, [data-notes~=celac]") is None
    assert "Community of Latin American and Caribbean States" in new.text
    done = briefing("build", "--drafts", "--output", mended / "preview", cwd=mended)
    assert done.returncode == 0, done.stderr
    html = (mended / "preview/briefings/russia-and-celac/index.html").read_bytes()
    draft = BeautifulSoup(html, "html.parser").select_one("#note-celac")
    assert draft is not None
    assert "Draft" in draft.text


def test_a_release_adds_and_takes_nothing_out(mended: Path) -> None:
    before = (mended / LIST).read_text("utf-8")
    done = briefing("release", "--why", "a note is being rewritten", cwd=mended)
    assert done.returncode == 0, done.stdout
    after = (mended / LIST).read_text("utf-8")
    assert set(before.splitlines()) <= set(after.splitlines())
    assert "russia-and-celac:\n" in after
    assert "  - minister\n" in after
    assert "  - celac\n" not in after


def test_a_faulty_project_is_not_released(mended: Path) -> None:
    before = (mended / LIST).read_bytes()
    article = mended / "content/briefings/russia-and-celac.md"
    text = article.read_bytes()
    change(article, "as a counterweight", "as a competitor")
    done = briefing("release", cwd=mended)
    article.write_bytes(text)
    assert done.returncode == 1
    assert "text-differs" in done.stdout
    assert (mended / LIST).read_bytes() == before


def test_a_release_asks_why_a_verdict_and_a_fact_changed(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    article = project / "content/briefings/russia-celac-2013.md"
    facts = project / "content/facts/visa-regimes.yaml"
    assert briefing("release", cwd=project).returncode == 0
    old = "[^founded-2010]: {.claim verdict=imprecise"
    line, column = change(article, old, old.replace("imprecise", "wrong"))
    change(facts, "since: 2009-06-29", "since: 2009-06-30")

    refused = briefing("release", cwd=project)

    assert refused.returncode == 1
    place = f"russia-celac-2013.md:{line}:{column + 2}: error[history-missing]: "
    assert f"{place}note 'founded-2010' was published as 'imprecise' and is 'wrong' now" in (
        refused.stdout
    )
    assert "visa-regimes.yaml:" in refused.stdout
    assert "'AR' was published as 'visa-free 2009-06-29..'" in refused.stdout

    row = "{date: 2026-12-01, about: founded-2010, was: imprecise, why: a new document}"
    change(article, "history:\n", f"history:\n  - {row}\n")
    text = facts.read_text("utf-8")
    row = "{date: 2026-12-01, about: AR, was: 29 June 2009, why: a new document}"
    facts.write_text(f"{text}history:\n  - {row}\n", encoding="utf-8")
    assert briefing("release", cwd=project).returncode == 0


TEXT = "The club has two members, it is said.\n"
SMALL = {
    "seeds/text/seed.txt": TEXT,
    "seeds/text/seed.yaml": f"""\
file: seed.txt
sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}
title: A text
issued: 2013-05-29
""",
    "content/briefings/text.md": """\
---
title: A text
seed: text
edition: 2026-11-24
summary: What it says.
---

The club has [two members][^two], it is said.

[^two]: {.claim verdict=wrong as-of=2026-11-24 source=paper} It has three.
""",
    "content/facts/club.yaml": """\
title: The club
view: membership
as-of: 2026-11-24
members:
  BR:
    - {since: 2011-12-03, source: paper}
  AR:
    - {since: 2011-12-03, source: paper}
roles:
  chair:
    CL:
      - {since: 2011-12-03, until: 2013-01-28, source: paper}
figures:
  "budget: all":
    - {value: 7, unit: euros, date: 2012, source: paper}
quantities:
  BR: {population: [{value: 200, date: 2012, source: paper}]}
  AR: {population: [{value: 40, date: 2012, source: paper}]}
events:
  - {date: 2011-12-03, event: The founding., source: paper}
""",
    "content/sources.yaml": "\n".join(
        f"{name}: {{type: book, title: T, publisher: P, evidence: seen, tier: press}}"
        for name in ("paper", "other")
    ),
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with one claim and one box of each sort of fact, released."""
    root = copy_project(tmp_path / "project", ("theme", "pelicanconf.py"))
    for name, text in SMALL.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    assert briefing("release", cwd=root).returncode == 0
    return root


def test_each_change_of_a_verdict_needs_a_row_of_its_own(small: Path) -> None:
    article = small / "content/briefings/text.md"
    change(article, "verdict=wrong", "verdict=supported")
    row = "history:\n  - {date: 2026-12-01, about: two, was: wrong, why: a document was found}\n"
    change(article, "summary: What it says.\n", f"summary: What it says.\n{row}")
    assert briefing("release", cwd=small).returncode == 0
    change(article, "verdict=supported", "verdict=imprecise")

    refused = briefing("release", "--why", "clearer words", cwd=small)

    assert refused.returncode == 1
    said = "error[history-missing]: note 'two' was published as 'supported' and is 'imprecise' now"
    assert said in refused.stdout
    assert "; the row of 2026-12-01 tells of an earlier change" in refused.stdout

    row = "  - {date: 2026-12-02, about: two, was: supported, why: another one was found}\n"
    change(article, "history:\n", f"history:\n{row}")
    assert briefing("release", cwd=small).returncode == 0


def test_a_row_older_than_the_one_last_told_explains_nothing(small: Path) -> None:
    article = small / "content/briefings/text.md"
    change(article, "It has three.", "It has four.")
    rows = "".join(f"  - {{date: 2026-12-0{day}, about: two, why: a slip}}\n" for day in (2, 1))
    change(article, "summary: What it says.\n", f"summary: What it says.\nhistory:\n{rows}")
    assert briefing("release", cwd=small).returncode == 0
    change(article, "It has four.", "It has five.")

    refused = briefing("release", cwd=small)

    assert refused.returncode == 1
    assert "error[history-missing]: note 'two' is not what it was when released" in refused.stdout
    rows = "  - {date: 2026-12-03, about: two, why: a third slip}\n"
    change(article, "edition: 2026-11-24\n", "edition: 2026-12-03\n")
    change(article, "about: two, why: a slip}\n---", f"about: two, why: a slip}}\n{rows}---")
    assert briefing("release", cwd=small).returncode == 0
    told = (small / "content/editions/text/2026-12-03.json").read_text("utf-8")
    assert "a third slip" in told


CHANGES = {
    "BR": (
        "BR:\n    - {since: 2011-12-03, source: paper",
        "BR:\n    - {since: 2011-12-03, source: other",
    ),
    "AR.population": ("value: 40,", "value: 41,"),
    "chair.CL": ("until: 2013-01-28", "until: 2013-01-29"),
    "budget: all": ("unit: euros", "unit: dollars"),
    "2011-12-03": ("The founding.", "The first summit."),
}


def test_whatever_a_box_says_needs_a_row_for_each_change(small: Path) -> None:
    facts = small / "content/facts/club.yaml"
    for old, new in CHANGES.values():
        change(facts, old, new)

    refused = briefing("release", "--why", "new data", cwd=small)

    assert refused.returncode == 1
    assert refused.stdout.count("error[history-missing]") == len(CHANGES)
    assert "'BR' was published as 'source paper' and is 'source other' now" in refused.stdout
    assert "'AR.population' was published as '40 2012' and is '41 2012' now" in refused.stdout
    assert "club.yaml:12:9: error[history-missing]: 'chair.CL' was published as" in refused.stdout
    assert "'budget: all' was published as 'euros, source paper' and is 'doll" in refused.stdout
    said = "'2011-12-03' was published as 'The founding.' and is 'The first summit.' now"
    assert said in refused.stdout

    row = "  - {{date: 2026-12-01, about: '{}', was: another, why: new data}}\n"
    abouts = ("BR", "population", "chair", "budget: all", "2011-12-03")
    with facts.open("a", encoding="utf-8") as file:
        file.write("history:\n" + "".join(map(row.format, abouts)))
    assert briefing("release", cwd=small).returncode == 0

    change(facts, "value: 41,", "value: 42,")
    refused = briefing("release", "--why", "new data", cwd=small)
    assert refused.returncode == 1
    assert refused.stdout.count("error[history-missing]") == 1
    assert "is '42 2012' now" in refused.stdout
