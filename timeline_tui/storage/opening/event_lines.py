"""The events of one large file of JSON lines, each of which is read from its line when it is needed."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial

from timeline_tui.formats import by_name
from timeline_tui.formats.detection import detect
from timeline_tui.formats.json import json_lines
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.line_events import LineEvents, NotStreamedError
from timeline_tui.formats.reading.listed_lines import ListedLines, list_lines
from timeline_tui.formats.reading.results import Progress
from timeline_tui.formats.reading.sound_events import event_of
from timeline_tui.model.problems import DamagedError, LoadError, in_order
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.storage.file_bytes import problem_of
from timeline_tui.storage.inputs import Inputs, Loaded, key_of, shown_name
from timeline_tui.storage.opening.source_lines import SourceLines
from timeline_tui.storage.opening.stable_file import ReadWholeError, StableFile
from timeline_tui.storage.remembered import Memory

_STEP = 1024  # events that are read before the progress function is called again

ListLines = Callable[[int, int], ListedLines]
"""Lists the lines of a file from a byte offset on; the second argument is the number of the line there."""


@contextmanager
def list_all(file: StableFile) -> Iterator[ListLines]:
    """Lists the lines of a file in this process."""
    yield lambda start, line: list_lines(file, start, file.size, line)


class EventLines:
    """The events of a file. Most of them are only noted, with their dates and lines.

    The methods raise ReadWholeError or DamagedError if the file has changed.
    """

    def __init__(
        self, inputs: Inputs, listing: Callable[[StableFile], AbstractContextManager[ListLines]] = list_all
    ) -> None:
        """``inputs`` are a file for which `check_streams` raises nothing. ``listing`` lists the lines of a file.

        Raises NotStreamedError if it has to be read with all events in memory.
        """
        self.name = shown_name(inputs.names[0])
        self._inputs, self._listing = inputs, listing
        self.file = StableFile(inputs.names[0])
        try:
            self.events, self.loaded = self._list()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def read(
        self,
        numbers: Sequence[int],
        add: Callable[[list[Event]], object],
        progress: Callable[[int], None] = lambda _: None,
    ) -> list[int]:
        """Read the events with these numbers. Return the numbers of the lines with a fault that is not reported yet.

        ``add`` is called with up to _STEP events after the other; their ids and their lines may be missing.
        ``progress`` is called with the number of events so far.
        """
        sources = {source.key: source for source in self.loaded.timeline.sources}
        reader, faulty = SourceLines(self.file, sources.get), list[int]()
        for start in range(0, len(numbers), _STEP):
            self.file.check()
            progress(start)
            events = self._read(numbers[start : start + _STEP], reader, faulty)
            self.file.check()
            add(events)
        return faulty

    def _read(self, numbers: Iterable[int], reader: SourceLines, faulty: list[int]) -> list[Event]:
        """Read some events, and add the numbers of the lines with a fault that is not reported yet to ``faulty``."""
        peek, events, found = self.file.peek, self.events, []
        starts, sizes, kept = events.starts, events.sizes, events.kept
        for number in numbers:
            event = kept.get(number)
            if sizes[number]:  # else its faults are reported
                values = reader.values(peek(starts[number], sizes[number]))
                if values is None:
                    faulty.append(events.lines[number])
                elif event is None:
                    event = event_of(values, "", self.name, 0)
            found.append(event or events[number])
        return found

    def report(self, faulty: Collection[int]) -> None:
        """Read all lines with the numbers ``faulty`` in the way in which their faults are reported."""
        if not faulty:
            return
        timeline = self.loaded.timeline
        events, loaded = self._list(faulty)
        if len(events) != len(self.events):
            raise NotStreamedError
        self.loaded = loaded.with_timeline(timeline)
        same = {source.key: source for source in timeline.sources}  # a source with a key is one object for all events
        for number, event in events.kept.items():
            self.events.kept[number] = event.with_sources(lambda source: same.get(source.key, source))

    def _list(self, faulty: Collection[int] = ()) -> tuple[LineEvents, Loaded]:
        file, sources = self.file, dict[str, Source]()
        events = LineEvents(partial(SourceLines(file, sources.get).event, file=self.name))

        def list_lines(found: Sequence[Source], start: int, line: int) -> ListedLines:
            sources.update((source.key, source) for source in found)
            return list_from(start, line)

        with self._listing(file) as list_from:
            reading = json_lines.read_unusual(file, self.name, events, list_lines, faulty)
        if not events:
            raise NotStreamedError
        for number in events.renamed:
            events[number] = events[number]
        changed, disorder = events.placed()
        for number, event in changed.items():
            events[number] = event
        problems = tuple(in_order([*reading.problems, *disorder]))
        gc.collect()  # parts of the reader refer to each other
        inputs = self._inputs
        return events, Loaded(reading.timeline, problems, inputs.files, inputs.seen, inputs.key, reading.extent)


@contextmanager
def lines_of(inputs: Inputs, options: ReadOptions, progress: Progress | None) -> Iterator[Loaded]:
    """A file whose events are not in memory.

    Raises NotStreamedError if that is not possible; LoadError if the file changes while the block runs.
    """
    check_streams(inputs, options)
    try:
        with closing(EventLines(inputs)) as lines:
            total = len(lines.events)
            report = progress or (lambda *_: None)
            faulty = lines.read(range(total), lambda _: None, lambda done: report(done, total, Timeline))
            lines.report(faulty)
            yield lines.loaded
    except (ReadWholeError, DamagedError):
        name = inputs.names[0]
        raise LoadError([problem_of(name, shown_name(name), OSError(errno.EAGAIN, "It changes"))]) from None


def check_streams(inputs: Inputs, options: ReadOptions) -> None:
    """Raise NotStreamedError if the inputs are not one large file of JSON lines, without options and choices."""
    name = inputs.names[0]
    if options.sources or options.adapts or len(inputs.names) != 1 or Memory().of_file(key_of(name)):
        raise NotStreamedError
    try:
        with StableFile(name) as file:
            format = by_name(options.format) if options.format else detect(file, shown_name(name))
    except ReadWholeError as error:
        raise NotStreamedError from error
    if not format.streams:
        raise NotStreamedError
