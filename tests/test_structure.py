"""The plan of the house: who may import whom, as docs/ARCHITECTURE.md says it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from command import ROOT

CODE = ROOT / "plugins" / "briefing"
PLAN = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
ROW = re.compile(r"^\| (?P<row>\d+) \| (?P<modules>.+?) \|", re.MULTILINE)
SHELL = {"plugin", "gate", "running", "preview", "taking", "__main__"}
"""The modules that may know of Pelican."""
WAITING = {
    "bs4",
    "concurrent.futures.process",
    "weasyprint",
    "briefing.changepages",
    "briefing.exports.pdf",
    "briefing.extract.anyfile",
    "briefing.importer",
    "briefing.preview",
}
"""What not every build needs, and takes long to import."""
OF_THE_PACKAGE = {"__version__", "THEME"}
"""What stands in the package itself, and is no module."""


def planned() -> dict[str, int]:
    """Each module or package of the plan with its row."""
    return {
        name.rstrip("/"): int(match["row"])
        for match in ROW.finditer(PLAN)
        for name in re.findall(r"`([\w/]+)`", match["modules"])
    }


def units() -> dict[str, list[Path]]:
    """Each module, and each package as one, with its files."""
    found: dict[str, list[Path]] = {}
    for path in sorted(CODE.rglob("*.py")):
        name = path.relative_to(CODE).parts[0].removesuffix(".py")
        if name != "__init__":
            found.setdefault(name, []).append(path)
    return found


def imported(path: Path) -> Iterator[str]:
    """The units that a file imports by relative imports, its own left out."""
    depth = len(path.relative_to(CODE).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            names = [node.module.split(".")[0]] if node.module else [n.name for n in node.names]
            yield from (name for name in names if name not in OF_THE_PACKAGE)


def test_the_plan_names_every_module_and_no_other() -> None:
    assert sorted(planned()) == sorted(units())


def test_a_module_imports_none_that_comes_after_it() -> None:
    rows = planned()
    late = [
        f"{path.relative_to(CODE)} imports {name}"
        for unit, files in units().items()
        for path in files
        for name in imported(path)
        if name != unit and rows[name] > rows[unit]
    ]
    assert late == []


def test_no_two_modules_import_each_other_by_any_way() -> None:
    graph = {
        unit: {n for f in files for n in imported(f)} - {unit} for unit, files in units().items()
    }
    while free := {unit for unit, needs in graph.items() if not needs & graph.keys()}:
        graph = {unit: needs for unit, needs in graph.items() if unit not in free}
    assert not graph, f"these go round in a circle: {sorted(graph)}"


def test_only_the_shell_knows_pelican() -> None:
    for unit, files in units().items():
        for path in files:
            text = path.read_text("utf-8")
            if re.search(r"^\s*(?:from|import) pelican\b", text, re.MULTILINE):
                assert unit in SHELL, path


def test_a_build_starts_without_what_it_may_never_need() -> None:
    script = "import briefing.plugin, briefing.running, sys; print(*sys.modules)"
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, cwd=CODE.parent, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "briefing.gate" in loaded
    assert not loaded & WAITING
