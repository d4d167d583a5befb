"""The grid as a table on the screen: a cursor on its cells, scrolling in both directions, drawing."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.dates.when import Day
from timeline_tui.text.cells import width, wrap
from timeline_tui.ui.grid.grid_layout import GridLayout
from timeline_tui.ui.grid.grid_lines import GridPicture, StyledText
from timeline_tui.ui.style.painter import PaintedWidget, Painter
from timeline_tui.ui.style.scrolling import WHEEL

STRONGER = ("row", "cell", "thumb")  # the styles with a variant for the focus


class GridTable(PaintedWidget, can_focus=True):
    """A grid with a cursor on a cell or a total. ``column`` is None on the total of a row, ``row`` on a column's total.

    A subclass calls ``set_grid``, and binds the actions below to keys. It defines ``cursor_moved``, ``action_pick``,
    ``describe_cell`` and ``text_without_rows``.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "GridTable { width: 1fr; height: 1fr; }"

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.grid: Grid | None = None
        self.row: int | None = 0
        self.column: int | None = 0  # ELSE: the events in no column
        self._value = ""  # the last value that the cursor was on
        self._day: Day | None = None  # the first day of the last bin that the cursor was on
        self._top = self._left = 0  # the first row and the first column in view
        self._grid_layout: GridLayout | None = None
        self._painter = Painter(self)

    # What a subclass defines

    def cursor_moved(self) -> None:
        """The cursor moved to another cell. By default nothing happens."""

    def action_pick(self) -> None:
        """The reader chose the cell under the cursor: with Enter, or with a click on it."""

    def describe_cell(self) -> str:
        """The description of the cell under the cursor, for the last lines."""
        return ""

    def text_without_rows(self) -> Iterator[str]:
        """The text of a grid without rows, in paragraphs; they are wrapped here."""
        return iter(())

    def set_grid(self, grid: Grid | None) -> None:
        """Replace the grid. The cursor stays on its value and its day, or on the cell in their place."""
        self.grid, self._grid_layout = grid, None
        if grid and grid.rows:
            if self.row is not None:
                row = grid.row_of(self._value)
                self.row = min(self.row, len(grid.rows) - 1) if row is None else row
            if self.column is not None and (self.column != ELSE or not grid.count(None, ELSE)):
                self.column = grid.first_column(self.row or 0) if self._day is None else grid.column_of(self._day)
            self._remember(grid)
        self.refresh()

    def forget_row(self) -> None:
        """The next grid has other rows: move the cursor to the first one, unless it is on the totals."""
        self._value, self._top = "", 0
        self.row = None if self.row is None else 0

    @property
    def value_and_day(self) -> tuple[str | None, Day | int | None]:
        """The value and the day under the cursor, which stay the same in another grid.

        The value is None on the totals of the columns. Instead of a day there is ELSE, or None on a total of a row.
        """
        on_bin = self.column is not None and self.column != ELSE
        return None if self.row is None else self._value, self._day if on_bin else self.column

    def _remember(self, grid: Grid) -> None:
        if self.row is not None:
            self._value = grid.rows[self.row].value
        if self.column is not None and self.column != ELSE:
            self._day = grid.columns[self.column].first

    # Moving

    @property
    def grid_layout(self) -> GridLayout | None:
        """The layout of the grid in the present size; None without rows."""
        grid = self.grid
        if not grid or not grid.rows or not self.size:
            return None
        if self._grid_layout is None or (self._grid_layout.width, self._grid_layout.height) != self.size:
            self._grid_layout = GridLayout(grid, *self.size)
            self._show_cursor(self._grid_layout)
        return self._grid_layout

    def _show_cursor(self, layout: GridLayout) -> None:
        """Scroll just enough to show the cursor, at most to the ends."""
        lines, rows = len(layout.body), len(layout.grid.rows)
        if self.column not in layout.cursor_columns:
            self.column = None
        if self.row is not None:
            self._top = max(self.row - lines + 1, min(self._top, self.row))
        self._top = max(0, min(self._top, rows - lines))
        self._left = min(self._left, layout.last_left)
        if self.column is not None and self.column != ELSE:
            self._left = max(layout.left_of(self.column), min(self._left, self.column))

    def move_to(self, row: int | None, column: int | None) -> None:
        """Put the cursor on a cell, and scroll just enough to show it."""
        if self.grid and self.grid.rows and (row, column) != (self.row, self.column):
            self.row, self.column = row, column
            self._remember(self.grid)
            if layout := self.grid_layout:
                self._show_cursor(layout)
            self.cursor_moved()
            self.refresh()

    def action_rows(self, delta: int) -> None:
        """Move ``delta`` rows down (up, if negative); below the last row are the totals."""
        if layout := self.grid_layout:
            rows = len(layout.grid.rows)
            row = max(0, (rows if self.row is None else self.row) + delta)
            last = None if layout.has_totals else rows - 1
            self.move_to(row if row < rows else last, self.column)

    def action_columns(self, delta: int) -> None:
        """Move ``delta`` columns to the right (left, if negative); after the last column are the totals."""
        if layout := self.grid_layout:
            column = layout.cursor_columns.index(self.column) + delta
            self.move_to(self.row, layout.cursor_columns[max(0, min(column, len(layout.cursor_columns) - 1))])

    def action_page(self, delta: float) -> None:
        """Move by ``delta`` pages of rows (1, -1, 0.5), by at least one row, at most to the last."""
        if layout := self.grid_layout:
            rows = len(layout.grid.rows)
            lines = max(1, round(abs(delta) * len(layout.body)))
            row = (rows if self.row is None else self.row) + (lines if delta > 0 else -lines)
            self.move_to(max(0, min(row, rows - 1)), self.column)

    def action_page_columns(self, delta: int) -> None:
        """Move by ``delta`` pages of columns."""
        if layout := self.grid_layout:
            self.action_columns(delta * len(layout.slots(self._left)))

    def action_first_row(self) -> None:
        """Move to the first row."""
        self.move_to(0, self.column)

    def action_last_row(self) -> None:
        """Move to the last row."""
        if layout := self.grid_layout:
            self.move_to(len(layout.grid.rows) - 1, self.column)

    def action_first_column(self) -> None:
        """Move to the first column."""
        if layout := self.grid_layout:
            self.move_to(self.row, layout.cursor_columns[0])

    def action_last_column(self) -> None:
        """Move to the total of the row."""
        self.move_to(self.row, None)

    def pointed(self) -> Offset | None:
        """The first cell of the row, column or cell under the cursor; None if it is scrolled out of view."""
        layout = self.grid_layout
        if layout is None:
            return None
        columns: dict[int | None, int] = {slot.column: slot.x for slot in layout.slots(self._left)}
        columns |= {ELSE: layout.stop + 1, None: layout.stop + layout.else_width + 1}
        x = columns.get(self.column)
        y = layout.body.stop if self.row is None else layout.body.start + self.row - self._top
        return Offset(x, y) if x is not None and (self.row is None or y in layout.body) else None

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Textual: a click moves the cursor; a click on the cursor picks. On a heading or a name it is the total."""
        offset = event.get_content_offset(self)
        place = self._cell_at(offset) if offset and event.button == 1 else None
        if place == (self.row, self.column):
            self.action_pick()
        elif place:
            self.move_to(*place)

    def _cell_at(self, offset: Offset) -> tuple[int | None, int | None] | None:
        layout = self.grid_layout
        if layout is None or offset.x >= layout.end:
            return None
        row = self._top + offset.y - layout.body.start if offset.y in layout.body else None
        if row is not None and row >= len(layout.grid.rows):
            return None
        if offset.y >= layout.body.stop + layout.has_totals:
            return None
        if layout.stop <= offset.x < layout.stop + layout.else_width:
            return row, ELSE
        if offset.x < layout.start or offset.x >= layout.stop:
            return row, None
        slots = (slot for slot in layout.slots(self._left) if slot.x <= offset.x < slot.x + layout.step)
        return next(((row, slot.column) for slot in slots), None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Textual: scroll the rows; with Shift the columns."""
        self._wheel(event, *((0, 1) if event.shift else (WHEEL, 0)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Textual: scroll the rows; with Shift the columns."""
        self._wheel(event, *((0, -1) if event.shift else (-WHEEL, 0)))

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Textual: scroll the columns."""
        self._wheel(event, 0, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Textual: scroll the columns."""
        self._wheel(event, 0, -1)

    def _wheel(self, event: events.MouseEvent, rows: int, columns: int) -> None:
        event.stop()
        event.prevent_default()
        if layout := self.grid_layout:
            self._top = max(0, min(self._top + rows, len(layout.grid.rows) - len(layout.body)))
            self._left = max(0, min(self._left + columns, layout.last_left))
            self.refresh()

    # Drawing

    def on_focus(self) -> None:
        """Textual: highlight the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Textual: remove the highlight of the cursor."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Textual: one line."""
        layout = self.grid_layout
        if layout is None:
            pieces = self._empty_line(y)
        else:
            description = self.describe_cell() if y >= layout.height - layout.description_lines else ""
            pieces = GridPicture(layout, self._top, self._left, self.row, self.column).line(y, description)
        strip = Strip([Segment(text, self._style(*names)) for text, names in pieces])
        return strip.adjust_cell_length(self.size.width, self._style())

    def _empty_line(self, y: int) -> list[StyledText]:
        room = max(1, self.size.width - 2)
        paragraphs = ([text] if width(text) <= room else wrap(text, room) for text in self.text_without_rows())
        lines = [line for paragraph in paragraphs for line in paragraph]
        above = int(self.size.height > len(lines) + 1)
        return [(" " + lines[y - above], ("dim",))] if 0 <= y - above < len(lines) else []

    def _style(self, *names: str) -> Style:
        """The style with these names combined, later names on top. Names in STRONGER have a variant for the focus."""
        return self._painter.style(
            *(f"{name}-focus" if name in STRONGER and self.has_focus else name for name in names)
        )
