"""When events begin and how long they may last: which of them touch given days."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from timeline_tui.bits import bits_of, first_bits
from timeline_tui.dates import NEVER_AFTER, NEVER_BEFORE, Day, Precision, When


class Spans:
    """The dates of events, by position, in the order of their ``sort_key``: so the earliest days ascend."""

    def __init__(self, dates: Sequence[When]) -> None:
        self._dates = dates
        self._earliest = [date.earliest for date in dates]

    def began_before(self, day: Day) -> int:
        """How many events have an earliest day before ``day``: they are the first so many."""
        return bisect_left(self._earliest, day)

    def touching(self, first: Day, last: Day) -> int:
        """The events that may touch the days from ``first`` to ``last``, both included."""
        begun = first_bits(self.began_before(last + 1))
        return (begun ^ (begun & first_bits(self.began_before(first)))) | self.straddling(first)

    def straddling(self, day: Day) -> int:
        """The events that begin before ``day`` and may last until it or longer."""
        begun = self.began_before(day)
        found = []
        for bit_length, positions in self._by_length.items():
            # An event that lasts less than 2 ** bit_length days cannot reach `day` from further back than that.
            start = bisect_left(positions, self.began_before(day - (1 << bit_length)))
            end = bisect_left(positions, begun)
            found.append([position for position in positions[start:end] if self._dates[position].latest >= day])
        return bits_of(found, len(self._dates))

    def stated(self, precision: Precision) -> int:
        """The events whose start is stated, and at least this finely."""
        bits = 0
        for known, positions in self._by_precision.items():
            if known >= precision:
                bits |= positions
        return bits

    @cached_property
    def unstarted(self) -> int:
        """How many events have no stated start: they are the first so many."""
        return self.began_before(NEVER_BEFORE + 1)

    @cached_property
    def open_ended(self) -> int:
        """The events without a stated end."""
        ends = [position for position, date in enumerate(self._dates) if date.latest == NEVER_AFTER]
        return bits_of([ends], len(self._dates))

    @cached_property
    def _by_length(self) -> dict[int, list[int]]:
        """The positions of the events of more than one day, by the bit length of how many days more."""
        lengths: dict[int, list[int]] = {}
        for position, date in enumerate(self._dates):
            if date.latest != date.earliest:
                lengths.setdefault((date.latest - date.earliest).bit_length(), []).append(position)
        return lengths

    @cached_property
    def _by_precision(self) -> dict[Precision, int]:
        positions: dict[Precision, list[int]] = {}
        for position in range(self.unstarted, len(self._dates)):
            positions.setdefault(self._dates[position].precision, []).append(position)
        return {precision: bits_of([found], len(self._dates)) for precision, found in positions.items()}
