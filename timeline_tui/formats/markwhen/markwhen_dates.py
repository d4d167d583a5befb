"""The dates of Markwhen: reads the date at the beginning of a line.

The rules are the same as in Markwhen's parser (github.com/mark-when/parser). EDTF, ISO 8601 and the other documented
styles are read if they contain a day, month or year. Dates that depend on other events are recognised here and computed
later (`markwhen_relative`). Dates that depend on the day of reading are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from timeline_tui.dates.calendar import MONTHS
from timeline_tui.dates.when import civil, day_number
from timeline_tui.formats.markwhen.markwhen_relative import UNIT, Clock, Distance, Relative, distance

NOW = "now"


class Dating(NamedTuple):
    """The date of a line: in EDTF, or a way to compute it, or a ``fault`` with a ``hint``.

    The date is at ``line[start:end]``, and the text begins at ``after``. ``remark`` names the part that is not read.
    """

    edtf: str
    relative: Relative | None
    fault: str
    hint: str
    remark: str
    start: int
    end: int
    after: int


class _DatePart(NamedTuple):
    """One end of a date: in EDTF, or a way to compute it, or the reason why it cannot be read."""

    edtf: str = ""
    relative: Distance | Clock | None = None
    fault: str = ""


_NO_YEAR = "this date has no year"
_CHANGING = "“now” depends on the day of reading"
RELATIVE_HINT = "write the day itself: 2024-06-13, or 2024-06-13/2024-06-15"
_HINTS = {_NO_YEAR: "write it with its year: 2024-06-13", _CHANGING: "write the day itself: 2024-06-13"}

_TIME = r"(?P<h>[0-9]{1,2})(?::(?P<min>[0-9]{2})(?::(?P<sec>[0-9]{2}))?)?(?:\s?(?P<half>[ap])m)?(?![0-9])"
_MONTH = rf"(?P<name>{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)\b"
_YEAR = r"(?P<y>[0-9]{1,5})(?![0-9/])"
_ERA = r"\s?(?P<era>bce?|ce|ad)\b"


def _iso(found: re.Match[str]) -> _DatePart:
    zone = (found["zone"] or "").upper()
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    clock, fraction = found["clock"], (found["fraction"] or "")[:9]
    if fraction.strip("0") and len(clock) == 8:
        clock += f".{fraction}"
    return _DatePart(f"{found['day']}T{clock[:5] if clock[5:] == ':00' else clock}{zone}")


def _clock(found: re.Match[str]) -> str:
    """``15:05`` from the groups of a time; "" without one."""
    if not found["h"]:
        return ""
    hour = int(found["h"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    second = f":{found['sec']}" if found["sec"] else ""
    return f"{hour:02}:{found['min'] or '00'}{second}"


def _with_time(date: str, found: re.Match[str]) -> _DatePart:
    clock = _clock(found)
    return _DatePart(f"{date}T{clock}" if clock else date)


def _week(found: re.Match[str]) -> _DatePart:
    """A week of ISO 8601: week 1 contains 4 January; weeks begin on Monday."""
    fourth = day_number(int(found["y"]), 1, 4)
    monday = fourth - (fourth - 1) % 7 + 7 * (int(found["week"]) - 1)
    if found["weekday"]:
        return _DatePart(day_text(monday + int(found["weekday"]) - 1))
    return _DatePart(f"{day_text(monday)}/{day_text(monday + 6)}")


def _day_or_month(found: re.Match[str]) -> _DatePart:
    """A date with the name of the month: ``13 June 2024``, ``June 2024``."""
    if not found["y"]:
        return _DatePart(fault=_NO_YEAR)
    month = next(i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(found["name"][:3].lower()))
    date = f"{_year(int(found['y']))}-{month:02}"
    return _with_time(f"{date}-{int(found['d']):02}", found) if "d" in found.re.groupindex else _DatePart(date)


def _slashes(found: re.Match[str]) -> _DatePart:
    """A date in American order. `dating` swaps day and month beforehand if the file says that days come first."""
    return _with_time(f"{_year(int(found['y']))}-{int(found['m']):02}-{int(found['d']):02}", found)


def _era_year(found: re.Match[str]) -> _DatePart:
    return _DatePart(_year(int(found["y"]) if found["era"][0] not in "bB" else 1 - int(found["y"])))


def _era_years(found: re.Match[str]) -> _DatePart:
    """``300-200 BC``: the era of the end also applies to the start."""
    first, last = found["first_era"] or found["last_era"], found["last_era"]
    years = (
        _year(int(found[year]) if era[0] not in "bB" else 1 - int(found[year]))
        for year, era in (("first", first), ("last", last))
    )
    return _DatePart("/".join(years))


_Shape = tuple[re.Pattern[str], Callable[[re.Match[str]], _DatePart]]


def _shape(pattern: str, build: Callable[[re.Match[str]], _DatePart]) -> _Shape:
    return re.compile(pattern, re.IGNORECASE), build


_ISO = _shape(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.(?P<fraction>[0-9]*))?"
    r"(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    _iso,
)
_DAY = _shape(rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?![0-9])(?:\s+{_TIME})?", lambda f: _with_time(f["day"], f))
_WEEK = _shape(r"(?P<y>[0-9]{4})-?W(?P<week>[0-9]{2})(?:-?(?P<weekday>[1-7]))?(?![0-9])", _week)
_NOW = _shape(rf"{NOW}\b", lambda _: _DatePart(fault=_CHANGING))
# 1910s is a decade, not a distance of 1910 seconds.
_RELATIVE = _shape(
    r"(?=\S)(?![12][0-9]{2}0\W?s\b)(?:(?P<word>by|before|after)\s+)?"
    r"(?:!(?P<id>\w+)(?:\.(?P<edge>start|end))?(?![.\w])|\.(?P<its_edge>start|end)\b)?"
    rf"(?P<amounts>(?:\s*(?:plus|\+)?\s*-?[0-9]+\W*?{UNIT}\b,?)*)",
    lambda f: _DatePart(relative=distance(f)),
)
_LEVEL_1 = _shape(
    r"(?:Y-?[1-9][0-9]{4,14}|-?(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX)(?:-[0-9X]{2}){0,2})(?![0-9X])[?~%]?|\.\.",
    lambda f: _DatePart(f[0].upper()),
)

# An interval in EDTF, with a slash between its ends, or one of another style, with a dash or "to" between them.
_STYLES: tuple[tuple[re.Pattern[str], tuple[_Shape, ...]], ...] = (
    (re.compile(r"\s*/\s*"), (_ISO, _DAY, _WEEK, _NOW, _LEVEL_1, _RELATIVE)),
    (
        re.compile(r"\s*[-–]\s*|\s+to\s+", re.IGNORECASE),
        (
            _ISO,
            _DAY,
            _WEEK,
            _shape(r"(?P<edtf>[0-9]{4}-[0-9]{2})(?![0-9/])", lambda f: _DatePart(f["edtf"])),
            _shape(rf"(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}})/{_YEAR}(?:[,\s]+{_TIME})?", _slashes),
            _shape(rf"(?P<m>[0-9]{{1,2}})/{_YEAR}", lambda f: _DatePart(f"{_year(int(f['y']))}-{int(f['m']):02}")),
            _shape(rf"(?P<d>[0-9]{{1,2}})\s+{_MONTH},?(?:\s+(?P<y>[0-9]{{4}})\b,?)?(?:\s+{_TIME})?", _day_or_month),
            _shape(rf"{_MONTH}\s+(?P<d>[0-9]{{1,2}})\b,?(?:\s+(?P<y>[0-9]{{4}})\b,?)?(?:\s+{_TIME})?", _day_or_month),
            _shape(rf"{_MONTH}(?:\s+(?P<y>[0-9]{{1,4}})\b)?", _day_or_month),
            _shape(
                r"(?P<first>[0-9]{1,5})(?:\s?(?P<first_era>bce?|ce|ad))?\s?[-–]\s?"
                r"(?P<last>[0-9]{1,5})\s?(?P<last_era>bce?|ce|ad)\b",
                _era_years,
            ),
            _shape(_YEAR + _ERA, _era_year),
            _shape(r"(?P<y>[0-9]{3,5})(?![0-9/])", lambda f: _DatePart(_year(int(f["y"])))),
            _NOW,
            _shape(rf"(?=[0-9]{{1,2}}(?::[0-9]|\s?[ap]m)){_TIME}", lambda f: _DatePart(relative=Clock(_clock(f)))),
            _RELATIVE,
        ),
    ),
)
_END = re.compile(r"(?P<recurrence>\s+every\b[^:]+)?\s*:(?=\s|$|[^/\s])", re.IGNORECASE)
_LONGEST = 160
"""The longest date in characters. It bounds the time that the patterns take."""
# Two digits are a year from 25 on; Markwhen reads smaller numbers as an hour.
_SHORT_YEARS = re.compile(
    r"(?P<first>2[5-9]|[3-9][0-9])(?:\s*(?:[-–]|\bto\b)\s*(?P<last>2[5-9]|[3-9][0-9]|[0-9]{3,4}))?"
)
_SLASHED = re.compile(r"\b([0-9]{1,2})/([0-9]{1,2})(?=/[0-9])")
_STARTS = re.compile(rf"\s*(?:[0-9]|[!.Y+-]|{NOW}\b|by\s|before\s|after\s|{_MONTH})", re.IGNORECASE)


def dating(line: str, *, day_first: bool = False) -> Dating | None:
    """The date at the beginning of ``line``, or None if it begins no event. ``day_first``: 13/06/2024 is 13 June."""
    line = line[:_LONGEST]
    if ":" not in line or not _STARTS.match(line):
        return None
    if day_first:
        line = _SLASHED.sub(lambda found: f"{found[2]:0>{len(found[1])}}/{found[1]:0>{len(found[2])}}", line)
    start = len(line) - len(line.lstrip())
    for separator, shapes in _STYLES:
        for first, at in _parts(line, start, shapes):
            end = _END.match(line, at)
            if end:
                return _dated(first, None, start, at, end)
            between = separator.match(line, at)
            if between:
                for last, to in _parts(line, between.end(), shapes):
                    end = _END.match(line, to)
                    if end:
                        return _dated(first, last, start, to, end)
    short = _SHORT_YEARS.match(line, start)
    end = short and _END.match(line, short.end())
    if short and end:
        last_year = _DatePart(_year(int(short["last"]))) if short["last"] else None
        return _dated(_DatePart(_year(int(short["first"]))), last_year, start, short.end(), end)
    return None


def _parts(line: str, at: int, shapes: tuple[_Shape, ...]) -> Iterator[tuple[_DatePart, int]]:
    """The possible ends of a date at offset ``at``, each with the offset after it."""
    for shape, build in shapes:
        found = shape.match(line, at)
        if found and found.end() > at:
            yield build(found), found.end()


def _dated(first: _DatePart, last: _DatePart | None, start_at: int, end: int, colon: re.Match[str]) -> Dating:
    remark = "it recurs; only the first occurrence is read" if colon["recurrence"] else ""
    fault, relative, edtf = first.fault, None, first.edtf
    if first.relative or (last and last.relative):
        start = first.relative or edtf
        relative = Relative(start, None)
        if last and last.fault:
            fault = fault or last.fault
        elif last:
            relative = Relative(start, last.relative or last.edtf)
        edtf = ""
    elif last and last.fault == _CHANGING:
        edtf = f"{edtf}/.."
    elif last and last.fault:
        remark = f"its end is not read: {last.fault}"
    elif last and last.edtf != edtf:
        edtf = f"{edtf.partition('/')[0]}/{last.edtf.rpartition('/')[2]}"  # a week is already an interval
    if fault:
        edtf, relative = "", None
    return Dating(edtf, relative, fault, _HINTS.get(fault, ""), remark, start_at, end, colon.end())


def _year(year: int) -> str:
    if year > 9999 or year < -9999:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def day_text(day: int) -> str:
    """A day in EDTF."""
    year, month, of_month = civil(day)
    return f"{_year(year)}-{month:02}-{of_month:02}"
