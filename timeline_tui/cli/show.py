"""``timeline-tui``: open the screen; without a terminal, print the opening view as text."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from timeline_tui import formats
from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.loading import load_files, with_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.selection import Selection, check_options
from timeline_tui.cli.streams import write_data, write_problems
from timeline_tui.model.problems import DamagedError, LoadError
from timeline_tui.storage.inputs import Inputs, Loaded, NoEventsError, find_inputs, without_events
from timeline_tui.text.database_urls import is_database_url

if TYPE_CHECKING:
    from timeline_tui.storage.opening.opening import Opening
    from timeline_tui.storage.state import State
    from timeline_tui.storage.state_content import Visit

_ON_MISSING = "“timeline-tui new FILE” writes an example; with --wait, the program waits for the file"


def run(options: Options) -> int:
    """Show the files until the user quits."""
    check_options(options)
    if any(map(is_database_url, options.files)):
        # 10 ms, and only a database needs it
        from timeline_tui.cli.database_screen import print_database, show_database

        return show_database(options) if has_terminal() else print_database(options)
    if not has_terminal():
        if options.theme is not None:
            # 0.3 s, and only --theme needs it
            from timeline_tui.ui.settings import check_theme

            check_theme(options.theme)
        return with_files(options, lambda loaded: _print(loaded, options))
    try:
        return _show(options, _begin(options))
    except DamagedError:  # the screen shows an image of the cache before all of it is checked
        # 7 ms, and only large files need it
        from timeline_tui.storage.opening.cache import Cache

        Cache().delete(find_inputs(options.files), options.reading)
        return _show(options, _begin(options))


def _print(loaded: Loaded, options: Options) -> int:
    """Print the opening view. The exit code is BAD if the files have errors, because events may be missing."""
    write_problems(loaded.problems)
    selection = Selection(options, loaded, opening=True)
    write_data(formats.write(selection.timeline, "text", name=selection.name))
    return BAD if any(problem.severity == "error" for problem in loaded.problems) else DONE


def _show(options: Options, begun: Loaded | Opening) -> int:
    opening = None if isinstance(begun, Loaded) else begun
    try:
        # 260 ms. Another process reads the files meanwhile.
        from timeline_tui.storage.state import State
        from timeline_tui.ui.launch import launch

        # A view may be at the end of the file.
        whole = options.view is not None
        loaded = begun if isinstance(begun, Loaded) else _waiting(options, lambda: begun.wait(whole=whole))
        state = State.load()
        return launch(
            options.files,
            loaded,
            Selection(options, loaded, opening=True, state=state).query,
            state=state,
            visit=_visit(options, loaded, state),
            opening=opening,
            options=options.reading,
            theme=options.theme,
            plain=options.plain,
            watch=not options.no_watch,
            cached=not options.no_cache,
        )
    finally:
        if opening:
            opening.stop()


def _visit(options: Options, loaded: Loaded, state: State) -> Visit | None:
    """The last visit to the files, unless the options say where to begin. ``--fresh`` forgets it."""
    if options.fresh:
        state.set_visit(loaded.key, None)
    if options.query is not None or options.view is not None:
        return None
    return state.visit(loaded.key)


def _begin(options: Options) -> Loaded | Opening:
    """Read the files, from the cache if they are large; or start another process that reads them."""
    inputs = find_inputs(options.files)
    if not inputs.needs_process:
        return _waiting(options, lambda: load_files(options, inputs))
    cached = inputs.large and not options.no_cache
    if cached and (kept := _kept(inputs, options)):
        return kept
    # 9 ms, and a file in the cache does not need it
    from timeline_tui.storage.opening.opening import Opening

    return Opening(options.files, inputs, options.reading, keep=cached)


def _kept(inputs: Inputs, options: Options) -> Loaded | None:
    from timeline_tui.storage.opening.cache import Cache  # 7 ms, and only large files need it

    return Cache().load(inputs, options.reading)


def _waiting(options: Options, read: Callable[[], Loaded]) -> Loaded:
    """What ``read`` returns, or a timeline without events that waits for the files to get some.

    Raises LoadError if they cannot get any, or if they do not exist and there is no ``--wait``.
    """
    try:
        return read()
    except NoEventsError as error:
        if error.is_missing and not options.wait:
            raise LoadError(problem._replace(hint=_ON_MISSING) for problem in error.problems) from None
        return without_events(error)


def has_terminal() -> bool:
    """Whether there is a screen and a keyboard. Standard input may be a pipe."""
    if os.environ.get("TERM") == "dumb" or sys.stdout is None or not sys.stdout.isatty():
        return False
    return (sys.stdin is not None and sys.stdin.isatty()) or os.access("/dev/tty", os.R_OK)
