"""Maps of equal squares: no border to dispute, small islands as visible as large countries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .facts import MEMBER, Certainty, Shift, Snapshot, State, count
from .model import FactBox, Layout
from .views import Tile, TileMap

SHIFT_WORDS = {
    "in": "Member then and now",
    "joined": "Joined since",
    "left": "Left since",
    "returned": "Left and came back",
    "out": "Not a member",
    "disputed": "In dispute",
    "unknown": "Not known",
}
Name = Callable[[str], str]


def shift_map(
    layout: Layout,
    shifts: Mapping[str, Shift],
    states: tuple[Snapshot, Snapshot],
    years: tuple[str, str],
    name: Name,
) -> TileMap:
    """What became of each member between two days."""
    then, now = states
    shown = {subject: _tile_state(kind, now[subject]) for subject, kind in shifts.items()}
    parts = [f"{count(then)} members in {years[0]}, {count(now)} in {years[1]}"]
    for kind in ("joined", "left", "returned"):
        names = [name(subject) for subject, state in shown.items() if state == kind]
        if names:
            parts.append(f"{SHIFT_WORDS[kind].lower()}: {', '.join(names)}")
    return _tiles(layout, shown, f"{'; '.join(parts)}.", SHIFT_WORDS, name)


def value_map(layout: Layout, box: FactBox, states: Snapshot, day: str, name: Name) -> TileMap:
    """Which value each subject has on one day; *day* is that day in words."""
    ranks = {value: f"v{rank}" for rank, value in enumerate(box.values)}
    shown = {
        subject: "disputed"
        if state.certainty is Certainty.DISPUTED
        else ranks.get(state.value, "unknown")
        for subject, state in states.items()
    }
    words = {rank: box.values[value].label for value, rank in ranks.items()}
    words |= {"disputed": SHIFT_WORDS["disputed"], "unknown": SHIFT_WORDS["unknown"]}
    tally = ", ".join(
        f"{sum(state == kind for state in shown.values())} {word.lower()}"
        for kind, word in words.items()
        if kind in shown.values()
    )
    return _tiles(layout, shown, f"{day}: {tally}.", words, name)


def _tile_state(kind: Shift, now: State) -> str:
    if now.certainty is Certainty.DISPUTED:
        return "disputed"
    if kind is Shift.SAME:
        return "in" if now.value == MEMBER else "out"
    return str(kind.value)


def _tiles(
    layout: Layout, states: Mapping[str, str], says: str, words: Mapping[str, str], name: Name
) -> TileMap:
    tiles = tuple(
        Tile(code, name(code), column, row, states[code])
        for row, codes in enumerate(layout.rows)
        for column, code in enumerate(codes)
        if code in states
    )
    columns = max(map(len, layout.rows), default=0)
    return TileMap(tiles, columns, len(layout.rows), says, _key(states.values(), words))


def _key(states: Iterable[str], words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    present = set(states)
    return tuple((state, word) for state, word in words.items() if state in present)
