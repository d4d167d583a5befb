"""When something happened: an EDTF date or interval, the days that it may mean, and how to say it in English."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import NamedTuple

from timeline_tui.dates.calendar import (
    MONTHS,
    NEVER_AFTER,
    NEVER_BEFORE,
    Day,
    civil,
    day_label,
    day_number,
    month_length,
    period_label,
    range_label,
    weekday,
    year_label,
    years_label,
)
from timeline_tui.dates.edtf import SEASONS, DateError, Point, Precision, is_date, read_ends

__all__ = [
    "NEVER_AFTER",
    "NEVER_BEFORE",
    "DateError",
    "Day",
    "Precision",
    "When",
    "civil",
    "day_label",
    "day_number",
    "parse",
    "span",
]

_QUALIFIERS = {"": "", "~": "about ", "?": "possibly ", "%": "possibly about "}


class When(NamedTuple):
    """A date or an interval as its ``text`` states it; made by `parse`.

    ``earliest`` and ``latest`` are the first and the last day that it may mean, both included; ``NEVER_BEFORE`` and
    ``NEVER_AFTER`` where an interval has no end. ``precision`` is that of its start (of its end, without a start).
    ``approximate`` and ``uncertain`` are set if either end is. ``minute`` counts from midnight by the clock of the
    place at the start, None without a time. ``start`` and ``end`` are the dates themselves: the same one unless this
    is an interval, None where that has no end.

    Two are equal if their texts are. ``sort_key`` orders them in time.
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

    def _key(self) -> object:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, When) and self._key() == other._key()

    def __ne__(self, other: object) -> bool:  # a tuple has one of its own
        return not self == other

    def __hash__(self) -> int:
        return hash(self._key())

    def __str__(self) -> str:
        return self.label

    @property
    def sort_key(self) -> tuple[float, ...]:
        """Orders dates in time. Every list and export that is in order of time uses this key.

        1. The first day, as stated. Intervals without a start come first of all.
        2. On that day, dates without a time, then times in their order. Times are compared as instants, to the
           nanosecond; a time without an offset is taken for UTC.
        3. Of what starts at the same moment, the coarser date ("2024", "2024-01", "2024-01-01").
        4. Then what is over on an earlier day, then single dates, then intervals by their end.

        Dates that are equal in all of this have the same key; a stable sort leaves them in the order of the file.
        Two instants on different stated days stay in the order of these days, even where offsets turn that around:
        otherwise a day would be torn apart, with half of its events among those of the day before.
        """
        start, end = self.start, self.end
        begins = start.utc_start_ns if start and start.clock else -inf
        precision = start.precision if start else 0
        if start is end or not end:
            return self.earliest, begins, precision, self.latest, -inf, 0
        ends = end.utc_end_ns if end.clock else inf
        return self.earliest, begins, precision, self.latest, ends, -end.precision

    @property
    def is_interval(self) -> bool:
        """Whether it is written with two ends."""
        return "/" in self.text

    @property
    def is_unknown(self) -> bool:
        """Whether an end of the interval is not known (``2024/``), which is not the same as open (``2024/..``)."""
        return self.text[0] == "/" or self.text[-1] == "/"

    @property
    def label(self) -> str:
        """All of it for people: "about 24 February 2024", "19–21 May 2023", "from 13 June 2024"."""
        return _label(self)

    @property
    def heading(self) -> str:
        """What events are grouped under: the start alone, without time and qualifier: "Thursday 13 June 2024"."""
        point = self.start or self.end
        assert point is not None
        return f"{self.weekday} {_name(point)}".lstrip() if self.start else f"until {_name(point)}"

    @property
    def row_note(self) -> str:
        """What it says beyond its heading: "15:05 UTC+2", "→ 15 June", "onwards"; mostly empty."""
        return _row_note(self)

    @property
    def weekday(self) -> str:
        """The start's day of the week, if its day is stated and the calendar was in use; else empty."""
        return weekday(self.start.first) if self.start and self.start.day else ""

    def precedes(self, other: When) -> bool:
        """Whether it is certainly over before ``other`` begins: see `Point.precedes`."""
        return self.end is not None and other.start is not None and self.end.precedes(other.start)


_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> When:
    """The date that ``text`` states in EDTF; white space around it does not matter. Raises DateError."""
    stripped = text.strip()
    if _PLAIN_DAY.fullmatch(stripped):
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


