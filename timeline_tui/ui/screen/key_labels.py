"""What the keys of the footer do now. A key that would do nothing has no label, and is not shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.binding import Binding

from timeline_tui.analysis.compare import Comparison
from timeline_tui.query.query import words
from timeline_tui.text.text import plural
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.screen.event_actions import EventActions, star_at_cursor
from timeline_tui.ui.screen.filter import Filter
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.screen.panes import Panes
from timeline_tui.ui.screen.problem_list import ProblemList


class KeyLabels:
    """The labels of the footer."""

    def __init__(
        self, host: Host, filter: Filter, actions: EventActions, panes: Panes, problem_list: ProblemList
    ) -> None:
        self._host, self._panes = host, panes
        self._labels: Mapping[str, Callable[[], str]] = {
            "query.leave": lambda: "Close list" if panes.query_bar.completions.are_shown else "Cancel",
            "timeline.read": self._read,
            "detail.open": self._open_card,
            "compare": self._compare,
            "lanes": lambda: "Lanes" if self._compare() else "",
            "come-back": lambda: "Come back" if actions.has_trail else "",
            "back": self._back,
            "copy": lambda: "Copy" if host.event else "",
            "star": self._star,
            "follow": lambda: "Related" if actions.has_related else "",
            "open": self._open,
            "edit": lambda: "Edit" if host.session.file and not host.app.is_web else "",
            "undo": lambda: "Undo" if filter.can_undo else "",
            "redo": lambda: "Redo" if filter.can_redo else "",
            "problems": lambda: plural(problem_list.count, "problem") if problem_list.count else "",
            "match.next": lambda: "Next match" if words(host.slice.query) else "",
        }

    def label(self, binding: Binding) -> str:
        """What a binding does now; "" if it would do nothing."""
        label = self._labels.get(binding.id or "")
        return label() if label else binding.description

    def _read(self) -> str:
        return "Read" if len(self._host.slice) else ""

    def _open_card(self) -> str:
        focused = self._host.focused
        card = focused.card if isinstance(focused, Detail) else None
        return card.choice if card else ""

    def _open(self) -> str:
        event = self._host.event
        sources = event.cited if event else ()
        return "Source" if any(source.url or source.copy or source.archived for source in sources) else ""

    def _compare(self) -> str:
        return "Compare" if Comparison.from_slice(self._host.slice) else ""

    def _back(self) -> str:
        if self._panes.zoomed or not isinstance(self._host.focused, EventsView):
            return "Back"
        return "Clear filter" if self._host.slice.query else ""

    def _star(self) -> str:
        star = star_at_cursor(self._host)
        return "Unstar" if star in self._host.slice.stars else "Star" if star else ""
