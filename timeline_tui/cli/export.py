"""``timeline-tui export``: write a timeline, or a part of it, in one of the formats."""

from __future__ import annotations

from timeline_tui import formats
from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.loading import with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.selection import Selection, check_options
from timeline_tui.cli.streams import put, report, say
from timeline_tui.model.problems import UsageError
from timeline_tui.storage.inputs import Loaded
from timeline_tui.text.text import clean_line


def run(options: Options) -> int:
    """Write what the options ask for to stdout or a file; nothing where the files have errors, unless lenient."""
    format = options.format or _format_of(options.output)
    _check_shape(options, format)
    check_options(options)
    return with_files(options, lambda loaded: _export(loaded, options, format))


def _export(loaded: Loaded, options: Options, format: str) -> int:
    selection = Selection(options, loaded, opening=False)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if errors and not options.lenient:
        report(errors)
        say("nothing was written; --lenient writes what is sound")
        return BAD
    data = _view(selection, options, format) if options.shape else _events(selection, options, format)
    if options.output:
        return _write(options.output, data, options.force)
    put(data)
    return DONE


def _check_shape(options: Options, format: str) -> None:
    if options.rows and options.shape != "grid":
        raise UsageError("--rows goes with --as grid")
    if options.shape and format not in formats.VIEW_FORMATS:
        raise UsageError(f"{format} cannot hold --as {options.shape}\n  these can: {', '.join(formats.VIEW_FORMATS)}")


def _events(selection: Selection, options: Options, format: str) -> bytes:
    """The events in a format; what it cannot hold is said on stderr."""
    data = formats.write(selection.timeline, format, formula_safe=not options.raw_cells)
    for loss in formats.losses(selection.timeline, format):
        say(f"{format}: {loss}")
    return data


def _view(selection: Selection, options: Options, format: str) -> bytes:
    """The quotes, the sources or the grid of the events."""
    # 12 ms, and only --as needs it
    from timeline_tui.formats.views.views import export_view

    assert options.shape
    return formats.write_view(export_view(selection.slice, options.shape, options.rows or "country"), format)


def _format_of(path: str | None) -> str:
    if path is None:
        return "text"
    format = formats.for_path(path)
    if format is None or not format.writes:
        raise UsageError(f"{clean_line(path)}: its ending names no format that can be written; say which with -f")
    return format.name


def _write(path: str, data: bytes, force: bool) -> int:
    # 4 ms, and only -o needs it
    from timeline_tui.storage.writing import WriteError, write_atomic

    try:
        write_atomic(path, data, overwrite=force)
    except WriteError as error:
        say(f"{error.message}\n  {error.hint}" if error.hint else error.message)
        return BAD
    return DONE
