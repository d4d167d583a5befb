"""Goes to events, to matches of the query, to views, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline_tui.model.timeline import Event
from timeline_tui.query.query import Query, words
from timeline_tui.ui.event_views import show
from timeline_tui.ui.keymap import shown_key
from timeline_tui.ui.lists.timeline_list import TimelineList
from timeline_tui.ui.screen.filter import Filter
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.screen.panes import Panes
from timeline_tui.ui.screen.title_line import TitleLine

if TYPE_CHECKING:
    from timeline_tui.ui.screen.asker import Asker

_ROOM_FOR_TOAST = 50  # columns of the screen from which a toast has room for a sentence


class Navigation:
    """Moves the cursor and shows views. The list of events and the title line follow."""

    def __init__(self, host: Host, panes: Panes, filter: Filter) -> None:
        self._host, self._panes, self._filter = host, panes, filter

    @property
    def _timeline(self) -> TimelineList:
        return self._panes.timeline

    @property
    def _title_line(self) -> TitleLine:
        return self._panes.title_line

    @property
    def _undo_key(self) -> str:
        return shown_key(self._host.app, "undo")

    def show_event(self, id: str, query: Query | None = None) -> None:
        """Move the cursor to an event, under ``query`` if given. If the filter hides the event, clear the filter."""
        if self._host.asker:
            self._ask_for(self._host.asker, id, query)
            return
        position = self._host.slice.index.position(id)
        if position is None:
            self._host.show_message(f"{id} is not in this timeline", "warning")
            return
        if query is not None and query != self._host.slice.query:
            self._filter.narrow(query)
        if not self._host.slice.mask >> position & 1:
            self._filter.narrow(Query())
            self._host.show_message(f"The filter hid this event and was cleared · {self._undo_key} brings it back")
        self._timeline.go_to(position)
        self._host.current = position

    def _ask_for(self, asker: Asker, id: str, query: Query | None) -> None:
        """`show_event` for a database."""
        shown = self._host.newest if query is None else self._host.newest.with_query(query)

        def go(row: int | None) -> None:
            if row is None:
                self._host.show_message(f"{id} is not in this timeline", "warning")
                return
            if shown.query and not self._host.slice.query:
                self._host.show_message(f"The filter hid this event and was cleared · {self._undo_key} brings it back")
            self._timeline.go_to(row)
            self._host.current = row

        asker.go_to(id, [shown, shown.with_query(Query())], go)

    def go_to_match(self, delta: int) -> None:
        """Show the next (1) or previous (-1) match: in the detail of the event, else in the event below or above it."""
        slice, position = self._host.slice, self._host.current
        if not words(slice.query):
            key = shown_key(self._host.app, "match.next" if delta > 0 else "match.previous")
            self._host.show_message(f"{key} needs a word in the query, such as /oil")
        elif position is not None and not self._panes.detail.go_to_match(delta):
            is_reversed = isinstance(self._panes.main, TimelineList) and self._panes.main.descending
            row = slice.rows.rank(position) + (-delta if is_reversed else delta)
            if 0 <= row < len(slice):
                position = slice.rows[row]
                self._timeline.go_to(position)
                self._host.current = position
                self._panes.detail.go_to_match(delta)
            else:
                self._host.show_message("This is the last match" if delta > 0 else "This is the first match")

    def go_to(self, position: int | None, name: str, old: Event | None = None) -> None:
        """Show a view, with the cursor on the event at this position, if there is one.

        ``old``: the event as it was before a change; see `EventsView.follow`.
        """
        if position is not None:
            self._timeline.go_to(position)
            self._host.current = position
        if name != self._panes.view:
            self.show_view(name)
        elif position is not None:
            self._panes.main.follow(position, old)

    def show_view(self, name: str) -> None:
        """Show another view of the same events. The cursor stays on its event."""
        self._panes.go_to_view(name, self._host.current)
        self._title_line.view = name

    def sort(self) -> None:
        """Change the order of the view."""
        self._panes.main.action_sort()
        self._title_line.descending = self._timeline.descending

    def cancel_typing(self, unapplied: str) -> None:
        """Show the filter from before the visit to the query bar again.

        ``unapplied`` is the text of the bar if a part of it was not applied, else "".
        """
        if self._filter.cancel_typing(unapplied):
            self._host.show_message(self._dropped)
        self._panes.query_bar.reset(self._filter.query)

    def drop(self, text: str, fault: str) -> None:
        """Keep a text with a fault for `redo`, because the reader left the query bar."""
        self._filter.drop(text)
        self._host.show_message(f"{self._dropped}\n{fault}", "warning")

    @property
    def _dropped(self) -> str:
        key = shown_key(self._host.app, "redo")
        is_narrow = self._host.app.size.width < _ROOM_FOR_TOAST
        return f"{key} restores it" if is_narrow else f"What you typed was dropped · {key} brings it back"

    def redo(self) -> None:
        """Bring back what was dropped or undone last: a text in the query bar, or a filter."""
        text = self._filter.take_dropped()
        if text:
            show(self._panes.query_bar, True)  # a hidden widget cannot take the focus
            self._panes.query_bar.retype(text)
        else:
            self._filter.redo()

    def go_back(self) -> None:
        """Go back one level: from the zoomed pane, from another pane, and at last from the filter."""
        if self._panes.zoomed:
            self._panes.zoom()
        elif self._host.focused is not self._panes.main:
            self._panes.go("main")
        elif self._host.slice.query:
            self._filter.narrow(Query())
            self._host.show_message(f"Filter cleared · {self._undo_key} brings it back")
