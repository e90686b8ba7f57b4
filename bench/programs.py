"""The programs that are measured: how each is started, what it writes, what an edit of its is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dialects import ROOT

HOME = ROOT / "build/bench"
"""Where the peers are installed and the corpora written; ignored by git."""
PYTHON = HOME / "venv/bin/python"
OURS = ROOT / ".venv/bin/python"
OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Program:
    """One way of building a site.

    *command* runs in the project's folder. *pages* and *articles* say where an article's page
    and its text are. *needs* must exist, or the program is left out.
    """

    name: str
    label: str
    dialect: str
    command: tuple[str, ...]
    articles: str
    pages: str
    needs: Path
    environ: Mapping[str, str] = field(default_factory=dict)


def _hugo() -> Path:
    """Hugo itself; the script that its package installs would start Python first."""
    found = sorted(HOME.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else HOME / "venv/hugo"


def _node() -> str:
    return shutil.which("node") or "node"


def _pelican(settings: str) -> tuple[str, ...]:
    return (str(PYTHON), "-m", "pelican", "content", "-s", settings, "-o", OUTPUT, "--quiet")


ELEVENTY = HOME / "node_modules/@11ty/eleventy/cmd.cjs"
OUR_PLACE = "content/briefings/{slug}.md"

PROGRAMS = [
    Program(
        name="ours",
        label="Second Reading",
        dialect="ours",
        command=(str(OURS), "-m", "briefing", "build"),
        articles=OUR_PLACE,
        pages="output/briefings/{slug}/index.html",
        needs=OURS,
        environ={"PYTHONPATH": str(ROOT / "plugins")},
    ),
    Program(
        name="pelican",
        label="Pelican, Python-Markdown",
        dialect="pelican",
        command=_pelican("pelican_stock.py"),
        articles="content/{slug}.md",
        pages="output/{slug}.html",
        needs=PYTHON,
    ),
    Program(
        name="plain",
        label="Pelican, markdown-it-py",
        dialect="pelican",
        command=_pelican("pelican_plain.py"),
        articles="content/{slug}.md",
        pages="output/{slug}.html",
        needs=PYTHON,
    ),
    Program(
        name="hugo",
        label="Hugo",
        dialect="hugo",
        command=(str(_hugo()), "--quiet", "--destination", OUTPUT),
        articles="content/articles/{slug}.md",
        pages="output/articles/{slug}/index.html",
        needs=_hugo(),
    ),
    Program(
        name="eleventy",
        label="Eleventy",
        dialect="eleventy",
        command=(_node(), str(ELEVENTY), "--quiet"),
        articles="src/articles/{slug}.md",
        pages="output/articles/{slug}/index.html",
        needs=ELEVENTY,
    ),
    Program(
        name="parse",
        label="our parsing alone",
        dialect="ours",
        command=(str(OURS), str(ROOT / "bench/parse_only.py")),
        articles=OUR_PLACE,
        pages="",
        needs=OURS,
        environ={"PYTHONPATH": str(ROOT / "plugins")},
    ),
]


def environment(program: Program, project: Path) -> dict[str, str]:
    """What *program* runs with. Caches that it keeps for a user lie in the project, so that a
    cold build is cold."""
    keep = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**keep, "XDG_CACHE_HOME": str(project / ".cache"), **program.environ}
