"""Settings of a site: kinds of notes of its own, read without running them."""

from pathlib import Path

import pytest

from briefing.article import read_article
from briefing.diagnostics import TextFile
from briefing.kinds import KINDS
from briefing.settings import read_settings
from command import briefing
from pairs import Pair, pairs_of
from project import change, copy_project
from reading import told


def kinds(text: str) -> str:
    """What a site sets of kinds, review period and drafted notes; or what is wrong."""
    settings, found = read_settings(TextFile("pelicanconf.py", text))
    own = [str(kind) for name, kind in settings.kinds.items() if name not in KINDS]
    notes = "drafted notes" if settings.drafted_notes else "no drafted notes"
    return told(found) or "\n".join([*own, f"{settings.review_days} days", notes]) + "\n"


@pairs_of("settings.md")
def test_settings(pair: Pair) -> None:
    assert kinds(pair.given) == pair.expected


def test_a_kind_of_the_sites_own_is_a_kind() -> None:
    setting = (
        "BRIEFING_KINDS = [{'name': 'correction', 'label': 'Correction', 'motivation': 'editing',"
        " 'requires': ['source']}]"
    )
    settings, _ = read_settings(TextFile("pelicanconf.py", setting))
    text = "A [word][^a] and [two][^b].\n\n[^a]: {.correction} A.\n[^b]: {.correction} [@oas].\n"
    article = read_article(TextFile("a.md", text), settings.kinds)
    assert [note.kind for note in article.annotations] == ["correction", "correction"]
    assert [d.message for d in article.found] == ["a .correction note needs 'source='"]


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "pelicanconf.py",
            'THEME = "theme"',
            'THEME = "no"',
            "ValueError: Could not find the theme no",
        ),
        (
            "pelicanconf.py",
            'TIMEZONE = "UTC"',
            "TIMEZONE = 1 / 0",
            "pelicanconf.py:{line}: ZeroDivisionError: division by zero",
        ),
        (
            "theme/templates/head.html",
            "{{ article.title }}",
            "{{ article.title }",
            "theme/templates/head.html:{line}: unexpected '}'",
        ),
    ],
)
def test_what_is_wrong_with_settings_and_theme_is_told_in_a_line(
    tmp_path: Path, path: str, old: str, new: str, said: str
) -> None:
    root = copy_project(tmp_path / "project")
    line, _ = change(root / path, old, new)
    done = briefing("build", cwd=root)
    assert done.returncode == 1
    *_, told_of, end = done.stderr.splitlines()
    assert (told_of, end) == (
        said.replace("{line}", str(line)),
        "Nothing was built, and output/ is as it was.",
    )
    assert [entry.name for entry in root.iterdir() if "output" in entry.name] == []
