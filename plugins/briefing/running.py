"""Pelican, run once in this process: its own command, but for its spinner and its Ctrl+C."""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from jinja2 import TemplateError, TemplateSyntaxError
from pelican import LOG_HANDLERS, get_instance, parse_arguments
from pelican.log import init as init_logging

from .interruption import InterruptedByUserError
from .output import OccupiedError
from .processes import uncollected

EMPTY: Mapping[str, object] = MappingProxyType({})


class NotBuiltError(Exception):
    """Why nothing could be built, in one line."""


def run_pelican(root: Path, output: Path, settings: Mapping[str, object] = EMPTY) -> None:
    """Build the site of the project *root* into *output*.

    Args:
        settings: Those of this build alone.

    Pelican's own command takes Ctrl+C for a good end, and its spinner would stand in the way of
    what shows how far the work has come.

    Raises:
        SystemExit: something is wrong with the content; it was told.
        NotBuiltError: something is wrong with the settings, the theme or the program, or the site
            may not be built there.
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
    try:
        with uncollected():
            pelican, _ = get_instance(given)
            pelican.run()
    except (OSError, InterruptedByUserError):
        raise
    except OccupiedError as problem:
        raise NotBuiltError(str(problem)) from problem
    except Exception as problem:
        raise NotBuiltError(_said(problem).replace(f"{root}{os.sep}", "")) from problem


def _said(problem: Exception) -> str:
    """What went wrong, and where: in a template or in the settings, if it was there."""
    place = ""
    for step in traceback.extract_tb(problem.__traceback__):
        if step.filename.endswith((".html", ".atom", ".xml", "pelicanconf.py")):
            place = f"{step.filename}:{step.lineno}: "
    if isinstance(problem, TemplateSyntaxError) and problem.filename:
        place = f"{problem.filename}:{problem.lineno}: "
    kind = "" if isinstance(problem, TemplateError) else f"{type(problem).__name__}: "
    message = getattr(problem, "message", None) or str(problem)
    return f"{place}{kind}{message}"
