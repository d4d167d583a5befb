"""The notation: one date as EDTF writes it, and what is wrong with it if it is none.

Levels 0 and 1 of the Extended Date/Time Format (https://www.loc.gov/standards/datetime/), plus what costs nothing:
years known to the millennium (``1XXX``), times without seconds, months and days of years before 1 BC.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from timeline_tui.days import MONTHS, Day, day_number, month_length, year_label


class DateError(ValueError):
    """A text that is no date: what is wrong, a hint (may be empty), and the offset of the character it starts at."""

    def __init__(self, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.offset = offset


class Precision(IntEnum):
    """How finely a date is stated, from coarse to fine."""

    MILLENNIUM = 1
    CENTURY = 2
    DECADE = 3
    YEAR = 4
    SEASON = 5
    MONTH = 6
    DAY = 7
    MINUTE = 8
    SECOND = 9


SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


class Point(NamedTuple):
    """One date as written: what a date consists of, or an interval has at either end.

    ``first`` and ``last`` are the first and last day that it may mean. ``year`` is the first of its years; ``month``
    (21–24: a season) and ``day`` are 0 where they are not stated. ``mark`` is the qualifier: ``?``, ``~``, ``%`` or
    empty. ``clock`` ("15:05", "15:05:30") and ``zone`` ("Z", "+02:00") stand as they are written.
    """

    precision: Precision
    first: Day
    last: Day
    year: int
    month: int = 0
    day: int = 0
    mark: str = ""
    clock: str = ""
    zone: str = ""

    @property
    def minute(self) -> int | None:
        """Minutes since midnight by the clock of the place; None without a time."""
        return int(self.clock[:2]) * 60 + int(self.clock[3:5]) if self.clock else None


_POINT = re.compile(
    r"(?:Y(?P<long>-?[1-9][0-9]{4,14})"
    r"|(?P<year>-?(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX))"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?:T(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?"
    r")(?P<mark>[?~%])?"
)


def read_point(text: str, offset: int = 0) -> Point:
    """The date that ``text`` is; ``offset`` is where it stands in a longer text, for the error. Raises DateError."""
    found = _POINT.fullmatch(text)
    if not found:
        raise DateError("not an EDTF date", offset=offset)
    long, year, month, day, clock, zone, mark = found.groups(default="")
    reader = _Reader(found, offset)
    if long:
        point = _years(int(long), int(long), Precision.YEAR)
    elif "X" in year:
        point = reader.masked_years()
    elif month in ("", "XX"):
        point = reader.whole_year()
    elif len(month) == 2 and month > "12":
        point = reader.season()
    else:
        point = reader.month_or_day()
    if clock:
        reader.check_time(point)
        precision = Precision.MINUTE if len(clock) == 5 else Precision.SECOND
        point = point._replace(precision=precision, clock=clock, zone=zone)
    return point._replace(mark=mark) if mark else point


class _Reader:
    """Makes a point of what the notation matched, and knows where in the text each part stands."""

    def __init__(self, found: re.Match[str], offset: int) -> None:
        self.found = found
        self.offset = offset
        self.month, self.day = found["month"] or "", found["day"] or ""
        if found["year"] == "-0000":
            raise self.error("year", "year 0 has no sign", "0000 is 1 BC, -0001 is 2 BC")

    def error(self, part: str, message: str, hint: str = "") -> DateError:
        return DateError(message, hint, self.offset + max(0, self.found.start(part)))

    def masked_years(self) -> Point:
        year = self.found["year"]
        if self.month:
            raise self.error("month", "a year with X has no month or day", f"write {year}")
        unknown = year.count("X")
        first, last = sorted((int(year.replace("X", "0")), int(year.replace("X", "9"))))
        return _years(first, last, Precision(Precision.YEAR - unknown))

    def whole_year(self) -> Point:
        if self.day not in ("", "XX"):
            raise self.error("day", "a day of an unknown month", f"write {self.found['year']}")
        year = int(self.found["year"])
        return _years(year, year, Precision.YEAR)

    def season(self) -> Point:
        year, month = int(self.found["year"]), int(self.month)
        if month not in SEASONS:
            raise self.error("month", f"there is no month {month}", "months are 01–12, seasons 21 (spring)–24 (winter)")
        if self.day:
            raise self.error("day", "a season has no days", f"write {self.found['year']}-{month}")
        start = 3 * (month - 20)
        first = day_number(year, start, 1)
        last = day_number(year, start + 3, 1) if start < 12 else day_number(year + 1, 3, 1)
        return Point(Precision.SEASON, first, last - 1, year, month)

    def month_or_day(self) -> Point:
        year, month = int(self.found["year"]), int(self.month)
        if not month:
            raise self.error("month", "there is no month 00", f"leave it out: {self.found['year']}")
        first, length = day_number(year, month, 1), month_length(year, month)
        if self.day in ("", "XX"):
            return Point(Precision.MONTH, first, first + length - 1, year, month)
        day = int(self.day)
        if not 1 <= day <= length:
            raise self.error("day", f"{MONTHS[month - 1]} {year_label(year)} has {length} days")
        return Point(Precision.DAY, first + day - 1, first + day - 1, year, month, day)

    def check_time(self, point: Point) -> None:
        if point.precision != Precision.DAY:
            raise self.error("clock", "a time of day needs a full date")
        for value, limit, unit in zip(self.found["clock"].split(":"), (23, 59, 59), ("hour", "minute", "second")):
            if int(value) > limit:
                raise self.error("clock", f"there is no {unit} {value}", f"the last one is {limit}")
        hours, _, minutes = (self.found["zone"] or "Z")[1:].partition(":")
        if int(hours or 0) > 14 or int(minutes or 0) > 59:
            raise self.error("zone", f"there is no time zone {self.found['zone']}", "they run from -12:00 to +14:00")


def _years(first: int, last: int, precision: Precision) -> Point:
    return Point(precision, day_number(first, 1, 1), day_number(last, 12, 31), first)
