"""The layout of a grid: where its parts are, and the text of its headings. Nothing here knows the screen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, zip_longest
from typing import NamedTuple

from timeline_tui.analysis.axis import GridColumn
from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.dates.bins import DAY, MONTH, WEEK, Unit
from timeline_tui.dates.calendar import MONTHS, civil, weekday, year_label
from timeline_tui.text.cells import shorten, width

SHADES = 5
SIGN = 1  # cells at the left that mark the cursor
MARK = 1  # cells before the name of a row that mark it as the first to begin
THUMB = 1  # cells at the right for the scroll bar
ROOMY = 40  # cells of the grid from which the mark for empty bins that are left out has two cells, not one
NARROWEST_NAME = 9  # "Countries"
WIDEST_NAME = 30
WIDEST_CELL = 12
_WIDE = 80  # cells in which most descriptions fit on one line
_MEASURED = 500  # the number of rows whose names decide the width of all


class Slot(NamedTuple):
    """A column in view: its number, the x of its first cell, and the cells of the mark for bins that are left out."""

    column: int
    x: int
    gap: int


@dataclass(frozen=True)
class GridLayout:
    """``grid`` on ``width`` × ``height`` cells: headings, rows, totals and a description, if they have room."""

    grid: Grid
    width: int
    height: int

    # Lines

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The lines above the rows: "title", and from coarse to fine "year", "month", "bin" for names of columns."""
        upper: tuple[str, ...] = ()
        if self.grid.unit in (DAY, WEEK):
            years = {civil(column.first)[0] for column in self.grid.columns}
            upper = ("year", "month") if len(years) > 1 and self.height >= 10 else ("month",)
        elif self.grid.unit == MONTH:
            upper = ("year",)
        title = ("title",) if self.height >= 8 else ()
        return (*title, *upper, "bin") if self.height >= 6 else ("bin",)

    @cached_property
    def description_lines(self) -> int:
        """How many lines at the end are for the description, at most three; the rows may need the room more."""
        least = (self.height >= 4) + (self.height >= 10 and self.width < _WIDE)
        spare = self.height - len(self.levels) - len(self.grid.rows) - self.has_totals
        return max(least, min(3, spare))

    @property
    def has_totals(self) -> bool:
        """Whether the line after the rows is for the totals of the columns."""
        return self.height >= 5

    @property
    def body(self) -> range:
        """The lines of the rows in view."""
        start = len(self.levels)
        room = self.height - start - self.description_lines - self.has_totals
        return range(start, start + max(0, min(room, len(self.grid.rows))))

    # Columns

    @cached_property
    def cursor_columns(self) -> tuple[int | None, ...]:
        """The columns that the cursor can be in, left to right: the bins, ELSE if it has events, None for the total."""
        return (*range(len(self.grid.columns)), *((ELSE,) if self.else_width else ()), None)

    @cached_property
    def digits(self) -> int:
        """The number of digits of the largest number in a column."""
        return len(str(max((self.grid.count(None, column) for column in range(len(self.grid.columns))), default=0)))

    @cached_property
    def total_width(self) -> int:
        """The cells of the totals of the rows, with a space before them."""
        return max(len(f"{len(self.grid.slice):,}"), len("all")) + 1

    @cached_property
    def else_width(self) -> int:
        """The cells for the events in no column, with a space before them; 0 without such events or without room."""
        outside = self.grid.count(None, ELSE)
        return max(len(f"{outside:,}"), len("else")) + 1 if outside and self.width >= 30 else 0

    @cached_property
    def name_width(self) -> int:
        """The cells of the names of the rows: what all columns leave free, but at least a third if they need it.

        Then not all columns are in view, and the names also get the cells in which no whole column fits.
        """
        longest = min(max((width(row.value) for row in self.grid.rows[:_MEASURED]), default=0), WIDEST_NAME)
        spare = self._room - self._needed(self._narrowest)
        if spare >= min(longest, third := self.width // 3):
            longest = max(NARROWEST_NAME, longest)
        else:
            spare = third + max(0, self._room - third) % self._narrowest
        return max(1, min(longest, spare, self._room - self._narrowest))

    @property
    def _room(self) -> int:
        """The cells that the names of the rows and the columns share."""
        return max(1, self.width - SIGN - MARK - 1 - self.else_width - self.total_width - THUMB)

    @cached_property
    def _narrowest(self) -> int:
        """The fewest cells of a column: room for its name, and for its number between two marks."""
        return max([self.digits + 2, *(len(bin_names(self.grid.unit, column)[-1]) + 1 for column in self.grid.columns)])

    def _gap_before(self, column: GridColumn) -> int:
        """The cells of the mark before a column for empty bins that are left out."""
        return (2 if self.width >= ROOMY else 1) if column.skipped else 0

    def _needed(self, step: int) -> int:
        """The cells of all columns if each has ``step`` cells."""
        return sum(step + self._gap_before(column) for column in self.grid.columns)

    @cached_property
    def step(self) -> int:
        """The cells of a column: the most with which all columns are in view, if that is possible."""
        columns = len(self.grid.columns)
        room = self._room - self.name_width
        if not columns or self._needed(self._narrowest) > room:
            return min(self._narrowest, max(room, 1))
        return min((room - self._needed(0)) // columns, max(WIDEST_CELL, self._narrowest))

    @property
    def inner(self) -> int:
        """The cells of a column that are filled: a wide column leaves a gap to the next."""
        return self.step - (self.step > self.digits + 2)

    @property
    def start(self) -> int:
        """The x of the first column."""
        return SIGN + MARK + self.name_width + 1

    @cached_property
    def stop(self) -> int:
        """The x after the columns, where the totals begin: right after the last column if all are in view."""
        return self.start + min(self._needed(self.step), self._room - self.name_width)

    @property
    def end(self) -> int:
        """The x after the totals."""
        return self.stop + self.else_width + self.total_width

    def slots(self, left: int) -> list[Slot]:
        """The columns in view if ``left`` is the first of them; at least one."""
        slots: list[Slot] = []
        x = self.start
        for number in range(left, len(self.grid.columns)):
            gap = self._gap_before(self.grid.columns[number]) if slots else 0
            if slots and x + gap + self.step > self.stop:
                break
            slots.append(Slot(number, x + gap, gap))
            x += gap + self.step
        return slots

    @cached_property
    def last_left(self) -> int:
        """The lowest ``left`` that has the last column in view: the end of scrolling."""
        return self.left_of(len(self.grid.columns) - 1) if self.grid.columns else 0

    def left_of(self, column: int) -> int:
        """The lowest ``left`` that has ``column`` in view."""
        left, room = column, self.stop - self.start - self.step
        while left > 0:
            room -= self.step + self._gap_before(self.grid.columns[left])
            if room < 0:
                break
            left -= 1
        return left

    # Cells

    def shade(self, count: int) -> int:
        """The shade of a count: 0 for 0, else from 1 to SHADES for the peak, rising faster for small counts."""
        if not count:
            return 0
        share = (count - 1) / (max(self.grid.peak, SHADES) - 1)
        return round(1 + (SHADES - 1) * math.pow(min(share, 1.0), 0.85))

    def cell(self, row: int | None, column: int, count: int) -> str:
        """The count of a cell, with a mark before it where its row begins, and one after it for approximate dates."""
        mark = "▸" if row is not None and self.grid.first_column(row) == column else " "
        vague = "~" if count and self.grid.approximate(row, column) else " "
        number = f"{mark}{count}" if count else "·"
        return self._centred(f"{number:>{self.digits + 1}}{vague}")

    def _centred(self, text: str) -> str:
        before = max(0, self.inner - self.digits - 2) // 2
        return f"{' ' * before}{text}"[: self.inner].ljust(self.inner)

    # Headings

    def bin_heading(self, column: int) -> str:
        """The name of a column above its numbers: the long names if all of them fit, else the short."""
        name = shorten(bin_names(self.grid.unit, self.grid.columns[column])[self._naming], self.inner)
        if len(name) > self.digits + 1:
            return f"{name:^{self.inner}}"
        return self._centred(f"{name:>{self.digits + 1}}")

    @cached_property
    def _naming(self) -> int:
        """Which of the two names of a column is used, as an index into `bin_names`."""
        kinds = zip(*(bin_names(self.grid.unit, column) for column in self.grid.columns), strict=True)
        return next((kind for kind, names in enumerate(kinds) if max(map(len, names)) < self.inner), -1)

    def groups(self, level: int, left: int) -> Iterator[tuple[int, str, str]]:
        """The groups of columns in view on a heading line, each as its x, its name, and a rule up to its end."""
        columns = self.grid.columns
        groups = [
            next(slots) for _, slots in groupby(self.slots(left), lambda slot: self._group(columns[slot.column], level))
        ]
        for slot, after in zip_longest(groups, groups[1:]):
            names = self._group_names(columns[slot.column], level)
            room = (after.x - 1 if after else self.stop) - slot.x
            name = next((name for name in names if len(name) <= room), shorten(names[-1], max(room, 0)))
            yield slot.x, name, "─" * (room - len(name) - 1)

    def _group(self, column: GridColumn, level: int) -> tuple[int, ...]:
        return civil(column.first)[: 1 if self.levels[level] == "year" else 2]

    def _group_names(self, column: GridColumn, level: int) -> tuple[str, ...]:
        """The possible names of a group, the longest first. A month has its year if no line above has it."""
        year, month, _ = civil(column.first)
        if self.levels[level] == "year":
            return (year_label(year),)
        name = MONTHS[month - 1]
        alone = () if "year" in self.levels else (f"{name} {year_label(year)}", f"{name[:3]} {year_label(year)}")
        return (*alone, name, name[:3])


def bin_names(unit: Unit, column: GridColumn) -> tuple[str, str]:
    """A long and a short name for a column of ``unit``, without the year and month of the lines above."""
    year, month, day = civil(column.first)
    if unit == DAY:
        return f"{weekday(column.first)[:3]} {day}".strip(), str(day)
    if unit == WEEK:
        return f"{day}–{civil(column.last)[2]}", str(day)
    if unit == MONTH:
        return MONTHS[month - 1], MONTHS[month - 1][:3]
    return column.label, column.label if len(column.label) < WIDEST_CELL else _short_year(year)


def _short_year(year: int) -> str:
    """A year, shortened from a million on: "754 BC", "170 M BC", "13.8 bn BC"."""
    for size, name in ((10**9, "bn"), (10**6, "M")):
        if abs(year) >= size:
            return f"{abs(year) / size:.3g} {name} {'BC' if year < 0 else 'AD'}"
    return year_label(year)
