"""Rows of a table with only a year, which is the year of the dates below them: 2023, then 3 March and 5 April."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from timeline_tui.dates.guesses import lacks_year, with_year
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Row, text_of
from timeline_tui.text.text import plural

YEAR = re.compile(r"\d{4}(?:\.0+)?")


class YearRows:
    """The rows with only a year, and how many dates get their years. ``year`` is that above the headings."""

    def __init__(self, rows: Sequence[Row], year: str) -> None:
        self._rows, self._year = rows, year
        self._from_top = 0  # the number of dates that get the year above the headings
        self._counts: dict[int, int] = {}  # row with only a year → the number of dates that get it

    @property
    def used(self) -> frozenset[int]:
        """The rows from which a date got its year."""
        return frozenset(self._counts)

    def with_year(self, number: int, text: str) -> str:
        """The date in a row. A date without a year gets the year of the last row above that has only a year."""
        heading = self._above[number]
        if (heading is None and not self._year) or not lacks_year(text):
            return text
        if heading is None:
            self._from_top += 1
            return with_year(text, self._year[:4])
        self._counts[heading] = self._counts.get(heading, 0) + 1
        return with_year(text, _only_year(self._rows[heading])[:4])

    def notes(self, document: Document) -> Iterator[str]:
        """A note on the dates that got their year in this way, if there are any."""
        if self._from_top:
            yield f"the year of {plural(self._from_top, 'date')} is above the headings: {self._year}"
        if self._counts:
            first = self._rows[min(self._counts)]
            place = document.place_name(first.offset)
            where = f"on line {place}" if isinstance(place, int) else f"at {place}"
            count = plural(sum(self._counts.values()), "date")
            yield f"the year of {count} is in a row above, such as {_only_year(first)} {where}"

    @cached_property
    def _above(self) -> list[int | None]:
        """For each row: the last row up to it that has only a year."""
        last, years = None, []
        for number, row in enumerate(self._rows):
            last = number if _only_year(row) else last
            years.append(last)
        return years


def _only_year(row: Row) -> str:
    """The year in a row that has only a year; else empty."""
    text = text_of(next(iter(row.cells.values()))) if len(row.cells) == 1 else ""
    return text if YEAR.fullmatch(text) else ""
