"""The grid of a chronology that is not in memory: its cells are the answer to one question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar, cast

from timeline_tui.analysis.axis import GridColumn
from timeline_tui.analysis.binning import query_days
from timeline_tui.analysis.grid import ELSE, Grid, GridRow, Order, with_others
from timeline_tui.analysis.remote import listing as listings
from timeline_tui.analysis.remote.answers import FacetQuestion, NotYetError, asked_for
from timeline_tui.analysis.remote.day_table import DayTable
from timeline_tui.analysis.remote.listing import listing, listing_of, values_question
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.remote.row_events import RowEvents, stated_precision
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import Unit
from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import NEVER_BEFORE, UNDATED, Day
from timeline_tui.index.bits import Ranked
from timeline_tui.index.facet import Facet
from timeline_tui.index.questions import Asked, ValueCount
from timeline_tui.model.timeline import Event
from timeline_tui.query.query import Clause, Query, Term

WAITING = "…"
"""In place of a reason that has not arrived yet."""

_T = TypeVar("_T")
_APPROXIMATE = Clause("is", (Term("approximate"),))

Cells = Mapping[str, Mapping[int, int]]
"""For each value the numbers of events by column."""


class Rows(NamedTuple):
    """The values of a field, and for each the number of events. ``is_cut``: there are more values."""

    facet: Facet
    totals: Mapping[str, int]
    is_cut: bool


class RemoteGrid(Grid):
    """The grid of a `RemoteSlice`. Until it `is_here` it has no rows; what it says about one cell may come later.

    If the field has more than MOST_VALUES values, the rows are those with most events.
    """

    slice: RemoteSlice

    def __init__(
        self, slice: Slice, field: str, unit: Unit, columns: tuple[GridColumn, ...], order: Order = "count"
    ) -> None:
        assert isinstance(slice, RemoteSlice)
        super().__init__(slice, field, unit, columns, order)
        self._asked = asked_for(slice.query, slice.stars)
        self._parts: dict[str, object] = {}  # no cached_property: see `RemoteSlice`
        self._row_slices: dict[int, RemoteSlice] = {}
        self._cell_events: dict[tuple[int | None, int | None], RowEvents] = {}
        self._days = query_days(slice.query)

    def prepare(self) -> None:
        """Wait for rows and cells. Call it inside `Answers.waiting`. Raises AnswerError."""
        self._rows, self._cells, self._vague_cells  # noqa: B018  # they are asked for

    @property
    def is_here(self) -> bool:  # type: ignore[override]  # a constant in memory
        """Whether rows and cells are known."""
        return None not in [self._or_none(part) for part in (lambda: self._rows, self._all_cells, self._all_vague)]

    @property
    def note(self) -> str:
        """How many values are rows, if there are more."""
        return f"first {len(self._facet.values):,}" if self._rows.is_cut else ""

    # Rows and columns

    def _counted(self) -> Iterator[GridRow]:
        if self.is_here:
            for number, value in enumerate(self._facet.values):
                yield GridRow(value, self._rows.totals.get(value, 0), number)

    @property
    def _facet(self) -> Facet:
        return self._rows.facet

    @property
    def _rows(self) -> Rows:
        return self._part("rows", self._ask_rows)

    def _ask_rows(self) -> Rows:
        answers, asked, field = self.slice.answers, self._asked, self.field
        known = listing(answers, field)
        values = known.facet.values
        if not asked.query:
            return Rows(known.facet, {value: known.facet.total(value) for value in values}, known.is_cut)
        found = answers.facet(values_question(field, asked))
        totals = {count.value: count.events for count in found}
        if not known.is_cut:
            return Rows(known.facet, totals, is_cut=False)
        limited = listing_of(field, self._in_facet_order(found), answers.aliases)
        return Rows(limited.facet, totals, limited.is_cut)

    def _in_facet_order(self, found: Sequence[ValueCount]) -> Sequence[ValueCount]:
        """Values with most events of the query, sorted as the facet sorts them: by their events of the whole.

        The one after the last row stays at the end.
        """
        answers, limit = self.slice.answers, listings.MOST_VALUES
        values = tuple(count.value for count in found[:limit])
        whole = answers.facet(FacetQuestion(self.field, values, Asked()))
        totals = {count.value: count.events for count in whole}
        by_name = sorted(found[:limit], key=lambda count: answers.aliases.key(self.field, count.value))
        return (*sorted(by_name, key=lambda count: -totals.get(count.value, 0)), *found[limit:])

    def _first_column_of(self, row: GridRow) -> int | None:
        return min(self._cells.get(row.value, ()), default=None)

    def name(self, row: int) -> str:
        """The name of a row for readers: of a source its label, when its first event has arrived."""
        value = self.rows[row].value
        if self.field != "source":
            return value
        event = self.first_event(row, None)
        named = {self._facet.shown_name(source.name): source.label for source in event.cited} if event else {}
        return named.get(value, value)

    def column_at(self, position: int) -> int | None:
        """The column that counts the event at ``position``; None if it has none."""
        date = self.slice.index.event(position).date
        if not self._is_placed_at(date.earliest, stated_precision(date)):
            return None
        return self._column_of_day(date.earliest)

    def _column_of_day(self, day: Day) -> int:
        return max(number for number, column in enumerate(self.columns) if column.first <= day)

    @property
    def earliest_column(self) -> int | None:
        """The column of the first event that has a row."""
        return min((min(columns) for columns in self._cells.values()), default=None)

    # Cells

    def events(self, row: int | None, column: int | None) -> Ranked:
        """The positions of the events of a cell. Raises NotYetError."""
        return self._events(row, column)

    def first_event(self, row: int | None, column: int | None) -> Event | None:
        """The first event of a cell; None if it has none, or if it has not arrived yet."""
        try:
            events = self._events(row, column)
            return events.event(0) if len(events) else None
        except NotYetError:
            return None

    def _events(self, row: int | None, column: int | None) -> RowEvents:
        if (row, column) not in self._cell_events:
            part = self._slice_of(row)
            self._cell_events[row, column] = RowEvents(part, self.slice, lambda day, fine: self._has(day, fine, column))
        return self._cell_events[row, column]

    def _has(self, day: Day, precision: Precision | None, column: int | None) -> bool:
        """Whether a column has the events that begin on a day and state their start so finely."""
        if column is None:
            return True
        if column == ELSE:
            return not self._is_placed_at(day, precision)
        grid_column = self.columns[column]
        return grid_column.first <= day <= grid_column.last and self._is_placed_at(day, precision)

    def _is_placed_at(self, day: Day, precision: Precision | None) -> bool:
        first, last = self._days
        is_stated = precision is not None and precision >= self.unit.precision
        return is_stated and NEVER_BEFORE < day < UNDATED and first <= day <= last

    def count(self, row: int | None, column: int | None) -> int:
        """The number of events of a cell."""
        total = len(self.slice) if row is None else self.rows[row].total
        if column is None:
            return total
        if row is not None:
            cells = self._cells.get(self.rows[row].value, {})
            return total - sum(cells.values()) if column == ELSE else cells.get(column, 0)
        placed = self.slice.index.table.stated(self.unit.precision).started(*self._days)
        return total - len(placed) if column == ELSE else self._between(placed, column)

    def approximate(self, row: int | None, column: int) -> int:
        """The number of events of a cell with an approximate or uncertain date; 0 until it is known."""
        if row is not None:
            return self._vague_cells.get(self.rows[row].value, {}).get(column, 0)
        query = Query((*self.slice.query.clauses, _APPROXIMATE))
        table = self._or_none(lambda: self.slice.days(query))
        return self._between(table.stated(self.unit.precision), column) if table else 0

    def _between(self, table: DayTable, column: int) -> int:
        return table.between(self.columns[column].first, self.columns[column].last)

    def elsewhere(self, row: int | None) -> dict[str, int]:
        """How many events of a row are in no column, by reason; until that is known, under one reason WAITING."""
        table = self._or_none(lambda: self._slice_of(row).index.table)
        if table is None:
            return {WAITING: self.count(row, ELSE)}
        return table.elsewhere(self.unit, *self._days)

    def pick(self, row: int | None, column: int | None) -> RemoteSlice:
        """The slice of a cell, as `Grid.pick`."""
        picked = super().pick(row, column)
        return cast("RemoteSlice", picked)

    def finds(self, row: int | None, column: int | None) -> bool:
        """Whether `pick` finds events, as far as that is known."""
        return self.count(row, column) > 0 or bool(self._or_none(lambda: self._picked(row, column)))

    def uncounted(self, row: int | None, column: int) -> dict[str, int]:
        """How many events `pick` finds that the cell does not count, as `Grid.uncounted`; none until it is known."""
        table = self._or_none(lambda: self._picked(row, column))
        if table is None:
            return {}
        first, last = self.columns[column].first, self.columns[column].last
        return with_others(table.elsewhere(self.unit, first, last), len(table) - self.count(row, column))

    def _picked(self, row: int | None, column: int | None) -> DayTable:
        return self.slice.days(self.pick(row, column).query)

    def _slice_of(self, row: int | None) -> RemoteSlice:
        """The events of a row."""
        if row is None:
            return self.slice
        if row not in self._row_slices:
            clause = Clause(self.field, (Term(self.rows[row].value),))
            self._row_slices[row] = self.slice.replace(query=Query((*self.slice.query.clauses, clause)))
        return self._row_slices[row]

    # Answers

    @property
    def _cells(self) -> Cells:
        return self._all_cells()

    @property
    def _vague_cells(self) -> Cells:
        return self._all_vague()

    def _all_cells(self) -> Cells:
        return self._part("cells", lambda: self._ask_cells(self._asked))

    def _all_vague(self) -> Cells:
        query = Query((*self.slice.query.clauses, _APPROXIMATE))
        return self._part("vague", lambda: self._ask_cells(asked_for(query, self.slice.stars)))

    def _ask_cells(self, asked: Asked) -> Cells:
        if not self.columns:
            return {}
        answers, values = self.slice.answers, self._facet.values
        # No event begins in the bins that are left out, so a column may reach to the next one.
        edges = (*(column.first for column in self.columns), self.columns[-1].last + 1)

        def ask() -> Cells:
            cells: dict[str, dict[int, int]] = {}
            for cell in answers.questions.grid(self.field, asked, edges, self.unit.precision, values):
                cells.setdefault(cell.value, {})[cell.column] = cell.events
            return cells

        return answers.get(("grid", self.field, asked, self._asked, edges, self.unit), ask)

    def _part(self, name: str, ask: Callable[[], _T]) -> _T:
        if name not in self._parts:
            self._parts[name] = ask()
        return cast("_T", self._parts[name])

    def _or_none(self, part: Callable[[], _T]) -> _T | None:
        """A part; None until it has arrived."""
        try:
            return part()
        except NotYetError:
            return None
