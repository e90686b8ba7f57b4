"""One call after the other, each in a child of its own with little time and memory."""

import os
import resource
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from faulty import NETWORK, PROGRAMS

SECONDS, MEGABYTES = 2.0, 300
HARD = (30, 4 << 30)
"""Where the system ends the child: far beyond what is allowed, so that what it used is known."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a call said, and what it took: the processor's seconds, and the most memory."""

    said: str
    seconds: float
    megabytes: float


def limited(calls: Mapping[str, Callable[[], str]], out: Path) -> Iterator[tuple[str, Spent]]:
    """Each of *calls* by its name; one that raises or is ended says so."""
    for name, call in calls.items():
        told = out / "said.txt"
        child = os.fork()
        if child == 0:
            _run(call, told)
        _, status, used = os.wait4(child, 0)
        said = told.read_text("utf-8") if status == 0 else f"ended with {status}"
        seconds = used.ru_utime + used.ru_stime
        yield name, Spent(said, seconds, used.ru_maxrss / 1024)


def _refuse(event: str, _: object) -> None:
    if event in (*NETWORK, *PROGRAMS):
        raise AssertionError(f"{event}: nothing is fetched or started")


def _run(call: Callable[[], str], told: Path) -> None:
    """Run *call* in this child, and end it."""
    resource.setrlimit(resource.RLIMIT_CPU, (HARD[0], HARD[0]))
    resource.setrlimit(resource.RLIMIT_AS, (HARD[1], HARD[1]))
    sys.addaudithook(_refuse)
    try:
        said = call()
    except BaseException:  # noqa: BLE001 (whatever it is, the test shows it)
        said = traceback.format_exc(limit=-3)
    told.write_text(said, encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)
