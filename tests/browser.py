"""The system's Chromium, and what a page does in it: what it logs, breaks and asks for."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # it refuses to run as root with one; only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(slots=True)
class Visit:
    """A page open in the browser, and what happened since it was asked for."""

    page: Page
    javascript: bool
    console: list[str] = field(default_factory=list)
    """Every message, as ``warning: …``. A blocked file shows here too, as an error."""
    errors: list[str] = field(default_factory=list)
    """Exceptions that no script caught."""
    left: list[str] = field(default_factory=list)
    """Addresses outside the page's own site that it asked for. None of them is ever fetched."""


PageAt = Callable[..., Visit]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser, started once and closed at the end.

    Raises:
        RuntimeError: There is none: a test that needs it fails, it is not skipped.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RuntimeError(f"no browser ({', '.join(NAMES)}) on the PATH: run tools/system-deps")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    *,
    width: int = 1440,
    height: int = 900,
    scheme: Literal["light", "dark"] = "light",
    javascript: bool = True,
    block: str | None = None,
) -> Iterator[Visit]:
    """Open *url* in a fresh profile, loaded and with its fonts there.

    Args:
        width: Of the viewport, in CSS pixels; so is *height*.
        javascript: False for a reader who has switched it off.
        block: Files that never arrive, as a glob of addresses: ``**/*.js``.
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=javascript,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    try:
        visit = Visit(context.new_page(), javascript)
        watch(visit, url)
        if block:
            visit.page.route(block, lambda route: route.abort())
        visit.page.goto(url, wait_until="load")
        visit.page.evaluate("document.fonts.ready.then(() => null)")
        yield visit
    finally:
        context.close()


def watch(visit: Visit, url: str) -> None:
    """Note what the page logs and throws, and stop each request that leaves the site of *url*."""
    home = site(url)

    def stay(route: Route) -> None:
        if site(route.request.url) == home:
            route.fallback()
        else:
            visit.left.append(route.request.url)
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        visit.console.append(f"{message.type}: {message.text}")

    visit.page.route("**/*", stay)
    visit.page.on("console", hear)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))


def site(url: str) -> tuple[str, str]:
    """Scheme and host: what two addresses of one site share."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def violations(visit: Visit) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2 A and AA and its own best practice, one line a place.

    What axe cannot decide (text over a picture) is not among them.
    """
    if not visit.javascript:
        raise ValueError("axe waits for ever on a page whose JavaScript is off")
    options = {"runOnly": list(RULES), "resultTypes": ["violations"]}
    found = Axe().run(visit.page, options=options).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {rule['help']}"
        for rule in found
        for node in rule["nodes"]
    ]
