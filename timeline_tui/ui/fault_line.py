"""What is wrong with the query, in words below the place where it is wrong."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from timeline_tui.syntax import QueryError
from timeline_tui.text import shorten, width, wrap
from timeline_tui.ui.views import show

LONGEST = 400  # cells of a message; it quotes what was typed
NARROWEST = 24  # cells that a message needs beside its pointer


class FaultLine(Static):
    """What is wrong with the query, below the place where it is wrong. It takes no line while nothing is."""

    DEFAULT_CSS = """
    FaultLine {
        display: none;
        height: auto;
        max-height: 3;
        color: $text-error;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._fault: tuple[QueryError, int] | None = None

    def tell(self, error: QueryError | None, column: int = 0, columns: int = 1) -> None:
        """Point from below to ``column``, on lines of ``columns`` cells; or vanish."""
        self._fault = (error, column) if error else None
        show(self, error is not None)
        self._write(columns)

    def on_resize(self) -> None:
        """Wrap again."""
        self._write(self.size.width)

    def _write(self, columns: int) -> None:
        if self._fault:
            error, column = self._fault
            text = f"{error.message}; {error.hint}" if error.hint else error.message
            lines = fault_lines(shorten(text, LONGEST), max(0, min(column, columns - 1)), columns)
            self.update(Content("\n".join(lines)))


def fault_lines(text: str, column: int, columns: int) -> list[str]:
    """``text`` with a pointer to ``column``: at its right, at its left, or without one if neither has the room.

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
