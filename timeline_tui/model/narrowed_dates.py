"""The date of an event after the order of events has narrowed it: its days, and its place in the list."""

from math import inf

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, Day, When

_LENGTHS = ((1, Precision.DAY), (31, Precision.MONTH), (366, Precision.YEAR), (3653, Precision.DECADE))
"""The precision of an event without a date, by the number of days on which it can begin at most."""


def narrowed(date: When, first: Day, last: Day, above: tuple[float, ...]) -> When:
    """``date`` narrowed to the days from ``first`` to ``last``, with its place in the list.

    ``above`` is the greatest sort key of the events that are certainly earlier; empty if there are none.
    """
    new = _with_days(date, first, last)
    key = _sort_key(date, new, above)
    return date if new is date and key == date.sort_key else new._replace(place=key)


def _sort_key(date: When, new: When, above: tuple[float, ...]) -> tuple[float, ...]:
    """The sort key of ``new``, the narrowed ``date``.

    If ``above`` has the same first day, the event comes after the events of that key. If it can also begin on later
    days, it comes after all events of its first day, under a heading of its own: among them, it would divide the day.
    """
    key: tuple[float, ...] = date.sort_key
    is_moved = new.earliest != date.earliest
    is_below = bool(above) and above[0] == new.earliest
    if not new.is_placeless and (is_moved or (is_below and above >= key)):
        if new.begins_by > new.earliest:
            key = (new.earliest, inf, 0, new.begins_by, 0, 0)  # after all events of its first day
        elif is_moved:
            key = (new.earliest, -inf, Precision.DAY, new.latest, -inf, 0)  # as a day without a time
    if is_below and above >= key:
        key = (*above[:6], above[6] + 1 if len(above) > 6 else 1)  # the next place after ``above``
    return key


def _with_days(date: When, first: Day, last: Day) -> When:
    """``date`` narrowed to the days from ``first`` to ``last``; unchanged if no day is left."""
    if date.is_undated:
        if (first, last) == (NEVER_BEFORE, NEVER_AFTER):
            return date
        last = max(first, last)
        precision = next((precision for days, precision in _LENGTHS if last - first < days), Precision.MILLENNIUM)
        return date._replace(earliest=first, latest=last, precision=precision)
    if not date.is_certain and (date.begins_by < first or last < date.earliest):  # the order decides
        return date._replace(earliest=first, latest=max(first, last))
    earliest = first if date.earliest < first <= date.begins_by else date.earliest
    earliest_end = max(earliest, date.end.first if date.end else earliest)
    latest = last if earliest_end <= last < date.latest else date.latest
    if (earliest, latest) == (date.earliest, date.latest):
        return date
    return date._replace(earliest=earliest, latest=latest)
