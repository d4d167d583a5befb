"""Dates of iCalendar (RFC 5545, sections 3.3.4–3.3.6): a day or a time of day, and an exclusive end.

iCalendar has only the years 1–9999. It cannot express a month or year, an uncertain date or an open end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline_tui.dates.calendar import month_length
from timeline_tui.dates.edtf import Point, minutes_ahead
from timeline_tui.dates.when import NEVER_AFTER, Day, When, civil, day_number
from timeline_tui.formats.icalendar.icalendar_syntax import Property
from timeline_tui.formats.icalendar.icalendar_zones import Zones
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.values import KEPT_UNDATED

_DAY_MINUTES = 24 * 60
_DAY_SECONDS = _DAY_MINUTES * 60
_MOMENT = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:T([0-9]{2}):?([0-9]{2}):?([0-9]{2})?(?:\.[0-9]+)?(Z)?)?", re.IGNORECASE
)
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,7})W|(?:([0-9]{1,7})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?)",
    re.IGNORECASE,
)

# Writing


def period(when: When) -> tuple[str, str] | None:
    """The values of DTSTART and DTEND ("": no DTEND); None for a date that a calendar cannot hold.

    A month, year or other long date becomes all its days.
    """
    start = when.start
    if start is None:
        return None
    if start.clock:
        return _times(start, when.end if when.is_interval else None)
    last = start.last if when.latest == NEVER_AFTER else when.latest
    if civil(start.first)[0] < 1 or civil(last + 1)[0] > 9999:
        return None
    return _date(start.first), _date(last + 1)


def _times(start: Point, end: Point | None) -> tuple[str, str] | None:
    first = _instant(start, start.zone)
    if first is None:
        return None
    last = ""
    if end and end.clock:
        last = _instant(end, start.zone and (end.zone or start.zone)) or ""
    elif end:
        last = _instant(end._replace(first=end.last + 1, clock="00:00"), start.zone) or ""
    return first, last if last > first else ""


def _instant(point: Point, zone: str) -> str | None:
    """A time of day: in UTC if the time zone is known, else in local time."""
    day, minute = divmod(point.first * _DAY_MINUTES + (point.minute or 0) - minutes_ahead(zone), _DAY_MINUTES)
    if not 1 <= civil(day)[0] <= 9999:
        return None
    return f"{_date(day)}T{minute // 60:02}{minute % 60:02}{point.clock[6:8] or '00'}{'Z' if zone else ''}"


def _date(day: Day) -> str:
    year, month, of_month = civil(day)
    return f"{year:04}{month:02}{of_month:02}"


# Reading


class _Moment(NamedTuple):
    """A day, a local time ("": all day) and its offset from UTC ("": unknown)."""

    year: int
    month: int
    day: int
    clock: str = ""
    zone: str = ""

    @property
    def exists(self) -> bool:
        return 1 <= self.month <= 12 and 1 <= self.day <= month_length(self.year, self.month)

    @property
    def order(self) -> tuple[int, int, str]:
        """The sort key: day, minute and seconds, in UTC if the zone is known."""
        minute = int(self.clock[:2]) * 60 + int(self.clock[3:5]) if self.clock else 0
        day = day_number(self.year, self.month, self.day)
        return *divmod(day * _DAY_MINUTES + minute - minutes_ahead(self.zone), _DAY_MINUTES), self.clock[6:]

    @property
    def edtf(self) -> str:
        date = f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{date}T{self.clock}{self.zone}" if self.clock else date


def edtf_date(start: Property, end: Property | None, zones: Zones, document: Document) -> str | None:
    """DTSTART with DTEND or DURATION as EDTF. None, with an error, if DTSTART is not a date."""
    first = _moment(start, zones)
    if first is None:
        message = f"“{start.value[:40]}” is not a calendar date; {KEPT_UNDATED}"
        document.error(start.at, message, "write 20240613, or 20240613T150500Z with a time")
        return None
    for property in filter(None, (start, end)):
        if _is_day(property) and "T" in property.value.upper():
            message = f"“{property.value[:40]}” has a time, but VALUE=DATE means a day; only the day is read"
            document.warning(property.at, message, group="days with a time")
    if not end or not first.exists:  # the reader of dates reports days that do not exist
        return first.edtf
    last = _end(first, start, end, zones)
    if last is None or not last.exists or last.year > 9999:
        document.error(end.at, f"“{end.value[:40]}” is not an end of an event; it is left out")
        return first.edtf
    if _is_after(last, first):
        return f"{first.edtf}/{last.edtf}"
    stated = _moment(end, zones)  # of whole days, the day after the last one
    if stated and _is_after(first, stated):
        document.warning(end.at, "its end is left out: the end is before the start", group="ends before their start")
    return first.edtf


def _end(first: _Moment, start: Property, end: Property, zones: Zones) -> _Moment | None:
    """The last moment. DTEND is exclusive, so for whole days it is the day before DTEND."""
    if end.name == "DURATION":
        return _after(first, start, end.value, zones)
    last = _moment(end, zones)
    if last is None or not last.exists or last.clock:
        return last
    return _Moment(*civil(day_number(last.year, last.month, last.day) - 1))


def _after(first: _Moment, start: Property, duration: str, zones: Zones) -> _Moment | None:
    """The end of a duration: first weeks and days by the calendar, then the exact hours, minutes and seconds.

    See RFC 5545, section 3.3.6. The two differ when the clocks change.
    """
    found = _DURATION.fullmatch(duration.strip())
    if not found:
        return None
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in found.groups())
    first_day = day_number(first.year, first.month, first.day)
    day = first_day + weeks * 7 + days
    if not first.clock:
        return _Moment(*civil(max(day - 1, first_day)))
    hour, minute, second = (int(part) for part in f"{first.clock}:00".split(":")[:3])
    same_time = day * _DAY_SECONDS + (hour * 60 + minute) * 60 + second
    passed = (hours * 60 + minutes) * 60 + seconds
    if "TZID" not in start.parameters:
        return _at(same_time + passed, first.zone)
    return _at(*_local(same_time, passed, lambda local: zones.offset(start, _at(local)[:4])))


def _local(local: int, passed: int, offset: Callable[[int], str]) -> tuple[int, str]:
    """The local time ``passed`` seconds after the local time ``local``, and its offset.

    ``offset`` returns the offset of a local time, or "" if it is not known. Near a change of the clocks two offsets are
    possible, so the offsets of the day before and of the day after are both tried.
    """
    zone = offset(local)
    if not passed or not zone:
        return local + passed, offset(local + passed)
    instant = local + passed - minutes_ahead(zone) * 60
    before, after = (offset(local + passed + days) or zone for days in (-_DAY_SECONDS, _DAY_SECONDS))
    for candidate in (after, before):
        if offset(instant + minutes_ahead(candidate) * 60) == candidate:
            return instant + minutes_ahead(candidate) * 60, candidate
    return instant + minutes_ahead(after) * 60, after  # the second occurrence of a repeated hour


def _at(local: int, zone: str = "") -> _Moment:
    """The local time ``local`` seconds after day 0."""
    day, second = divmod(local, _DAY_SECONDS)
    return _Moment(*civil(day), _clock(*divmod(second // 60, 60), second % 60), zone)


def _is_after(a: _Moment, b: _Moment) -> bool:
    """Whether ``a`` is later than ``b``. Some programs write an end at or before the start for a single moment."""
    if bool(a.zone) != bool(b.zone):
        a, b = a._replace(zone=""), b._replace(zone="")
    return a.order > b.order


def _moment(property: Property, zones: Zones) -> _Moment | None:
    found = _MOMENT.fullmatch(property.value.strip())
    if not found:
        return None
    date = (int(found[1]), int(found[2]), int(found[3]))
    if not found[4] or _is_day(property):
        return _Moment(*date)
    clock = _clock(int(found[4]), int(found[5]), min(int(found[6] or 0), 59))  # 60 is a leap second
    return _Moment(*date, clock, "Z" if found[7] else zones.offset(property, (*date, clock)))


def _is_day(property: Property) -> bool:
    return property.parameters.get("VALUE", "").upper() == "DATE"


def _clock(hour: int, minute: int, second: int) -> str:
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
