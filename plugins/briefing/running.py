"""Pelican, run once in this process: its own command, but for its spinner and its Ctrl+C."""

from __future__ import annotations

import logging
from pathlib import Path

from pelican import LOG_HANDLERS, get_instance, parse_arguments
from pelican.log import init as init_logging


def run_pelican(root: Path, output: Path, *on: str) -> None:
    """Build the site of the project *root* into *output*.

    Args:
        on: Settings that are true for this build.

    Pelican's own command takes Ctrl+C for a good end, and its spinner would stand in the way of
    what shows how far the work has come.

    Raises:
        SystemExit: something is wrong with the content; it was told.
    """
    given = parse_arguments(
        [
            str(root / "content"),
            *("--settings", str(root / "pelicanconf.py"), "--output", str(output)),
            *("--fatal", "errors", "--quiet"),
            *(("--extra-settings", *(f"{name}=true" for name in on)) if on else ()),
        ]
    )
    init_logging(
        level=given.verbosity,
        fatal=given.fatal,
        name="pelican",
        handler=LOG_HANDLERS[given.log_handler],
        logs_dedup_min_level=getattr(logging, given.logs_dedup_min_level),
    )
    pelican, _ = get_instance(given)
    pelican.run()
