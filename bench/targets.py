"""What we have promised about speed, each beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from results import Results, Sample

OURS = ("ours", "cold")


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: *value* is at most *limit*. *value* is None where it was not measured."""

    words: str
    limit: float
    value: float | None
    unit: str = ""
    digits: int = 2

    @property
    def found(self) -> str:
        if self.value is None:
            return "not measured"
        return "met" if self.value <= self.limit else "not met"

    def told(self, value: float | None) -> str:
        if value is None:
            return "–"
        if self.unit == "×":
            return f"{value:.{self.digits}f} ×"
        return f"{value:,.{self.digits}f} {self.unit}".strip()


def peak(sample: Sample) -> float:
    """The memory of a build: of all its processes together, where the system tells that."""
    return max(sample.rss, sample.held or 0)


def targets(results: Results) -> Iterator[Target]:
    """Every promise about speed."""
    yield from _cold(results)
    yield from _second(results)
    yield from _preview(results)


def _cold(results: Results) -> Iterator[Target]:

    def ratio(other: str, number: int) -> float | None:
        return results.paired(OURS, (other, "cold"), number, lambda a, b: a.wall / b.wall)

    pelican, plain, hugo = ratio("pelican", 1000), ratio("plain", 1000), ratio("hugo", 1000)
    yield Target("wall time against Pelican, Python-Markdown; 1,000 articles", 0.30, pelican, "×")
    yield Target("against Pelican, markdown-it-py; 1,000 articles", 0.5, plain, "×")
    yield Target("against Hugo; 1,000 articles", 2, hugo, "×")
    yield Target("the same, as we should like it", 1.5, hugo, "×")
    yield Target("peak memory; 1,000 articles", 100, _peak(results, "ours", 1000), "MiB", 0)
    yield Target("wall time against Hugo; 10,000 articles", 2, ratio("hugo", 10000), "×")
    memory = _over(_peak(results, "ours", 10000), _peak(results, "hugo", 10000))
    yield Target("peak memory against Hugo; 10,000 articles", 0.4, memory, "×")
    walls = [results.middle("ours", number, lambda s: s.wall) for number in (10000, 1000)]
    yield Target("growth of wall time from 1,000 to 10,000 articles", 10, _over(*walls), "×", 1)
    over = results.paired(OURS, ("pelican", "cold"), 1, lambda a, b: 1000 * (a.wall - b.wall))
    yield Target("wall time over Pelican, Python-Markdown; one article", 60, over, "ms", 0)
    yield Target("CPU time that our features add to an article", 0.5, added(results), "ms")


def _second(results: Results) -> Iterator[Target]:
    second = results.middle("ours", 1000, lambda s: s.wall, "second")
    yield Target("second build after one edited note; 1,000 articles", 0.65, second, "s")
    first = results.paired(("ours", "second"), ("hugo", "cold"), 1000, lambda a, b: a.wall / b.wall)
    yield Target("the same against Hugo's whole build", 1, first, "×")


def _preview(results: Results) -> Iterator[Target]:
    for number in (100, 1000, 10000):
        found = [reaction for reaction in results.reactions if reaction.number == number]
        note = max((r.p95 for r in found if r.edit == "note"), default=None)
        other = max((r.p95 for r in found if r.edit != "note"), default=None)
        at = f"95 of 100; {number:,} articles"
        yield Target(f"preview of an edited note, {at}", 20, note, "ms", 1)
        yield Target(f"preview of an edited title, fact or source, {at}", 50, other, "ms", 1)


def added(results: Results, number: int = 1000) -> float | None:
    """CPU milliseconds that an article costs us beyond Pelican with markdown-it-py."""
    return _beyond(results, "plain", number)


def beyond_parsing(results: Results, number: int = 1000) -> float | None:
    """CPU milliseconds of an article that are not for parsing its Markdown."""
    return _beyond(results, "parse", number)


def parsing(results: Results, number: int = 1000) -> float | None:
    """CPU milliseconds of an article in a process that only parses."""
    return results.middle("parse", number, lambda s: 1000 * s.cpu / number)


def _beyond(results: Results, other: str, number: int) -> float | None:
    pair = (OURS, (other, "cold"))
    return results.paired(*pair, number, lambda a, b: 1000 * (a.cpu - b.cpu) / number)


def _peak(results: Results, program: str, number: int) -> float | None:
    found = [peak(s) for build in ("memory", "cold") for s in results.of(program, number, build)]
    return max(found, default=None)


def _over(first: float | None, second: float | None) -> float | None:
    return first / second if first is not None and second else None
