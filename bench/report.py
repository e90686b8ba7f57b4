"""The measurements as a page: ``docs/benchmarks.md`` out of ``bench/results.jsonl`` and no more.

``python bench/report.py`` writes it again from the stored figures. Its words are in report.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from string import Template

from dialects import ROOT
from plot import Line, chart
from programs import PROGRAMS, Program
from results import Results, Sample, begin, read
from targets import added, beyond_parsing, parsing, peak, targets

STORED = ROOT / "bench/results.jsonl"
WORDS = ROOT / "bench/report.md"
PAGE = ROOT / "docs/benchmarks.md"
PICTURE = ROOT / "docs/img/benchmark-cold.svg"
BUILDERS = [program for program in PROGRAMS if program.pages]
MANY = 100
"""So many articles outweigh the start of a process."""
PREVIEW = "preview"
"""The name under which it is kept that the preview was not measured to its end."""
AGAINST = {"pelican": "Pelican", "plain": "markdown-it-py", "hugo": "Hugo"}


def publish(results: Results) -> None:
    """Store the figures and write the page that shows them."""
    begin(STORED, results)
    write_page(
        read(STORED) or results
    )  # stored figures are rounded: the page is made from them alone
    sys.stderr.write(f"Written: {PAGE.relative_to(ROOT)}\n")


def write_page(results: Results) -> None:
    PICTURE.write_text(picture(results), "utf-8", newline="\n")
    PAGE.write_text(page(results), "utf-8", newline="\n")


def picture(results: Results) -> str:
    """The chart of cold builds."""
    return chart("Wall time of a cold build", "articles", "seconds", list(_lines(results)))


def page(results: Results) -> str:
    """The whole page."""
    return Template(WORDS.read_text("utf-8")).substitute(
        promises=_promises(results),
        cold="\n".join(_cold(results)),
        second=_second(results),
        features=_features(results),
        preview=_preview(results),
        machine=_table(["", ""], results.machine.items()).rstrip("\n"),
    )


def _promises(results: Results) -> str:
    rows = [
        (target.words, target.told(target.limit), target.told(target.value), target.found)
        for target in targets(results)
    ]
    return _table(["promise", "at most", "measured", ""], rows)


def _cold(results: Results) -> Iterator[str]:
    heads = ["", "wall", "from – to", "CPU", "memory", "files", "written"]
    heads += [f"wall against {name}" for name in AGAINST.values()]
    for number in results.numbers:
        rounds = max(len(results.of(p.name, number)) for p in BUILDERS)
        yield f"## Cold build, {_counted(number, 'article')} ({_counted(rounds, 'round')})\n"
        yield _table(heads, [_cold_row(results, program, number) for program in BUILDERS])
        for program in BUILDERS:
            said = results.failure(program.name, number)
            if said:
                yield f"{program.label} was left out: {said}\n"


def _cold_row(results: Results, program: Program, number: int) -> list[str]:
    samples = results.of(program.name, number)
    if not samples:
        return [program.label, *["–"] * (6 + len(AGAINST))]
    walls = [sample.wall for sample in samples]
    most = max(peak(s) for s in (*samples, *results.of(program.name, number, "memory")))
    return [
        program.label,
        f"{_middle(results, program, number, _wall):.2f} s",
        f"{min(walls):.2f} – {max(walls):.2f}",
        f"{_middle(results, program, number, _cpu):.2f} s",
        f"{most:,.0f} MiB",
        f"{samples[-1].files:,}",
        f"{samples[-1].bytes / 1e6:,.1f} MB",
        *(_ratio(results, program, "cold", other, number) for other in AGAINST),
    ]


def _second(results: Results) -> str:
    rows = [
        (
            f"{number:,}",
            program.label,
            f"{_middle(results, program, number, _wall, 'second'):.2f} s",
            f"{_middle(results, program, number, _cpu, 'second'):.2f} s",
            _ratio(results, program, "second", program.name, number),
            _ratio(results, program, "second", "hugo", number),
        )
        for number in results.numbers
        for program in BUILDERS
        if results.of(program.name, number, "second")
    ]
    heads = ["articles", "", "wall", "CPU", "against its first", "against Hugo's first"]
    return _table(heads, rows)


def _preview(results: Results) -> str:
    rows = [
        (f"{r.number:,}", r.edit, f"{r.median:.1f} ms", f"{r.p95:.1f} ms", f"{r.cpu:.1f} ms")
        for r in sorted(results.reactions, key=lambda reaction: reaction.number)
    ]
    heads = ["articles", "edit of a", "median", "95 of 100 within", "CPU"]
    parts = [_table(heads, rows)] if rows else []
    for number in results.numbers:
        said = results.failure(PREVIEW, number)
        if said:
            parts.append(f"Not measured to its end at {_counted(number, 'article')}: {said}\n")
    return "\n".join(parts) or "Not measured.\n"


def _features(results: Results) -> str:
    rows = []
    for number in filter(MANY.__le__, results.numbers):
        figures = (
            added(results, number),
            parsing(results, number),
            beyond_parsing(results, number),
        )
        rows.append([f"{number:,}", *(f"{f:.2f} ms" if f is not None else "–" for f in figures)])
    heads = ["articles", "beyond Pelican with markdown-it-py", "parsing alone", "all but parsing"]
    return _table(heads, rows)


def _lines(results: Results) -> Iterator[Line]:
    for program in BUILDERS:
        points = [
            (number, _middle(results, program, number, _wall))
            for number in results.numbers
            if results.of(program.name, number)
        ]
        if points:
            yield Line(program.label, points)


def _wall(sample: Sample) -> float:
    return sample.wall


def _cpu(sample: Sample) -> float:
    return sample.cpu


def _middle(
    results: Results,
    program: Program,
    number: int,
    what: Callable[[Sample], float],
    build: str = "cold",
) -> float:
    return results.middle(program.name, number, what, build) or 0.0


def _ratio(results: Results, program: Program, build: str, other: str, number: int) -> str:
    """The build's wall time against the other program's first."""
    pair = ((program.name, build), (other, "cold"))
    ratio = results.paired(*pair, number, lambda a, b: a.wall / b.wall)
    return f"{ratio:.2f} ×" if ratio is not None else "–"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    stored = read(Path(sys.argv[1]) if sys.argv[1:] else STORED)
    if stored is None:
        sys.exit("There are no figures yet: run 'make bench'.")
    write_page(stored)
