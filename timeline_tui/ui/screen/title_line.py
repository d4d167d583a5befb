"""The first line of the screen: the title, the views with the current one in brackets, and the number of events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from timeline_tui.analysis.searched import searched
from timeline_tui.analysis.slice import Slice
from timeline_tui.text.cells import shorten, width
from timeline_tui.ui import keymap
from timeline_tui.ui.event_views import VIEWS
from timeline_tui.ui.lists.pieces import DOT, Piece, cells, joined
from timeline_tui.ui.style.painter import PaintedWidget, Painter

LEAST_TITLE = 12  # cells; with fewer, other parts are shortened first
MOST_NAME = 30  # cells of the name of a saved view
BAR = " │ "  # between the title and the views


class Tab(NamedTuple):
    """The name of a view with its key."""

    view: str
    key: str

    def text(self, is_current: bool, wordy: bool) -> str:
        """The key and, if there is room or the view is shown, the name."""
        name = f"{self.key} {self.view.capitalize()}" if wordy or is_current else self.key
        return f"[{name}]" if is_current else f" {name} "


class TitleLine(PaintedWidget):
    """Names the events on the screen. A click on the name of a view posts a request for this view."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TitleLine { height: 1; background: $panel; color: $foreground; }"

    title: reactive[str] = reactive("")
    slice: reactive[Slice | None] = reactive(None)
    view: reactive[str] = reactive(VIEWS[0])
    """The view of the events that is shown, one of `VIEWS`."""
    items: reactive[str] = reactive("")
    """The number of items of the view, if these are not events: "8 disputed claims"."""
    saved_view: reactive[str] = reactive("")
    """The name of the saved view with this query, or ""."""
    descending: reactive[bool] = reactive(False)

    class Chosen(Message):
        """The reader chose a view of the events."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, title: str) -> None:
        super().__init__()
        self.set_reactive(TitleLine.title, title)
        self._tabs_drawn: list[tuple[int, str]] = []  # for each view, the column after it
        self._first_tab = 0  # the column where the views begin
        self._painter = Painter(self)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # there is one line
        """Textual: the parts that have room."""
        return self._painter.line(joined(self._pieces(self.size.width)), self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Textual: choose the view under the mouse."""
        view = next((view for stop, view in self._tabs_drawn if self._first_tab <= event.x < stop), None)
        if view:
            self.post_message(self.Chosen(view))

    def _pieces(self, columns: int) -> list[Piece]:
        """Title, views and state in ``columns`` cells; the title is cut first, then the rest is shortened."""
        tabs, state, room = next(self._choices(columns - 2))
        left: list[Piece] = [(" ", ""), (shorten(self.title, max(room, 0)), "heading")]
        left += [(BAR, "rule")] if tabs and room > 0 else []
        self._first_tab = stop = cells(left)
        self._tabs_drawn = []
        for text, view in tabs:
            stop += width(text)
            self._tabs_drawn.append((stop, view))
            left.append((text, "tab" if view == self.view else "dim"))
        return [*left, (" " * (columns - 1 - stop - cells(state)), ""), *state]

    def _choices(self, room: int) -> Iterator[tuple[list[tuple[str, str]], list[Piece], int]]:
        """Views, state and the cells left for the title: the choices that fit into ``room``, the best one first."""
        least = min(width(self.title), LEAST_TITLE)
        fitting = []
        for wordy, state in self._forms():
            tabs = [(tab.text(tab.view == self.view, wordy), tab.view) for tab in self._tabs]
            columns_left = room - sum(width(text) for text, _ in tabs) - cells(state) - 1
            fitting.append((tabs, state, columns_left - width(BAR)))
        yield from (form for form in fitting if form[2] >= least)
        yield from ((tabs, state, 0) for tabs, state, columns_left in fitting if columns_left + width(BAR) >= 0)
        brief = self._brief
        if width(brief) > room and brief.endswith(" so far"):  # without these words, the count would look final
            brief = f"{brief.split()[0]} so far"
        brief = shorten(brief, max(room, 0))
        yield [], [(brief, "heading")], room - width(brief) - 1

    def _forms(self) -> Iterator[tuple[bool, list[Piece]]]:
        """Whether all views have names, with the state in one of its forms."""
        state = self._state
        brief: list[Piece] = [(self._brief, "heading")]
        parts = [state[:number] for number in range(len(state), 0, -1)]
        named = parts[:-1] if self.saved_view else []  # the name of the saved view goes first
        yield from ((wordy, text) for wordy in (True, False) for text in named)
        for wordy in (True, False):
            yield from ((wordy, text) for text in (*parts[len(named) :], brief))

    @property
    def state(self) -> str:
        """How many items are shown, under which saved view, of how many events, and in which order.

        "12 of 29 events · newest first", "8 disputed claims · view: Oil · 12 of 29 events".
        """
        return "".join(text for text, _ in self._state)

    @property
    def _state(self) -> list[Piece]:
        events = self._shown.description if self._shown else ""
        rest = [f"view: {shorten(self.saved_view, MOST_NAME)}"] if self.saved_view else []
        rest += [events] if self.items else []
        rest += ["newest first"] if self.descending else []
        return [(self._items or events, "heading"), *((f"{DOT}{part}", "dim") for part in rest)]

    @property
    def _brief(self) -> str:
        """How many items are shown; of events without a noun, if there is a filter."""
        if self.items:
            return self._items
        if not (self._shown and self._shown.query):
            return self.state
        return self._shown.description.replace(" events", "").replace(" searched", "")

    @property
    def _shown(self) -> Slice | None:
        """The events that are counted: only the timeline shows events that cannot be searched yet."""
        return searched(self.slice) if self.slice and self.view != VIEWS[0] else self.slice

    @property
    def _items(self) -> str:
        return f"{self.items}{self.slice.so_far}" if self.items and self.slice else self.items

    @property
    def _tabs(self) -> list[Tab]:
        return [Tab(view, keymap.shown_key(self.app, f"screen.{view}")) for view in VIEWS]
