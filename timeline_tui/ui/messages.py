"""What widgets tell the screen. The messages name no widget: who sends and who listens need not know each other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from timeline_tui.analysis.slice import Slice

# Written out, for a dataclass takes as long to make as its whole module to import.


class Narrowed(Message):
    """The reader changed the filter: the screen decides whether to take this slice."""

    def __init__(self, slice: Slice) -> None:
        super().__init__()
        self.slice = slice


class _Positioned(Message):
    """About the event at ``position`` in the index."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position


class EventMoved(Message):
    """Another event is under the cursor of the timeline: its position in the index, None if there is none."""

    def __init__(self, position: int | None) -> None:
        super().__init__()
        self.position = position


class QuoteMoved(EventMoved):
    """A quote of another event is under the cursor of the quotes: the event's position, None without a quote."""


class EventChosen(_Positioned):
    """The reader wants to read the event."""


class QuoteChosen(_Positioned):
    """The reader wants to go from a quote to its event."""


class Peeked(_Positioned):
    """The reader wants to read the event, one of those under the cursor, and stay in the grid."""


class CellMoved(Message):
    """Other events are under the cursor of the grid: their positions in the index, in order of time; perhaps none.

    Beside the grid the first of them is worth showing, unless the one that is shown is among them.
    """

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__()
        self.positions = positions
