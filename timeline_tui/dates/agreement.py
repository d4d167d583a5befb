"""Whether dates from different sources can be the same date, and the span that they cover."""

import re
from collections.abc import Collection, Sequence, Set

from timeline_tui.dates.edtf import DateError, Point
from timeline_tui.dates.when import When, parse

_ZERO = r"(?<=\d)\+00(?::?00)?$"


def differing(stated: When, given: Set[When]) -> Set[When]:
    """The dates of ``given`` that differ from ``stated``; all of ``given`` if the other dates differ among themselves.

    Two dates differ if they cannot mean the same days: "13 June" differs from "12 June", from "12–13 June" and from "13
    June onwards", but not from "June 2024", which is only less precise, nor from "13 June 15:00". Undated and unknown
    ends differ from nothing, and neither do approximate and uncertain dates. If the order of events narrows ``stated``,
    a date outside of these days also differs.
    """
    given = {date for date in given if date.is_certain}
    different = {date for date in given if not _may_be_same((stated, date)) or _is_outside(date, stated)}
    return different if _may_be_same(given - different) else given


def plain_text(when: When) -> str:
    """The date in EDTF, equal for two ways to write it: "+00:00" is "Z", and an interval of one date is this date."""
    if "/" not in when.text and "+" not in when.text:
        return when.text
    halves = [re.sub(_ZERO, "Z", half) for half in when.text.split("/")]
    return halves[0] if len(halves) == 2 and halves[0] == halves[1] else "/".join(halves)


def moment_text(when: When) -> str:
    """A text that is equal for dates of the same time: as `plain_text`, and for 15:05+02:00 and 13:05Z."""
    start, end = when.start, when.end
    if not (start and end and start.zone and end.zone):
        return plain_text(when)
    return f"{start.utc_start_ns}/{end.utc_end_ns}{'~' * when.approximate}{'?' * when.uncertain}"


def covered(dates: Collection[When]) -> When | None:
    """The span from the first to the last of some dates; None if it has no end, or if there are no dates."""
    stated = [date for date in dates if not date.is_undated]
    if not stated:
        return None
    first = min(stated, key=_beginning).text.partition("/")[0]
    last = max(stated, key=_ending).text.rpartition("/")[2]
    try:
        return parse(first if first == last else f"{first}/{last}")
    except DateError:
        return None


def _beginning(date: When) -> tuple[int, int, str]:
    """The first day and time of a date, and its text, so that no two dates of a set are equal."""
    return date.earliest, date.start.utc_start_ns if date.start else 0, date.text


def _ending(date: When) -> tuple[int, int, str]:
    """The last day and time of a date."""
    return date.latest, date.end.utc_end_ns if date.end else 0, date.text


def _may_be_same(dates: Collection[When]) -> bool:
    """Whether the dates can mean the same time: starts may be equal, ends too, and none is open if others are not."""
    dates = [date for date in dates if date.is_certain]
    starts = [date.start for date in dates if date.start]
    ends = [date.end for date in dates if date.end]
    stated = [date for date in dates if not (date.is_undated or date.is_unknown)]
    only_some_end = any(not date.end for date in stated) and bool(ends)
    only_some_start = any(not date.start for date in stated) and bool(starts)
    return not (only_some_end or only_some_start or _are_in_order(starts) or _are_in_order(ends))


def _is_outside(date: When, stated: When) -> bool:
    """Whether ``date`` is not among the days that the order of events leaves for ``stated``."""
    if not stated.place or not stated.is_certain or stated.is_placeless or date.is_undated:
        return False
    is_start_later = stated.start is None or stated.earliest > stated.start.first
    is_end_earlier = stated.end is None or stated.latest < stated.end.last
    return (is_start_later and date.latest < stated.earliest) or (is_end_earlier and date.earliest > stated.latest)


def _are_in_order(points: Sequence[Point]) -> bool:
    """Whether one of ``points`` certainly precedes another, as in `Point.precedes`. It takes one pass."""
    zoned = [point for point in points if point.zone]
    local = [point for point in points if not point.zone]
    for alike in (zoned, local):
        if alike and min(point.utc_end_ns for point in alike) <= max(point.utc_start_ns for point in alike):
            return True
    return any(
        min(point.last for point in some) < max(point.first for point in others)
        for some, others in ((zoned, local), (local, zoned))
        if some and others
    )
