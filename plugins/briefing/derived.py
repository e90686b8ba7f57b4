"""A word for each of many things, made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Derived(Mapping[str, str], Generic[T]):
    """What *show* makes of each of *things*, by the same keys. A page asks for few of an archive's
    sources and boxes: to make all of them for each page would take the square of their number."""

    def __init__(self, things: Mapping[str, T], show: Callable[[T], str]) -> None:
        self.things = things
        self.show = show

    def __getitem__(self, key: str) -> str:
        return self.show(self.things[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.things)

    def __len__(self) -> int:
        return len(self.things)
