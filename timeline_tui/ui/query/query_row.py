"""The line of the query without the query itself: the prompt, the edges of the box, and keys at the right of it."""

from collections.abc import Sequence
from typing import NamedTuple

from timeline_tui.ui.lists.pieces import DOT, Piece, cells

LEFT = 3  # cells before the box: the prompt, a space and the edge
RIGHT = 24  # cells after the box: the edge and the hints
ROOMY = 100  # cells of the line from which there is room for hints
PROMPT = "/"
EDGES = "▕", "▏"  # they touch the box


class Hint(NamedTuple):
    """A key that works now: its name in Textual, its text on the screen, and its action."""

    key: str
    shown: str
    does: str


class QueryRow(NamedTuple):
    """A line of ``columns`` cells, with ``hints`` if it is roomy; ``is_active`` while the reader types."""

    columns: int
    is_active: bool
    hints: Sequence[Hint]

    @property
    def pieces(self) -> list[Piece]:
        """The line from left to right; the box covers the space between the edges."""
        style = "accent" if self.is_active else "dim"
        roomy = self.columns >= ROOMY
        inside = max(0, self.columns - LEFT - (RIGHT if roomy else 1))
        line = [(f"{PROMPT} ", "accent"), (EDGES[0], style), (" " * inside, ""), (EDGES[1], style)]
        return line + self._hints if roomy else line

    @property
    def _hints(self) -> list[Piece]:
        pieces: list[Piece] = [(" ", "")]
        for number, hint in enumerate(self.hints):
            pieces += [(DOT if number else "", "dim"), (hint.shown, "accent"), (f" {hint.does}", "dim")]
        return pieces

    def hint_at(self, column: int) -> Hint | None:
        """The hint at a column."""
        if self.columns < ROOMY:
            return None
        stop = self.columns - RIGHT + 2
        for hint in self.hints:
            start, stop = stop, stop + cells([(hint.shown, ""), (f" {hint.does}", "")])
            if start <= column < stop:
                return hint
            stop += cells([(DOT, "")])
        return None
