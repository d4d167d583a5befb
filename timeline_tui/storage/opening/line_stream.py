"""Makes the image of a large file of JSON lines without having all events in memory.

Two processes share each step. First, each lists a half of the lines, so that all events have their place in time. Then
each reads a half of the events, in order of time, and collects what the index needs. At last, one writes the words,
the other one everything else.
"""

from __future__ import annotations

import pickle
import tempfile
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.forking import Send, UnfinishedError, can_fork, forked
from timeline_tui.formats.reading.line_events import NotStreamedError
from timeline_tui.formats.reading.listed_lines import ListedLines, list_lines
from timeline_tui.index.collected_index import CollectedIndex
from timeline_tui.index.mapped.image import BLOCK, ImageWriter
from timeline_tui.model.problems import DamagedError, Problem
from timeline_tui.model.timeline import Event
from timeline_tui.query.event_values import sources
from timeline_tui.storage.inputs import Inputs, Loaded
from timeline_tui.storage.opening.event_lines import EventLines, ListLines, check_streams
from timeline_tui.storage.opening.listed_events import ListedEvents, PartlyRead, ReadEvents
from timeline_tui.storage.opening.process import end_with_parent
from timeline_tui.storage.opening.stable_file import ReadWholeError, StableFile

_PART = 1 << 20  # bytes of a file that are read at once; a multiple of BLOCK
_SHOWN = 5  # while events are read, an image of the first 32nd of them is made, which takes 3 % of the time of all
_MANY = 100_000  # events from which on this is done
_OWN = 0.49  # the fraction of the events that the process reads that also writes the list
_FIRST = 0.47  # the fraction of the bytes that the process lists that also reads the header

Report = Callable[[float], None]
"""A function that is called with the fraction of the work that is done."""


class LineStream:
    """The reading of one file of JSON lines; ``folder`` is for temporary files.

    First, `list_events` is called, then `read` and `write`. They raise NotStreamedError if the file has changed, or has
    to be read with all events in memory.
    """

    def __init__(self, inputs: Inputs, options: ReadOptions, folder: str) -> None:
        """Raises NotStreamedError if it is another file."""
        check_streams(inputs, options)
        self._inputs, self._folder = inputs, Path(folder)
        self._lines: EventLines | None = None
        self._copy = ExitStack()
        self._rest: Iterable[bytes] = ()  # the messages of the copy that reads the second part of the events

    def list_events(self, progress: Report = lambda _: None) -> None:
        """List all events. Most of them are not read completely. The other process begins to read them."""
        with _streaming():
            self._lines = EventLines(self._inputs, partial(self._listing, progress))
            self._listed = ListedEvents(self._lines)
            self._middle = int(len(self._listed) * _OWN)
            known = [*self._listed.timeline.sources]
            for event in self._lines.events.kept.values():
                known += sources(event)
            self._sources = {id(source): source for source in known}
            if can_fork(0):
                self._read_rest()
            with self._path("lines").open("wb") as image:
                writer = ImageWriter(image)
                self._listed.write_lines(writer, self._checksums)
                writer.finish({})

    def part(self, others: Sequence[Event], read: ReadEvents | None = None, count: int = 0) -> PartlyRead:
        """All events, of which only the first ``count`` are read, and ``others``."""
        return PartlyRead(self._listed, self._path("lines"), others, read or ReadEvents(self._path("part")), count)

    def read(self, progress: Report = lambda _: None, show: Callable[[ReadEvents, int], None] | None = None) -> Loaded:
        """Read all events. Return the timeline without them.

        ``show`` is called in a copy of this process, with the first events that have been read, and their number.
        """
        assert self._lines
        total, middle = len(self._listed), self._middle
        shown = total >> _SHOWN if show and total >= _MANY and can_fork(0) else total
        with _streaming(), ExitStack() as copy:
            if not self._rest:
                self._read_rest()

            def advance(done: int) -> None:
                nonlocal shown
                progress(done / middle)
                if done >= shown and show:
                    shown = total
                    self._read.flush()
                    with suppress(UnfinishedError):
                        copy.enter_context(forked(lambda _: show(self._read, done)))

            self._read = ReadEvents(self._path("texts"))
            faulty = self._collect(self._read, range(middle), advance)
            more, collected, self._words = _received(self._rest, 3)
            self._copy.close()
            self._read.collector.extend(collected, self._sources)
            self._lines.report([*faulty, *pickle.loads(more)])  # noqa: S301  # our own data
        return self._lines.loaded.with_timeline(self._listed.timeline)

    def write(self, file: BinaryIO, meta: dict[str, Any], progress: Report) -> None:
        """Write the image, once. Also raises OSError and ValueError."""
        with _streaming():
            index = self._listed.collected(self._read.collector, ())
            with _copy(lambda send: send(self._write_words(index))) as messages:
                del self._read, self._words
                index.ids = self._listed.ids(len(self._listed))  # not before, because the copy would keep 110 MB
                writer = ImageWriter(file)
                for name in ("texts", "more"):
                    path = self._path(name)
                    writer.put_file(path, path.stat().st_size)
                    path.unlink()
                writer.end("texts")
                data = self._listed.write_fields(writer, index)
                progress(0.5)
                _received(messages, 1)
            writer.include(self._path("lines"))
            writer.include(self._path("words"))
            writer.finish({**meta, **data})

    def stop(self) -> None:
        """Close the file, and end the other process."""
        self._copy.close()
        if self._lines:
            self._lines.close()

    def _read_rest(self) -> None:
        """Let another process read the second part of the events."""
        positions = range(self._middle, len(self._listed))
        self._rest = self._copy.enter_context(_copy(lambda send: self._send(send, positions)))

    @contextmanager
    def _listing(self, progress: Report, file: StableFile) -> Iterator[ListLines]:
        """Lists the lines of a file in two processes. The other one begins before this one has read the header."""
        size, middle = file.size, line_end(file, int(file.size * _FIRST))

        def list_rest(send: Send) -> None:
            send(pickle.dumps((list_lines(file, middle, size, 0), _checksums(file)), 5))

        with _copy(list_rest) as messages:

            def list_from(start: int, line: int) -> ListedLines:
                end = size if start > middle else middle
                found = list_lines(file, start, end, line, lambda done: progress(done / end))
                [sent] = _received(messages, 1)
                rest, self._checksums = pickle.loads(sent)  # noqa: S301  # our own data
                if end == middle:
                    found.extend(rest)
                return found

            yield list_from

    def _collect(
        self, read: ReadEvents, positions: range, progress: Callable[[int], None] = lambda _: None
    ) -> list[int]:
        """Read the events at some positions. Return the numbers of the lines with a fault."""
        assert self._lines
        numbers = self._listed.numbers[positions.start : positions.stop]
        place = positions.start

        def add(events: list[Event]) -> None:
            nonlocal place
            read.add(events, place)
            place += len(events)

        faulty = self._lines.read(numbers, add, progress)
        read.close()
        read.texts.pack()
        return faulty

    def _send(self, send: Send, positions: range) -> None:
        """Read the events at some positions, and send what was collected."""
        read = ReadEvents(self._path("more"))
        send(pickle.dumps(self._collect(read, positions)))
        send(read.collector.saved(self._sources.keys()))
        send(read.texts.saved())

    def _write_words(self, index: CollectedIndex) -> bytes:
        texts = self._read.texts
        texts.extend(self._words)
        self._words = b""
        with self._path("words").open("wb") as file:
            writer = ImageWriter(file)
            texts.finish(writer, index)
            writer.finish({})
        return b""

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.part"


