"""Spans of time divided into bins of one unit: hours, days, weeks, months, years and longer."""

from itertools import pairwise
from typing import NamedTuple

from timeline_tui.dates.calendar import Day, civil, day_label, day_number, days_label, month_label, period_label
from timeline_tui.dates.edtf import Precision


class Unit(NamedTuple):
    """The length of a bin: ``size`` times one hour (``precision`` MINUTE), day, month or year (any other precision).

    ``precision`` is the coarsest precision of a date that certainly lies in one bin.
    """

    name: str
    precision: Precision
    size: int = 1

    def bin_at(self, day: Day) -> int:
        """The number of the bin that contains ``day`` (its first hour). The bins are numbered consecutively."""
        if self.precision == Precision.MINUTE:
            return day * 24
        if self.precision == Precision.DAY:
            return (day - 1) // self.size
        year, month, _ = civil(day)
        return year * 12 + month - 1 if self.precision == Precision.MONTH else year // self.size

    def start(self, index: int) -> Day:
        """The first day of the bin with this number."""
        if self.precision == Precision.MINUTE:
            return index // 24
        if self.precision == Precision.DAY:
            return index * self.size + 1
        if self.precision == Precision.MONTH:
            return day_number(index // 12, index % 12 + 1, 1)
        return day_number(index * self.size, 1, 1)


class Bin(NamedTuple):
    """One bin: its first and last day, its label, and its hour (0–23) if the unit is the hour."""

    first: Day
    last: Day
    label: str
    hour: int | None = None


HOUR = Unit("hour", Precision.MINUTE)
DAY = Unit("day", Precision.DAY)
WEEK = Unit("week", Precision.DAY, 7)
MONTH = Unit("month", Precision.MONTH)
YEAR = Unit("year", Precision.YEAR)
UNITS = (
    *(DAY, WEEK, MONTH, YEAR),
    Unit("decade", Precision.DECADE, 10),
    Unit("century", Precision.CENTURY, 100),
    Unit("millennium", Precision.MILLENNIUM, 1000),
    *(Unit(f"{10**power:,} years", Precision.MILLENNIUM, 10**power) for power in range(4, 16)),
)


def bins(first: Day, last: Day, unit: Unit) -> tuple[Bin, ...]:
    """All bins of ``unit`` from the one that contains ``first`` to the one that contains ``last``."""
    if unit == HOUR:
        return tuple(
            Bin(day, day, f"{day_label(day)}, {hour:02}:00", hour)
            for day in range(first, last + 1)
            for hour in range(24)
        )
    starts = [unit.start(index) for index in range(unit.bin_at(first), unit.bin_at(last) + 2)]
    return tuple(Bin(start, end - 1, _label(unit, start, end - 1)) for start, end in pairwise(starts))


def _label(unit: Unit, first: Day, last: Day) -> str:
    if unit.precision == Precision.DAY:
        return days_label(first, last)
    year, month, _ = civil(first)
    return month_label(year, month) if unit == MONTH else period_label(year, civil(last)[0])
