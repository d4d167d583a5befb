"""The grid: a table of the values of a facet against time, with the number of events of a slice in each cell.

It shows who acted when: each row knows the column of its first event, and the grid knows the rows that begin first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple

from timeline_tui.analysis import axis
from timeline_tui.analysis.axis import GridColumn
from timeline_tui.analysis.binning import elsewhere, query_days
from timeline_tui.analysis.searched import searched
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.values_among import ValuesAmong
from timeline_tui.dates.bins import UNITS, Unit
from timeline_tui.dates.when import Day, parse
from timeline_tui.index.bits import Positions, Ranked, counts_in, first_bits
from timeline_tui.index.facet import Facet
from timeline_tui.model.timeline import Event
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FIELDS, VALUES

Order = Literal["count", "first"]

COLUMNS = 62  # two months of days: more cannot be seen at a glance
MOST_COLUMNS = 400  # more take too long to walk through
ELSE = -1  # in place of a column: the events that are in none

_PEAK_ROWS = 12  # the largest rows, among which the peak is searched for


class GridRow(NamedTuple):
    """One value, the number of events of the slice that have it, and the number of the value in the facet."""

    value: str
    total: int
    number: int


class Grid:
    """The values of ``field`` that events of ``slice`` have, by columns of ``unit``.

    While files are read, ``slice`` has only the events that can be searched, so that rows and totals count the same.

    An event is counted in the row of each of its values, in the column of its first day. It is in no column (ELSE) if
    its start is stated less finely than ``unit``, or if it begins before or after the days of the query. None for a
    row or column means all: ``count(None, column)`` counts each event that begins there once, even without a value.
    """

    def __init__(
        self, slice: Slice, field: str, unit: Unit, columns: tuple[GridColumn, ...], order: Order = "count"
    ) -> None:
        self.slice = slice
        self.field = field
        self.unit = unit
        self.columns = columns
        self.order: Order = order
        self._asked_unit: Unit | None = unit  # None if `from_slice` chose it
        self._known_counts: dict[tuple[int | None, bool], list[int]] = {}
        self._uncounted: dict[tuple[int | None, int], dict[str, int]] = {}
        self._first_columns: dict[int, int | None] = {}

    @classmethod
    def from_slice(
        cls, whole: Slice, field: str, columns: int = COLUMNS, unit: Unit | None = None, order: Order = "count"
    ) -> Grid:
        """The grid in at most ``columns`` columns of the finest unit that has one for at least half of the events.

        ``unit`` is used instead if it needs no more than MOST_COLUMNS. ``order``: by number of events, or by
        first event.
        """
        whole = searched(whole)
        asked, cut = unit, axis.columns(whole, unit, MOST_COLUMNS) if unit else None
        if unit is None or cut is None:
            unit, cut = axis.finest_columns(whole, columns)
        grid = cls(whole, field, unit, cut, order)
        grid._asked_unit = asked
        return grid

    def of(self, whole: Slice, field: str, unit: Unit | None, order: Order) -> Grid:
        """The grid of another slice. If it has the same events, as after most letters of a word, nothing is counted.

        That takes 50 ms less for a letter at a million events.
        """
        whole = searched(whole)
        is_same = (field, unit, order) == (self.field, self._asked_unit, self.order)
        if is_same and whole.has_events_of(self.slice) and query_days(whole.query) == query_days(self.slice.query):
            found = Grid(whole, field, self.unit, self.columns, order)
            found.__dict__ |= {**self.__dict__, "slice": whole, "_uncounted": {}}
            return found
        return Grid.from_slice(whole, field, unit=unit, order=order)

    def zoomed(self, step: int) -> Grid | None:
        """The grid in the next finer (1) or coarser (-1) unit that changes the columns; None if there is none."""
        at = UNITS.index(self.unit) - step
        while 0 <= at < len(UNITS) and (step > 0 or len(self.columns) > 1):
            cut = axis.columns(self.slice, UNITS[at], MOST_COLUMNS)
            if cut is None:
                return None
            grid = type(self)(self.slice, self.field, UNITS[at], cut, self.order)
            if grid._counts != self._counts:
                return grid
            at -= step
        return None

    @cached_property
    def _counts(self) -> list[int]:
        return [self.count(None, column) for column in range(len(self.columns))]

    is_here = True
    """Whether the counts are known; of a database they may come later, see `remote_grid`."""

    def prepare(self) -> None:
        """Wait for the counts."""

    @property
    def note(self) -> str:
        """A note if some values have no row, or some events are not counted: "first 1,000", "so far"."""
        return self.slice.so_far.strip()

    # Rows and columns

    @cached_property
    def rows(self) -> tuple[GridRow, ...]:
        """The values of the events of the slice, in ``order``; equal ones in the order of the facet.

        Dates are always in order of time.
        """
        rows = sorted((row for row in self._counted() if row.total), key=lambda row: row.total, reverse=True)
        if FIELDS[self.field].dates:
            rows.sort(key=lambda row: parse(row.value).sort_key)
        elif self.order == "first":
            without = len(self.columns)  # last
            rows.sort(key=lambda row: without if (column := self._first_column_of(row)) is None else column)
        return tuple(rows)

    def _counted(self) -> Iterator[GridRow]:
        totals = ValuesAmong(self._facet, self.slice.mask, self.slice.total).totals()
        for number, (value, total) in enumerate(zip(self._facet.values, totals, strict=True)):
            yield GridRow(value, total, number)

    @cached_property
    def _facet(self) -> Facet:
        return self.slice.index.facet(self.field)

    def first_column(self, row: int) -> int | None:
        """The column of the first event of a row; None if none of its events has a column."""
        if row not in self._first_columns:
            self._first_columns[row] = self._first_column_of(self.rows[row])
        return self._first_columns[row]

    def _first_column_of(self, row: GridRow) -> int | None:
        position = self._placed_values.first(row.number)
        return None if position is None else self.column_at(position)

    def name(self, row: int) -> str:
        """The name of a row for readers: of a source its label."""
        value = self.rows[row].value
        source = self.slice.index.source(value) if self.field == "source" else None
        return source.label if source else value

    def row_of(self, value: str) -> int | None:
        """The row of a value."""
        return self._numbers.get(value)

    def first_row(self, position: int) -> int | None:
        """The first row that has the event at ``position``; None if none has it."""
        values = set(map(self._facet.shown_name, VALUES[self.field](self.slice.index.event(position))))
        return next((number for number, row in enumerate(self.rows) if row.value in values), None)

    def column_at(self, position: int) -> int | None:
        """The column that counts the event at ``position``; None if it has none."""
        if position not in self._all:
            return None
        return bisect_right(self.columns, position, key=lambda column: column.start) - 1

    def column_of(self, day: Day) -> int | None:
        """The column of ``day``, or the nearest one; None if there are no columns."""
        after = bisect_right(self.columns, day, key=lambda column: column.first)
        near = [number for number in (after - 1, after) if 0 <= number < len(self.columns)]
        return min(near, key=lambda number: abs(self.columns[number].first - day), default=None)

    @cached_property
    def earliest_column(self) -> int | None:
        """The column of the first event that has a row."""
        values, index = VALUES[self.field], self.slice.index
        position = next((position for position in self._all if any(values(index.event(position)))), None)
        return None if position is None else self.column_at(position)

    @cached_property
    def one_row_begins_first(self) -> bool:
        """Whether only one row begins in the earliest column."""
        first_rows = (row for row in range(len(self.rows)) if self.first_column(row) == self.earliest_column)
        return self.earliest_column is not None and len(list(islice(first_rows, 2))) == 1

    # Cells

    def events(self, row: int | None, column: int | None) -> Ranked:
        """The positions of the events of a cell, in order of time."""
        return Positions(self._cell(row, column))

    def first_event(self, row: int | None, column: int | None) -> Event | None:
        """The first event of a cell; None if it has none."""
        events = self.events(row, column)
        return self.slice.index.event(events[0]) if events else None

    def count(self, row: int | None, column: int | None) -> int:
        """The number of events of a cell."""
        total = len(self.slice) if row is None else self.rows[row].total
        if column is None:
            return total
        return total - sum(self._counts_of(row)) if column == ELSE else self._counts_of(row)[column]

    def approximate(self, row: int | None, column: int) -> int:
        """The number of events of a cell with an approximate or uncertain date."""
        return self._counts_of(row, vague=True)[column] if self._vague else 0

    @cached_property
    def peak(self) -> int:
        """The largest count of a cell. Only the largest rows are looked at."""
        peak = 0
        largest = sorted(range(len(self.rows)), key=lambda row: -self.rows[row].total)
        for row in largest[:_PEAK_ROWS]:
            if self.rows[row].total <= peak:
                break
            peak = max(peak, *(self.count(row, column) for column in range(len(self.columns))), 0)
        return peak

    def elsewhere(self, row: int | None) -> dict[str, int]:
        """How many events of a row are in no column, by reason (see `binning.elsewhere`)."""
        return elsewhere(self.slice.index.intervals, self._bits(row), self.unit, *query_days(self.slice.query))

    def pick(self, row: int | None, column: int | None) -> Slice:
        """The slice of a cell: the query with that value and those days.

        It also finds events that began earlier and last into those days. ELSE sets no days, like None.
        """
        query = self.slice.query
        if row is not None:
            query = _asking(query, self._facet, self.rows[row].value)
        if column is not None and column != ELSE:
            query = query.with_dates(self.columns[column].first, self.columns[column].last)
        return self.slice.with_query(query)

    def finds(self, row: int | None, column: int | None) -> bool:
        """Whether `pick` finds events."""
        return bool(self.pick(row, column).mask)

    def uncounted(self, row: int | None, column: int) -> dict[str, int]:
        """How many events `pick` finds that the cell does not count, by reason.

        EARLIER events last into the days of the cell. The reasons are as in `elsewhere`, or "more".
        """
        if (row, column) not in self._uncounted:
            first, last = self.columns[column].first, self.columns[column].last
            picked = self.pick(row, column).mask
            bits = picked ^ (picked & self._cell(row, column))
            reasons = elsewhere(self.slice.index.intervals, bits, self.unit, first, last) if bits else {}
            self._uncounted[row, column] = with_others(reasons, bits.bit_count())
        return self._uncounted[row, column]

    # Sets of events

    def _bits(self, row: int | None) -> int:
        """The events of a row."""
        mask = self.slice.mask
        return mask if row is None else mask & self._facet.number_bits(self.rows[row].number)

    def _cell(self, row: int | None, column: int | None) -> int:
        """The events of a cell."""
        bits = self._bits(row)
        if column == ELSE:
            bits ^= bits & self._placed
        elif column is not None:
            cell = self.columns[column]
            bits &= self._placed & (first_bits(cell.stop) ^ first_bits(cell.start))
        return bits

    def _counts_of(self, row: int | None, vague: bool = False) -> list[int]:
        """The number of events in each cell of a row; ``vague``: only events with an approximate or uncertain date.

        With a `Positions` for each of 60 rows, the first look at a grid of a million events took 18 ms more.
        """
        counts = self._known_counts.get((row, vague))
        if counts is None:
            bits = self._bits(row) & (self._vague if vague else self._placed)
            counts = counts_in(bits, ((column.start, column.stop) for column in self.columns))
            self._known_counts[row, vague] = counts
        return counts

    @cached_property
    def _placed_values(self) -> ValuesAmong:
        return ValuesAmong(self._facet, self._placed, self.slice.total)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {row.value: number for number, row in enumerate(self.rows)}

    @cached_property
    def _placed(self) -> int:
        return axis.placed(self.slice, self.unit)

    @cached_property
    def _all(self) -> Positions:
        return Positions(self._placed)

    @cached_property
    def _vague(self) -> int:
        return self._placed & self.slice.index.bits(Clause("is", (Term("approximate"),)))


def with_others(reasons: Mapping[str, int], total: int) -> dict[str, int]:
    """What `Grid.uncounted` returns for ``total`` events, given the number for each reason of `binning.elsewhere`."""
    rest = total - sum(reasons.values())
    return {**reasons, "more": rest} if rest > 0 else {**reasons}


def _asking(query: Query, facet: Facet, value: str) -> Query:
    """``query`` with ``value`` in place of the clauses that include it."""
    answered = [
        clause
        for clause in query.clauses
        if clause.field == facet.field and not clause.negated
        if any(value in facet.matching(term) for term in clause.terms)
    ]
    at = query.clauses.index(answered[0]) if answered else len(query.clauses)
    rest = tuple(clause for clause in query.clauses[at:] if clause not in answered)
    return Query((*query.clauses[:at], Clause(facet.field, (Term(value),)), *rest))
