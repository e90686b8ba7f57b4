"""A chart of lines on two logarithmic scales, as SVG, the same bytes for the same figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 200, 32, 48
COLOURS = ["#b3261e", "#1f5fa8", "#0f7a6c", "#8a5a00", "#6b3fa0", "#555555"]
SHAPES = [
    "M-4-4h8v8h-8z",
    "M0-5L5 4H-5z",
    "M0-5L5 0 0 5-5 0z",
    "M-4 0h8M0-4v8",
    "M-4-4L4 4M-4 4L4-4",
]
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.g{stroke:#ddd}.b{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}.b{fill:#161616}"
    ".l{filter:brightness(1.7)}}"
)


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    points: Sequence[tuple[float, float]]


def chart(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """The chart. *across* and *up* say what the axes measure. Lines need a point each."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    first, last = min(xs), max(xs)
    low, high = 10.0 ** math.floor(math.log10(min(ys))), 10.0 ** math.ceil(math.log10(max(ys)))

    def place(x: float, y: float) -> tuple[float, float]:
        along = _share(x, first, last) * (WIDTH - LEFT - RIGHT)
        above = _share(y, low, high) * (HEIGHT - TOP - BOTTOM)
        return LEFT + along, HEIGHT - BOTTOM - above

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect class="b" width="{WIDTH}" height="{HEIGHT}"/>',
    ]
    for x in sorted(set(xs)):
        at, foot = place(x, low)
        parts.append(f'<path class="g" d="M{at:.1f} {TOP}V{foot:.1f}"/>')
        parts.append(_text(at, foot + 20, f"{x:,.0f}", "middle"))
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        start, at = place(first, 10.0**power)
        parts.append(f'<path class="g" d="M{start:.1f} {at:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 8, at + 4, f"{10.0**power:g}", "end"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, across, "middle"))
    parts.append(_text(8, 16, up, "start"))
    parts += _lines(lines, [[place(x, y) for x, y in line.points] for line in lines])
    return "\n".join([*parts, "</svg>", ""])


def _lines(lines: Sequence[Line], places: Sequence[Sequence[tuple[float, float]]]) -> Iterator[str]:
    """Each line with its marks, and its name where it ends; names keep a line's height apart."""
    by_end = sorted(range(len(lines)), key=lambda n: places[n][-1][1])
    free = 0.0
    heights = {}
    for n in by_end:
        free = heights[n] = max(places[n][-1][1] + 4, free)
        free += 18
    for n, (line, points) in enumerate(zip(lines, places, strict=True)):
        colour, shape = COLOURS[n % len(COLOURS)], SHAPES[n % len(SHAPES)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        marks = "".join(
            f'<path transform="translate({x:.1f} {y:.1f})" d="{shape}"/>' for x, y in points
        )
        yield (
            f'<g class="l" fill="{colour}" stroke="{colour}" stroke-width="2">'
            f'<path d="M{path}" fill="none"/>{marks}</g>'
        )
        name = _text(WIDTH - RIGHT + 12, heights[n], line.label, "start")
        yield name.replace("<text", f'<text class="l" style="fill:{colour}"')


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _share(value: float, low: float, high: float) -> float:
    """How far *value* lies between the two, on a logarithmic scale."""
    return math.log(value / low) / math.log(high / low) if high > low else 0.5
