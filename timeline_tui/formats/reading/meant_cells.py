"""The cells of a row by the meanings of their columns."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.formats.csv.flat_records import from_json, looks_like_json
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Row, TableCell
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.understanding import Understanding


class MeantCells:
    """Finds the cells of a row that have a given meaning, and reads the JSON in them."""

    def __init__(self, known: Understanding, document: Document) -> None:
        self._known = known
        self._document = document
        self._columns: dict[Meaning, list[int]] = {}
        for index, column in enumerate(known.columns):
            if column.meaning:
                self._columns.setdefault(column.meaning, []).append(index)

    def columns(self, meaning: Meaning) -> Sequence[int]:
        """The columns with this meaning."""
        return self._columns.get(meaning, ())

    def cells(self, row: Row, meaning: Meaning) -> list[tuple[int, TableCell]]:
        """The cells of a row with this meaning, as (column, cell). Empty cells are left out."""
        indexes: Sequence[int] = self._columns.get(meaning, ())
        if not indexes:
            return []
        if len(indexes) > len(row.cells):  # a table can have many keys, an event has few
            indexes = sorted(index for index in row.cells if self._known.columns[index].meaning == meaning)
        return [(index, self._unpacked(row.cells[index])) for index in indexes if index in row.cells]

    def _unpacked(self, entry: TableCell) -> TableCell:
        """A cell with its value; if the cell contains JSON, the value of the JSON."""
        place, at, value = entry
        if isinstance(value, str) and looks_like_json(value):
            content = from_json(self._document, value, at)
            return entry if content is None else (place, at, content)
        return entry
