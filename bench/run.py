"""``make bench``: build the same articles with each program in turn, and write the report.

In each round every program builds once from nothing and once after an edited note, one program
after the other (A B A B …): what the machine does beside falls on all of them. What has been
measured is kept, and a run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import report
from corpus import article
from measure import FailedError, memory, output_of, run, run_for
from programs import HOME, OURS, PROGRAMS, Program
from report import MANY, PREVIEW
from results import Reaction, Results, Sample, add, begin, machine, read, subject

ROUNDS = {1: 9, 100: 5, 1000: 3, 10000: 1}
"""How often each size is measured, if nothing else is said."""
ENOUGH = 240
"""Seconds after which no other round of a size is begun, if nothing is said of their number."""
KEPT = HOME / "results.jsonl"
ASIDE = HOME / "aside"
ALWAYS_KEPT = "__pycache__"
ROW = re.compile(
    r"^\| \d+ \| (?P<edit>\w+) \| (?P<ms>[\d.]+ \| [\d.]+ \| [\d.]+) \|$", re.MULTILINE
)
"""A line of the table that bench/preview.py prints: median, 95th percentile and CPU time."""
SOON = 150
"""Seconds in which the preview of a small site has been measured, or something is wrong with it."""
BUSY = 0.7
"""From which load on the reader is warned."""


def main() -> int:
    options = _options()
    for stop in (signal.SIGINT, signal.SIGTERM):  # a shell may pass over the first
        signal.signal(stop, signal.default_int_handler)
    try:
        results = measure(options.numbers, options.repeats, options.only, fresh=options.fresh)
        if not options.only:
            measure_preview(results, [n for n in options.numbers if n >= MANY])
    except KeyboardInterrupt:
        sys.stderr.write(
            f"\nStopped. What was measured is kept in {KEPT.name}: the same command goes on.\n"
        )
        return 130
    finally:
        shutil.rmtree(ASIDE, ignore_errors=True)
    if results.subject != subject():
        say("The code was changed meanwhile: these figures are of no one state. Measure again.")
        return 1
    if not options.only:
        report.publish(results)
    return 0


def measure(numbers: list[int], repeats: int | None, only: list[str], *, fresh: bool) -> Results:
    """Measure what is missing; all that is known then."""
    results = _known(fresh=fresh)
    begin(KEPT, results)
    load = os.getloadavg()[0]
    if load > BUSY:
        say(f"This machine is not at rest (load {load:.1f}): the figures will be too high.")
    programs = [program for program in PROGRAMS if not only or program.name in only]
    for number in numbers:
        rounds = range((repeats or ROUNDS.get(number, 3)) + 1)
        missing = [(p, n) for n in rounds for p in programs if _missing(results, p, number, n)]
        if not missing:
            continue
        say(f"{number} articles: writing the corpus …")
        corpus = HOME / "corpus" / str(number)
        # In a process of its own: what this one has ever held counts for its children.
        maker = str(Path(__file__).parent / "corpus.py")
        subprocess.run([sys.executable, maker, str(number), str(corpus)], check=True)
        began, latest = time.monotonic(), 0
        for program, n in missing:
            if n > max(latest, 1) and not repeats and time.monotonic() - began > ENOUGH:
                say(f"  Enough after {n - 1} rounds. The same command adds to them.")
                break
            latest = n
            one_program(results, program, corpus, number, n)
    return results


def builds_of(program: Program, n: int) -> tuple[str, ...]:
    """What is done in a round. Round 0 is not timed: it warms up and looks at the memory."""
    if n == 0:
        return ("memory",)
    return ("cold", "second") if program.pages else ("cold",)


def _missing(results: Results, program: Program, number: int, n: int) -> bool:
    done = {sample.key for sample in results.samples}
    keys = ((program.name, number, build, n) for build in builds_of(program, n))
    return not all(key in done for key in keys)


def one_program(results: Results, program: Program, corpus: Path, number: int, n: int) -> None:
    """One round of one program, unless it has failed at this number before."""
    if results.failure(program.name, number):
        return
    build = ""
    try:
        if not program.needs.exists():
            raise FailedError("it is not installed")
        project = corpus / program.dialect
        with clean(project):
            for build in builds_of(program, n):
                keep(results, one_build(program, project, number, n, build))
    except FailedError as failure:
        said = str(failure)
        keep(results, Sample(program.name, number, build, n, failed=said))
        say(f"  {program.label}: left out at {number} articles: {said}")


def one_build(program: Program, project: Path, number: int, n: int, build: str) -> Sample:
    log = HOME / f"{program.name}.log"
    held = None
    if build == "memory":
        cost, held = memory(lambda: run(program, project, log))
    elif build == "second":
        with edited(program, project, n):
            cost = run(program, project, log)
    else:
        cost = run(program, project, log)
    files = size = 0
    if program.pages:
        check_pages(program, project, number, n if build == "second" else 0)
        files, size = output_of(project)
    say(
        f"  {program.label:<26}{build:<7}{n or '':>2}{cost.wall:>9.2f} s"
        f"{cost.cpu:>9.2f} s CPU{held or cost.rss:>7.0f} MiB{files:>8} files"
    )
    return Sample(program.name, number, build, n, cost.wall, cost.cpu, cost.rss, held, files, size)


def measure_preview(results: Results, numbers: list[int]) -> None:
    """Let bench/preview.py time how soon an edit is on the page, and keep what it prints."""
    script = Path(__file__).parent / "preview.py"
    for number in numbers:
        if number in {reaction.number for reaction in results.reactions} or not script.is_file():
            continue
        say(f"{number} articles: edits in the preview …")
        table = HOME / "preview.log"
        try:
            run_for([str(OURS), str(script), str(number)], table, SOON + number / 10)
        except FailedError as failure:
            keep(results, Sample(PREVIEW, number, "edits", 0, failed=str(failure)))
            say(f"  The preview is not measured to its end at {number} articles: {failure}")
        for row in ROW.finditer(table.read_text("utf-8")):
            told = [float(cell) for cell in row["ms"].split("|")]
            reaction = Reaction(number, row["edit"], *told)
            results.reactions.append(reaction)
            add(KEPT, reaction)
            say(f"  {reaction.edit:<10}{reaction.median:>8.1f} ms, p95 {reaction.p95:.1f} ms")


def keep(results: Results, sample: Sample) -> None:
    results.put(sample)
    add(KEPT, sample)


@contextmanager
def clean(project: Path) -> Iterator[None]:
    """The project as it was written, before and after: no output, no caches."""
    given = {entry.name for entry in project.iterdir()}
    made = {"output", ".cache"} & given
    for name in made:
        put_aside(project / name)
    given -= made
    try:
        yield
    finally:
        for entry in project.iterdir():
            if entry.name not in given and entry.name != ALWAYS_KEPT:
                put_aside(entry)


def put_aside(made: Path) -> None:
    """Take *made* away, to be deleted when all is measured: for a minute after many files were
    deleted, a disk is slow at creating others (ext4 looks for numbers not used of late)."""
    ASIDE.mkdir(parents=True, exist_ok=True)
    made.rename(Path(mkdtemp(dir=ASIDE)) / made.name)


@contextmanager
def edited(program: Program, project: Path, n: int) -> Iterator[None]:
    """Change the first note of the first article, as an editor would, and put it back."""
    first = article(0)
    path = project / program.articles.format(slug=first.slug)
    before = path.read_text("utf-8")
    note = first.notes[0].text
    path.write_text(before.replace(note, f"{note} {edit_of(n)}", 1), "utf-8")
    try:
        yield
    finally:
        path.write_text(before, "utf-8")


def edit_of(n: int) -> str:
    """The words that are added in the round of that number."""
    return f"Corrected {n} times."


def check_pages(program: Program, project: Path, number: int, edit: int) -> None:
    """That each article has its page, and that the first one's shows the edit.

    Raises:
        FailedError: Something is missing: the figure would be of less than the whole work.
    """
    slugs = [path.stem for path in project.glob(program.articles.format(slug="*"))]
    pages = [slug for slug in slugs if (project / program.pages.format(slug=slug)).is_file()]
    if len(pages) != number:
        raise FailedError(f"made pages of {len(pages)} articles")
    page = project / program.pages.format(slug=article(0).slug)
    if edit and edit_of(edit) not in page.read_text("utf-8"):
        raise FailedError("the second build does not show the edit")


def _known(*, fresh: bool) -> Results:
    now = Results(machine(), subject(), [])
    before = None if fresh else read(KEPT)
    if before is None:
        return now
    if (before.subject, before.machine) != (now.subject, now.machine):
        say(
            "The code or the machine is another than at the last measurement: all is measured anew."
        )
        return now
    now.samples = [sample for sample in before.samples if not sample.failed]
    now.reactions = [r for r in before.reactions if not before.failure(PREVIEW, r.number)]
    return now


def say(words: str) -> None:
    sys.stderr.write(words + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure builds, and write docs/benchmarks.md.")
    parser.add_argument("numbers", type=int, nargs="+", help="of articles")
    parser.add_argument("--repeats", type=int, help="rounds at every size")
    parser.add_argument("--only", nargs="*", default=[], help="these programs, without a report")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
