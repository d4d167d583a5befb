"""Gaps: the times without an event, between the events of a selection. "41 days without an event".

A gap is a time that no event touches. An event touches all days from its first to its last possible day, so a long
event and an imprecise date fill their whole span. An event without a date fills the days that its stated order leaves.
Events with neither do not count.

A gap is shown if it is at least SHORTEST days long, at least 1/FINEST of the whole time, and at least USUAL times as
long as the usual distance. The usual distance is the median number of days from an event to the next day on which an
event begins. So the same rule suits a week and a thousand years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from timeline_tui.dates.when import Day, When, civil
from timeline_tui.index.bits import Positions, first_bits
from timeline_tui.index.intervals import Intervals
from timeline_tui.model.timeline import Event
from timeline_tui.text.cells import shorten
from timeline_tui.text.text import plural

USUAL = 5
SHORTEST = 2
FINEST = 2_000  # with it, a search for the next gap takes at most twice as many steps

_SAMPLE = 63  # events whose distance to the next day is looked up, evenly distributed over all events
_IN_DAYS = 100  # a shorter gap is given in days
_IN_MONTHS = 24
_NAMED = 50  # cells of the title of an event
_LARGE = ((10**9, "billion"), (10**6, "million"))


class Gap(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: Day
    last: Day

    @property
    def label(self) -> str:
        """How long it is, in words: "41 days without an event"."""
        return f"{length(self.first, self.last)} without an event"


class Gaps:
    """The gaps between the events ``mask`` of an index; ``rows`` are the same events in order of time."""

    def __init__(self, intervals: Intervals, mask: int, rows: Positions) -> None:
        self._intervals = intervals
        self._mask = mask
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[int, Gap]]:
        """Each gap with the row below it."""
        row = self.next(0)
        while row is not None:
            gap = self.above(row)
            assert gap
            yield row, gap
            row = self.next(row)

    def above(self, row: int) -> Gap | None:
        """The gap between a row and the rows above it; None if there is none that is long enough."""
        if not 0 < row < len(self._rows):
            return None
        before, after = self._rows[row - 1], self._rows[row]
        earliest = self._intervals.earliest
        if after >= self._dated or earliest[after] - earliest[before] <= self.least:
            return None
        reached = self._reached(before)
        return Gap(reached + 1, earliest[after] - 1) if earliest[after] - reached > self.least else None

    def next(self, row: int) -> int | None:
        """The first row below ``row`` with a gap above it."""
        if not 0 <= row < len(self._rows):
            return None
        at, earliest = self._rows[row], self._intervals.earliest
        while at < self._dated:
            near = self._last_near(earliest[at])
            if near > at:
                at = near
                continue
            after = self._rows.first_from(at + 1)
            if after is None or after >= self._dated:
                break
            reached = self._reached(at)
            if earliest[after] - reached > self.least:
                return self._rows.rank(after)
            at = max(after, self._last_near(reached))
        return None

    def previous(self, row: int) -> int | None:
        """The last row above ``row`` with a gap above it."""
        before = self._rows[row - 1] + 1 if 0 < row <= len(self._rows) else 0
        at, first = self._rows.last_below(min(before, self._dated)), self._rows.first_from(0)
        while at is not None and at != first:
            start = self._intervals.earliest[at] - self.least
            near = self._rows.first_from(self._intervals.began_before(start))
            if near != at:
                at = near
            elif lasting := self._lasting(start):  # no gap is above a row between the first of these and this row
                at = (lasting & -lasting).bit_length() - 1
            else:
                return self._rows.rank(at)
        return None

    def filler(self, row: int, way: int) -> int | None:
        """The position of an event that fills a time in which no event begins, and which would else be a gap.

        If there are several such times, the nearest one after ``row`` (way 1) or before it (-1) is used. If several
        events fill it, the longest is returned. None if there is no such time.
        """
        if way > 0:
            return next(self._fillers(row, len(self._rows)), None)
        filler = None
        for filler in self._fillers(0, row):  # noqa: B007  # the last one
            pass
        return filler

    def why_none(self, row: int, way: int, event: Callable[[int], Event]) -> str:
        """Why there is no gap after (1) or before (-1) a row: a message, which may name the event that fills the time.

        ``event`` returns the event at a position.
        """
        filler = self.filler(row, way)
        if filler is None:
            is_any = 0 <= row + way < self._rows.rank(self._dated)
            return "no event there begins so long after another" if is_any else "no event with a date is there"
        filling = event(filler)
        fills = "may fill" if filling.date.begins_by > filling.date.earliest else "fills"
        return f"“{shorten(filling.title, _NAMED)}” ({filling.date.label}) {fills} the time"

    def _fillers(self, row: int, stop: int) -> Iterator[int]:
        """For each time between the rows in which no event begins, the earlier event that may last longest."""
        earliest = self._intervals.earliest
        end = min(self._dated, self._rows[stop] if stop < len(self._rows) else self._dated - 1)
        at: int | None = self._rows[row] if row < len(self._rows) else None
        while at is not None and at < end:
            at = max(at, self._last_near(earliest[at]))
            after = self._rows.first_from(at + 1)
            if after is None or after > end:
                return
            if earliest[after] - earliest[at] > self.least and (lasting := self._lasting(earliest[at] + 1)):
                yield max(Positions(lasting), key=self._intervals.last_day)
            at = after

    @cached_property
    def least(self) -> int:
        """The number of days from which a gap is shown."""
        earliest, rows = self._intervals.earliest, self._rows
        first, end = rows.rank(self._intervals.unstarted), rows.rank(self._dated)
        distances = []
        for number in range(min(_SAMPLE, end - first)):
            day = earliest[rows[first + number * (end - first) // min(_SAMPLE, end - first)]]
            following = rows.first_from(self._intervals.began_before(day + 1))
            if following is not None and following < self._dated:
                distances.append(earliest[following] - day)
        if not distances:
            return SHORTEST
        whole = earliest[rows[end - 1]] - earliest[rows[first]]
        median = sorted(distances)[(len(distances) - 1) // 2]  # the lower one; the module statistics takes 1 ms
        return max(SHORTEST, USUAL * median, whole // FINEST)

    @cached_property
    def _dated(self) -> int:
        """The positions from which on events have no date."""
        return self._intervals.dated

    def _last_near(self, day: Day) -> int:
        """The position of the last event that begins at most ``least`` days after ``day``; -1 if there is none."""
        last = self._rows.last_below(min(self._dated, self._intervals.began_before(day + self.least + 1)))
        return -1 if last is None else last

    def _reached(self, position: int) -> Day:
        """The last day that an event at or before this position may touch; no later event may begin on its day."""
        begins = self._intervals.earliest[position]
        lasting = self._intervals.lasting(begins + 1)
        return max((last for other, last in lasting if other in self._rows), default=begins)

    def _lasting(self, day: Day) -> int:
        """The events that begin before ``day`` and may last until it."""
        return self._mask & self._intervals.ongoing(day)


def gap_labels(dates: Sequence[When]) -> dict[int, str]:
    """The words of each gap between dates that are sorted by ``sort_key``, by the index of the date after it."""
    every = first_bits(len(dates))
    return {row: gap.label for row, gap in Gaps(Intervals.from_dates(dates), every, Positions(every))}


def length(first: Day, last: Day) -> str:
    """The time from ``first`` to ``last`` in words, never rounded up: "41 days", "14 months", "66 million years"."""
    if last - first < _IN_DAYS - 1:
        return plural(last - first + 1, "day")
    (year, month, day), (end_year, end_month, end_day) = civil(first), civil(last + 1)
    months = (end_year - year) * 12 + end_month - month - (end_day < day)
    years = months // 12
    if months < _IN_MONTHS:
        return plural(months, "month")
    for size, name in _LARGE:
        if years >= size:
            tenths = years * 10 // size
            return f"{tenths / 10 if tenths < 100 else tenths // 10:g} {name} years"
    return plural(years, "year")
