"""The events of a database for the views that need them in memory: quotes, sources and disputes."""

from __future__ import annotations

from timeline_tui.analysis.remote.answers import NotYetError
from timeline_tui.analysis.remote.local_slice import LocalSlice
from timeline_tui.analysis.remote.remote_slice import MOST_LOCAL, RemoteSlice
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Timeline
from timeline_tui.ui.event_views import EventsView

_NONE = LocalSlice(Index(Timeline()))


def give_local(view: EventsView, slice: Slice, current: int | None, *, is_shown: bool) -> None:
    """Give a view the events of ``slice`` in memory, with the cursor on the one at the position ``current``.

    A view that is not shown gets none. Nor does a view of too many events: it says so.
    """
    assert isinstance(slice, RemoteSlice)
    was_empty = not (view.slice and view.slice.index.total)
    view.slice, view.why_none = _local(slice) if is_shown else (_NONE, "")
    if was_empty and current is not None and view.slice.index.total:
        view.follow(current)


def _local(slice: RemoteSlice) -> tuple[Slice, str]:
    """The events in memory; else an empty slice, and why: "" if they are not here yet."""
    why = ""
    try:
        if slice.is_small:
            return slice.local, "No events yet."
        most = f"Of a database, this view shows at most {MOST_LOCAL:,} events."
        why = f"{most}\nThese are {len(slice):,}: narrow the filter."
    except NotYetError:
        pass
    return _NONE, why
