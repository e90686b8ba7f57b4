"""One process, from its start to its end: its time, its memory, what it has written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from programs import OUTPUT, Program, environment

STEP = 0.05
"""Seconds between two looks at how much memory the processes share out among them."""
LIMIT = 1800.0
"""Seconds after which a build is given up."""


class FailedError(Exception):
    """The program did not build the site; with the last that it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """*wall* and *cpu* in seconds, children with it; *rss* of the largest process in MiB."""

    wall: float
    cpu: float
    rss: float


def run(program: Program, project: Path, log: Path) -> Cost:
    """Run *program* once and wait for it.

    Raises:
        FailedError: It ended with another status than 0, or not within LIMIT.
    """
    with log.open("wb") as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            program.command,
            cwd=project,
            env=environment(program, project),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,  # so that its children can be ended with it
        )
        late = threading.Timer(LIMIT, _end, [process.pid])
        late.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            _end(process.pid)
            os.wait4(process.pid, 0)
            raise
        finally:
            late.cancel()
            process.returncode = 0  # it has been waited for: Popen has nothing left to do
        wall = time.perf_counter() - begin
    if status:
        if wall >= LIMIT:
            raise FailedError(f"not done after {LIMIT:.0f} s")
        raise FailedError(_last_words(log) or f"ended with status {status}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def run_for(command: list[str], log: Path, seconds: float) -> None:
    """Run *command*, and interrupt it after so long: then it ends what it has started.

    Raises:
        FailedError: It ended with another status than 0, or had to be interrupted.
    """
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            # A shell may have told us, and so it, to pass over interruptions.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired as late:
            process.send_signal(signal.SIGINT)
            process.wait()
            raise FailedError(f"not done after {seconds:.0f} s") from late
    if status:
        raise FailedError(_last_words(log))


def memory(run_it: Callable[[], Cost]) -> tuple[Cost, float | None]:
    """What *run_it* costs, and the most that its processes held together, in MiB.

    A page that several processes share is counted once, in parts (Linux's PSS). None where the
    system does not say it.
    """
    most = 0.0
    over = threading.Event()

    def look() -> None:
        nonlocal most
        while not over.wait(STEP):
            most = max(most, sum(map(_held, _below(os.getpid()))))

    if not Path("/proc/self/smaps_rollup").exists():
        return run_it(), None
    watch = threading.Thread(target=look)
    watch.start()
    try:
        return run_it(), most
    finally:
        over.set()
        watch.join()


def output_of(project: Path) -> tuple[int, int]:
    """The number of files that were written, and of bytes in them."""
    sizes = [size for _, size in _files(project / OUTPUT)]
    return len(sizes), sum(sizes)


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            yield entry.path, entry.stat(follow_symlinks=False).st_size


def _end(leader: int) -> None:
    """End the process that leads the session, and its children."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _below(pid: int) -> Iterator[int]:
    """The processes that *pid* has started, and those that they have."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text("ascii").split()
        except OSError:  # the thread has ended meanwhile
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


def _held(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:  # it has ended meanwhile
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _last_words(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return said[-1][:200] if said else ""
