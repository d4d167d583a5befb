"""The list of all events of a large file of JSON lines, made before their fields are read."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, BinaryIO, NamedTuple

from timeline_tui.formats.reading.line_events import LineEvents
from timeline_tui.index.bits import bits_of
from timeline_tui.index.collector import Collector
from timeline_tui.index.intervals import Intervals
from timeline_tui.index.mapped.image import ImageWriter
from timeline_tui.index.mapped.search_texts import SearchTexts
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.storage.opening.streamed_index import InOrder, StreamedIndex


class ListedEvents:
    """All events of a file in order of time. An image of them can have the facets and words of some events."""

    def __init__(self, timeline: Timeline, lines: LineEvents, checksums: array[int], file: str) -> None:
        """``timeline`` has the sources of the file. ``checksums`` are those of its blocks; ``file`` is its name."""
        self.timeline, self.lines = timeline, lines
        self.checksums, self.file = checksums, file
        self.events = InOrder(lines)
        self.dates = [*map(lines.dates.__getitem__, self.events.numbers)]
        lines.dates.clear()
        lines.ids.clear()  # a million of them take 110 MB

    def with_part(self, events: Sequence[Event]) -> PartlyRead:
        """All events. Only ``events``, which were read from the same file, are in facets and can be searched."""
        return PartlyRead(self, events)

    @cached_property
    def intervals(self) -> Intervals:
        """The dates of the events."""
        return Intervals.from_dates(self.dates)

    def number(self, event: Event) -> int | None:
        """The number of an event that was read from the same file; None if it is not in the list."""
        found = bisect_left(self.lines.lines, event.line)
        return found if found < len(self.lines) and self.lines.lines[found] == event.line else None


class PartlyRead(NamedTuple):
    """A `ListedEvents` and the events of it that have been read. It is written like an index; see `Writing`."""

    listed: ListedEvents
    events: Sequence[Event]

    def write(self, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None]) -> None:
        """Write the image. Raises OSError and ValueError."""
        listed, writer, collector = self.listed, ImageWriter(file), Collector()
        texts, places = SearchTexts(writer), array("I")
        ids = [""] * len(listed.events)
        for event in self.events:
            number = listed.number(event)
            if number is not None:
                collector.add(event)
                texts.add(event)
                places.append(listed.events.places[number])
                ids[places[-1]] = event.id
        _ = collector.files[listed.file]  # makes an entry, also if there are no events
        index = StreamedIndex(listed.timeline, listed.events, collector, listed.dates, ids, places)
        index.__dict__["intervals"] = listed.intervals
        texts.finish(index)
        progress(0.5)
        writer.add("lines.checksums", [listed.checksums])
        writer.bits("indexed", bits_of([places], index.total))
        writer.finish({**meta, **index.write(writer)})
