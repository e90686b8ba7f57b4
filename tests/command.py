"""The command ``python -m briefing``, run as an editor runs it: in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPOSITORY = "https://git.example.org/owner/repository"

UNMEASURED = {key: value for key, value in os.environ.items() if key != "COVERAGE_PROCESS_CONFIG"}
"""The environment of a command that gets Ctrl+C. Coverage watches from behind a lock: a program
that is interrupted while that is held waits for itself."""

SiteFor = Callable[[str], Path]


def briefing(
    *arguments: str | Path, cwd: Path = ROOT, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m briefing`` with this repository's plugin on the project in *cwd*.

    Args:
        environ: Variables set on top of the present ones, as ``PYTHONHASHSEED="1"``.
    Returns:
        The finished process; its exit status is the caller's to judge.
    """
    return subprocess.run(
        [sys.executable, "-m", "briefing", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def build(output: Path, public_url: str) -> Path:
    """Build this repository's site into *output*, to be published at *public_url*.

    With an address it also has links to a repository.

    Raises:
        AssertionError: The build failed; with all that it said.
    """
    repository = REPOSITORY if public_url else ""  # a site with all, and one without
    done = briefing(
        "build", "--output", output, "--public-url", public_url, REPOSITORY_URL=repository
    )
    assert done.returncode == 0, f"the build failed:\n{done.stdout}{done.stderr}"
    return output
