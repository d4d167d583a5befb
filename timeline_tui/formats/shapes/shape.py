"""The type of a known shape: how its tables are recognised, and the meanings of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from timeline_tui.formats.reading.foreign_table import Row, Table, TableCell, text_of
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import Map

HEAD = 50
"""The most rows that are read to recognise a shape."""


class Shape(NamedTuple):
    """One row of the table of known shapes.

    A table has the shape if it has all columns of ``needs``, and ``is_like`` agrees.
    """

    name: str
    title: str
    found_in: str
    """The formats of files with this shape, in words."""
    needs: tuple[str, ...]
    """Columns or keys that every table of this shape has, in lower case."""
    columns: Mapping[str, Meaning | None]
    """The meanings of its columns or keys, which are in lower case; None: no meaning. The meanings of other columns are
    found by their words."""
    adapt: Callable[[Table], Table] | None = None
    """Changes the cells of the table so that they can be read by the meanings of their columns."""
    is_like: Callable[[Table], bool] | None = None
    signs: str = ""
    """How it is recognised, in words, if not by the names in ``needs`` alone."""

    @property
    def recognised_by(self) -> str:
        """How it is recognised, in words."""
        return self.signs or ", ".join(self.needs)


class Cells:
    """The cells of the rows of a table, by the names of their columns in lower case."""

    def __init__(self, table: Table) -> None:
        self.index = {name.lower(): number for number, name in reversed(list(enumerate(table.names)))}

    def text(self, row: Row, name: str) -> str:
        """The text of a cell without space around it; empty if it has none."""
        number = self.index.get(name)
        return text_of(row.cells.get(number)) if number is not None else ""

    def changed(self, row: Row, texts: Mapping[str, str | None]) -> Row:
        """The row with other texts in these columns. None and "" remove a cell. Unknown columns are ignored."""
        cells = dict(row.cells)
        for name, text in texts.items():
            number = self.index.get(name)
            if number is None:
                continue
            place, at, _ = cells.pop(number, (row.offset, row.offset, None))
            if text:
                cells[number] = (place, at, text)
        return row._replace(cells=cells)


def record(row: Row, table: Table) -> Map:
    """The cells of a row by the names of their columns."""
    return {table.names[number]: entry for number, entry in row.cells.items()}


def with_column(table: Table, name: str, entries: Iterable[TableCell | None]) -> Table:
    """``table`` with one more column."""
    rows = [
        row if entry is None else row._replace(cells={**row.cells, len(table.names): entry})
        for row, entry in zip(table.rows, entries, strict=True)
    ]
    return table._replace(names=[*table.names, name], rows=rows)
