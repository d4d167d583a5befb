"""Joins dates from several columns: year, month, day and time to one date, start and end to an interval."""

from __future__ import annotations

import re

from timeline_tui.dates.calendar import MONTHS
from timeline_tui.dates.when import DateError, parse
from timeline_tui.dates.written_cells import NO_YEAR, NOTHING, OPEN_END, Cell, is_blank
from timeline_tui.dates.written_dates import read_column


def join_parts(year: str, month: str = "", day: str = "", time: str = "") -> Cell:
    """Join year, month, day and time from four columns to one date. Zeros and blanks mean unknown."""
    parts = [("" if is_blank(part) else re.sub(r"\.0+$", "", part.strip())) for part in (year, month, day, time)]
    year, month, day, time = parts
    if not year:
        return Cell(None, NO_YEAR) if month or day else NOTHING
    if (day and not month) or (time and not day):
        return Cell(None, "a day needs a month" if day else "a time needs a day")
    if re.fullmatch("[0-9]{1,3}", year):
        return Cell(None, f"the year {year} needs four digits")
    if re.fullmatch("[0-9]{1,2}", month):
        if int(month) > 12:
            return Cell(None, f"there is no month {month}")
        month = MONTHS[int(month) - 1]
    return read_column([" ".join(filter(None, (day, month, year, time)))]).cells[0]


def join_range(start: Cell, end: Cell) -> Cell:
    """Join the results of two cells to an interval, from the start of the first to the end of the second.

    If the end says "present", the interval is open. If the end cannot be used, the result is the start, with a reason.
    """
    if start.value is None:
        if start.reason or end.value is None:
            return start if start.reason else end
        return Cell(f"/{end.value.split('/')[-1]}")
    if end.value == start.value or end == NOTHING:
        return start
    last = ".." if end.reason == OPEN_END else (end.value or "").split("/")[-1]
    if not last:
        return Cell(start.value, f"its end is left out: {end.reason}")
    value = f"{start.value.split('/')[0]}/{last}"
    try:
        parse(value)
    except DateError as error:
        return Cell(start.value, f"its end is left out: {error.message}")
    return Cell(value)
