"""Reads the dates of a table from one column, or from several: year, month, day, time, end.

All cells of a column are read by one rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from timeline_tui.dates.date_orders import Against, Order, order_in_heading
from timeline_tui.dates.guesses import lacks_year, with_year
from timeline_tui.dates.when import parse
from timeline_tui.dates.written_cells import OPEN_END, Cell
from timeline_tui.dates.written_dates import DateColumn, read_column
from timeline_tui.dates.written_parts import join_parts, join_range
from timeline_tui.dates.written_phrases import weekday_number, wrong_weekday
from timeline_tui.dates.written_precision import with_precision
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Table, all_text, only_text, text_of
from timeline_tui.formats.reading.foreign_times import TimesOfRows
from timeline_tui.formats.reading.meanings_words import PARTS_OF_DATES, Meaning
from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.formats.reading.year_rows import YEAR, YearRows
from timeline_tui.text.text import clean_line

_MONTH_AND_NUMBER = re.compile(r"[^\W\d]+-(\d\d)")
_END_PARTS: tuple[Meaning, ...] = ("end_year", "end_month", "end_day")


COMPARE = "compare it with the original"
WRONG_WEEKDAYS = "weekdays that do not fit the dates"


class Dates(NamedTuple):
    """For each row: its date, the offset and the text of the date, and the columns from which it was read.

    ``column`` is the column of dates; None if year, month and day have columns of their own. ``headings`` are the rows
    with only a year, which is the year of the dates below. ``orders``, ``decided``, ``contradiction`` and ``against``
    are as in `Understanding`.
    """

    cells: list[Cell]
    offsets: list[int]
    texts: list[str]
    used: list[set[int]]
    column: int | None
    headings: frozenset[int]
    notes: tuple[str, ...]
    orders: tuple[tuple[str, str], ...]
    decided: str
    contradiction: tuple[tuple[str, str], ...]
    against: Against | None


class AmbiguousDatesError(Exception):
    """The dates of a column have two readings, and no row decides between them."""

    def __init__(self, offset: int, message: str, orders: tuple[tuple[str, str], ...]) -> None:
        """``orders`` has each order with the first date that has two readings, read that way."""
        super().__init__(message)
        self.offset, self.message, self.orders = offset, message, orders
        self.hint = _which(orders)


def read_dates(table: Table, known: Understanding, order: Order | None, document: Document) -> Dates:
    """The dates of the rows. Raises AmbiguousDatesError if they have two readings, unless each row is a file.

    An end or a time that cannot be read is a warning; the event gets the rest of its date.
    """
    return _DatesReader(table, known, order, document).dates()


class _DatesReader:
    def __init__(self, table: Table, known: Understanding, order: Order | None, document: Document) -> None:
        self.rows, self.order, self.document = table.rows, order, document
        self.refuses = not table.are_files
        meanings: tuple[Meaning, ...] = ("date", *PARTS_OF_DATES)
        self.columns = {meaning: found[0] for meaning in meanings if (found := known.having(meaning))}
        self.headings = [column.heading for column in known.columns]
        self.used: list[set[int]] = [set() for _ in self.rows]
        self.notes: list[str] = []
        self.year_rows = YearRows(table.rows, table.year)
        self.whole = DateColumn(())
        self.times = TimesOfRows(self.rows, self.columns, self.used, document)

    def dates(self) -> Dates:
        """The dates of all rows."""
        starts, ends = self.read_whole()
        starts = self.filled(starts, self.read_parts("year", "month", "day"), "date")
        ends = self.filled(ends, self.read_parts(*_END_PARTS), "end")
        is_same_day = "end_time" in self.columns and not {"end", "end_year"} & self.columns.keys()
        if is_same_day:
            ends = [Cell(cell.value[:10] if cell.value and "/" not in cell.value else None) for cell in starts]
        starts = self.times.with_offsets(self.times.with_times(starts, "time"), "date")
        ends = self.times.with_offsets(self.times.with_times(ends, "end_time"), "end")
        if is_same_day:
            rows = enumerate(zip(starts, ends, strict=True))
            ends = [self.times.on_same_day(number, start, end) for number, (start, end) in rows]
        cells = [
            self.joined(number, self.qualified(number, start), end)
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]
        column = self.columns.get("date")
        parts = [self.columns[m] for m in ("year", "month", "day") if m in self.columns]
        main = parts if column is None else [column]
        entries = [next((row.cells[i] for i in main if i in row.cells), None) for row in self.rows]
        offsets = [entry[1] if entry else row.offset for entry, row in zip(entries, self.rows, strict=True)]
        texts = [" ".join(filter(None, (only_text(row.cells.get(i)) for i in main))) for row in self.rows]
        used = [set() if cell.value is None else columns for cell, columns in zip(cells, self.used, strict=True)]
        self.notes += self.year_rows.notes(self.document)
        whole, headings = self.whole, self.year_rows.used
        notes, orders = tuple(self.notes), _labelled(whole.orders)
        return Dates(
            *(cells, offsets, texts, used, column, headings, notes, orders),
            *(whole.decided, whole.contradiction, whole.against),
        )

    def read_whole(self) -> tuple[list[Cell], list[Cell]]:
        """The dates in the columns "date" and "end", read by one rule."""
        both: tuple[Meaning, ...] = ("date", "end")
        places = [
            (number, self.columns[meaning])
            for meaning in both
            if meaning in self.columns
            for number in range(len(self.rows))
        ]
        texts = [
            self.with_year(number, self.times.without_zone(number, meaning))
            for meaning in both
            if meaning in self.columns
            for number in range(len(self.rows))
        ]
        self.whole = column = self.column([self.rows[number].cells.get(index) for number, index in places], texts)
        cells = list(column.cells)
        for (number, index), text, cell in zip(places, texts, cells, strict=True):
            is_list = not text and all_text(self.rows[number].cells.get(index))  # it stays under its key
            if cell.value or not (cell.reason or is_list):
                self.used[number].add(index)
        starts = cells[: len(self.rows)] if "date" in self.columns else []
        ends = cells[len(starts) :] if "end" in self.columns else []
        return starts, ends

    def with_year(self, number: int, text: str) -> str:
        """A date; the year in the column of years is added to one without a year."""
        index = self.columns.get("year")
        if index is None:
            return self.year_rows.with_year(number, text)
        year = text_of(self.rows[number].cells.get(index))
        if not YEAR.fullmatch(year) or not lacks_year(text):
            return text
        short = _MONTH_AND_NUMBER.fullmatch(text)
        if short and short[1] == year[2:4]:  # Jan-24 in the year 2024 may be a month, as spreadsheet programs write it
            return text
        self.used[number].add(index)
        return with_year(text, year[:4])

    def column(self, entries: Sequence[tuple[int, int, object] | None], texts: list[str]) -> DateColumn:
        """The dates of a column. Raises AmbiguousDatesError."""
        names = [self.document.place_name(entry[1]) if entry else 0 for entry in entries]
        place = "at" if any(isinstance(name, str) for name in names) else "on line"
        column = read_column(texts, self.order, rows=names, place=place, refuses=self.refuses)
        stated = self.stated_order()
        if stated in column.orders and not (self.order or column.contradiction):
            why = "as the heading says"
            column = read_column(texts, stated, rows=names, place=place, why=why)._replace(orders={}, example=None)
        if column.ambiguous and column.example is not None:
            entry = entries[column.example]
            raise AmbiguousDatesError(entry[1] if entry else 0, column.notes[0], _labelled(column.orders))
        self.notes += column.notes
        self.note_unread(column, [f"{text} {place} {name}" for text, name in zip(texts, names, strict=True)])
        if column.orders and not self.order:
            self.notes.append(_which(_labelled(column.orders)))
        return column

    def stated_order(self) -> Order | None:
        """The order that the heading of the dates or of the ends states."""
        headings = (self.headings[self.columns[meaning]] for meaning in ("date", "end") if meaning in self.columns)
        return next(filter(None, map(order_in_heading, headings)), None)

    def note_unread(self, column: DateColumn, shown: Sequence[str]) -> None:
        """Add a note with the first date that is in no known form, and the number of such dates."""
        unread = [n for n, cell in enumerate(column.cells) if not cell.value and not cell.readings]
        unread = [n for n in unread if column.cells[n].reason not in ("", OPEN_END)]
        if unread:
            note_on_others = f"; {len(unread):,} such dates are not read" if len(unread) > 1 else ", so it is not read"
            self.notes.append(f"{clean_line(shown[unread[0]])[:80]}: {column.cells[unread[0]].reason}{note_on_others}")

    def read_parts(self, *meanings: Meaning) -> list[Cell]:
        """Dates from separate columns for year, month and day."""
        columns = [self.columns.get(meaning) for meaning in meanings]
        if columns[0] is None:
            return [Cell(None)] * len(self.rows)
        cells = []
        for number, row in enumerate(self.rows):
            year, month, day = ("" if i is None else text_of(row.cells.get(i)) for i in columns)
            cell = join_parts(year, month, day)
            if cell.value or not cell.reason:
                self.used[number].update(i for i in columns if i is not None)
            cells.append(cell)
        return cells

    def filled(self, whole: list[Cell], parts: list[Cell], meaning: Meaning) -> list[Cell]:
        """The dates from the column of whole dates; where it has none, those from year, month and day."""
        if meaning not in self.columns:
            return parts
        names: tuple[Meaning, ...] = ("year", "month", "day") if meaning == "date" else _END_PARTS
        columns = {self.columns[name] for name in names if name in self.columns}
        cells = []
        for number, (cell, part) in enumerate(zip(whole, parts, strict=True)):
            if cell.value and not cell.value.startswith(part.value or "-"):
                self.used[number] -= columns  # they have another meaning
                self.report_year(number, cell.value, part.value or "", names[0])
            if cell.reason and part.value:
                self.report_unread(number, cell, part.value, meaning)
            cells.append(part if part.value and not cell.value else cell)
        return cells

    def report_year(self, number: int, date: str, part: str, meaning: Meaning) -> None:
        """Warn if the column of years has another year than the whole date."""
        years = re.match(r"\d{4}", date), re.match(r"\d{4}", part)
        if years[0] and years[1] and years[0][0] != years[1][0]:
            at = self.rows[number].cells[self.columns[meaning]][1]
            message = f"the year {years[1][0]} differs from the year of {parse(date).label}; the date is read"
            self.document.warning(at, message, group="years that differ from the date")

    def report_unread(self, number: int, cell: Cell, part: str, meaning: Meaning) -> None:
        """Warn if only the parts of a date are read, because the whole date cannot be read."""
        _, at, value = self.rows[number].cells[self.columns[meaning]]
        message = f"{clean_line(str(value))[:60]}: {cell.reason}; only {parse(part).label} is read"
        hint = f"write {' or '.join(cell.readings)}" if cell.readings else ""
        self.document.warning(at, message, hint, group="dates from which only the year is read")

    def qualified(self, number: int, cell: Cell) -> Cell:
        """The date, with the precision that the column of precisions gives for this row."""
        index = self.columns.get("precision")
        word = text_of(self.rows[number].cells.get(index)) if index is not None else ""
        value = with_precision(cell.value, word) if cell.value else None
        if value is None or index is None:
            return cell
        self.used[number].add(index)
        return cell._replace(value=value)

    def joined(self, number: int, start: Cell, end: Cell) -> Cell:
        """The interval from start to end. An end that cannot be read is a warning."""
        cell = join_range(start, end)
        if cell.value and cell.reason:
            index = next((self.columns[name] for name in ("end", "end_year", "end_time") if name in self.columns), None)
            entry = self.rows[number].cells.get(index) if index is not None else None
            at = entry[1] if entry else self.rows[number].offset
            self.document.warning(at, cell.reason, group="ends that cannot be read")
            self.used[number].discard(index if index is not None else -1)
            return Cell(cell.value)
        if cell.value and "end" in self.columns and end.reason:
            self.used[number].add(self.columns["end"])  # “present” leaves the range open
        return cell


def _labelled(orders: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The orders that the user can choose, each with the first date with two readings in words."""
    return tuple((key, parse(date).label) for key, date in orders.items())


def _which(orders: tuple[tuple[str, str], ...]) -> str:
    """How to choose one of ``orders``, each with the same date read that way."""
    return f"say which is right: {' or '.join(f'--dates {key} ({date})' for key, date in orders)}"


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
