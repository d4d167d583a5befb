"""Reading timelines from files and standard input."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from timeline_tui import formats
from timeline_tui.formats.detection import detect, is_binary
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.model.problems import Extent, LoadError, Problem, in_order
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.cited import Cited, FilePart
from timeline_tui.storage.file_bytes import MISSING, problem_of, read_bytes
from timeline_tui.storage.inputs import (
    Inputs,
    Loaded,
    NoEventsError,
    find_inputs,
    fingerprint,
    is_stream,
    key_of,
    shown_name,
    split_sheet,
)
from timeline_tui.storage.merging import link, merge
from timeline_tui.storage.opening.stable_file import ReadWholeError, StableFile
from timeline_tui.storage.remembered import Memory, foreign_of, recalled
from timeline_tui.text.text import clean_line


def load_timeline(
    paths: Sequence[str],
    options: ReadOptions = DEFAULTS,
    progress: Progress | None = None,
    inputs: Inputs | None = None,
) -> Loaded:
    """Read ``paths`` (files and folders; none: the bundled timeline; ``-``: standard input) as one timeline.

    A path that cannot be read becomes a problem, and the others are still read. ``options`` are
    the user's options for the files. ``progress`` is passed to the reader of each file. ``inputs`` is the result of
    `find_inputs`, if the caller has it.

    Raises LoadError if there are errors and no events; NoEventsError if that can change.
    """
    inputs = inputs or find_inputs(paths)
    parts, problems, extent = _parts(inputs, options, progress)
    _check_adapted([(part.shown, part.reading) for part in parts], options)
    cited = _cited(parts, options)
    timelines, faults = link(cited.readings)
    shown_parts = [(part.shown, timeline) for part, timeline in zip(parts, timelines, strict=True)]
    timeline, clashes = merge(shown_parts) if shown_parts else (Timeline(), ())
    timeline, disorder = _in_order(timeline)
    problems = in_order([*problems, *faults, *clashes, *cited.problems, *disorder])
    if parts and not timeline.events and not problems:
        problems = [Problem(parts[0].shown, 0, 0, "no events", severity="warning")]
    foreign = tuple(
        foreign_of(key_of(part.name) or part.name, part.reading.understanding, part.reading.timeline.events)
        for part in parts
        if part.reading.understanding and not os.path.isdir(part.name)
    )
    if not timeline.events and any(problem.severity == "error" for problem in problems):
        is_missing = all(problem.message == MISSING for problem in problems)
        needs_answer = any(foreign_file.needs_answer for foreign_file in foreign)
        if is_missing or needs_answer or any(map(_can_be_edited, parts)):
            raise NoEventsError(problems, inputs, foreign, is_missing=is_missing)
        raise LoadError(problems)
    extent = min(extent, cited.extent)
    return Loaded(timeline, tuple(problems), inputs.files, inputs.seen, inputs.key, extent, cited.beside, foreign)


def finished(reading: Reading) -> tuple[Timeline, list[Problem]]:
    """The timeline of a file that was read alone, and all problems. The order of its events narrows their dates."""
    timeline, disorder = _in_order(reading.timeline)
    return timeline, in_order([*reading.problems, *disorder])


def _in_order(timeline: Timeline) -> tuple[Timeline, list[Problem]]:
    """The timeline with dates that the order of its events narrows, and the problems of that order."""
    if not any(event.after or event.before for event in timeline.events):
        return timeline, []
    # 1 ms, and most timelines state no order
    from timeline_tui.model.order import placed

    events, problems = placed(timeline.events)
    return timeline._replace(events=events), problems


def _can_be_edited(part: FilePart) -> bool:
    """Whether it was read from a file of text."""
    format = part.reading.format
    return not is_stream(part.name) and (not format or formats.by_name(format).is_text)


def _parts(
    inputs: Inputs, options: ReadOptions, progress: Progress | None
) -> tuple[list[FilePart], list[Problem], Extent]:
    """The readings of all inputs, why others could not be read, and how much of the files was read."""
    parts: list[FilePart] = []
    problems: list[Problem] = []
    extent = Extent.WHOLE
    memory = Memory()
    # Files that are named are not read again as files of a folder.
    taken = {(file.dev, file.ino) for file in inputs.seen if file}
    for name in inputs.names:
        shown = shown_name(name)
        if os.path.isdir(name):
            from timeline_tui.storage.folder_reading import read_folder  # 10 ms, and only folders need it

            found, notes = read_folder(name, shown, options, progress, taken, memory)
            parts += found
            problems += notes
            continue  # other files of the folder are still useful
        try:
            reading = _recalled(name, shown, options, progress, memory)
        except _UnreadError as error:
            problems.append(error.problem)
            extent = Extent.STOPPED
            continue
        extent = min(extent, reading.extent)
        parts.append(FilePart(name, shown, reading))
    return parts, problems, extent


def _cited(parts: list[FilePart], options: ReadOptions) -> Cited:
    """The readings with the sources that they cite from bibliographies."""
    if not options.sources and not any(part.reading.bibliographies for part in parts):
        return Cited([part.reading for part in parts], [], (), Extent.WHOLE)
    # 3 ms, and few timelines have one
    from timeline_tui.storage.bibliographies import cite

    return cite(parts, options.sources, options.folders)


def reading_of(path: str, options: ReadOptions = DEFAULTS) -> Reading:
    """How the columns or keys of one file are understood, with the events of its first rows.

    Raises LoadError if the file cannot be read.
    """
    try:
        reading = _recalled(path, shown_name(path), options._replace(only_columns=True), None, Memory())
    except _UnreadError as error:
        raise LoadError([error.problem]) from error
    _check_adapted([(shown_name(path), reading)], options)
    if reading.understanding is None and not reading.timeline.events:
        raise LoadError(reading.problems)
    return reading


def readings_of(path: str, options: ReadOptions = DEFAULTS) -> tuple[list[FilePart], list[Problem]]:
    """The result of `reading_of` for a file, or for each timeline in a folder, and the problems of the folder.

    Files with one event each are one timeline with the name of the folder. Raises LoadError if there is no timeline.
    """
    if not os.path.isdir(path):
        return [FilePart(path, shown_name(path), reading_of(path, options))], []
    from timeline_tui.storage.folder_reading import read_folder  # 10 ms, and only folders need it

    only_columns = options._replace(only_columns=True)
    parts, problems = read_folder(path, clean_line(path), only_columns, None, set(), Memory())
    if not parts:
        raise LoadError(problems)
    _check_adapted([(part.shown, part.reading) for part in parts], options)
    return parts, problems


def _check_adapted(readings: Sequence[tuple[str, Reading]], options: ReadOptions) -> None:
    """Raise LoadError if there are options for columns or dates, and no file has a format that takes them."""
    others = [shown for shown, reading in readings if reading.format and not formats.by_name(reading.format).adapts]
    if options.adapts and others and len(others) == len(readings):
        message = "--columns and --dates do not apply to its format"
        hint = "they are for sheets, YAML and JSON with other columns or keys"
        raise LoadError([Problem(others[0], 0, 0, message, hint)])


class _UnreadError(Exception):
    """An input cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _recalled(name: str, shown: str, options: ReadOptions, progress: Progress | None, memory: Memory) -> Reading:
    """Read one file or standard input with the user's choices in the app. Raises _UnreadError."""
    return recalled(key_of(name), shown, options, memory, lambda chosen: _read(name, shown, chosen, progress))


