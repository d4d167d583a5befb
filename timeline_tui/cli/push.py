"""``timeline-tui push``: write a timeline into a database."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.databases import asking, check_alone
from timeline_tui.cli.loading import with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import shown_progress, write_message, write_problems
from timeline_tui.formats.reading.line_events import NotStreamedError
from timeline_tui.model.problems import UsageError
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.memory import limited
from timeline_tui.text.database_urls import is_database_url, masked
from timeline_tui.text.text import clean_line, plural

if TYPE_CHECKING:  # it needs the packages of the extra
    from timeline_tui.index.database.pushing import Pushed


def run(options: Options) -> int:
    """Push the events of the files. Without files, push the rows that other programs inserted.

    If the files or rows have errors, nothing is written, except with ``--lenient``.
    """
    *files, url = options.files
    if not is_database_url(url):
        raise UsageError(
            f"{clean_line(url)}: this is not the address of a database\n  timeline-tui push FILE postgresql://HOST/NAME"
        )
    if not files:
        check_alone(options)
        return asking(lambda: _push_rows(options, url))
    if any(map(is_database_url, files)):
        raise UsageError(
            f"{masked(files[0])}: push reads files\n  timeline-tui export URL -o FILE makes one of a database"
        )
    options.files = files
    return _with_events(options, lambda loaded: asking(lambda: _push(loaded, options, url)))


def _with_events(options: Options, use: Callable[[Loaded], int]) -> int:
    """As `with_files`, but the events of one large file of JSON lines are not in memory."""
    inputs = find_inputs(options.files)
    if inputs.large:
        # 10 ms, and only large files need it
        from timeline_tui.storage.opening.event_lines import lines_of

        with suppress(NotStreamedError), limited(inputs), ExitStack() as stack:
            with shown_progress(f"reading {os.path.basename(options.files[0])}") as report:
                loaded = stack.enter_context(lines_of(inputs, options.reading, report))
            return use(loaded)
    return with_files(options, use)


def _push(loaded: Loaded, options: Options, url: str) -> int:
    # 0.4 s, and only a database needs them
    from timeline_tui.index.database.connection import DatabaseUrl, Server
    from timeline_tui.index.database.event_ids import id_problem
    from timeline_tui.index.database.pushing import push

    timeline = loaded.timeline
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if too_long := [problem for event in timeline.events if (problem := id_problem(event))]:
        errors += too_long
        timeline = timeline._replace(events=tuple([event for event in timeline.events if not id_problem(event)]))
    if errors and not options.lenient:
        write_problems(errors)
        write_message("nothing was pushed; --lenient pushes what can be read, and events without a date as undated")
        return BAD
    write_problems(too_long)
    if errors:
        write_message(f"{plural(len(errors), 'error')}: unreadable parts are left out; see timeline-tui validate")
    server = Server(DatabaseUrl(url))
    with shown_progress("pushing") as report:

        def show(done: int, size: int) -> None:
            if report:
                report(done, size, lambda: timeline)

        pushed = push(server, timeline, show)
    _write_counts(server.address.text, pushed)
    server.close()
    return DONE


def _push_rows(options: Options, url: str) -> int:
    # 0.4 s, and only a database needs them
    from timeline_tui.cli.push_rows import FaultyRowsError, read_rows
    from timeline_tui.index.database.connection import DatabaseUrl, Server
    from timeline_tui.index.database.new_rows import push_rows

    server = Server(DatabaseUrl(url))
    try:
        pushed = push_rows(server, lambda rows: read_rows(rows, lenient=options.lenient))
    except FaultyRowsError as error:
        return error.write()
    finally:
        server.close()
    _write_counts(server.address.text, pushed)
    return DONE


def _write_counts(address: str, pushed: Pushed) -> None:
    kept = f"; {plural(pushed.kept, 'other event')} kept" if pushed.kept else ""
    counts = f"{plural(pushed.events, 'event')} pushed, {pushed.new:,} new, {pushed.changed:,} changed"
    for note in pushed.notes:
        write_message(f"note: {clean_line(note)}")
    write_message(f"{address}: {counts}{kept}")
