"""The grid view: countries, topics, people or sources against time. A cell is the number of events that begin then.

A higher number has a stronger shade. ``▸`` marks the cell where a row begins, and the names of the rows that begin
first of all; ``~`` follows a number that includes approximate dates; ``┊`` marks empty days that are left out. The
first line says the order of the rows, the last lines describe the cell under the cursor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.binning import query_days
from timeline_tui.analysis.grid import ELSE, Grid, Order
from timeline_tui.analysis.grid_words import cell_in_words
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import Unit
from timeline_tui.index.bits import Positions, Ranked
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.timeline import Event
from timeline_tui.query.query_fields import FIELDS, GRID_ROWS, plural_noun
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.deferred_view import DeferredView
from timeline_tui.ui.grid.grid_table import GridTable
from timeline_tui.ui.messages import CellMoved, Narrowed, Peeked

if TYPE_CHECKING:
    from timeline_tui.formats.views.grid_export import GridExport


class GridView(GridTable, DeferredView):
    """The grid of ``slice`` by ``field``. A key posts the next slice; the screen applies it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.GRID]

    exports_few = exports_whole = True
    field: reactive[str] = reactive("country", repaint=False)
    order: reactive[Order] = reactive[Order]("count", repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._unit: Unit | None = None  # the unit that the reader chose; None: the grid chooses
        self._peeked = -1  # which of the events under the cursor was read last; -1: none
        self._is_peeking = False  # whether the reader waits for that event
        self._sought: int | None = None  # the position of the event that the cursor goes to when the grid has arrived
        self._posted: object = None

    @property
    def events(self) -> Ranked:
        """The positions of the events under the cursor, in order of time. For a database, it may raise NotYetError."""
        self.ensure_derived()
        return self.grid.events(self.row, self.column) if self.grid and self.grid.rows else Positions(0)

    @property
    def event(self) -> int | None:
        """The position of the event under the cursor that was read last, else of the first one; None without any."""
        try:
            events = self.events
            return events[max(0, self._peeked)] if events else None
        except NotForDatabaseError:  # it has not arrived yet
            return None

    @property
    def is_filled(self) -> bool:
        """Whether it has counts to show."""
        return bool(self.grid and self.grid.is_here)

    @property
    def description(self) -> str:
        """The cell under the cursor in words: "Japan, 13 June 2024: 4 events"."""
        self.ensure_derived()
        if not self.grid or not self.grid.rows:
            return ""
        text = cell_in_words(self.grid, self.row, self.column)
        if self._peeked >= 0 and self.event is not None:
            title = self.grid.slice.index.event(self.event).title
            text += f" · {self._peeked + 1} of {len(self.events):,}: {title}"
        return text

    @property
    def content(self) -> GridExport | None:
        """The view for an export. For a database, None if many events are shown, or they have not arrived."""
        from timeline_tui.formats.views.grid_export import GridExport  # 5 ms, and only an export needs it

        self.ensure_derived()
        few = self.few_events
        if not few or not self.grid:
            return None
        is_same = few is self.slice
        return GridExport(self.grid if is_same else Grid.from_slice(few, self.field, unit=self._unit, order=self.order))

    def go_to(self, position: int) -> bool:
        """Put the cursor on the event at this position, in the first row that has it; returns whether one does."""
        self.ensure_derived()
        grid = self.grid
        if grid is None or not grid.is_here or position not in grid.slice.rows:
            return False
        row, column = grid.first_row(position), grid.column_at(position)
        if row is not None:
            self.move_to(row, ELSE if column is None else column)
            self._peeked = self.events.rank(position)
        return row is not None

    def follow(self, position: int, old: Event | None = None) -> None:  # noqa: ARG002  # an event is one item
        """Put the cursor on a cell of the event at this position; of a database, when the event has arrived."""
        self.ensure_derived()
        self._sought = position
        self._seek()

    def _seek(self) -> None:
        """Go to the event that is sought, if the grid has arrived."""
        if self._sought is not None and self.grid and self.grid.is_here:
            sought = self._sought
            try:
                self.go_to(sought)
            except NotForDatabaseError:  # it has not arrived yet
                self._sought = sought
            else:
                self._sought = None

    # Another grid

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """Textual: the cursor stays on its value and day. Other dates in the query reset the unit."""
        if old and new and query_days(old.query) != query_days(new.query):
            self._unit = None
        if old and new and new.arrived > old.arrived and new.query == old.query:
            self.invalidate()  # the events are the same, but more about them has arrived
        else:
            self._renew()

    def watch_field(self, old: str, new: str) -> None:
        """Textual: other rows, the same days; the cursor goes to the top."""
        if old != new:
            self.forget_row()
            self._renew()

    def watch_order(self, old: Order, new: Order) -> None:
        """Textual: the same rows in another order."""
        if old != new:
            self._renew()

    def _renew(self) -> None:
        self._peeked, self._is_peeking = -1, False
        self.invalidate()

    def derive(self) -> None:
        """Derive the grid. Until a grid of a database has arrived, one of the same query stays."""
        grid = self._grid_of(self.slice) if self.slice else None
        if grid and self.grid and not grid.is_here and self.grid.slice.query == grid.slice.query:
            return
        self.set_grid(grid)
        self._seek()

    def _grid_of(self, whole: Slice) -> Grid:
        if whole.is_remote:
            from timeline_tui.analysis.remote.remote_grid import RemoteGrid  # only a database needs it

            return RemoteGrid.from_slice(whole, self.field, unit=self._unit, order=self.order)
        if self.grid:
            return self.grid.of(whole, self.field, self._unit, self.order)
        return Grid.from_slice(whole, self.field, unit=self._unit, order=self.order)

    def prepare(self, whole: Slice) -> None:
        """In a thread: wait for the counts of the slice of a database."""
        self._grid_of(whole).prepare()

    def post_cursor(self) -> None:
        """Post the events under the cursor, if they are not the ones that were posted last, or have come since."""
        if self.is_shown and self.slice is not None:
            current = (self.slice.index, self.slice.mask, self.field, self.value_and_day, self.slice.arrived)
            if current != self._posted:
                self._posted = current
                self.post_message(CellMoved(lambda: self.events))
            self._post_peeked()

    # What the reader does

    def cursor_moved(self) -> None:
        """The cursor moved: post the events under it."""
        self._peeked, self._is_peeking, self._sought = -1, False, None
        self.post_cursor()

    def action_pick(self) -> None:
        """Post the slice of the events under the cursor, if it has another query and some events."""
        if self.grid and self.grid.rows:
            query = self.grid.pick(self.row, self.column).query
            if query != self.grid.slice.query and self.grid.finds(self.row, self.column):
                self.post_message(Narrowed(lambda newest: newest.with_query(query)))

    def action_peek(self) -> None:
        """Ask to show the first event under the cursor, then the next; after the last, the first again."""
        try:
            if events := self.events:
                self._peeked, self._is_peeking = (self._peeked + 1) % len(events), True
        except NotForDatabaseError:  # they have not arrived yet; then the first one is shown
            self._peeked, self._is_peeking = max(self._peeked, 0), True
        self._post_peeked()
        self.refresh()

    def _post_peeked(self) -> None:
        """Post the event that the reader asked for, if it has arrived."""
        position = self.event if self._is_peeking else None
        if position is not None:
            self._is_peeking = False
            self.post_message(Peeked(position))

    def action_swap(self) -> None:
        """Show the next of countries, topics, people and sources as rows, without those the timeline lacks."""
        if self.slice:
            at = GRID_ROWS.index(self.field) if self.field in GRID_ROWS else -1
            following = (*GRID_ROWS[at + 1 :], *GRID_ROWS[: at + 1])
            self.field = next(filter(self._has, following), self.field)

    def _has(self, field: str) -> bool:
        """Whether the timeline has values of a field, or a database has not answered yet."""
        assert self.slice
        if not self.slice.is_remote:
            return bool(self.slice.index.facet(field).values)
        facet = self.slice.facet(field)
        return not FIELDS[field].dates and bool(facet.values or not facet.is_here)

    def action_sort(self) -> None:
        """Sort the rows by number of events, or by their first event."""
        self.order = "first" if self.order == "count" else "count"

    def action_unit(self, way: int) -> None:
        """Use a finer (1) or a coarser (-1) unit of time."""
        other = self.grid.zoomed(way) if self.grid else None
        if other:
            self._unit = other.unit
            self._renew()

    # Content

    def describe_cell(self) -> str:
        """The description of the cell under the cursor."""
        return self.description

    def text_without_rows(self) -> Iterator[str]:
        """The reason, the number of events without each clause of the query, and keys that help."""
        if self.slice is None:
            return
        if self.grid and not self.grid.is_here:
            yield from self.waiting.split("\n")
        elif self.slice.mask:
            shown = self.grid.slice if self.grid else self.slice
            yield f"None of {plural(len(shown), 'event')}{shown.so_far} has {plural_noun(self.field)}."
            yield f"{self._keys('grid.swap')} shows something else"
        elif not self.slice.total:
            yield from self.why_none.split("\n")
        else:
            yield f"No event matches{self.slice.so_far}."
            yield from filter(None, self.advice.split("\n"))
            yield ""
            for clause, found in self.slice.why_empty[:5]:
                yield f"Without {clause}: {plural(found, 'event')}"
            yield f"{self._keys('undo')} undoes the last change, {self._keys('back')} clears the filter"

    def _keys(self, id: str) -> str:
        binding = next(binding for binding in (*keymap.GRID, *keymap.EXPLORER) if binding.id == id)
        return self.app.keys_of(binding) if isinstance(self.app, keymap.KeyedApp) else binding.key
