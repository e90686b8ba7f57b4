"""Another text, unlike the first: dropped in, imported, annotated, published; no code changed."""

import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from browser import PageAt, violations
from command import ROOT, briefing
from links import broken_links
from markup import nu
from project import copy_project
from serving import Serve

SPEECH = ROOT / "tests/fixtures/seeds/harbour-speech.txt"
SLUG = "harbour-speech"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with nothing in it but the theme, the settings, and one seed."""
    made = copy_project(tmp_path / "project", ("theme", "pelicanconf.py"))
    seed = made / "seeds" / SLUG
    seed.mkdir(parents=True)
    shutil.copy(SPEECH, seed / "seed.txt")
    return made


def article_of(project: Path) -> Path:
    return project / f"content/briefings/{SLUG}.md"


def page_of(project: Path) -> BeautifulSoup:
    page = project / f"output/briefings/{SLUG}/index.html"
    return BeautifulSoup(page.read_bytes(), "html.parser")


def test_a_seed_without_an_article_gets_one_at_build_time(project: Path) -> None:
    done = briefing("build", cwd=project)
    assert done.returncode == 0, done.stderr
    assert f"drafted content/briefings/{SLUG}.md" in done.stderr
    provenance = yaml.safe_load((project / f"seeds/{SLUG}/seed.yaml").read_text("utf-8"))
    assert provenance["emendations"]
    assert page_of(project).select_one("h1") is not None


def test_the_command_tells_what_it_found_and_never_writes_over_an_article(project: Path) -> None:
    done = briefing("import", f"seeds/{SLUG}", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "Title" in done.stdout or "title" in done.stdout
    article = article_of(project)
    article.write_text(article.read_text("utf-8") + "\n[^mine]: not finished\n", encoding="utf-8")
    before = article.read_bytes()

    again = briefing("import", f"seeds/{SLUG}", cwd=project)

    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert article.read_bytes() == before


def test_importing_is_deterministic(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(project, other)
    for place, seed in ((project, "1"), (other, "2")):
        assert briefing("import", f"seeds/{SLUG}", cwd=place, PYTHONHASHSEED=seed).returncode == 0
    for name in (f"content/briefings/{SLUG}.md", f"seeds/{SLUG}/seed.yaml"):
        assert (project / name).read_bytes() == (other / name).read_bytes()


def test_an_unknown_seed_is_one_sentence(project: Path) -> None:
    done = briefing("import", "seeds/no-such-text", cwd=project)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_from_a_dropped_text_to_an_annotated_page(
    project: Path, page_at: PageAt, serve: Serve
) -> None:
    assert briefing("import", f"seeds/{SLUG}", cwd=project).returncode == 0
    (project / "content/sources.yaml").write_text(
        "port-log:\n  type: report\n  title: Log of the port\n  evidence: seen\n  tier: primary\n",
        encoding="utf-8",
    )
    article = article_of(project)
    words = "very little money"
    text = article.read_text("utf-8")
    assert text.count(words) == 1
    marked = text.replace(words, f"[{words}][^mine]")
    article.write_text(
        marked
        + '\n[^mine]: {.claim verdict=supported as-of=2026-11-24 source="port-log"}\n'
        + "    The log of the port says so.\n",
        encoding="utf-8",
    )

    done = briefing("build", cwd=project)

    assert done.returncode == 0, done.stderr
    page = page_of(project)
    mark = page.select_one("#mark-mine")
    note = page.select_one("#note-mine")
    assert mark is not None
    assert note is not None
    assert "The log of the port says so." in note.get_text()
    assert page.select_one("#claim-mine") is not None
    output = project / "output"
    assert broken_links(output) == []
    assert nu(output) == []
    address = f"{serve(output)}briefings/{SLUG}/index.html"
    for width in (1440, 390):
        visit = page_at(address, width=width)
        assert violations(visit) == []
        assert visit.console == []


def test_changing_a_word_of_the_draft_stops_the_build(project: Path) -> None:
    assert briefing("import", f"seeds/{SLUG}", cwd=project).returncode == 0
    text = article_of(project).read_text("utf-8")
    word = next(w for w in text.partition("\n---\n")[2].split() if w.isalpha() and len(w) > 8)
    start = text.index(word)
    line = text.count("\n", 0, start) + 1
    article_of(project).write_text(text.replace(word, "nonsense", 1), encoding="utf-8")
    done = briefing("build", cwd=project)
    assert done.returncode == 1
    assert f"content/briefings/{SLUG}.md:{line}:" in done.stderr
    assert "error[text-differs]: 'nonsense" in done.stderr


def test_an_empty_site_builds_and_says_so(tmp_path: Path) -> None:
    bare = copy_project(tmp_path / "project", ("theme", "pelicanconf.py"))
    (bare / "content").mkdir()
    done = briefing("build", cwd=bare)
    assert done.returncode == 0, done.stderr
    assert broken_links(bare / "output") == []
    index = (bare / "output/index.html").read_text("utf-8")
    assert "Read the briefing" not in index
