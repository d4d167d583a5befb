"""A sheet on the screen: a cursor on its cells, scrolling both ways, and the styles that it is drawn in."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.dates.when import Day
from timeline_tui.text.cells import wrap
from timeline_tui.ui.grid.grid_layout import GridLayout
from timeline_tui.ui.grid.grid_lines import GridPicture, Piece
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.scrolling import WHEEL

STRONGER = ("row", "cell", "thumb")


class GridTable(Widget, can_focus=True):
    """A grid with a cursor on a cell, or on a total: that of a row (column None), of a column (row None), or of both.

    A subclass calls ``set_grid``, says what ``moved``, ``picked``, ``words`` and ``empty`` are, and binds the actions
    below to keys; none are bound here.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "GridTable { width: 1fr; height: 1fr; }"

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.grid: Grid | None = None
        self.row: int | None = 0
        self.column: int | None = 0  # ELSE: what is in no column
        self._value = ""  # what the cursor is on, or was before the grid lost it
        self._day: Day | None = None
        self._top = self._left = 0  # the first row and the first column in view
        self._grid_layout: GridLayout | None = None
        self._painter = Painter(self)

    # What a subclass says

    def moved(self) -> None:
        """The cursor moved to another cell."""

    def action_pick(self) -> None:
        """The reader chose the cell under the cursor: with Enter, or with a click on it."""

    def words(self) -> str:
        """What the last line says."""
        return ""

    def empty(self) -> Iterator[str]:
        """What stands there when there are no rows, in paragraphs; wrapped here."""
        return iter(())

    def set_grid(self, grid: Grid | None) -> None:
        """Another grid, with the cursor where it was: on its value and its day, or on what is now in their place."""
        self.grid, self._grid_layout = grid, None
        if grid and grid.rows:
            if self.row is not None:
                row = grid.row_of(self._value)
                self.row = min(self.row, len(grid.rows) - 1) if row is None else row
            if self.column is not None and (self.column != ELSE or not grid.count(None, ELSE)):
                self.column = grid.first(self.row or 0) if self._day is None else grid.column_of(self._day)
            self._hold(grid)
        self.refresh()

    def forget_row(self) -> None:
        """The next grid has other rows: the cursor goes to the first one, unless it is on the total."""
        self._value, self._top = "", 0
        self.row = None if self.row is None else 0

    @property
    def place(self) -> tuple[str | None, Day | int | None]:
        """Where the cursor is, in words that outlive this grid: a value (None: all) and a day (or ELSE; None: all)."""
        on_bin = self.column is not None and self.column != ELSE
        return None if self.row is None else self._value, self._day if on_bin else self.column

    def _hold(self, grid: Grid) -> None:
        if self.row is not None:
            self._value = grid.rows[self.row].value
        if self.column is not None and self.column != ELSE:
            self._day = grid.columns[self.column].first

    # Moving

    @property
    def sheet(self) -> GridLayout | None:
        """The grid, laid out in the present size; None: there is nothing to lay out."""
        grid = self.grid
        if not grid or not grid.rows or not self.size:
            return None
        if self._grid_layout is None or (self._grid_layout.width, self._grid_layout.height) != self.size:
            self._grid_layout = GridLayout(grid, *self.size)
            self._show_cursor(self._grid_layout)
        return self._grid_layout

    def _show_cursor(self, sheet: GridLayout) -> None:
        """Scroll just enough; no further than the ends."""
        lines, rows = len(sheet.body), len(sheet.grid.rows)
        if self.column not in sheet.across:
            self.column = None
        if self.row is not None:
            self._top = max(self.row - lines + 1, min(self._top, self.row))
        self._top = max(0, min(self._top, rows - lines))
        self._left = min(self._left, sheet.last_left)
        if self.column is not None and self.column != ELSE:
            self._left = max(sheet.left_of(self.column), min(self._left, self.column))

    def move_to(self, row: int | None, column: int | None) -> None:
        """Put the cursor on a cell, and scroll just enough to show it."""
        if self.grid and self.grid.rows and (row, column) != (self.row, self.column):
            self.row, self.column = row, column
            self._hold(self.grid)
            if sheet := self.sheet:
                self._show_cursor(sheet)
            self.moved()
            self.refresh()

    def action_rows(self, delta: int) -> None:
        """Move down, or up: the totals stand below the last row."""
        if sheet := self.sheet:
            rows = len(sheet.grid.rows)
            row = max(0, (rows if self.row is None else self.row) + delta)
            last = None if sheet.has_totals else rows - 1
            self.move_to(row if row < rows else last, self.column)

    def action_columns(self, delta: int) -> None:
        """Move to the right, or to the left: the totals stand right of the last column."""
        if sheet := self.sheet:
            at = sheet.across.index(self.column) + delta
            self.move_to(self.row, sheet.across[max(0, min(at, len(sheet.across) - 1))])

    def action_page(self, delta: float) -> None:
        """Move by so many pages of rows (1, -1, 0.5), by one row at least, and no further than the last."""
        if sheet := self.sheet:
            rows = len(sheet.grid.rows)
            lines = max(1, round(abs(delta) * len(sheet.body)))
            row = (rows if self.row is None else self.row) + (lines if delta > 0 else -lines)
            self.move_to(max(0, min(row, rows - 1)), self.column)

    def action_page_columns(self, delta: int) -> None:
        """Move by so many pages of columns."""
        if sheet := self.sheet:
            self.action_columns(delta * len(sheet.slots(self._left)))

    def action_first_row(self) -> None:
        """Move to the first row."""
        self.move_to(0, self.column)

    def action_last_row(self) -> None:
        """Move to the last row."""
        if sheet := self.sheet:
            self.move_to(len(sheet.grid.rows) - 1, self.column)

    def action_first_column(self) -> None:
        """Move to the first column."""
        if sheet := self.sheet:
            self.move_to(self.row, sheet.across[0])

    def action_last_column(self) -> None:
        """Move to the row's total."""
        self.move_to(self.row, None)

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor there, one on the cursor picks. A heading stands for its total."""
        offset = event.get_content_offset(self)
        place = self._place(offset) if offset and event.button == 1 else None
        if place == (self.row, self.column):
            self.action_pick()
        elif place:
            self.move_to(*place)

    def _place(self, offset: Offset) -> tuple[int | None, int | None] | None:
        sheet = self.sheet
        if sheet is None or offset.x >= sheet.end:
            return None
        row = self._top + offset.y - sheet.body.start if offset.y in sheet.body else None
        if row is not None and row >= len(sheet.grid.rows):
            return None
        if offset.y >= sheet.body.stop + sheet.has_totals:
            return None
        if sheet.stop <= offset.x < sheet.stop + sheet.else_width:
            return row, ELSE
        if offset.x < sheet.start or offset.x >= sheet.stop:
            return row, None
        slots = (slot for slot in sheet.slots(self._left) if slot.x <= offset.x < slot.x + sheet.step)
        return next(((row, slot.column) for slot in slots), None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the rows; with Shift the columns."""
        self._wheel(event, *((0, 1) if event.shift else (WHEEL, 0)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the rows; with Shift the columns."""
        self._wheel(event, *((0, -1) if event.shift else (-WHEEL, 0)))

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll the columns."""
        self._wheel(event, 0, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll the columns."""
        self._wheel(event, 0, -1)

    def _wheel(self, event: events.MouseEvent, rows: int, columns: int) -> None:
        event.stop()
        event.prevent_default()
        if sheet := self.sheet:
            self._top = max(0, min(self._top + rows, len(sheet.grid.rows) - len(sheet.body)))
            self._left = max(0, min(self._left + columns, sheet.last_left))
            self.refresh()

    # Drawing

    def notify_style_update(self) -> None:
        """Textual: the theme, the focus or the style sheet changed."""
        super().notify_style_update()
        self._painter.clear()

    def on_focus(self) -> None:
        """Keys work on it now."""
        self.refresh()

    def on_blur(self) -> None:
        """Keys work elsewhere now."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Textual: one line."""
        sheet = self.sheet
        if sheet is None:
            pieces = self._empty_line(y)
        else:
            words = self.words() if y == sheet.height - 1 else ""
            pieces = GridPicture(sheet, self._top, self._left, self.row, self.column).line(y, words)
        strip = Strip([Segment(text, self._style(*names)) for text, names in pieces])
        return strip.adjust_cell_length(self.size.width, self._style())

    def _empty_line(self, y: int) -> list[Piece]:
        room = max(1, self.size.width - 2)
        lines = [line for paragraph in self.empty() for line in wrap(paragraph, room)]
        above = int(self.size.height > len(lines) + 1)
        return [(" " + lines[y - above], ("dim",))] if 0 <= y - above < len(lines) else []

    def _style(self, *names: str) -> Style:
        """Inks one over the other; some are stronger where the keys work."""
        return self._painter.style(
            *(f"{name}-focus" if name in STRONGER and self.has_focus else name for name in names)
        )
