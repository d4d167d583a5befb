"""Tables as text (RFC 4180): rows of cells with their places, and how they are written.

Reading also takes what is found in the wild: semicolons and tabs, line breaks of every kind, Excel's ``sep=`` line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.meanings_lookup import SURE, senses
from timeline_tui.formats.reading.nodes import MAX_SCALAR, Map
from timeline_tui.text.text import clean_line, plural

_DELIMITERS = (",", ";", "\t")
_HEAD = 1 << 16  # characters that are looked at to tell what separates the cells
_PREAMBLE = 12  # rows among which the headings are looked for
_LONGEST_HEADING = 80  # characters
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?(?:\r\n?|\n)')
# What a spreadsheet takes for the beginning of a formula, in both widths, or skips to find one.
_RUN = "=+\\-@\t\r\n＝＋－＠"
_DANGEROUS = re.compile(f"'*[{_RUN}]")
_GUARDED = re.compile(f"'+[{_RUN}]")


class Sheet:
    """A table with a row that names its columns. Cells are stripped; an empty one is no cell.

    ``names`` are the headings as they stand there, with their offsets; ``above`` are the texts of the rows above them.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._delimiter, start, self.above = _layout(document.text)
        self._rows = _rows(document, self._delimiter, start)
        self._columns: list[tuple[int, str]] = next(self._rows, [])
        self.names = tuple((offset, clean_line(name)) for offset, name in self._columns)

    @cached_property
    def headings(self) -> dict[str, int]:
        """The name of each column, and where it stands; a name that comes again is an error, and left out."""
        found: dict[str, int] = {}
        for number, (offset, name) in enumerate(self.names):
            if name in found:
                message = f"a second column is called “{name}”; it is left out"
                self._document.error(offset, message, "give it another name", group="columns of the same name")
                name = ""
            elif name:
                found[name] = offset
            self._columns[number] = (offset, name)
        return found

    def head(self, count: int) -> list[list[tuple[int, str]]]:
        """The first rows below the headings; they come again in `rows` and `cells`."""
        first = list(islice(self._rows, count))
        self._rows = chain(first, self._rows)
        return first

    def cells(self) -> Iterator[list[tuple[int, str]]]:
        """Each row below the headings that is not empty: the offset and text of its cells, also of empty ones."""
        return iter(self._rows)

    @property
    def separator(self) -> str:
        """What separates the cells, in words."""
        return _NAMES[self._delimiter]

    def rows(self) -> Iterator[tuple[int, Map]]:
        """Each row below the headings that is not empty: where it begins, and its cells by the names of the columns."""
        width = len(self.headings and self._columns)
        nameless = {offset for offset, name in self.names if not name}
        filled = set()
        for row in self._rows:
            record: Map = {}
            for (place, name), (offset, text) in zip(self._columns, row, strict=False):
                if text:
                    if name:
                        record[name] = (place, offset, text)
                    else:
                        filled.add(place)
            if len(row) != width:
                self._report_ragged(row)
            if record:
                yield row[0][0], record
        for place in filled & nameless:
            self._document.warning(place, "a column without a heading is left out", "name it in the first row")

    def _report_ragged(self, row: list[tuple[int, str]]) -> None:
        width = len(self._columns)
        has = f"this row has {plural(len(row), 'cell')}, and the table {plural(width, 'column')}"
        if len(row) < width:
            self._document.warning(row[0][0], has, group="rows with too few cells")
        elif any(text for _, text in row[width:]):
            hint = f"put a cell that contains a {_NAMES[self._delimiter]} in double quotes"
            self._document.error(row[width][0], f"{has}; the rest is left out", hint, group="rows with too many cells")


