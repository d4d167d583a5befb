"""Parquet (`.parquet`), by DuckDB (extra ``duckdb``). Nothing is written.

A file is read like CSV: as our format, as TimelineJS or Timesketch, or by the meanings of its columns. Lists
and mappings in its cells are read as in JSON.
"""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

from timeline_tui.formats.csv import csv
from timeline_tui.formats.csv.csv_tables import Cell, Sheet
from timeline_tui.formats.csv.flat_records import from_json
from timeline_tui.formats.parquet.duckdb_process import command
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.document import NOWHERE, Document
from timeline_tui.formats.reading.foreign_table import TableCell
from timeline_tui.formats.reading.nodes import OF_ANY_SIZE, List
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.workbook.received_sheets import FaultError, Words, received_sheets
from timeline_tui.formats.workbook.sheet_cells import CellDocument, RawSheet
from timeline_tui.formats.workbook.sheet_process import MAX_CELLS
from timeline_tui.formats.workbook.workbook import other_format

_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"  # the first and last bytes, Parquet format, "File format" and "Encryption"
_SMALLEST = 12  # bytes: twice the magic, and the length of the footer
_WORDS = Words(
    noun="Parquet file",
    ended_hint="get it again, or write it as JSON lines with another program",
    text_hint=OF_ANY_SIZE,
    cells=(f"this Parquet file has more than {MAX_CELLS:,} cells, which is the limit", OF_ANY_SIZE),
)


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """The timeline in a Parquet file. Row 1 of problems and events has the names of the columns, as in CSV.

    Faults become problems of the result.
    """
    try:
        raw = _table(data, file)
    except FaultError as fault:
        document = Document(file, "")
        document.stop(NOWHERE, fault.message, fault.hint)
        return TimelineReader(document, len(data), progress).finish()
    document = CellDocument(file, raw)
    sheet = _ParquetSheet(document, raw)
    module = other_format(sheet)
    if module is not None and not options.adapts:
        reading: Reading = module.read_sheet(sheet, document, len(data), progress)
        return reading
    if options.adapts or not csv.is_ours(sheet):
        return _read_foreign(
            sheet, frozenset(raw.json_columns), TimelineReader(document, len(data), progress, foreign=True), options
        )
    return csv.read_sheet(sheet, document, len(data), progress, options)


class _ParquetSheet(Sheet):
    """The rows of a Parquet file. The first row of the document has the names of the columns."""

    def __init__(self, document: CellDocument, raw: RawSheet) -> None:
        self.above = []
        self._take(document, document.rows[0], iter(document.rows[1:]))
        nested = frozenset(raw.json_columns)  # there are no names if there are too many columns
        self.nested = frozenset(name for column, (_, name) in enumerate(self.names) if column in nested)

    def _report_ragged(self, row: list[Cell], *, others_fit: bool) -> None:
        """Report nothing: empty cells at the end of a row are left out here, so rows may have different lengths."""


def _table(data: bytes, file: str) -> RawSheet:
    """The names and cells of a Parquet file. Raises FaultError."""
    if file == "<stdin>":
        raise FaultError(
            "a Parquet file cannot be read from standard input", "name the file: timeline-tui events.parquet"
        )
    if data.startswith(_ENCRYPTED):
        raise FaultError("this Parquet file is encrypted", "write a copy that is not")
    if not data.startswith(_MAGIC):
        raise FaultError("this is not a Parquet file", "rename it, or say its format with --from")
    if not data.endswith(_MAGIC) or len(data) < _SMALLEST:
        raise FaultError("this Parquet file is incomplete: its end is missing", "get it again")
    if find_spec("duckdb") is None:
        raise FaultError(
            "a Parquet file is read with duckdb, which is not installed", "pip install 'timeline-tui[duckdb]'"
        )
    try:
        with tempfile.TemporaryDirectory(prefix="timeline-tui-") as folder:  # DuckDB reads files, not bytes
            path = Path(folder, "data.parquet")
            path.write_bytes(data)
            sheets, _ = received_sheets(command(str(path)), b"", _WORDS)
    except OSError as error:
        raise FaultError(f"no copy of it can be written for DuckDB: {error.strerror}", "") from error
    return sheets[0]


def _read_foreign(sheet: Sheet, nested: frozenset[int], reader: TimelineReader, options: ReadOptions) -> Reading:
    """The events of a file with other columns than ours; ``nested`` are the columns with lists and mappings."""
    # a file with our columns does not need these
    from timeline_tui.formats.csv.foreign_rows import table_of
    from timeline_tui.formats.reading.event_lists import event_table
    from timeline_tui.formats.reading.foreign import read_table
    from timeline_tui.formats.reading.foreign_events import unique_names

    document = reader.document
    table = table_of(sheet, document)
    if nested:
        names = unique_names(table.names)
        items: List = []
        for row in table.rows:
            cells = (
                (index, _unpacked(cell, document) if index in nested else cell) for index, cell in row.cells.items()
            )
            items.append((row.offset, {names[index]: cell for index, cell in cells}))
        table = event_table(items, document, {})._replace(noun="column", offset=table.offset)
    understanding = read_table(table, reader, options)
    return reader.finish()._replace(understanding=understanding)


def _unpacked(cell: TableCell, document: Document) -> TableCell:
    """A cell with the list or mapping whose JSON is its text."""
    place, at, value = cell
    assert isinstance(value, str)
    node = from_json(document, value, at)
    return cell if node is None else (place, at, node)
