"""Shares of a site: several machines print a part each, and one makes the site of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Shard:
    """One share of a site's briefings: the *number*-th of *count*, from 1."""

    number: int
    count: int

    @classmethod
    def read(cls, words: str) -> Shard:
        """The share that is written ``2/4``.

        Raises:
            ValueError: It is none.
        """
        number, _, count = words.partition("/")
        shard = cls(int(number), int(count))
        if not 1 <= shard.number <= shard.count:
            raise ValueError(words)
        return shard

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, things: Sequence[T]) -> Sequence[T]:
        """Its share of *things*: every *count*-th."""
        return things[self.number - 1 :: self.count]