def _layout(text: str) -> tuple[str, int, list[str]]:
    """What separates the cells, the offset of the row of headings, and the texts of the rows above it."""
    stated = _SEPARATOR.match(text)
    if stated:
        return stated[1], *_heading_row(text, stated[1], stated.end())
    quiet = Document("", text[:_HEAD])
    delimiter = max(_DELIMITERS, key=lambda delimiter: len(next(_rows(quiet, delimiter), [])))
    found = _heading_row(text, delimiter, 0)
    if found[1] or _names_date(next(_rows(quiet, delimiter), [])):
        return delimiter, *found
    for other in _DELIMITERS:  # the first row is a title, and may have commas in it
        if (below := _heading_row(text, other, 0))[1]:
            return other, *below
    return delimiter, *found


def _heading_row(text: str, delimiter: str, start: int) -> tuple[int, list[str]]:
    """The offset of the first row that names a column of dates, and the texts above it; else of the first row."""
    above: list[str] = []
    for row in islice(_rows(Document("", text[:_HEAD]), delimiter, start), _PREAMBLE):
        if _names_date(row):
            return row[0][0], above
        above.append(f"{delimiter} ".join(cell for _, cell in row if cell))
    return start, []


def _names_date(row: list[tuple[int, str]]) -> bool:
    """Whether a row has short cells, one of which is a usual heading of dates, and another one of something else."""
    filled = [name for _, name in row if name]
    if len(filled) < 2 or any(len(name) > _LONGEST_HEADING for name in filled):
        return False
    found = [{sense.meaning for sense in senses(name) if sense.level == SURE} for name in filled]
    return any(not one.isdisjoint(("date", "year")) for one in found) and sum(map(bool, found)) > 1


def _rows(document: Document, delimiter: str, start: int = 0) -> Iterator[list[tuple[int, str]]]:
    """The rows that hold anything, as (offset, text) of their cells; stops at a quote that is not closed."""
    row: list[tuple[int, str]] = []
    for found in _cells(delimiter).finditer(document.text, start):
        quoted, beyond, end, text, plain_end = found.groups()
        offset = found.start()
        if quoted is None:
            end = plain_end
            if '"' in text and text.lstrip(" ")[0] == '"':
                hint = 'close it with "; a quote within it is written twice'
                document.stop(offset, "this cell is not closed; nothing from here on is read", hint)
                return
        else:
            offset = found.start(1) - 1
            text = quoted.replace('""', '"') if '"' in quoted else quoted
            if beyond and not beyond.isspace():
                hint = 'write "" for a quote within quotes'
                document.error(found.start(2), "text after the closing quote", hint, group="quotes within quotes")
                text += beyond
        row.append((offset, _bare(document, text.strip(), offset) if text else ""))
        if not end.startswith(delimiter):
            if any(text for _, text in row):
                yield row
            if not end:
                return
            row = []


def _cells(delimiter: str) -> re.Pattern[str]:
    """A cell up to what ends it: (in quotes, after them, its end), or (without quotes, its end)."""
    plain = f"([^{delimiter}\r\n]*)({delimiter}|\r\n?|\n|\\Z)"
    return re.compile(f' *"([^"]*(?:""[^"]*)*)"{plain}|{plain}')


def _bare(document: Document, text: str, offset: int) -> str:
    """``text`` without the apostrophe that `table` puts before what looks like a formula."""
    if len(text) > MAX_SCALAR:
        message = f"a cell of {len(text):,} characters; the limit is {MAX_SCALAR:,}"
        document.error(offset, message, "what is beyond the limit is left out")
        text = text[:MAX_SCALAR]
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def table(rows: Iterable[Iterable[str | int]], *, formula_safe: bool) -> str:
    """The rows as CSV: every cell in quotes, CRLF.

    With ``formula_safe`` an apostrophe stands before a text that a spreadsheet would run, and `Sheet` takes it
    away again. Whole numbers stay as they are.
    """
    guard = _DANGEROUS if formula_safe else _GUARDED

    def cell(value: str | int) -> str:
        text = str(value)
        guarded = f"'{text}" if isinstance(value, str) and guard.match(text) else text
        return '"' + guarded.replace('"', '""') + '"'

    return "".join(",".join(map(cell, row)) + "\r\n" for row in rows)
