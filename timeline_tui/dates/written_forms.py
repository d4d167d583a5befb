"""The forms in which people write dates, each with its readings in EDTF.

A form with several readings has one for each convention, such as month first; the column chooses (see
``written_dates``). Readings that the calendar does not have are left out: ``13/06/2024`` has no month-first reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from timeline_tui.dates.calendar import month_length
from timeline_tui.dates.written_numbers import bc

PIVOT = 30
"""Years of two digits below this are 20xx, the others 19xx: 1930 to 2029, as in Excel."""

_LAST_YEAR = 4000  # a later year is probably a typing error
_PRESENT = 2030  # the latest end of two years such as 2010-22, if 22 may also be a part of the year


class DateReading(NamedTuple):
    """The readings of a text: ``options`` maps conventions to EDTF; "" is the convention if there is only one.

    ``question`` names the choice between the conventions. ``usual`` is the convention to take if no row of the column
    decides; empty if there is none. ``short_year``: the text has a year of two digits.
    """

    options: dict[str, str]
    question: str = ""
    usual: str = ""
    short_year: bool = False


Found = re.Match[str]
NO_READING = DateReading({})


def _single(value: str) -> DateReading:
    return DateReading({"": value}) if value else NO_READING


def _ymd(year: int, month: int, day: int = 0) -> str:
    """A day or a month in EDTF; empty if it does not exist."""
    if not (0 < year <= _LAST_YEAR and 1 <= month <= 12 and 0 <= day <= month_length(year, month)):
        return ""
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"


def full_year(digits: str) -> int:
    """The year that two or four digits mean."""
    return int(digits) if len(digits) > 2 else int(digits) + (2000 if int(digits) < PIVOT else 1900)


# Dates in numbers


YEAR_FIRST = "year first"
"""The question: is the second number the month, as in 2024/06/13, or the day?"""


def _numeric(found: Found) -> DateReading:
    """Three numbers. Only a year of four digits is certain; otherwise the order of day, month and year is open.

    Zeros in place of the day, or of day and month, mean that they are unknown.
    """
    a, mark, b, c = found.groups()
    if len(a) == 4:
        return _year_first(int(a), mark, int(b), int(c)) if len(c) <= 2 else NO_READING
    if len(c) == 4 and "00" in (a, b):
        return _single(_ymd(int(c), int(a) or int(b)) if int(a) or int(b) else c)
    options = {}
    if len(c) in (2, 4):
        year = full_year(c)
        options = {"dmy": _ymd(year, int(b), int(a)), "mdy": _ymd(year, int(a), int(b))}
    if len(a) == len(c) == 2:
        options["ymd"] = _ymd(full_year(a), int(b), int(c))
    options = {order: date for order, date in options.items() if len(date) == 10}
    return DateReading(options, f"order {mark}", "dmy" if mark == "." else "", len(c) == 2)


def _year_first(year: int, mark: str, second: int, third: int) -> DateReading:
    if not third:
        return _single(_ymd(year, second) if second else f"{year:04}" if year else "")
    if mark not in "/.":  # with dashes, it is ISO 8601
        return _single(_ymd(year, second, third))
    options = {"ymd": _ymd(year, second, third), "ydm": _ymd(year, third, second)}
    return DateReading({order: date for order, date in options.items() if len(date) == 10}, YEAR_FIRST)


def _year_and_two_digits(found: Found) -> DateReading:
    """``2024/06`` is a month, ``1923/24`` are years, ``2024-21`` is a season; ``1911/12`` is a month or years."""
    year, mark, digits = int(found[1]), found[2], found[3]
    number = int(digits)
    options, years_later = {}, (number - year) % 100
    if mark != "/" and 21 <= number <= 24:
        options["part"] = f"{year:04}-{number}"
    elif part := _part_of_year(year, number, mark):
        options["part"] = part
    is_span = len(digits) == 2 and (years_later == 1 or (years_later > 0 and year % 100 < number))
    is_likely = "part" not in options or years_later <= 12 or year + years_later <= _PRESENT
    if mark != "." and is_span and is_likely:
        years = {"two years": f"{year:04}/{year + years_later:04}"}
        options = options | years if number <= 12 else years | options
    return DateReading(options, "years", "part" if number <= 12 and mark != "/" else "")


# Parts of a year in EDTF level 2, as first and last month: seasons of the south (without its summer, which lies in two
# years), quarters, thirds and halves. The seasons of the north, 25 to 28, are the seasons of level 1.
_PARTS = {29: (9, 11), 31: (3, 5), 32: (6, 8), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)} | {
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}


def _part_of_year(year: int, number: int, mark: str) -> str:
    if number <= 12:
        return _ymd(year, number)
    if mark != "-" or (number - year) % 100 == 1:
        return ""
    if 25 <= number <= 28:
        return f"{year:04}-{number - 4}"
    return "/".join(_ymd(year, month) for month in _PARTS.get(number, ()))


# Dates with the name of a month


def _day_named_year(found: Found) -> DateReading:
    """``13 M06 2024``, and ``13-M06-24``, in which the first number may be the year."""
    day, month, year = found[1], int(found[2]), found[3]
    if len(year) == 4:
        return _single(_ymd(int(year), month, int(day)) if int(day) else "")
    options = {"day first": _ymd(full_year(year), month, int(day))} if int(day) else {}
    if len(day) == 2 and int(year):
        options["year first"] = _ymd(full_year(day), month, int(year))
    return DateReading({order: date for order, date in options.items() if date}, "named", "day first", True)


def _month_day_year(found: Found) -> DateReading:
    month, day, year, short = found.groups()
    value = _ymd(full_year(year or short), int(month), int(day)) if int(day) else ""
    return _single(value)._replace(short_year=bool(short))


def _year_month_day(found: Found) -> DateReading:
    year, month, day = int(found[1]), int(found[2]), found[3]
    return _single(_ymd(year, month, int(day or 0))) if day != "00" else NO_READING


def _month_year(found: Found) -> DateReading:
    month, mark, year = int(found[1]), found[2], found[3]
    return _single(_ymd(full_year(year), month))._replace(short_year=bool(mark))


# Years, parts of years, and spans of years


def _quarter(year: str, number: str) -> DateReading:
    last = 3 * int(number)
    return _single(f"{year}-{last - 2:02}/{year}-{last:02}")


def _half(year: str, number: str) -> DateReading:
    return _single(f"{year}-0{1 if number == '1' else 7}/{year}-{'06' if number == '1' else '12'}")


def _decade(found: Found) -> DateReading:
    year = found[1] or found[2]
    if year.endswith("00"):
        return DateReading({"decade": f"{year[:3]}X", "century": f"{year[:2]}XX"}, "hundreds")
    return _single(f"{year[:3]}X") if year.endswith("0") else NO_READING


def _short_decade(found: Found) -> DateReading:
    """``'90 K``: the 1990s. The '20s may be in either century, so they are not read."""
    is_named = found[1] or found[0][-1] in "KR"
    return _single(f"19{(found[1] or found[2])[0]}X")._replace(short_year=True) if is_named else NO_READING


def _century(found: Found) -> DateReading:
    """A century as libraries write it: the 17th is 16XX, the years 1600 to 1699. The first one has no year 0."""
    number, era = int(found[1] or found[3]), found[2] or found[4]
    if not 1 <= number <= 30:
        return NO_READING
    if era == "B":
        return _single(f"-{number - 1:02}XX")
    return _single(f"{number - 1:02}XX" if number > 1 else "0001/0100")


def _years(found: Found) -> DateReading:
    first, last = int(found[1]), int(found[2])
    return _single(f"{first:04}/{last:04}" if first < last else "")


def _era(year: str, month: str, day: str, era: str) -> DateReading:
    """``3300 B``, ``M03 44 B``: the year 44 BC is -0043."""
    number = int(year)
    if not number or (len(year) > 4 and era == "A") or (year[0] == "0" and len(year) < 4) or (day and not month):
        return NO_READING
    written = bc(number) if era == "B" else f"{number:04}"
    if month and (written[0] == "Y" or not _ymd(2000, int(month), int(day or 1))):
        return NO_READING
    if day and int(day) > month_length(int(written), int(month)):
        return NO_READING
    return _single(written + "".join(f"-{int(part):02}" for part in (month, day) if part))


# The code of a month, which may be a Roman number.
_M = r"[MR](0[1-9]|1[0-2])"
_SEP = r" ?[-/.]? ?"
_Y4 = r"([0-9]{4})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[Found], DateReading]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})", _numeric),
        (r"([0-9]{4})( )([0-9]{1,2}) ([0-9]{1,2})", _numeric),
        (rf"([0-9]{{1,2}})(?: ER)?{_SEP}{_M}{_SEP}'?([0-9]{{4}}|[0-9]{{2}})", _day_named_year),
        (rf"{_M}{_SEP}([0-9]{{1,2}})(?: ?[-/. ] ?([0-9]{{4}})| '?([0-9]{{2}}))", _month_day_year),
        (rf"{_Y4}{_SEP}{_M}{_SEP}([0-9]{{1,2}})", _year_month_day),
        (rf"{_M}{_SEP}('?)([0-9]{{4}}|(?<=')[0-9]{{2}})", _month_year),
        (rf"{_Y4}{_SEP}{_M}()", _year_month_day),
        (r"([0-9]{4}) 年 ([0-9]{1,2}) 月(?: ([0-9]{1,2}) 日)?", _year_month_day),
        (r"([0-9]{4}) 年", lambda f: _single(f[1])),
        (rf"{_Y4}([-/.])([0-9]{{1,2}})", _year_and_two_digits),
        (rf"([0-9]{{1,2}})[-/.]{_Y4}", lambda f: _single(_ymd(int(f[2]), int(f[1])))),
        (rf"{_Y4} ?- ?{_Y4}", _years),
        (_Y4, lambda f: _single(f[1] if int(f[1]) else "")),
        (rf"Q ?([1-4])[-/ ]*{_Y4}", lambda f: _quarter(f[2], f[1])),
        (rf"{_Y4}[-/ ]*Q ?([1-4])", lambda f: _quarter(f[1], f[2])),
        (rf"(?:R0)?([1-4]) Q {_Y4}", lambda f: _quarter(f[2], f[1])),
        (rf"H ?([12])[-/ ]*{_Y4}", lambda f: _half(f[2], f[1])),
        (rf"{_Y4}[-/ ]*H ?([12])", lambda f: _half(f[1], f[2])),
        (rf"S(2[1-4]) {_Y4}", lambda f: _single(f"{f[2]}-{f[1]}")),
        (r"S(2[1-4]) '([0-9]{2})", lambda f: _single(f"{full_year(f[2])}-{f[1]}")._replace(short_year=True)),
        (rf"{_Y4}(?: 年)? S(2[1-4])", lambda f: _single(f"{f[1]}-{f[2]}")),
        (rf"S24 {_Y4}[-/]([0-9]{{2}})", lambda f: _single(f"{f[1]}-24" if (int(f[1]) + 1) % 100 == int(f[2]) else "")),
        (rf"{_Y4}(?: ?-? ?'? ?K| ER)(?: K)?|K {_Y4}", _decade),
        (r"K '?([3-9]0)|'?([3-9]0)(?: ER)?(?: K)*", _short_decade),
        (r"[R]?([0-9]{1,2})(?: ER)?[- ]*C(?: ([AB]))?|C R?([0-9]{1,2})(?: ([AB]))?", _century),
        (r"(?:([0-9]{1,2}) )?(?:M([0-9]{2}) )?([0-9]{1,9}) ([AB])", lambda f: _era(f[3], f[2], f[1], f[4])),
        (r"(?:M([0-9]{2}) )?(?:([0-9]{1,2}) )?([0-9]{1,4}) ([AB])", lambda f: _era(f[3], f[1], f[2], f[4])),
        (r"([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,2}) ([AB])", lambda f: _era(f[1], f[2], f[3], f[4])),
        (r"([AB]) ([0-9]{1,9}) ?年?", lambda f: _era(f[2], "", "", f[1])),
    )
)


@lru_cache(maxsize=1 << 14)
def date_reading(text: str) -> DateReading:
    """The readings of a date without time and qualifier, in coded words (see ``month_names``)."""
    for pattern, build in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            reading = build(found)
            if reading.options:
                return reading
    return NO_READING
