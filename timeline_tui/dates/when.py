"""When something happened: an EDTF date or interval, the days that it may mean, and its English labels."""

import re
from functools import lru_cache
from typing import NamedTuple

from timeline_tui.dates.calendar import (
    NEVER_AFTER,
    NEVER_BEFORE,
    UNDATED,
    Day,
    civil,
    day_label,
    day_number,
    month_length,
    weekday,
    within_label,
)
from timeline_tui.dates.edtf import DateError, Point, Precision, is_date, read_ends
from timeline_tui.dates.point_names import full_name, point_name, rest_name, span_name, time_name

__all__ = [
    "NEVER_AFTER",
    "NEVER_BEFORE",
    "UNDATED",
    "DateError",
    "Day",
    "Precision",
    "When",
    "civil",
    "day_label",
    "day_number",
    "parse",
    "undated",
]

_INFINITE = float("inf")  # the module math takes 0.2 ms to import
_MAX_WRITTEN = 60  # the most characters that labels show of a text in place of a date


class When(NamedTuple):
    """A date or an interval in EDTF, made by `parse`; or a value without a date, made by `undated`.

    ``text`` is the EDTF. ``earliest`` and ``latest`` are the first and the last day that it may mean, both included;
    ``NEVER_BEFORE`` and ``NEVER_AFTER`` for an open end. ``precision`` is the precision of the start, or of the end if
    there is no start. ``approximate`` and ``uncertain`` are true if one of the ends is. ``minute`` is the local time of
    the start in minutes since midnight, None without a time. ``start`` and ``end`` are the ends, None if open; a single
    date is both.

    Undated: ``text`` is what is written in place of a date, ``earliest`` and ``latest`` are ``UNDATED``, and there is
    neither ``start`` nor ``end``.

    Narrowed by the order of events (see `model/order.py`): ``earliest`` and ``latest`` are the days that this order
    leaves, also of an undated event, and ``place`` is its `sort_key`. ``rough`` is true if an approximate or uncertain
    date of another event sets one of these days. Everything else is as written. Otherwise ``place`` is empty.

    Two values are equal if their texts are equal. `sort_key` orders them in time.
    """

    text: str
    earliest: Day
    latest: Day
    precision: Precision
    approximate: bool
    uncertain: bool
    minute: int | None
    start: Point | None
    end: Point | None
    place: tuple[float, ...] = ()
    rough: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, When) and self.text == other.text

    def __ne__(self, other: object) -> bool:  # without this, the method of tuple is inherited
        return not self == other

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.label

    @property
    def sort_key(self) -> tuple[float, ...]:
        """The key that sorts dates in time, used by every list and export. Undated comes last.

        1. By the first day, as stated. Intervals without a start come first.
        2. On one day, dates without a time, then times. Times are compared as instants, to the nanosecond; a time
           without an offset counts as UTC.
        3. With the same start, the coarser date first: "2024", "2024-01", "2024-01-01".
        4. Then by the last day, then single dates before intervals, then intervals by their end.

        Dates that are equal in all of this have equal keys, and a stable sort keeps them in the order of the file.
        Two instants with different stated days are sorted by these days, even if their offsets reverse the order.
        Otherwise events of one day would be mixed with events of the day before.
        """
        if self.place:
            return self.place
        start, end = self.start, self.end
        begins = start.utc_start_ns if start and start.clock else -_INFINITE
        precision = start.precision if start else 0
        if start is end or not end:
            return self.earliest, begins, precision, self.latest, -_INFINITE, 0
        ends = end.utc_end_ns if end.clock else _INFINITE
        return self.earliest, begins, precision, self.latest, ends, -end.precision

    @property
    def is_interval(self) -> bool:
        """Whether it is an interval, with two ends."""
        return "/" in self.text and not self.is_undated

    @property
    def is_undated(self) -> bool:
        """Whether there is no date that can be read. The order of events may still narrow it."""
        return self.start is None and self.end is None

    @property
    def is_certain(self) -> bool:
        """Whether its days are certain: neither they nor the dates that narrow them are approximate or uncertain."""
        return not (self.approximate or self.uncertain or self.rough)

    @property
    def is_placeless(self) -> bool:
        """Whether there is no date that can be read, and the order of events says nothing either."""
        return self.earliest == UNDATED

    @property
    def begins_by(self) -> Day:
        """The last day on which it may begin."""
        if not self.start or self.start.last < self.earliest:  # the order of events excludes an approximate date
            return self.latest
        return min(self.start.last, self.latest)

    @property
    def is_moved(self) -> bool:
        """Whether the order of events places it: `heading` is then of this place, not of the date as written."""
        if not self.place or self.is_placeless:
            return False
        is_other = self.earliest != (self.start.first if self.start else NEVER_BEFORE)
        return is_other or self.is_undated or self.stands_apart

    @property
    def stands_apart(self) -> bool:
        """Whether the order of events moves it out of the events of its date, under a heading of its own."""
        return len(self.place) > 1 and self.place[1] == _INFINITE

    @property
    def is_unknown(self) -> bool:
        """Whether one end is unknown (``2024/``), as opposed to open (``2024/..``)."""
        return (self.text[:1] == "/" or self.text[-1:] == "/") and not self.is_undated

    @property
    def label(self) -> str:
        """The date in English: "about 24 February 2024", "19–21 May 2023", "from 13 June 2024"."""
        return _label(self)

    @property
    def heading(self) -> str:
        """The heading of a group of events: the start without time and qualifier, "Thursday 13 June 2024".

        If the order of events places it: the days on which it may begin, "between 13 and 15 June 2024".
        """
        if self.is_moved:
            return within_label(self.earliest, self.begins_by)
        point = self.start or self.end
        if point is None:
            return "Undated"
        return f"{self.weekday} {point_name(point)}".lstrip() if self.start else f"until {point_name(point)}"

    @property
    def row_note(self) -> str:
        """The rest of the date, which `heading` does not say: "15:05 UTC+2", "→ 15 June", "onwards"; mostly empty.

        Of a month whose end the order of events leaves out: the days that it leaves. Undated: what is written in place
        of a date, in quotation marks.
        """
        return _row_note(self)

    @property
    def weekday(self) -> str:
        """The day of the week of the start; empty if no day is stated or the day is before the Gregorian calendar."""
        return weekday(self.start.first) if self.start and self.start.day else ""

    def precedes(self, other: "When") -> bool:
        """Whether this certainly ends before ``other`` begins, see `Point.precedes`. False if one is not certain."""
        if not (self.is_certain and other.is_certain):
            return False
        if self.end is not None and other.start is not None and self.end.precedes(other.start):
            return True
        return self.is_before_by_order(other)

    def is_before_by_order(self, other: "When") -> bool:
        """Whether the days that the order of events leaves say that this ends before ``other`` begins."""
        return bool(self.place or other.place) and self.latest < other.earliest < UNDATED


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> When:
    """Parse a date or an interval in EDTF, with or without white space around it. Raises DateError."""
    stripped = text.strip()
    if _is_plain_day(stripped):
        year, month, of_month = int(stripped[:4]), int(stripped[5:7]), int(stripped[8:])
        if 1 <= month <= 12 and 1 <= of_month <= month_length(year, month):
            day = day_number(year, month, of_month)
            point = Point(Precision.DAY, day, day, year, month, of_month)
            return When(stripped, day, day, Precision.DAY, False, False, None, point, point)
    try:
        return _when(stripped, *read_ends(stripped))
    except DateError as error:
        offset = error.offset + len(text) - len(text.lstrip())
        raise DateError(error.message, _hint(stripped) or error.hint, offset) from None


