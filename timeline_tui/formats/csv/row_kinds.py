"""Rows of a sheet that are not events: the headings once more, and totals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from timeline_tui.formats.csv.csv_tables import Cell
from timeline_tui.text.text import clean_line, fold

_TOTAL = re.compile(
    r"(?:(?:grand|sub|running|overall)[- ]?)?totals?|sum|summe|zwischensumme|gesamt(?:summe)?|insgesamt"
    r"|(?:sous-)?total(?: général)?|somme|(?:sub)?totale(?: generale)?|(?:sub)?total general|(?:sub)?total geral"
    r"|итого|всего|разом|усього|小計|合計|総計"
)
_LONGEST = 30  # characters of a word for a total
_NUMBER = re.compile(r"[-+]?[$€£¥]? ?\d[\d.,' ]*(?:%|[$€£¥])?")


def no_event(row: Sequence[Cell], headings: Sequence[Cell]) -> str | None:
    """Why a row is not an event; None if it may be one.

    It repeats the headings, or it is a total: its first text is a word such as “Subtotal”, and others are numbers.
    """
    filled = [text for _, text in row if text]
    first, *others = filled or [""]
    if first[:1].isdecimal():  # as most dates do: 100,000 rows take 0.2 s less
        return None
    names = [name for _, name in headings if name]
    if others and filled == names:
        return "this row has the headings again"
    is_total = len(first) <= _LONGEST and _TOTAL.fullmatch(fold(first).rstrip(" :."))
    return (
        f"“{clean_line(first)}” is a total, not an event" if is_total and all(map(_NUMBER.fullmatch, others)) else None
    )
