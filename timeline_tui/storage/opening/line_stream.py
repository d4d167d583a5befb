"""Makes the image of a large file of JSON lines without having all events in memory.

Two processes read the file: one collects the words and the texts that are searched, the other all other parts. Reading
takes a third of the time of each, so both together need less time than one, and need not exchange what they read.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

from timeline_tui.formats.reading.line_events import LineEvents, NotStreamedError
from timeline_tui.formats.reading.read_options import ReadOptions
from timeline_tui.formats.reading.results import Progress
from timeline_tui.index.collector import Collector
from timeline_tui.index.mapped.image import BLOCK, ImageWriter
from timeline_tui.index.mapped.search_texts import SearchTexts
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event
from timeline_tui.storage.inputs import Inputs, Loaded, shown_name
from timeline_tui.storage.opening.event_lines import check_streams, read_lines
from timeline_tui.storage.opening.listed_events import ListedEvents
from timeline_tui.storage.opening.process import end_with_parent
from timeline_tui.storage.opening.stable_file import ReadWholeError, StableFile
from timeline_tui.storage.opening.streamed_index import StreamedIndex

_PART = 1 << 20  # bytes of the file that are read at once for its checksums; a multiple of BLOCK


class LineStream:
    """The reading of one file of JSON lines; ``folder`` is for a temporary file.

    Call `start`, `read` and `write`. Before `read`, `list_events` may be called.
    """

    def __init__(self, inputs: Inputs, options: ReadOptions, folder: str) -> None:
        """Raises NotStreamedError if it is another file, or has to be read with all events in memory."""
        self._inputs, self._options = inputs, options
        self._path = os.path.join(folder, "texts.image")
        self._process = 0  # the process that collects the texts
        self._files: list[StableFile] = []
        self._index: StreamedIndex | None = None
        self._checksums: array[int] | None = None
        check_streams(inputs, options)

    def start(self) -> None:
        """Start the other process; without fork, do its work. Raises NotStreamedError."""
        if hasattr(os, "fork"):
            self._process = os.fork()
            if not self._process:
                end_with_parent()
                self._end_with(self._write_texts)
        else:
            self._write_texts()

    def read(self, progress: Progress) -> Loaded:
        """Read the file. Its timeline has only what is in memory. Raises NotStreamedError."""
        collector = Collector()
        self._index, loaded = self._read(collector, collector.add, progress)
        return loaded

    def list_events(self) -> ListedEvents:
        """The list of all events; most of them are not read completely. Raises NotStreamedError."""
        lines = LineEvents(lambda _: None, listed=True)
        timeline = self._events(lines, lambda *_: None).timeline._replace(events=())
        for number in lines.renamed:
            lines[number] = lines[number]
        self._checksums = self._checksums_of_file()
        return ListedEvents(timeline, lines, self._checksums, shown_name(self._inputs.names[0]))

    def write(self, file: BinaryIO, meta: dict[str, Any], progress: Callable[[float], None]) -> None:
        """Write the image, once. Raises OSError, ValueError and NotStreamedError."""
        writer = ImageWriter(file)
        writer.add("lines.checksums", [self._checksums or self._checksums_of_file()])
        if self._index is None:
            raise NotStreamedError
        data = self._index.write(writer)
        progress(0.5)
        self._index = None  # it takes more memory than all that follows
        self._wait()
        with open(self._path, "rb") as texts:
            writer.include(texts)
        writer.finish({**meta, **data})

    def stop(self) -> None:
        """End the other process, and close the file."""
        for file in self._files:
            file.close()
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

            index, _ = self._read(names, add, lambda *_: None)
            index.ids = ()
            texts.finish(index)
            writer.finish({})

    def _read(
        self, collector: Collector, add: Callable[[Event], None], progress: Progress
    ) -> tuple[StreamedIndex, Loaded]:
        lines = LineEvents(add)
        loaded = self._events(lines, progress)
        index = StreamedIndex.of_all(loaded.timeline, lines, collector)
        return index, loaded._replace(timeline=loaded.timeline._replace(events=()))

    def _events(self, events: LineEvents, progress: Progress) -> Loaded:
        """Read all events of the file."""
        try:
            file = StableFile(self._inputs.names[0])
            self._files.append(file)  # stays open, because events are read from it again
            return read_lines(file, self._inputs, self._options, progress, events)
        except ReadWholeError as error:
            raise NotStreamedError from error

    def _checksums_of_file(self) -> array[int]:
        """The checksums of the blocks of the file, as in a section of an image. Raises NotStreamedError."""
        checksums = array("I")
        file = self._files[0]
        try:
            for start in range(0, file.size, _PART):
                part = memoryview(file.read(start, _PART))
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
            stream.start()
            save(stream, stream.read(lambda *_: None).problems)
        finally:
            stream.stop()
        return True
    return False
