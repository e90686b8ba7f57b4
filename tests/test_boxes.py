"""What a fact box says of what is not known, and of what sources dispute: files in, pages out."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from command import briefing
from project import ARTICLE, change, copy_project
from test_site_pages import soup_of

SEEN = "source: oas-who-we-are"
HEAD = "title: {title}\nview: {view}\nas-of: 2026-11-24\n"
BOXES = {
    "attested": f"""members:
  BR: [{{since: 2010, {SEEN}}}]
  CL: [{{attested: 2013, {SEEN}}}]
  PE: [{{attested: 2013-05-29, {SEEN}}}]
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
