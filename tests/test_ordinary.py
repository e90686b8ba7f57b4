"""Pelican's own pages and articles beside briefings: as Pelican has them, and none lost."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from briefing.drafting import import_missing
from command import briefing
from project import change, copy_project
from reading import project as write

BRIEFING = """=== seeds/s/seed.txt
One two three four.
=== seeds/s/seed.yaml
{file: seed.txt, sha256: DIGEST, title: T, issued: 2013-05-29}
=== content/briefings/s.md
---
title: T
seed: s
edition: 2026-11-24
summary: S
---

One two three four.
"""
LEFT_OUT = """=== content/articles/news.md
---
title: News
date: 2026-11-24
timezone: Nowhere
---

Words.
"""

PAGES = {
    "content/pages/hidden.md": "---\ntitle: Hidden\nstatus: hidden\n---\n\nWords of it.\n",
    "content/pages/draft.md": "---\ntitle: Draft\nstatus: draft\n---\n\nWords of it.\n",
    "content/pages/french.md": "---\ntitle: French\nlang: fr\n---\n\nWords of it.\n",
    "content/pages/capitals.md": "---\nTitle: Capitals\nSlug: big\n---\n\nWords of it.\n",
    "content/pages/own.md": "---\ntitle: Own\nsave_as: claims/index.html\n---\n\nWords of it.\n",
    "content/pages/mute.md": "---\ntitle: Not printed\nsave_as: ''\n---\n\nWords of it.\n",
    "content/pages/still.md": "---\ntitle: Nor this\nsave_as: ''\n---\n\nWords of it.\n",
    "content/pages/head.md": "Title: A: head\nsummary: In two\n    lines\n\nWords of it.\n",
    "content/articles/later.md": "---\ntitle: Later\nstatus: draft\n---\n\nWords of it.\n",
    "content/articles/old.md": "Title: Old\nDate: 2013-05\nTags: a, b\n\nWords of it.\n",
}
SHOWN = {
    "hidden/index.html": "Hidden",
    "drafts/pages/draft.html": "Draft",
    "pages/french-fr.html": "French",
    "big/index.html": "Capitals",
    "claims/index.html": "Own",
    "a-head/index.html": "A: head",
    "drafts/later.html": "Later",
    "briefings/old/index.html": "Old",
}
PELICANS = "status: published\nlang: fr\ntemplate: article\nmodified: once\ntags: a, b\n"


def made(folder: Path, text: str) -> Path:
    """A project with a briefing, and the files of *text*."""
    root = copy_project(folder / "project", ("theme", "pelicanconf.py"))
    write(root, BRIEFING + text)
    return root


def test_no_text_is_left_out_in_silence(tmp_path: Path) -> None:
    root = made(tmp_path, LEFT_OUT)
    (root / "content/other").mkdir()
    (root / "content/briefings/s.md").rename(root / "content/other/s.md")
    done = briefing("build", cwd=root)
    assert done.returncode == 1
    assert "content/articles/news.md:1:1: error[text-left-out]: " in done.stderr
    assert "content/other/s.md:3:1: error[text-left-out]: " in done.stderr
    assert "2 errors: nothing was built" in done.stderr


def words_of(page: Path, selector: str) -> str:
    found = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one(selector)
    return found.get_text(" ", strip=True) if found else ""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = "".join(f"=== {name}\n{text}" for name, text in PAGES.items())
    root = made(tmp_path_factory.mktemp("ordinary"), pages)
    change(root / "content/briefings/s.md", "summary: S\n", f"summary: S\n{PELICANS}")
    done = briefing("build", cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "output"


@pytest.mark.parametrize("name", SHOWN)
def test_an_ordinary_text_is_where_pelican_puts_it(built: Path, name: str) -> None:
    assert words_of(built / name, "main h1") == SHOWN[name]
    assert words_of(built / name, ".prose, #text") == "Words of it."


def test_pelicans_keys_move_no_briefing(built: Path) -> None:
    assert "One two three four." in words_of(built / "briefings/s/index.html", "#text")
    assert "<lastmod>2013-05-01</lastmod>" in (built / "sitemap.xml").read_text("utf-8")


def test_a_template_that_cannot_print_a_page_is_named_at_its_place(tmp_path: Path) -> None:
    pages = "=== content/pages/p.md\nTitle: P\nTemplate: {}\n\nWords.\n"
    unknown = pages.format("pgae")
    other = pages.format("article").replace("p.md", "q.md")
    done = briefing("build", cwd=made(tmp_path, unknown + other))
    assert done.returncode == 1
    assert "content/pages/p.md:2:11: error[value-unknown]: " in done.stderr
    assert "content/pages/q.md:2:11: error[value-unknown]: " in done.stderr


def test_an_address_that_is_taken_is_named_at_its_place(tmp_path: Path) -> None:
    pages = (
        "=== content/articles/s.md\nTitle: A\nDate: 2026-11-24\n\nWords.\n"
        "=== content/pages/a.md\n---\ntitle: A\n---\n\nWords.\n"
        "=== content/pages/b.md\n---\ntitle: B\nslug: a\n---\n\nWords.\n"
        "=== content/pages/c.md\n---\ntitle: C\nslug: claims\n---\n\nWords.\n"
    )
    root = made(tmp_path, pages)
    change(root / "content/briefings/s.md", "summary: S\n", "summary: S\nslug: a\n")
    done = briefing("build", cwd=root)
    assert done.returncode == 1
    taken = "error[slug-repeated]: the address"
    assert f"content/articles/s.md:1:1: {taken} 'briefings/a/index.html' is taken" in done.stderr
    assert f"content/pages/b.md:3:7: {taken} 'a/index.html' is taken" in done.stderr
    assert f"content/pages/c.md:3:7: {taken} 'claims/index.html' is taken" in done.stderr
    assert "3 errors: nothing was built" in done.stderr


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: T\nseed: s\n---",
        "\n---\ntitle: T\nseed: s\n---",
        "----\nseed: s\n----",
        "---\nSeed: s\n---",
        '---\nseed:   "s"  # as received\n---',
        "\u2014\nseed: s\n\u2014",
        "Title: T\nSeed: s",
    ],
)
def test_a_text_whose_front_matter_is_amiss_gets_no_second_draft(
    tmp_path: Path, front: str
) -> None:
    write(tmp_path, BRIEFING)
    (tmp_path / "content/briefings/s.md").unlink()
    mine = tmp_path / "content/briefings/mine.md"
    mine.write_text(f"{front}\n\nOne two three four.\n", encoding="utf-8")
    assert list(import_missing(tmp_path)) == []
    assert list(mine.parent.iterdir()) == [mine]
