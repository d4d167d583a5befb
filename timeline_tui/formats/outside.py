"""Readers from other packages: entry points of the group `GROUP`.

A reader is a module with the same ``read(data, file, progress)`` as the modules of our formats. The name of its entry
point is the name of the format, followed by the ending of its files, if it has one: ``gpx.gpx``. So readers can be
listed without importing them. A reader is imported when it reads a file.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from importlib.metadata import EntryPoint, distributions
from typing import Any, NamedTuple

from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import SchemaReader
from timeline_tui.formats.writing.dump import dump
from timeline_tui.model.problems import Extent, Problem
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.text.text import clean, clean_line

GROUP = "timeline_tui.readers"

_MAX_PROBLEMS = 10_000
_MAX_TEXT = 400  # characters of a message, hint or excerpt


class OutsideReader(NamedTuple):
    """A reader of another package: its name, its endings, the value of its entry point, and "package version"."""

    name: str
    endings: tuple[str, ...]
    value: str
    package: str


@cache
def installed() -> tuple[OutsideReader, ...]:
    """The readers of all installed packages, sorted. Packages with broken metadata are ignored."""
    endings: dict[tuple[str, str, str], list[str]] = {}
    seen: set[str] = set()
    for distribution in distributions():
        try:
            if GROUP not in (distribution.read_text("entry_points.txt") or ""):  # parsing all takes three times as long
                continue
            package = distribution.name
            entry_points = [entry_point for entry_point in distribution.entry_points if entry_point.group == GROUP]
            if entry_points and package.lower() not in seen:
                seen.add(package.lower())
                for entry_point in entry_points:
                    name, dot, ending = clean_line(entry_point.name).partition(".")
                    key = name, entry_point.value, clean_line(f"{package} {distribution.version}")
                    endings.setdefault(key, []).extend([f".{ending.lower()}"] if dot and ending else [])
        except Exception:  # noqa: S112  # faults of other packages are ignored
            continue
    readers = [OutsideReader(name, tuple(ends), value, package) for (name, value, package), ends in endings.items()]
    return tuple(sorted(readers, key=lambda reader: (reader.name, reader.package)))


def read(reader: OutsideReader, data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """Read ``data`` with a reader. If it fails, the result is an empty timeline with one problem."""
    try:
        # Without this, output of the reader would reach the screen, or the process that waits for the timeline.
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            module = EntryPoint(reader.name, reader.value, GROUP).load()
            reading = module.read(data, file, _checking(progress, file) if progress else None)
        return checked(reading, file)
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:  # the reader may raise anything
        reason = clean_line(f"{type(error).__name__}: {error}")[:_MAX_TEXT]
        message = f"the reader “{reader.name}” of {reader.package} failed: {reason}"
        hint = "this reader is not part of timeline-tui; ask its author"
        return Reading(Timeline(), (Problem(clean_line(file), 0, 0, message, hint),), extent=Extent.STOPPED)


def _checking(progress: Progress, file: str) -> Progress:
    def report(done: int, size: int, so_far: Callable[[], Timeline]) -> None:
        progress(done, size, lambda: _read_again(so_far(), file).timeline)

    return report


def checked(reading: Any, file: str) -> Reading:
    """The result of a reader, checked and cleaned. Raises an exception of any type if it is not a reading."""
    if not isinstance(reading, Reading):
        raise TypeError(f"it returned {type(reading).__name__}, not a Reading")
    again = _read_again(reading.timeline, file)
    reported = tuple(_problem(problem, file) for problem in reading.problems[:_MAX_PROBLEMS])
    messages = {problem.message for problem in reported}
    new_problems = (problem for problem in again.problems if problem.message not in messages)
    return again._replace(
        problems=tuple(sorted({*reported, *new_problems})), extent=Extent(reading.extent), keyless=bool(reading.keyless)
    )


def _read_again(timeline: Timeline, file: str) -> Reading:
    """Write ``timeline`` as our JSON and read it again, which checks and cleans all of it. Lines are kept."""
    if not isinstance(timeline, Timeline):
        raise TypeError(f"it returned {type(timeline).__name__}, not a Timeline")
    document = decode(json.dumps(dump(timeline)).encode(), file)
    reader = SchemaReader(document)
    builder = Builder(document, reader)
    json_syntax.parse(document, builder)
    reading = reader.finish(builder.root)
    placeless = {problem: _without_place(problem) for problem in reading.problems}
    unresolved = (reference._replace(problem=placeless[reference.problem]) for reference in reading.unresolved)
    return reading._replace(
        timeline=_with_lines(reading.timeline, timeline, document.file),
        problems=tuple(placeless.values()),
        unresolved=tuple(unresolved),
        bibliographies=(),
    )


def _with_lines(timeline: Timeline, original: Timeline, file: str) -> Timeline:
    """``timeline`` with the lines of ``original``, from which it was written; 0 where events were left out."""
    is_same = len(timeline.events) == len(original.events)
    lines = [_number(event.line) if is_same else 0 for event in original.events]
    of_sources = {source.key: _number(source.line) for source in original.sources}
    sources: dict[Source, Source] = {}

    def placed(source: Source) -> Source:
        if not source.key:
            return source
        return sources.setdefault(source, source._replace(file=file, line=of_sources.get(source.key, 0)))

    events: list[Event] = [
        event.with_sources(placed)._replace(file=file, line=lines[number] if is_same else 0)
        for number, event in enumerate(timeline.events)
    ]
    return timeline._replace(events=tuple(events), sources=tuple(map(placed, timeline.sources)))


def _problem(problem: Any, file: str) -> Problem:
    """A problem that a reader reported, in the file that it read."""
    if not isinstance(problem, Problem):
        raise TypeError(f"it reported {type(problem).__name__}, not a Problem")
    message, hint, excerpt = (
        clean(str(text)[:_MAX_TEXT]).replace("\n", " ") for text in (problem.message, problem.hint, problem.excerpt)
    )
    severity = problem.severity if problem.severity in ("error", "warning", "note") else "error"
    line, column, caret = map(_number, (problem.line, problem.column, problem.caret))
    return Problem(clean_line(file), line, column, message, hint, excerpt, severity, caret or min(1, len(excerpt)))


def _without_place(problem: Problem) -> Problem:
    return problem._replace(line=0, column=0, excerpt="", caret=0)


def _number(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 1 << 62 else 0
