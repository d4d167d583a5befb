"""The first and last days of events, to find the events that touch given days."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby

from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, UNDATED, Day, Precision, When
from timeline_tui.index.bits import bits_of, first_bits


class Intervals:
    """The first and last days of events, by position. Positions follow ``When.sort_key``, so ``earliest`` is ascending.

    Undated events have the last positions, and their first and last day is UNDATED.

    - ``longer[n]`` are the positions of events that may last 1 + d days, where n is the bit length of d.
    - ``stated_as`` are the events with a stated start, or with a first day that the order of events gives, by the
      precision of their date.
    - ``open_ended`` are the events without a stated end.
    - ``uncertain`` are the events whose days are not certain; see `When.is_certain`.
    """

    def __init__(
        self,
        earliest: Sequence[Day],
        latest: Sequence[Day],
        longer: Mapping[int, Sequence[int]],
        stated_as: Mapping[Precision, int],
        open_ended: int,
        uncertain: int,
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        self.longer = longer
        self.stated_as = stated_as
        self.open_ended = open_ended
        self.uncertain = uncertain

    @classmethod
    def from_dates(cls, dates: Sequence[When]) -> Intervals:
        """The intervals of dates that are sorted by ``sort_key``."""
        longer: dict[int, list[int]] = {}
        stated: dict[Precision, list[int]] = {}
        earliest, latest = array("q"), array("q")
        ends: list[int] = []
        uncertain: list[int] = []
        for _, run in groupby(dates, key=id):  # most dates share one object: a million take 0.1 s, not 0.5
            same = [*run]
            date, positions = same[0], range(len(earliest), len(earliest) + len(same))
            earliest.extend([date.earliest] * len(same))
            latest.extend([date.latest] * len(same))
            if date.latest != date.earliest:
                longer.setdefault((date.latest - date.earliest).bit_length(), []).extend(positions)
                if date.latest == NEVER_AFTER:
                    ends.extend(positions)
            if date.start or NEVER_BEFORE < date.earliest < UNDATED:
                stated.setdefault(date.precision, []).extend(positions)
            if not date.is_certain:
                uncertain.extend(positions)
        size = len(dates)
        return cls(
            earliest,
            latest,
            longer,
            {precision: bits_of([found], size) for precision, found in stated.items()},
            bits_of([ends], size),
            bits_of([uncertain], size),
        )

    def began_before(self, day: Day) -> int:
        """The number of events whose earliest day is before ``day``; they have the positions below that number."""
        return bisect_left(self.earliest, day)

    def touching(self, first: Day, last: Day) -> int:
        """The events that may touch the days from ``first`` to ``last``, both included."""
        begun = first_bits(self.began_before(min(last, NEVER_AFTER) + 1))
        return (begun ^ (begun & first_bits(self.began_before(first)))) | self.ongoing(first)

    def ongoing(self, day: Day) -> int:
        """The events that begin before ``day`` and may last until it or longer."""
        begun = self.began_before(day)
        lists = []
        for bit_length, positions in self.longer.items():
            # An event that lasts less than 2 ** bit_length days more cannot reach `day` from further back.
            start = bisect_left(positions, self.began_before(day - (1 << bit_length)))
            end = bisect_left(positions, begun)
            lists.append([position for position in positions[start:end] if self.latest[position] >= day])
        return bits_of(lists, len(self.earliest))

    def stated(self, precision: Precision) -> int:
        """The events whose start is stated at least as finely as ``precision``."""
        bits = 0
        for known, positions in self.stated_as.items():
            if known >= precision:
                bits |= positions
        return bits

    @cached_property
    def unstarted(self) -> int:
        """The number of events without a stated start; they have the positions below that number."""
        return self.began_before(NEVER_BEFORE + 1)

    @cached_property
    def dated(self) -> int:
        """The number of events with a date; they have the positions below that number."""
        return self.began_before(UNDATED)

    @property
    def span(self) -> tuple[Day, Day] | None:
        """The days on which the first and the last event with a stated start begin; None if there is no such event."""
        unstarted, dated = self.unstarted, self.dated
        return (self.earliest[unstarted], self.earliest[dated - 1]) if unstarted < dated else None
