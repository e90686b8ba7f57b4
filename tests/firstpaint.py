"""When a phone on a slow line paints the first of each page: a report to read, not a test.

The phone is READING's (section 17): 390 px wide, 1.6 Mbit/s, 150 ms, a processor four times slower.
What decides the figure is held by test_reading_budgets.py, which no busy machine can upset.
"""

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from browser import chromium
from command import build
from pictures import BRIEFING
from serving import PackedHandler, serving

MOST = 1.8
"""Seconds, for a briefing."""
RUNS = 5
PAGES = ("", BRIEFING, "claims/index.html", "sources/index.html", "facts/visa-regimes/index.html")
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PAINTS = """
new Promise(done => new PerformanceObserver(list => done([
    performance.getEntriesByName('first-contentful-paint')[0].startTime,
    list.getEntries().at(-1).startTime,
    list.getEntries().at(-1).element?.localName ?? '',
  ])).observe({type: 'largest-contentful-paint', buffered: true}))
"""


def paints(browser: Browser, url: str) -> tuple[float, float, str]:
    """Seconds to the first and to the largest paint of *url*, on a first visit, and of what."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(url, wait_until="load")
        first, largest, element = page.evaluate(PAINTS)
        return first / 1000, largest / 1000, element
    finally:
        context.close()


def report(browser: Browser, url: str) -> str:
    runs = [paints(browser, url) for _ in range(RUNS)]
    firsts = sorted(first for first, _, _ in runs)
    late = f", above {MOST}" if median(firsts) > MOST else ""
    return (
        f"  first {median(firsts):.2f} s ({firsts[0]:.2f} to {firsts[-1]:.2f}){late}; "
        f"largest {median(largest for _, largest, _ in runs):.2f} s ({runs[0][2]})"
    )


def main() -> None:
    with TemporaryDirectory() as built, chromium() as browser:
        output = build(Path(built, "output"), "https://example.org/repo")
        with serving(output, "/repo/", handled_by=PackedHandler) as site:
            for page in PAGES:
                sys.stdout.write(f"/{page}\n{report(browser, site + page)}\n")


if __name__ == "__main__":
    main()
