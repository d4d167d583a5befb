"""Makes the image of a large file of JSON lines without having all events in memory.

Two processes read the file: one collects the words and the texts that are searched, the other all other parts. Reading
takes a third of the time of each, so both together need less time than one, and need not exchange what they read.
"""

from __future__ import annotations

import gc
import os
import tempfile
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

from timeline_tui.formats import by_name, detect
from timeline_tui.formats.json import json_lines
from timeline_tui.formats.reading.line_events import LineEvents, NotStreamedError
from timeline_tui.formats.reading.read_options import ReadOptions
from timeline_tui.formats.reading.results import Progress
from timeline_tui.index.collector import DROPPED, CollectedIndex, Collector
from timeline_tui.index.mapped.image import BLOCK, ImageWriter
from timeline_tui.index.mapped.index_writer import IndexWriter
from timeline_tui.index.mapped.search_texts import SearchTexts
from timeline_tui.model.problems import Problem, in_order
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.storage.inputs import Inputs, Loaded, shown_name
from timeline_tui.storage.opening.source_lines import SourceLines
from timeline_tui.storage.opening.stable_file import ReadWholeError, StableFile
from timeline_tui.storage.remembered import Memory

_PART = 1 << 20  # bytes of the file that are read at once for its checksums; a multiple of BLOCK


class LineStream:
    """The reading of one file of JSON lines; ``folder`` is for a temporary file. Call `read`, then `write`."""

    def __init__(self, inputs: Inputs, options: ReadOptions, folder: str) -> None:
        """Raises NotStreamedError if it is another file, or has to be read with all events in memory."""
        self._inputs, self._options = inputs, options
        self._path = os.path.join(folder, "texts.image")
        self._process = 0  # the process that collects the texts
        self._file: StableFile | None = None
        self._index: _StreamedIndex | None = None
        if options.sources or options.adapts or len(inputs.names) != 1 or not Memory().is_empty:
            raise NotStreamedError
        try:
            with StableFile(inputs.names[0]) as file:
                format = by_name(options.format) if options.format else detect(file, shown_name(inputs.names[0]))
        except ReadWholeError as error:
            raise NotStreamedError from error
        if not format.streams:
            raise NotStreamedError

    def read(self, progress: Progress) -> Loaded:
        """Read the file. Its timeline has only what is in memory. Raises NotStreamedError."""
        if hasattr(os, "fork"):
            self._process = os.fork()
            if not self._process:
                self._end_with(self._write_texts)
        else:
            self._write_texts()
        collector = Collector()
        self._index, loaded = self._read(collector, collector.add, progress)
        return loaded

    def write(self, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None]) -> None:
        """Write the image, once. Raises OSError, ValueError and NotStreamedError."""
        writer = ImageWriter(file)
        writer.add("lines.checksums", [self._checksums()])
        data = self._write_index(writer)
        progress(0.5)
        self._index = None  # it takes more memory than all that follows
        self._wait()
        with open(self._path, "rb") as texts:
            writer.include(texts)
        writer.finish({**meta, **data})

    def _write_index(self, writer: ImageWriter) -> dict[str, Any]:
        index = self._index
        if index is None:
            raise NotStreamedError
        events, order = index.lines, index.numbers
        for name, values in (("starts", events.starts), ("sizes", events.sizes), ("lines", events.lines)):
            writer.add(f"lines.{name}", [array(values.typecode, map(values.__getitem__, order))])
        places = array("I", bytes(4 * len(order)))
        for position, number in enumerate(order):
            places[number] = position
        return IndexWriter(index, writer).write(map(events.kept.get, order), places)

    def stop(self) -> None:
        """End the other process, and close the file."""
        if self._file:
            self._file.close()
        if self._process:
            with suppress(OSError):
                os.kill(self._process, 9)
                os.waitpid(self._process, 0)
            self._process = 0

    def _wait(self) -> None:
        process, self._process = self._process, 0
        if process and os.waitpid(process, 0)[1]:
            raise NotStreamedError

    def _end_with(self, work: Callable[[], None]) -> None:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)  # without what the other process does at its end

    def _write_texts(self) -> None:
        with open(self._path, "wb") as file:
            writer = ImageWriter(file)
            texts, names = SearchTexts(writer), Collector(names_only=True)

            def add(event: Event) -> None:
                names.add(event)
                texts.add(event)

            parent = os.getppid()

            def alive(*_: object) -> None:
                if os.getppid() != parent:  # the other process was killed
                    os._exit(1)

            index, _ = self._read(names, add, alive)
            index.ids = ()
            texts.finish(index)
            writer.finish({})

    def _read(
        self, collector: Collector, add: Callable[[Event], None], progress: Progress
    ) -> tuple[_StreamedIndex, Loaded]:
        inputs = self._inputs
        events = LineEvents(add)
        try:
            self._file = StableFile(inputs.names[0])  # stays open, because events are read from it again
            reading = json_lines.read(self._file, shown_name(inputs.names[0]), progress, self._options, events)
            if not events or reading.bibliographies:
                raise NotStreamedError
            changed, disorder = events.placed()
            for number, event in changed.items():
                events[number] = event
            problems = in_order([*reading.problems, *disorder])
            events.finish()
            sources = {source.key: source for source in reading.timeline.sources}
            lines, file = SourceLines(self._file, sources.get).event, shown_name(inputs.names[0])
            # The reader knows all ids; it is not needed any more.
            events.read_again = lambda at: lines(events.starts[at], events.sizes[at], events.lines[at], file)
            gc.collect()  # parts of the reader refer to each other
            index = _StreamedIndex(reading.timeline, events, collector)
        except ReadWholeError as error:
            raise NotStreamedError from error
        timeline = reading.timeline._replace(events=())
        return index, Loaded(timeline, tuple(problems), inputs.files, inputs.seen, inputs.key, reading.extent)

    def _checksums(self) -> array[int]:
        """The checksums of the blocks of the file, as in a section of an image. Raises NotStreamedError."""
        checksums = array("I")
        assert self._file
        try:
            for start in range(0, self._file.size, _PART):
                part = memoryview(self._file.read(start, _PART))
                checksums.extend(zlib.crc32(part[at : at + BLOCK]) for at in range(0, len(part), BLOCK))
        except ReadWholeError as error:
            raise NotStreamedError from error
        return checksums


