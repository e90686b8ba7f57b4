"""The same work on many things, in as many processes as this one may use, where that pays."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from .interruption import uninterrupted
from .progress import along

T = TypeVar("T")
R = TypeVar("R")
FEWEST = 12
"""From how many things on other processes pay: to start them costs what a few things do."""
_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""What a forked process is for: it finds here what its parent put in."""


def each(work: Callable[[T], R], things: Sequence[T], words: str) -> Iterator[R]:
    """*work* done on each of *things*; the results in their order, as they come. A terminal shows
    in *words* how far it has come.

    Processes are forked, so that nothing but the results is copied between them: what *work*
    writes stays, what it changes in memory is lost. Where the system does not fork, or for a few
    things, all is done in this process.
    """
    count = processors()
    if count < 2 or len(things) < FEWEST or not hasattr(os, "fork"):
        yield from along(map(work, things), len(things), words)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    size = max(1, min(16, len(things) // (4 * count)))
    pool = ProcessPoolExecutor(count, get_context("fork"), _begin, ((work, things),))
    try:
        with uninterrupted():  # a process that is half begun would never be ended
            done = pool.map(_one, range(len(things)), chunksize=size)
        yield from along(done, len(things), words)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for garbage in circles: a build keeps all that it reads, and to search
    that again and again takes a third of the time in which an archive is read."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin(task: tuple[Callable[[Any], Any], Sequence[Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends them
    _inherited.append(task)


def _one(index: int) -> Any:
    work, things = _inherited[-1]
    return work(things[index])
