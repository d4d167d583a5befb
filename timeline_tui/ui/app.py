"""The program on the screen: themes, keys, the first screen, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.theme import Theme

from timeline_tui.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.ui.explorer import Explorer
from timeline_tui.ui.keymap import KeyedApp
from timeline_tui.ui.palette import KeyCommands

FAILED = 70  # EX_SOFTWARE of sysexits.h
GRACE_SECONDS = 2.0  # what a signal gives the screen to put the terminal right
DEFAULT_THEME = "textual-dark"
NO_COLOR_THEME = "ansi-dark"  # only ANSI themes can be without any colour: the others still send shades of grey
HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#5fd7ff",
    secondary="#ffd75f",
    accent="#ffff00",
    warning="#ffaf00",
    error="#ff8787",
    success="#5fff87",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    dark=True,
    text_alpha=1.0,
)


class TimelineApp(KeyedApp):
    """One session on one screen."""

    TITLE = "timeline-tui"
    COMMANDS = App.COMMANDS | {KeyCommands}
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, session: Session, query: Query, *, theme: str | None = None, user_keys: Mapping[str, str] | None = None
    ) -> None:
        """``theme`` is the name of an available one; ``user_keys`` have been checked."""
        if not os.environ.get("NO_COLOR"):
            os.environ.pop("NO_COLOR", None)  # empty means nothing (no-color.org), but Textual would count it
        # As ANSI from the start, or Textual picks a filter that leaves shades of grey.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._session, self._query = session, query
        self.register_theme(HIGH_CONTRAST)
        self.theme = NO_COLOR_THEME if self.no_color else theme or DEFAULT_THEME
        self.user_keys = user_keys or {}
        self.set_keymap(self.user_keys)
        self.failure: Exception | None = None  # what ended the program, if it was not the reader

    def get_default_screen(self) -> Explorer:
        """The explorer is the screen; there is nothing below it."""
        return Explorer(self._session, self._query)

    def on_mount(self) -> None:
        """End in good order when told to: Textual by itself would leave the terminal raw."""
        if self.is_headless:
            return
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError):  # Windows' loops have no signal handlers
                    asyncio.get_running_loop().add_signal_handler(number, self._end, 128 + number)

    def _end(self, code: int) -> None:
        last_resort = threading.Timer(GRACE_SECONDS, os._exit, (code,))
        last_resort.daemon = True
        last_resort.start()
        self.exit(return_code=code)

    def _handle_exception(self, error: Exception) -> None:
        """Textual's own would print a traceback with the values of local variables: the reader's data."""
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.failure = self.failure or error
            self.exit(return_code=FAILED)


def theme_names() -> tuple[str, ...]:
    """Every theme that ``--theme`` and the config file may name."""
    return tuple(sorted({*App().available_themes, HIGH_CONTRAST.name}))


def write_log(error: BaseException, folder: Path) -> Path:
    """Keep what is needed to mend a failure, without any values: exception types and lines of code. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{os.getpid()}.log"
    frames = "".join(traceback.format_tb(error.__traceback__))
    path.write_text(f"{type(error).__module__}.{type(error).__qualname__}\n{frames}", encoding="utf-8")
    return path
