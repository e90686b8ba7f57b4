"""How far long work has come, on a terminal; nowhere else, and not for what is soon done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
SOON = 0.5
"""Seconds after which somebody who waits wants to know."""


def along(things: Iterable[T], total: int, words: str) -> Iterator[T]:
    """*things*, one after another, and how many of *total* there have been; *words* say of what.

    The clock decides what is shown on the terminal, and nothing else.
    """
    if not sys.stderr.isatty():
        yield from things
        return
    began, bar, task = time.monotonic(), None, None
    try:
        for done, thing in enumerate(things, 1):
            yield thing
            if bar is None and time.monotonic() - began > SOON:
                bar = _bar()
                bar.start()
                task = bar.add_task(words, total=total)
            if bar is not None:
                bar.update(task, completed=done)
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)