def _read(path: str, shown: str, options: ReadOptions, progress: Progress | None) -> Reading:
    """Read one file or standard input. Raises _UnreadError."""
    path, sheet = split_sheet(path)
    if sheet:
        shown, options = clean_line(path), options._replace(sheet=sheet)
    with suppress(MemoryError):
        return _read_file(path, shown, options, progress)
    # The error is gone, and so its memory is free again. This takes 0.1 ms, and only this message needs it.
    from timeline_tui.storage.memory import no_room

    seen = fingerprint(path)
    raise _UnreadError(no_room(shown, seen.size if seen else 0))


def _read_file(path: str, shown: str, options: ReadOptions, progress: Progress | None) -> Reading:
    """Read one file or standard input. Raises _UnreadError, and MemoryError."""
    reading = _in_blocks(path, shown, options, progress)
    if reading is not None:
        return reading
    try:
        data = read_bytes(path)
    except (OSError, ValueError) as error:
        raise _UnreadError(problem_of(path, shown, error)) from error
    reading = formats.read(data, shown, options.format, progress, options)
    if is_binary(data) and reading.problems and not reading.timeline.events:
        raise _UnreadError(reading.problems[0])
    return reading


def _in_blocks(path: str, shown: str, options: ReadOptions, progress: Progress | None) -> Reading | None:
    """Read a large file without having all of its bytes in memory; None if that is not possible."""
    with suppress(ReadWholeError), StableFile(path) as file:
        format = formats.by_name(options.format) if options.format else detect(file, shown)
        if format.streams:
            return formats.read(file, shown, format.name, progress, options)
    return None
