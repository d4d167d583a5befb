"""Reads the events of one large file of JSON lines again from their lines, so that they are not kept in memory."""

from __future__ import annotations

import errno
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from timeline_tui.formats import by_name, detect
from timeline_tui.formats.json import json_lines
from timeline_tui.formats.reading.line_events import LineEvents, NotStreamedError
from timeline_tui.formats.reading.read_options import ReadOptions
from timeline_tui.formats.reading.results import Progress
from timeline_tui.model.problems import DamagedError, LoadError, in_order
from timeline_tui.storage.file_bytes import problem_of
from timeline_tui.storage.inputs import Inputs, Loaded, key_of, shown_name
from timeline_tui.storage.opening.source_lines import SourceLines
from timeline_tui.storage.opening.stable_file import ReadWholeError, StableFile
from timeline_tui.storage.remembered import Memory


@contextmanager
def lines_of(inputs: Inputs, options: ReadOptions, progress: Progress | None) -> Iterator[Loaded]:
    """A file whose events are not in memory: an event is read again from its line when it is needed.

    Raises NotStreamedError if that is not possible; LoadError if the file changes while the block runs.
    """
    check_streams(inputs, options)
    try:
        with StableFile(inputs.names[0]) as file:
            yield read_lines(file, inputs, options, progress, LineEvents(lambda _: None))
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


def read_lines(
    file: StableFile,
    inputs: Inputs,
    options: ReadOptions,
    progress: Progress | None,
    events: LineEvents,
) -> Loaded:
    """Read all events of a file into ``events``. ``file`` must stay open, because ``events`` reads from it.

    Raises NotStreamedError, and ReadWholeError if the file changes.
    """
    name = shown_name(inputs.names[0])
    reading = json_lines.read(file, name, progress, options, events)
    if not events or reading.bibliographies:
        raise NotStreamedError
    sources = {source.key: source for source in reading.timeline.sources}
    # The reader knows all ids; it is not needed any more.
    events.read_again = partial(SourceLines(file, sources.get).event, file=name)
    changed, disorder = events.placed()
    for number, event in changed.items():
        events[number] = event
    problems = in_order([*reading.problems, *disorder])
    events.finish()
    gc.collect()  # parts of the reader refer to each other
    return Loaded(reading.timeline, tuple(problems), inputs.files, inputs.seen, inputs.key, reading.extent)
