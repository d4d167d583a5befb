"""Warnings about dates that a spreadsheet program may have changed when they were typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.formats.workbook.sheet_cells import CellDocument, RawSheet
from timeline_tui.model.problems import Problem
from timeline_tui.text.text import plural

_ISO = re.compile(r"([0-9]{4})-[0-9]{2}-([0-9]{2})(?:T.*)?")
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-][0-9]{1,2}[/.-][0-9]{2,4}")
_MONTHS = 12
_FEW = 3  # fewer dates with small days prove nothing
_Cells = Sequence[tuple[int, str]]


def date_doubts(document: CellDocument, raw: RawSheet, known: Understanding | None) -> list[Problem]:
    """The warnings about the columns of dates in a sheet."""
    if known is None:
        return []
    columns = (*known.having("date"), *known.having("end"))
    yearless = {column - raw.column: (row, count) for row, column, count in raw.yearless}
    doubts: list[Problem | None] = []
    for column in columns:
        cells = [row[column] for row in document.rows if column < len(row)]
        doubts.append(_swapped(document, cells))
        if not raw.formats_known:
            doubts.append(_months(document, cells))
        if column in yearless:
            doubts.append(_yearless(document, column, *yearless[column]))
    return [doubt for doubt in doubts if doubt]


def _swapped(document: CellDocument, cells: _Cells) -> Problem | None:
    """A warning if day and month of some dates may have been read in the wrong order.

    A program that takes the month first makes 5 June of 06/05/2024, and leaves 13/05/2024 as a text. So a column has
    dates whose days are at most 12, and texts whose first number is more than 12.
    """
    days = [int(found[2]) for _, text in cells if (found := _ISO.fullmatch(text))]
    texts = [(at, text) for at, text in cells if (found := _NUMBERS.fullmatch(text)) and int(found[1]) > _MONTHS]
    if len(days) < _FEW or max(days) > _MONTHS or not texts:
        return None
    message = f"day and month may be swapped in {len(days):,} dates of this column"
    hint = f"their days are all 12 or less, and {texts[0][1]} is a text: compare them with the original"
    return document.problem(texts[0][0], message, hint, "warning")


def _months(document: CellDocument, cells: _Cells) -> Problem | None:
    """A warning if all dates are the first of a month: the sheet may show months only, which cannot be seen here."""
    dated = [(at, found) for at, text in cells if (found := _ISO.fullmatch(text))]
    if len({found[0] for _, found in dated}) < _FEW or any(found[2] != "01" for _, found in dated):
        return None
    message = f"all {len(dated):,} dates of this column are the first of a month: the sheet may show only months"
    hint = "the formats of its cells cannot be read; save it as .xlsx, so that months are read as months"
    return document.problem(dated[0][0], message, hint, "warning")


def _yearless(document: CellDocument, column: int, row: int, count: int) -> Problem | None:
    """A warning if cells show no year: a program adds the current year to “3 March”."""
    cell = document.cell(row, column)
    found = cell and _ISO.match(cell[1])
    if not cell or not found:
        return None
    verb = "shows" if count == 1 else "show"
    message = f"{plural(count, 'date')} of this column {verb} no year in the sheet; the workbook has {found[1]} here"
    hint = "a spreadsheet program adds the year in which a date is typed: check it"
    return document.problem(cell[0], message, hint, "warning")
