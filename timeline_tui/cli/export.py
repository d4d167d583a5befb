"""``timeline-tui export``: write a timeline, or a part of it, in one of the formats."""

from __future__ import annotations

import os

from timeline_tui import formats
from timeline_tui.cli import BAD
from timeline_tui.cli.export_output import write_selection
from timeline_tui.cli.loading import with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.selection import Selection, check_options
from timeline_tui.cli.streams import write_message, write_problems
from timeline_tui.model.problems import UsageError
from timeline_tui.storage.inputs import Loaded
from timeline_tui.text.database_urls import is_database_url
from timeline_tui.text.text import clean_line, plural


def run(options: Options) -> int:
    """Write the events to stdout or a file. If the files have errors, nothing is written, except with ``--lenient``."""
    format = options.format or format_of(options.output)
    _check_shape(options, format)
    check_options(options)
    if any(map(is_database_url, options.files)):
        # 10 ms, and only a database needs it
        from timeline_tui.cli.database_export import export_database

        return export_database(options, format)
    return with_files(options, lambda loaded: _export(loaded, options, format))


def _export(loaded: Loaded, options: Options, format: str) -> int:
    selection = Selection(options, loaded, opening=False)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if errors and not options.lenient:
        write_problems(errors)
        write_message("nothing was written; --lenient writes what can be read, and events without a date as undated")
        return BAD
    if errors:
        outcome = "unreadable parts are left out, and events without a date are undated"
        write_message(f"{plural(len(errors), 'error')}: {outcome}; see timeline-tui validate")
    _report_reading(loaded)
    if not loaded.timeline.events:
        write_message("the timeline has no events")
    return write_selection(selection, options, format)


def _report_reading(loaded: Loaded) -> None:
    """Write to stderr how files in other shapes than ours were understood, and whether there are warnings."""
    write_problems(problem for problem in loaded.problems if problem.severity == "note")
    warnings = sum(problem.severity == "warning" for problem in loaded.problems)
    if loaded.foreign and warnings:
        write_message(f"{plural(warnings, 'warning')}: see timeline-tui validate")


def _check_shape(options: Options, format: str) -> None:
    if options.rows and options.shape != "grid":
        raise UsageError("--rows goes with --as grid")
    if options.gaps and (options.shape or not formats.by_name(format).gaps):
        names = ", ".join(row.name for row in formats.FORMATS if row.gaps)
        raise UsageError(f"--gaps goes with the events in one of these formats: {names}")
    if options.shape and format not in formats.VIEW_FORMATS:
        raise UsageError(f"{format} cannot hold --as {options.shape}\n  these can: {', '.join(formats.VIEW_FORMATS)}")


def format_of(path: str | None) -> str:
    """The name of the format to which the ending of ``path`` belongs; text without a path. Raises UsageError."""
    if path is None:
        return "text"
    if path.endswith("/") or os.path.isdir(path):
        example = clean_line(os.path.join(path, "timeline.md"))
        raise UsageError(f"{clean_line(path)}: it is a folder\n  add the name of a file, as in {example}")
    format = formats.for_path(path)
    if format is None or not format.writes:
        raise UsageError(f"{clean_line(path)}: no format that can be written has this ending; name one with -f")
    return format.name
