"""The first days of some events, in order of time. The grid makes its columns from them."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from timeline_tui.analysis.binning import beginning_in
from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import Day
from timeline_tui.index.bits import Positions
from timeline_tui.index.intervals import Intervals


class Starts(Protocol):
    """Some events. Rows count from 0 in order of time."""

    def __len__(self) -> int:
        """The number of events."""

    def day(self, row: int) -> Day:
        """The first day of the event in a row."""

    def before(self, day: Day) -> int:
        """The number of events whose first day is before ``day``."""

    def stated(self, precision: Precision) -> Starts:
        """The events that state their start at least as finely as ``precision``."""

    def started(self, first: Day, last: Day) -> Starts:
        """The events with a stated start from ``first`` to ``last``."""


class LocalStarts:
    """The events of a set of bits in memory; see `Starts`."""

    def __init__(self, intervals: Intervals, bits: int) -> None:
        self._intervals, self._bits = intervals, bits

    def __len__(self) -> int:
        return self._bits.bit_count()

    def day(self, row: int) -> Day:
        """The first day of the event in a row."""
        return self._intervals.earliest[self._rows[row]]

    def before(self, day: Day) -> int:
        """The number of events whose first day is before ``day``."""
        return self._rows.rank(self._intervals.began_before(day))

    def stated(self, precision: Precision) -> LocalStarts:
        """The events that state their start at least as finely as ``precision``."""
        return LocalStarts(self._intervals, self._bits & self._intervals.stated(precision))

    def started(self, first: Day, last: Day) -> LocalStarts:
        """The events with a stated start from ``first`` to ``last``."""
        return LocalStarts(self._intervals, self._bits & beginning_in(self._intervals, first, last))

    @cached_property
    def _rows(self) -> Positions:
        return Positions(self._bits)
