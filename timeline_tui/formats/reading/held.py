"""Holds events back until it is certain that they are complete."""

from timeline_tui.formats.reading.builder import Sink
from timeline_tui.formats.reading.nodes import Map, Node


class Held:
    """A sink that holds the last two events, and passes on all earlier events.

    The parser finds some faults only after the event with the fault. A line that is indented too little first ends the
    event, and then is a fault. A dash too many begins another event.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.last: list[tuple[Node, int]] = []
        """The events that were not passed on yet, with their offsets."""

    def begin(self, root: Map) -> None:
        """Pass on the keys before the first event."""
        self._sink.begin(root)

    def event(self, node: Node, offset: int) -> None:
        """Hold this event."""
        self.last.append((node, offset))
        if len(self.last) > 2:
            self._sink.event(*self.last.pop(0))

    def flush(self) -> None:
        """Pass on all events."""
        for node, offset in self.last:
            self._sink.event(node, offset)
        self.last.clear()
