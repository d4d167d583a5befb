"""Runs the app: reads the user's settings, prepares the terminal, and returns the exit code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.model.problems import DamagedError, Problem
from timeline_tui.query.query import Query
from timeline_tui.storage.config import Config, config_file, load_config
from timeline_tui.storage.failures import report
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import Visit
from timeline_tui.storage.user_folders import choices_file, is_missing
from timeline_tui.text.text import clean_line
from timeline_tui.ui.app import TimelineApp, theme_names
from timeline_tui.ui.screen.last_visit import query_of
from timeline_tui.ui.settings import check, check_theme, kept_theme
from timeline_tui.ui.textual_fixes.terminal import own_terminal

if TYPE_CHECKING:  # only a database, a comparison or a file outside the cache needs them
    from timeline_tui.analysis.remote.answers import Answers
    from timeline_tui.storage.comparing import Comparing
    from timeline_tui.storage.opening.opening import Opening


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
    settings = _settings(state, theme)
    session = Session(
        paths,
        loaded,
        state,
        watch=settings.config.watch and watch,
        options=options,
        noted=settings.problems,
        opening=opening if opening and not opening.done else None,
        cached=cached,
        comparing=comparing,
    )
    return _run(session, query, settings, state, visit, plain=plain)


def launch_database(
    name: str,
    answers: Answers,
    query: Query,
    *,
    state: State,
    visit: Visit | None,
    theme: str | None,
    plain: bool,
    noted: tuple[Problem, ...],
) -> int:
    """Show the chronology of a database, called ``name``, until the reader quits; returns the exit code.

    ``noted`` are problems of the database. Raises AnswerError if the first question has no answer.
    """
    from timeline_tui.storage.database_session import DatabaseSession  # only a database needs it

    settings = _settings(state, theme)
    session = DatabaseSession(name, answers, state, noted=(*settings.problems, *noted))
    session.slice(query_of(visit, query)[0], visit.event if visit else "")  # while there is still a command line
    return _run(session, query, settings, state, visit, plain=plain)


class _Settings(NamedTuple):
    """The config, and what follows from it: the theme, the keys of the user, and all problems."""

    config: Config
    theme: str | None
    configured_theme: str | None
    user_keys: Mapping[str, str]
    problems: tuple[Problem, ...]


def _settings(state: State, theme: str | None) -> _Settings:
    """The settings in effect. ``theme`` comes from the command line. Raises UsageError if there is no such theme."""
    if theme is not None:
        check_theme(theme)
    config = load_config()
    settings = check(config, theme_names())
    chosen = theme or settings.theme
    theme, faults = (chosen, ()) if chosen else kept_theme(state, theme_names())
    problems = (*settings.problems, *faults, *_problems_of_choices())
    return _Settings(config, theme, settings.theme, settings.user_keys, problems)


def _problems_of_choices() -> tuple[Problem, ...]:
    """The problems of the file with the user's choices for columns, which few users have."""
    if is_missing(choices_file()):
        return ()
    from timeline_tui.storage.remembered import Memory  # see above

    return Memory().problems


def _run(session: Session, query: Query, settings: _Settings, state: State, visit: Visit | None, *, plain: bool) -> int:
    is_first_start = not state.setting("started")
    if is_first_start:
        state.set_settings(started="yes")
    keep = partial(_keep_theme, state, settings.configured_theme)
    with own_terminal():
        app = TimelineApp(
            session,
            query,
            visit=visit,
            theme=settings.theme,
            user_keys=settings.user_keys,
            on_theme=keep,
            plain=settings.config.plain or plain,
            editor=settings.config.editor,
            is_first_start=is_first_start,
        )
        app.run()
    session.close()
    return _exit_code(app)


def _keep_theme(state: State, configured: str | None, theme: str) -> str:
    """Keep the theme for the next start. Returns why it will not be used then, or ""."""
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
