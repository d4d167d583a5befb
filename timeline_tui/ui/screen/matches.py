"""Goes from match to match of the query: inside the detail of an event, then to the next event."""

from __future__ import annotations

from timeline_tui.query.query import words
from timeline_tui.ui.keymap import shown_key
from timeline_tui.ui.lists.timeline_list import TimelineList
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.screen.panes import Panes


def go_to_match(host: Host, panes: Panes, delta: int) -> None:
    """Show the next (1) or previous (-1) match: in the detail of the event, else in the event below or above it."""
    slice, position = host.slice, host.current
    if not words(slice.query):
        key = shown_key(host.app, "match.next" if delta > 0 else "match.previous")
        host.show_message(f"{key} needs a word in the query, such as /oil")
    elif position is not None and not panes.detail.go_to_match(delta):
        is_reversed = isinstance(panes.main, TimelineList) and panes.main.descending
        row = slice.rows.rank(position) + (-delta if is_reversed else delta)
        if 0 <= row < len(slice):
            position = slice.rows[row]
            panes.timeline.go_to(position)
            host.current = position
            panes.detail.go_to_match(delta)
        else:
            host.show_message("This is the last match" if delta > 0 else "This is the first match")