def save_streamed(
    inputs: Inputs, options: ReadOptions, save: Callable[[LineStream, Sequence[Problem]], object]
) -> bool:
    """Read a file as a `LineStream` and call ``save`` with it. Return False if that is not possible."""
    with suppress(NotStreamedError, OSError), tempfile.TemporaryDirectory(prefix="timeline-tui-") as folder:
        stream = LineStream(inputs, options, folder)
        try:
            save(stream, stream.read(lambda *_: None).problems)
        finally:
            stream.stop()
        return True
    return False


class _StreamedIndex(CollectedIndex):
    """The index of events that are not in memory. ``numbers`` are the numbers of ``lines`` in order of time."""

    def __init__(self, timeline: Timeline, lines: LineEvents, collector: Collector) -> None:
        self.lines = lines
        self.numbers = lines.in_order()
        dates = [*map(lines.dates.__getitem__, self.numbers)]
        lines.dates.clear()
        ids = [*map(lines.ids.__getitem__, self.numbers)]
        lines.ids.clear()
        super().__init__(timeline, _Ordered(lines, self.numbers), collector, dates, ids, _places(lines, self.numbers))


class _Ordered(Sequence[Event]):
    """``lines`` in order of time."""

    def __init__(self, lines: LineEvents, numbers: Sequence[int]) -> None:
        self._lines, self._numbers = lines, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, position: Any) -> Any:
        return self._lines[self._numbers[position]]

    def __iter__(self) -> Iterator[Event]:
        return map(self._lines.__getitem__, self._numbers)


def _places(lines: LineEvents, numbers: Sequence[int]) -> array[int]:
    """The position of each event that was given to the collector. Of one that was given twice, the last counts."""
    positions = array("i", bytes(4 * len(numbers)))
    for position, number in enumerate(numbers):
        positions[number] = position
    places = array("i", map(positions.__getitem__, lines.added))
    sound = len(lines.added) - len(lines.kept)
    for at in range(sound):
        if lines.added[at] in lines.kept:
            places[at] = DROPPED
    return places
