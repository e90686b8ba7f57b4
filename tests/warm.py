"""Builds in quick succession: everything is imported once, and each build is a fork of that."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from command import ROOT

PROGRAM = """
import json, os, sys
import pelican, briefing.plugin
from briefing.__main__ import main
for line in sys.stdin:
    folder, arguments, environ = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(folder)
        os.environ.update(environ)
        with open("build.log", "w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        status = 1
        try:
            status = main(arguments)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(int(status))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass
class Builder:
    """A process that waits to build. *begin* starts a build, *end* says how it went."""

    process: subprocess.Popen[str]

    def begin(self, folder: Path, arguments: Sequence[str | Path], **environ: str) -> None:
        import json

        assert self.process.stdin
        question = [str(folder), [str(a) for a in arguments], environ]
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()

    def end(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


@contextmanager
def builder() -> Iterator[Builder]:
    """A warm process, ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Builder(process)
        assert process.stdin
        process.stdin.close()