def save_streamed(
    inputs: Inputs, options: ReadOptions, save: Callable[[LineStream, Sequence[Problem]], object]
) -> bool:
    """Read a file as a `LineStream` and call ``save`` with it. Return False if that is not possible."""
    with suppress(NotStreamedError, OSError), tempfile.TemporaryDirectory(prefix="timeline-tui-") as folder:
        stream = LineStream(inputs, options, folder)
        try:
            stream.list_events()
            save(stream, stream.read().problems)
        finally:
            stream.stop()
        return True
    return False


@contextmanager
def _streaming() -> Iterator[None]:
    """Raise NotStreamedError if the file changes, or if the other process fails."""
    try:
        yield
    except (ReadWholeError, DamagedError, UnfinishedError) as error:
        raise NotStreamedError from error


@contextmanager
def _copy(work: Callable[[Send], object]) -> Iterator[Iterable[bytes]]:
    """The messages that ``work`` sends in a copy of this process. Without a copy, it is done here, before the block."""

    def work_in_copy(send: Send) -> None:
        end_with_parent()
        work(send)

    with ExitStack() as stack:
        sent: list[bytes] = []
        messages: Iterable[bytes] = sent
        try:
            if not can_fork(0):
                raise UnfinishedError
            messages = stack.enter_context(forked(work_in_copy))
        except UnfinishedError:
            work(sent.append)
        yield messages


def _received(messages: Iterable[bytes], count: int) -> list[bytes]:
    """So many messages. Raises UnfinishedError if the copy has ended before it sent them."""
    found = [*messages]
    if len(found) < count:
        raise UnfinishedError
    return found


def line_end(file: StableFile, start: int) -> int:
    """The first offset from ``start`` on that is behind a line feed, or the end of the file."""
    while start < file.size:
        found = file.read(start, _PART).find(b"\n")
        if found >= 0:
            return start + found + 1
        start += _PART
    return file.size


def _checksums(file: StableFile) -> array[int]:
    """The checksums of the blocks of a file, as in a section of an image."""
    checksums = array("I")
    for start in range(0, file.size, _PART):
        part = memoryview(file.read(start, _PART))
        checksums.extend(zlib.crc32(part[at : at + BLOCK]) for at in range(0, len(part), BLOCK))
    return checksums
