"""``timeline-tui columns``: show how the columns or keys of files are understood."""

from __future__ import annotations

from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_problems
from timeline_tui.formats import Format, by_name
from timeline_tui.model.problems import LoadError
from timeline_tui.storage.files import reading_of
from timeline_tui.storage.inputs import find_inputs, shown_name


def run(options: Options) -> int:
    """Write a line for each column of each file, and how its dates are read, to stdout.

    BAD if a file cannot be read or has no events.
    """
    code = DONE
    names = find_inputs(options.files).names
    for name in names:
        lines = [f"{shown_name(name)}:"] if len(names) > 1 else []
        try:
            reading = reading_of(name, options.reading)
        except LoadError as error:
            write_problems(error.problems)
            code = BAD
            continue
        known = reading.understanding
        if known is None:
            lines.append(_own(by_name(reading.format)))
        else:
            lines += [f"this is {known.shape}"] if known.shape else []
            lines += known.explain()
            lines += [f"the dates: {known.explain_dates()}"] if known.usable else []
            code = code if known.usable else BAD
        write_data("".join(f"{line}\n" for line in lines).encode())
    return code


def _own(format: Format) -> str:
    """What is said of a file whose names have fixed meanings."""
    if format.adapts:
        return f"it is in our own shape ({format.title}): each name means what the schema says"
    return f"it is in the format {format.name} ({format.title}): each name means what that format says"
