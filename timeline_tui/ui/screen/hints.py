"""Hints in the footer: what else a key can do, and what to press first."""

from __future__ import annotations

from collections.abc import Iterable

from timeline_tui.ui import keymap
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.style.plain import is_plain
from timeline_tui.ui.textual_fixes.exits import RestoringApp

# Hints with the ids of the bindings whose keys they name.
_HINTS = (
    ("{} date: finds a day", ("query",)),
    ("{} on two countries, then {}: compare", ("facet.include", "compare")),
    ("{} shows who acted when", ("screen.grid",)),
    ("{} chooses days", ("histogram",)),
    ("{} goes from match to match", ("match.next",)),
    ("{} saves this filter", ("views.save",)),
    ("{} takes the filter back", ("undo",)),
    ("{} shows this pane alone", ("zoom",)),
    ("{} copies the quotes too", ("copy",)),
    ("{} finds every command", ("palette",)),
    ("{} goes to the next day", ("timeline.next-day",)),
    ("{} shows who disputes", ("screen.disputes",)),
)

_WELCOME = (
    ("{} {} choose an event", ("move.down", "move.up")),
    ("{} reads it", ("timeline.read",)),
    ("{} searches", ("query",)),
    ("{} countries", ("facet.country",)),
    ("{} all keys", ("help",)),
)


class Hints:
    """Hints about keys, one after the other, and the line of the very first start. They name the reader's own keys."""

    def __init__(self, host: Host, is_first_start: bool) -> None:
        self._host, self._is_first_start = host, is_first_start
        self._number = -1

    def next(self) -> str:
        """The next hint; none on a plain screen, where a screen reader would read each aloud."""
        if is_plain(self._host.app):
            return ""
        self._number += 1
        return self._written(*_HINTS[self._number % len(_HINTS)])

    @property
    def welcome(self) -> str:
        """What to press first; "" after the first key, and if this is not the first start."""
        app = self._host.app
        if not self._is_first_start or (isinstance(app, RestoringApp) and app.key_queue.is_used):
            return ""
        return " " + " · ".join(self._written(*part) for part in _WELCOME)

    def _written(self, text: str, ids: Iterable[str]) -> str:
        return text.format(*(keymap.shown_key(self._host.app, id) for id in ids))
