"""A command of the terminal, from its words to its exit status; Ctrl+C ends any of them."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from .diagnostics import on_a_terminal
from .interruption import STATUS, InterruptedByUserError, end_helpers, listen


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command in the project of the present folder; its exit status."""
    before = listen()
    try:
        return _run(arguments)
    except (InterruptedByUserError, KeyboardInterrupt):
        end_helpers()
        sys.stderr.write("Interrupted: every file is whole. Run the command again to finish.\n")
        return STATUS
    finally:
        signal.signal(signal.SIGINT, before)


def _run(arguments: Sequence[str] | None) -> int:
    from .arguments import parser

    options = parser().parse_args(arguments)
    if not options.soon_over:
        gc.enable()
    root = Path.cwd()
    if options.in_site and not (root / "pelicanconf.py").is_file():
        sys.stderr.write("There is no pelicanconf.py here: run this in the site's folder.\n")
        return 2
    try:
        if options.in_site:
            from .together import finish_writing

            finish_writing(root)
        status: int = options.run(root, options)
    except OSError as problem:  # the disk is full, or may not be written
        place = f"{problem.filename}: " if problem.filename else ""
        sys.stderr.write(on_a_terminal(f"{place}{problem.strerror or problem}\n"))
        return 1
    return status


def program() -> NoReturn:
    """The command as a program of its own.

    It does not search for garbage, unless it may run for long: not while it starts, and not to free
    one thing after another when all ends anyway. That takes a seventh of a small site's build. It
    ends at once where it was interrupted: what waits for helpers that were ended could wait for
    ever.
    """
    gc.disable()
    status = main()
    if status == STATUS:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    program()
