"""How likely two dates are of the same event, as a factor and in words."""

from __future__ import annotations

from timeline_tui.dates.agreement import moment_text
from timeline_tui.dates.calendar import UNDATED
from timeline_tui.dates.when import When
from timeline_tui.text.text import plural

_BY_DAYS = ((0, 0.95, 0.95), (1, 0.92, 0.9), (3, 0.86, 0.8), (7, 0.78, 0.65), (31, 0.65, 0.45), (366, 0.5, 0.3))
"""(the most days between the dates, the factor for versions of one timeline, the factor for two authors)."""
_FARTHER = (0.42, 0.15)
_SLIP = (0.65, 0.5)  # dates that differ in the year, month or day only, as after a typing error
_ONE_UNDATED = (0.7, 0.6)
_YEAR = 366  # days


def date_likeness(a: When, b: When, *, versions: bool) -> float:
    """From 0 to 1. ``versions``: one author wrote both dates, and may have moved the event; else two authors did."""
    which = 0 if versions else 1  # of the factors above
    if a.text == b.text or moment_text(a) == moment_text(b):
        return 1.0
    if UNDATED in (a.earliest, b.earliest):
        return _ONE_UNDATED[which]
    days = _days_between(a, b)
    factor = next((row[1 + which] for row in _BY_DAYS if days <= row[0]), _FARTHER[which])
    if not days:
        return factor * (0.8 + 0.2 * _overlap(a, b))
    return max(factor, _SLIP[which]) if _is_slip(a, b) else factor


def date_reason(a: When, b: When) -> str:
    """The likeness in words: "same day", "overlapping dates", "3 days apart"."""
    if a.text == b.text:
        return "both undated" if a.is_undated else "same day" if a.earliest == a.latest else "same date"
    if moment_text(a) == moment_text(b):
        return "same time in another time zone"
    if UNDATED in (a.earliest, b.earliest):
        return "one is undated"
    days = _days_between(a, b)
    if not days:
        return "same day" if a.earliest == a.latest == b.earliest == b.latest else "overlapping dates"
    return f"{plural(days, 'day')} apart" if days <= _YEAR else "more than a year apart"


def are_apart(a: When, b: When) -> bool:
    """Whether no day belongs to both dates. False if one of them is undated."""
    return UNDATED not in (a.earliest, b.earliest) and _days_between(a, b) > 0


def _days_between(a: When, b: When) -> int:
    """The days between the two; 0 if they overlap."""
    return max(0, max(a.earliest, b.earliest) - min(a.latest, b.latest))


def _overlap(a: When, b: When) -> float:
    """The days that both may mean, as a part of the days of the longer one."""
    both = min(a.latest, b.latest) - max(a.earliest, b.earliest) + 1
    return both / (max(a.latest - a.earliest, b.latest - b.earliest) + 1)


def _is_slip(a: When, b: When) -> bool:
    """Whether two of year, month and day are the same, or day and month are exchanged."""
    if not (a.start and b.start and a.start.day and b.start.day):
        return False
    one, other = ((when.start.year, when.start.month, when.start.day) for when in (a, b) if when.start)
    equal = sum(x == y for x, y in zip(one, other, strict=True))
    return equal == 2 or one == (other[0], other[2], other[1])
