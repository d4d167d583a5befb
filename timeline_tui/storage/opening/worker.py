"""The process that reads files for another one.

It writes messages to its standard output, one JSON object a line: ``{"fraction": …}`` (from 0 to 1), ``{"image":
PATH}`` if there is an image to show, or both; ``"most_events"`` is the number of events in the files, at most. Or
``{"faults": […], "foreign": […]}`` if no file can be used; ``foreign`` is null if that cannot change.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.line_events import NotStreamedError
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.index_writer import Writing, write_image
from timeline_tui.model.problems import Extent, LoadError
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Inputs, Loaded, NoEventsError, find_inputs
from timeline_tui.storage.memory import limited
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import cache_key
from timeline_tui.storage.opening.first_events import first_events, most_events
from timeline_tui.storage.opening.images import image_meta
from timeline_tui.storage.opening.line_stream import LineStream
from timeline_tui.storage.opening.listed_events import ReadEvents
from timeline_tui.storage.opening.process import end_with_parent

FIRST = 3  # the call of progress that writes the first image, if the head has no event
GROWTH = 8  # each image covers 8 times more than the one before, so that all of them cost little more than the last
LAST_PARTIAL = 0.25  # the fraction of a file beyond which only the last image is written
_READ = 0.35  # the fraction of the work that is reading; the rest is writing the image
_LISTED, _STREAMED = 0.15, 0.6  # the same of listing and reading lines
_WRITTEN = 0.99
_BEGINNING: dict[str, Any] = {"problems": [], "is_beginning": True}  # of an image of the first events
_PART: dict[str, Any] = {"problems": []}  # for an image of all events, if only some have been read
_STEP = 0.01  # the smallest advance of the fraction that is reported


class Reporter:
    """Sends the other process the progress of reading, and images."""

    def __init__(self, folder: str, size: int, *, in_parts: bool) -> None:
        """``size``: bytes of all files. ``in_parts``: send images of the first events before all are read."""
        self._folder = folder
        self._size = max(1, size)
        self._in_parts = in_parts
        self._before = 0  # bytes of the files that were read
        self._fraction = self._reported = 0.0
        self._calls, self._due = 0, FIRST
        self._numbers = count()
        self._head = Timeline()
        self._has_listed = False  # whether an image with all events was sent

    def head(self, timeline: Timeline) -> None:
        """Send the events of the beginning of the file."""
        self._head = timeline
        self._show(Index(timeline), _BEGINNING)
        self._due *= GROWTH

    def list(self, stream: LineStream) -> None:
        """Send all events. Only the events of the head are in facets and can be searched."""
        self._has_listed = True
        self._show(stream.part(self._head.events), _PART)

    def more(self, stream: LineStream, read: ReadEvents, count: int) -> None:
        """Send all events in a copy of this process, while it goes on. The first ``count`` events have been read."""
        end_with_parent()
        send(image=self.write(stream.part(self._head.events, read, count), _PART))

    def progress(self, done: int, size: int, so_far: Callable[[], Timeline]) -> None:
        """The progress function that readers call."""
        self._advance(_READ * min((self._before + done) / self._size, 1))
        if done == size:
            self._before += size
        elif self._in_parts:
            self._calls += 1
            if self._calls == self._due:
                self._due *= GROWTH
                if self._calls == FIRST or done <= LAST_PARTIAL * size:
                    self._show(Index(so_far()), _BEGINNING)

    def phase(self, start: float, end: float) -> Callable[[float], None]:
        """A function that reports progress from the fraction ``start`` to ``end``; its argument goes from 0 to 1."""
        return lambda done: self._advance(start + (end - start) * done)

    def _advance(self, fraction: float) -> None:
        self._fraction = max(self._fraction, fraction)
        if self._fraction >= self._reported + _STEP:
            self._reported = self._fraction
            send(fraction=self._fraction)

    def _show(self, index: Index | Writing, meta: dict[str, Any]) -> None:
        send(fraction=self._fraction, image=self.write(index, meta))

    def restart(self) -> None:
        """Begin again, because the files are read in another way. No fraction is reported twice.

        If all events were shown, no image with fewer events follows.
        """
        self._before, self._calls, self._due = 0, 0, FIRST
        self._in_parts = self._in_parts and not self._has_listed

    def write(
        self, index: Index | Writing, meta: dict[str, Any], progress: Callable[[float], None] | None = None
    ) -> str:
        """Write an image to the folder and return its path."""
        path = os.path.join(self._folder, f"{os.getpid()}.{next(self._numbers)}.image")
        with open(path, "wb") as file:
            write_image(index, file, meta, progress)
        return path


def send(**message: Any) -> None:
    """Write one message. Raises BrokenPipeError when the other process has ended."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(task: dict[str, Any]) -> None:
    """Read the files of ``task``, then wait until the other process ends, and remove the folder.

    Usually the other process removes the folder and ends this process. If the other process was killed, this process
    ends itself, even in the middle of its work.
    """
    end_with_parent()
    gc.disable()  # everything read is kept until the end; searching it for garbage takes as long as reading
    try:
        with suppress(BrokenPipeError):
            inputs, options = find_inputs(task["paths"]), ReadOptions(*task["options"])
            try:
                with limited(inputs):
                    _read(task, inputs, options)
            except LoadError as error:
                foreign = error.foreign if isinstance(error, NoEventsError) else None
                send(faults=[problem._asdict() for problem in error.problems], foreign=foreign)
            sys.stdin.read()  # returns when the other process ends
    finally:
        shutil.rmtree(task["folder"], ignore_errors=True)


def _read(task: dict[str, Any], inputs: Inputs, options: ReadOptions) -> None:
    """Read the files, and send the image of the whole. Raises LoadError."""
    # Small files are read before the screen is there. Of several files, no part makes sense before all are read.
    in_parts = inputs.large and len(inputs.names) == 1 and not os.path.isdir(inputs.names[0])
    reporter = Reporter(task["folder"], inputs.size, in_parts=in_parts)
    if in_parts and (head := first_events(inputs.names[0], options)):
        reporter.head(head)
    stream = None
    if in_parts:
        with suppress(NotStreamedError, OSError):
            stream = LineStream(inputs, options, task["folder"])
            send(fraction=0, most_events=most_events(inputs.names[0]))
    if stream:
        try:
            with limited(inputs, processes=2):
                stream.list_events(reporter.phase(0, _LISTED))
                reporter.list(stream)
                loaded = stream.read(reporter.phase(_LISTED, _STREAMED), partial(reporter.more, stream))
                _keep(task, inputs, options, loaded, stream, reporter, _STREAMED)
            return
        except NotStreamedError:
            reporter.restart()
        finally:
            stream.stop()
    loaded = load_timeline(task["paths"], options, reporter.progress, inputs)
    _keep(task, inputs, options, loaded, Index(loaded.timeline), reporter, _READ)


def _keep(
    task: dict[str, Any],
    inputs: Inputs,
    options: ReadOptions,
    loaded: Loaded,
    index: Index | Writing,
    reporter: Reporter,
    done: float,
) -> None:
    """Write the image of the whole and send it. ``done`` is the fraction of the work that is done."""
    key = cache_key(inputs, options)
    written = reporter.phase(done, _WRITTEN)
    path = None
    if task["keep"] and key and loaded.extent is Extent.WHOLE:
        path = Cache().save(key, index, loaded.problems, written, loaded.beside, loaded.foreign)
    if path is None:
        meta = {**image_meta(key or {}, loaded.problems, loaded.beside, loaded.foreign), "extent": loaded.extent}
        path = reporter.write(index, meta, written)
    send(fraction=1, image=path)
