"""The screen of the command palette, without its faults (Textual 8.2)."""

from __future__ import annotations

from contextlib import suppress

from textual.command import CommandList, CommandPalette
from textual.css.query import NoMatches
from textual.widget import Widget

from timeline_tui.ui.textual_fixes.highlight import HIGHLIGHT
from timeline_tui.ui.textual_fixes.left_once import LeftOnce


class Palette(CommandPalette, LeftOnce[None]):
    """Textual's palette fails if there is no room for a letter beside the scroll bar, or no line to move to."""

    DEFAULT_CSS = """
    Palette CommandList { min-width: 16; }
    Palette.-flat > Vertical { margin-top: 0; }
    Palette.-flat #--input, Palette.-flat #--input.--list-visible { border: none; }
    Palette.-flat #--input Label { margin-top: 0; }
    Palette.-flat #--input Input { height: 1; border: none; }
    """ + HIGHLIGHT.format("Palette")

    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-high")]  # lines; a flat one has no border around the search

    def pointed_widget(self) -> Widget | None:
        """The list, once it has a command: Enter runs the one under its cursor."""
        commands = self.query_one(CommandList)
        return commands if commands.display and commands.option_count else None

    def _action_command_list(self, action: str) -> None:
        with suppress(NoMatches, KeyError):
            super()._action_command_list(action)
