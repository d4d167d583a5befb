"""The values of ``date:``: EDTF, or ``2024-06-12..2024-06-14``, ``2024-06-12..`` and ``..2024-06-13T12:00``."""

from typing import NamedTuple

from timeline_tui.dates import edtf
from timeline_tui.dates.edtf import Point
from timeline_tui.dates.edtf_writer import edtf_day, edtf_range
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, DateError, Day, When, parse

FARTHEST = 2
"""The most days between two local dates of one moment. (Offsets from UTC are between -12 and +14 hours.)"""

FORMS = "dates are written 2024-06-13, 2024-06 or 2024, ranges 2024-06-12..2024-06-14"
"""The forms of a value of ``date:``, as a hint."""

WHOLE_DAYS = (0, 23)
"""The first and the last hour of a day."""


class DateRange(NamedTuple):
    """The time from ``start`` to ``end``, both included; None where the range is open.

    ``first`` and ``last`` are its first and last day; NEVER_BEFORE or NEVER_AFTER where it is open.
    """

    first: Day
    last: Day
    start: Point | None
    end: Point | None

    @property
    def has_time(self) -> bool:
        """Whether one of its ends states a time of day."""
        return any(point and point.clock for point in (self.start, self.end))

    def touches(self, when: When) -> bool:
        """Whether an event with this date may have happened, at least in part, within the range.

        Two times with offsets are compared as instants, all others by the local clock. False for undated events.
        """
        if when.is_undated:
            return self.first <= when.latest and when.earliest <= self.last and not when.is_placeless
        if self.end and when.start and _is_over(self.end, when.start):
            return False
        if not (self.start and when.end):
            return True
        # By local clocks, a flight across the date line may end before it starts.
        latest = [when.end, when.start] if when.start and when.start.clock else [when.end]
        return not all(_is_over(point, self.start) for point in latest)


def ends_before(one: When, other: When) -> bool:
    """Whether ``one`` certainly ends before ``other`` begins. Times are compared as in `DateRange.touches`."""
    if not (one.is_certain and other.is_certain):
        return False
    if one.end and other.start and _is_over(one.end, other.start):
        return True
    return one.is_before_by_order(other)


def _is_over(one: Point, other: Point) -> bool:
    """Whether ``one`` is over before ``other`` begins."""
    if one.zone and other.zone:
        return one.utc_end_ns <= other.utc_start_ns
    return one.end_ns <= other.start_ns


def date_range(text: str) -> DateRange:
    """Parse the value of ``date:``. Raises DateError with an offset in ``text``."""
    if ".." not in text or text.startswith("../") or text.endswith("/.."):
        when = _parse_at(text, 0)
        return DateRange(when.earliest, when.latest, when.start, when.end)
    left, right = text.split("..", 1)
    if not left and not right:
        raise DateError("a range needs a day on one side of “..”", "as in 2024-06-12.. or ..2024-06-13", 0)
    start = _parse_at(left, 0) if left else None
    at = len(left) + 2
    end = _parse_at(right, at) if right else None
    read = DateRange(
        start.earliest if start else NEVER_BEFORE,
        end.latest if end else NEVER_AFTER,
        start.start if start else None,
        end.end if end else None,
    )
    if read.start and read.end and _is_over(read.end, read.start):
        raise DateError(f"the range ends before it begins: {right} is before {left}", f"write {right}..{left}", at)
    return read


def range_days(text: str) -> tuple[Day, Day]:
    """The first and the last day of the value of ``date:``. Raises DateError."""
    days = date_range(text)
    return days.first, days.last


def last_day(text: str) -> Day:
    """The last day of the value of ``known:``, which is one date without a time. Raises DateError."""
    sign = next((sign for sign in ("..", "/") if sign in text), "")
    if sign:
        raise DateError("one date is needed, not a range", "as in 2024-06-13 or 2024-06", text.index(sign))
    when = _parse_at(text, 0)
    if when.start and when.start.clock:
        raise DateError("a day is needed, without a time", "as in 2024-06-13 or 2024-06", text.index("T"))
    return when.latest


def _parse_at(text: str, at: int) -> When:
    """Parse a date that begins at offset ``at`` of the value. Raises DateError."""
    try:
        return parse(text)
    except DateError as error:
        # imported here, because it takes 7 ms and only a wrong date needs it
        from timeline_tui.dates.guesses import states_no_year

        if states_no_year(text):
            raise DateError("the year is missing", "write it as in 2024-06-13 or 2024-06", at) from error
        hint = FORMS if error.hint == edtf.FORMS else error.hint
        raise DateError(error.message, hint, error.offset + at) from error


def range_text(first: Day | None, last: Day | None, hours: tuple[int, int] = WHOLE_DAYS) -> str:
    """The shortest value of ``date:`` for the days from ``first`` to ``last``: a day, a month, a year or a range.

    None leaves an end open; without both ends the text is empty. ``hours`` are the first hour of the first day and the
    last hour of the last day, 0 to 23.
    """
    if hours != WHOLE_DAYS and first is not None and last is not None:
        return f"{edtf_day(first)}T{hours[0]:02}:00..{edtf_day(last)}T{hours[1]:02}:59"
    if first is None and last is None:
        return ""
    text = edtf_range(NEVER_BEFORE if first is None else first, NEVER_AFTER if last is None else last)
    start, slash, end = text.partition("/")
    if not slash or start == end:
        return start
    return "" if start == ".." == end else f"{start.strip('.')}..{end.strip('.')}"
