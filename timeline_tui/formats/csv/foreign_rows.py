"""The rows of a sheet with other columns than ours, without rows that are no events: headings once more, totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from timeline_tui.formats.csv.csv_tables import Cell, Sheet
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Row, Table, TableCell
from timeline_tui.formats.reading.year_rows import YEAR
from timeline_tui.text.text import clean_line, fold, plural

_TOTAL = re.compile(
    r"(?:(?:grand|sub|running|overall)[- ]?)?totals?|sum|summe|zwischensumme|gesamt(?:summe)?|insgesamt"
    r"|(?:sous-)?total(?: général)?|somme|(?:sub)?totale(?: generale)?|(?:sub)?total general|(?:sub)?total geral"
    r"|итого|всего|разом|усього|小計|合計|総計"
)
_LONGEST = 30  # characters of a word for a total
_NUMBER = re.compile(r"[-+]?[$€£¥]? ?\d[\d.,' ]*(?:%|[$€£¥])?")


def _no_event(row: Sequence[Cell], headings: Sequence[Cell]) -> str | None:
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


def table_of(sheet: Sheet, document: Document) -> Table:
    """The rows of a sheet with other columns than ours. Rows with too many cells are reported."""
    names = list(sheet.names)
    rows = []
    rows_of_cells = list(sheet.cells())
    width, usual = len(names), Counter(map(len, rows_of_cells)).most_common(1)
    for row in rows_of_cells:
        beyond = row[width:]
        # Empty cells at the end of every row are harmless. At the end of one row, they show that it is shifted.
        if any(text for _, text in beyond[len(names) - width :]) or (beyond and usual[0][0] == width):
            kept = "the rest is kept" if any(text for _, text in beyond) else "the rest is empty"
            message = f"this row has {plural(len(row), 'cell')}, more than there are headings; {kept}"
            hint = f"put a cell that contains a {sheet.separator} in double quotes"
            document.warning(beyond[0][0], message, hint, group="rows with too many cells")
        if (reason := _no_event(row, sheet.names)) is not None:
            document.warning(row[0][0], f"{reason}; the row is left out", group="rows that are no events")
            continue
        names += [(at, "") for at, _ in row[len(names) :]]
        cells: dict[int, TableCell] = {n: (names[n][0], at, text) for n, (at, text) in enumerate(row) if text}
        rows.append(Row(row[0][0], cells))
    above = [f"{plural(len(sheet.above), 'row')} above the headings give the title"] if sheet.above else []
    year = next((text for text in reversed(sheet.above) if YEAR.fullmatch(text)), "")
    return Table([name for _, name in names], rows, names[0][0], notes=tuple(above), year=year)
