"""What a fact box says of what is not known, and of what sources dispute: files in, pages out."""

import re
from functools import reduce
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from briefing.apparatus import Setting
from briefing.page import page_context
from command import briefing
from project import ARTICLE, change, copy_project
from reading import project as write
from reading import told
from test_site_pages import soup_of

SEEN, WEAK = "source: oas-who-we-are", "source: algeriatoday-2014-01-21"
MEMBER = f"{{value: member, {SEEN}}}"
COUNTED = f"{{value: member, {SEEN}, counted: true}}"
HEAD = "title: {title}\nview: {view}\nas-of: 2026-11-24\n"
BOXES = {
    "attested": f"""members:
  BR: [{{since: 2010, {SEEN}}}]
  CL: [{{attested: 2013, {SEEN}}}]
  PE: [{{attested: 2013-05-29, {SEEN}}}]
""",
    "past": f"""members:
  BR:
    - {{since: 2010, until: 2015, disputed: [{MEMBER}, {{value: not a member, {WEAK}}}]}}
    - {{since: 2015, {SEEN}}}
  CL:
    - {{since: 2010, until: 2014, {SEEN}}}
    - {{since: 2014, disputed: [{MEMBER}, {{value: observer, {WEAK}}}]}}
  PE:
    - {{since: 2011, until: 2012, disputed: [{COUNTED}, {{value: observer, {WEAK}}}]}}
    - {{since: 2012, until: 2016, {SEEN}}}
    - {{since: 2020, {SEEN}}}
  UY: [{{since: 2009, until: 2010, disputed: [{COUNTED}, {{value: observer, {WEAK}}}]}}]
  VE: [{{since: 2030, disputed: [{MEMBER}, {{value: observer, {WEAK}}}]}}]
roles:
  chair:
    BR:
      - since: 2013
        until: 2014
        disputed: [{{value: chair, {SEEN}}}, {{value: host, {WEAK}}}]
    PE: [{{since: 2025, {SEEN}}}]
""",
    "ruled": f"""values:
  member: {{label: Member}}
  guest: {{label: Guest}}
members:
  BR: [{{since: 2010, disputed: [{MEMBER}, {{value: guest, {WEAK}, counted: true}}]}}]
  CL: [{{since: 2010, {SEEN}}}]
  PE: [{{since: 2010, disputed: [{COUNTED}, {{value: guest, {WEAK}}}]}}]
roles:
  chair:
    BR:
      - since: 2010
        disputed: [{{value: chair, {SEEN}}}, {{value: host, {WEAK}, counted: true}}]
""",
    "figures": f"""figures:
  people:
    - date: 2011
      unit: people
      disputed: [{{value: 5000000, {SEEN}}}, {{value: 6000000, {WEAK}, counted: true}}]
  ships:
    - {{date: 2013, disputed: [{{value: 1200, {SEEN}}}, {{value: 3000000, {WEAK}}}]}}
    - {{date: 2020, value: 1300, {SEEN}}}
  share:
    - date: 2013
      unit: share of world output
      disputed: [{{value: 0.2, {SEEN}}}, {{value: 0.25, {WEAK}}}]
members:
  BR: [{{since: 2010, {SEEN}}}]
  CL: [{{since: 2020, {SEEN}}}]
quantities:
  BR:
    gold:
      - date: 2012
        unit: tonnes
        disputed: [{{value: 7, {SEEN}, counted: true}}, {{value: 8, {WEAK}}}]
  CL:
    gold:
      - {{date: 2012, disputed: [{{value: 70, {SEEN}}}, {{value: 80, {WEAK}}}]}}
""",
    "rules": f"""values:
  lawful: {{label: Lawful, shape: disc}}
  banned: {{label: Banned, shape: ring}}
statuses:
  BR:
    - {{since: 2010, until: 2015, disputed: [{{value: lawful, {SEEN}}}, {{value: banned, {WEAK}}}]}}
  CL:
    - since: 2010
      until: 2015
      disputed: [{{value: lawful, {SEEN}, counted: true}}, {{value: banned, {WEAK}}}]
    - {{since: 2015, value: lawful, {SEEN}}}
""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This site with BOXES in its article of 29 May 2013."""
    project = copy_project(tmp_path_factory.mktemp("boxes") / "project")
    for name, text in BOXES.items():
        view = "status" if "statuses:" in text else "membership"
        head = HEAD.format(title=name.capitalize(), view=view)
        (project / f"content/facts/{name}.yaml").write_text(head + text, encoding="utf-8")
    old = "::: factbox brics"
    change(project / ARTICLE, old, "".join(f"::: factbox {n}\n:::\n\n" for n in BOXES) + old)
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    return project / "output"


@pytest.fixture(scope="module")
def page(site: Path) -> BeautifulSoup:
    return soup_of(site / "briefings/russia-celac-2013/index.html")


def box(page: BeautifulSoup, name: str) -> Tag:
    found = page.select_one(f"#box-{name}")
    assert found is not None
    return found


def said(part: Tag) -> str:
    """The words of *part*, as a reader has them."""
    return re.sub(r"\s+", " ", part.get_text(" ", strip=True)).replace(" ;", ";")


def rows(part: Tag) -> dict[str, list[str]]:
    """Each row of the tables of *part*: its head, and its cells."""
    return {
        said(head): [said(cell) for cell in row.select("td")]
        for row in part.select("tbody tr")
        if (head := row.select_one("th"))
    }


def bars(part: Tag) -> dict[str, list[tuple[str, float, float]]]:
    """Each bar's stretches: how they are drawn, their beginning, their width in per cent."""
    drawn = {}
    for bar in part.select(".bar:has(rect)"):
        drawn[said(bar)] = [
            (
                str((rect.get("class") or bar["class"])[-1]),
                float(str(rect["x"]).rstrip("%")),
                float(str(rect["width"]).rstrip("%")),
            )
            for rect in bar.select("rect")
        ]
    return drawn


def disputes(part: Tag) -> list[str]:
    """What is said to be in dispute, each source by its name above."""
    lines = [said(line) for line in part.select(".disp")]
    names = ("( OAS )", "[seen]"), ("( Algeria Today 2014 )", "[weak]")
    return [reduce(lambda line, name: line.replace(*name), names, line) for line in lines]


def number(page: BeautifulSoup, source: str) -> int:
    """The number that *source* has on *page*, where readers find it in full."""
    ids = [str(entry["id"]) for entry in page.select("li[id^=source-]")]
    return ids.index(source.replace("source: ", "source-")) + 1


def test_a_bar_covers_the_days_that_a_source_shows_and_no_more(page: BeautifulSoup) -> None:
    drawn = bars(box(page, "attested"))
    assert drawn["Brazil"] == [("then", 0.0, 100.0)]
    before, year, after = drawn["Chile"]
    assert [before[0], year[0], after[0]] == ["unknown", "then", "unknown"]
    assert year[1:] == pytest.approx((17.8, 5.9), abs=0.1)  # of 2010 to 2026, the year 2013
    day = drawn["Peru"][1]
    assert (day[0], day[2]) == ("then", 0.5)  # wide enough to be seen


def test_the_page_of_a_box_draws_what_is_not_known(site: Path) -> None:
    drawn = bars(soup_of(site / "facts/attested/index.html"))
    assert drawn["Chile"] == [("unknown", 0.0, 100.0)]
    assert drawn["Brazil"] == [("both", 0.0, 100.0)]


def test_who_is_not_known_on_a_day_is_named(page: BeautifulSoup) -> None:
    table = rows(box(page, "attested"))
    assert table["Members"] == ["3", "1"]
    assert table["Not known"] == ["none", "Chile, Peru"]
    assert "Not known" not in rows(box(page, "brics"))


def test_a_dispute_that_has_ended_is_printed_with_its_days(page: BeautifulSoup) -> None:
    assert disputes(box(page, "past")) == [
        "Brazil, since 2010 until 2015: member [seen]; not a member [weak].",
        "Chile: member [seen]; observer [weak].",
        "Peru, since 2011 until 2012: member, as counted here [seen]; observer [weak].",
        "Uruguay, since 2009 until 2010: member, as counted here [seen]; observer [weak].",
        "Chair: Brazil, since 2013 until 2014: chair [seen]; host [weak].",
    ]
    assert rows(box(page, "past"))["Chair"] == ["Brazil (in dispute)", "Peru"]
    assert disputes(box(page, "rules")) == [
        "Brazil, since 2010 until 2015: Lawful [seen]; Banned [weak].",
        "Chile, since 2010 until 2015: Lawful [seen]; Banned [weak].",
    ]


def test_who_was_in_dispute_neither_joins_nor_comes_back(page: BeautifulSoup) -> None:
    table = box(page, "past").select(".mini tbody tr")
    assert [said(row) for row in table] == [
        "2009 Uruguay (in dispute) joined 1",
        "2010 Chile joined; Uruguay (in dispute) left 1",
        "2011 Peru (in dispute) joined 2",
        "2014 In dispute: Chile 1",
        "2015 No longer in dispute: Brazil 2",
        "2016 Peru left 1",
        "2020 Peru came back 2",
    ]


def test_only_the_days_in_dispute_are_drawn_as_such(page: BeautifulSoup) -> None:
    drawn = bars(box(page, "past"))
    looks = {name: [look for look, *_ in stretches] for name, stretches in drawn.items()}
    assert looks == {
        "Brazil": ["disputed", "now"],
        "Chile": ["then", "disputed"],
        "Peru": ["disputed", "then", "then"],
        "Uruguay": ["disputed"],
    }


def test_a_status_in_dispute_is_not_one_that_is_not_known(page: BeautifulSoup) -> None:
    rules = box(page, "rules")
    table = rows(rules)
    assert table["Brazil"][0] == "In dispute lawful or banned"
    assert table["Brazil"][1].startswith("Not known")
    assert table["Chile"][0] == "Lawful in dispute"
    assert table["Lawful"] == ["1", "1"]
    assert table["In dispute"] == ["1", "0"]
    assert table["Not known"] == ["0", "1"]


def test_a_figure_in_dispute_is_printed_with_all_readings(page: BeautifulSoup) -> None:
    figures = box(page, "figures")
    table = rows(figures)
    both = f"Sources {number(page, SEEN)} , {number(page, WEAK)}"
    ruled = "6 million people 2011, in dispute"
    assert table["People"] == [ruled, f"{ruled} {both}"]
    assert table["Ships"] == ["1,200 or 3 million", f"1,300 2020 {both}"]
    assert table["Share"] == ["20% or 25%", f"20% or 25% 2013 {both}"]
    assert table["Gold"] == ["7 2012", "7 2012; without Chile"]
    assert disputes(figures) == [
        "People, 2011: 5 million people [seen]; 6 million people, as counted here [weak].",
        "Gold, Brazil, 2012: 7 tonnes, as counted here [seen]; 8 tonnes [weak].",
        "Gold, Chile, 2012: 70 [seen]; 80 [weak].",
    ]


def test_the_page_of_a_box_gives_all_readings_of_a_figure(site: Path) -> None:
    table = rows(soup_of(site / "facts/figures/index.html"))
    assert table["2011"][0] == "6 million people In dispute: 5 million people or 6 million people"


def test_a_ruling_that_somebody_does_not_belong_counts_nobody(page: BeautifulSoup) -> None:
    ruled = box(page, "ruled")
    assert rows(ruled)["Members"] == ["2", "2"]
    assert [said(row) for row in ruled.select(".mini tbody tr")] == [
        "2010 Chile, Peru (in dispute) joined 2"
    ]
    assert disputes(ruled) == [
        "Brazil: Member [seen]; Guest, as counted here [weak].",
        "Peru: Member, as counted here [seen]; Guest [weak].",
        "Chair: Brazil: chair [seen]; host, as counted here [weak].",
    ]


THIS_MONTH = """=== seeds/s/seed.txt
One two three four.
=== seeds/s/seed.yaml
{file: seed.txt, sha256: DIGEST, title: T, issued: 2026-11}
=== content/sources.yaml
v: {type: webpage, title: V, evidence: seen, tier: primary}
=== content/facts/club.yaml
title: The club
view: membership
as-of: 2026-11-24
members:
  BR: [{since: 2026-11-01, source: v}]
  CL: [{since: 2026-11-27, source: v}]
=== content/briefings/s.md
---
{title: T, seed: s, edition: 2026-11-24, summary: S}
---

One two three four.

::: factbox club
:::
"""


def test_the_days_of_a_month_that_come_after_the_edition_count_for_nothing(tmp_path: Path) -> None:
    surveyed = write(tmp_path, THIS_MONTH)
    assert told(surveyed.found) == ""
    setting = Setting(surveyed.site.catalogue, surveyed.kinds, "en", drafts=False)
    (shown,) = page_context(surveyed.site.briefings[0], setting).boxes
    assert shown.numbers == ("1", "1")
