"""From the command line to the screen and back: settings, the terminal, and the exit code."""

from __future__ import annotations

from timeline_tui.arguments import Options
from timeline_tui.problems import DamagedError, UsageError
from timeline_tui.query import Query
from timeline_tui.storage.config import load_config
from timeline_tui.storage.failures import report
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.opening import Opening
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp, theme_names
from timeline_tui.ui.settings import check, near_or_all
from timeline_tui.ui.terminal import own_terminal


def launch(options: Options, loaded: Loaded, query: Query, opening: Opening | None) -> int:
    """Show ``loaded``, of which ``opening`` reads the rest, until the reader quits; returns the exit code.

    ``options`` are those of the command line. Raises UsageError for a theme that does not exist, and DamagedError.
    """
    themes, theme = theme_names(), options.theme
    if theme is not None and theme not in themes:
        raise UsageError(f"there is no theme “{theme}”\n  {near_or_all(theme, themes)}")
    config = load_config()
    settings = check(config, themes)
    session = Session(
        options.files,
        loaded,
        State.load(),
        watch=config.watch and not options.no_watch,
        format=options.source,
        noted=settings.problems,
        opening=opening if opening and not opening.done else None,
        cached=not options.no_cache,
    )
    with own_terminal():
        app = TimelineApp(session, query, theme=theme or settings.theme, user_keys=settings.user_keys)
        app.run()
    session.close()
    if isinstance(app.failure, DamagedError):
        app.go_on()
        raise app.failure
    if app.failure is not None:
        return report(app.failure)
    return app.return_code or 0
