"""The histogram of a chronology that is not in memory, from the number of events on each day.

It is like the histogram of an index in memory, but its bars are at least days, and ongoing events are not marked.
"""

from __future__ import annotations

from timeline_tui.analysis.binning import core_days, query_days
from timeline_tui.analysis.histogram import Bar, Histogram
from timeline_tui.analysis.remote.day_table import DayTable
from timeline_tui.dates.bins import DAY, UNITS, Unit, bins
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, Day
from timeline_tui.query.query import Query


def remote_histogram(
    query: Query, whole: DayTable, shown: DayTable, approximate: DayTable, disputed: DayTable, columns: int
) -> Histogram:
    """The histogram of the events ``shown`` in at most ``columns`` bars. The other tables are parts of it."""
    start, end = query_days(query)
    found = _extent(whole, start, end, columns)
    if found is None:
        return Histogram(DAY, elsewhere=shown.elsewhere(DAY, NEVER_BEFORE, NEVER_AFTER))
    unit, first, last = found
    tables = [table.stated(unit.precision) for table in (shown, whole, approximate, disputed)]
    bars = []
    for cell in bins(first, last, unit):
        here, of_all, vague, contested = (table.between(cell.first, cell.last) for table in tables)
        bars.append(Bar(cell.first, cell.last, cell.label, None, here, of_all, vague, 0, contested))
    return Histogram(unit, tuple(bars), shown.elsewhere(unit, bars[0].first, bars[-1].last))


def _extent(whole: DayTable, start: Day, end: Day, columns: int) -> tuple[Unit, Day, Day] | None:
    """The unit of the bars and the days that they cover; None without bars."""
    events = whole.started(start, end)
    for unit in UNITS:
        stated = events.stated(unit.precision)
        if 2 * len(stated) < len(events):
            continue
        days = core_days(len(stated), stated.day, start, end)
        if days is None:
            return None
        if unit.bin_at(days[1]) - unit.bin_at(days[0]) + 1 <= max(2, columns):
            return unit, *days
    raise AssertionError("the last unit is longer than all time")
