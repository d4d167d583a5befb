"""Reads one cell: the result is a date, no date, or several readings. The column later chooses one of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from timeline_tui.dates.calendar import day_label, month_length, weekday
from timeline_tui.dates.edtf import is_date, read_ends, two_years
from timeline_tui.dates.month_names import NO_DATE
from timeline_tui.dates.written_forms import DateReading, date_reading
from timeline_tui.dates.written_numbers import NUMBER, NumberReading, number_reading
from timeline_tui.dates.written_phrases import reading_of
from timeline_tui.dates.written_times import offset
from timeline_tui.dates.written_words import UnknownWordError, coded, folded

LONGEST = 200
"""The most characters of a date. Longer cells are not read."""

OPEN_END = "it names no day of the calendar"
"""The reason of a cell with "present", "ongoing" or "today"; see `join_range`."""

NO_FORM = "not a date in a form that this reader knows"
NO_YEAR = "the year is missing"


class Cell(NamedTuple):
    """The result for one cell: ``value`` is a date in EDTF, or None with a ``reason``. With neither, it states no date.

    ``readings`` are the dates in EDTF that a cell without a value may mean.
    """

    value: str | None
    reason: str = ""
    readings: tuple[str, ...] = ()


NOTHING = Cell(None)

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)? ?(Z|z|UTC|GMT|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_DAY_MONTH_YEAR = re.compile("([0-9]{2})([0-9]{2})((?:1[5-9]|20)[0-9]{2})")  # 13062024, never a 20240613
_ZEROS = re.compile(r"(?=.*0)[-0/.:t z]+")
_EDTF = re.compile(r"[-0-9xyuztXYTZ~?%:+/.]+")


def _iso(found: re.Match[str]) -> str:
    year, month, day, hour, minute, second, part, zone = found.groups()
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= month_length(int(year), int(month)):
        return ""
    date = f"{year}-{month}-{day}"
    if hour is None:
        return date
    if int(hour) > 23 or int(minute) > 59 or (second and int(second) > 59):
        return ""
    clock = f"T{hour}:{minute}" + (f":{second}" if second else "")
    clock += f".{part[:9]}" if part and part.strip("0") else ""
    zone = "Z" if zone in ("Z", "z", "UTC", "GMT") else offset(zone or "")
    return "" if zone[1:] > "14:00" or zone[4:] > "59" else f"{date}{clock}{zone}"


def cell_reading(text: str) -> Cell | DateReading | NumberReading:
    """Read one text without knowing its column: a result, or readings to choose from."""
    if len(text) > LONGEST:
        return Cell(None, f"longer than {LONGEST} characters")
    text = text.strip()
    found = _ISO.fullmatch(text)
    if found and not (found[8] and found[8][0] == "-" and text[10] == " " and not found[6]):
        value = _iso(found)
        return Cell(value) if value and value[:4] != "0000" else _impossible(text)
    plain = folded(text)
    if plain in NO_DATE:
        return NOTHING
    number = NUMBER.fullmatch(plain)
    if _ZEROS.fullmatch(plain):
        return NOTHING
    digits = _DAY_MONTH_YEAR.fullmatch(plain)
    if digits and (reading := date_reading("/".join(digits.groups()))).options:
        return reading._replace(question="order of digits")
    if number and not (number[1] and number[2][0] == "0" and len(number[2]) == 4):
        return number_reading(number[1], number[2], number[3] or "")
    return _worded(plain)


def _impossible(text: str) -> Cell:
    """The result for an ISO date that does not exist. A zero part, as in 2024-06-00, is unknown.

    In 2024-13-06, month and day are swapped.
    """
    if not text[:10].strip("0-"):
        return NOTHING
    without_zeros = text.removesuffix("-00").removesuffix("-00")
    if len(text) == 10 and without_zeros != text and without_zeros[:4] != "0000" and is_date(without_zeros):
        return Cell(without_zeros)
    turned = f"{text[:4]}-{text[8:10]}-{text[5:7]}"
    is_turned = len(text) == 10 and text[5:7] > "12" and is_date(turned)
    return Cell(None, f"there is no {text}", (turned,) if is_turned else ())


def _worded(plain: str) -> Cell | DateReading:
    try:
        words = coded(plain)
    except UnknownWordError as error:
        return _edtf(plain) or Cell(None, f"“{error}” is not a known word of dates")
    if words == "O":
        return Cell(None, OPEN_END)
    reading = reading_of(words)
    if len(reading.options) == 1 and "" in reading.options and not reading.short_year:
        return Cell(reading.options[""])
    return reading if reading.options else _edtf(plain) or Cell(None, _why_not(words))


def _edtf(plain: str) -> Cell | None:
    """The result for a text that is already EDTF, in upper or lower case; else None."""
    text = plain.upper().replace("U", "X").replace("??", "XX")
    if not _EDTF.fullmatch(plain) or not is_date(text):
        return None
    if any(map(two_years, text.split("/"))):  # 1923-24/..
        return Cell(None, "it may name seasons or years", (text,))
    return Cell(text)


def _why_not(words: str) -> str:
    day = re.findall(r"W([1-7])", words)
    if day and (options := reading_of(" ".join(re.sub(r"W[1-7]", " ", words).split())).options):
        start, _ = read_ends(next(iter(options.values())))
        return f"{day_label(start.first)} is a {weekday(start.first)}" if start and start.day else NO_FORM
    if "NZ" in words.split():
        return "its time zone has several meanings; write the offset, as in UTC-6"
    for clock in _HALF_CLOCK.finditer(words):
        if int(clock[1]) > 12 or not int(clock[1]):
            return f"there is no time {clock[0]}"
    for clock in _CLOCK.finditer(words):
        if int(clock[1]) > 23 or int(clock[2]) > 59 or int(clock[3] or 0) > 59:
            return f"there is no time {clock[0]}"
    if re.search(r"[0-9]{4}|'[0-9]{2}", words) or words.count("/") > 1:
        return "there is no such day" if _LIKE_A_DAY.search(words) else NO_FORM
    return NO_YEAR if _LIKE_A_DAY.search(words) else NO_FORM


_HALF_CLOCK = re.compile(r"(?<![0-9:+-])([0-9]{1,2})(?::[0-9]{2}){0,2} ?(?:AM|PM)")
_CLOCK = re.compile(r"(?<![0-9:+-])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?![0-9:])")
_LIKE_A_DAY = re.compile(
    r"[0-9]{1,4}[-/.][0-9]{1,2}\b|[0-9]{1,2} ?[-/.]? ?M[0-9]{2}|M[0-9]{2} ?[-/.]? ?[0-9]{1,2}\b|[0-9]{1,2} ?月"
)


def is_blank(text: str) -> bool:
    """Whether a text means that there is no date, or no such part of a date."""
    plain = folded(text)
    return plain in NO_DATE or (_ZEROS.fullmatch(plain) is not None and ":" not in plain)
