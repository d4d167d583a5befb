"""The list of all events of a large file of JSON lines in order of time, and its image."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from timeline_tui.index.bits import bits_of
from timeline_tui.index.collected_index import CollectedIndex
from timeline_tui.index.collector import Collector
from timeline_tui.index.intervals import Intervals
from timeline_tui.index.mapped.image import ImageWriter
from timeline_tui.index.mapped.index_writer import IndexWriter, write_order
from timeline_tui.index.mapped.search_texts import SearchTexts
from timeline_tui.model.timeline import Event
from timeline_tui.storage.opening.event_lines import EventLines


class ListedEvents(Sequence[Event]):
    """The events of ``lines`` in order of time. ``numbers`` has the number of the event at each position."""

    def __init__(self, lines: EventLines) -> None:
        """Removes the dates and ids from ``lines``."""
        self.name, self._lines = lines.name, lines.events
        self.timeline = lines.loaded.timeline._replace(events=())
        self.numbers = self._lines.in_order()
        self._places = array("I", bytes(4 * len(self.numbers)))  # the position of the event with each number
        for position, number in enumerate(self.numbers):
            self._places[number] = position
        self._dates = [*map(self._lines.dates.__getitem__, self.numbers)]
        self._ids = "\n".join(map(self._lines.ids.__getitem__, self.numbers))  # a million take 30 MB; as a list, 110
        self._lines.dates, self._lines.ids = [], []

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, position: Any) -> Any:
        return self._lines[self.numbers[position]]

    def __iter__(self) -> Iterator[Event]:
        return map(self._lines.__getitem__, self.numbers)

    def collected(self, collector: Collector, ids: Sequence[str] | None = None) -> CollectedIndex:
        """The index of the events that ``collector`` got. ``ids`` are those of all events; "" if one is not known."""
        return CollectedIndex(self.timeline, self, collector, self._dates, ids or self._ids.split("\n"))

    def write_lines(self, writer: ImageWriter, checksums: array[int]) -> None:
        """Write the sections that need no fields of the events. ``checksums`` are those of the blocks of the file."""
        lines = self._lines
        for name, values in (("starts", lines.starts), ("sizes", lines.sizes), ("lines", lines.lines)):
            writer.add(f"lines.{name}", [array(values.typecode, map(values.__getitem__, self.numbers))])
        writer.add("lines.checksums", [checksums])
        write_order(writer, self._places, Intervals.from_dates(self._dates))

    def write_fields(self, writer: ImageWriter, index: CollectedIndex) -> dict[str, Any]:
        """Write the other sections, except those for searching. Return the entries for the table of the image."""
        return IndexWriter(index, writer).write(map(self._lines.kept.get, self.numbers))

    def position(self, event: Event) -> int | None:
        """The position of an event that was read from the same file; None if it is not in the list."""
        lines = self._lines.lines
        found = bisect_left(lines, event.line)
        return self._places[found] if found < len(lines) and lines[found] == event.line else None


class PartlyRead(NamedTuple):
    """A `ListedEvents`, and the events of it that have been read. It is written like an index; see `Writing`.

    ``lines`` is an image with the sections of `ListedEvents.write_lines`.
    """

    listed: ListedEvents
    events: Sequence[Event]
    lines: Path

    def write(self, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None]) -> None:
        """Write the image. Only the events that have been read are in facets and can be searched.

        Raises OSError and ValueError.
        """
        listed, writer, collector = self.listed, ImageWriter(file), Collector()
        texts = SearchTexts(writer.put)
        placed = {position: event for event in self.events if (position := listed.position(event)) is not None}
        positions, ids = sorted(placed), [""] * len(listed)
        for position in positions:
            collector.add(placed[position], position)
            texts.add(placed[position], position)
            ids[position] = placed[position].id
        writer.end("texts")
        _ = collector.files[listed.name]  # makes an entry, also if there are no events
        index = listed.collected(collector, ids)
        texts.finish(writer, index)
        progress(0.5)
        with self.lines.open("rb") as lines:
            writer.include(lines)
        writer.bits("indexed", bits_of([positions], len(listed)))
        writer.finish({**meta, **listed.write_fields(writer, index)})
