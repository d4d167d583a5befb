"""The messages from the panes to the screen. A message does not name the widget that sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from timeline_tui.analysis.slice import Slice


@dataclass
class Narrowed(Message):
    """The reader changed the filter in a pane."""

    slice: Slice
    """The slice to show."""


@dataclass
class EventMoved(Message):
    """Another event is under the cursor of the timeline."""

    position: int | None
    """The position of the event in the index; None if there is no event."""


@dataclass
class QuoteMoved(EventMoved):
    """A quote of another event is under the cursor of the quotes."""


@dataclass
class EventChosen(Message):
    """The reader opens an event."""

    position: int
    """The position of the event in the index."""


@dataclass
class QuoteChosen(Message):
    """The reader goes from a quote to its event."""

    position: int
    """The position of the event in the index."""


@dataclass
class Peeked(Message):
    """The reader reads one of the events under the cursor of the grid, and stays in the grid."""

    position: int
    """The position of the event in the index."""


@dataclass
class CellMoved(Message):
    """Other events are under the cursor of the grid.

    The detail shows the first of them, unless the current event is among them.
    """

    positions: Sequence[int]
    """The positions of the events in the index, by date; empty for an empty cell."""
