"""How many events begin when: the bars above the timeline."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

from timeline_tui.dates.bins import DAY, HOUR, UNITS, Unit, bins
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, Day
from timeline_tui.index.bits import Positions, first_bits
from timeline_tui.index.index import Index
from timeline_tui.query.date_ranges import range_days
from timeline_tui.query.query import Clause, Query, Term

_OUTLIERS = 20  # up to one event in so many, at either end, may be left out …
_OUTLYING = 4  # … if that leaves less than this part of the span


class Bar(NamedTuple):
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


class Histogram(NamedTuple):
    """Bars without gaps, and how many of the shown events stand in none.

    An event is counted once, in the bar of its first day, if its start is stated as finely as ``unit``. Else it is in
    ``coarse``; or ``unstarted``, an interval without a stated start; ``earlier`` or ``later`` than all bars. The bars
    follow the dates of the query, or the whole timeline but for a few outliers, and stay whatever else is filtered.
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
    frame = _frame(index, *query_span(query), columns)
    if frame is None:
        return Histogram(DAY, unstarted=shown.bit_count())
    placed = Positions(shown & frame.fine)
    unstarted = (shown & first_bits(index.intervals.unstarted)).bit_count()
    return Histogram(
        frame.unit,
        _bars(frame, shown, placed),
        coarse=shown.bit_count() - len(placed) - unstarted,
        unstarted=unstarted,
        earlier=placed.rank(frame.edges[0]),
        later=len(placed) - placed.rank(frame.edges[-1]),
    )


def _bars(frame: _Frame, shown: int, placed: Positions) -> tuple[Bar, ...]:
    counts = frame.counts(placed)
    approximate = frame.counts(Positions(shown & frame.vague)) if frame.vague else [0] * len(counts)
    running = [(shown & runners).bit_count() if runners else 0 for runners in frame.runners]
    return tuple(
        Bar(cell.first, cell.last, cell.label, cell.hour, *numbers)
        for cell, *numbers in zip(frame.cells, counts, frame.totals, approximate, running, strict=True)
    )


class _Frame:
    """What the bars are whatever is filtered: their ``cells``, and which events may stand in them.

    ``edges`` are the positions of the first event that begins in each cell, and after the last; ``fine`` the events
    whose start is stated as finely as ``unit``, ``vague`` those of them with an approximate date; ``runners`` those
    that began before a cell and last into it.
    """

    def __init__(self, index: Index, first: Day, last: Day, unit: Unit) -> None:
        spans = index.intervals
        self._index = index
        self.unit = unit
        self.cells = bins(first, last, unit)
        days = [*(cell.first for cell in self.cells), self.cells[-1].last + 1]
        self.edges = [spans.began_before(day) for day in days]
        self.fine = spans.stated(unit.precision)
        self.vague = self.fine & index.bits(Clause("is", (Term("approximate"),)))
        closed = self.fine & ~spans.open_ended
        self.runners = [0 if unit == HOUR else closed & spans.straddling(cell.first) for cell in self.cells]
        self.totals = self.counts(Positions(self.fine))

    def counts(self, rows: Positions) -> list[int]:
        """How many of ``rows``, events of ``fine``, begin in each cell."""
        ranks = [rows.rank(edge) for edge in self.edges]
        if self.unit != HOUR:
            return [end - start for start, end in pairwise(ranks)]
        dates = [self._index.event(position).date for position in rows[ranks[0] : ranks[-1]]]
        hours = Counter((date.earliest, (date.minute or 0) // 60) for date in dates)
        return [hours[cell.first, cell.hour or 0] for cell in self.cells]


# Of each index the last few: a filter changes, and with it the counts, many times as often as what the bars stand for.
_frames: WeakKeyDictionary[Index, dict[tuple[Day, Day, int], _Frame | None]] = WeakKeyDictionary()
_REMEMBERED = 4


def _frame(index: Index, start: Day, end: Day, columns: int) -> _Frame | None:
    """The bars for the days from ``start`` to ``end``; None if no event has one."""
    known = _frames.setdefault(index, {})
    key = start, end, columns
    if key not in known:
        while len(known) >= _REMEMBERED:
            del known[next(iter(known))]
        axis = _axis(index, start, end, columns)
        known[key] = axis and _Frame(index, *axis)
    return known[key]


def query_span(query: Query) -> tuple[Day, Day]:
    """The days from first to last that the ``date:`` clauses of ``query`` leave.

    NEVER_BEFORE and NEVER_AFTER stand for no limit; both if the clauses contradict each other.
    """
    first, last = NEVER_BEFORE, NEVER_AFTER
    for clause in query.clauses:
        if clause.field == "date" and not clause.negated:
            spans = [range_days(term.text) for term in clause.terms]
            first = max(first, min(span[0] for span in spans))
            last = min(last, max(span[1] for span in spans))
    return (first, last) if first <= last else (NEVER_BEFORE, NEVER_AFTER)


def _axis(index: Index, start: Day, end: Day, columns: int) -> tuple[Day, Day, Unit] | None:
    """The days that the bars cover and their unit: the finest that fits and has a bar for most of the events.

    The days are those from ``start`` to ``end``; where these set no limit, those of the events that have a bar.
    """
    spans = index.intervals
    before = max(spans.unstarted, spans.began_before(start))
    begun = first_bits(max(before, spans.began_before(end + 1))) ^ first_bits(before)
    for unit in (HOUR, *UNITS):
        stated = begun & spans.stated(unit.precision)
        if 2 * stated.bit_count() < begun.bit_count() or (unit == HOUR and not stated):
            continue
        extent = _extent(index, Positions(stated), start, end)
        if extent is None:
            return None
        first, last = extent
        if unit.bin_at(last) - unit.bin_at(first) + (24 if unit == HOUR else 1) <= max(2, columns):
            return first, last, unit
    raise AssertionError("the last unit is longer than all time")


def _extent(index: Index, rows: Positions, start: Day, end: Day) -> tuple[Day, Day] | None:
    """From ``start`` to ``end``; where these set no limit, from the first to the last start of ``rows``."""
    limits = [day for day in (start, end) if NEVER_BEFORE < day < NEVER_AFTER]
    first, last = _core(index, rows) if rows else (limits[0], limits[-1]) if limits else (NEVER_AFTER, NEVER_BEFORE)
    first = first if start == NEVER_BEFORE else start
    last = last if end == NEVER_AFTER else end
    return (first, last) if first <= last else None


def _core(index: Index, rows: Positions) -> tuple[Day, Day]:
    """The first and the last start of ``rows``, without a few outliers if they make up most of the span."""
    few = len(rows) // _OUTLIERS
    first, core_first, core_last, last = (
        index.event(rows[row]).date.earliest for row in (0, few, len(rows) - 1 - few, len(rows) - 1)
    )
    if (core_last - core_first + 1) * _OUTLYING < last - first + 1:
        return core_first, core_last
    return first, last
