"""Reads dates with a time of day as people write them: ``2:05 PM``, ``14:05:30 UTC+2``, ``T1405``."""

from __future__ import annotations

import re
from typing import NamedTuple

from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.written_forms import NO_READING, DateReading, Found, date_reading
from timeline_tui.dates.written_numbers import number_reading

_ZONE = r"[+-][0-9]{2}(?::?[0-9]{2})?"
_CLOCK = re.compile(
    r"(?<![0-9.:+-])(?P<h>[0-9]{1,2})(?::(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.(?P<f>[0-9]+))?)? ?(?P<half>AM|PM)?|"
    rf" ?(?P<alone>AM|PM))(?: ?(?P<zone>Z ?[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?|Z|{_ZONE}))?(?![0-9:])"
    rf"|(?<=[0-9] )T (?P<hh>[0-9]{{2}})(?P<mm>[0-9]{{2}})(?P<ss>[0-9]{{2}})?(?: ?(?P<z>Z|{_ZONE}))?(?![0-9:])"
)


_ZONE_OF_A_DAY = re.compile(rf" (?:NZ|Z ?(?:{_ZONE})?)$")


class _Clock(NamedTuple):
    """A time of day in EDTF, and its zone."""

    time: str
    zone: str


def _clock(found: Found) -> _Clock | None:
    """The time that the regex ``_CLOCK`` has found; None if it does not exist."""
    h, minute, second, part, half, alone, zone, hh, mm, ss, z = found.groups()
    hour, half = int(h or hh), half or alone
    minute, second, zone = minute or mm or "00", second or ss, offset(zone or z or "")
    if half and not (half == "PM" and hour > 12):  # 20:00 PM says twice that it is evening
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "PM" else 0)
    if hour > 23 or minute > "59" or (second and second > "59") or zone[1:] > "14:00" or zone[4:] > "59":
        return None
    time = f"{hour:02}:{minute}:{second}" if second else f"{hour:02}:{minute}"
    return _Clock(f"{time}.{part[:9]}" if part and part.strip("0") else time, zone)


def offset(zone: str) -> str:
    """``Z``, ``+02:00`` or empty, from ``Z``, ``Z+2``, ``+0200``, ``+02``."""
    if zone in ("", "Z"):
        return zone
    zone = zone.replace(" ", "")
    digits = re.sub("[^0-9]", "", zone)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{'-' if '-' in zone else '+'}{int(hours):02}:{minutes}"


def timed(text: str) -> DateReading:
    """Read a date with or without a time, which may come before, after or, as in ``M06 13 10:00 Z 2024``, inside it."""
    found = _CLOCK.search(text) if ":" in text or "M" in text or "T" in text else None
    if not found:
        return date_reading(_ZONE_OF_A_DAY.sub("", text) if "Z" in text else text)
    rest = " ".join(f"{text[: found.start()].rstrip(' :T-')} {text[found.end() :]}".split())
    date, clock = date_reading(rest), _clock(found)
    if clock and not date.options:
        return _digits_timed(rest, clock)
    for day in date.options.values():
        if len(day) != 10 or day[4] != "-":
            return NO_READING  # a time needs a day
    if (found["zone"] or "")[:1] == "-" and not found["s"] and "T" not in text:
        return _until_or_zone(date, found, clock)
    if not clock:
        return NO_READING
    time = f"T{clock.time}{clock.zone}"
    return DateReading({key: day + time for key, day in date.options.items()}, *date[1:])


def _until_or_zone(date: DateReading, found: Found, clock: _Clock | None) -> DateReading:
    """``10:00-12:00`` is a span until 12:00, or has an offset of 12 hours. Mostly only one of them is possible."""
    time, zone = f"{int(found['h']):02}:{found['m'] or '00'}", offset(found["zone"])
    day = next(iter(date.options.values())) if len(date.options) == 1 else ""
    hours = {"span": f"{day}T{time}/{day}T{zone[1:]}"} if zone[1:] > time else {}
    if clock:
        hours["zone"] = f"{day}T{clock.time}{clock.zone}"
    return DateReading({key: value for key, value in hours.items() if is_date(value)}, "hours")


def _digits_timed(rest: str, clock: _Clock) -> DateReading:
    """``20240613 15:05``."""
    number = number_reading("", rest, "") if re.fullmatch("[0-9]{8}", rest) else None
    day = number.options.get("compact dates") if number else None
    return DateReading({"": f"{day}T{clock.time}{clock.zone}"}) if day else NO_READING
