"""How many events begin when: the bars above the timeline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from timeline_tui.bins import HOUR, Bin, Unit, bins, unit_for
from timeline_tui.bits import Rows, first_bits
from timeline_tui.dates import NEVER_AFTER, NEVER_BEFORE, Day, Precision
from timeline_tui.index import Index
from timeline_tui.query import Clause, Query, Term
from timeline_tui.ranges import range_days

_OUTLIERS = 20  # up to one event in so many may be left out at either end for a finer unit


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin with its events: those shown and all of them that begin in it.

    ``approximate`` of the shown ones have an approximate or uncertain date; ``running`` shown ones began before the
    bin and last into it. ``label`` names the bin ("13 June 2024"); ``hour`` is set if the unit is the hour.
    """

    first: Day
    last: Day
    label: str
    hour: int | None
    shown: int
    total: int
    approximate: int
    running: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars without gaps, and how many of the shown events stand in none.

    An event is counted once, in the bar of its first day, if its start is stated as finely as ``unit``. Else it is in
    ``coarse``; or ``unstarted``, an interval without a stated start; ``earlier`` or ``later`` than all bars. The bars
    follow the dates of the query, or the whole timeline, and stay as they are whatever else is filtered.
    """

    unit: Unit
    bars: tuple[Bar, ...] = ()
    coarse: int = 0
    unstarted: int = 0
    earlier: int = 0
    later: int = 0

    @property
    def peak(self) -> int:
        """The most events that a bar has in all."""
        return max((bar.total for bar in self.bars), default=0)


def histogram(index: Index, query: Query, shown: int, columns: int) -> Histogram:
    """The histogram of the events ``shown`` (a set of positions) in at most ``columns`` bars (at least 2)."""
    extent = _extent(index, query, columns)
    if extent is None:
        return Histogram(HOUR, unstarted=shown.bit_count())
    first, last = extent
    unit = unit_for(first, last, columns, timed=_timed(index, first, last))
    return _Counting(index, shown, unit, bins(first, last, unit)).histogram()


def query_span(query: Query) -> tuple[Day, Day]:
    """The days that the ``date:`` clauses of ``query`` leave, NEVER_BEFORE and NEVER_AFTER where they set no limit."""
    first, last = NEVER_BEFORE, NEVER_AFTER
    for clause in query.clauses:
        if clause.field == "date" and not clause.negated:
            spans = [range_days(term.text) for term in clause.terms]
            first = max(first, min(span[0] for span in spans))
            last = min(last, max(span[1] for span in spans))
    return first, last


def _extent(index: Index, query: Query, columns: int) -> tuple[Day, Day] | None:
    """The days that the bars cover: those of the query as far as it limits them, else those of the timeline."""
    first, last = query_span(query)
    whole = _whole_extent(index, columns)
    if first == NEVER_BEFORE:
        first = min(whole[0], last) if whole else last
    if last == NEVER_AFTER:
        last = max(whole[1], first) if whole else first
    if first in (NEVER_BEFORE, NEVER_AFTER) or last < first:
        return whole
    return first, last


def _whole_extent(index: Index, columns: int) -> tuple[Day, Day] | None:
    """From the first to the last start; without a few outliers, if that makes the bars finer."""
    starts = [index.event(i).date.earliest for i in _landmarks(index)]
    if not starts:
        return None
    first, core_first, core_last, last = starts
    if unit_for(core_first, core_last, columns) != unit_for(first, last, columns):
        return core_first, core_last
    return first, last


def _landmarks(index: Index) -> tuple[int, ...]:
    """The positions of the first event with a start, the same without outliers, the last without, and the last."""
    low, high = index.spans.unstarted, index.total - 1
    if low > high:
        return ()
    few = (index.total - low) // _OUTLIERS
    return low, low + few, high - few, high


def _timed(index: Index, first: Day, last: Day) -> bool:
    """Whether an event between two days has a time of day."""
    spans = index.spans
    within = first_bits(spans.began_before(last + 1)) ^ first_bits(spans.began_before(first))
    return bool(spans.stated(Precision.MINUTE) & within)


class _Counting:
    """Counts events into bins."""

    def __init__(self, index: Index, shown: int, unit: Unit, cells: tuple[Bin, ...]) -> None:
        self._index = index
        self._spans = index.spans
        self._unit = unit
        self._cells = cells
        self._shown = shown
        self._fine = index.spans.stated(unit.precision)

    def histogram(self) -> Histogram:
        before = self._spans.began_before(self._cells[0].first)
        until = self._spans.began_before(self._cells[-1].last + 1)
        placed = Rows(self._shown & self._fine)
        unstarted = (self._shown & first_bits(self._spans.unstarted)).bit_count()
        return Histogram(
            self._unit,
            self._bars(),
            coarse=self._shown.bit_count() - len(placed) - unstarted,
            unstarted=unstarted,
            earlier=placed.rank(before),
            later=len(placed) - placed.rank(until),
        )

    def _bars(self) -> tuple[Bar, ...]:
        vague = self._index.bits(Clause("is", (Term("approximate"),)))
        shown = self._counts(self._shown)
        total = self._counts(self._index.all)
        approximate = self._counts(self._shown & vague)
        running = self._running()
        return tuple(
            Bar(cell.first, cell.last, cell.label, cell.hour, *counts)
            for cell, *counts in zip(self._cells, shown, total, approximate, running, strict=True)
        )

    def _counts(self, events: int) -> list[int]:
        """How many of ``events`` begin in each bin."""
        rows = Rows(events & self._fine)
        if self._unit == HOUR:
            return self._hourly(rows)
        ranks = [rows.rank(self._spans.began_before(cell.first)) for cell in self._cells]
        ranks.append(rows.rank(self._spans.began_before(self._cells[-1].last + 1)))
        return [end - start for start, end in pairwise(ranks)]

    def _hourly(self, rows: Rows) -> list[int]:
        start = rows.rank(self._spans.began_before(self._cells[0].first))
        end = rows.rank(self._spans.began_before(self._cells[-1].last + 1))
        dates = [self._index.event(position).date for position in rows[start:end]]
        hours = Counter((date.earliest, (date.minute or 0) // 60) for date in dates)
        return [hours[cell.first, cell.hour or 0] for cell in self._cells]

    def _running(self) -> list[int]:
        if self._unit == HOUR:
            return [0] * len(self._cells)
        closed = self._shown & self._fine & ~self._spans.open_ended
        return [(closed & self._spans.straddling(cell.first)).bit_count() for cell in self._cells]
