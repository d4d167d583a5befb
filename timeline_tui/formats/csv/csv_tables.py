"""Tables as text (RFC 4180): rows of cells with their places, and how they are written.

Reading also takes what is found in the wild: semicolons and tabs, line breaks of every kind, Excel's ``sep=`` line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR, Map
from timeline_tui.text.text import clean_line, plural

_DELIMITERS = (",", ";", "\t")
_HEAD = 1 << 16  # characters that are looked at to tell what separates the cells
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?(?:\r\n?|\n)')
# What a spreadsheet takes for the beginning of a formula, in both widths, or skips to find one.
_RUN = "=+\\-@\t\r\n＝＋－＠"
_DANGEROUS = re.compile(f"'*[{_RUN}]")
_GUARDED = re.compile(f"'+[{_RUN}]")


class Sheet:
    """A table whose first row names its columns. Cells are stripped; an empty one is no cell."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._delimiter, self._start = _layout(document.text)
        self._rows = _rows(document, self._delimiter, self._start)
        self._columns: list[tuple[int, str]] = next(self._rows, [])
        self._nameless = {offset for offset, name in self._columns if not clean_line(name)}
        self.headings: dict[str, int] = {}
        """The name of each column, and where it stands."""
        for number, (offset, name) in enumerate(self._columns):
            self._name(number, offset, clean_line(name))

    def rows(self) -> Iterator[tuple[int, Map]]:
        """Each row below the headings that is not empty: where it begins, and its cells by the names of the columns."""
        width = len(self._columns)
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
        for place in filled & self._nameless:
            self._document.warning(place, "a column without a heading is left out", "name it in the first row")

    def _name(self, number: int, offset: int, name: str) -> None:
        if name in self.headings:
            message = f"a second column is called “{name}”; it is left out"
            self._document.error(offset, message, "give it another name", group="columns of the same name")
            name = ""
        elif name:
            self.headings[name] = offset
        self._columns[number] = (offset, name)

    def _report_ragged(self, row: list[tuple[int, str]]) -> None:
        width = len(self._columns)
        has = f"this row has {plural(len(row), 'cell')}, and the table {plural(width, 'column')}"
        if len(row) < width:
            self._document.warning(row[0][0], has, group="rows with too few cells")
        elif any(text for _, text in row[width:]):
            hint = f"put a cell that contains a {_NAMES[self._delimiter]} in double quotes"
            self._document.error(row[width][0], f"{has}; the rest is left out", hint, group="rows with too many cells")


def _layout(text: str) -> tuple[str, int]:
    """What separates the cells, and the offset at which the table begins."""
    stated = _SEPARATOR.match(text)
    if stated:
        return stated[1], stated.end()
    quiet = Document("", text[:_HEAD])
    return max(_DELIMITERS, key=lambda delimiter: len(next(_rows(quiet, delimiter), []))), 0


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
