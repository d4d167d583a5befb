"""What the screen shows: a slice, other content, the progress of reading, and the number of problems."""

from __future__ import annotations

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import View
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import QueryError, format_query, parse_query
from timeline_tui.ui.keymap import shown_key
from timeline_tui.ui.screen.filter import Filter
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.screen.last_visit import LastVisit
from timeline_tui.ui.screen.panes import Panes
from timeline_tui.ui.screen.problem_list import ProblemList
from timeline_tui.ui.textual_fixes.delay import Delay

MARK_SECONDS = 10.0  # for which changed events are marked


class Display:
    """Shows what changes in all widgets that show it."""

    def __init__(
        self, host: Host, panes: Panes, filter: Filter, problem_list: ProblemList, last_visit: LastVisit
    ) -> None:
        self._host, self._panes, self._filter = host, panes, filter
        self._problem_list, self._last_visit = problem_list, last_visit
        self._marks_end = Delay(host, self._unmark)

    def show_slice(self, slice: Slice) -> None:
        """Show another slice in all panes, the query bar and the status line; from a database, when it arrives."""
        if self._host.asker:
            self._host.asker.show(slice, self._host.event.id if self._host.event else "")
        else:
            self._host.slice = slice
            self._filter.answered(slice.query)
            self.describe()
        self._panes.query_bar.show(slice.query)
        self._panes.query_bar.can_undo = self._filter.can_undo

    def show_answer(self, slice: Slice) -> None:
        """Show a slice of a database. If it has other events, the event under the cursor becomes the current one."""
        host = self._host
        is_other = slice.index is not host.slice.index
        row = host.current if host.event is None and slice.query == host.slice.query else None
        host.slice = slice
        if is_other and row is not None:  # it has not arrived, so only its row is known
            self._panes.timeline.go_to(row)
        if is_other:
            self._host.current = self._panes.timeline.event
        self._filter.answered(slice.query)
        self._panes.query_bar.show(slice.query)
        self._panes.query_bar.can_undo = self._filter.can_undo
        self.describe()

    def keep_picture(self) -> None:
        """Keep the last slice and its query, because there is no answer."""
        lost = self._filter.unanswered()
        if lost is not None:
            key = shown_key(self._host.app, "redo")
            self._host.show_message(
                f"No answer to {format_query(lost) or 'the empty query'}: {key} asks for it again", "warning"
            )
        self._panes.query_bar.keep(self._host.slice.query)
        self._panes.query_bar.can_undo = self._filter.can_undo

    def show_asking(self, is_asking: bool) -> None:
        """Show in the line of keys whether a database is being asked. No pane changes its size."""
        self._panes.show_waiting("asking the database …" if is_asking else "")

    def show_no_answer(self, fault: str) -> None:
        """Show why there is no answer, in the status line and in a view without events; "" if there is one."""
        again = f"{shown_key(self._host.app, 'reload')} asks again"
        # a narrow screen cuts off the end
        self._panes.status_line.no_answer = f"no answer, {again}: {fault}" if fault else ""
        self._panes.refresh_status()
        self._panes.explain_no_answer(f"No answer: {fault}\n{again}." if fault else "")

    def show_index(self, index: Index) -> None:
        """Show other content under the same query. The cursor stays on its event."""
        self._host.slice = self._host.slice.replace(index=index, stars=self._host.session.state.stars)
        self._host.current = self._panes.timeline.event
        self._panes.title_line.title = index.timeline.title or self._host.session.title
        self.describe()
        self._last_visit.look_for_event()

    def mark(self, added: int, changed: int) -> None:
        """Mark events in the timeline for some seconds. Both are sets of positions in the index, as bits."""
        self._panes.timeline.mark(added, changed)
        self._marks_end.start(MARK_SECONDS)

    def _unmark(self) -> None:
        self._panes.timeline.unmark()

    def show_progress(self, part: float | None) -> None:
        """Show which part of the files is read, from 0 to 1; None when reading has ended."""
        self._panes.status_line.part = part
        self._panes.status_line.most = self._host.session.most_events
        self._panes.refresh_status()

    def describe(self) -> None:
        """Update the number of problems, the name of the saved view, and the text of an empty timeline."""
        self._problem_list.refresh()
        self._panes.refresh_status()
        self._explain_nothing()
        names = (view.name for view in self._host.session.views if shows(view, self._host.slice.query))
        self._panes.title_line.saved_view = next(names, "")
        self._host.refresh_bindings()

    def _explain_nothing(self) -> None:
        if self._host.slice.total or self._host.session.is_loading:
            return
        # 2 ms, and nearly all timelines have events
        from timeline_tui.ui.screen.nothing_yet import nothing_yet

        self._panes.explain_nothing(nothing_yet(self._host.app, self._host.session))


def shows(view: View, query: Query) -> bool:
    """Whether a view has the same meaning as a query. False for a view whose query is wrong."""
    try:
        return parse_query(view.query) == query
    except QueryError:
        return False
