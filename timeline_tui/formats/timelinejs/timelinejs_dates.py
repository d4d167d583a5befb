"""Converts dates of TimelineJS to EDTF and back.

Its dates are numbers: year, month, day, hour, minute, second and millisecond.
TimelineJS has no year 0: its year -500 is 500 BCE, which is -0499 in EDTF.
"""

from __future__ import annotations

import re

from timeline_tui.dates.edtf import Point
from timeline_tui.dates.when import DateError, Precision, When, civil, parse

Parts = dict[str, int]
"""The known parts of a date, by their names in `NAMES`."""

NAMES = ("year", "month", "day", "hour", "minute", "second", "millisecond")

# The range of JavaScript's dates. Years outside it need the scale “cosmological”, which has only years.
_FIRST_YEAR, _LAST_YEAR = -271820, 275759
_TIME = re.compile(
    r"([0-9]{1,2})(?:[:.]?([0-9]{2})(?:[:.]([0-9]{2})(?:[.,:]([0-9]+))?)?)? ?(?:([ap])\.?m\.?)?", re.IGNORECASE
)


def parts(date: When) -> tuple[Parts, Parts | None]:
    """The start of ``date`` (or its end if only that is known), and its end if that differs from the start."""
    start = date.start or date.end
    assert start is not None
    beginning = _of_point(start)
    if date.is_interval:
        end = _of_end(date.end) if date.end and date.start else None
    else:
        end = _of_end(start) if _lasts(start) else None
    return beginning, end if end != beginning else None


def is_cosmological(year: int) -> bool:
    """Whether a year is outside TimelineJS's normal scale."""
    return not _FIRST_YEAR <= year <= _LAST_YEAR


def edtf(start: Parts, end: Parts | None) -> str:
    """A date of TimelineJS as EDTF. Impossible dates are kept; the reader of dates reports them."""
    return f"{_edtf(start)}/{_edtf(end)}" if end and end != start else _edtf(start)


def is_stated(date: When, start: Parts, end: Parts | None) -> bool:
    """Whether ``start`` and ``end`` express ``date`` completely."""
    try:
        return parse(edtf(start, end)) == date
    except DateError:
        return False


def time_of_day(text: str) -> Parts | None:
    """The parts of ``15:05``, ``3:05 pm`` or ``1505``; None if ``text`` is not a time."""
    found = _TIME.fullmatch(text.strip())
    if not found or not (found[2] or found[5]):
        return None
    hour = int(found[1])
    if found[5]:
        hour = hour % 12 + (12 if found[5].lower() == "p" else 0)
    times = {"hour": hour, "minute": int(found[2] or 0)}
    if found[3]:
        times["second"] = int(found[3])
    milliseconds = int(f"{found[4] or '':0<3}"[:3])
    return times | {"millisecond": milliseconds} if milliseconds else times


def clock(stated: Parts) -> str:
    """The time of day as ``15:05``, ``15:05:30`` or ``15:05:30.900``; "" without one."""
    time = ":".join(f"{stated[name]:02}" for name in NAMES[3:6] if name in stated)
    return f"{time}.{stated['millisecond']:03}" if stated.get("millisecond") else time


def _of_point(point: Point) -> Parts:
    """The parts of a point. A season becomes its first month, a decade its first year."""
    numbers_by_name = {"year": _year(point.year)}
    if point.month:
        numbers_by_name["month"] = civil(point.first)[1]
    if point.day:
        numbers_by_name["day"] = point.day
    numbers = map(int, point.clock[:8].split(":")) if point.clock else ()
    numbers_by_name |= dict(zip(NAMES[3:], numbers, strict=False))
    milliseconds = int(f"{point.clock[9:]:0<3}"[:3])
    return numbers_by_name | {"millisecond": milliseconds} if milliseconds else numbers_by_name


def _of_end(point: Point) -> Parts:
    """Like `_of_point`, with the last month of a season and the last year of a decade."""
    if not _lasts(point):
        return _of_point(point)
    year, month, _ = civil(point.last)
    last = {"year": _year(year)}
    return last | {"month": month} if point.precision == Precision.SEASON else last


def _lasts(point: Point) -> bool:
    return point.precision < Precision.YEAR or point.precision == Precision.SEASON


def _year(astronomical: int) -> int:
    return astronomical if astronomical > 0 else astronomical - 1


def _edtf(stated: Parts) -> str:
    year = stated["year"] if stated["year"] >= 0 else stated["year"] + 1
    sign = "-" if year < 0 else ""
    if abs(year) > 9999:
        return f"Y{year}"
    text = f"{sign}{abs(year):04}"
    for name, mark in zip(NAMES[1:6], "--T::", strict=True):
        if name not in stated:
            break
        text += f"{mark}{stated[name]:02}"
    if "T" in text and "minute" not in stated:
        return f"{text}:00"
    if "second" in stated and "T" in text and stated.get("millisecond"):
        return f"{text}{'.' if stated['millisecond'] < 1000 else ':'}{stated['millisecond']:03}"
    return text
