"""The process that reads a workbook with python-calamine, and how it is started.

The library is compiled, and a hostile or unusual workbook can abort the process that calls it: two cells in opposite
corners of a sheet make it allocate 400 GB. So it runs in a process of its own, with limits of memory and time.

The process reads the workbook from standard input. It writes the messages of `sheet_process.py` to standard output.
"""

from __future__ import annotations

import datetime
import io
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from timeline_tui.formats.reading.library_process import limit, run_alone, send
from timeline_tui.formats.workbook import cell_links
from timeline_tui.formats.workbook.cell_formats import CellFormats, formats_of
from timeline_tui.formats.workbook.cell_links import Links, Range, links_of
from timeline_tui.formats.workbook.number_formats import Value, as_shown
from timeline_tui.formats.workbook.sheet_process import MAX_CELL, MAX_CELLS, MAX_ROWS, MEMORY, SECONDS, send_rows

if TYPE_CHECKING:
    import zipfile  # 10 ms, and a workbook of the old kind does not need it

MAX_UNPACKED = 1 << 30  # bytes of all parts of a workbook with cells, unpacked
MAX_RECTANGLE = 64 << 20  # cells of the rectangle around all cells of a sheet; calamine needs 24 bytes for each
MAX_MERGED = 100_000  # the most merged ranges that are read
NEAR_TOP = 32  # rows in which merged ranges may be headings
_HEAD = 1 << 16  # bytes of the part that states the epoch
_CELLS = (".xml", ".bin", ".rels")
_ENDS = (b"</c>", b":c>", b"</table:table-cell>")  # the ends of cells with a value in .xlsx and .ods
_SHORTEST = 10  # the fewest bytes of such a cell
_PIECE = 1 << 20
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of a protected workbook, [MS-OFFCRYPTO] 2.3.4
_ENCRYPTION = b":encryption-data"  # in the manifest of a protected OpenDocument file, part 3 of OpenDocument 1.2, 4.4
_PROTECTED = {"fault": "this workbook is protected by a password", "hint": "save a copy without the password"}
_FROM_1904 = re.compile(rb"<workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)")
TOO_MANY = {
    "fault": f"this workbook has more than {MAX_CELLS:,} cells, which is the limit",
    "hint": "delete columns that you do not need, or save the sheet as CSV",
}
_FAR = "delete the cells far away from the others, and save it again"


def command(sheet: str) -> list[str]:
    """The command of the process that reads ``sheet`` of a workbook; all sheets if it is empty."""
    return run_alone(__name__, sheet)


def main(sheet: str) -> None:
    """Read a workbook from standard input and write its cells to standard output."""
    limit(MEMORY, SECONDS)
    try:
        data = sys.stdin.buffer.read()
        last = _checked(data) or _read(data, sheet)
    except MemoryError:
        last = {"fault": "there is not enough memory to read it", "hint": _FAR}
    send(last)
    sys.stdout.flush()