def _when(text: str, start: Point | None, end: Point | None) -> When:
    known = [point for point in (start, end) if point]
    marks = "".join(point.mark for point in known)
    return When(
        text,
        earliest=start.first if start else NEVER_BEFORE,
        # By local clocks a flight across the date line may end on the day before it starts.
        latest=max(end.last, known[0].first) if end else NEVER_AFTER,
        precision=known[0].precision,
        approximate="~" in marks or "%" in marks,
        uncertain="?" in marks or "%" in marks,
        minute=start.minute if start else None,
        start=start,
        end=end,
    )


@lru_cache(maxsize=1 << 12)
def _hint(text: str) -> str:
    """What to write instead, if that can be told; both where two things may be meant."""
    # 7 ms, and only a wrong date needs it
    from timeline_tui.dates.guesses import guesses

    if re.fullmatch("[-0/.: ]*0[-0/.: ]*", text):
        return "zeros are no date: write what is known, or leave it out"
    meant = guesses(text, is_date)
    return f"write {' or '.join(meant)}" if meant else ""


def span(first: When | None, last: When | None) -> tuple[Day, Day]:
    """The days from the start of ``first`` to the end of ``last``, both included; None: without an end there."""
    return first.earliest if first else NEVER_BEFORE, last.latest if last else NEVER_AFTER


def _label(when: When) -> str:
    start, end = when.start, when.end
    if not end:
        assert start is not None
        return f"from {_said(start)}" + (", end unknown" if when.is_unknown else "")
    if not start:
        return f"until {_said(end)}" + (", start unknown" if when.is_unknown else "")
    if start == end:
        return _said(start) if start.mark or start.precision >= Precision.YEAR else _between(start)
    if start.mark == end.mark and start.clock and end.clock and _parts(start) == _parts(end):
        return f"{_QUALIFIERS[start.mark]}{_name(start)}, {_hours(start, end)}"
    if start.mark != end.mark or start.clock or end.clock:
        return f"{_said(start)} – {_said(end)}"
    if start.precision == end.precision == Precision.YEAR:
        return _QUALIFIERS[start.mark] + years_label(start.year, end.year)
    return _QUALIFIERS[start.mark] + range_label(_parts(start), _parts(end))


def _row_note(when: When) -> str:
    start, end = when.start, when.end
    if not start:
        return "start unknown" if when.is_unknown else ""
    if not end:
        return f"{_time(start)} {'end unknown' if when.is_unknown else 'onwards'}".lstrip()
    if start == end:
        return _time(start)
    if start.clock and end.clock and _parts(start) == _parts(end):
        return _hours(start, end)
    return f"{_time(start)} → {_said(end, after=start)}".lstrip()


def _parts(point: Point) -> tuple[str, ...]:
    """Its name without qualifier and time, from coarse to fine: ("2024", "June", "13")."""
    if point.precision < Precision.YEAR:
        return (period_label(point.year, civil(point.last)[0]),)
    year = year_label(point.year)
    if not point.month:
        return (year,)
    month = SEASONS.get(point.month) or MONTHS[point.month - 1]
    return (year, month, str(point.day)) if point.day else (year, month)


def _name(point: Point) -> str:
    return " ".join(reversed(_parts(point)))


def _said(point: Point, after: Point | None = None) -> str:
    """All that a point states; without its year if that is the year of ``after``."""
    parts = _parts(point)
    if after and len(parts) > 1 and parts[0] == _parts(after)[0]:
        parts = parts[1:]
    time = f", {_time(point)}" if point.clock else ""
    return f"{_QUALIFIERS[point.mark]}{' '.join(reversed(parts))}{time}"


def _between(point: Point) -> str:
    """A decade has a name; of a longer period, it is one year in it that is meant."""
    name = _name(point)
    return name if name.endswith("s") else f"between {name.replace(' – ', '–').replace('–', ' and ')}"


def _time(point: Point) -> str:
    return f"{point.clock} {_zone(point.zone)}".rstrip()


def _hours(start: Point, end: Point) -> str:
    """Two times of a day: "15:05–17:00 UTC+2"."""
    return f"{start.clock}–{_time(end)}" if start.zone == end.zone else f"{_time(start)} – {_time(end)}"


def _zone(zone: str) -> str:
    """As stated, the way people write it: "UTC+2", "UTC−3:30"."""
    hours, _, minutes = zone[1:].partition(":")
    if not zone.strip("Z+-0:"):
        return "UTC" if zone else ""
    past = f":{minutes}" if minutes.strip("0") else ""
    return f"UTC{'−' if zone[0] == '-' else '+'}{int(hours)}{past}"
