"""The formats of dates in a workbook, which python-calamine does not give, and the merged cells of OpenDocument.

They are read in the process of `calamine_process`.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from operator import itemgetter

from timeline_tui.formats.workbook.cell_links import Range
from timeline_tui.formats.workbook.number_formats import BUILT_IN, parts_of_code
from timeline_tui.formats.workbook.xml_parts import (
    FAULTS,
    Attributes,
    TooMuchError,
    column_of,
    contains,
    local,
    parse,
    parse_small,
    sheet_path,
)

MAX_CELLS = 2_000_000  # the most cells whose format, or whose merged range, is kept
_SPANNED = re.compile(rb"""number-rows-spanned=["'](?!1["'])""")


class CellFormats:
    """The cells of one sheet whose format does not show a whole date, and the merged ranges of OpenDocument.

    ``parts``: for row and column, from 0, the parts that are shown, as in `parts_of_code`. ``known``: whether the
    formats could be read.
    """

    # A plain class, because the module dataclasses takes a fifth of the start of the process that reads a workbook.
    def __init__(self, *, known: bool = True) -> None:
        self.parts: dict[tuple[int, int], str] = {}
        self.merged: list[Range] = []
        self.known = known

    def keep(self, row: int, column: int, parts: str) -> None:
        """Keep the format of one cell. Raises TooMuchError."""
        if len(self.parts) == MAX_CELLS:
            raise TooMuchError
        self.parts[row, column] = parts


def formats_of(data: bytes, sheet: str) -> CellFormats:
    """The formats of the sheet with this name. They are unknown in a workbook of a binary kind or with broken XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return _of_excel(archive, sheet)
            if "content.xml" in names:
                return _of_open_document(archive, sheet)
    except FAULTS:
        pass
    return CellFormats(known=False)


# Excel


def _of_excel(archive: zipfile.ZipFile, sheet: str) -> CellFormats:
    parts: list[str] = []  # of each style of cells
    codes: dict[int, str] = {}
    inside = ""

    def style(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[int(attributes["numFmtId"])] = parts_of_code(attributes.get("formatCode", ""))
        elif name in ("cellStyleXfs", "cellXfs", "cellStyles"):
            inside = name
        elif name == "xf" and inside == "cellXfs":
            number = int(attributes.get("numFmtId", 0))
            parts.append(codes[number] if number in codes else BUILT_IN.get(number, ""))

    path = sheet_path(archive, sheet)
    if "xl/styles.xml" in archive.namelist():
        parse_small(archive, "xl/styles.xml", style)
    formats = CellFormats()
    wanted = {str(number): shown for number, shown in enumerate(parts) if is_partial(shown)}
    used = re.compile(rf""" s=["'](?:{"|".join(wanted)})["']""".encode())
    if wanted and path and contains(archive, path, used):
        parse(archive, path, _ExcelCells(formats, wanted).start)
    return formats


class _ExcelCells:
    """Keeps the cells that have a value and one of the styles ``wanted``, ECMA-376 part 1, 18.3.1.4."""

    def __init__(self, found: CellFormats, wanted: dict[str, str]) -> None:
        self.found, self.wanted = found, wanted
        self.row = self.column = -1  # both are counted where the file leaves them out
        self.parts = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self.column = column_of(attributes["r"]) if "r" in attributes else self.column + 1
            self.parts = self.wanted.get(attributes.get("s", ""), "")
        elif name == "v" and self.parts:
            self.found.keep(self.row, self.column, self.parts)


# OpenDocument

_MOST_PARENTS = 16  # styles between a style and the one with its format
_SHOWN = {"day": "d", "day-of-week": "d", "month": "m", "year": "y", "era": "y", "quarter": "q", "hours": "t"}


def _of_open_document(archive: zipfile.ZipFile, sheet: str) -> CellFormats:
    reader = _OpenDocument(sheet)
    names = [name for name in ("styles.xml", "content.xml") if name in archive.namelist()]
    with suppress(_StopError):
        for name in names:
            parse(archive, name, reader.start)
    if any(map(is_partial, map(reader.parts, reader.styles))) or contains(archive, "content.xml", _SPANNED):
        reader.needs_cells = True
        parse(archive, "content.xml", reader.start)
    return reader.found


class _StopError(Exception):
    """The cells begin, and are not needed."""


class _OpenDocument:
    """Reads the styles of both parts of a document, and the cells of one sheet, OpenDocument 1.2 part 1, 9.1 and 16."""

    def __init__(self, sheet: str) -> None:
        self.found, self.sheet = CellFormats(), sheet
        self.needs_cells = False
        self.is_open = False  # whether the cells belong to the sheet
        self.shown: dict[str, set[str]] = {}  # the parts of each date style
        self.styles: dict[str, tuple[str, str]] = {}  # style of cells → date style and parent
        self.columns: list[tuple[int, str]] = []  # the column after each group, and the style of the group
        self.row = self.column = 0  # of the next cell
        self.rows = 0  # how often the row is repeated
        self.known: dict[str, str] = {}  # the parts of each style of cells
        self.row_style = ""
        self.date_style = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name in ("table-cell", "covered-table-cell"):
            if self.is_open:
                self.cell(local(attributes))
        elif name in _SHOWN and self.date_style:
            self.shown[self.date_style].add(_SHOWN[name])
        elif name in ("date-style", "style", "table", "table-column", "table-row") or name.endswith("-style"):
            self.other(name, local(attributes))

    def other(self, name: str, attributes: Attributes) -> None:
        """Take a style, or the beginning of a table, column or row."""
        if name.endswith("-style"):
            self.date_style = attributes.get("name", "") if name == "date-style" else ""
            self.shown.setdefault(self.date_style, set())
        elif name == "style":
            self.known.clear()
            self.styles[attributes.get("name", "")] = (
                attributes.get("data-style-name", ""),
                attributes.get("parent-style-name", ""),
            )
        elif name == "table":
            if not self.needs_cells:
                raise _StopError
            self.is_open, self.row, self.rows, self.columns = attributes.get("name") == self.sheet, 0, 0, []
        elif name == "table-column":
            before = self.columns[-1][0] if self.columns else 0
            after = before + int(attributes.get("number-columns-repeated", 1))
            self.columns.append((after, attributes.get("default-cell-style-name", "")))
        else:
            self.row, self.column = self.row + self.rows, 0
            self.rows = int(attributes.get("number-rows-repeated", 1))
            self.row_style = attributes.get("default-cell-style-name", "")

    def cell(self, attributes: Attributes) -> None:
        """Take a cell of the sheet."""
        count = int(attributes.get("number-columns-repeated", 1))
        first, self.column = self.column, self.column + count
        depth = int(attributes.get("number-rows-spanned", 1))
        if depth > 1 and len(self.found.merged) < MAX_CELLS:
            last = first + int(attributes.get("number-columns-spanned", 1)) - 1
            self.found.merged.append(((self.row, first), (self.row + depth - 1, last)))
        if attributes.get("value-type") != "date":
            return
        style = attributes.get("style-name") or self.row_style
        for start, stop, default in [(first, self.column, style)] if style else self.defaults(first):
            parts = self.parts(style or default)
            for column in range(start, stop) if is_partial(parts) else ():
                for row in range(self.row, self.row + self.rows):
                    self.found.keep(row, column, parts)

    def defaults(self, first: int) -> Iterator[tuple[int, int, str]]:
        """The default styles of the columns from ``first`` to the next cell, as (first, stop, style)."""
        for number in range(bisect_right(self.columns, first, key=itemgetter(0)), len(self.columns)):
            after, style = self.columns[number]
            yield first, min(after, self.column), style
            first = after
            if first >= self.column:
                break

    def parts(self, style: str) -> str:
        """The parts that a style of cells shows; a style without a date style has the date style of its parent."""
        if style not in self.known:
            name, date_style = style, ""
            for _ in range(_MOST_PARENTS):
                date_style, parent = self.styles.get(name, ("", ""))
                if date_style or not parent:
                    break
                name = parent
            self.known[style] = "".join(part for part in "dmqyt" if part in self.shown.get(date_style, ()))
        return self.known[style]


def is_partial(parts: str) -> bool:
    """Whether these parts are less than a whole date."""
    return bool(parts) and not ("d" in parts and "y" in parts)