def _is_plain_day(text: str) -> bool:
    """Whether a text has the form 2024-06-13. A regex would take 0.15 ms to compile."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return False
    digits = text[:4] + text[5:7] + text[8:]
    return digits.isascii() and digits.isdecimal()


def undated(written: str = "") -> When:
    """Return the value for an event without a date that can be read. ``written`` is the text in place of the date.

    A text that is EDTF, although the format of its file gives it another meaning, gets brackets: ``[1923-24]``. So the
    text is never read as a date.
    """
    text = f"[{written}]" if is_date(written) else written
    return When(text, UNDATED, UNDATED, Precision.MILLENNIUM, False, False, None, None, None)


def _when(text: str, start: Point | None, end: Point | None) -> When:
    points = [point for point in (start, end) if point]
    marks = "".join(point.mark for point in points)
    return When(
        text,
        earliest=start.first if start else NEVER_BEFORE,
        # By local clocks, a flight across the date line may end on the day before its start.
        latest=max(end.last, points[0].first) if end else NEVER_AFTER,
        precision=points[0].precision,
        approximate="~" in marks or "%" in marks,
        uncertain="?" in marks or "%" in marks,
        minute=start.minute if start else None,
        start=start,
        end=end,
    )


@lru_cache(maxsize=1 << 12)
def _hint(text: str) -> str:
    """A hint at what may be meant by a text that is not EDTF: one or more dates; empty if nothing is likely."""
    # imported here, because it takes 7 ms and only a wrong date needs it
    from timeline_tui.dates.guesses import guesses, unquoted

    if re.fullmatch("[-0/.: ]*0[-0/.: ]*", text):
        return "zeros are not a date: write only the known parts, or leave the date out"
    meant = guesses(text, is_date)
    quotes = "".join(dict.fromkeys(text.strip().replace(unquoted(text), "")))
    without = f", without {quotes}" if quotes else ""
    return f"write {' or '.join(meant)}{without}" if meant else ""


def _label(when: When) -> str:
    start, end = when.start, when.end
    if not start and not end and not when.is_placeless:
        if when.earliest == when.latest:
            return f"{day_label(when.earliest)}, by the order of events"
        return when.heading
    if not start and not end:
        return f"undated, written {_written(when)}" if when.text else "undated"
    if not end:
        assert start is not None
        return f"from {full_name(start)}" + (", end unknown" if when.is_unknown else "")
    if not start:
        return f"until {full_name(end)}" + (", start unknown" if when.is_unknown else "")
    return span_name(start, end)


def _written(when: When) -> str:
    """What is written in place of a date, in quotation marks, cut to a readable length."""
    return f"“{when.text if len(when.text) <= _MAX_WRITTEN else f'{when.text[: _MAX_WRITTEN - 1]}…'}”"


def _row_note(when: When) -> str:
    start, end = when.start, when.end
    if when.is_undated:
        return _written(when) if when.text else ""
    if when.is_moved:
        return _label(when)
    if not start:
        return "start unknown" if when.is_unknown else ""
    if not end:
        return f"{time_name(start)} {'end unknown' if when.is_unknown else 'onwards'}".lstrip()
    if start == end:
        is_narrowed = when.begins_by < start.last and not start.clock
        return within_label(when.earliest, when.begins_by) if is_narrowed else time_name(start)
    return rest_name(start, end)
