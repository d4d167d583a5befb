"""From the command line to the screen and back: settings, the terminal, and the exit code."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from platformdirs import user_log_path

from timeline_tui.query import Query
from timeline_tui.storage.config import load_config
from timeline_tui.storage.files import Loaded
from timeline_tui.storage.opening import Opening
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import FAILED, TimelineApp, theme_names, write_log
from timeline_tui.ui.settings import check, near_or_all


class ThemeError(Exception):
    """A theme was asked for that does not exist; the message says which do."""


def launch(options: Namespace, loaded: Loaded, query: Query, opening: Opening | None) -> int:
    """Show ``loaded``, of which ``opening`` reads the rest, until the reader quits; returns the exit code.

    ``options`` are those of the command line. Raises ThemeError.
    """
    themes, theme = theme_names(), options.theme
    if theme is not None and theme not in themes:
        raise ThemeError(f"there is no theme “{theme}”\n  {near_or_all(theme, themes)}")
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
    app = TimelineApp(session, query, theme=theme or settings.theme, user_keys=settings.user_keys)
    with _terminal():
        gc.freeze()  # what is there now stays until the end
        gc.enable()
        app.run()
    session.close()
    if app.failure is not None:
        _tell(app.failure)
        return FAILED
    return app.return_code or 0


@contextmanager
def _terminal() -> Iterator[None]:
    """The keyboard on stdin and the screen on stderr, where Textual wants them, whatever was redirected there."""
    saved = os.dup(2)
    try:
        if not os.isatty(0):
            # a pipe that has been read: Textual would spin on its end
            os.dup2(os.open("/dev/tty", os.O_RDONLY), 0)
        if not os.isatty(2):
            os.dup2(1, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def _tell(failure: BaseException) -> None:
    name = type(failure).__name__
    try:
        log = write_log(failure, user_log_path("timeline-tui", appauthor=False))
    except OSError:
        where = "the details could not be written"
    else:
        where = f"the details, without your data, are in {log}"
    sys.stderr.write(f"timeline-tui: an error of the program ({name}); {where}\n")
