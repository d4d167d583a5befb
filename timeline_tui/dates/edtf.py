"""Reads and writes EDTF, the Extended Date/Time Format (https://www.loc.gov/standards/datetime/).

Levels 0 and 1 are read, and in addition: years known to the millennium (``1XXX``), times without seconds, months and
days of years before 1 BC, and fractions of a second as in ISO 8601, to the nanosecond (``10:00:00.900``).
"""

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from timeline_tui.dates.calendar import MONTHS, Day, day_number, month_length, year_label


class DateError(ValueError):
    """A text is not a date: the message, a hint (may be empty), and the offset of the fault in the text."""

    def __init__(self, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.offset = offset


class Precision(IntEnum):
    """The precision of a date, from coarse to fine."""

    MILLENNIUM = 1
    CENTURY = 2
    DECADE = 3
    YEAR = 4
    SEASON = 5
    MONTH = 6
    DAY = 7
    MINUTE = 8
    SECOND = 9


_SECOND = 10**9  # nanoseconds
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
DAY_LENGTH = 24 * _HOUR
"""Nanoseconds of a day."""

# EDTF does not say which hemisphere its seasons 21 to 24 belong to. Here it is the northern one: spring begins in
# March, and the winter of a year in its December.
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


class Point(NamedTuple):
    """A single date, or one end of an interval, as written.

    ``first`` and ``last`` are the first and last day that it may mean. ``year`` is its first year; ``month`` (21–24: a
    season) and ``day`` are 0 if they are not stated. ``mark`` is the qualifier: ``?``, ``~``, ``%`` or empty. ``clock``
    ("15:05", "15:05:30", "15:05:30.900") and ``zone`` ("Z", "+02:00") are kept as written.

    The properties that end in ``_ns`` are nanoseconds. Those without ``utc`` follow the local clock and count from the
    midnight at which day 0 begins; those with it are shifted by the offset, and without an offset they are the same.
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
        """Minutes since midnight by the local clock; None without a time."""
        return int(self.clock[:2]) * 60 + int(self.clock[3:5]) if self.clock else None

    @property
    def start_ns(self) -> int:
        """The first moment of the date."""
        clock = self.clock
        if not clock:
            return self.first * DAY_LENGTH
        start = self.first * DAY_LENGTH + int(clock[:2]) * _HOUR + int(clock[3:5]) * _MINUTE
        return start if len(clock) == 5 else start + int(clock[6:8]) * _SECOND + int(clock[9:].ljust(9, "0"))

    @property
    def end_ns(self) -> int:
        """The first moment after the date: after its last day, or after its minute, second or fraction of a second."""
        if not self.clock:
            return (self.last + 1) * DAY_LENGTH
        finest = {5: _MINUTE, 8: _SECOND}.get(len(self.clock)) or 10 ** (9 - len(self.clock[9:]))
        return self.start_ns + finest

    @property
    def offset_ns(self) -> int:
        """How far the local clock is ahead of UTC; 0 without an offset."""
        return minutes_ahead(self.zone) * _MINUTE

    @property
    def utc_start_ns(self) -> int:
        """The first moment, in UTC."""
        return self.start_ns - self.offset_ns

    @property
    def utc_end_ns(self) -> int:
        """The first moment after the date, in UTC."""
        return self.end_ns - self.offset_ns

    def precedes(self, other: "Point") -> bool:
        """Whether this date certainly ends before ``other`` begins.

        Two times with offsets are compared as instants, two dates without offsets by the local clock. If only one has
        an offset, only their days are compared.
        """
        if bool(self.zone) != bool(other.zone):
            return self.last < other.first
        return self.utc_end_ns <= other.utc_start_ns


_DATE = (
    r"Y(?P<long>-?[1-9][0-9]{4,14})"
    r"|(?P<year>-?(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX))"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
)
_TIME = (
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?"
)
_MARK = "(?P<mark>[?~%])?"
_WITHOUT_TIME = f"(?:{_DATE}){_MARK}"  # it takes 0.4 ms less to compile
POINT_PATTERN = f"(?:{_DATE}{_TIME}){_MARK}"
"""A regex for the form of one date. It does not check the numbers: it accepts the 99th of a month."""

FORMS = "dates are written 2024-06-13, 2024-06 or 2024, intervals 2024-06-13/2024-06-15"
"""The forms of a date, as a hint."""


def read_point(text: str, offset: int = 0) -> Point:
    """Parse a single date. Raises DateError with an offset that counts from ``offset``, the start of ``text``."""
    if not text:  # undated events have this text, so it needs no regex
        raise DateError("the date is empty", FORMS, offset)
    found = re.fullmatch(POINT_PATTERN if "T" in text else _WITHOUT_TIME, text)
    if not found:
        raise DateError("not understood as a date", FORMS, offset)
    return _PointReader(found, offset).point()


def read_ends(text: str) -> tuple[Point | None, Point | None]:
    """Parse a date or an interval: its start and end, None for an open end. Raises DateError.

    Both ends of a single date are the same object.
    """
    before, slash, after = text.partition("/")
    if not slash:
        point = read_point(text)
        return point, point
    start = None if before in ("", "..") else read_point(before)
    end = None if after in ("", "..") else read_point(after, len(before) + 1)
    if not (start or end):
        raise DateError("an interval needs at least one date")
    if start and end and end.precedes(start):
        raise DateError("the end is before the start", f"write {after}/{before}", len(before) + 1)
    return start, end


def is_date(text: str) -> bool:
    """Whether ``text`` is a date or an interval in EDTF."""
    try:
        read_ends(text)
    except DateError:
        return False
    return True


class _PointReader:
    """Checks the parts that the regex has found, and makes a point of them."""

    def __init__(self, found: re.Match[str], offset: int) -> None:
        self.found = found
        self.offset = offset
        self.year, self.month, self.day = found["year"] or "", found["month"] or "", found["day"] or ""

    def error(self, part: str, message: str, hint: str = "") -> DateError:
        return DateError(message, hint, self.offset + self.found.start(part))

    def point(self) -> Point:
        point = self.date()
        if "T" in self.found.string:
            point = self.timed(point)
        mark = self.found["mark"]
        return point._replace(mark=mark) if mark else point

    def date(self) -> Point:
        if self.found["long"]:
            return _years(int(self.found["long"]), int(self.found["long"]), Precision.YEAR)
        if self.year == "-0000":
            raise self.error("year", "year 0 has no sign", "0000 is 1 BC, -0001 is 2 BC")
        if "X" in self.year:
            return self.masked_years()
        if self.month in ("", "XX"):
            return self.whole_year()
        return self.season() if int(self.month) > 12 else self.month_or_day()

    def masked_years(self) -> Point:
        if self.month:
            raise self.error("month", "a year with X has no month or day", f"write {self.year}")
        first, last = sorted((int(self.year.replace("X", "0")), int(self.year.replace("X", "9"))))
        return _years(first, last, Precision(Precision.YEAR - self.year.count("X")))

    def whole_year(self) -> Point:
        if self.day not in ("", "XX"):
            raise self.error("day", "a day needs a known month", f"write {self.year}")
        return _years(int(self.year), int(self.year), Precision.YEAR)

    def season(self) -> Point:
        year, season = int(self.year), int(self.month)
        if season not in SEASONS:
            raise self.error(
                "month", f"there is no month {season}", "months are 01–12, seasons 21 (spring)–24 (winter)"
            )
        if self.day:
            raise self.error("day", "a season has no days", f"write {self.year}-{season}")
        start = 3 * (season - 20)
        following = day_number(year, start + 3, 1) if season != 24 else day_number(year + 1, 3, 1)
        return Point(Precision.SEASON, day_number(year, start, 1), following - 1, year, season)

    def month_or_day(self) -> Point:
        year, month = int(self.year), int(self.month)
        if not month:
            raise self.error("month", "there is no month 00", f"without a month: {self.year}")
        first, length = day_number(year, month, 1), month_length(year, month)
        if self.day in ("", "XX"):
            return Point(Precision.MONTH, first, first + length - 1, year, month)
        day = int(self.day)
        if not day:
            raise self.error("day", "there is no day 00", f"without a day: {self.year}-{self.month}")
        if day > length:
            raise self.error("day", f"{MONTHS[month - 1]} {year_label(year)} has {length} days")
        return Point(Precision.DAY, first + day - 1, first + day - 1, year, month, day)

    def timed(self, point: Point) -> Point:
        found = self.found
        if point.precision != Precision.DAY:
            raise self.error("hour", "a time of day needs a full date")
        for part, last in (("hour", 23), ("minute", 59), ("second", 59)):
            if int(found[part] or 0) > last:
                raise self.error(part, f"there is no {part} {found[part]}", f"the last one is {last}")
        zone = found["zone"] or ""
        if not -12 * 60 <= minutes_ahead(zone) <= 14 * 60 or int(zone[4:] or 0) > 59:
            raise self.error("zone", f"there is no time zone {zone}", "time zones run from -12:00 to +14:00")
        clock = ":".join(filter(None, found.group("hour", "minute", "second")))
        if found["fraction"]:
            clock += f".{found['fraction']}"
        precision = Precision.SECOND if found["second"] else Precision.MINUTE
        return point._replace(precision=precision, clock=clock, zone=zone)


def _years(first: int, last: int, precision: Precision) -> Point:
    return Point(precision, day_number(first, 1, 1), day_number(last, 12, 31), first)


@lru_cache(maxsize=256)  # a timeline has few offsets, and sorting events with times calls this for each of them
def minutes_ahead(zone: str) -> int:
    """How many minutes a clock with this offset ("+02:00", "+02", "Z" or empty) is ahead of UTC."""
    minutes = int(zone[1:3] or 0) * 60 + int(zone[4:6] or 0)
    return -minutes if zone.startswith("-") else minutes


def two_years(text: str) -> str:
    """The interval of years that may be meant instead of a season: ``1923/1924`` for ``1923-24``; else empty.

    In an interval, one such end is enough. The result then runs from the first year to the last.
    """
    ends = [re.fullmatch(r"([0-9]{4})-(2[1-4])([?~%]?)", end) for end in text.split("/")]
    seasons = [(end[1], end[3], int(end[1]) + ((int(end[1]) + 1) % 100 == int(end[2]))) for end in ends if end]
    if len(seasons) < len(ends) or all(int(year) == last for year, _, last in seasons):
        return ""
    return f"{seasons[0][0]}{seasons[0][1]}/{seasons[-1][2]:04}{seasons[-1][1]}"
