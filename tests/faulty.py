"""A process in which one thing goes wrong, at the n-th time that it touches the disk.

Python tells of each such touch before it happens (PEP 578, audit events), so that every moment
between two of them can be tried, the same one each time.
"""

import errno
import mmap
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

CHANGES = {
    "os.rename": (0, 1),
    "os.remove": (0,),
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.link": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
}
"""Events that change the disk, with the places of the paths among their arguments."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn")


@dataclass(slots=True)
class Fault:
    """What goes wrong: *kind* at the touch number *at*, counted from 1; 0 for never.

    ``kill`` ends the process before the touch; ``tear`` after half of it, where it opens a file to
    write; ``full`` and ``denied`` refuse to write from there on; ``short`` lets no file grow beyond
    *at* bytes; ``edit`` does *edit*, as an editor who saves a file meanwhile.
    """

    kind: str = ""
    at: int = 0
    edit: Callable[[], object] | None = None


@dataclass(slots=True)
class Ended:
    """How it went: the exit status (negative: the signal), the touches, what else was seen."""

    status: int
    touches: int
    said: str
    seen: list[str] = field(default_factory=list)
    """Paths that were changed, programs that were started, ``network: …``."""


def run_with(fault: Fault, call: Callable[[], object], folder: Path, scratch: Path) -> Ended:
    """Run *call* in *folder*, in a child process of its own where *fault* happens."""
    counter = mmap.mmap(-1, 8)  # shared with the children of the child
    said, seen = scratch / "said.txt", scratch / "seen.txt"
    for path in (said, seen):
        path.write_bytes(b"")
    child = os.fork()
    if child == 0:
        _child(fault, call, folder, counter, said, seen)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # its own children, where it was killed
    return Ended(
        os.waitstatus_to_exitcode(status),
        int.from_bytes(counter[:8], "little"),
        said.read_text("utf-8", errors="replace"),
        seen.read_text("utf-8", errors="replace").splitlines(),
    )


def _child(
    fault: Fault,
    call: Callable[[], object],
    folder: Path,
    counter: mmap.mmap,
    said: Path,
    seen: Path,
) -> None:
    os.setpgid(0, 0)
    os.chdir(folder)
    out = os.open(said, os.O_WRONLY | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", closefd=False)
    log = os.open("/dev/null" if fault.kind == "short" else seen, os.O_WRONLY | os.O_APPEND)
    if fault.kind == "short":  # Python ignores the signal, and the write fails
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.at, fault.at))
        fault = Fault()
    sys.addaudithook(_hook(fault, counter, log))
    status = 1
    try:
        status = int(call() or 0)  # type: ignore[call-overload]
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001 (whatever it is, the test shows it)
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)


def _hook(fault: Fault, counter: mmap.mmap, log: int) -> Callable[[str, tuple[object, ...]], None]:
    quiet = [False]

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if quiet[0]:
            return
        if event in NETWORK:
            os.write(log, f"network: {event} {arguments[1:]}\n".encode())
        elif event in PROGRAMS:
            os.write(log, f"program: {event} {arguments[:2]}\n".encode())
        paths = _changed(event, arguments)
        if not paths:
            return
        os.write(log, "".join(f"{os.path.realpath(path)}\n" for path in paths).encode())
        count = int.from_bytes(counter[:8], "little") + 1
        counter[:8] = count.to_bytes(8, "little")
        if not fault.at or count < fault.at:
            return
        quiet[0] = True
        try:
            _happen(fault, count, event, arguments, paths)
        finally:
            quiet[0] = False

    return hear


def _changed(event: str, arguments: tuple[object, ...]) -> list[str]:
    if event == "open":
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & WRITING
        chosen: list[object] = [path] if writes else []
    else:
        chosen = [arguments[place] for place in CHANGES.get(event, ())]
    return [os.fsdecode(path) for path in chosen if isinstance(path, str | bytes | os.PathLike)]


def _happen(
    fault: Fault, count: int, event: str, arguments: tuple[object, ...], paths: list[str]
) -> None:
    if fault.kind in ("kill", "tear") and count == fault.at:
        if fault.kind == "tear" and event == "open":
            flags = arguments[2] if isinstance(arguments[2], int) else os.O_WRONLY
            with suppress(OSError):
                os.write(os.open(paths[0], flags, 0o644), b"half of what was to be wri")
        os.killpg(0, signal.SIGKILL)
        time.sleep(60)
    adds = event in ("open", "os.mkdir", "os.symlink")
    if fault.kind == "full" and adds:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), paths[0])
    if fault.kind == "edit" and count == fault.at and fault.edit:
        fault.edit()
    if fault.kind == "denied":
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), paths[0])
