"""What a build says at the terminal, and to the workflow that runs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from .diagnostics import Diagnostic, Severity, as_github, as_text, on_a_terminal


def tell(found: Iterable[Diagnostic]) -> int:
    """Print what is wrong, errors in full, warnings as a number; the number of errors."""
    found = list(found)
    errors = [d for d in found if d.severity is Severity.ERROR]
    for diagnostic in errors:
        print_line(as_text(diagnostic) + "\n")
    if os.environ.get("GITHUB_ACTIONS"):
        for diagnostic in found:
            sys.stdout.write(as_github(diagnostic) + "\n")
    warnings = len(found) - len(errors)
    if warnings:
        print_line(
            f"{warnings} {'warning' if warnings == 1 else 'warnings'}: 'make check' shows them."
        )
    return len(errors)


def print_line(text: str) -> None:
    """For the person at the terminal."""
    sys.stderr.write(on_a_terminal(text) + "\n")
