"""Reads and writes tables in CSV (RFC 4180). Each cell that is read has its offset in the file.

The reader also accepts semicolons, tabs and bars between the cells, all line breaks, and Excel's ``sep=`` line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import TypeAlias

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import MAX_COLUMNS, too_many
from timeline_tui.formats.reading.meanings_lookup import SURE, senses
from timeline_tui.formats.reading.nodes import MAX_SCALAR, Map
from timeline_tui.text.text import clean_line, plural

_DELIMITERS = (",", ";", "\t", "|")
_HEAD = 1 << 16  # characters in which the separator of the cells is looked for
PREAMBLE = 12
"""The number of rows in which the headings are looked for."""
LONGEST_HEADING = 80
"""The most characters of a heading, if it is not in the first row."""
_FIRST = 4  # rows whose number of cells shows whether a text is a table
_DIGIT = re.compile("[0-9]")
_YEAR = re.compile("[12][0-9]{3}")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?(?:\r\n?|\n)')
# Characters that begin a formula in a spreadsheet, also in full width, and characters that it skips before one.
_RUN = "=+\\-@\t\r\n＝＋－＠"
_DANGEROUS = re.compile(f"'*[{_RUN}]")
_GUARDED = re.compile(f"'+[{_RUN}]")


Cell: TypeAlias = "tuple[int, str]"
"""The offset and the text of a cell."""


class Sheet:
    """A table whose columns have headings. White space around the text of a cell is removed.

    ``names`` are the headings as (offset, text); they are empty if the first row is data, not headings. ``above`` are
    the texts of the rows above the headings. ``nested`` are the headings of the columns whose cells are lists and
    mappings as JSON.
    """

    nested: frozenset[str] = frozenset()

    def __init__(self, document: Document, names: Sequence[str] = ()) -> None:
        """``names`` are the headings of a text that has none; its cells are then separated by tabs."""
        self._delimiter, start, self.above = ("\t", 0, []) if names else _layout(document.text)
        rows = _rows(document, self._delimiter, start)
        self._take(document, [(0, name) for name in names] or next(rows, []), rows)

    def _take(self, document: Document, columns: list[Cell], rows: Iterator[list[Cell]]) -> None:
        """Set the headings and the rows below them. If ``columns`` look like data, the columns have no headings.

        With too many columns, this is an error, and the table is empty.
        """
        if len(columns) > MAX_COLUMNS:
            document.stop(columns[0][0], *too_many(len(columns), "column"))
            columns, rows = [], iter(())
        below = list(islice(rows, _FIRST))
        rows = chain(below, rows)
        if _is_data(columns, below):
            rows, columns = chain([columns], rows), [(offset, "") for offset, _ in columns]
        self._document, self._columns, self._rows = document, columns, rows
        self.names = tuple((offset, clean_line(name)) for offset, name in columns)

    @cached_property
    def headings(self) -> dict[str, int]:
        """The offset of each heading. A heading that occurs twice is an error; the second column is left out."""
        offsets: dict[str, int] = {}
        for number, (offset, name) in enumerate(self.names):
            if name in offsets:
                message = f"a second column has the heading “{name}”; it is left out"
                self._document.error(offset, message, "give it another name", group="columns of the same name")
                name = ""
            elif name:
                offsets[name] = offset
            self._columns[number] = (offset, name)
        return offsets

    def head(self, count: int) -> list[list[tuple[int, str]]]:
        """The first rows below the headings. `rows` and `cells` return them again."""
        first = list(islice(self._rows, count))
        self._rows = chain(first, self._rows)
        return first

    def cells(self) -> Iterator[list[tuple[int, str]]]:
        """The cells of each row below the headings as (offset, text). It leaves out empty rows, not empty cells."""
        return iter(self._rows)

    @property
    def separator(self) -> str:
        """The name of the separator: "comma"."""
        return _NAMES[self._delimiter]

    def rows(self) -> Iterator[tuple[int, Map]]:
        """The offset and the cells of each row below the headings, by heading, without empty rows and cells."""
        width = len(self.headings and self._columns)
        nameless = {offset for offset, name in self.names if not name}
        filled = set()
        fits = False  # whether a row so far has as many cells as there are headings
        for row in self._rows:
            record: Map = {}
            for (place, name), (offset, text) in zip(self._columns, row, strict=False):
                if text:
                    if name:
                        record[name] = (place, offset, text)
                    else:
                        filled.add(place)
            if len(row) != width:
                self._report_ragged(row, others_fit=fits)
            fits |= len(row) == width
            if record:
                yield row[0][0], record
        for place in filled & nameless:
            self._document.warning(place, "a column without a heading is left out", "name it in the first row")

    def _report_ragged(self, row: list[tuple[int, str]], *, others_fit: bool) -> None:
        width = len(self._columns)
        has = f"this row has {plural(len(row), 'cell')}, and the table {plural(width, 'column')}"
        if len(row) < width:
            self._document.warning(row[0][0], has, group="rows with too few cells")
            return
        hint, group = (
            f"put a cell that contains a {_NAMES[self._delimiter]} in double quotes",
            "rows with too many cells",
        )
        if any(text for _, text in row[width:]):
            self._document.error(row[width][0], f"{has}; the rest is left out", hint, group=group)
        elif others_fit:  # empty cells at the end of every row are harmless
            self._document.warning(row[width][0], f"{has}; the rest is empty", hint, group=group)


def is_table(text: str) -> bool:
    """Whether ``text``, the beginning of a file without an ending, has columns.

    Its headings name dates and something else, or its first rows have the same number of cells, at least two.
    """
    quiet = Document("", text)
    delimiter, start, _ = _layout(text)
    first = list(islice(_rows(quiet, delimiter, start), _FIRST))
    widths = {len(row) for row in first}
    return bool(first) and (names_date(first[0]) or (len(first) > 1 and len(widths) == 1 and widths != {1}))


def _layout(text: str) -> tuple[str, int, list[str]]:
    """The separator of the cells, the offset of the row with the headings, and the texts of the rows above it."""
    stated = _SEPARATOR.match(text)
    if stated:
        return stated[1], *_heading_row(text, stated[1], stated.end())
    quiet = Document("", text[:_HEAD])
    delimiter = max(_DELIMITERS, key=lambda delimiter: len(next(_rows(quiet, delimiter), [])))
    found = _heading_row(text, delimiter, 0)
    if found[1] or names_date(next(_rows(quiet, delimiter), [])):
        return delimiter, *found
    for other in _DELIMITERS:  # the first row may be a title with commas
        if (below := _heading_row(text, other, 0))[1]:
            return other, *below
    rows = list(islice(_rows(quiet, delimiter), PREAMBLE))
    if rows and len(rows[0]) > 1 and (at := below_titles(rows)):
        return delimiter, rows[at][0][0], [row_text(row, delimiter) for row in rows[:at]]
    return delimiter, *found


def _heading_row(text: str, delimiter: str, start: int) -> tuple[int, list[str]]:
    """The offset of the first row that has a heading for dates, and the texts above it; default: the first row."""
    above: list[str] = []
    for row in islice(_rows(Document("", text[:_HEAD]), delimiter, start), PREAMBLE):
        if names_date(row):
            return row[0][0], above
        above.append(row_text(row, delimiter))
    return start, []


def row_text(row: Sequence[Cell], delimiter: str) -> str:
    """The texts in a row, with ``delimiter`` between them."""
    return f"{delimiter} ".join(text for _, text in row if text)


def below_titles(rows: Sequence[Sequence[Cell]]) -> int:
    """The number of first rows with a single text that is not a date, if a row with several texts follows; else 0."""
    for number, row in enumerate(rows):
        filled = [text for _, text in row if text]
        if len(filled) > 1:
            return number
        if any(map(_is_date, filled)):
            return 0
    return 0


def _is_date(text: str) -> bool:
    from timeline_tui.formats.reading.column_values import is_whole_date  # most headings have no digits

    return _DIGIT.search(text) is not None and (_YEAR.fullmatch(text) is not None or is_whole_date(text))


def names_date(row: list[tuple[int, str]]) -> bool:
    """Whether all cells of a row are short, one is a usual heading for dates, and another is a heading for others."""
    filled = [name for _, name in row if name]
    if len(filled) < 2 or any(len(name) > LONGEST_HEADING for name in filled):
        return False
    meanings = {frozenset(sense.meaning for sense in senses(name) if sense.level == SURE) for name in filled}
    return any(not meaning.isdisjoint(("date", "year")) for meaning in meanings) and sum(map(bool, meanings)) > 1


def _is_data(row: list[Cell], below: Sequence[list[Cell]]) -> bool:
    """Whether the first row of a table is data: it has a date, where most rows below have dates, and few headings."""
    if not any(_DIGIT.search(text) for _, text in row):
        return False
    dated = [number for number, (_, text) in enumerate(row) if _is_date(text) and not _YEAR.fullmatch(text)]
    years = [number for number, (_, text) in enumerate(row) if _YEAR.fullmatch(text)]
    if len(years) == 1:  # several are headings of columns with numbers
        dated += years
    others = [text for number, (_, text) in enumerate(row) if text and number not in dated]
    named = sum(any(sense.level == SURE for sense in senses(text)) for text in others)
    return 2 * named <= len(others) and any(
        2 * sum(map(_is_date, _column(below, number))) >= len(below) for number in dated
    )


def _column(rows: Sequence[list[Cell]], number: int) -> Iterator[str]:
    return (row[number][1] for row in rows if number < len(row))


def _rows(document: Document, delimiter: str, start: int = 0) -> Iterator[list[tuple[int, str]]]:
    """The rows that are not empty, with their cells as (offset, text). They end at a quote that is not closed."""
    row: list[tuple[int, str]] = []
    for found in _cells(delimiter).finditer(document.text, start):
        quoted, beyond, end, text, plain_end = found.groups()
        offset = found.start()
        if quoted is None:
            end = plain_end
            if '"' in text and text.lstrip(" ")[0] == '"':
                if not document.broken:
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
        row.append((offset, bare(document, text.strip(), offset) if text else ""))
        if not end.startswith(delimiter):
            if any(text for _, text in row):
                yield row
            if not end:
                return
            row = []


def _cells(delimiter: str) -> re.Pattern[str]:
    """A pattern for a cell. Its groups are (text in quotes, text after the quotes, end), or (text, end)."""
    mark = re.escape(delimiter)
    plain = f"([^{mark}\r\n]*)({mark}|\r\n?|\n|\\Z)"
    return re.compile(f' *"([^"]*(?:""[^"]*)*)"{plain}|{plain}')


def bare(document: Document, text: str, offset: int) -> str:
    """``text`` without the apostrophe that `table` puts before formulas; cut if it is too long."""
    if len(text) > MAX_SCALAR:
        message = f"a cell of {len(text):,} characters; the limit is {MAX_SCALAR:,}"
        document.error(offset, message, "the rest is left out")
        text = text[:MAX_SCALAR]
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def table(rows: Iterable[Iterable[str | int]], *, formula_safe: bool) -> str:
    """The rows as CSV: every cell in quotes, every line with CRLF at its end.

    With ``formula_safe``, texts that a spreadsheet would run as formulas begin with an apostrophe. `Sheet` removes it.
    Whole numbers get no apostrophe.
    """
    guard = _DANGEROUS if formula_safe else _GUARDED

    def cell(value: str | int) -> str:
        text = str(value)
        guarded = f"'{text}" if isinstance(value, str) and guard.match(text) else text
        return '"' + guarded.replace('"', '""') + '"'

    return "".join(",".join(map(cell, row)) + "\r\n" for row in rows)
