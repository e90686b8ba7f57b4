"""What the preview shows now, who watches it, and the process that builds it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Condition, RLock, Thread
from typing import IO, Any

from .files import preview_files

Message = dict[str, Any]
TAIL = 30
"""Lines of what the builder said that are shown when it stops."""


class BuilderStoppedError(Exception):
    """The process that builds has ended; with the last lines that it said."""


class Session:
    """One run of the preview. Builds are made in a process of its own, so that an edit of the
    plugin is seen by starting it again."""

    def __init__(self, root: Path, output: Path) -> None:
        self.root = root
        self.output = output
        self.files = preview_files(root)
        self.state: Message = {"build": 0, "ok": False, "found": [], "shown": ""}
        self.news = Condition()
        self._asking = RLock()
        self._builder: subprocess.Popen[str] | None = None
        self._said: deque[str] = deque(maxlen=TAIL)
        self._fresh: set[str] | None = None
        """Pages newer than the last whole build, while others may be older than an edit."""

    # --- what changed ---------------------------------------------------------------------------

    def changed(self, names: Iterable[str]) -> None:
        """Bring the site up to date after an edit of the files *names*, below the project."""
        names = sorted(names)
        if not names:
            return
        if all(name.startswith("theme/preview/") for name in names):
            self._publish({"reload": True})
        elif any(name.startswith("plugins/") for name in names):
            self.stop()
            self.whole()
        elif len(names) == 1 and names[0].endswith(".md"):
            self._page(names[0])
        else:
            self.whole()

    def whole(self) -> None:
        """Build all of the site."""
        with self._asking:
            outcome = self._timed("build")
            if outcome["ok"]:
                self._fresh = None
            self._publish(outcome)

    def _page(self, name: str) -> None:
        """Render one briefing's page; all of the site where its edit touches more."""
        with self._asking:
            outcome = self._timed("page", file=name)
            if outcome.get("whole"):
                self.whole()
                return
            if outcome.get("same"):
                return
            if outcome["ok"]:
                self._fresh = (self._fresh or set()) | {str(outcome["page"])}
            self._publish(outcome)

    def freshen(self, page: str) -> None:
        """Before *page* is read: a whole build, if an edit may have touched it since the last."""
        with self._asking:
            if self._fresh is not None and page not in self._fresh and self.state["ok"]:
                self.whole()

    def _timed(self, do: str, **given: str) -> Message:
        began = time.perf_counter()
        try:
            outcome = self.ask(do, **given)
        except BuilderStoppedError as stopped:
            outcome = {"ok": False, "found": [], "said": str(stopped)}
        took = round((time.perf_counter() - began) * 1000)
        told = any(d["severity"] == "error" for d in outcome.get("found", ()))
        said = "" if outcome.get("ok") or told else "".join(self._said)
        return {"said": said, **outcome, "took": took, "at": time.strftime("%H:%M:%S")}

    # --- who watches ----------------------------------------------------------------------------

    def _publish(self, outcome: Mapping[str, Any]) -> None:
        with self.news:
            self.state = {**self.state, "reload": False, **outcome}
            self.state["build"] += 1
            if outcome.get("ok"):
                self.state["shown"] = self.state["at"]
            self.news.notify_all()

    def after(self, build: int, seconds: float) -> Message | None:
        """The state once it is newer than *build*; None if nothing happened for *seconds*."""
        with self.news:
            there = self.news.wait_for(lambda: self.state["build"] != build, seconds)
            return dict(self.state) if there else None

    # --- the builder ----------------------------------------------------------------------------

    def ask(self, do: str, **given: object) -> Message:
        """What the builder answers.

        Raises:
            BuilderStoppedError: it ended instead.
        """
        with self._asking:
            builder = self._started()
            assert builder.stdin
            assert builder.stdout
            try:
                builder.stdin.write(json.dumps({"do": do, **given}) + "\n")
                builder.stdin.flush()
                line = builder.stdout.readline()
            except BrokenPipeError:
                line = ""
            if not line:
                self.stop()
                raise BuilderStoppedError("".join(self._said))
            answer: Message = json.loads(line)
            return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._builder is None or self._builder.poll() is not None:
            self._said.clear()
            command = [sys.executable, "-m", "briefing.preview.builder", str(self.output)]
            self._builder = subprocess.Popen(
                command,
                cwd=self.root,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            )
            assert self._builder.stderr
            Thread(target=self._hear, args=(self._builder.stderr,), daemon=True).start()
        return self._builder

    def _hear(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._said.append(line)
                sys.stderr.write(line)

    def stop(self) -> None:
        """End the builder; the next question starts another."""
        builder, self._builder = self._builder, None
        if builder is None:
            return
        for stream in (builder.stdin, builder.stdout):
            if stream:
                stream.close()
        try:
            builder.wait(timeout=2)
        except subprocess.TimeoutExpired:
            builder.kill()
            builder.wait()
