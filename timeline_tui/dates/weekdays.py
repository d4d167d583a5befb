"""Compares the name of a weekday with the day that it is written beside."""

from __future__ import annotations

import re

from timeline_tui.dates.calendar import day_label, weekday
from timeline_tui.dates.edtf import is_date, read_ends
from timeline_tui.dates.month_names import CODES
from timeline_tui.dates.written_phrases import falls_on


def weekday_number(name: str) -> int:
    """The number of a weekday, Monday is 1; 0 if ``name`` is not the name or abbreviation of one."""
    code = CODES.get(name.strip().strip(".").lower(), "")
    return int(code[1]) if re.fullmatch("W[1-7]", code) else 0


def wrong_weekday(name: str, date: str) -> str:
    """``13 June 2024 is a Thursday, not “Mon”``; empty if the weekday can be right, or either is none.

    ``date`` is an EDTF date with a day; its first day counts.
    """
    number = weekday_number(name)
    start = read_ends(date)[0] if number and is_date(date) else None
    if not start or not start.day or falls_on(date, number):
        return ""
    return f"{day_label(start.first)} is a {weekday(start.first)}, not “{name.strip()}”"
