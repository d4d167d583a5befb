"""The histogram: the number of events that begin in each bin of time. The screen shows it above the timeline."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from timeline_tui.analysis.binning import beginning_in, core_days, elsewhere, query_days, suitable_units
from timeline_tui.dates.bins import DAY, HOUR, UNITS, Unit, bins
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, Day
from timeline_tui.index.bits import Positions, bits_of, counts_in
from timeline_tui.index.index import Index
from timeline_tui.query.query import Clause, Query, Term

_FRAMES = 4  # the most frames that an index keeps


class Bar(NamedTuple):
    """One bin with its events.

    ``first`` and ``last`` are its days, ``label`` its name ("13 June 2024"), ``hour`` its hour if the unit is the hour.
    ``total`` events of the timeline begin in it, ``shown`` of them are in the slice; of these, ``approximate`` have an
    approximate or uncertain date, and ``disputed`` are disputed. ``running`` events of the slice began before the bin
    and last into it.
    """

    first: Day
    last: Day
    label: str
    hour: int | None
    shown: int
    total: int
    approximate: int
    running: int
    disputed: int


class Histogram(NamedTuple):
    """Bars without gaps, and for each reason the number of events of the slice in no bar (see `elsewhere`).

    An event is counted once, in the bar of its first day. The bars cover the days of the query; without such days,
    the days of the whole timeline except for a few outliers. Other clauses of the query do not change them.
    Unless it ``is_final``, only events that can be searched are counted, because files are still being read.
    """

    unit: Unit
    bars: tuple[Bar, ...] = ()
    elsewhere: Mapping[str, int] = MappingProxyType({})
    is_final: bool = True

    @property
    def peak(self) -> int:
        """The largest total of a bar."""
        return max((bar.total for bar in self.bars), default=0)


def histogram(index: Index, query: Query, shown: int, columns: int, *, is_final: bool = True) -> Histogram:
    """The histogram of the events ``shown``, a set of positions, in at most ``columns`` bars (at least 2).

    ``is_final``: whether no more events can be found; else the totals, too, are of the events that can be searched.
    """
    frame = _kept_frame(index, *query_days(query), columns, is_final or index.indexed == index.all)
    if frame is None:
        missing = elsewhere(index.intervals, shown, DAY, NEVER_BEFORE, NEVER_AFTER)
        return Histogram(DAY, elsewhere=missing, is_final=is_final)
    missing = elsewhere(index.intervals, shown, frame.unit, frame.cells[0].first, frame.cells[-1].last)
    return Histogram(frame.unit, _bars(frame, shown), missing, is_final)


def _bars(frame: "_Frame", shown: int) -> tuple[Bar, ...]:
    counts = frame.counts(shown & frame.fine)
    approximate = frame.counts(shown & frame.vague) if frame.vague else [0] * len(counts)
    running = [(shown >> start & runners).bit_count() if runners else 0 for start, runners in frame.runners]
    disputed = frame.counts(shown & frame.disputed) if shown & frame.disputed else [0] * len(counts)
    return tuple(
        Bar(cell.first, cell.last, cell.label, cell.hour, *numbers)
        for cell, *numbers in zip(frame.cells, counts, frame.totals, approximate, running, disputed, strict=True)
    )


class _Frame:
    """The part of a histogram that does not depend on the slice: its bins, and the events of ``among`` in them.

    - ``cells`` are the bins; ``totals`` the number of events that begin in each.
    - ``edges`` are the positions of the first event that begins in each cell, and of the first one after the last cell.
    - ``fine`` are the events whose start is stated as finely as ``unit``; of these, ``vague`` have an approximate date
      and ``disputed`` are disputed.
    - ``runners`` are, for each cell, the events that began before it and last into it: a position, and a set of bits
      from there on. They are near the cell, so the bits are few: of a million events, 33 whole sets took 5 ms.
    """

    def __init__(self, index: Index, first: Day, last: Day, unit: Unit, among: int) -> None:
        intervals = index.intervals
        self._index = index
        self.unit = unit
        self.cells = bins(first, last, unit)
        days = [*(cell.first for cell in self.cells), self.cells[-1].last + 1]
        self.edges = [intervals.began_before(day) for day in days]
        self.fine = among & intervals.stated(unit.precision)
        self.vague = self.fine & index.bits(Clause("is", (Term("approximate"),)))
        self.disputed = self.fine & index.bits(Clause("is", (Term("disputed"),)))
        self.runners = [(0, 0) if unit == HOUR else self._runners(cell.first) for cell in self.cells]
        self.totals = self.counts(self.fine)

    def _runners(self, day: Day) -> tuple[int, int]:
        positions = [position for position, last in self._index.intervals.lasting(day) if last != NEVER_AFTER]
        if not positions:
            return 0, 0
        start = min(positions)
        bits = bits_of([[position - start for position in positions]], max(positions) + 1 - start)
        return start, self.fine >> start & bits

    def counts(self, bits: int) -> list[int]:
        """How many of ``bits``, events of ``fine``, begin in each cell."""
        if self.unit != HOUR:
            return counts_in(bits, pairwise(self.edges))
        rows = Positions(bits)
        inside = rows[rows.rank(self.edges[0]) : rows.rank(self.edges[-1])]
        dates = [self._index.event(position).date for position in inside]
        hours = Counter((date.earliest, (date.minute or 0) // 60) for date in dates)
        return [hours[cell.first, cell.hour or 0] for cell in self.cells]


def _kept_frame(index: Index, start: Day, end: Day, columns: int, is_of_all: bool) -> _Frame | None:
    """The frame for the days from ``start`` to ``end``; None if no event has a bar. The last ones are kept.

    ``is_of_all``: it counts all events; else only the events that can be searched.
    """
    frames: dict[tuple[Day, Day, int, bool], _Frame | None] = index.derived.setdefault("histogram frames", {})
    key = start, end, columns, is_of_all
    if key not in frames:
        while len(frames) >= _FRAMES:
            del frames[next(iter(frames))]
        frames[key] = _frame(index, *key)
    return frames[key]


def _frame(index: Index, start: Day, end: Day, columns: int, is_of_all: bool) -> _Frame | None:
    """A frame in the finest unit that has a bar for at least half of the events and needs at most ``columns`` bars.

    Hours cover all days of the events, also of those without a time of day.
    """
    events = beginning_in(index.intervals, start, end)
    days, extent = -1, None
    for unit, stated in suitable_units(index.intervals, events, (HOUR, *UNITS)):
        if unit == HOUR and not stated:
            continue
        before, days = days, events & index.intervals.stated(DAY.precision) if unit == HOUR else stated
        if days != before:  # several units are stated equally finely
            extent = _extent(index, Positions(days), start, end)
        if extent is None:
            return None
        first, last = extent
        if unit.bin_at(last) - unit.bin_at(first) + (24 if unit == HOUR else 1) <= max(2, columns):
            return _Frame(index, first, last, unit, index.all if is_of_all else index.indexed)
    raise AssertionError("the last unit is longer than all time")


def _extent(index: Index, rows: Positions, start: Day, end: Day) -> tuple[Day, Day] | None:
    return core_days(len(rows), lambda row: index.intervals.earliest[rows[row]], start, end)
