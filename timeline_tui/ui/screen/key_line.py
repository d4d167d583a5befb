"""The last line of the screen: the keys that are useful where the focus is. A click on a key presses it.

Textual's Footer makes a widget for each key, and makes all of them again whenever the focus moves. With it the first
screen takes 187 ms of CPU instead of 96.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.text.cells import width
from timeline_tui.text.text import shorten
from timeline_tui.ui import keymap
from timeline_tui.ui.screen.hints import Hints
from timeline_tui.ui.style.painter import PaintedWidget, Painter

GAP = "  "  # between two keys
ROOMY = 72  # columns from which the keys at the right end have labels
FEWEST_FOR_HINT = 6  # columns beside a hint that stay free
LEAST_WAITING = 10  # columns below which it is not said what the program waits for
SHORT_NOTE = "not applied"
_SHOWN = frozenset((*keymap.FOOTER, *keymap.FOOTER_END))


class _Key(NamedTuple):
    """A key as it is shown, in columns ``start`` to ``stop``."""

    key: str
    tooltip: str
    start: int
    stop: int


class _Group(NamedTuple):
    """Keys with one label: ``c t p Facets``."""

    bindings: tuple[tuple[str, Binding], ...]
    """The keys as they are shown, with their bindings."""
    label: str

    def text(self, label: bool = True) -> Text:
        """The keys, and the label."""
        shown = " ".join(key for key, _ in self.bindings)
        return Text.assemble((shown, "key"), (f" {self.label}" if label else "", "label"))


class KeyLine(PaintedWidget):
    """The keys of `keymap.FOOTER` by rank if there is room, a hint, and at the right the keys of `FOOTER_END`.

    In the query bar, where letters are typed, there is no hint. A ``note`` takes its place.
    On the very first start, a line about the first steps takes their place until the reader presses a key, and only the
    number of problems stays.

    What the program waits for takes the place of the last keys. In a line of its own it would move the panes each time
    that it appears and disappears.
    """

    ALLOW_SELECT = False
    waiting: reactive[str] = reactive("")
    """What the program waits for; "" for nothing."""
    note: reactive[str] = reactive("")
    """What is shown while a part of the query is not applied; "" if all is applied."""
    DEFAULT_CSS = "KeyLine { height: 1; color: $footer-foreground; background: $footer-background; }"

    def __init__(self, label: Callable[[Binding], str], hints: Hints) -> None:
        """``label`` names the effect that a key has now, "" if it has none. Another hint is shown in another pane."""
        super().__init__()
        self._label, self._hints = label, hints
        self._hint = self._welcome = ""
        self._focused: Widget | None = None
        self._groups: tuple[list[_Group], list[_Group]] = ([], [])  # at the left, at the right
        self._is_drawn = False
        self._keys: list[_Key] = []  # as they are drawn
        self._painter = Painter(self)

    def on_mount(self) -> None:
        """Textual: follow the active bindings, which change with the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed, immediate=True)

    def _changed(self, screen: Screen[object]) -> None:
        if self._is_drawn and self._find_groups(screen):  # before the first frame they change four times
            self.refresh()

    def _find_groups(self, screen: Screen[object]) -> bool:
        """Find what to show. Return whether it has changed."""
        active = {
            active_binding.binding.id: (self.app.get_key_display(active_binding.binding), active_binding.binding)
            for active_binding in reversed(screen.active_bindings.values())
            if active_binding.enabled and active_binding.binding.id in _SHOWN
        }
        welcome = self._hints.welcome
        ids = ((), ("problems",)) if welcome else (keymap.FOOTER, keymap.FOOTER_END)
        groups = self._grouped(active, ids[0]), self._grouped(active, ids[1])
        if screen.focused is not self._focused:
            self._focused = screen.focused
            self._hint = self._hints.next()
        elif groups == self._groups and welcome == self._welcome:
            return False
        self._groups, self._welcome = groups, welcome
        return True

    def _grouped(self, active: dict[str, tuple[str, Binding]], ids: Iterable[str]) -> list[_Group]:
        """The active bindings with a label, in the order of ``ids``; neighbours of one group share its name."""
        labelled = [(*active[id], self._label(active[id][1])) for id in ids if id in active]
        useful = [row for row in labelled if row[2]]
        groups = [list(members) for _, members in groupby(useful, key=lambda row: row[1].group or row[1])]
        return [
            _Group(
                tuple((key, binding) for key, binding, _ in members),
                members[0][1].group.description if members[0][1].group and len(members) > 1 else members[0][2],
            )
            for members in groups
        ]

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # there is one line
        """Textual: the keys at the left, the hint, what the program waits for, the keys at the right."""
        if not self._is_drawn:
            self._is_drawn = True
            self._find_groups(self.screen)
        columns = self.size.width
        self._keys = []
        end = self._end(columns).cell_len
        room = columns - end - len(GAP)
        waiting = shorten(self.waiting, room) if room >= LEAST_WAITING else ""
        end += width(waiting + GAP) if waiting else 0
        line = Text(shorten(self._welcome, columns - end - len(GAP)), "label")
        for group in self._groups[0]:
            part = group.text()
            if line.cell_len + part.cell_len + len(GAP) + end > columns:
                break
            self._add(line, part, group)
        free = columns - line.cell_len - end
        if self._hint and self._groups[1] and not self._welcome and width(self._hint) + FEWEST_FOR_HINT <= free:
            line.append(GAP + self._hint, "off")
        if self.note:
            line.append(next((note for note in (self.note, SHORT_NOTE) if width(note) <= free), ""), "off")
        line.append(" " * (columns - line.cell_len - end))
        if waiting:
            line.append(waiting + GAP, "label")
        for group in self._groups[1]:
            self._add(line, self._end_text(group, columns), group)
        if self._groups[1]:
            line.right_crop(len(GAP))
        return self._painter.line(line, columns)

    def _end(self, columns: int) -> Text:
        """The keys at the right end."""
        end = Text()
        for group in self._groups[1]:
            end.append_text(self._end_text(group, columns)).append(GAP)
        end.right_crop(len(GAP))
        return end

    def _end_text(self, group: _Group, columns: int) -> Text:
        """A key at the right end. If there is little room, only the number of problems has words."""
        return group.text(columns >= ROOMY or group.bindings[0][1].id == "problems")

    def _add(self, line: Text, part: Text, group: _Group) -> None:
        """Append a group and a gap to the line, and note the columns of its keys; the last key also has the label."""
        start = line.cell_len
        stop = start + part.cell_len
        for key, binding in group.bindings:
            after = start + width(key) + 1
            is_last = binding is group.bindings[-1][1]
            tooltip = binding.tooltip or binding.description
            self._keys.append(_Key(binding.key, tooltip, start, stop if is_last else after))
            start = after
        line.append_text(part).append(GAP)

    def _at(self, column: int) -> _Key | None:
        return next((key for key in self._keys if key.start <= column < key.stop), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Textual: show a tooltip for the key under the mouse."""
        key = self._at(event.x)
        self.tooltip = Content(key.tooltip) if key else None

    def on_click(self, event: events.Click) -> None:
        """Textual: press the key under the mouse."""
        key = self._at(event.x)
        if key:
            self.app.simulate_key(key.key)
