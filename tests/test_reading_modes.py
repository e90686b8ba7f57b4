"""Each kind of page in each light, on each screen, for each reader (READING, sections 3, 4, 15)."""

import io
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageChops

from browser import PageAt, violations
from command import ROOT
from serving import Serve
from test_site import BRIEFING, PAGES
from test_site_pages import SAMPLES

KINDS = (*PAGES, *SAMPLES, "search/index.html")

LIGHTS: tuple[dict[str, str], ...] = (
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "forced_colors": "active"},
)
STATES = ("n-all", "v-src", "v-open", "t-then", "t-now")

TABLE = {
    "light": {
        "ink": (16.96, 15.70, 14.38),
        "soft": (7.50, 6.94, 6.36),
        "mark": (7.14, 6.61, 6.05),
        "then": (7.15, 6.62, 6.06),
        "now": (8.02, 7.42, 6.80),
        "edge": (3.63, 3.36, 3.08),
    },
    "dark": {
        "ink": (14.80, 13.67, 10.52),
        "soft": (7.81, 7.21, 5.55),
        "mark": (7.95, 7.34, 5.65),
        "then": (9.48, 8.75, 6.73),
        "now": (9.66, 8.92, 6.86),
        "edge": (4.53, 4.18, 3.22),
    },
}
"""The contrast of each colour on paper, card and tint."""


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_is_accessible_in_every_light(
    page_at: PageAt, published_site: str, path: str
) -> None:
    visit = page_at(published_site + path)
    for light in LIGHTS:
        visit.page.emulate_media(forced_colors=None)
        visit.page.emulate_media(**light)  # type: ignore[arg-type]
        assert violations(visit) == [], light
    visit.page.emulate_media(color_scheme="light", forced_colors="none")
    for width in (390, 320):
        visit.page.set_viewport_size({"width": width, "height": 900})
        assert violations(visit) == [], width
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    expected = ["error: Failed to load resource: the server responded with a status of 404"]
    assert [said for said in visit.console if not said.startswith(expected[0])] == []
    assert (visit.left, visit.errors) == ([], [])


@pytest.mark.parametrize("width", [1024, 390])
def test_every_view_of_a_briefing_is_accessible(
    page_at: PageAt, published_site: str, width: int
) -> None:
    visit = page_at(published_site + BRIEFING, width=width)
    for switch in STATES:
        visit.page.evaluate("id => document.getElementById(id).click()", switch)
        assert violations(visit) == [], switch


def tokens(scheme: str) -> dict[str, str]:
    """The colours that the style sheet gives its tokens."""
    css = (ROOT / "theme/css/10-tokens.css").read_text("utf-8")
    light, _, dark = css.partition("prefers-color-scheme: dark")
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", light if scheme == "light" else dark))


def luminance(colour: str) -> float:
    """Source: WCAG 2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_have_the_contrast_that_is_promised(scheme: str) -> None:
    found = tokens(scheme)
    for name, promised in TABLE[scheme].items():
        grounds = (found["paper"], found["card"], found["tint"])
        assert tuple(round(contrast(found[name], g), 2) for g in grounds) == promised, name
        assert min(promised) >= (3.0 if name == "edge" else 4.5)


def test_the_themes_colour_is_the_papers(published: Path) -> None:
    soup = BeautifulSoup((published / BRIEFING / "index.html").read_bytes(), "html.parser")
    told = [str(meta["content"]) for meta in soup.select("meta[name=theme-color]")]
    assert told == [tokens("light")["paper"], tokens("dark")["paper"]]


def test_more_contrast_and_less_motion_are_given(page_at: PageAt, published_site: str) -> None:
    page = page_at(published_site + BRIEFING).page
    style = "name => getComputedStyle(document.documentElement).getPropertyValue(name)"
    moves = "getComputedStyle(document.querySelector('mark')).transitionDuration"
    assert page.evaluate(moves) in ("0s", "")
    page.emulate_media(reduced_motion="no-preference", contrast="more")
    assert page.evaluate(moves).startswith("0.12s")
    ink, soft, hair, edge = (
        page.evaluate(style, f"--{n}") for n in ("ink", "soft", "hair", "edge")
    )
    assert (soft, hair) == (ink, edge)


def test_the_shapes_are_distinct_at_eight_pixels(
    page_at: PageAt, published: Path, serve: Serve, tmp_path: Path
) -> None:
    index = BeautifulSoup((published / "index.html").read_bytes(), "html.parser")
    sprite = index.select_one("svg.sprite")
    assert sprite is not None
    names = [str(symbol["id"]) for symbol in sprite.select("symbol")]
    assert len(names) >= 18
    drawn = "".join(
        f'<svg width="8" height="8" style="position:absolute;left:{16 * n}px;top:0">'
        f'<use href="#{name}"/></svg>'
        for n, name in enumerate(names)
    )
    page = f"<!doctype html><title>x</title><body style='margin:0'>{sprite}{drawn}"
    (tmp_path / "index.html").write_text(page, "utf-8")
    visit = page_at(serve(tmp_path), width=16 * len(names), height=20)
    picture = Image.open(io.BytesIO(visit.page.screenshot())).convert("L")
    shapes = {n: picture.crop((16 * i, 0, 16 * i + 8, 8)) for i, n in enumerate(names)}
    for one, other in combinations(names, 2):
        apart = ImageChops.difference(shapes[one], shapes[other]).tobytes()
        assert sum(level > 64 for level in apart) >= 4, f"{one} looks like {other}"


def test_landmarks_and_headings_are_in_order(published: Path) -> None:
    soup = BeautifulSoup((published / BRIEFING / "index.html").read_bytes(), "html.parser")
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not list(idle_links(soup))


def idle_links(soup: BeautifulSoup) -> Iterator[str]:
    """Links without an address, and shapes that a screen reader would come upon."""
    yield from (str(a) for a in soup.select("a:not([href])"))
    hidden = "[aria-hidden], [aria-hidden] svg, [role=img], [role=img] svg"
    yield from (str(shape) for shape in soup.select(f"svg:not({hidden})"))
