"""The index of events that are not in memory: a collector has their values, and the file has their lines."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from timeline_tui.dates.when import When
from timeline_tui.formats.reading.line_events import LineEvents
from timeline_tui.index.collected_index import DROPPED, CollectedIndex
from timeline_tui.index.collector import Collector
from timeline_tui.index.mapped.image import ImageWriter
from timeline_tui.index.mapped.index_writer import IndexWriter
from timeline_tui.model.timeline import Event, Timeline


class InOrder(Sequence[Event]):
    """The events of ``lines`` in order of time.

    ``numbers`` has the number of the event at each position, ``places`` the position of the event with each number.
    """

    def __init__(self, lines: LineEvents) -> None:
        self.lines = lines
        self.numbers = lines.in_order()
        self.places = array("i", bytes(4 * len(self.numbers)))
        for position, number in enumerate(self.numbers):
            self.places[number] = position

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, position: Any) -> Any:
        return self.lines[self.numbers[position]]

    def __iter__(self) -> Iterator[Event]:
        return map(self.lines.__getitem__, self.numbers)


class StreamedIndex(CollectedIndex):
    """The index of ``events``. ``collector`` got the events at the positions ``places``, in that order.

    ``dates`` and ``ids`` are in order of time.
    """

    def __init__(
        self,
        timeline: Timeline,
        events: InOrder,
        collector: Collector,
        dates: Sequence[When],
        ids: Sequence[str],
        places: Sequence[int],
    ) -> None:
        super().__init__(timeline, events, collector, dates, ids, places)
        self._in_order = events

    @classmethod
    def of_all(cls, timeline: Timeline, lines: LineEvents, collector: Collector) -> StreamedIndex:
        """The index of ``lines``, which are all in the collector. Removes the dates and ids from ``lines``."""
        events = InOrder(lines)
        dates = [*map(lines.dates.__getitem__, events.numbers)]
        lines.dates.clear()
        ids = [*map(lines.ids.__getitem__, events.numbers)]
        lines.ids.clear()
        return cls(timeline, events, collector, dates, ids, _places(lines, events))

    def write(self, writer: ImageWriter) -> dict[str, Any]:
        """Write the sections of the index and of the lines. Return the entries for the table of the image."""
        lines, order = self._in_order.lines, self._in_order.numbers
        for name, values in (("starts", lines.starts), ("sizes", lines.sizes), ("lines", lines.lines)):
            writer.add(f"lines.{name}", [array(values.typecode, map(values.__getitem__, order))])
        return IndexWriter(self, writer).write(map(lines.kept.get, order), self._in_order.places)


def _places(lines: LineEvents, events: InOrder) -> array[int]:
    """The position of each event that was given to the collector. Of one that was given twice, the last counts."""
    places = array("i", map(events.places.__getitem__, lines.added))
    sound = len(lines.added) - len(lines.kept)
    for at in range(sound):
        if lines.added[at] in lines.kept:
            places[at] = DROPPED
    return places
