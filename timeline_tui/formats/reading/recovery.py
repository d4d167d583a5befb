"""For going on after a syntax error: the last events, which may be incomplete, and the containers that are open."""

from __future__ import annotations

from typing import TypeAlias

from timeline_tui.formats.reading.builder import Builder, Sink
from timeline_tui.formats.reading.nodes import List, Map, Node

# (container, offset, offset of its incomplete entry, its key in the root)
Outline: TypeAlias = "tuple[Map | List, int, int | None, str | None]"


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


def outline(builder: Builder) -> list[Outline]:
    """The root, and its value that is not complete; if all are complete, all that are containers.

    Empty if the root is complete, or is not a container.
    """
    frames = builder.frames
    if not frames:
        return []
    node, key, key_offset, offset = frames[0]
    if isinstance(node, list):
        return [(node, offset, frames[1][3] if len(frames) > 1 else None, None)]
    if key is None:
        values: list[Outline] = [
            (value, at, None, name) for name, (_, at, value) in node.items() if isinstance(value, (dict, list))
        ]
        return [(node, offset, None, None), *values]
    levels: list[Outline] = [(node, offset, key_offset, None)]
    if len(frames) > 1:
        value, inner_key, inner_offset, value_offset = frames[1]
        in_list = frames[2][3] if len(frames) > 2 else None
        in_mapping = None if inner_key is None else inner_offset
        levels.append((value, value_offset, in_list if isinstance(value, list) else in_mapping, key))
    return levels
