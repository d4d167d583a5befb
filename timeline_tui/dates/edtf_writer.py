"""Writes days and spans of days in EDTF."""

from __future__ import annotations

from timeline_tui.dates.calendar import FARTHEST_YEAR, NEVER_AFTER, NEVER_BEFORE, Day, civil


def edtf_day(day: Day) -> str:
    """A day in EDTF. EDTF has no days in years of more than four digits, so only the year is written."""
    return _written(day, 3)


def edtf_range(first: Day, last: Day) -> str:
    """The shortest EDTF for the days ``first`` to ``last``: ``2024-06-13``, ``2024-06``, ``195X``, ``2023/..``."""
    after = last if last >= NEVER_AFTER else last + 1
    bounds = [civil(day) for day in (first, after) if NEVER_BEFORE < day < NEVER_AFTER]
    if not bounds:
        return "../.."
    if all((month, day) == (1, 1) for _, month, day in bounds):
        start, end = _written(first, 1), _written(last, 1)
        return _masked(start, end) or f"{start}/{end}"
    parts = 2 if all(day == 1 for *_, day in bounds) else 3
    start, end = _written(first, parts), _written(last, parts)
    return start if start == end else f"{start}/{end}"


def _written(day: Day, parts: int) -> str:
    """The first ``parts`` of year, month and day; ``..`` for an open end. The year is in the range of dates."""
    if not NEVER_BEFORE < day < NEVER_AFTER:
        return ".."
    year, month, of_month = civil(day)
    if abs(year) > 9999:
        return f"Y{max(-FARTHEST_YEAR, min(year, FARTHEST_YEAR))}"
    return "-".join([f"{'-' * (year < 0)}{abs(year):04}", f"{month:02}", f"{of_month:02}"][:parts])


def _masked(start: str, end: str) -> str:
    """``2023`` for one year, ``195X`` for all years with the same first digits; empty for other spans of years."""
    for known in range(4, 0, -1):
        unknown = 4 - known
        if start == end or (start[:known] + "0" * unknown, start[:known] + "9" * unknown) == (start, end):
            return start[:known] + "X" * unknown if unknown else start
    return ""
