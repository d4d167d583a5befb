"""The program on the screen: themes, keys, and the first screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.theme import BUILTIN_THEMES, Theme, ThemeProvider

from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.ui.dialogs.palette import KeyCommands
from timeline_tui.ui.keymap import KeyedApp
from timeline_tui.ui.screen.explorer import Explorer
from timeline_tui.ui.textual_fixes.exits import RestoringApp
from timeline_tui.ui.textual_fixes.palette_screen import Palette

GC_PAUSE_SECONDS = 1.0  # without garbage collection, which the first screen is faster without
GC_THRESHOLDS = 20_000, 20, 20  # a key makes thousands of objects, and hardly one in a circle
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


class TimelineApp(RestoringApp, KeyedApp):
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

    def get_default_screen(self) -> Explorer:
        """The explorer is the screen; there is nothing below it."""
        return Explorer(self._session, self._query, self.size)

    def action_command_palette(self) -> None:
        """Everything that a key does, by name."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def search_themes(self) -> None:
        """The colours, by name."""
        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def on_mount(self) -> None:
        """Let the collector of garbage begin when the first screen is there: it would take its time from that."""
        self.set_timer(GC_PAUSE_SECONDS, self._collect)

    def _collect(self) -> None:
        gc.freeze()  # what is there now stays until the end
        gc.set_threshold(*GC_THRESHOLDS)
        gc.enable()


def theme_names() -> tuple[str, ...]:
    """Every theme that ``--theme`` and the config file may name."""
    return tuple(sorted({*BUILTIN_THEMES, HIGH_CONTRAST.name}))
