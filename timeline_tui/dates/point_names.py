"""The English names of points of time, the ends of a date, and of spans: "1950s", "15:05 UTC+2", "19–21 May 2023"."""

from __future__ import annotations

from timeline_tui.dates.calendar import MONTHS, civil, period_label, range_label, year_label, years_label
from timeline_tui.dates.edtf import SEASONS, Point, Precision

# The words before a name, by the mark of its point.
_QUALIFIERS = {"": "", "~": "about ", "?": "possibly ", "%": "possibly about "}


def span_name(start: Point, end: Point) -> str:
    """The name of a date, or of an interval if the ends differ: "about 24 February 2024", "19–21 May 2023"."""
    if start == end:
        return full_name(start) if start.mark or start.precision >= Precision.YEAR else _period_name(start)
    if start.mark == end.mark and _are_hours(start, end):
        return f"{_QUALIFIERS[start.mark]}{point_name(start)}, {_hours_name(start, end)}"
    if start.mark != end.mark or start.clock or end.clock:
        return f"{full_name(start)} – {full_name(end)}"
    if start.precision == end.precision == Precision.YEAR:
        return _QUALIFIERS[start.mark] + years_label(start.year, end.year)
    return _QUALIFIERS[start.mark] + range_label(_name_parts(start), _name_parts(end))


def rest_name(start: Point, end: Point) -> str:
    """The rest of the name of an interval below a heading with the day of its start: "15:05–17:00", "→ 15 June"."""
    if _are_hours(start, end):
        return _hours_name(start, end)
    return f"{time_name(start)} → {full_name(end, after=start)}".lstrip()


def _are_hours(start: Point, end: Point) -> bool:
    """Whether both are times of the same day."""
    return bool(start.clock and end.clock) and _name_parts(start) == _name_parts(end)


def _name_parts(point: Point) -> tuple[str, ...]:
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
    return " ".join(reversed(_name_parts(point)))


def full_name(point: Point, after: Point | None = None) -> str:
    """The full name of a point, with qualifier and time; without the year if ``after`` has the same year."""
    parts = _name_parts(point)
    if after and len(parts) > 1 and parts[0] == _name_parts(after)[0]:
        parts = parts[1:]
    time = f", {time_name(point)}" if point.clock else ""
    return f"{_QUALIFIERS[point.mark]}{' '.join(reversed(parts))}{time}"


def _period_name(point: Point) -> str:
    """The name of a period: "1950s" for a decade, "between 1900 and 1999" for a longer one."""
    name = point_name(point)
    return name if name.endswith("s") else f"between {name.replace(' – ', '–').replace('–', ' and ')}"


def time_name(point: Point) -> str:
    """The time of day with its offset, "15:05 UTC+2"; empty without one."""
    return f"{point.clock} {_zone(point.zone)}".rstrip()


def _hours_name(start: Point, end: Point) -> str:
    """From one time of a day to another: "15:05–17:00 UTC+2"."""
    return f"{start.clock}–{time_name(end)}" if start.zone == end.zone else f"{time_name(start)} – {time_name(end)}"


def _zone(zone: str) -> str:
    """The label of an offset: "UTC+2", "UTC−3:30"."""
    hours, _, minutes = zone[1:].partition(":")
    if not zone.strip("Z+-0:"):
        return "UTC" if zone else ""
    past = f":{minutes}" if minutes.strip("0") else ""
    return f"UTC{'−' if zone[0] == '-' else '+'}{int(hours)}{past}"
