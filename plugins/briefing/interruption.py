"""Ctrl+C: it ends a command at any moment, but for those in which a change is half made."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STATUS = 130
"""What a shell gives for it: 128 and the number of the signal."""


class InterruptedByUserError(BaseException):
    """Somebody pressed Ctrl+C. No ``KeyboardInterrupt``, which Pelican takes for a good end."""


def listen() -> Any:
    """From now on, Ctrl+C raises our exception, once; those after it change nothing any more.

    Returns:
        What it did before.
    """
    return signal.signal(signal.SIGINT, _interrupt)


def _interrupt(*_: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise InterruptedByUserError


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl+C waits until what is inside is whole. Only the main thread is ever interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[Any] = []
    before = signal.signal(signal.SIGINT, lambda *given: waiting.append(given))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting and callable(before):
        before(*waiting[0])


def end_helpers() -> None:
    """End the processes that share the work, so that none writes any more. What the threads that
    wait for them have to say of it is not told.

    (Python 3.11's pool can trip over work that was called off, when its processes are gone.)
    """
    from multiprocessing import active_children

    threading.excepthook = _unheard
    for child in active_children():
        child.kill()
        child.join()


def _unheard(*_: Any) -> None:
    """In the place of a traceback."""
