"""Time cut into the columns of a table: bins in which events of a slice begin, long empty stretches left out."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from timeline_tui.analysis.histogram import query_span
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import UNITS, Unit, bins
from timeline_tui.dates.when import Day
from timeline_tui.index.bits import Positions, first_bits

FOLDED = 3  # so many empty bins in a row are left out


class Column(NamedTuple):
    """One bin: its days, as far as the query's dates leave them, and what it is called ("13 June 2024").

    The events that begin in it are among the positions from ``start`` up to ``stop``. ``skipped`` empty bins between
    the column before and this one are left out.
    """

    first: Day
    last: Day
    label: str
    start: int
    stop: int
    skipped: int = 0


def axis(whole: Slice, limit: int) -> tuple[Unit, tuple[Column, ...]]:
    """At most ``limit`` columns (at least 2) of the finest unit that could hold at least half of the events."""
    spans = whole.index.intervals
    started = (whole.mask >> spans.unstarted).bit_count()
    for unit in UNITS:
        if 2 * (whole.mask & spans.stated(unit.precision)).bit_count() >= started:
            cut = columns(whole, unit, max(2, limit))
            if cut is not None:
                return unit, cut
    raise AssertionError("the last unit is longer than all time")


def placed(whole: Slice, unit: Unit) -> int:
    """The events that begin in the days that the query asks for, and say so as finely as ``unit``."""
    spans = whole.index.intervals
    first, last = query_span(whole.query)
    before = spans.began_before(first)
    begun = first_bits(max(before, spans.began_before(last + 1))) ^ first_bits(before)
    return whole.mask & spans.stated(unit.precision) & begun


def columns(whole: Slice, unit: Unit, limit: int) -> tuple[Column, ...] | None:
    """The bins of ``unit`` in which events begin, and those between them; None: more than ``limit``.

    Where FOLDED or more bins in a row are empty, they are left out.
    """
    runs = _runs(whole, unit, limit)
    if runs is None:
        return None
    spans = whole.index.intervals
    first, last = query_span(whole.query)
    found: list[Column] = []
    for before, run in pairwise([range(0), *runs]):
        for number, cell in enumerate(bins(unit.start(run.start), unit.start(run.stop - 1), unit)):
            start, stop = spans.began_before(cell.first), spans.began_before(cell.last + 1)
            skipped = run.start - before.stop if found and not number else 0
            found.append(Column(max(first, cell.first), min(last, cell.last), cell.label, start, stop, skipped))
    return tuple(found)


def _runs(whole: Slice, unit: Unit, limit: int) -> list[range] | None:
    """The numbers of the bins that are columns, in runs with nothing left out; None: more than ``limit``."""
    index = whole.index
    rows = Positions(placed(whole, unit))
    runs: list[range] = []
    count = row = 0
    while row < len(rows):
        number = unit.bin_at(index.event(rows[row]).date.earliest)
        if runs and number - runs[-1].stop < FOLDED:
            count += number + 1 - runs[-1].stop
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            count += 1
            runs.append(range(number, number + 1))
        if count > limit:
            return None
        row = rows.rank(index.intervals.began_before(unit.start(number + 1)))
    return runs
