"""Batches of an archive done by Dask's workers: processes of this machine, or of a cluster."""

from __future__ import annotations

import copy
import logging
import pkgutil
import signal
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from . import __version__
from .archive import Engine, Results
from .processes import processors
from .seedfolder import Given, Known, Made, NotImportedError, made_of_each

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

RETRIES = 2
"""How often a batch is done again whose worker was lost, or ran out of what it needs."""
AHEAD = 4
"""Batches a worker has or waits for: enough to be busy, and memory grows with no archive."""
PATIENCE = 20
"""Seconds in which a cluster answers."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Which are to work: those of the cluster at *address*, or *count* of this machine."""

    address: str = ""
    count: int = 0


def engine_of(workers: Workers) -> Engine:
    """The engine that gives batches to *workers*.

    Raises:
        NotImportedError: Dask is not installed.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise NotImportedError(
            "this needs Dask, which is not installed: 'make dask' installs it"
        ) from None
    return partial(_spread, workers)


def _spread(workers: Workers, batches: Iterable[Sequence[Given]], known: Known) -> Results:
    with _client(workers) as client, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sending large graph")  # a batch with one big file
        with closing(in_order(client, batches, known)) as results:
            yield from results


def in_order(client: Client, batches: Iterable[Sequence[Given]], known: Known) -> Results:
    """What `made_of_each` makes of each of *batches*, in their order; few are on their way at once.

    Raises:
        NotImportedError: the cluster is gone, or cannot do it.
    """
    from concurrent.futures import CancelledError

    from distributed.comm.core import CommClosedError

    ahead = AHEAD * max(1, len(client.nthreads()))
    # A task's result and not data laid down somewhere: it is made again where a worker is lost.
    shared = client.submit(copy.copy, known, pure=False)
    waiting: deque[tuple[Sequence[Given], Future[list[Made]]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, _sent(client, batch, shared)))
            if len(waiting) >= ahead:
                yield _result(client, *waiting.popleft(), shared)
        while waiting:
            yield _result(client, *waiting.popleft(), shared)
    except (CancelledError, CommClosedError):
        raise NotImportedError("the cluster is gone: run it again to go on") from None
    except ImportError as problem:
        raise NotImportedError(f"a worker of the cluster cannot do it: {problem}") from None


def _sent(client: Client, batch: Sequence[Given], shared: Future[Known]) -> Future[list[Made]]:
    return client.submit(made_of_each, batch, shared, pure=False, retries=RETRIES)


def _result(
    client: Client, batch: Sequence[Given], future: Future[list[Made]], shared: Future[Known]
) -> list[Made]:
    """What became of *batch*. Where that ends worker after worker, each file is tried alone."""
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        with suppress(TimeoutError):  # one is being started in its place
            client.wait_for_workers(1, timeout=PATIENCE)
        if len(batch) > 1:
            alone = ([given] for given in batch)
            return [_result(client, b, _sent(client, b, shared), shared)[0] for b in alone]
        why = "to read it ended each process that tried: it may need more memory than there is"
        return [Made(batch[0].place, batch[0].wishes.slug, problem=why)]


@contextmanager
def _client(workers: Workers) -> Iterator[Client]:
    """A connection to *workers*, who are there and have this program in this version."""
    import dask
    from distributed import Client

    settings = {
        "distributed.scheduler.allowed-failures": RETRIES,
        "distributed.admin.low-level-log-length": 8,  # messages that are kept hold whole texts
    }
    with dask.config.set(settings), ExitStack() as stack:
        try:
            place = workers.address or stack.enter_context(_processes(workers.count))
            client = stack.enter_context(Client(place, timeout=PATIENCE))
        except (OSError, RuntimeError, ValueError) as problem:
            wrong = f"no Dask cluster answers at {workers.address}: {problem}"
            here = f"Dask's processes do not start: {problem}"
            raise NotImportedError(wrong if workers.address else here) from None
        _check(client, workers.address)
        yield client


def _processes(count: int) -> LocalCluster:
    """Workers of this machine, at its own address alone, and with a key no other user of it has."""
    from distributed import LocalCluster

    with _deaf_to_ctrl_c():
        return LocalCluster(
            n_workers=count or processors(),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # else it wants a certain port
            security=True,
            silence_logs=logging.CRITICAL,
        )


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes and threads that begin inside never hear Ctrl+C: a terminal tells all of a group,
    and ours ends the others. It hears what came meanwhile afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # else the first process starts it, and hears again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _check(client: Client, address: str) -> None:
    there = client.run(pkgutil.resolve_name, "briefing:__version__", on_error="return")
    if not there:
        raise NotImportedError(f"the cluster at {address} has no workers")
    for worker, version in sorted(there.items()):
        if version != __version__:
            has = "no" if isinstance(version, Exception) else f"another ({version})"
            raise NotImportedError(
                f"the worker {worker} has {has} 'briefing': install {__version__} there, which is "
                "this one's, from the same locks"
            )
