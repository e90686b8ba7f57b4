"""Pictures of the briefing: those that tests compare, and those in the documentation.

``python tests/pictures.py states FOLDER`` writes the first, ``… docs FOLDER`` the second.
"""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from browser import chromium
from command import build
from engines import program_of
from serving import serving

BRIEFING = "briefings/russia-celac-2013/index.html"
STORED = Path(__file__).parent / "screenshots"
OWN_FONTS = """() => ['Nr', 'Nd', 'Lf'].every(face => {
  const probe = document.createElement('span'), width = family => {
    probe.style.cssText = `position: absolute; font: 40px ${family}`;
    return probe.getBoundingClientRect().width;
  };
  probe.textContent = 'Second Reading';
  document.body.append(probe);
  const own = width(`${face}, monospace`) != width('monospace');
  probe.remove();
  return own;
})"""

Prepare = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class State:
    """The briefing in one state; *query* is its address's, *prepare* what a reader does then."""

    name: str
    width: int
    height: int
    prepare: Prepare
    query: str = ""
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"


def at_top(_page: Page) -> None:
    """As the page opens."""


def at(selector: str) -> Prepare:
    """Scrolled until *selector* is at the top of the window."""

    def prepare(page: Page) -> None:
        page.locator(selector).evaluate("e => { e.style.scrollMargin = 0; e.scrollIntoView() }")

    return prepare


def paired(page: Page) -> None:
    at(".desk")(page)
    page.locator(".n").nth(1).hover()


def previewed(page: Page) -> None:
    at("#ledger")(page)
    page.wait_for_timeout(100)  # scrolling puts a preview away
    page.locator("#ledger th a[href^='#note-']").first.hover()
    page.locator(".pv").wait_for()


def opened(page: Page) -> None:
    at("#p3")(page)
    page.locator("#p3 a.r").first.click()


STATES = (
    State("1440-light", 1440, 1000, at(".desk")),
    State("1440-dark-paired", 1440, 1000, paired, scheme="dark"),
    State("1440-preview", 1440, 900, previewed),
    State("1440-forced-colours", 1440, 1000, at(".desk"), forced="active"),
    State("1440-no-verdicts", 1440, 1000, at(".desk"), "?v=open"),
    State("1440-as-printed", 1440, 1000, at(".desk"), "?v=src"),
    State("390-light", 390, 1200, at_top),
    State("390-note-open", 390, 1000, opened),
)
DOCS = (
    State("briefing-1440", 1440, 1000, at_top),
    State("briefing-1440-notes", 1440, 1000, at(".desk")),
    State("briefing-1440-dark", 1440, 1000, at(".desk"), scheme="dark"),
    State("briefing-390", 390, 844, at("#p3")),
    State("briefing-390-note", 390, 844, opened),
    State("briefing-390-dark", 390, 844, opened, scheme="dark"),
    State("facts-then", 1440, 1000, at("#box-visa-regimes"), "?t=then"),
    State("facts-now", 1440, 1000, at("#box-visa-regimes"), "?t=now"),
)


def picture(browser: Browser, site: str, state: State) -> Image.Image:
    """*state* of the briefing at *site*, with its own fonts."""
    context = browser.new_context(
        viewport={"width": state.width, "height": state.height},
        color_scheme=state.scheme,
        forced_colors=state.forced,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    try:
        page = context.new_page()
        for _ in range(10):  # fonts are optional: on a first visit the system's may be shown
            page.goto(site + BRIEFING + state.query, wait_until="load")
            if page.evaluate(OWN_FONTS):
                break
        else:
            raise RuntimeError("the page never came with its own fonts")
        state.prepare(page)
        page.wait_for_timeout(50)
        return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    finally:
        context.close()


def halved(image: Image.Image) -> Image.Image:
    """Half as wide and high: what is stored, and compared."""
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)


def write(image: Image.Image, path: Path, colours: int) -> None:
    """A small PNG of few *colours*, the same at every run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    few = image.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def printed_page(browser: Browser, site: str, number: int) -> Image.Image:
    """A page of the briefing as it is printed on A4."""
    page = browser.new_page()
    try:
        page.goto(site + BRIEFING)
        pdf = page.pdf(format="A4")
    finally:
        page.close()
    pages = ["-f", str(number), "-l", str(number)]
    command = [program_of(("pdftoppm",)), *pages, "-r", "100", "-png", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def states(browser: Browser, site: str) -> Iterator[tuple[str, Image.Image, int]]:
    for state in STATES:
        yield state.name, halved(picture(browser, site, state)), 64


def docs(browser: Browser, site: str) -> Iterator[tuple[str, Image.Image, int]]:
    for state in DOCS:
        yield state.name, picture(browser, site, state), 128
    yield "printed-page", printed_page(browser, site, 1), 64


def main(what: str, folder: str) -> None:
    with TemporaryDirectory() as built, chromium() as browser:
        output = build(Path(built, "output"), "https://example.org/repo")
        with serving(output, "/repo/") as site:
            for name, image, colours in {"states": states, "docs": docs}[what](browser, site):
                write(image, Path(folder, f"{name}.png"), colours)


if __name__ == "__main__":
    main(*sys.argv[1:])
