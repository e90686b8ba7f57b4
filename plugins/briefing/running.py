"""Pelican, run once in this process: its own command, but for its spinner and its Ctrl+C."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pelican import LOG_HANDLERS, get_instance, parse_arguments
from pelican.log import init as init_logging

from .processes import uncollected

EMPTY: Mapping[str, object] = MappingProxyType({})


def run_pelican(root: Path, output: Path, settings: Mapping[str, object] = EMPTY) -> None:
    """Build the site of the project *root* into *output*.

    Args:
        settings: Those of this build alone.

    Pelican's own command takes Ctrl+C for a good end, and its spinner would stand in the way of
    what shows how far the work has come.

    Raises:
        SystemExit: something is wrong with the content; it was told.
    """
    extra = [f"{name}={json.dumps(value)}" for name, value in settings.items()]
    given = parse_arguments(
        [
            str(root / "content"),
            *("--settings", str(root / "pelicanconf.py"), "--output", str(output)),
            *("--fatal", "errors", "--quiet"),
            *(("--extra-settings", *extra) if extra else ()),
        ]
    )
    init_logging(
        level=given.verbosity,
        fatal=given.fatal,
        name="pelican",
        handler=LOG_HANDLERS[given.log_handler],
        logs_dedup_min_level=getattr(logging, given.logs_dedup_min_level),
    )
    with uncollected():
        pelican, _ = get_instance(given)
        pelican.run()
