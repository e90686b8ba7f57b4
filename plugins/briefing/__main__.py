"""A command of the terminal, from its words to its exit status; Ctrl+C ends any of them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

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
    root = Path.cwd()
    if options.in_site and not (root / "pelicanconf.py").is_file():
        sys.stderr.write("There is no pelicanconf.py here: run this in the site's folder.\n")
        return 2
    status: int = options.run(root, options)
    return status


if __name__ == "__main__":
    sys.exit(main())
