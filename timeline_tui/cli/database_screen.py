"""``timeline-tui postgresql://…``: open the screen on a database; without a terminal, print its opening view."""

from __future__ import annotations

from timeline_tui import formats
from timeline_tui.cli import DONE
from timeline_tui.cli.database_export import DatabaseSelection
from timeline_tui.cli.databases import asking, check_alone, loaded_head, open_database, waiting_rows
from timeline_tui.cli.options import Options
from timeline_tui.cli.selection import Selection
from timeline_tui.cli.streams import write_data
from timeline_tui.storage.state import State

_SECONDS = 60.0  # for an answer, after which the screen says that there is none


def show_database(options: Options) -> int:
    """Show the database at the URL of the options until the user quits; returns the exit code."""
    check_alone(options)
    return asking(lambda: _show(options))


def print_database(options: Options) -> int:
    """Print the opening view of the database; returns the exit code."""
    check_alone(options)
    return asking(lambda: _print(options))


def _show(options: Options) -> int:
    # 260 ms, and only a screen needs them
    from timeline_tui.analysis.remote.answers import Answers
    from timeline_tui.ui.launch import launch_database

    database = open_database(options.files[0], _SECONDS)
    try:
        loaded, state = loaded_head(database), State.load()
        if options.fresh:
            state.set_visit(loaded.key, None)
        is_told = options.query is not None or options.view is not None
        return launch_database(
            database.name,
            Answers(database),
            Selection(options, loaded, opening=True, state=state).query,
            state=state,
            visit=None if is_told else state.visit(loaded.key),
            theme=options.theme,
            plain=options.plain,
            noted=waiting_rows(database),
        )
    finally:
        database.close()


def _print(options: Options) -> int:
    selection = DatabaseSelection(options, open_database(options.files[0]), opening=True)
    selection.advise()
    write_data(formats.write(selection.timeline, "text", name=selection.name))
    return DONE
