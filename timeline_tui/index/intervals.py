"""The first and last days of events, to find the events that touch given days."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, UNDATED, Day, Precision, When
from timeline_tui.index.bits import bits_of, first_bits


class FirstDays:
    """The first day of the event at each position.

    ``days`` are all first days, ascending; ``ends`` are, for each of them, the position after its last event. Most
    events share their day with others: a million need 0.1 MB of an image, and 8 MB with a day for each of them.
    """

    def __init__(self, days: Sequence[Day], ends: Sequence[int]) -> None:
        self.days, self.ends = days, ends

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def __getitem__(self, position: int) -> Day:
        return self.days[bisect_right(self.ends, position)]

    def before(self, day: Day) -> int:
        """The number of positions with a first day before ``day``."""
        number = bisect_left(self.days, day)
        return self.ends[number - 1] if number else 0


class Lasting(NamedTuple):
    """Events that may last longer than a day: their positions, ascending, and the last day of each."""

    positions: Sequence[int]
    latest: Sequence[Day]


class Intervals:
    """The first and last days of events, by position. Positions follow ``When.sort_key``, so ``earliest`` is ascending.

    Undated events have the last positions, and their first and last day is UNDATED.

    - ``longer[n]`` are the events that may last 1 + d days, where n is the bit length of d. The last day of all other
      events is their first day.
    - ``stated_as`` are the events with a stated start, or with a first day that the order of events gives, by the
      precision of their date.
    - ``uncertain`` are the events whose days are not certain; see `When.is_certain`.
    """

    def __init__(
        self, earliest: FirstDays, longer: Mapping[int, Lasting], stated_as: Mapping[Precision, int], uncertain: int
    ) -> None:
        self.earliest = earliest
        self.longer = longer
        self.stated_as = stated_as
        self.uncertain = uncertain

    @classmethod
    def from_dates(cls, dates: Sequence[When]) -> Intervals:
        """The intervals of dates that are sorted by ``sort_key``."""
        longer: dict[int, tuple[array[int], array[Day]]] = {}
        stated: dict[Precision, list[int]] = {}
        days, starts = array("q"), array("I")
        size = 0
        uncertain: list[int] = []
        for _, run in groupby(dates, key=id):  # most dates share one object: a million take 0.1 s, not 0.5
            same = [*run]
            date, positions = same[0], range(size, size + len(same))
            size += len(same)
            if not days or days[-1] != date.earliest:
                days.append(date.earliest)
                starts.append(positions.start)
            if date.latest != date.earliest:
                length = (date.latest - date.earliest).bit_length()
                long, latest = longer.setdefault(length, (array("I"), array("q")))
                long.extend(positions)
                latest.extend([date.latest] * len(same))
            if date.start or NEVER_BEFORE < date.earliest < UNDATED:
                stated.setdefault(date.precision, []).extend(positions)
            if not date.is_certain:
                uncertain.extend(positions)
        return cls(
            FirstDays(days, array("I", [*starts[1:], size] if size else [])),
            {length: Lasting(*found) for length, found in longer.items()},
            {precision: bits_of([found], size) for precision, found in stated.items()},
            bits_of([uncertain], size),
        )

    def began_before(self, day: Day) -> int:
        """The number of events whose earliest day is before ``day``; they have the positions below that number."""
        return self.earliest.before(day)

    def touching(self, first: Day, last: Day) -> int:
        """The events that may touch the days from ``first`` to ``last``, both included."""
        begun = first_bits(self.began_before(min(last, NEVER_AFTER) + 1))
        return (begun ^ (begun & first_bits(self.began_before(first)))) | self.ongoing(first)

    def ongoing(self, day: Day) -> int:
        """The events that begin before ``day`` and may last until it or longer."""
        return bits_of([[position for position, _ in self.lasting(day)]], len(self.earliest))

    def lasting(self, day: Day) -> list[tuple[int, Day]]:
        """The position and the last day of each event of `ongoing`."""
        begun, found = self.began_before(day), []
        for bit_length, (positions, latest) in self.longer.items():
            # An event that lasts less than 2 ** bit_length days more cannot reach `day` from further back.
            start = bisect_left(positions, self.began_before(day - (1 << bit_length)))
            end = bisect_left(positions, begun)
            pairs = zip(positions[start:end], latest[start:end])  # noqa: B905  # alike
            found += [pair for pair in pairs if pair[1] >= day]
        return found

    def last_day(self, position: int) -> Day:
        """The last day of the event at a position."""
        for positions, latest in self.longer.values():
            number = bisect_left(positions, position)
            if number < len(positions) and positions[number] == position:
                return latest[number]
        return self.earliest[position]

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
