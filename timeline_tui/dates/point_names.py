"""The English names of points of time, the ends of a date: "13 June 2024", "1950s", "15:05 UTC+2"."""

from __future__ import annotations

from timeline_tui.dates.calendar import MONTHS, civil, period_label, year_label
from timeline_tui.dates.edtf import SEASONS, Point, Precision

QUALIFIERS = {"": "", "~": "about ", "?": "possibly ", "%": "possibly about "}
"""The words before a name, by the mark of its point."""


def name_parts(point: Point) -> tuple[str, ...]:
    """The parts of the name of a point without qualifier and time, from coarse to fine: ("2024", "June", "13")."""
    if point.precision < Precision.YEAR:
        return (period_label(point.year, civil(point.last)[0]),)
    year = year_label(point.year)
    if not point.month:
        return (year,)
    month = SEASONS.get(point.month) or MONTHS[point.month - 1]
    return (year, month, str(point.day)) if point.day else (year, month)


def point_name(point: Point) -> str:
    """The name without qualifier and time: "13 June 2024"."""
    return " ".join(reversed(name_parts(point)))


def full_name(point: Point, after: Point | None = None) -> str:
    """The full name of a point, with qualifier and time; without the year if ``after`` has the same year."""
    parts = name_parts(point)
    if after and len(parts) > 1 and parts[0] == name_parts(after)[0]:
        parts = parts[1:]
    time = f", {time_name(point)}" if point.clock else ""
    return f"{QUALIFIERS[point.mark]}{' '.join(reversed(parts))}{time}"


def period_name(point: Point) -> str:
    """The name of a period: "1950s" for a decade, "between 1900 and 1999" for a longer one."""
    name = point_name(point)
    return name if name.endswith("s") else f"between {name.replace(' – ', '–').replace('–', ' and ')}"


def time_name(point: Point) -> str:
    """The time of day with its offset, "15:05 UTC+2"; empty without one."""
    return f"{point.clock} {_zone(point.zone)}".rstrip()


def hours_name(start: Point, end: Point) -> str:
    """From one time of a day to another: "15:05–17:00 UTC+2"."""
    return f"{start.clock}–{time_name(end)}" if start.zone == end.zone else f"{time_name(start)} – {time_name(end)}"


def _zone(zone: str) -> str:
    """The label of an offset: "UTC+2", "UTC−3:30"."""
    hours, _, minutes = zone[1:].partition(":")
    if not zone.strip("Z+-0:"):
        return "UTC" if zone else ""
    past = f":{minutes}" if minutes.strip("0") else ""
    return f"UTC{'−' if zone[0] == '-' else '+'}{int(hours)}{past}"
