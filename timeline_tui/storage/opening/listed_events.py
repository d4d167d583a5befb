"""The list of all events of a large file of JSON lines in order of time, and its image."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from timeline_tui.index.bits import bits_of, first_bits
from timeline_tui.index.collected_index import CollectedIndex
from timeline_tui.index.collector import Collector
from timeline_tui.index.mapped.image import ImageWriter
from timeline_tui.index.mapped.index_writer import IndexWriter, write_dates
from timeline_tui.index.mapped.search_texts import SearchTexts, write_source_texts
from timeline_tui.model.timeline import Event
from timeline_tui.storage.opening.event_lines import EventLines


class ListedEvents(Sequence[Event]):
    """The events of ``lines`` in order of time. ``numbers`` has the number of the event at each position."""

    def __init__(self, lines: EventLines) -> None:
        """Removes the ids from ``lines``; `write_lines` removes the dates."""
        self.name, self._lines = lines.name, lines.events
        self.timeline = lines.loaded.timeline._replace(events=())
        self.numbers = self._lines.in_order()
        self._places = array("I")  # the position of the event with each number; set by `write_lines`
        self._ids = "\n".join(map(self._lines.ids.__getitem__, self.numbers))  # a million take 30 MB; as a list, 110
        self._lines.ids = []

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, position: Any) -> Any:
        return self._lines[self.numbers[position]]

    def __iter__(self) -> Iterator[Event]:
        return map(self._lines.__getitem__, self.numbers)

    def ids(self, count: int) -> list[str]:
        """The ids of the first ``count`` events, and of all others ""."""
        return [*self._ids.split("\n", count)[:count], *[""] * (len(self) - count)]

    def collected(self, collector: Collector, ids: Sequence[str]) -> CollectedIndex:
        """The index of the events that ``collector`` got. ``ids`` are the ids of all events; "" if one is not known."""
        return CollectedIndex(self.timeline, self, collector, ids)

    def write_lines(self, writer: ImageWriter, checksums: array[int]) -> None:
        """Write the sections that need no fields of the events, once. ``checksums`` are of the blocks of the file."""
        lines = self._lines
        self._places = array("I", bytes(4 * len(self)))
        for position, number in enumerate(self.numbers):
            self._places[number] = position
        for name, values in (("starts", lines.starts), ("sizes", lines.sizes), ("lines", lines.lines)):
            writer.add(f"lines.{name}", [array(values.typecode, map(values.__getitem__, self.numbers))])
        writer.add("lines.checksums", [checksums])
        write_dates(writer, [*map(lines.dates.__getitem__, self.numbers)], self._places)
        lines.dates = []

    def write_fields(self, writer: ImageWriter, index: CollectedIndex) -> dict[str, Any]:
        """Write the other sections, except those of texts and words. Return the entries for the table of the image."""
        write_source_texts(writer, index)
        return IndexWriter(index, writer).write(map(self._lines.kept.get, self.numbers))

    def placed(self, events: Iterable[Event]) -> dict[int, Event]:
        """The events by their positions; ``events`` were read from the same file, and are in its order.

        Events that are not in the list are left out. Call `write_lines` before.
        """
        lines, by_number = self._lines.lines, dict[int, Event]()
        for event in events:
            number = bisect_left(lines, event.line)
            while number in by_number:  # a line may have several events
                number += 1
            if number < len(lines) and lines[number] == event.line:
                by_number[number] = event
        return {self._places[number]: event for number, event in by_number.items()}


class ReadEvents:
    """What was collected of the events at some positions. Their texts are in the file ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self.collector, self.texts = Collector(), SearchTexts(self._file.write)

    def add(self, events: Sequence[Event], start: int) -> None:
        """Add events at consecutive positions, the first at ``start``. Positions must be ascending."""
        self.collector.add(events, start)
        self.texts.add(events, start)

    def flush(self) -> None:
        """Write the texts so far to the file."""
        self._file.flush()

    def close(self) -> None:
        """Close the file. Then set ``texts.put``, or add no more events."""
        self._file.close()


class PartlyRead(NamedTuple):
    """A `ListedEvents`, of which the first ``total`` events are in ``read``, and ``others`` are from the same file.

    It is written like an index, once; see `Writing`. ``lines`` is an image with the sections of
    `ListedEvents.write_lines`.
    """

    listed: ListedEvents
    lines: Path
    others: Sequence[Event]
    read: ReadEvents
    total: int

    def write(self, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None]) -> None:
        """Write the image. Only the events that have been read are in facets and can be searched.

        Raises OSError and ValueError.
        """
        listed, read, ids, writer = self.listed, self.read, self.listed.ids(self.total), ImageWriter(file)
        placed = listed.placed(self.others)
        others = sorted(position for position in placed if position >= self.total)
        read.close()
        writer.put_file(read.path, read.texts.size)  # the process that reads adds more texts to the file meanwhile
        read.texts.put = writer.put
        for position in others:
            read.add([placed[position]], position)
            ids[position] = placed[position].id
        writer.end("texts")
        _ = read.collector.files[listed.name]  # makes an entry, also if there are no events
        index = listed.collected(read.collector, ids)
        read.texts.finish(writer, index, ready=False)  # 40 % of the work for this image, which is soon replaced
        progress(0.5)
        writer.include(self.lines)
        writer.bits("indexed", first_bits(self.total) | bits_of([others], len(listed)))
        writer.finish({**meta, **listed.write_fields(writer, index)})
