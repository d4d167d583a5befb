"""``timeline-tui columns``: show how the columns or keys of files are understood."""

from __future__ import annotations

from collections.abc import Iterator

from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_message, write_problems
from timeline_tui.formats import Format, by_name
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.problems import LoadError, Problem
from timeline_tui.storage.files import readings_of
from timeline_tui.storage.inputs import STDIN, find_inputs, key_of, shown_name
from timeline_tui.storage.remembered import Memory, digest


def run(options: Options) -> int:
    """Write a line for each column of each file, and how its dates are read, to stdout.

    For a folder, write this for each file in it. BAD if a file cannot be read or has no events.
    """
    code = DONE
    names = find_inputs(options.files).names
    memory = Memory()
    write_problems(memory.problems)
    for name in names:
        if options.forget and not _forget(name, options, memory):
            code = BAD
        try:
            parts, problems = readings_of(name, options.reading)
        except LoadError as error:
            write_problems(error.problems)
            code = BAD
            continue
        write_problems(problems)
        is_named = len(names) > 1 or [part.name for part in parts] != [name]
        for _, shown, reading in parts:
            lines = _lines(reading)
            write_problems(_other_problems(reading, lines))
            write_data("".join(f"{line}\n" for line in [f"{shown}:"] * is_named + lines).encode())
            understanding = reading.understanding
            code = code if understanding is None or (understanding.usable and reading.timeline.events) else BAD
    return code


def _lines(reading: Reading) -> list[str]:
    """How one file is understood."""
    understanding = reading.understanding
    if understanding is None:
        return [_fixed_meanings(by_name(reading.format))]
    lines = [f"this is {understanding.shape}"] if understanding.shape else []
    lines += understanding.explain()
    lines += [f"the dates: {understanding.explain_dates()}"] if understanding.usable else []
    lines += understanding.kept_commas
    lines += [understanding.remembered] if understanding.remembered else []
    return lines


def _other_problems(reading: Reading, lines: list[str]) -> Iterator[Problem]:
    """The errors, and the warnings about the whole file, that are not in ``lines``."""
    for problem in reading.problems:
        is_shown = problem.severity == "error" or (problem.severity == "warning" and not problem.line)
        if is_shown and not any(problem.message in line for line in lines):
            yield problem


def _forget(name: str, options: Options, memory: Memory) -> bool:
    """Forget the choices for a file and its headings, and list them on stderr. Returns whether that was saved.

    For a folder, forget the choices for all of its files.
    """
    try:
        parts, _ = readings_of(name, options.reading)
    except LoadError:  # it cannot be read, or no longer in the same way
        parts = []
    file, headings = (
        key_of(name),
        {digest(understanding) for part in parts if (understanding := part.reading.understanding)},
    )
    answers = memory.answers(file, headings)
    problems = memory.forget(file, headings)
    write_problems(problems)
    if not problems:
        for answer in answers:
            write_message(f"forgot the choice for {shown_name(answer.file or STDIN)}")
        if not answers:
            write_message(f"no choice was remembered for {shown_name(name)}")
    return not problems


def _fixed_meanings(format: Format) -> str:
    """The message for a file whose names have fixed meanings."""
    if format.adapts:
        return f"it is in our own shape ({format.title}): each name means what the schema says"
    return f"it is in the format {format.name} ({format.title}): each name means what that format says"
