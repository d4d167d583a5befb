"""Rows of a sheet that are no events: the headings once more, and totals."""

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
_NUMBER = re.compile(r"[-+]?[$€£¥]? ?\d[\d.,' ]*(?:%|[$€£¥])?")


def no_event(row: Sequence[Cell], headings: Sequence[Cell]) -> str | None:
    """Why a row is no event; None if it may be one.

    It repeats the headings, or it is a total: its first text is a word such as “Subtotal”, and others are numbers.
    """
    texts = [clean_line(text) for _, text in row]
    filled = [text for text in texts if text]
    names = [text for _, text in headings]
    if len(filled) > 1 and any(names) and texts + [""] * (len(names) - len(texts)) == names:
        return "this row has the headings again"
    first, *others = filled or [""]
    is_total = _TOTAL.fullmatch(fold(first).rstrip(" :.")) and all(map(_NUMBER.fullmatch, others))
    return f"“{first}” is a total, not an event" if is_total else None
