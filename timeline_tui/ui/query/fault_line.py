"""The line below the query that explains a fault or gives advice."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from timeline_tui.text.text import shorten, width, wrap
from timeline_tui.ui.event_views import show

LONGEST = 400  # cells of a message; longer ones are cut, because they quote the query
NARROWEST = 24  # cells that a message needs beside its pointer


class FaultLine(Static):
    """A message below the part of the query that it is about; hidden while there is none."""

    DEFAULT_CSS = """
    FaultLine {
        display: none;
        height: auto;
        max-height: 3;
        color: $text-error;
        &.-advice { color: $text-warning; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._message: tuple[str, int] | None = None

    def show_message(self, message: str, column: int, columns: int, *, is_fault: bool) -> None:
        """Show a message that points to ``column``, on lines of ``columns`` cells: a fault, or advice."""
        self._message = (message, column)
        self.set_class(not is_fault, "-advice")
        show(self, True)
        self._write(columns)

    def clear(self) -> None:
        """Hide the line."""
        self._message = None
        show(self, False)

    def on_resize(self) -> None:
        """Textual: wrap again."""
        self._write(self.size.width)

    def _write(self, columns: int) -> None:
        if self._message:
            text, column = self._message
            lines = fault_lines(shorten(text, LONGEST), max(0, min(column, columns - 1)), columns)
            self.update(Content("\n".join(lines)))


def fault_lines(text: str, column: int, columns: int) -> list[str]:
    """``text`` at the right of a pointer to ``column``, at its left, or without pointer if there is no room for it.

    >>> fault_lines("there is no field “contry”", 4, 40)
    ['    ╰─ there is no field “contry”']
    """
    right, left = columns - column - 3, column - 2
    if width(text) <= right or right >= max(left, NARROWEST):
        return wrap(text, columns, " " * column + "╰─ ", " " * (column + 3))
    if left >= min(width(text), NARROWEST):
        lines = wrap(text, left)
        return [" " * (left - width(lines[0])) + lines[0] + " ─╯", *lines[1:]]
    return wrap(text, columns)
