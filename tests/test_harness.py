"""The helpers that other tests rely on, where a mistake in them would let a fault pass."""

from pathlib import Path

import pytest

from browser import PageAt, violations
from links import broken_links
from markup import nu
from pairs import Pair, pairs_of, read_pairs
from serving import Serve

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title></head>
<body><main><h1>A page</h1>{}</main></body></html>
"""


def write(folder: Path, **pages: str) -> Path:
    """A built site: ``notes_index=…`` becomes ``notes/index.html``."""
    for name, body in pages.items():
        file = folder / (name.replace("_", "/") + ".html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(body), "utf-8")
    return folder


@pairs_of("links.md")
def test_links(pair: Pair, tmp_path: Path) -> None:
    write(tmp_path, index=pair.given, notes_index='<p id="one">', notes_bare='<a name="two">')
    found = broken_links(tmp_path, "/repo/", "https://example.org/repo")
    assert "".join(f"{line}\n" for line in found) == pair.expected


def test_a_relative_link_is_broken_on_the_page_shown_at_any_depth(tmp_path: Path) -> None:
    write(tmp_path, index="", **{"404": '<a href="#x"></a><a href="/repo/"></a><a href="./"></a>'})
    assert broken_links(tmp_path, "/repo/") == [
        "404.html: #x: no element has the id 'x'",
        "404.html: ./: no such file",
    ]


def test_links_of_feeds_sitemaps_and_style_sheets_count(tmp_path: Path) -> None:
    write(tmp_path, index="")
    (tmp_path / "feed.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.org/x/"/>'
        '<content type="html">&lt;a href="https://example.org/#z"&gt;z&lt;/a&gt;</content></feed>'
    )
    (tmp_path / "sitemap.xml").write_text(
        "<urlset><url><loc>https://example.org/y/</loc></url></urlset>"
    )
    (tmp_path / "site.css").write_text("@font-face { src: url('font.woff2') }")
    assert broken_links(tmp_path, public_url="https://example.org/") == [
        "feed.atom: https://example.org/x/: no such file",
        "feed.atom: https://example.org/#z: no element has the id 'z'",
        "sitemap.xml: https://example.org/y/: no such file",
        "site.css: font.woff2: no such file",
    ]


@pairs_of("pairs.md")
def test_pairs(pair: Pair) -> None:
    assert repr_of(pair.given.replace("~~~~", "````")) == pair.expected


def repr_of(text: str) -> str:
    try:
        return "".join(f"{pair}\n" for pair in read_pairs(text, "some.md"))
    except ValueError as error:
        return f"{error}\n"


def test_nu_says_where(tmp_path: Path) -> None:
    write(tmp_path, notes_index='<p id="a"><p id="a">')
    style = "<style>b{--a:--b}\nu{--a-long-name:--another-one;--c: --d }\ni{color:--b}</style>"
    (tmp_path / "a page.html").write_text(
        PAGE.format("").replace("</head>", style + "</head>"), "utf-8"
    )
    assert nu(tmp_path) == [
        "a page.html:4:11: error: CSS: “color”: Parse Error.",
        "notes/index.html:3:37: warning: The first occurrence of ID “a” was here.",
        "notes/index.html:3:47: error: Duplicate ID “a”.",
    ]


def test_axe_says_where(page_at: PageAt, serve: Serve, tmp_path: Path) -> None:
    write(tmp_path, index='<img src="data:," id="map">')
    visit = page_at(serve(tmp_path))
    assert violations(visit) == ["image-alt: #map: Images must have alternative text"]


def test_a_visit_hears_and_stops(page_at: PageAt, serve: Serve, tmp_path: Path) -> None:
    write(
        tmp_path,
        index='<img alt="" src="http://elsewhere.invalid/x.png">'
        "<script>console.warn(innerWidth, matchMedia('(prefers-color-scheme: dark)').matches);"
        "throw Error('oh')</script>",
    )
    visit = page_at(serve(tmp_path, "/repo/"), width=390, scheme="dark")
    assert visit.left == ["http://elsewhere.invalid/x.png"]
    assert visit.errors == ["oh"]
    assert "warning: 390 true" in visit.console


def test_scripts_can_be_off_or_blocked(page_at: PageAt, serve: Serve, tmp_path: Path) -> None:
    write(tmp_path, index='<script src="x.js"></script>')
    (tmp_path / "x.js").write_text("document.title = 'run'")
    url = serve(tmp_path)
    assert page_at(url).page.title() == "run"
    assert page_at(url, javascript=False).page.title() == "A page"
    assert page_at(url, block="**/*.js").page.title() == "A page"


@pytest.mark.parametrize(
    ("path", "status"), [("repo/", 200), ("repo/notes", 200), ("repo/x/y", 404), ("notes/", 404)]
)
def test_serving_answers_as_pages_does(
    page_at: PageAt, serve: Serve, tmp_path: Path, path: str, status: int
) -> None:
    write(tmp_path, index="", notes_index="", **{"404": "<p>Not here</p>"})
    visit = page_at(serve(tmp_path, "/repo/").removesuffix("repo/") + path)
    answered = visit.page.reload()
    assert answered is not None
    assert (answered.status, "Not here" in visit.page.content()) == (status, status == 404)
