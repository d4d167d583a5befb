"""The app: themes, the user's keys, and the first screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES, Theme, ThemeProvider

from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.storage.state_content import Visit
from timeline_tui.ui.keymap import KeyedApp
from timeline_tui.ui.screen.explorer import Explorer
from timeline_tui.ui.style.contrast import readable_after, readable_variables, with_contrast, with_contrast_in_256
from timeline_tui.ui.style.plain import PLAIN_CSS, WithoutOrnaments, key_words, without_tints
from timeline_tui.ui.textual_fixes.exits import RestoringApp
from timeline_tui.ui.textual_fixes.hidden_cursor import cursor_of

if TYPE_CHECKING:
    from textual.command import Provider

GC_PAUSE_SECONDS = 1.0  # The first screen is faster without garbage collection.
GC_THRESHOLDS = 20_000, 20, 20  # A key makes thousands of objects, and few of them are in reference cycles.
DEFAULT_THEME = "textual-dark"
NO_COLOR_THEME = "ansi-dark"  # The other themes would still send shades of grey.
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
_PLAIN = WithoutOrnaments()


def _key_commands() -> type[Provider]:
    from timeline_tui.ui.dialogs.palette import KeyCommands  # the first screen does not need it

    return KeyCommands


def _named_commands() -> type[Provider]:
    from timeline_tui.ui.dialogs.palette import NamedCommands  # the first screen does not need it

    return NamedCommands


class TimelineApp(RestoringApp, KeyedApp):
    """Shows one session."""

    TITLE = "timeline-tui"
    COMMANDS = App.COMMANDS | {_key_commands, _named_commands}
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        session: Session,
        query: Query,
        *,
        visit: Visit | None = None,
        theme: str | None = None,
        user_keys: Mapping[str, str] | None = None,
        on_theme: Callable[[str], str] = lambda _: "",
        plain: bool = False,
        editor: str = "",
        is_first_start: bool = False,
    ) -> None:
        """``query`` is the first filter, unless the reader returns to the last ``visit``.

        ``theme`` is the name of a theme that exists. ``user_keys`` maps ids of bindings to keys, and is correct.
        ``on_theme`` is called with the name of each theme that the reader chooses. Its result is shown, if not empty.
        ``plain``: words in place of marks, no ornaments (see `plain`).
        ``editor``: the command of the editor in the config; "" to use the editor of the environment.
        ``is_first_start``: show a line that says what to press.
        """
        if not os.environ.get("NO_COLOR"):
            os.environ.pop("NO_COLOR", None)  # An empty value means nothing (no-color.org), but Textual removes colour.
        # With an ANSI theme set only later, Textual uses a filter that leaves shades of grey.
        self.plain = plain
        if plain:
            self.CSS = PLAIN_CSS  # type: ignore[misc]  # of this app, and not of the class
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._session, self._query, self._visit, self._on_theme = session, query, visit, on_theme
        self._editor, self._is_first_start = editor, is_first_start
        self.register_theme(HIGH_CONTRAST)
        self.theme = NO_COLOR_THEME if self.no_color else theme or DEFAULT_THEME
        self.user_keys = user_keys or {}
        self.set_keymap(self.user_keys)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual: the filters of all that is drawn. Ours give text and marks the contrast they need."""
        filters = (*super().get_line_filters(), *((_PLAIN,) if self.plain else ()))
        if self.native_ansi_color:
            return filters
        return (readable_after(filters, with_contrast_in_256 if self.console.color_system == "256" else with_contrast),)

    def get_css_variables(self) -> dict[str, str]:
        """Textual: the colours of the theme."""
        variables = super().get_css_variables()
        if not self.native_ansi_color:
            variables = readable_variables(without_tints(variables) if self.plain else variables)
            self.theme_variables = variables
        return variables

    def get_key_display(self, binding: Binding) -> str:
        """Textual: the sign or the name of a key."""
        shown = super().get_key_display(binding)
        return key_words(shown) if self.plain else shown

    @property
    def cursor_position(self) -> Offset:
        """Textual: where the terminal's cursor stands after each frame."""
        return cursor_of(self.screen) if self.screen_stack else Offset()

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        """Textual's widgets set it, also when they have no focus: ignored."""

    def get_default_screen(self) -> Explorer:
        """Textual: the screen below all others."""
        return Explorer(
            self._session, self._query, self.size, self._visit, editor=self._editor, is_first_start=self._is_first_start
        )

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, and keep where the reader was."""
        super().exit(result, return_code, message)
        self._session.close()  # otherwise the thread that waits for events would delay the end of the app
        if self.failure is None and self.screen_stack and isinstance(explorer := self.screen_stack[0], Explorer):
            explorer.last_visit.keep()

    def action_command_palette(self) -> None:
        """Textual: open the command palette."""
        from timeline_tui.ui.textual_fixes.palette_screen import Palette  # 1 ms, and the first screen does not need it

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def get_system_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:  # noqa: ARG002  # Textual's
        """Textual: the commands without a key.

        Of Textual's own, most do the same as keys of ours, and "Screenshot" writes a file without a question.
        """
        yield SystemCommand("Theme", "Choose another theme", self.action_change_theme)

    def search_themes(self) -> None:
        """Textual: open the list of themes."""
        from timeline_tui.ui.textual_fixes.palette_screen import Palette  # 1 ms, and the first screen does not need it

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def on_mount(self) -> None:
        """Textual: start garbage collection later, so that it does not slow down the first screen; follow the theme."""
        self.set_timer(GC_PAUSE_SECONDS, self._collect)
        self.theme_changed_signal.subscribe(self, self._theme_chosen)

    def _theme_chosen(self, theme: Theme) -> None:
        if message := self._on_theme(theme.name):
            self.notify(message, severity="warning", markup=False)

    def _collect(self) -> None:
        gc.freeze()  # Most objects of now stay until the end: do not look at them again.
        gc.set_threshold(*GC_THRESHOLDS)
        gc.enable()


def theme_names() -> tuple[str, ...]:
    """The names that ``--theme`` and the config file accept, sorted."""
    return tuple(sorted({*BUILTIN_THEMES, HIGH_CONTRAST.name}))
