"""A sheet of a workbook as rows of cells with offsets, for the readers of CSV."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from timeline_tui.formats.csv.csv_tables import LONGEST_HEADING, PREAMBLE, Cell, Sheet, bare, below_titles, names_date
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.meanings_lookup import SURE, senses
from timeline_tui.model.problems import Problem, Severity
from timeline_tui.text.text import clean_line

_Row: TypeAlias = "list[Cell]"
_DIGIT = re.compile("[0-9]")


class RawSheet(NamedTuple):
    """The cells of a sheet. ``rows`` are the rows that are not empty, as (number from 0, texts)."""

    name: str
    hidden: bool
    column: int
    """The first column that has text, from 0."""
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
    """The merged ranges near the top: first and last cell, each as row and column from 0."""
    from_1904: bool
    """Whether the workbook counts days from 1904."""
    rows: list[tuple[int, list[str]]]
    formats_known: bool = True
    """Whether a cell is given as its format shows it: ``2024-06`` if it shows no day."""
    yearless: Sequence[tuple[int, int, int]] = ()
    """Columns with cells that show no year: the first such row, the column, and the number of such cells."""
    links: Sequence[tuple[int, int, str]] = ()
    """The cells with links: row and column from 0, and the address."""
    json_columns: Sequence[int] = ()
    """The columns whose cells are lists or mappings as JSON, from 0."""


class CellDocument(Document):
    """The cells of a sheet as text with line feeds and tabs. Problems name the row and column of the sheet."""

    def __init__(self, file: str, raw: RawSheet) -> None:
        self.rows: list[_Row] = []
        self._column = raw.column
        starts, lines, offset = array("Q"), list[str](), 0
        self._by_row: dict[int, _Row] = {}
        for number, texts in raw.rows:
            while len(starts) < number:  # empty rows are empty lines
                starts.append(offset)
                lines.append("")
                offset += 1
            row: _Row = []
            starts.append(offset)
            for text in texts:
                row.append((offset, text))
                offset += len(text) + 1
            lines.append("\t".join(texts))
            self.rows.append(row)
            self._by_row[number] = row
        super().__init__(file, "\n".join(lines))
        self._starts = starts or array("Q", [0])
        for row in self.rows:
            row[:] = [(at, bare(self, text.strip(), at) if text else "") for at, text in row]

    def problem(self, offset: int, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """The problem at ``offset``: its line is the row and its column the column of the sheet."""
        problem = super().problem(offset, message, hint, severity)
        row = self._by_row.get(problem.line - 1)
        at = bisect_right(row, offset, key=lambda cell: cell[0]) if row else 0
        return problem._replace(column=self._column + max(1, at)) if problem.line else problem

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell in a row of the sheet, from 0, and a column with text, from 0; None if it is empty."""
        cells = self._by_row.get(row, [])
        return cells[column] if column < len(cells) else None


class WorkbookSheet(Sheet):
    """A sheet of a workbook. Its headings may have several rows, if some of their cells are merged.

    The links of cells are in additional columns at the end: the links of the column “Source” in “Source link”.
    """

    def __init__(self, document: CellDocument, raw: RawSheet) -> None:
        at, depth = _heading_rows(document.rows, raw)
        self.above = [", ".join(text for _, text in above if text) for above in document.rows[:at]]
        headings = _joined(raw.rows[at : at + depth + 1], document.rows[at : at + depth + 1], raw)
        below = document.rows[at + depth + 1 :]
        width = max((len(cells) for cells in below), default=0)
        headings += [(headings[0][0], "")] * (width - len(headings)) if headings else []
        places = {number: index for index, (number, _) in enumerate(raw.rows[at + depth + 1 :])} if raw.links else {}
        headings += _put_links(below, places, headings, raw)
        self._take(document, headings, iter(below))

    def _report_ragged(self, row: list[Cell], *, others_fit: bool) -> None:
        """Report nothing: empty cells at the end of a row are left out here, so all rows may have different lengths."""


