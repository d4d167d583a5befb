"""Dates as instants, for formats that know nothing else: seconds of UTC since 1970 began, and ISO 8601."""

from __future__ import annotations

import re
from typing import NamedTuple

from timeline_tui.dates import Day, Precision, When, civil, day_number

EPOCH = day_number(1970, 1, 1)
FIRST, LAST = day_number(1, 1, 1), day_number(9999, 12, 31)
"""The days that ISO 8601 can name without further agreement."""

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
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,]([0-9]+))?"
    r" ?(?:(Z|UTC|\+00:?00)|([+-][0-9]{2}):?([0-9]{2}))?",
    re.IGNORECASE,
)
_UNITS = (10**17, 10**9), (10**14, 10**6), (10**11, 10**3)  # (numbers beyond it, how many of them make a second)


class Instant(NamedTuple):
    """Seconds since the beginning of 1970, and the same in ISO 8601."""

    seconds: int
    text: str


def instant(date: When) -> Instant:
    """Its start, or its end if only that is known: the first midnight, if no time is stated; UTC, if no zone is.

    Outside of the years 1–9999, it is their beginning or end.
    """
    point = date.start or date.end
    assert point is not None
    hour, minute, second = (*map(int, point.clock.split(":")), 0, 0)[:3] if point.clock else (0, 0, 0)
    seconds = (point.first - EPOCH) * _SECONDS + hour * 3600 + minute * 60 + second - _ahead(point.zone)
    seconds = max((FIRST - EPOCH) * _SECONDS, min(seconds, (LAST + 1 - EPOCH) * _SECONDS - 1))
    return Instant(seconds, f"{_text(seconds)}+00:00")


def is_held(date: When) -> bool:
    """Whether :func:`instant` gives a day that the date names, not just the nearest that can be written."""
    point = date.start or date.end
    assert point is not None
    day: Day = point.first
    return FIRST <= day <= LAST


def what_is_stated(date: When) -> str:
    """What :func:`instant` is the beginning of: "Time of the event", "Month of the event, approximate"."""
    name = (
        f"{_NAMES[date.precision]} of the {'event' if not date.is_interval else 'beginning' if date.start else 'end'}"
    )
    marks = ", approximate" * date.approximate + ", uncertain" * date.uncertain
    return name + marks


def edtf_of_text(text: str) -> str:
    """A date and time in ISO 8601 as EDTF, which has no fractions of a second; empty if it is none."""
    found = _DATE_TIME.fullmatch(text.strip())
    if not found:
        return ""
    day, clock, _, utc, hours, minutes = found.groups()
    return f"{day}T{clock}{'Z' if utc else f'{hours}:{minutes}' if hours else ''}"


def has_fraction(text: str) -> bool:
    """Whether a date and time in ISO 8601 has fractions of a second that are not zero."""
    found = _DATE_TIME.fullmatch(text.strip())
    return bool(found and found[3] and found[3].strip("0"))


def edtf_of_number(text: str) -> str:
    """A number of seconds, or of thousandths, millionths or billionths, since 1970 began; empty if it is none.

    Its size tells the unit, as it does for Timesketch.
    """
    if not re.fullmatch("-?[0-9]{1,19}", text):
        return ""
    number = int(text)
    unit = next((unit for least, unit in _UNITS if abs(number) > least), 1)
    seconds = number // unit
    day = EPOCH + seconds // _SECONDS
    return f"{_text(seconds)}Z" if FIRST <= day <= LAST else ""


def _text(seconds: int) -> str:
    days, rest = divmod(seconds, _SECONDS)
    year, month, day = civil(EPOCH + days)
    return f"{year:04}-{month:02}-{day:02}T{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}"


def _ahead(zone: str) -> int:
    """How many seconds the clocks of a zone (Z, +02:00, empty) are ahead of UTC."""
    seconds = int(zone[1:3] or 0) * 3600 + int(zone[4:] or 0) * 60
    return -seconds if zone[:1] == "-" else seconds
