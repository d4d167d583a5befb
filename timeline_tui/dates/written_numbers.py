"""Dates that are written as one number: years, 20240613, seconds since 1970, days of a spreadsheet."""

from __future__ import annotations

import re
from typing import NamedTuple

from timeline_tui.dates.calendar import civil, day_number, month_length

NUMBER = re.compile(r"(-?)([0-9]{1,19})(?:\.([0-9]{1,20}))?")

_UNIX = day_number(1970, 1, 1)
_DAY_ZERO = day_number(1899, 12, 30)  # from which workbooks count days
# For times in the years 2001 to 2286: the number of digits, and the divisor that gives seconds.
_UNITS = {10: ("seconds", 0), 13: ("milliseconds", 3), 16: ("microseconds", 6), 19: ("nanoseconds", 9)}
_LAST_YEAR = 2100  # a number above this is probably not a year
_LAST_FAR_YEAR = 4000  # read if other numbers of the column are years
_COMPACT_YEARS = range(1500, _LAST_YEAR)
_SURE_SHEET_DAYS = range(day_number(1958, 1, 1), day_number(2050, 1, 1))
_SHEET_DAYS = range(day_number(1927, 5, 19), day_number(2100, 1, 1))  # day 10000 and later


class NumberReading(NamedTuple):
    """The readings of a number, by kind. A kind in ``weak`` counts only if another number of the column proves it."""

    options: dict[str, str]
    weak: frozenset[str] = frozenset()

    @property
    def likely(self) -> tuple[str, ...]:
        """The likely dates: without the weak ones if there are others.

        12024 is probably a typing error, not a day; 13 is probably a day of a month, not a year.
        """
        strong = tuple(date for kind, date in self.options.items() if date and kind not in self.weak)
        unlikely = ("sheet days", "early years")
        return strong or tuple(date for kind, date in self.options.items() if date and kind not in unlikely)


def number_reading(sign: str, digits: str, fraction: str) -> NumberReading:
    """The plausible readings of a number, which depend on the number of its digits."""
    if len(fraction) == 4 and len(digits) <= 2 and not sign:  # 06.2024
        year, month = int(fraction), int(digits)
        return NumberReading(
            {"year and month": f"{year}-{month:02}"} if year in _COMPACT_YEARS and 1 <= month <= 12 else {}
        )
    fraction = fraction.rstrip("0")  # 2024.0 is how some programs write 2024
    if sign:
        return _negative(digits, fraction)
    length = len(digits)
    if length <= 4:
        return _year(digits, fraction)
    if length == 5:
        return _sheet_day(digits, fraction)
    options = dict(_compact(digits)) if not fraction else {}
    weak = {"year and month"} if "another order" in options else set()
    kind, places = _UNITS.get(length + (1 - length) % 3, ("", 0))
    # Eight digits would be a time before 1974, which is too early. But beside other numbers of seconds, it is then
    # doubtful that 20240613 is a date.
    moment = _moment(digits, places, fraction) if kind and (length >= 9 or options) else ""
    if moment:
        options[kind] = moment
        weak |= set() if length in _UNITS else {kind}
    return NumberReading(options, frozenset(weak))


def _negative(digits: str, fraction: str) -> NumberReading:
    """The readings of a negative year: a year BC, or an astronomical year, in which 0 is 1 BC."""
    if fraction or len(digits) > 4:
        return NumberReading({})
    year = int(digits)
    return NumberReading({"years BC": bc(year), "astronomical years": f"-{year:04}"}) if year else NumberReading({})


def bc(year: int) -> str:
    """A year before Christ in EDTF."""
    if year > 10_000:
        return f"Y{1 - year}"
    return f"-{year - 1:04}" if year > 1 else "0000"


def _year(digits: str, fraction: str) -> NumberReading:
    year = int(digits)
    if fraction:
        month = fraction if len(fraction) == 2 and len(digits) == 4 and 1 <= int(fraction) <= 12 else ""
        options = {"year and month": f"{year:04}-{month}"} if month and year in _COMPACT_YEARS else {}
        return NumberReading(options, frozenset(options))
    if len(digits) == 4 and year <= _LAST_YEAR:
        return NumberReading({"years": f"{year:04}"})
    kind = "years" if len(digits) > 2 else "early years"
    return NumberReading({kind: f"{year:04}"} if year <= _LAST_FAR_YEAR else {}, frozenset([kind]))


def _sheet_day(digits: str, fraction: str) -> NumberReading:
    extra_days, second = divmod(round(float(f"0.{fraction or 0}") * 86_400), 86_400)
    day = _DAY_ZERO + int(digits) + extra_days
    if day not in _SHEET_DAYS:
        return NumberReading({})
    clock = f"T{second // 3600:02}:{second // 60 % 60:02}" + (f":{second % 60:02}" if second % 60 else "")
    year, month, of_month = civil(day)
    date = f"{year:04}-{month:02}-{of_month:02}" + (clock if second else "")
    return NumberReading({"sheet days": date}, frozenset() if day in _SURE_SHEET_DAYS else frozenset(["sheet days"]))


def _compact(digits: str) -> dict[str, str]:
    """A date without dashes: 20240613, maybe followed by hour, minute, second and thousandths; or 202406."""
    year, month = int(digits[:4]), int(digits[4:6])
    length = len(digits)
    if length == 6:
        options = {"year and month": f"{year}-{month:02}"} if year in _COMPACT_YEARS and 1 <= month <= 12 else {}
        pairs = int(digits[:2]), int(digits[2:4]), month
        if any(1 <= m <= 12 and 1 <= d <= 31 for m, d in (pairs[1:], pairs[1::-1], pairs[:2])):
            options["another order"] = ""
        return options
    if length not in (8, 10, 12, 14, 17) or year not in _COMPACT_YEARS or not 1 <= month <= 12:
        return {}
    day, hour, minute, second = (int(digits[i : i + 2] or 0) for i in (6, 8, 10, 12))
    if not 1 <= day <= month_length(year, month) or hour > 23 or minute > 59 or second > 59:
        return {}
    date = f"{year}-{month:02}-{day:02}"
    if length == 8:
        return {"compact dates": date}
    if length == 10:
        return {"compact dates": f"{date}T{hour:02}:00"}
    clock = f"{hour:02}:{minute:02}" + (f":{second:02}" if length > 12 else "")
    return {"compact dates": f"{date}T{clock}" + (f".{digits[14:]}" if digits[14:].strip("0") else "")}


def _moment(digits: str, places: int, fraction: str) -> str:
    """The time in EDTF for a number of seconds since 1970 with ``places`` decimal places; empty after 2099."""
    days, second = divmod(int(digits) // 10**places, 86_400)
    year, month, day = civil(_UNIX + days)
    if year >= _LAST_YEAR:
        return ""
    part = (digits[len(digits) - places :].rjust(places, "0") if places else "") + fraction
    part = part[:9].rstrip("0")
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" + (f".{part}" if part else "")
    return f"{year:04}-{month:02}-{day:02}T{clock}Z"
