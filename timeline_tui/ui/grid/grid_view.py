"""The grid: countries, topics, people or sources against time, each cell the number of events that begin there.

The stronger a cell is shaded, the more; ``▸`` stands where a row begins, and before the names of the rows that begin
first of all; ``~`` after a number that holds approximate dates; ``┊`` for empty days left out. The last line puts the
cell under the cursor into words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.binning import query_days
from timeline_tui.analysis.grid import ELSE, Grid, Order
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import Unit
from timeline_tui.index.bits import Positions
from timeline_tui.query.query_fields import GRID_ROWS, plural_noun
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.event_views import DeferredView
from timeline_tui.ui.grid.grid_table import GridTable
from timeline_tui.ui.messages import CellMoved, Narrowed, Peeked

if TYPE_CHECKING:
    from timeline_tui.formats.views.grid_export import GridExport


class GridView(GridTable, DeferredView):
    """The grid of ``slice`` by ``field``. Keys ask for the next slice; the screen decides whether to take it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.GRID]

    field: reactive[str] = reactive("country", repaint=False)
    order: reactive[Order] = reactive[Order]("count", repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._unit: Unit | None = None  # the reader's choice
        self._peeked = -1  # which of the events under the cursor was asked for last
        self._posted: object = None

    @property
    def events(self) -> Positions:
        """The positions of the events under the cursor, in order of time."""
        self.ensure_derived()
        return self.grid.events(self.row, self.column) if self.grid and self.grid.rows else Positions(0)

    @property
    def event(self) -> int | None:
        """The position of the event under the cursor: the one that was asked for last, else the first; None: none."""
        events = self.events
        return events[max(0, self._peeked)] if events else None

    @property
    def description(self) -> str:
        """What is under the cursor: "Japan, 13 June 2024: 4 events"."""
        self.ensure_derived()
        if not self.grid or not self.grid.rows:
            return ""
        text = self.grid.description(self.row, self.column)
        if self._peeked >= 0 and self.event is not None:
            title = self.grid.slice.index.event(self.event).title
            text += f" · {self._peeked + 1} of {len(self.events):,}: {title}"
        return text

    @property
    def content(self) -> GridExport | None:
        """The view for an export."""
        from timeline_tui.formats.views.grid_export import GridExport  # 5 ms, and only an export needs it

        self.ensure_derived()
        return GridExport(self.grid) if self.grid else None

    def go_to(self, position: int) -> bool:
        """Put the cursor on the first row, and the column, that count the event at this position, if a row does."""
        self.ensure_derived()
        grid = self.grid
        if grid is None or position not in grid.slice.rows:
            return False
        row = next((number for number, row in enumerate(grid.rows) if _holds(row.positions, position)), None)
        column = grid.column_at(position)
        if row is not None:
            self.move_to(row, ELSE if column is None else column)
            self._peeked = self.events.rank(position)
        return row is not None

    def follow(self, position: int) -> None:
        """Put the cursor on a cell that counts the event at this position."""
        self.go_to(position)

    # Another grid

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """The cursor stays with its value and its day, the reader's unit with the dates of the query."""
        if old and new and query_days(old.query) != query_days(new.query):
            self._unit = None
        self._renew()

    def watch_field(self, old: str, new: str) -> None:
        """Other rows, the same days; the cursor goes to the top."""
        if old != new:
            self.forget_row()
            self._renew()

    def watch_order(self, old: Order, new: Order) -> None:
        """The same rows in another order."""
        if old != new:
            self._renew()

    def _renew(self) -> None:
        self._peeked = -1
        self.invalidate()

    def derive(self) -> None:
        """Derive the grid."""
        whole = self.slice
        self.set_grid(Grid.from_slice(whole, self.field, unit=self._unit, order=self.order) if whole else None)

    def post_cursor(self) -> None:
        """Post the events under the cursor, if they are not the ones that were posted last."""
        if self.is_shown and self.slice is not None:
            here = (self.slice.index, self.slice.mask, self.field, self.place)
            if here != self._posted:
                self._posted = here
                self.post_message(CellMoved(self.events))

    # What the reader does

    def moved(self) -> None:
        """The cursor moved: post what is under it."""
        self._peeked = -1
        self.post_cursor()

    def action_pick(self) -> None:
        """Ask for the events under the cursor, if that says anything new."""
        if self.grid and self.events:
            picked = self.grid.pick(self.row, self.column)
            if picked.query != self.grid.slice.query:
                self.post_message(Narrowed(picked))

    def action_peek(self) -> None:
        """Show the first event under the cursor, then the next, round and round."""
        if events := self.events:
            self._peeked = (self._peeked + 1) % len(events)
            self.post_message(Peeked(events[self._peeked]))
            self.refresh()

    def action_swap(self) -> None:
        """The next of countries, topics, people and sources that the timeline has."""
        if self.slice:
            at = GRID_ROWS.index(self.field) if self.field in GRID_ROWS else -1
            following = (*GRID_ROWS[at + 1 :], *GRID_ROWS[: at + 1])
            self.field = next((field for field in following if self.slice.index.facet(field).values), self.field)

    def action_sort(self) -> None:
        """The rows with most events first, or those that moved first."""
        self.order = "first" if self.order == "count" else "count"

    def action_unit(self, way: int) -> None:
        """Cut time finer (1) or coarser (-1)."""
        other = self.grid.zoomed(way) if self.grid else None
        if other:
            self._unit = other.unit
            self._renew()

    # What the sheet asks

    def words(self) -> str:
        """The last line tells what is under the cursor."""
        return self.description

    def empty(self) -> Iterator[str]:
        """There is nothing to show: which part of the query is in the way, and the keys that help."""
        if self.slice is None:
            return
        if self.slice.mask:
            yield f"None of {plural(len(self.slice), 'event')} has {plural_noun(self.field)}."
            yield f"{self._keys('grid.swap')} shows something else"
        elif not self.slice.query:
            yield "No events."
        else:
            yield "No event matches."
            yield ""
            for clause, found in self.slice.why_empty[:5]:
                yield f"{plural(found, 'event')} without {clause}"
            yield f"{self._keys('undo')} undoes the last change, {self._keys('back')} clears the filter"

    def _keys(self, id: str) -> str:
        binding = next(binding for binding in (*keymap.GRID, *keymap.EXPLORER) if binding.id == id)
        return self.app.keys_of(binding) if isinstance(self.app, keymap.KeyedApp) else binding.key


def _holds(positions: Sequence[int], position: int) -> bool:
    """Whether a position is among others that ascend."""
    at = bisect_left(positions, position)
    return at < len(positions) and positions[at] == position
