"""Dates as instants, for formats without other dates: seconds since 1970-01-01 UTC, and ISO 8601.

Fractions of a second are kept to the nanosecond, the finest precision of a date.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from timeline_tui.dates.edtf import DAY_LENGTH
from timeline_tui.dates.when import Day, Precision, When, civil, day_number

EPOCH = day_number(1970, 1, 1)
FIRST, LAST = day_number(1, 1, 1), day_number(9999, 12, 31)
"""The days that ISO 8601 can write with four-digit years."""

_SECONDS = 86400
_NAMES = {
    Precision.MILLENNIUM: "Millennium",
    Precision.CENTURY: "Century",
    Precision.DECADE: "Decade",
    Precision.YEAR: "Year",
    Precision.SEASON: "Season",
    Precision.MONTH: "Month",
    Precision.DAY: "Day",
    Precision.MINUTE: "Time",
    Precision.SECOND: "Time",
}
_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,](([0-9]{1,9})[0-9]*))?"
    r" ?(?:(Z|UTC|\+00:?00)|([+-][0-9]{2}):?([0-9]{2}))?",
    re.IGNORECASE,
)
_UNITS = (10**17, 9), (10**14, 6), (10**11, 3)
"""(bound, decimal places of a second): numbers above the bound are in nano-, micro- or milliseconds."""


class Instant(NamedTuple):
    """Whole seconds since 1970-01-01 UTC, the digits of the fraction of a second, and both in ISO 8601.

    In ``text`` a fraction has at least six digits, because many programs cannot read fewer.
    """

    seconds: int
    fraction: str
    text: str

    def number(self, places: int) -> int:
        """The time since 1970 in units of ``10**-places`` seconds: 6 for microseconds."""
        return int((self.seconds * 10**9 + int(f"{self.fraction:0<9}")) // 10 ** (9 - places))


def instant(date: When) -> Instant:
    """The start of ``date``, or its end if only that is known.

    Without a time of day it is the first midnight; without a time zone it is UTC. Before the year 1 or after 9999 it
    is the first or last instant of those years.
    """
    point = date.start or date.end
    assert point is not None
    stated = (point.utc_start_ns - EPOCH * DAY_LENGTH) // 10**9
    seconds = max((FIRST - EPOCH) * _SECONDS, min(stated, (LAST + 1 - EPOCH) * _SECONDS - 1))
    fraction = point.clock[9:] if seconds == stated else ""
    return Instant(seconds, fraction, f"{_text(seconds, fraction and f'{fraction:0<6}')}+00:00")


def is_held(date: When) -> bool:
    """Whether the years 1–9999 contain the date, so that `instant` is exact."""
    point = date.start or date.end
    assert point is not None
    day: Day = point.first
    return FIRST <= day <= LAST


def description(date: When) -> str:
    """The precision of ``date`` in words: "Time of the event", "Month of the event, approximate"."""
    name = (
        f"{_NAMES[date.precision]} of the {'event' if not date.is_interval else 'beginning' if date.start else 'end'}"
    )
    marks = ", approximate" * date.approximate + ", uncertain" * date.uncertain
    return name + marks


def edtf_of_text(text: str) -> str:
    """A date and time in ISO 8601 as EDTF, cut at the nanosecond; "" if ``text`` is not one."""
    found = _DATE_TIME.fullmatch(text.strip())
    if not found:
        return ""
    day, clock, _, fraction, utc, hours, minutes = found.groups()
    if fraction and fraction.strip("0") and len(clock) > 5:
        clock += f".{fraction}"
    return f"{day}T{clock}{'Z' if utc else f'{hours}:{minutes}' if hours else ''}"


def is_cut(text: str) -> bool:
    """Whether `edtf_of_text` drops digits of a date and time in ISO 8601."""
    found = _DATE_TIME.fullmatch(text.strip())
    return bool(found and found[3] and found[3].strip("0") and (len(found[2]) == 5 or found[3][9:].strip("0")))


def edtf_of_number(text: str) -> str:
    """A Unix time in seconds, milli-, micro- or nanoseconds as EDTF; "" if ``text`` is not a number of that size.

    As in Timesketch, the unit follows from the size of the number.
    """
    if not re.fullmatch("-?[0-9]{1,19}", text):
        return ""
    number = int(text)
    places = next((places for least, places in _UNITS if abs(number) > least), 0)
    seconds, part = divmod(number, 10**places)
    day = EPOCH + seconds // _SECONDS
    fraction = f"{part:0{places}}".rstrip("0") if part else ""
    return f"{_text(seconds, fraction)}Z" if FIRST <= day <= LAST else ""


def _text(seconds: int, fraction: str) -> str:
    days, rest = divmod(seconds, _SECONDS)
    year, month, day = civil(EPOCH + days)
    clock = f"{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}" + (f".{fraction}" if fraction else "")
    return f"{year:04}-{month:02}-{day:02}T{clock}"
