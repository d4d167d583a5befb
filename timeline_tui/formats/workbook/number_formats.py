"""Which parts of a date the number format of a cell shows. A cell with `mmm yyyy` shows no day, but has one.

A spreadsheet program keeps a typed “June 2024” as the first of June, with such a format. The day is then no statement.
"""

from __future__ import annotations

import datetime
import re
from typing import TypeAlias

Value: TypeAlias = "int | float | str | bool | datetime.time | datetime.date | datetime.timedelta"

BUILT_IN = {16: "dm", 17: "my", 18: "t", 19: "t", 20: "t", 21: "t", 45: "t", 47: "t", 52: "my"}
"""Built-in formats that show only a part of a date, with this part. ECMA-376 part 1, 18.8.30."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|general|e[+-]', re.IGNORECASE)
_PART = re.compile(r"\[?([hms])\1*\]?|([ydebg])\2*|am/pm|a/p", re.IGNORECASE)
_LONGEST = 255  # characters of a format in Excel
_KINDS = str.maketrans("hsaebg", "tttyyy")  # e, b and g: years of eras and of the Buddhist calendar
_FIRST_YEARS = (1899, 1900, 1904)  # the dates of numbers below 366, which are times of day and durations


def parts_of_code(code: str) -> str:
    """The parts that a format code of Excel shows: letters of ``dmyt`` (``t``: a time of day), in this order.

    An ``m`` between hours and seconds means minutes, ECMA-376 part 1, 18.8.31. A weekday counts as a day.
    """
    plain = _LITERAL.sub(" ", code[:_LONGEST]).partition(";")[0]
    letters = " ".join(found[0].strip("[]").lower()[0] for found in _PART.finditer(plain))
    letters = re.sub("(?<=h )m|m(?= s)", "t", letters)
    kinds = letters.translate(_KINDS)
    return "".join(kind for kind in "dmyt" if kind in kinds)


def as_shown(value: Value, parts: str) -> Value | str:
    """The value without what its format does not show and the program filled in; ``parts`` as in `parts_of_code`.

    - A month without a day: ``2024-06`` if the value is midnight of the first day, else the value unchanged.
    - A quarter (``q``, only in OpenDocument): ``Q2 2024`` if the value is the first day of a month.
    - A year alone: ``2024`` if the value is the first day of the year.
    - A time without a date: the time of day, if the number is small.
    """
    if not isinstance(value, datetime.date):
        return value
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
    if parts == "t":
        return moment.time() if value.year in _FIRST_YEARS else value
    if not parts or "d" in parts or "t" in parts or moment.day != 1 or moment.time() != datetime.time():
        return value
    if "q" in parts and "m" not in parts:
        return f"Q{(value.month + 2) // 3} {value.year:04}"
    return f"{value.year:04}" if "m" not in parts and value.month == 1 else f"{value.year:04}-{value.month:02}"
