"""The last line of the screen: the keys that work where the focus is. A click on a key presses it.

Textual's Footer makes a widget for each key, and makes all of them again whenever the focus moves. With it the first
screen takes 187 ms of CPU instead of 96.
"""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.ui.style.painter import Painter

GAP = " "  # between two keys


class _Key(NamedTuple):
    """A key as it is shown. In a group only the last key has a ``label``, the name of the group."""

    key: str
    shown: str
    label: str
    tooltip: str
    enabled: bool


class KeyLine(Widget):
    """The bindings that work now and that are shown in the footer. Keys of a group have no gap, and one label."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyLine { height: 1; color: $footer-foreground; background: $footer-background; }"

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[list[_Key]] = []
        self._shown: list[_Key] = []  # the keys for which there is room
        self._stops: list[int] = []  # the column after each key
        self._painter = Painter(self)

    def on_mount(self) -> None:
        """Textual: follow the active bindings, which change with the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed, immediate=True)
        self._changed(self.screen)

    def _changed(self, screen: Screen[object]) -> None:
        groups = [self._group(*group) for group in _grouped(screen)]
        if groups != self._groups:
            self._groups = groups
            self.refresh()

    def _group(self, group: Binding.Group | None, members: list[tuple[Binding, bool, str]]) -> list[_Key]:
        keys = []
        for number, (binding, enabled, tooltip) in enumerate(members, 1):
            label = binding.description
            if group and len(members) > 1:
                label = group.description.strip() if number == len(members) else ""
            shown = self.app.get_key_display(binding)
            keys.append(_Key(binding.key, shown, label, tooltip or binding.description, enabled))
        return keys

    def notify_style_update(self) -> None:
        """Textual: the theme changed."""
        super().notify_style_update()
        self._painter.clear()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # there is one line
        """Textual: the keys with their labels, until there is no room for the next group."""
        line = Text()
        self._shown, self._stops = [], []
        for group in self._groups:
            parts = [_part(key) for key in group]
            if line.cell_len + sum(part.cell_len for part in parts) - len(GAP) > self.size.width:
                break
            for key, part in zip(group, parts, strict=True):
                line.append_text(part)
                self._shown.append(key)
                self._stops.append(line.cell_len)
        return self._painter.line(line, self.size.width)

    def _at(self, column: int) -> _Key | None:
        return next((key for key, stop in zip(self._shown, self._stops, strict=True) if column < stop), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Textual: show a tooltip for the key under the mouse."""
        key = self._at(event.x)
        self.tooltip = Content(key.tooltip) if key else None

    def on_click(self, event: events.Click) -> None:
        """Textual: press the key under the mouse."""
        key = self._at(event.x)
        if key and key.enabled:
            self.app.simulate_key(key.key)


def _part(key: _Key) -> Text:
    part = Text.assemble((key.shown, "key"), (f" {key.label}{GAP}" if key.label else "", "label"))
    if not key.enabled:
        part.stylize("off")
    return part


def _grouped(screen: Screen[object]) -> list[tuple[Binding.Group | None, list[tuple[Binding, bool, str]]]]:
    """The bindings to show as (binding, enabled, tooltip), each action once, neighbours of one group together."""
    first: dict[str, tuple[Binding, bool, str]] = {}
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if binding.show:
            first.setdefault(binding.action, (binding, enabled, tooltip))
    groups = [list(members) for _, members in groupby(first.values(), key=lambda one: one[0].group or one[0])]
    return [(members[0][0].group, members) for members in groups]
