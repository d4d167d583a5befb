"""A grid line by line, as pieces of text with the names of their styles. Nothing here knows the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.analysis.grid import ELSE, Order
from timeline_tui.query.query_fields import FIELDS, plural_noun
from timeline_tui.text.cells import shorten, width, wrap
from timeline_tui.ui.grid.grid_layout import MARK, SIGN, THUMB, GridLayout
from timeline_tui.ui.style.scrolling import thumb_lines

LEGEND = "▸ first  ~ approximate"
ORDERS: dict[Order, str] = {"count": "most events first", "first": "first movers first"}

# The text of a piece, and the names of its styles in the order they are applied.
StyledText = tuple[str, tuple[str, ...]]


class _Line:
    """A line that is built from left to right; all pieces have the style ``base`` below their own."""

    def __init__(self, base: str = "") -> None:
        self.pieces: list[StyledText] = []
        self._base = (base,) if base else ()
        self._x = 0

    def put(self, x: int, text: str, *styles: str) -> None:
        """Write ``text`` from cell ``x`` on, or right after the last piece if that ends later."""
        if x > self._x:
            self._add(" " * (x - self._x))
        self._add(text, *styles)

    def _add(self, text: str, *styles: str) -> None:
        self.pieces.append((text, (*self._base, *filter(None, styles))))
        self._x += width(text)


class GridPicture(NamedTuple):
    """The grid as it is drawn: scrolled to the row ``top`` and the column ``left``, the cursor at ``row``, ``column``.

    A cursor with ``row`` None is on the totals of the columns, with ``column`` None on the totals of the rows.
    """

    layout: GridLayout
    top: int
    left: int
    row: int | None
    column: int | None

    def line(self, y: int, description: str) -> list[StyledText]:
        """The line ``y`` of the grid; ``description`` is written on the last lines."""
        layout = self.layout
        if y < len(layout.levels):
            return self._heading(y)
        if y in layout.body:
            row = self.top + y - layout.body.start
            pieces = self._row(row) if row < len(layout.grid.rows) else []
            return [*pieces, *self._thumb(y, pieces)]
        if layout.has_totals and y == layout.body.stop:
            return self._totals()
        below = y - layout.height + layout.description_lines
        return self._description(description, below) if below >= 0 else []

    def _heading(self, level: int) -> list[StyledText]:
        layout, line = self.layout, _Line()
        noun = plural_noun(layout.grid.field).capitalize()
        if layout.levels[level] == "title":
            order = "in order of time" if FIELDS[layout.grid.field].dates else ORDERS[layout.grid.order]
            rest = "".join(f" · {part}" for part in (layout.grid.note, order) if part)
            title = f"{noun} by {layout.grid.unit.name}{rest}"
            title = title if width(title) <= self._room else shorten(f"{noun}{rest}", self._room)
            line.put(SIGN + MARK, title, "heading")
            return line.pieces
        if not level:
            line.put(SIGN + MARK, shorten(noun, layout.name_width), "heading")
        if layout.levels[level] != "bin":
            for x, name, rule in layout.groups(level, self.left):
                line.put(x, name, "heading")
                line.put(x + len(name) + 1, rule, "rule")
            return line.pieces
        if self.left:
            line.put(layout.start - 1, "‹", "heading")
        slots = layout.slots(self.left)
        for slot in slots:
            line.put(slot.x, layout.bin_heading(slot.column), "accent" if slot.column == self.column else "dim")
        if slots and slots[-1].column < len(layout.grid.columns) - 1:
            line.put(slots[-1].x + layout.step, "›", "heading")
        self._ends(line, "else", "all", "dim")
        return line.pieces

    def _row(self, number: int) -> list[StyledText]:
        layout, grid, is_cursor_row = self.layout, self.layout.grid, number == self.row
        line = _Line("row" if is_cursor_row else "")
        begins_first = grid.earliest_column is not None and grid.first_column(number) == grid.earliest_column
        name = shorten(grid.rows[number].value, layout.name_width)
        line.put(0, "▌" if is_cursor_row else " ", "accent")
        line.put(SIGN, "▸" if begins_first else " ", "first")
        line.put(SIGN + MARK, name, "accent" if is_cursor_row else "")
        self._cells(line, number)
        outside = grid.count(number, ELSE)
        self._ends(line, f"{outside:,}" if outside else "·", f"{grid.count(number, None):,}", "heading", number)
        return line.pieces

    def _totals(self) -> list[StyledText]:
        layout, line = self.layout, _Line("heading")
        line.put(0, "▌" if self.row is None else " ", "accent")
        line.put(SIGN + MARK, "all", "accent" if self.row is None else "")
        self._cells(line, None)
        grid = layout.grid
        self._ends(line, f"{grid.count(None, ELSE):,}", f"{len(grid.slice):,}", "heading", None)
        return line.pieces

    def _cells(self, line: _Line, row: int | None) -> None:
        layout, grid = self.layout, self.layout.grid
        for slot in layout.slots(self.left):
            if slot.gap:
                line.put(slot.x - slot.gap, "┊", "rule")
            count = grid.count(row, slot.column)
            text = layout.cell(row, slot.column, count)
            if (row, slot.column) == (self.row, self.column):
                line.put(slot.x, text, "cell")
                continue
            shade = layout.shade(count) if row is not None else 0
            style = f"shade-{shade}" if shade else "" if count else "none"
            before, mark, after = text.partition("▸")
            line.put(slot.x, before, style)
            if mark:
                line.put(slot.x, mark, style, "first")
                line.put(slot.x, after, style)

    def _ends(self, line: _Line, outside: str, total: str, style: str, row: int | None = -1) -> None:
        """The two columns at the right end: events in no column, and the total."""
        layout = self.layout
        ends = (
            (ELSE, outside, layout.stop, layout.else_width),
            (None, total, layout.stop + layout.else_width, layout.total_width),
        )
        for column, text, x, cells in ends:
            if cells:
                is_cursor_column = column == self.column
                end_style = style
                if is_cursor_column and row == self.row:
                    end_style = "cell"
                elif is_cursor_column and row == -1:
                    end_style = "accent"
                line.put(x + 1, f"{text:>{cells - 1}}", end_style)

    @property
    def _room(self) -> int:
        """The cells of a line of text."""
        return max(0, self.layout.width - SIGN - MARK - THUMB)

    def _description(self, description: str, number: int) -> list[StyledText]:
        """A line of the description; at the right end of the last one the legend, if it has room."""
        layout, line = self.layout, _Line()
        last = layout.description_lines - 1
        wrapped = wrap(description, max(1, self._room))
        text = " ".join(wrapped[number:]) if number == last else "".join(wrapped[number : number + 1])
        line.put(SIGN + MARK, shorten(text, self._room))
        if number == last and width(text) + width(LEGEND) + 3 <= self._room:
            line.put(layout.width - THUMB - width(LEGEND), LEGEND, "dim")
        return line.pieces

    def _thumb(self, y: int, before: list[StyledText]) -> Iterator[StyledText]:
        """The thumb of the scroll bar, if it covers the line ``y``."""
        layout = self.layout
        lines, rows = len(layout.body), len(layout.grid.rows)
        if rows <= lines or not lines:
            return
        if y - layout.body.start in thumb_lines(lines, lines / rows, self.top / (rows - lines)):
            yield " " * (layout.width - THUMB - sum(width(text) for text, _ in before)), ()
            yield "▐", ("thumb",)
