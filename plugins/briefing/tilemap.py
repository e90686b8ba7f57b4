"""Maps of equal squares: no border to dispute, small islands as visible as large countries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .facts import MEMBER, Certainty, Shift, Snapshot, State, count
from .language import N_
from .model import FactBox, Layout
from .views import Tile, TileMap
from .words import Words

SHIFT_WORDS = {
    "in": N_("Member then and now"),
    "joined": N_("Joined since"),
    "left": N_("Left since"),
    "returned": N_("Left and came back"),
    "out": N_("Not a member"),
    "disputed": N_("In dispute"),
    "unknown": N_("Not known"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What readers call a subject (*of*), and the page's words."""

    of: Callable[[str], str]
    words: Words


def shift_map(
    layout: Layout,
    shifts: Mapping[str, Shift],
    states: tuple[Snapshot, Snapshot],
    years: tuple[str, str],
    names: Names,
) -> TileMap:
    """What became of each member between two days."""
    then, now = states
    shown = {
        subject: _tile_state(kind, then[subject], now[subject]) for subject, kind in shifts.items()
    }
    labels = {kind: names.words.say(label) for kind, label in SHIFT_WORDS.items()}
    parts = [
        names.words.say_number(
            "%(num)s member in %(then)s, %(later)s in %(now)s",
            "%(num)s members in %(then)s, %(later)s in %(now)s",
            count(then),
            then=years[0],
            later=count(now),
            now=years[1],
        )
    ]
    for kind in ("joined", "left", "returned"):
        named = [names.of(subject) for subject, state in shown.items() if state == kind]
        if named:
            parts.append(f"{names.words.within(labels[kind])}: {', '.join(named)}")
    return _tiles(layout, shown, f"{'; '.join(parts)}.", labels, names)


def value_map(layout: Layout, box: FactBox, states: Snapshot, day: str, names: Names) -> TileMap:
    """Which value each subject has on one day; *day* is that day in words."""
    ranks = {value: f"v{rank}" for rank, value in enumerate(box.values)}
    shown = {
        subject: "disputed"
        if state.certainty is Certainty.DISPUTED
        else ranks.get(state.value, "unknown")
        for subject, state in states.items()
    }
    words = names.words
    labels = {rank: box.values[value].label for value, rank in ranks.items()}
    labels |= {kind: words.say(SHIFT_WORDS[kind]) for kind in ("disputed", "unknown")}
    tally = ", ".join(
        words.number_of(sum(state == kind for state in shown.values()), words.within(label))
        for kind, label in labels.items()
        if kind in shown.values()
    )
    return _tiles(layout, shown, f"{day}: {tally}.", labels, names)


def _tile_state(kind: Shift, then: State, now: State) -> str:
    if Certainty.DISPUTED in (then.certainty, now.certainty):
        return "disputed"
    if kind is Shift.SAME:
        return "in" if now.value == MEMBER else "out"
    return str(kind.value)


def _tiles(
    layout: Layout, states: Mapping[str, str], says: str, labels: Mapping[str, str], names: Names
) -> TileMap:
    tiles = tuple(
        Tile(code, names.of(code), column, row, states[code])
        for row, codes in enumerate(layout.rows)
        for column, code in enumerate(codes)
        if code in states
    )
    columns = max(map(len, layout.rows), default=0)
    return TileMap(tiles, columns, len(layout.rows), says, _key(states.values(), labels))


def _key(states: Iterable[str], labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    present = set(states)
    return tuple((state, word) for state, word in labels.items() if state in present)
