"""Workbooks: `.xlsx`, `.xlsb`, `.xls` and `.ods`, by python-calamine (extra ``sheets``). Nothing is written.

A sheet is read like CSV: as our format, as TimelineJS or Timesketch, or by the meanings of its columns. If no
sheet is named, the first one with dates and titles is read. Cells that are formatted as dates are read as dates; texts
and numbers in a column of dates are read as in CSV.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from timeline_tui import formats
from timeline_tui.formats.csv import csv
from timeline_tui.formats.csv.csv_tables import Sheet
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.columns_option import ColumnsError
from timeline_tui.formats.reading.document import NOWHERE, Document
from timeline_tui.formats.reading.key_meanings import is_own
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.formats.workbook.calamine_process import TOO_MANY, command
from timeline_tui.formats.workbook.date_doubts import date_doubts
from timeline_tui.formats.workbook.received_sheets import FaultError, Words, received_sheets
from timeline_tui.formats.workbook.sheet_cells import CellDocument, RawSheet, WorkbookSheet, head
from timeline_tui.model.problems import in_order
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line

_SAMPLE = 400  # the rows that are read to find out whether a sheet is a chronology
_FROM_1904 = 1462  # days between the epochs of 1900 and 1904, ECMA-376 part 1, 18.17.4.1
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")  # years have four digits
_NEEDED = "a workbook is read with python-calamine, which is not installed"
_INSTALL = "pip install 'timeline-tui[sheets]'"
_WORDS = Words(
    noun="workbook",
    ended_hint="delete the cells far away from the others, or save the sheet as CSV",
    text_hint="save the sheet as JSON lines or CSV",
    cells=(TOO_MANY["fault"], TOO_MANY["hint"]),
)


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """The timeline in one sheet of a workbook: ``options.sheet``, or the first one that can be read as a chronology.

    In problems and events its name is ``file``, ``#`` and the name of the sheet. Faults become problems of the result.
    """
    try:
        raw, others = _chosen(_sheets(data, options.sheet), options)
    except FaultError as fault:
        document = Document(file, "")
        document.stop(NOWHERE, fault.message, fault.hint)
        return TimelineReader(document, len(data), progress).finish()
    if raw.from_1904:
        raw = _from_1900(raw, options)
    document = CellDocument(f"{file}#{raw.name}", raw)
    if others:
        named = ", ".join(f"“{name}”" for name in others[:8])
        verb = "can be read as a chronology, too" if len(others) == 1 else "can be read as chronologies, too"
        name = "FILE" if file == "<stdin>" else file
        hint = f"to read another one: {name}#{others[0]}"
        document.note(NOWHERE, f"this is the sheet “{raw.name}”; {named} {verb}", hint)
    sheet = WorkbookSheet(document, raw)
    module = other_format(sheet)
    if module is not None and not options.adapts:
        reading: Reading = module.read_sheet(sheet, document, len(data), progress)
    else:
        reading = csv.read_sheet(sheet, document, len(data), progress, options)
    doubts = date_doubts(document, raw, reading.understanding)
    return reading._replace(problems=tuple(in_order([*reading.problems, *doubts])))


def other_format(sheet: Sheet) -> Any:  # a module whose read_sheet takes no options
    """The module of another format whose signature fits the headings; None if there is none."""
    first = head(name for _, name in sheet.names)
    for format in formats.FORMATS:
        if format.name != "csv" and format.media == "text/csv" and format.reads and format.signature:
            module = import_module(f"{formats.__name__}.{format.module}")
            if re.match(format.signature, first) and hasattr(module, "read_sheet"):
                return module
    return None


def _chosen(sheets: Sequence[RawSheet], options: ReadOptions) -> tuple[RawSheet, list[str]]:
    """The sheet to read, and the names of other chronologies. Raises FaultError if all sheets are empty."""
    filled = sorted((sheet for sheet in sheets if sheet.rows), key=lambda sheet: sheet.hidden)
    if not filled:
        raise FaultError("no events: the sheet is empty" if options.sheet else "no events: all sheets are empty", "")
    if len(filled) == 1:
        return filled[0], []
    fitting = [sheet for sheet in filled if _is_chronology(sheet, options)]
    visible = [sheet.name for sheet in fitting if not sheet.hidden]
    chosen = (fitting or filled)[0]
    return chosen, [name for name in visible if name != chosen.name]


def _is_chronology(raw: RawSheet, options: ReadOptions) -> bool:
    """Whether a sheet has a column of dates and one of titles."""
    sheet = _head_of(raw)
    names = [name for _, name in sheet.names]
    if not options.adapts and (is_own(names) or other_format(sheet)):
        return True
    known = _understood(sheet, options)
    return known is not None and known.usable


def _head_of(raw: RawSheet) -> WorkbookSheet:
    sample = raw._replace(rows=raw.rows[:_SAMPLE])
    return WorkbookSheet(CellDocument("", sample), sample)


def _understood(sheet: WorkbookSheet, options: ReadOptions) -> Understanding | None:
    """How the columns of a sheet are understood; None if the options name a column that it does not have."""
    # a workbook with one sheet does not need these
    from timeline_tui.formats.csv.foreign_rows import table_of
    from timeline_tui.formats.reading.foreign import understood

    with suppress(ColumnsError):
        return understood(table_of(sheet, Document("", "")), options)
    return None


def _from_1900(raw: RawSheet, options: ReadOptions) -> RawSheet:
    """The sheet with the numbers in columns of dates changed: they count from 1900, as the reader of dates expects."""
    known = _understood(_head_of(raw), options)
    columns = {*known.having("date"), *known.having("end")} if known else set()
    for _, row in raw.rows:
        for column in columns:
            if column < len(row) and _SERIAL.fullmatch(row[column]):
                row[column] = f"{float(row[column]) + _FROM_1904:.15g}"
    return raw


def _sheets(data: bytes, wanted: str) -> list[RawSheet]:
    """The sheets of a workbook, or only the one named ``wanted``. Raises FaultError."""
    if find_spec("python_calamine") is None:
        raise FaultError(_NEEDED, _INSTALL)
    sheets, names = received_sheets(command(wanted), data, _WORDS)
    if wanted and not sheets:
        raise _unknown(wanted, names)
    return sheets


def _unknown(wanted: str, names: Sequence[str]) -> FaultError:
    """The fault for the name of a sheet that does not exist."""
    near = nearest(wanted, names)
    shown = ", ".join(f"“{clean_line(name)}”" for name in names[:8])
    hint = did_you_mean(near and clean_line(near)) or (f"its sheets are {shown}" if names else "it has no sheets")
    return FaultError(f"there is no sheet “{clean_line(wanted)}”", hint)