def _heading_rows(rows: Sequence[_Row], sheet: RawSheet) -> tuple[int, int]:
    """The index of the first row of headings, and the number of further rows of headings."""
    numbers = [number for number, _ in sheet.rows[: 2 * PREAMBLE]]
    dated = next((index for index, row in enumerate(rows[:PREAMBLE]) if names_date(row)), None)
    at = below_titles(rows[:PREAMBLE]) if dated is None else dated
    if not rows:
        return 0, 0
    last = at
    while at and _have_parts(rows, numbers, at - 1, sheet):  # “Period” over “Start” and “End”
        at -= 1
    while last + 1 < min(len(rows), at + PREAMBLE):
        is_merged = any(top <= numbers[last] < numbers[last + 1] <= bottom for (top, _), (bottom, _) in sheet.merged)
        if not is_merged and not _have_parts(rows, numbers, last, sheet):
            break
        last += 1
    return at, last - at


def _have_parts(rows: Sequence[_Row], numbers: Sequence[int], at: int, sheet: RawSheet) -> bool:
    """Whether the row below has headings for the parts of cells that are merged sideways, and nothing else.

    Below other cells, it may have usual headings. A title that is merged over the whole table has no parts.
    """
    wide: list[range] = []
    beside: set[int] = set()
    for (top, left), (bottom, right) in sheet.merged:
        columns = range(left - sheet.column, right - sheet.column + 1)
        if bottom == numbers[at] and len(columns) > 1:
            wide.append(columns)
        elif top <= numbers[at] < numbers[at + 1] <= bottom:
            beside.update(columns)
    under = set().union(*wide)
    cells = {column: text for column, (_, text) in enumerate(rows[at + 1]) if text and column not in beside}
    is_title = len(wide) == 1 and len(under) >= max(map(len, rows[at : at + 4]))
    are_headings = not any(len(text) > LONGEST_HEADING or _DIGIT.search(text) for text in cells.values())
    others = [text for column, text in cells.items() if column not in under]
    are_headings = are_headings and all(any(sense.level == SURE for sense in senses(text)) for text in others)
    return are_headings and not is_title and len(cells) > max(1, len(others))


def _joined(raw: Sequence[tuple[int, list[str]]], rows: Sequence[_Row], sheet: RawSheet) -> _Row:
    """One heading for each column: “Source” merged over “Name” and “Link” gives “Source Name” and “Source Link”."""
    if len(rows) < 2:
        return list(rows[0]) if rows else []
    width = max(map(len, rows))
    headings: _Row = []
    for column in range(width):
        parts: list[str] = []
        offset = -1
        for (number, _), row in zip(raw, rows, strict=True):
            at = column
            if number != raw[-1][0]:
                at = _first_of(number, column + sheet.column, sheet) - sheet.column
            if at < len(row) and row[at][1]:
                offset = row[at][0] if offset < 0 else offset
                parts.append(row[at][1])
        headings.append((offset if offset >= 0 else rows[0][0][0], " ".join(dict.fromkeys(parts))))
    return headings


def _put_links(rows: list[_Row], places: dict[int, int], headings: _Row, sheet: RawSheet) -> _Row:
    """Append the addresses of links to ``rows``, in new columns. Returns the headings of these.

    ``places`` are the indexes of the rows, by their numbers. An address that is also in the text of its cell is left
    out.
    """
    width = len(headings)
    new: dict[int, int] = {}  # column with links → column with their addresses
    for number, column, address in sorted(sheet.links):
        place, at = places.get(number), column - sheet.column
        row = rows[place] if place is not None else []
        if place is not None and 0 <= at < len(row) and row[at][1] and address.rstrip("/") not in row[at][1]:
            index = new.setdefault(at, width + len(new))
            rows[place] = padded = row + [(row[at][0], "")] * (index + 1 - len(row))
            padded[index] = (row[at][0], address)
    return [(headings[at][0], f"{headings[at][1]} link".lstrip()) for at in new]


def _first_of(row: int, column: int, sheet: RawSheet) -> int:
    """The first column of the merged range of a cell; its own column if it is not merged."""
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom and left <= column <= right:
            return left
    return column


def head(row: Iterable[str]) -> str:
    """The headings as the first line of a CSV file, for the signatures of formats."""
    return ",".join(clean_line(name).replace(",", " ") for name in row)
