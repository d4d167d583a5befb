"""Posting lists: numbered sets of positions, for the values of a facet or the words of a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from timeline_tui.index.bits import bits_of


class Postings(Protocol):
    """Sets of positions, numbered from 0, each with its ``total``."""

    def __len__(self) -> int:
        """How many sets there are."""

    def total(self, number: int) -> int:
        """How many positions a set has."""

    def positions(self, number: int) -> Sequence[int]:
        """The positions of a set, ascending."""

    def bits(self, numbers: Iterable[int]) -> int:
        """The union of some sets."""


class ListPostings:
    """The sets as lists in memory; positions are below ``size``."""

    def __init__(self, lists: Sequence[Sequence[int]], size: int) -> None:
        self._lists = lists
        self._size = size

    def __len__(self) -> int:
        return len(self._lists)

    def total(self, number: int) -> int:
        """How many positions a set has."""
        return len(self._lists[number])

    def positions(self, number: int) -> Sequence[int]:
        """The positions of a set, ascending."""
        return self._lists[number]

    def bits(self, numbers: Iterable[int]) -> int:
        """The union of some sets."""
        return bits_of((self._lists[number] for number in numbers), self._size)
