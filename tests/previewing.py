"""The preview of an editor's project, run as an editor runs it, and a browser on it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Page

from browser import visiting
from command import ROOT
from project import copy_project, unreleased

BRIEFING = "briefings/russia-celac-2013/"
STARTED = re.compile(r"(http://127\.0\.0\.1:\d+/)#key=([\w-]+)")


@dataclass(frozen=True, slots=True)
class Previewed:
    """A preview that runs: its project's folder, its address, the key of its session."""

    project: Path
    url: str
    key: str
    process: int


@contextmanager
def previewing(folder: Path, editor: str = "") -> Iterator[Previewed]:
    """Run ``python -m briefing serve`` on a copy of this project in *folder*."""
    project = unreleased(copy_project(folder))
    if editor:
        with (project / "pelicanconf.py").open("a", encoding="utf-8") as settings:
            settings.write(f'\nEDITOR_URL = "{editor}"\n')
    server = subprocess.Popen(
        [sys.executable, "-m", "briefing", "serve", "--port", "0"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    stderr, hearing = server.stderr, Thread()
    assert stderr
    try:
        said = []
        for line in stderr:
            said.append(line)
            started = STARTED.search(line)
            if started:
                break
        else:
            raise AssertionError("the preview did not start:\n" + "".join(said))
        hearing = Thread(target=stderr.read, daemon=True)
        hearing.start()
        yield Previewed(project, started[1], started[2], server.pid)
    finally:
        server.terminate()
        server.wait()
        if hearing.ident:
            hearing.join()
        stderr.close()


@contextmanager
def briefing_page(browser: Browser, previewed: Previewed, width: int = 1440) -> Iterator[Page]:
    """The briefing, open in the preview with the session's key, and told of the present build."""
    address = f"{previewed.url}{BRIEFING}#key={previewed.key}"
    with visiting(browser, address, width=width) as visit:
        visit.page.set_default_timeout(10_000)
        visit.page.wait_for_selector("html[data-build]")
        yield visit.page
        assert not visit.errors, visit.errors
        assert not visit.left, visit.left


WATCH = """([id, words]) => {
  window.changed = new Promise(done => new MutationObserver((_, watching) => {
    if (!document.getElementById(id).textContent.includes(words)) return;
    watching.disconnect();
    done(Date.now());
  }).observe(document.body, { subtree: true, childList: true, characterData: true }));
  return true;
}"""


def milliseconds_to_change(page: Page, file: Path, old: str, new: str, note: str) -> float:
    """Write *new* for *old* into *file*; the time from then until *note* says so on the page."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, old
    page.evaluate(WATCH, [note, new])
    began = time.time()
    file.write_text(text.replace(old, new), "utf-8")
    changed: float = page.evaluate("() => window.changed")
    return changed - began * 1000
