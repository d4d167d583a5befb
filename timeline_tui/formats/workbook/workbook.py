"""Workbooks: `.xlsx`, `.xlsb`, `.xls` and `.ods`, by python-calamine (extra ``sheets``). Nothing is written.

A sheet is read like CSV: in our format, in that of TimelineJS or Timesketch, or by the meanings of its columns. If no
sheet is named, the first one with dates and titles is read. Cells that are formatted as dates are read as dates; texts
and numbers in a column of dates are read as in CSV.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import IO, Any

from timeline_tui import formats
from timeline_tui.formats.csv import csv
from timeline_tui.formats.reading.columns_option import ColumnsError
from timeline_tui.formats.reading.document import NOWHERE, Document
from timeline_tui.formats.reading.own_shape import is_own
from timeline_tui.formats.reading.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.formats.workbook.calamine_process import MAX_CELLS, TOO_MANY, command
from timeline_tui.formats.workbook.date_doubts import date_doubts
from timeline_tui.formats.workbook.sheet_cells import CellDocument, RawSheet, WorkbookSheet, head
from timeline_tui.model.problems import in_order
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line

MAX_TEXT = 256 << 20  # the most bytes that the process may send
_SAMPLE = 400  # the rows that are read to find out whether a sheet is a chronology
_FROM_1904 = 1462  # days from the epoch of 1900 to that of 1904, ECMA-376 part 1, 18.17.4.1
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")  # years have four digits
_NEEDED = "a workbook is read with python-calamine, which is not installed"
_INSTALL = "pip install 'timeline-tui[sheets]'"
_ENDED = "this workbook takes too much memory or time, or is damaged"
_SMALLER = "delete the cells far away from the others, or save the sheet as CSV"


class _FaultError(Exception):
    """The workbook cannot be read."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """The timeline in one sheet of a workbook: ``options.sheet``, or the first one that can be read as a chronology.

    In problems and events its name is ``file``, ``#`` and the name of the sheet. Faults become problems of the result.
    """
    try:
        raw, others = _chosen(_sheets(data, options.sheet), options)
    except _FaultError as fault:
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
    reading = _read_sheet(WorkbookSheet(document, raw), document, len(data), progress, options)
    doubts = date_doubts(document, raw, reading.understanding)
    return reading._replace(problems=tuple(in_order([*reading.problems, *doubts])))


def _read_sheet(
    sheet: WorkbookSheet, document: CellDocument, size: int, progress: Progress | None, options: ReadOptions
) -> Reading:
    module = _module(sheet)
    if module is not None and not options.adapts:
        reading: Reading = module.read_sheet(sheet, document, size, progress)
        return reading
    return csv.read_sheet(sheet, document, size, progress, options)


def _module(sheet: WorkbookSheet) -> Any:  # a module whose read_sheet takes no options
    """The module of another format whose signature fits the headings; None if there is none."""
    first = head(name for _, name in sheet.names)
    for format in formats.FORMATS:
        if format.name != "csv" and format.media == "text/csv" and format.reads and format.signature:
            module = import_module(f"{formats.__name__}.{format.module}")
            if re.match(format.signature, first) and hasattr(module, "read_sheet"):
                return module
    return None


def _chosen(sheets: Sequence[RawSheet], options: ReadOptions) -> tuple[RawSheet, list[str]]:
    """The sheet to read, and the names of other chronologies. Raises _FaultError if all sheets are empty."""
    filled = sorted((sheet for sheet in sheets if sheet.rows), key=lambda sheet: sheet.hidden)
    if not filled:
        raise _FaultError("no events: the sheet is empty" if options.sheet else "no events: all sheets are empty", "")
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
    if not options.adapts and (is_own(names) or _module(sheet)):
        return True
    known = _understood(sheet, options)
    return known is not None and known.usable


def _head_of(raw: RawSheet) -> WorkbookSheet:
    sample = raw._replace(rows=raw.rows[:_SAMPLE])
    return WorkbookSheet(CellDocument("", sample), sample)


def _understood(sheet: WorkbookSheet, options: ReadOptions) -> Understanding | None:
    """How the columns of a sheet are understood; None if the options name a column that it does not have."""
    from timeline_tui.formats.reading.foreign import understood  # a workbook with one sheet does not need it

    with suppress(ColumnsError):
        return understood(csv.table_of(sheet, Document("", "")), options)
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
    """The sheets of a workbook, or only the one named ``wanted``. Raises _FaultError."""
    if find_spec("python_calamine") is None:
        raise _FaultError(_NEEDED, _INSTALL)
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    try:
        process = subprocess.Popen(command(wanted), stdin=pipe, stdout=pipe, stderr=null)  # noqa: S603  # our own code
    except OSError as error:
        raise _FaultError(f"the process that reads workbooks cannot be started: {error.strerror}", "") from error
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(OSError), process.stdin:  # it may end before it has read everything
                process.stdin.write(data)
            return _received(process.stdout, wanted)
        finally:
            process.kill()


def _received(output: IO[bytes], wanted: str) -> list[RawSheet]:
    """The sheets that the process sends. Raises _FaultError."""
    sheets: list[RawSheet] = []
    number = cells = 0
    for message in _messages(output):
        if isinstance(message, list):
            cells += sum(len(row) for row in message if isinstance(row, list))
            if cells > MAX_CELLS:
                raise _FaultError(TOO_MANY["fault"], TOO_MANY["hint"])
            for row in message:
                if isinstance(row, list):
                    sheets[-1].rows.append((number, row))
                number += 1 if isinstance(row, list) else row
        elif "sheet" in message:
            number = 0
            name = message.pop("sheet")
            merged = [((a, b), (c, d)) for (a, b), (c, d) in message.pop("merged")]
            sheets.append(RawSheet(name=name, merged=merged, rows=[], **message))
        elif "fault" in message:
            raise _FaultError(clean_line(message["fault"]), message["hint"])
        elif wanted and not sheets:
            raise _unknown(wanted, message["sheets"])
        else:
            return sheets
    raise _FaultError(_ENDED, _SMALLER)


def _messages(output: IO[bytes]) -> Iterator[Any]:  # Any: JSON
    """The messages of the process. Raises _FaultError if they have too many bytes."""
    size = 0
    for line in output:
        size += len(line)
        if size > MAX_TEXT:
            message = f"the cells of this workbook have more than {MAX_TEXT:,} bytes"
            raise _FaultError(message, "save the sheet as JSON lines or CSV")
        with suppress(ValueError):  # the process was killed while it wrote a line
            yield json.loads(line)


def _unknown(wanted: str, names: Sequence[str]) -> _FaultError:
    """The fault for the name of a sheet that does not exist."""
    near = nearest(wanted, names)
    shown = ", ".join(f"“{clean_line(name)}”" for name in names[:8])
    hint = did_you_mean(near and clean_line(near)) or (f"its sheets are {shown}" if names else "it has no sheets")
    return _FaultError(f"there is no sheet “{clean_line(wanted)}”", hint)
