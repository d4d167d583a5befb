"""A sheet line by line, as pieces of text with the names of their styles. It knows no screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.analysis.grid import ELSE
from timeline_tui.query.query_fields import plural_noun
from timeline_tui.text.cells import shorten, width
from timeline_tui.ui.grid.grid_layout import MARK, SIGN, THUMB, GridLayout
from timeline_tui.ui.style.scrolling import thumb_lines

LEGEND = "▸ first  ~ approximate"
PALE = 3  # up to this shade the mark of the first keeps its own colour

# The text of a piece, and its styles, one laid over the other.
Piece = tuple[str, tuple[str, ...]]


class _Line:
    """Pieces from left to right, each put where it belongs; all of them on ``ground``."""

    def __init__(self, ground: str = "") -> None:
        self.pieces: list[Piece] = []
        self._ground = (ground,) if ground else ()
        self._x = 0

    def put(self, x: int, text: str, *styles: str) -> None:
        """Write ``text`` from cell ``x`` on, or after what stands there."""
        if x > self._x:
            self._add(" " * (x - self._x))
        self._add(text, *styles)

    def _add(self, text: str, *styles: str) -> None:
        self.pieces.append((text, (*self._ground, *filter(None, styles))))
        self._x += width(text)


class GridPicture(NamedTuple):
    """What is in view of ``sheet`` from the row ``top`` and the column ``left`` on, the cursor at ``row``, ``column``.

    For the cursor, None is a total: of all rows, of all columns.
    """

    sheet: GridLayout
    top: int
    left: int
    row: int | None
    column: int | None

    def line(self, y: int, words: str) -> list[Piece]:
        """One line of the sheet, ``words`` on the last."""
        sheet = self.sheet
        if y < len(sheet.levels):
            return self._heading(y)
        if y in sheet.body:
            row = self.top + y - sheet.body.start
            pieces = self._row(row) if row < len(sheet.grid.rows) else []
            return [*pieces, *self._thumb(y, pieces)]
        if sheet.has_totals and y == sheet.body.stop:
            return self._totals()
        return self._words(words) if sheet.has_words and y == sheet.height - 1 else []

    def _heading(self, level: int) -> list[Piece]:
        sheet, line = self.sheet, _Line()
        names = (plural_noun(sheet.grid.field).capitalize(), f"by {sheet.grid.unit.name}")
        name = names[0] if not level else names[1] if level == len(sheet.levels) - 1 else ""
        line.put(SIGN + MARK, shorten(name, sheet.name_width), "dim" if level else "heading")
        if sheet.levels[level] != "bin":
            for x, name, rule in sheet.groups(level, self.left):
                line.put(x, name, "heading")
                line.put(x + len(name) + 1, rule, "rule")
            return line.pieces
        if self.left:
            line.put(sheet.start - 1, "‹", "accent")
        slots = sheet.slots(self.left)
        for slot in slots:
            line.put(slot.x, sheet.bin_heading(slot.column), "accent" if slot.column == self.column else "dim")
        if slots and slots[-1].column < len(sheet.grid.columns) - 1:
            line.put(slots[-1].x + sheet.step, "›", "accent")
        self._ends(line, "else", "all", "dim")
        return line.pieces

    def _row(self, number: int) -> list[Piece]:
        sheet, grid, here = self.sheet, self.sheet.grid, number == self.row
        line = _Line("row" if here else "")
        leads = grid.lead is not None and grid.first(number) == grid.lead
        name = shorten(grid.rows[number].value, sheet.name_width)
        line.put(0, "▌" if here else " ", "accent")
        line.put(SIGN, "▸" if leads else " ", "accent")
        line.put(SIGN + MARK, name, "accent" if here else "")
        self._cells(line, number)
        apart = grid.count(number, ELSE)
        self._ends(line, f"{apart:,}" if apart else "·", f"{grid.count(number, None):,}", "heading", number)
        return line.pieces

    def _totals(self) -> list[Piece]:
        sheet, line = self.sheet, _Line("heading")
        line.put(0, "▌" if self.row is None else " ", "accent")
        line.put(SIGN + MARK, "all", "accent" if self.row is None else "")
        self._cells(line, None)
        grid = sheet.grid
        self._ends(line, f"{grid.count(None, ELSE):,}", f"{len(grid.slice):,}", "heading", None)
        return line.pieces

    def _cells(self, line: _Line, row: int | None) -> None:
        sheet, grid = self.sheet, self.sheet.grid
        for slot in sheet.slots(self.left):
            if slot.lead:
                line.put(slot.x - slot.lead, "┊", "rule")
            count = grid.count(row, slot.column)
            text = sheet.cell(row, slot.column, count)
            if (row, slot.column) == (self.row, self.column):
                line.put(slot.x, text, "cell")
                continue
            shade = sheet.shade(count) if row is not None else 0
            style = f"shade-{shade}" if shade else "" if count else "none"
            before, mark, after = text.partition("▸")
            line.put(slot.x, before, style)
            if mark:
                line.put(slot.x, mark, style, "accent" if shade <= PALE else "")
                line.put(slot.x, after, style)

    def _ends(self, line: _Line, apart: str, total: str, style: str, row: int | None = -1) -> None:
        """What stands right of the columns: the count of what is in none, and that of all."""
        sheet = self.sheet
        ends = (
            (ELSE, apart, sheet.stop, sheet.else_width),
            (None, total, sheet.stop + sheet.else_width, sheet.total_width),
        )
        for column, text, x, cells in ends:
            if cells:
                here = column == self.column
                under = here and row == self.row
                line.put(x + 1, f"{text:>{cells - 1}}", "cell" if under else "accent" if here and row == -1 else style)

    def _words(self, words: str) -> list[Piece]:
        sheet, line = self.sheet, _Line()
        room = max(0, sheet.width - SIGN - MARK - THUMB)
        line.put(SIGN + MARK, shorten(words, room))
        order = "first movers on top" if sheet.grid.order == "first" else ""
        legends = (f"{order}  {LEGEND}".strip(), order)
        legend = next((legend for legend in legends if width(words) + width(legend) + 3 <= room), "")
        line.put(sheet.width - THUMB - width(legend), legend, "dim")
        return line.pieces

    def _thumb(self, y: int, before: list[Piece]) -> Iterator[Piece]:
        """The piece at the right end that shows how far the rows are scrolled, if some are out of view."""
        sheet = self.sheet
        lines, rows = len(sheet.body), len(sheet.grid.rows)
        if rows <= lines or not lines:
            return
        if y - sheet.body.start in thumb_lines(lines, lines / rows, self.top / (rows - lines)):
            yield " " * (sheet.width - THUMB - sum(width(text) for text, _ in before)), ()
            yield "▐", ("thumb",)
