"""Projects that are made to harm: stopped at their line, or built into pages that harm nobody."""

import base64
import json
import re
import time
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from briefing.preview.editor import RefusedError, article_path
from briefing.survey import survey
from briefing.verifying import UnreadableError, reader
from command import briefing
from hostile import make_project, written
from pairs import FIXTURES, Pair, pairs_of, read_pairs
from project import copy_project

POLICY = {"default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'", "'self'"]}
EMBEDDING = ("iframe", "object", "embed", "applet", "frame", "portal")
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset", "ping", "cite")
WEB = ("", "http", "https", "mailto")


@pairs_of("hostile/refused.md")
def test_what_would_harm_is_stopped_at_its_line(pair: Pair, tmp_path: Path) -> None:
    make_project(tmp_path, pair.given)
    began = time.process_time()
    found = survey(tmp_path).found
    took = time.process_time() - began
    lines = [
        f"{d.span.path}:{d.span.line}:{d.span.column}: {d.severity.value}[{d.code}]\n"
        for d in found
    ]
    assert "".join(lines) == pair.expected
    assert took < 2


def test_a_link_that_leads_elsewhere_is_neither_annotated_nor_verified(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name, target in {"itself.md": "itself.md", "out.md": "/etc/hostname"}.items():
        (tmp_path / "content" / name).symlink_to(target)
        with pytest.raises(RefusedError):
            article_path(tmp_path, f"content/{name}")
        with pytest.raises(UnreadableError):
            reader(str(tmp_path / "content"))(name)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that harms nobody, built as one site."""
    root = copy_project(tmp_path_factory.mktemp("hostile") / "project", ("theme", "pelicanconf.py"))
    for pair in read_pairs((FIXTURES / "hostile/harmless.md").read_text("utf-8"), "harmless.md"):
        make_project(root, pair.given)
    done = briefing("build", "--public-url", "https://example.org/repo", cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "output"


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, BeautifulSoup]:
    """Each page, read as a browser reads it."""
    return {
        path.relative_to(built).as_posix(): BeautifulSoup(path.read_bytes(), "html5lib")
        for path in sorted(built.rglob("*.html"))
    }


@pairs_of("hostile/harmless.md")
def test_a_page_shows_the_words(pages: dict[str, BeautifulSoup], pair: Pair) -> None:
    name, *words = pair.expected.splitlines()
    shown = re.sub(r"\s+", " ", pages[name].get_text())
    for line in words:
        assert re.sub(r"\s+", " ", written(line).decode()) in shown


@pytest.mark.parametrize("slug", ["turnedclaim", "mixedclaim", "twinclaim"])
def test_a_claim_says_in_its_note_and_in_each_list_what_cannot_be_seen(
    pages: dict[str, BeautifulSoup], slug: str
) -> None:
    page = pages[f"briefings/{slug}/index.html"]
    listed = pages["claims/index.html"].select_one(f'a[href*="{slug}/"][translate="no"]')
    assert listed
    for tag in (page.find(id="note-a"), page.find(id="claim-a"), listed.parent):
        assert tag
        assert re.search(r"hidden signs|another alphabet", tag.get_text())
    assert page.select_one("#claim-a bdi"), "a sign in it turns what stands around it too"


def test_a_claim_without_oddities_says_nothing(pages: dict[str, BeautifulSoup]) -> None:
    row = pages["briefings/note/index.html"]
    assert not re.search(r"hidden signs|another alphabet", row.get_text())


def test_no_page_holds_what_is_not_ours(pages: dict[str, BeautifulSoup]) -> None:
    assert len(pages) > 60
    wrong = [f"{name}: {what}" for name, page in pages.items() for what in _not_ours(name, page)]
    assert wrong == []


def _not_ours(name: str, page: BeautifulSoup) -> Iterator[str]:
    """Every element and attribute that can run or load something, but those of the theme."""
    policy = policy_of(page)
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    if not policy or "'unsafe-" in policy:
        yield f"the policy {policy}"
    yield from (
        f"{key} {allowed.get(key)}" for key, is_ in POLICY.items() if allowed.get(key) not in is_
    )
    for tag in page.select("*"):
        if tag.name == "script":
            yield from _script(tag, allowed)
        if tag.name == "base" and set(tag.attrs) != {"target"}:
            yield f"{tag}"
        if tag.name == "meta" and str(tag.get("http-equiv")).lower() == "refresh":
            yield f"{tag}"
        if tag.name == "style" and _hash(tag) not in policy:
            yield f"a style without its hash: {str(tag.string)[:60]}"
        if tag.name in EMBEDDING:
            yield f"<{tag.name}>"
        for key, value in tag.attrs.items():
            if key.startswith("on") or key in ("style", "srcdoc"):
                yield f'{key}="{value}"'
            if key.rpartition(":")[2] in ADDRESSES and not _is_good(str(value), name):
                yield f'{key}="{value}"'


def policy_of(page: BeautifulSoup) -> str:
    meta = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    return str(meta["content"]) if isinstance(meta, Tag) and meta.parent == page.head else ""


def _script(tag: Tag, allowed: dict[str, str]) -> Iterator[str]:
    if tag.get("type") == "application/ld+json":
        json.loads(str(tag.string))
    elif tag.get("src"):
        if not re.fullmatch(r"(?:\.\./|\./|/repo/)*theme/js/[a-z]+\.js", str(tag["src"])):
            yield f"{tag}"
    elif _hash(tag) not in allowed["script-src"]:
        yield f"a script without its hash: {str(tag.string)[:60]}"


def _hash(tag: Tag) -> str:
    return base64.b64encode(sha256(str(tag.string).encode()).digest()).decode()


def _is_good(value: str, _name: str) -> bool:
    plain = re.sub(r"[\0-\x20]", "", value)
    return urlsplit(plain).scheme in WEB or plain.startswith("data:image/png")


def test_the_site_is_nothing_but_the_site(built: Path) -> None:
    """Nothing was written beside it, and no name in it leads elsewhere."""
    names = [path.relative_to(built).as_posix() for path in built.rglob("*")]
    assert not [name for name in names if re.search(r"[<>\"\\:]|(?:^|/)\.(?!nojekyll)", name)]
    assert not [path for path in built.rglob("*") if path.is_symlink()]
    beside = {path.name for path in built.parent.iterdir()}
    assert beside - {".cache", "__pycache__"} == {
        "content",
        "seeds",
        "theme",
        "pelicanconf.py",
        "output",
    }


def test_what_programs_read_is_well_formed(built: Path) -> None:
    counted = {".xml": 0, ".atom": 0, ".epub": 0, ".json": 0, ".jsonld": 0}
    for path in sorted(built.rglob("*")):
        if path.suffix in (".xml", ".atom"):
            _hold_xml(path.read_bytes())
        elif path.suffix in (".json", ".jsonld"):
            json.loads(path.read_bytes())
        elif path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                for part in book.namelist():
                    if part.endswith((".xhtml", ".opf", ".xml")):
                        _hold_xml(book.read(part))
        else:
            continue
        counted[path.suffix] += 1
    assert all(counted.values()), counted


def _hold_xml(text: bytes) -> None:
    """It can be read, and holds no element or attribute that runs."""
    assert b"<!ENTITY" not in text
    for element in ElementTree.fromstring(text).iter():
        assert element.tag.rpartition("}")[2] not in ("script", *EMBEDDING)
        for key, value in element.attrib.items():
            assert not key.startswith("on"), key
            assert key.rpartition("}")[2] not in ADDRESSES or _is_good(value, ""), value
