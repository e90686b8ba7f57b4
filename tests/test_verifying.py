"""``briefing verify`` holds a published site against its index, and sees a changed letter."""

import json
import shutil
from pathlib import Path

import pytest

from command import briefing

CELAC = "briefings/russia-celac-2013"


@pytest.fixture
def copy(built_site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_site, tmp_path / "site"))


def said(place: str | Path, *more: str | Path) -> tuple[int, str]:
    done = briefing("verify", place, *more)
    return done.returncode, done.stdout + done.stderr


def test_a_site_is_as_its_index_says_in_a_folder_and_at_an_address(
    built_site: Path, served_site: str
) -> None:
    whole = (0, "russia-celac-2013: as the index says\n")
    assert said(built_site) == whole
    assert said(served_site) == whole


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (f"{CELAC}/seed.txt", "Lavrov", "Lavrow", "the digest of the seed"),
        (f"{CELAC}/source.txt", "Lavrov", "Lavrow", "the digest of the text"),
        (f"{CELAC}/annotations.jsonld", "Caracas", "Cuenca", "the digest of the notes"),
        (f"{CELAC}/index.html", "said at the news", "says at the news", "does not say what"),
        (f"{CELAC}/index.html", "Bruno Rodríguez", "Bruno Perez", "#note-who-came"),
        ("facts/brics/brics.csv", "member", "guest", "facts/brics/brics.csv: its digest"),
    ],
)
def test_a_changed_word_is_seen(copy: Path, file: str, old: str, new: str, says: str) -> None:
    text = (copy / file).read_bytes().decode()
    assert old in text
    (copy / file).write_bytes(text.replace(old, new, 1).encode())
    status, words = said(copy)
    assert status == 1
    assert says in words


def test_an_index_kept_elsewhere_shows_that_both_were_changed(copy: Path, built_site: Path) -> None:
    index = json.loads((copy / "index.json").read_text("utf-8"))
    index["briefings"][0]["digests"]["text"] = "0" * 64
    (copy / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert said(copy)[0] == 1
    assert said(copy, "--index", built_site) == said(built_site)


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "missing.txt"])
def test_an_index_leads_nowhere_outside_the_site(copy: Path, path: str) -> None:
    (copy.parent / "secret.txt").write_text("x", encoding="utf-8")
    index = json.loads((copy / "index.json").read_text("utf-8"))
    index["data"] = [{"href": path, "sha256": "0" * 64}]
    (copy / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert said(copy) == (1, f"{copy}: {path} is not there\n")


def test_a_place_without_an_index_is_said_to_have_none(tmp_path: Path, served_site: str) -> None:
    assert said(tmp_path) == (1, f"{tmp_path}: index.json is not there\n")
    assert "cannot be fetched" in said(f"{served_site}no/such/site")[1]
