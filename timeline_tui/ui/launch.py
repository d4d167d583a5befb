"""Runs the app: reads the user's settings, prepares the terminal, and returns the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from timeline_tui.formats.reading.read_options import DEFAULTS, ReadOptions
from timeline_tui.model.problems import DamagedError
from timeline_tui.query.query import Query
from timeline_tui.storage.config import config_file, load_config
from timeline_tui.storage.failures import report
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.opening.opening import Opening
from timeline_tui.storage.remembered import Memory
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import Visit
from timeline_tui.text.text import clean_line
from timeline_tui.ui.app import TimelineApp, theme_names
from timeline_tui.ui.settings import check, check_theme, kept_theme
from timeline_tui.ui.textual_fixes.terminal import own_terminal

if TYPE_CHECKING:  # only a comparison needs it
    from timeline_tui.storage.comparing import Comparing


def launch(
    paths: Sequence[str],
    loaded: Loaded,
    query: Query,
    *,
    state: State,
    visit: Visit | None = None,
    opening: Opening | None = None,
    options: ReadOptions = DEFAULTS,
    theme: str | None = None,
    plain: bool = False,
    watch: bool = True,
    cached: bool = True,
    comparing: Comparing | None = None,
) -> int:
    """Show ``loaded``, which was read from ``paths``, until the reader quits; returns the exit code.

    ``comparing``: how the files were compared, if they were.
    """
    if theme is not None:
        check_theme(theme)
    config = load_config()
    settings = check(config, theme_names())
    theme, faults = (theme or settings.theme, ()) if theme or settings.theme else kept_theme(state, theme_names())
    session = Session(
        paths,
        loaded,
        state,
        watch=config.watch and watch,
        options=options,
        noted=(*settings.problems, *faults, *Memory().problems),
        opening=opening if opening and not opening.done else None,
        cached=cached,
        comparing=comparing,
    )
    is_first_start = not state.setting("started")
    if is_first_start:
        state.set_settings(started="yes")
    keep = partial(_keep_theme, state, settings.theme)
    with own_terminal():
        app = TimelineApp(
            session,
            query,
            visit=visit,
            theme=theme,
            user_keys=settings.user_keys,
            on_theme=keep,
            plain=config.plain or plain,
            editor=config.editor,
            is_first_start=is_first_start,
        )
        app.run()
    session.close()
    return _exit_code(app)


def _keep_theme(state: State, configured: str | None, theme: str) -> str:
    """Keep the theme for the next start. Returns what the reader should know: why it will not be used then."""
    if state.set_settings(theme=theme):
        return f"{theme} lasts for this session only: {state.why_unkept('theme')}"
    if configured and configured != theme:
        return f"{theme} lasts for this session only: {clean_line(str(config_file()))} sets {configured}"
    return ""


def _exit_code(app: TimelineApp) -> int:
    """The exit code. Reports the error that ended the app, if one did. Raises DamagedError: the caller can recover."""
    if isinstance(app.failure, DamagedError):
        app.go_on()
        raise app.failure
    if app.failure is not None:
        return report(app.failure)
    return app.return_code or 0
