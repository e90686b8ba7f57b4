"""A process that builds, asked and answering in lines of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from pathlib import Path
from threading import Thread
from typing import IO, Any

Message = dict[str, Any]
TAIL = 30
"""Lines of what the builder said that are shown when it stops."""


class BuilderStoppedError(Exception):
    """The process that builds has ended; with the last lines that it said."""


class Worker:
    """The builder of one folder, started when it is first asked, so that an edit of the plugin is
    seen by stopping it. One thread at a time may ask; any may stop it. What can come *later* leaves
    the machine to what cannot."""

    def __init__(self, root: Path, output: Path, *, later: bool = False) -> None:
        self.root = root
        self.output = output
        self.later = later
        self._process: subprocess.Popen[str] | None = None
        self._said: deque[str] = deque(maxlen=TAIL)

    @property
    def said(self) -> str:
        """The last lines that it said to the terminal."""
        return "".join(self._said)

    def ask(self, do: str, **given: object) -> Message:
        """What the builder answers.

        Raises:
            BuilderStoppedError: it ended instead.
        """
        builder = self._started()
        assert builder.stdin
        assert builder.stdout
        try:
            builder.stdin.write(json.dumps({"do": do, **given}) + "\n")
            builder.stdin.flush()
            line = builder.stdout.readline()
        except (BrokenPipeError, ValueError):  # ended, or stopped by another thread
            line = ""
        if not line:
            self.stop()
            raise BuilderStoppedError(self.said)
        answer: Message = json.loads(line)
        return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._said.clear()
            command = [sys.executable, "-m", "briefing.preview.builder", str(self.output)]
            self._process = subprocess.Popen(
                [*command, "later"] if self.later else command,
                cwd=self.root,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                start_new_session=True,  # Ctrl+C is for the server, which ends its builders itself
            )
            assert self._process.stderr
            Thread(target=self._hear, args=(self._process.stderr,), daemon=True).start()
        return self._process

    def _hear(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._said.append(line)
                sys.stderr.write(line)

    def end(self) -> None:
        """Let it end soon: whoever waits for its answer learns that it stopped."""
        if self._process:
            self._process.terminate()

    def stop(self) -> None:
        """End it; the next question starts another."""
        builder, self._process = self._process, None
        if builder is None:
            return
        builder.terminate()
        try:
            builder.wait(timeout=2)
        except subprocess.TimeoutExpired:
            builder.kill()
            builder.wait()
        for stream in (builder.stdin, builder.stdout):
            if stream:
                stream.close()
