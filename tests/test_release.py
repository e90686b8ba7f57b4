"""Old addresses on the published site, drafts that are not there, what was ever published."""

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
