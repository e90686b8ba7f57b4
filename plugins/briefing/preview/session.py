"""What the preview shows now and who watches it; what an edit brings at once, and what follows."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, RLock, Thread
from typing import Any

from ..output import discard, discard_stages, exchange
from .files import preview_files
from .worker import BuilderStoppedError, Message, Worker

IDLE = 1.0
"""Seconds without an edit after which the rest of the site is brought up to date."""
UNTOUCHED = "theme/"
"""What a page loads that no edit of a text or a fact changes; the theme's own edits build all."""


class Session:
    """One run of the preview.

    An edit's own pages are written at once by a builder that has read the site; the rest follows
    in a process of its own, which builds all of it beside and is stopped by the next edit. What is
    asked for meanwhile is brought up to date before it is answered.
    """

    def __init__(self, root: Path, output: Path) -> None:
        self.root = root
        self.output = output
        self.files = preview_files(root)
        self.state: Message = {
            "build": 0,
            "ok": False,
            "found": [],
            "shown": "",
            "drafts": 0,
            "behind": False,
        }
        self.news = Condition()
        self.looked_at: Counter[str] = Counter()
        """Pages open in a browser, as often as they are."""
        self._asking = RLock()
        self._builder = Worker(root, output)
        self._found: dict[str, list[Message]] = {}
        """What is wrong, by file."""
        self._fresh: set[str] = set()
        """Pages as they should be, while others may be older than an edit."""
        self._follower: Worker | None = None
        self._due: float | None = None
        """When the rest is to follow; None while nothing is behind, or must be mended first."""
        self._ended = False
        self._following = Thread(target=self._follow, daemon=True)
        self._following.start()

    # --- what changed ---------------------------------------------------------------------------

    def changed(self, names: Iterable[str]) -> None:
        """Bring the site up to date after an edit of the files *names*, below the project."""
        names = sorted(names)
        if not names:
            return
        if all(name.startswith("theme/preview/") for name in names):
            self._publish({"reload": True})
        elif any(name.startswith("plugins/") for name in names):
            self._builder.stop()
            self.whole()
        elif all(name.endswith(".md") or name.startswith("content/") for name in names):
            self._edit(names)
        else:
            self.whole()

    def whole(self) -> None:
        """Build all of the site."""
        with self._asking:
            self._stop_following()
            outcome = self._timed("build")
            if outcome["ok"]:
                self._fresh = set()
            self._all_found(outcome, behind=self.state["behind"] and not outcome["ok"])

    def _edit(self, names: list[str]) -> None:
        """Write what shows the edit; all of the site where it touches more."""
        with self._asking:
            self._stop_following()
            outcome = self._timed("edit", names=names, looked_at=self._open())
            if outcome.get("whole"):
                self.whole()
                return
            if outcome.get("same"):
                self._due = time.monotonic() + IDLE if self.state["behind"] else None
                return
            self._take(outcome)
            if outcome.get("said"):
                return
            if self._timed("verify").get("whole"):
                self.whole()

    def _open(self) -> list[str]:
        with self.news:
            return [page for page, times in self.looked_at.items() if times > 0]

    def _take(self, outcome: Message) -> None:
        """What an edit has brought: its pages, and what is wrong in its files."""
        found, pages = outcome.pop("found", {}), set(outcome.pop("pages", ()))
        self._fresh = pages if outcome.pop("reaches", False) else self._fresh | pages
        self._found |= found if isinstance(found, dict) else {}
        self._due = time.monotonic() + IDLE if outcome["ok"] else None
        wrong = [each for own in self._found.values() for each in own]
        ok = outcome["ok"] and not any(each["severity"] == "error" for each in wrong)
        wrote = sorted(pages)
        self._publish({**outcome, "ok": ok, "found": wrong, "pages": wrote, "behind": True})

    def _all_found(self, outcome: Message, *, behind: bool) -> None:
        """What a whole build has brought."""
        self._found = {}
        for each in outcome["found"]:
            self._found.setdefault(each["file"], []).append(each)
        self._publish({"behind": behind, "pages": None, **outcome})

    def _timed(self, do: str, **given: object) -> Message:
        began = time.perf_counter()
        try:
            outcome = self._builder.ask(do, **given)
        except BuilderStoppedError as stopped:
            outcome = {"ok": False, "found": [], "said": str(stopped)}
        return told(outcome, began, self._builder)

    # --- what follows ---------------------------------------------------------------------------

    def _follow(self) -> None:
        """Build all of the site beside, each time that edits have rested."""
        while not self._ended:
            with self.news:
                due = self._due
                wait = None if due is None else max(0.0, due - time.monotonic())
                if wait != 0.0:
                    self.news.wait(wait)
                    continue
                self._due = None
                follower = self._follower = Worker(self.root, self._beside(), later=True)
            began = time.perf_counter()
            try:
                outcome = follower.ask("build")
            except BuilderStoppedError as stopped:
                outcome = {"ok": False, "found": [], "said": str(stopped)}
            self._followed(follower, told(outcome, began, follower))
            follower.stop()
            discard_stages(follower.output)

    def _followed(self, follower: Worker, outcome: Message) -> None:
        """Take in what has followed, unless an edit has overtaken it."""
        old = follower.output
        with self._asking:
            if self._follower is not follower:
                return
            if outcome["ok"]:
                old = exchange(follower.output, self.output)
                self._fresh = set()
            self._follower = None
            self._all_found(outcome, behind=not outcome["ok"])
        discard(old)

    def _beside(self) -> Path:
        return self.output.with_name(f"{self.output.name}-next")

    def _stop_following(self) -> None:
        with self.news:
            follower, self._follower, self._due = self._follower, None, None
            self.news.notify_all()
        if follower:
            follower.end()

    def freshen(self, page: str) -> None:
        """Before *page* is read: bring it up to date, if an edit may have touched it."""
        if not self.state["behind"] or page.startswith(UNTOUCHED):
            return
        with self._asking:
            if page in self._fresh:
                return
            outcome = self._timed("show", page=page)
            if page in outcome.get("pages", ()):
                self._fresh.add(page)
                return
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is to follow any more; at once if something is to be mended first."""
        with self.news:
            if self._due is not None:
                self._due = time.monotonic()
                self.news.notify_all()
            self.news.wait_for(lambda: self._due is None and self._follower is None)

    # --- who watches ----------------------------------------------------------------------------

    def _publish(self, outcome: Mapping[str, Any]) -> None:
        with self.news:
            self.state = {**self.state, "reload": False, "restyled": False, **outcome}
            self.state["build"] += 1
            if outcome.get("ok"):
                self.state["shown"] = self.state["at"]
            self.news.notify_all()

    def after(self, build: int, seconds: float) -> Message | None:
        """The state once it is newer than *build*; None if nothing happened for *seconds*."""
        with self.news:
            there = self.news.wait_for(lambda: self.state["build"] != build, seconds)
            return dict(self.state) if there else None

    @contextmanager
    def watched(self, page: str) -> Iterator[None]:
        """While *page* is open in a browser."""
        with self.news:
            self.looked_at[page] += 1
        try:
            yield
        finally:
            with self.news:
                self.looked_at[page] -= 1

    def ask(self, do: str, **given: object) -> Message:
        """What the builder answers.

        Raises:
            BuilderStoppedError: it ended instead.
        """
        with self._asking:
            return self._builder.ask(do, **given)

    def stop(self) -> None:
        """End the builders; the next question starts another."""
        self._ended = True
        self._stop_following()
        self._following.join(timeout=5)
        self._builder.stop()
        discard(self._beside())


def told(outcome: Message, began: float, worker: Worker) -> Message:
    """*outcome* with how long it took, and, of a failure without diagnostics, what was said."""
    took = round((time.perf_counter() - began) * 1000)
    found = outcome.get("found", ())
    listed = [each for own in found.values() for each in own] if isinstance(found, dict) else found
    errors = any(each["severity"] == "error" for each in listed)
    said = "" if outcome.get("ok") or errors else worker.said
    return {"said": said, **outcome, "took": took, "at": time.strftime("%H:%M:%S")}