def _checked(data: bytes) -> dict[str, str] | None:
    """The fault of a workbook that is not a valid archive, or is too large when unpacked; else None."""
    if data.startswith(b"\xd0\xcf") and _ENCRYPTED in data:
        return _PROTECTED
    if not data.startswith(b"PK"):
        return None
    import zipfile  # 10 ms, and a workbook of the old kind does not need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if kind := _other_kind(archive):
                return {"fault": f"this is {kind}, not a workbook", "hint": "save its table as .xlsx, .ods or CSV"}
            parts = [part for part in archive.infolist() if part.filename.lower().endswith(_CELLS)]
            size = sum(part.file_size for part in parts)
            if size <= MAX_UNPACKED and any(_has_too_many(archive, part) for part in parts):
                return TOO_MANY
    except (zlib.error, zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return {
            "fault": "this workbook is damaged or incomplete: it is not a valid ZIP archive",
            "hint": "get it again",
        }
    if size > MAX_UNPACKED:
        fault = f"this workbook unpacks to {size:,} bytes; the limit is {MAX_UNPACKED:,}"
        return {"fault": fault, "hint": "save the sheet as CSV"}
    return _PROTECTED if _ENCRYPTION in _part(data, "META-INF/manifest.xml") else None


def _other_kind(archive: zipfile.ZipFile) -> str:
    """What a ZIP archive without a workbook is: ``a Word document``; empty if it may have a workbook."""
    names = frozenset(archive.namelist())
    kinds = {"word/document.xml": "a Word document", "ppt/presentation.xml": "a PowerPoint presentation"}
    found = next((kind for name, kind in kinds.items() if name in names), "")
    if found or not names.isdisjoint(("[Content_Types].xml", "content.xml")):
        return found
    return "a ZIP archive"


def _has_too_many(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part has too many cells with a value. It is found before the library reads all of them into memory."""
    count = 0
    if part.file_size > MAX_CELLS * _SHORTEST:
        with archive.open(part) as file:
            while count <= MAX_CELLS and (piece := file.read(_PIECE)):
                count += sum(map(piece.count, _ENDS))
    return count > MAX_CELLS


def _read(data: bytes, sheet: str) -> dict[str, Any]:
    """Send the cells of a sheet, or of all of them, and return the last message."""
    import python_calamine as calamine  # imported only here; see the top of this module

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        from_1904 = (
            _FROM_1904.search(_part(data, "xl/workbook.xml")) is not None
        )  # the library says it only for formatted cells
        worksheets = [metadata for metadata in book.sheets_metadata if metadata.typ == calamine.SheetTypeEnum.WorkSheet]
        for worksheet in worksheets:
            if sheet in ("", worksheet.name):
                hidden = worksheet.visible != calamine.SheetVisibleEnum.Visible
                formats = formats_of(data, worksheet.name)
                head = {"sheet": worksheet.name, "hidden": hidden, "from_1904": from_1904}
                links = links_of(data, worksheet.name)
                fault = _send_sheet(book.get_sheet_by_name(worksheet.name), head, formats, links)
                if fault:
                    return fault
        return {"sheets": [worksheet.name for worksheet in worksheets]}
    except calamine.PasswordError:
        return _PROTECTED
    except MemoryError:
        raise
    except Exception as error:
        if "detect file format" in str(error):
            return {
                "fault": "this is not a workbook of Excel or OpenDocument",
                "hint": "save the sheet as .xlsx or CSV",
            }
        return {"fault": f"this workbook cannot be read: {error}", "hint": "open it and save it again as .xlsx"}
    except BaseException as error:  # a panic of Rust is a BaseException
        return {"fault": f"this workbook cannot be read ({type(error).__name__})", "hint": "save the sheet as CSV"}


def _part(data: bytes, name: str) -> bytes:
    """The beginning of a part of a workbook; empty if it has no such part, or is not an archive."""
    import zipfile  # 10 ms, as in _checked

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as part:
            return part.read(_HEAD)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError):
        return b""


def _send_sheet(sheet: Any, head: dict[str, Any], formats: CellFormats, links: Links) -> dict[str, str] | None:
    """Send the cells of one sheet; returns a fault if it is too large. ``head`` has the first values of its message."""
    row, column = sheet.start or (0, 0)
    if row + sheet.height > MAX_ROWS or sheet.height * sheet.width > MAX_RECTANGLE:
        size = f"{row + sheet.height:,} rows and {sheet.width:,} columns"
        return {"fault": f"the sheet “{head['sheet']}” has {size}, which is too large", "hint": _FAR}
    merged: list[Range] = list(sheet.merged_cell_ranges or formats.merged)[:MAX_MERGED]
    near = [cells for cells in merged if cells[0][0] < row + NEAR_TOP]
    head |= {"column": column, "merged": near, "formats_known": formats.known, "yearless": _yearless(formats)}
    send({**head, "links": [(*cell, address) for cell, address in cell_links.filled_down(links, merged).items()]})
    send_rows(filled_down(_texts(sheet, column, formats.parts), merged, column))
    return None


def _texts(sheet: Any, left: int, parts: dict[tuple[int, int], str]) -> Iterator[list[str]]:
    """The texts of the rows, from the first row of the sheet and its first column with a cell."""
    for number, cells in enumerate(sheet.iter_rows()):
        shown = (
            (as_shown(cell, parts.get((number, column), "")) for column, cell in enumerate(cells, left))
            if parts
            else cells
        )
        yield list(map(text_of, shown))


def _yearless(formats: CellFormats) -> list[tuple[int, int, int]]:
    """For each column with cells that show a day or month without a year: the first row, the column, their number."""
    columns: dict[int, tuple[int, int, int]] = {}
    for (row, column), parts in formats.parts.items():
        if "y" not in parts and ("d" in parts or "m" in parts):
            first, _, count = columns.get(column, (row, column, 0))
            columns[column] = (first, column, count + 1)
    return list(columns.values())


def filled_down(rows: Iterable[list[str]], merged: list[Range], left: int) -> Iterator[list[str]]:
    """The rows, with the text of each merged cell repeated in all its rows, in its first column.

    So a date in a cell that is merged over three rows is the date of three events.
    """
    below: dict[tuple[int, int], tuple[int, int]] = {}  # cell → the cell that has its text
    for (top, start), (bottom, _) in merged:
        if bottom - top <= MAX_MERGED - len(below):
            below |= {(row, start): (top, start) for row in range(top + 1, bottom + 1)}
    sources = set(below.values())
    known: dict[tuple[int, int], str] = {}
    by_row: dict[int, list[int]] = {}
    for row, column in below.keys() | sources:
        by_row.setdefault(row, []).append(column)
    for number, texts in enumerate(rows):
        for column in by_row.get(number, ()):
            at = column - left
            if (number, column) in below and 0 <= at < len(texts):
                texts[at] = texts[at] or known.get(below[number, column], "")
            elif 0 <= at < len(texts):
                known[number, column] = texts[at]
        yield texts


def text_of(value: Value) -> str:
    """The text of a cell: dates and times in ISO, whole numbers without a fraction, TRUE and FALSE."""
    if isinstance(value, str):
        return value[:MAX_CELL]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        precision = "milliseconds" if value.microsecond else "seconds" if value.second else "minutes"
        return value.isoformat(timespec=precision)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat("auto" if value.microsecond else "seconds" if value.second else "minutes")
    if isinstance(value, datetime.timedelta):
        hours, rest = divmod(round(value.total_seconds()), 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value)
