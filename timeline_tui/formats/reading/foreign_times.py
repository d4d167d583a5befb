"""Adds times of day and UTC offsets, from columns of their own, to the dates of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from timeline_tui.dates.written_cells import Cell
from timeline_tui.dates.written_dates import read_column
from timeline_tui.formats.reading.column_values import FOUR_DIGITS
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Row, only_text, text_of
from timeline_tui.formats.reading.foreign_zones import ZoneNames, split_zone
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.text.text import clean_line

_DAY = re.compile(r"-?\d{4}-\d\d-\d\d")
_DOTTED = re.compile(r"([1-9]|[012][0-9])\.([0-9]{2})(?![0-9.])")  # 9.30, as in Italy, Germany and Finland


class TimesOfRows:
    """The times of day and the time zones of the rows.

    ``columns`` has the column of each meaning that the table has. The columns whose values are read are added to
    ``used``, which has a set for each row.
    """

    def __init__(
        self, rows: Sequence[Row], columns: Mapping[Meaning, int], used: Sequence[set[int]], document: Document
    ) -> None:
        self._rows, self._columns, self._used, self._document = rows, columns, used, document
        self._zones = ZoneNames()
        self._named: dict[tuple[Meaning, int], str] = {}  # the zones in cells of dates, by meaning and row

    def without_zone(self, number: int, meaning: Meaning) -> str:
        """The text of a date without the name of a time zone, which is kept for `with_offsets`."""
        text, zone = split_zone(only_text(self._rows[number].cells.get(self._columns[meaning])))
        if zone:
            self._named[meaning, number] = zone
        return text

    def with_times(self, cells: list[Cell], meaning: Meaning) -> list[Cell]:
        """The dates with the times of day from another column."""
        index = self._columns.get(meaning)
        if index is None:
            return cells
        dotted = [found for row in self._rows if (found := _DOTTED.match(text_of(row.cells.get(index))))]
        # Otherwise these are hours and hundredths.
        is_dotted = all(int(found[1]) <= 23 and int(found[2]) <= 59 for found in dotted)
        places, texts = [], []
        for number, (row, cell) in enumerate(zip(self._rows, cells, strict=True)):
            time = text_of(row.cells.get(index))
            time = _DOTTED.sub(r"\1:\2", time) if is_dotted else time
            time = f"{time[:2]}:{time[2:]}" if FOUR_DIGITS.fullmatch(time) else time
            if time and cell.value and _DAY.fullmatch(cell.value):
                places.append(number)
                texts.append(f"{cell.value} {time}")
        timed = list(cells)
        for number, cell in zip(places, read_column(texts).cells, strict=True):
            if cell.value:
                timed[number] = cell
                self._used[number].add(index)
            else:
                at = self._rows[number].cells[index][1]
                time = clean_line(text_of(self._rows[number].cells[index]))[:60]
                message = f"its time is left out: “{time}” is not a known form of a time of day"
                self._document.warning(at, message, group="times that cannot be read")
        return timed

    def on_same_day(self, number: int, start: Cell, end: Cell) -> Cell:
        """The end of a row whose end is a time of day. If the row has no start time, the end is left out."""
        if not end.value or "T" not in end.value:
            return Cell(None)
        if start.value and "T" in start.value:
            return end
        index = self._columns["end_time"]
        self._used[number].discard(index)
        message = "its end is left out: there is no time at which it began"
        self._document.warning(self._rows[number].cells[index][1], message, group="ends that cannot be read")
        return Cell(None)

    def with_offsets(self, cells: list[Cell], meaning: Meaning) -> list[Cell]:
        """The dates; those with a time of day get the UTC offset of the time zone beside them.

        A note names each time zone whose offset is not known.
        """
        index = self._columns.get("timezone")
        if index is None and not self._named:
            return cells
        zoned = []
        for number, cell in enumerate(cells):
            entry = self._rows[number].cells.get(index) if index is not None else None
            named_zone, beside = self._named.get((meaning, number), ""), text_of(entry)
            count = len(self._zones.unknown)
            value = self._zones.zoned(cell.value or "", named_zone or beside)
            if value and not named_zone and index is not None:
                self._used[number].add(index)
            elif entry and len(self._zones.unknown) > count:
                message = f"{clean_line(beside)[:60]}: its offset from UTC is not known; the time has no time zone"
                self._document.note(entry[1], message, "write the offset, as in UTC+2, or a name such as Europe/Rome")
            zoned.append(cell._replace(value=value) if value else cell)
        return zoned
