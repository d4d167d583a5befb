"""Compares the weekdays in a column of their own with the dates of the rows."""

from __future__ import annotations

from timeline_tui.dates.weekdays import weekday_number, wrong_weekday
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_dates import Dates
from timeline_tui.formats.reading.foreign_table import Table, text_of
from timeline_tui.formats.reading.understanding import Understanding

COMPARE = "compare it with the original"
WRONG_WEEKDAYS = "weekdays that do not fit the dates"


def report_weekdays(table: Table, known: Understanding, dates: Dates, document: Document) -> None:
    """Warn of each row whose weekday does not fit its date. All values of the column are names of weekdays."""
    for index, column in enumerate(known.columns):
        if column.meaning or not column.values or not all(map(weekday_number, column.values)):
            continue
        entries = [row.cells.get(index) for row in table.rows]
        if not all(weekday_number(text_of(entry)) for entry in entries if entry):
            continue
        for entry, date in zip(entries, dates.cells, strict=True):
            fault = wrong_weekday(text_of(entry), date.value or "")
            if entry and fault:
                document.warning(entry[1], f"{fault}; the date is read", COMPARE, group=WRONG_WEEKDAYS)
