"""The commands: what each does with its options."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from timeline_tui import formats
from timeline_tui.arguments import BAD, DONE, USAGE, Options
from timeline_tui.frozen import as_dict
from timeline_tui.hints import TYPE_CHECKING
from timeline_tui.model import Timeline
from timeline_tui.output import OutputError, put, say
from timeline_tui.problems import DamagedError, LoadError, Problem, UsageError, render
from timeline_tui.query import Query
from timeline_tui.storage.inputs import Inputs, Loaded, look_at
from timeline_tui.syntax import QueryError, parse_query
from timeline_tui.text import clean_line, nearest, plural

if TYPE_CHECKING:  # only large files need it
    from timeline_tui.storage.opening import Opening


def run(name: str, options: Options) -> int:
    """Run the command of that name ("": open the screen) and return its exit code."""
    try:
        return COMMANDS[name](options)
    except UsageError as error:
        say(str(error))
        return USAGE
    except LoadError as error:
        _report(error.problems)
        return BAD
    except OutputError as error:
        say(str(error))
        return BAD


def _open(options: Options) -> int:
    if not _has_terminal():
        loaded = _load(options)
        _report(loaded.problems)
        put(formats.write(_narrowed(loaded.timeline, _query(options, loaded.timeline, opening=True)), "text"))
        return DONE
    try:
        return _show(options, _begin(options, alone=True))
    except DamagedError:  # what was kept of the files; the screen shows it before all of it is checked
        from timeline_tui.storage.cache import Cache

        Cache().forget(look_at(options.files), options.source)
        return _show(options, _begin(options, alone=False))


def _show(options: Options, begun: Loaded | Opening) -> int:
    opening = None if isinstance(begun, Loaded) else begun
    try:
        # The only import of the screen, which takes longer than everything else together; another process reads on.
        from timeline_tui.ui.launch import launch

        # A view may stand at the end of the file.
        loaded = begun if isinstance(begun, Loaded) else begun.begin(whole=options.view is not None)
        query = _query(options, loaded.timeline, opening=True)
        return launch(options, loaded, query, opening)
    finally:
        if opening:
            opening.stop()


def _begin(options: Options, *, alone: bool) -> Loaded | Opening:
    """Read the files; but large ones come from the cache, or are read by another process.

    ``alone``: there was no screen yet, nor a thread of one.
    """
    inputs = look_at(options.files)
    if not inputs.worth_a_process:
        return _load(options, inputs)
    from timeline_tui.storage.cache import Cache
    from timeline_tui.storage.opening import Opening

    cached = inputs.large and not options.no_cache
    kept = Cache().load(inputs, options.source) if cached else None
    return kept or Opening(options.files, inputs, options.source, keep=cached, alone=alone)


def _has_terminal() -> bool:
    """Whether there is a screen to draw on and a keyboard, be it behind a stdin that is a pipe."""
    if os.environ.get("TERM") == "dumb" or sys.stdout is None or not sys.stdout.isatty():
        return False
    return (sys.stdin is not None and sys.stdin.isatty()) or os.access("/dev/tty", os.R_OK)


def _export(options: Options) -> int:
    try:
        return _export_from(_reopened(options) or _load(options), options)
    except DamagedError:
        return _export_from(_load(options), options)


def _load(options: Options, inputs: Inputs | None = None) -> Loaded:
    """Read the files."""
    from timeline_tui.storage.files import load

    return load(options.files, options.source, inputs=inputs)


def _reopened(options: Options) -> Loaded | None:
    """What the cache has of large files, if anything."""
    inputs = look_at(options.files)
    if not inputs.large:
        return None
    from timeline_tui.storage.cache import Cache

    return Cache().load(inputs, options.source)


def _export_from(loaded: Loaded, options: Options) -> int:
    format = options.format or _format_of(options.output)
    _check_view(options, format)
    query = _query(options, loaded.timeline, opening=False)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if errors and not options.lenient:
        _report(errors)
        say("nothing was written; --lenient writes what is sound")
        return BAD
    if options.shape:
        data = _view(loaded.timeline, query, options.shape, format, options.rows)
    else:
        data = _events(loaded.timeline, query, format, formula_safe=not options.raw_cells)
    if options.output:
        return _write(options.output, data, options.force)
    put(data)
    return DONE


def _check_view(options: Options, format: str) -> None:
    if options.rows and options.shape != "grid":
        raise UsageError("--rows goes with --as grid")
    if options.shape and format not in formats.VIEW_FORMATS:
        raise UsageError(f"{format} cannot hold --as {options.shape}\n  these can: {', '.join(formats.VIEW_FORMATS)}")


def _events(timeline: Timeline, query: Query, format: str, *, formula_safe: bool) -> bytes:
    """What ``query`` leaves of a timeline; what the format cannot hold of it is said."""
    narrowed = _narrowed(timeline, query)
    data = formats.write(narrowed, format, formula_safe=formula_safe)
    for loss in formats.losses(narrowed, format):
        say(f"{format}: {loss}")
    return data


def _view(timeline: Timeline, query: Query, name: str, format: str, rows: str | None) -> bytes:
    """One of the views of what ``query`` leaves of a timeline."""
    from timeline_tui.formats.views import view_of, write
    from timeline_tui.mapped.index import index_of
    from timeline_tui.slice import Slice

    return write(view_of(Slice(index_of(timeline), query), name, rows or "country"), format).encode()


def _format_of(path: str | None) -> str:
    if path is None:
        return "text"
    format = formats.for_path(path)
    if format is None or not format.writes:
        raise UsageError(f"{clean_line(path)}: its ending names no format that can be written; say which with -f")
    return format.name


def _write(path: str, data: bytes, force: bool) -> int:
    from timeline_tui.storage.writing import WriteError, write_atomic

    try:
        write_atomic(path, data, overwrite=force)
    except WriteError as error:
        say(f"{error.message}\n  {error.hint}" if error.hint else error.message)
        return BAD
    return DONE


def _validate(options: Options) -> int:
    from timeline_tui.checks import check, summed_up

    problems: Sequence[Problem]
    try:
        loaded = _load(options)
        # Of torn files the checks would know too little.
        problems = sorted([*loaded.problems, *check(loaded.timeline)]) if loaded.whole else loaded.problems
        events = len(loaded.timeline.events)
    except LoadError as error:
        problems, events = error.problems, 0
    if options.json:
        put("".join(f"{_as_json(problem)}\n" for problem in problems).encode())
    else:
        put("".join(f"{render(problem)}\n\n" for problem in summed_up(problems)).encode())
    errors, warnings, notes = (sum(one.severity == kind for one in problems) for kind in ("error", "warning", "note"))
    counts = f"{plural(events, 'event')}, {plural(errors, 'error')}, {plural(warnings, 'warning')}"
    say(f"{counts}, {plural(notes, 'note')}" if notes else counts)
    return BAD if errors or (options.strict and warnings) else DONE


def _as_json(problem: Problem) -> str:
    import json

    return json.dumps(as_dict(problem), ensure_ascii=False)


def _schema(options: Options) -> int:  # noqa: ARG001  # every command is called alike
    from timeline_tui.schema import schema_text

    put(schema_text().encode())
    return DONE


def _formats(options: Options) -> int:  # noqa: ARG001
    rows = [("format", "reads", "writes", "endings")]
    rows += [
        (format.name, "yes" if format.reads else "", "yes" if format.writes else "", " ".join(format.endings))
        for format in formats.FORMATS
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ("  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows)
    put(("\n".join(lines) + "\n").encode())
    return DONE


COMMANDS: Mapping[str, Callable[[Options], int]] = {
    "": _open,
    "export": _export,
    "validate": _validate,
    "schema": _schema,
    "formats": _formats,
}


def _query(options: Options, timeline: Timeline, *, opening: bool) -> Query:
    """What ``-q`` or ``--view`` ask for; with neither, the first view when opening, else everything."""
    if options.query is not None and options.view is not None:
        raise UsageError("give -q or --view, not both")
    if options.query is not None:
        return _parsed(options.query, "-q")
    views = {view.name: view.query for view in timeline.views}
    if options.view is not None:
        if options.view not in views:
            near = nearest(options.view, views)
            hint = f"did you mean “{near}”?" if near else f"there are: {', '.join(views) or 'none'}"
            raise UsageError(f"no view is named “{clean_line(options.view)}”\n  {hint}")
        return _parsed(views[options.view], f"view “{options.view}”")
    if opening and views:
        name, query = next(iter(views.items()))
        return _parsed(query, f"view “{name}”")
    return Query()


def _parsed(text: str, where: str) -> Query:
    try:
        return parse_query(text)
    except QueryError as error:
        line = clean_line(text)
        pointer = " " * (error.column - 1) + "^" * max(1, error.end - error.column)
        raise UsageError(
            "\n".join(
                filter(
                    None, [f"{where}: {error}", f"  {line}", f"  {pointer}", f"  {error.hint}" if error.hint else ""]
                )
            )
        ) from error


def _narrowed(timeline: Timeline, query: Query) -> Timeline:
    if not query:
        return timeline
    from timeline_tui.mapped.index import index_of

    return index_of(timeline).extract(query)


def _report(problems: Iterable[Problem]) -> None:
    for problem in problems:
        say(render(problem))
