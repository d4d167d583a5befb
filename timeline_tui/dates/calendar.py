"""Days of any year as whole numbers, and the English names of days, months and years.

The calendar is the proleptic Gregorian one with astronomical years, as in ISO 8601 and EDTF: year 0 is 1 BC, year
-753 is 754 BC. Day 1 is 1 January of the year 1, as in ``datetime.date.toordinal``; but ``datetime`` is limited to the
years 1–9999.
"""

from __future__ import annotations

Day = int

# The first and last day of open intervals. They fit in 64 bits and lie outside of all years of up to 15 digits.
NEVER_BEFORE: Day = -(10**18)
NEVER_AFTER: Day = 10**18

FARTHEST_YEAR = 10**15 - 1  # the last year that a date can have; with a minus, the first

UNDATED: Day = NEVER_AFTER + 1
"""The day of events without a date. It is after all days, so that they sort last and no range of days contains it."""

# The Gregorian calendar began on this day. Earlier documents use the weekdays of other calendars.
_FIRST_WEEKDAY: Day = 577736  # 15 October 1582

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def day_number(year: int, month: int, day: int) -> Day:
    """The number of a day. ``month`` is 1–12; ``day`` is not checked and may be greater than the month's length."""
    if month <= 2:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 306


def civil(day: Day) -> tuple[int, int, int]:
    """The (year, month, day) of a day: the inverse of `day_number`."""
    # Calculates in cycles of 400 years that begin on 1 March, so that a leap day is the last day of its year.
    cycle, rest = divmod(day + 305, 146097)
    year = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    rest -= 365 * year + year // 4 - year // 100
    month = (5 * rest + 2) // 153
    of_month = rest - (153 * month + 2) // 5 + 1
    year += 400 * cycle
    return (year, month + 3, of_month) if month < 10 else (year + 1, month - 9, of_month)


def month_length(year: int, month: int) -> int:
    """The number of days in a month (1–12)."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LENGTHS[month - 1]


def weekday(day: Day) -> str:
    """``"Thursday"``; empty for days before the Gregorian calendar began."""
    return WEEKDAYS[(day - 1) % 7] if _FIRST_WEEKDAY <= day < NEVER_AFTER else ""


def year_label(year: int) -> str:
    """``"2024"``, ``"AD 79"``, ``"754 BC"`` (for -753), ``"170,000,003 BC"``."""
    if year <= 0:
        return f"{_grouped(1 - year)} BC"
    return str(year) if 1000 <= year <= 9999 else f"AD {_grouped(year)}"


def years_label(first: int, last: int) -> str:
    """The years from ``first`` to ``last``: ``"2000–2099"``, ``"760–751 BC"``, ``"AD 79–81"``, ``"1 BC – AD 9"``."""
    if first == last:
        return year_label(first)
    if last <= 0:
        return f"{_grouped(1 - first)}–{year_label(last)}"
    if first <= 0:
        return f"{year_label(first)} – {year_label(last)}"
    return f"{year_label(first)}–{_grouped(last)}"


def period_label(first: int, last: int) -> str:
    """``"1950s"`` for a decade or a longer period; its years if that name would be ambiguous (1900s)."""
    is_named = last - first == 9 and first >= 1000 and first % 10 == 0 and first % 100 != 0
    return f"{first}s" if is_named else years_label(first, last)


def month_label(year: int, month: int) -> str:
    """``"June 2024"``."""
    return f"{MONTHS[month - 1]} {year_label(year)}"


def day_label(day: Day) -> str:
    """``"13 June 2024"``."""
    year, month, of_month = civil(day)
    return f"{of_month} {month_label(year, month)}"


def days_label(first: Day, last: Day) -> str:
    """The days from ``first`` to ``last``: ``"19–21 May 2023"``, ``"30 May – 2 June 2024"``."""
    return range_label(_parts(first), _parts(last))


def within_label(first: Day, last: Day) -> str:
    """A time within these days: ``"between 13 and 15 June 2024"``, ``"13 June 2024 or later"``; or the day itself.

    A single day has its day of the week.
    """
    if first == last:
        return f"{weekday(first)} {day_label(first)}".lstrip()
    if first == NEVER_BEFORE:
        return f"{day_label(last)} or earlier"
    if last == NEVER_AFTER:
        return f"{day_label(first)} or later"
    return f"between {' and '.join(part.strip() for part in days_label(first, last).split('–'))}"


def range_label(first: tuple[str, ...], last: tuple[str, ...]) -> str:
    """Two dates joined by a dash; the parts that they share are written once.

    A date is given as its parts, from the year to the day: ``("2024", "June", "13")``.
    """
    shared = 0
    if len(first) == len(last):
        shared = next((i for i, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1]), len(first))
    differing_part = first[shared:]
    if not differing_part:
        return " ".join(reversed(last))
    joint = "–" if shared and len(differing_part) == 1 else " – "
    return f"{' '.join(reversed(differing_part))}{joint}{' '.join(reversed(last))}"


def _parts(day: Day) -> tuple[str, str, str]:
    year, month, of_month = civil(day)
    return year_label(year), MONTHS[month - 1], str(of_month)


def _grouped(number: int) -> str:
    return f"{number:,}" if number > 9999 else str(number)
