"""Reads events from files in other shapes than ours: rows of a sheet, or mappings of YAML and JSON.

`read_table` takes a table of names and rows. It finds the meaning of each column, reads the dates of a column by one
rule, and passes the events to a `TimelineReader`. The first problem of the result is a note on how the file was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from timeline_tui.dates.date_orders import order_named
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.columns_option import ColumnsError, parse_columns
from timeline_tui.formats.reading.document import NOWHERE, Document
from timeline_tui.formats.reading.foreign_dates import AmbiguousDatesError, read_dates, report_weekdays
from timeline_tui.formats.reading.foreign_events import ForeignEvents
from timeline_tui.formats.reading.foreign_table import (
    MAX_COLUMNS,
    Row,
    Table,
    TableCell,
    all_text,
    text_of,
    too_many,
    without_na,
)
from timeline_tui.formats.reading.meanings import ALTERNATIVES, understand
from timeline_tui.formats.reading.meanings_lookup import words
from timeline_tui.formats.reading.nodes import List
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.understanding import Column, Understanding, in_words, quoted
from timeline_tui.formats.shapes.shapes import shaped
from timeline_tui.text.text import listed

_SAMPLE = 400  # rows whose values are used to find the meanings of the columns
_SAMPLE_BELOW = 20  # values of a column that is empty in these rows
_APPROXIMATE = frozenset(["approximate", "approximative", "approx", "estimated", "circa", "ungefahres"])  # folded
_KEPT = 200  # rows that are kept for a preview


def read_table(table: Table, timeline_reader: TimelineReader, options: ReadOptions) -> Understanding | None:
    """Pass the events of ``table`` to the reader. Return how its columns were understood.

    If no event can be made, or the dates have two readings, an error says which option helps. If ``--columns`` names a
    column that the table does not have, or there are too many columns, the result is None.
    """
    document = timeline_reader.document
    if len(table.names) > MAX_COLUMNS:
        document.stop(table.offset, *too_many(len(table.names), table.noun))
        return None
    table = without_na(shaped(table))
    try:
        understanding = understood(table, options)
    except ColumnsError as error:
        document.stop(table.offset, str(error), "it was named with --columns")
        return None
    if not any(table.names):
        message = "the first row has an event, not headings: the columns are called “column 1”, “column 2”, …"
        document.warning(NOWHERE, message, "write headings above it, or say --columns 'title=#2'")
    if not understanding.usable:
        _refuse(understanding, table, document)
        return understanding
    return _read_events(table, understanding, timeline_reader, options)


def _read_events(
    table: Table, full: Understanding, timeline_reader: TimelineReader, options: ReadOptions
) -> Understanding:
    """Read the dates, then the events, of a table whose columns are understood. Return the final understanding."""
    document = timeline_reader.document
    table, understanding = _with_filled_gaps(_with_circa(table, full), full)
    try:
        dates = read_dates(table, understanding, order_named(options.dates), document)
    except AmbiguousDatesError as error:
        document.stop(error.offset, error.message, error.hint)
        return replace(full, dates=(f"{error.message}; {error.hint}",), orders=error.orders)
    full = replace(
        full,
        dates=dates.notes,
        orders=dates.orders,
        decided=dates.decided,
        contradiction=dates.contradiction,
        against=dates.against,
    )
    if dates.against:
        hint = "choose again in the app (C), or forget it: “timeline-tui columns FILE --forget”"
        document.warning(NOWHERE, dates.against.sentence(), hint if options.remembered else "")
    if options.only_columns:  # a million rows of a workbook take 30 s less
        table = table._replace(rows=table.rows[:_KEPT])
    report_weekdays(table, understanding, dates, document)
    events = ForeignEvents(table, understanding, dates, timeline_reader)
    full = replace(full, kept_commas=events.kept_commas())
    events.read()
    notes = "; ".join(filter(None, (*table.notes, *dates.notes, full.remembered)))
    if full.is_renamed or full.shape or notes:
        summary = full.summary()
        document.note(NOWHERE, f"{summary[:1].upper()}{summary[1:]}", notes)
    for doubt in full.unsure:
        document.warning(table.offset, doubt.question, f"if not, say which with --columns '{doubt.meaning}=…'")
    return full


def understood(table: Table, options: ReadOptions) -> Understanding:
    """How the columns of ``table`` are understood. Raises ColumnsError if the option does not fit the table."""
    table = without_na(shaped(table))
    given = parse_columns(options.columns) if options.columns else {}
    samples: list[list[str]] = [[] for _ in table.names]
    for row in table.rows[:_SAMPLE]:
        for column, cell in row.cells.items():
            samples[column].append(_sample(cell))
    empty = {column for column, values in enumerate(samples) if not values}
    for row in table.rows[_SAMPLE:] if empty else ():
        for column in empty.intersection(row.cells):
            samples[column].append(_sample(row.cells[column]))
            if len(samples[column]) == _SAMPLE_BELOW:
                empty.remove(column)

    def fills_gaps(index: int, others: Sequence[int]) -> bool:
        return any(index in row.cells and row.cells.keys().isdisjoint(others) for row in table.rows)

    understanding = understand(
        *(table.names, samples, given),
        known=table.meanings,
        shape=table.shape,
        fills_gaps=fills_gaps,
        are_files=table.are_files,
    )
    first = table._replace(rows=table.rows[:_KEPT], head={})
    return replace(understanding, shape=table.shape, sample=first, options=options)


def _with_circa(table: Table, known: Understanding) -> Table:
    """The table with “c.” before the dates of columns such as “Approximate date”."""
    columns = {i for i in known.having("date") if not _APPROXIMATE.isdisjoint(words(known.columns[i].heading))}
    if not columns:
        return table
    rows = []
    for row in table.rows:
        cells = dict(row.cells)
        for index in columns.intersection(cells):
            place, at, value = cells[index]
            if isinstance(value, str) and value[:1].isdecimal():
                cells[index] = place, at, f"c. {value}"
        rows.append(Row(row.offset, cells))
    return table._replace(rows=rows)


def _with_filled_gaps(table: Table, known: Understanding) -> tuple[Table, Understanding]:
    """The table with the first value of each row for a meaning that columns share, in the first of these columns.

    In the second result, columns that only fill gaps have no meaning: their other values are kept as unknown fields.
    """
    shared = (
        sorted(known.having(alternative), key=lambda i: known.columns[i].fills_gaps) for alternative in ALTERNATIVES
    )
    firsts = {other: first for first, *rest in filter(None, shared) for other in rest}
    if not firsts:
        return table, known
    rows = []
    for row in table.rows:
        cells = dict(row.cells)
        for index, first in firsts.items():
            if index in cells and first not in cells:
                cells[first] = cells.pop(index)
        rows.append(Row(row.offset, cells))
    columns = (column._replace(meaning=None) if column.fills_gaps else column for column in known.columns)
    return table._replace(rows=rows), replace(known, columns=tuple(columns))


def _sample(cell: TableCell) -> str:
    """The text of a cell that shows its meaning. For a quote, this is its text, not the address of its source."""
    _, at, value = cell
    items: List = value if isinstance(value, list) else [(at, value)]
    texts = (text_of(item.get("text")) for _, item in items if isinstance(item, dict) and "url" not in item)
    return "; ".join(filter(None, texts)) or all_text(cell)


def _refuse(known: Understanding, table: Table, document: Document) -> None:
    """Report that no column has the date, or the title, and which meaning each column has."""
    has_date = bool(known.having("date") or known.having("year"))
    missing, asked = ("title", "what happened") if has_date else ("date", "when it happened")
    headings = [
        f"{quoted(column.heading) if column.heading else f'column {number}'} {_what_it_is(column)}"
        for number, column in enumerate(known.columns, start=1)
        if column.heading or column.values
    ]
    shown = listed(headings, 8)
    hint = f"say which one does: --columns '{missing}=HEADING'; “timeline-tui columns FILE” shows what is in each"
    document.stop(table.offset, f"no {table.noun} says {asked}: {shown}", hint)


def _what_it_is(column: Column) -> str:
    """``is title``; without a meaning, ``has “12”``, its first value."""
    if column.meaning:
        return f"is {in_words(column.meaning)}"
    return f"has {quoted(column.values[0])}" if column.values else "is empty"
