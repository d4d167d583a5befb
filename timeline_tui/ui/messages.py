"""The messages from the panes to the screen. A message does not name the widget that sends it.

They are plain classes: seven dataclasses would add 2 ms to the time until the first screen.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.bits import Ranked


class Narrowed(Message):
    """The reader changed the filter in a pane."""

    def __init__(self, change: Callable[[Slice], Slice]) -> None:
        """``change`` returns the slice to show, made from the newest one: other changes may be under way."""
        super().__init__()
        self.change = change


class EventMoved(Message):
    """Another event is under the cursor of the timeline."""

    def __init__(self, position: int | None) -> None:
        """``position``: the position of the event in the index; None if there is no event."""
        super().__init__()
        self.position = position


class ItemMoved(EventMoved):
    """A quote or dispute of another event is under the cursor."""


class EventChosen(Message):
    """The reader opens an event."""

    def __init__(self, position: int) -> None:
        """``position``: the position of the event in the index."""
        super().__init__()
        self.position = position


class ItemChosen(Message):
    """The reader goes from a quote or dispute to its event."""

    def __init__(self, position: int) -> None:
        """``position``: the position of the event in the index."""
        super().__init__()
        self.position = position


class Peeked(Message):
    """The reader reads one of the events under the cursor of the grid, and stays in the grid."""

    def __init__(self, position: int) -> None:
        """``position``: the position of the event in the index."""
        super().__init__()
        self.position = position


class CellMoved(Message):
    """Other events are under the cursor of the grid.

    The detail shows the first of them, unless the current event is among them.
    """

    def __init__(self, here: Callable[[], Ranked]) -> None:
        """``here`` returns the events under the cursor, which may have moved on when the message is handled."""
        super().__init__()
        self._here = here

    @property
    def positions(self) -> Ranked:
        """The positions of the events in the index, by date; empty for an empty cell."""
        return self._here()
