"""Where the reader was when the files were last closed: the screen opens there, and keeps where the reader is now."""

from __future__ import annotations

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import QueryError, format_query, parse_query
from timeline_tui.storage.state_content import Visit
from timeline_tui.ui.event_views import VIEWS
from timeline_tui.ui.keymap import shown_key
from timeline_tui.ui.screen.host import Host

KEEP_SECONDS = 10.0  # between two times at which a new place may be written


class LastVisit:
    """Returns to the last query, event and screen. Nothing is written until one of them changes."""

    def __init__(self, host: Host, visit: Visit | None, query: Query) -> None:
        """``query`` is the first filter if there is no ``visit``, or if the query of the visit cannot be used."""
        self._host = host
        self._wanted = visit.event if visit else ""  # the event to go to, until it is found
        self._screen = visit.screen if visit and visit.screen in VIEWS else VIEWS[0]
        self._opened_on = ""  # the event that was current at first
        self._kept: Visit | None = None  # as it was written last, or at the opening
        self._last: Visit | None = None  # as it was at the last call of `keep`
        self._is_explained = visit is None
        self.query, self._fault = query_of(visit, query)

    def first_position(self, slice: Slice) -> int | None:
        """The position of the event to begin with: the last one, else the first of the slice; None if there is none."""
        position = slice.index.position(self._wanted) if self._wanted else None
        if position is not None and slice.mask >> position & 1:
            self._wanted = ""
            return position
        return slice.rows[0] if slice.rows else None

    def go_on(self) -> None:
        """Go to the last screen, with the cursor on the first event."""
        self._opened_on = self._host.event.id if self._host.event else ""
        self._kept = self._last = self._now
        self._host.go_to(self._host.current, self._screen)
        if self._fault:
            self._host.show_message(self._fault, "warning")
        self.explain()

    def explain(self) -> None:
        """Once all files are read: if the filter of the last visit hides all events, say where it is from."""
        host = self._host
        if self._is_explained or host.session.is_loading:
            return
        self._is_explained = True
        if host.slice.query and host.slice.query == self.query and host.slice.total and not host.slice.mask:
            host.show_message(f"The filter is from last time · {shown_key(host.app, 'back')} clears it")

    def look_for_event(self) -> None:
        """After more of a large file has arrived: go to the last event, if it is there and the reader has not moved."""
        event_id = self._host.event.id if self._host.event else ""
        if not self._wanted:
            return
        if event_id != self._opened_on or not self._host.session.is_loading:
            self._wanted = ""
            return
        position = self.first_position(self._host.slice)
        if not self._wanted:
            self._host.go_to(position, self._host.screen_name)

    def keep_soon(self) -> None:
        """Keep where the reader is, if the reader has been there for some seconds. Called at intervals."""
        before, self._last = self._last, self._now
        if self._last == before != self._kept:
            self._host.run_in_thread(self.keep, "visit")

    def keep(self) -> None:
        """Keep where the reader is, unless it is kept already. Any thread may call it."""
        visit = self._now
        if self._kept is not None and visit != self._kept:
            self._kept = visit
            self._host.session.set_visit(visit)

    @property
    def _now(self) -> Visit:
        """Where the reader is. If the filter finds no event, the event is the last one that was kept."""
        event = self._wanted or (self._host.event.id if self._host.event else "")
        if not event and self._kept:
            event = self._kept.event
        return Visit(format_query(self._host.slice.query), event, self._host.screen_name)


def query_of(visit: Visit | None, query: Query) -> tuple[Query, str]:
    """The query of the last visit, else ``query``; and why the query of the visit is not used, if it is wrong."""
    try:
        return (parse_query(visit.query) if visit else query), ""
    except QueryError as error:
        assert visit
        return query, f"The last filter is dropped, because it is wrong: {visit.query} ({error.message})"
