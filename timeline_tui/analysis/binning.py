"""Which events belong in bins of time, and why others do not. Histogram and grid share these functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from timeline_tui.dates.bins import Unit
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, Day
from timeline_tui.index.bits import first_bits
from timeline_tui.index.intervals import Intervals
from timeline_tui.query.date_ranges import range_days
from timeline_tui.query.query import Query

EARLIER, LATER, LESS_PRECISE, NO_START, UNDATED = "begun earlier", "later", "less precise", "no start", "undated"
"""Why an event is in no bin of a chart and in no column of a grid, in words for the reader; see `elsewhere`."""

_OUTLIERS = 20  # at either end, one event in 20 may be left out …
_OUTLYING = 4  # … if the others cover less than a quarter of the whole span


def query_days(query: Query) -> tuple[Day, Day]:
    """The first and the last day that the ``date:`` clauses of ``query`` allow.

    NEVER_BEFORE and NEVER_AFTER mean no limit; both are returned if the clauses contradict each other.
    """
    first, last = NEVER_BEFORE, NEVER_AFTER
    for clause in query.clauses:
        if clause.field == "date" and not clause.negated:
            ranges = [range_days(term.text) for term in clause.terms]
            first = max(first, min(days[0] for days in ranges))
            last = min(last, max(days[1] for days in ranges))
    return (first, last) if first <= last else (NEVER_BEFORE, NEVER_AFTER)


def beginning_in(intervals: Intervals, first: Day, last: Day) -> int:
    """The events with a stated start from ``first`` to ``last``."""
    before = max(intervals.unstarted, intervals.began_before(first))
    return first_bits(max(before, intervals.began_before(last + 1))) ^ first_bits(before)


def core_days(count: int, day: Callable[[int], Day], start: Day, end: Day) -> tuple[Day, Day] | None:
    """The days from ``start`` to ``end``; None if there are no days.

    NEVER_BEFORE and NEVER_AFTER mean no limit. Then the days begin with the first of some events, or end with the last.
    ``day(row)`` is the start of each of these ``count`` events, in order of time. A few outliers are left out if they
    make up most of the span.
    """
    limits = [limit for limit in (start, end) if NEVER_BEFORE < limit < NEVER_AFTER]
    if count:
        first, last = _without_outliers(count, day)
    elif limits:
        first, last = limits[0], limits[-1]
    else:
        return None
    first = first if start == NEVER_BEFORE else start
    last = last if end == NEVER_AFTER else end
    return (first, last) if first <= last else None


def _without_outliers(count: int, day: Callable[[int], Day]) -> tuple[Day, Day]:
    """The first and the last start of some events, without outliers if these make up most of the span."""
    outliers = count // _OUTLIERS
    first, core_first, core_last, last = map(day, (0, outliers, count - 1 - outliers, count - 1))
    is_small_core = (core_last - core_first + 1) * _OUTLYING < last - first + 1
    return (core_first, core_last) if is_small_core else (first, last)


def suitable_units(intervals: Intervals, events: int, units: Sequence[Unit]) -> Iterator[tuple[Unit, int]]:
    """The ``units`` in which at least half of ``events`` state their start, each with these events."""
    total = events.bit_count()
    for unit in units:
        stated = events & intervals.stated(unit.precision)
        if 2 * stated.bit_count() >= total:
            yield unit, stated


def elsewhere(intervals: Intervals, events: int, unit: Unit, first: Day, last: Day) -> dict[str, int]:
    """How many of ``events`` are in no bin of ``unit`` from ``first`` to ``last``, by reason.

    EARLIER and LATER events begin before or after these days, LESS_PRECISE ones state their start less finely than
    ``unit``, those with NO_START state only an end, UNDATED ones have no date. Reasons without events are left out.
    """
    undated = events & ~first_bits(intervals.dated)
    unstarted = events & first_bits(intervals.unstarted)
    fine = events & intervals.stated(unit.precision)
    earlier = fine & first_bits(intervals.began_before(first))
    later = fine & ~first_bits(intervals.began_before(last + 1))
    less_precise = events ^ fine ^ unstarted ^ undated
    reasons = {EARLIER: earlier, LATER: later, LESS_PRECISE: less_precise, NO_START: unstarted, UNDATED: undated}
    return {reason: bits.bit_count() for reason, bits in reasons.items() if bits}
