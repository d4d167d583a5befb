"""The five views of the same events: the methods that each has, and the widget of each."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.reactive import reactive
from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.targets import Target
from timeline_tui.model.timeline import Citation, Event
from timeline_tui.query.query import Clause

if TYPE_CHECKING:  # only an export needs it
    from timeline_tui.formats.views.view_export import ViewExport

_WIDGETS: Mapping[str, tuple[str, str]] = {
    "timeline": ("lists.timeline_list", "TimelineList"),
    "grid": ("grid.grid_view", "GridView"),
    "quotes": ("lists.quotes_list", "QuotesList"),
    "sources": ("lists.sources_list", "SourcesList"),
    "disputes": ("lists.disputes_list", "DisputesList"),
}
VIEWS = tuple(_WIDGETS)
"""The names of the views, in the order of their keys."""


class EventsView(Widget):
    """A view of the events of ``slice``. It also gets each new slice while another view is shown."""

    slice: reactive[Slice | None] = reactive(None, repaint=False)
    why_none: reactive[str] = reactive("No events yet.")
    """The text of the view if the timeline has no events."""

    no_answer: reactive[str] = reactive("", repaint=False)
    """Why a database does not answer, in place of events that have not arrived; "" if it may answer."""

    advice: reactive[str] = reactive("", repaint=False)
    """What to say about the query if it finds no event, such as a country that no event has."""

    counted: ClassVar[Clause | None] = None
    """What facets and histogram count beside this view: only the events that this clause finds; None for all."""

    exports_few: ClassVar[bool] = False
    """Whether `content` needs the events in memory. For a database, it then works only with few events."""

    exports_whole: ClassVar[bool] = False
    """Whether `content` also needs the events that the query does not find, for counts or for sorting."""

    def prepare(self, whole: Slice) -> None:
        """In a thread: wait for what it shows first of a slice of a database. Raises AnswerError."""

    @property
    def few_events(self) -> Slice | None:
        """The slice with its events in memory, also for a database. None if they are too many or have not arrived."""
        if not (self.slice and self.slice.is_remote):
            return self.slice
        # only a database needs these
        from timeline_tui.analysis.remote.answers import NotYetError
        from timeline_tui.analysis.remote.remote_slice import RemoteSlice

        assert isinstance(self.slice, RemoteSlice)
        try:
            return self.slice.local(self.exports_whole) if self.slice.is_small(self.exports_whole) else None
        except NotYetError:
            return None

    def watch_no_answer(self) -> None:
        """Textual: show the reason. The events of the view are not drawn, because drawing would ask again."""
        if not self.is_filled:
            self.refresh()

    def watch_advice(self) -> None:
        """Textual: show the advice, if there are no events in its place."""
        if self.slice and not self.slice.is_remote and not self.slice.mask:
            self.refresh_items()

    def refresh_items(self) -> None:
        """Draw everything again. A list also drops its wrapped lines."""
        self.refresh()

    @property
    def is_filled(self) -> bool:
        """Whether it has events to show."""
        return bool(self.slice and self.slice.total)

    @property
    def waiting(self) -> str:
        """The text of the view until the events of a database have arrived."""
        return self.no_answer or "Reading the events from the database …"

    @property
    def counts(self) -> str:
        """The number of items, if they are not events: "13 disputed claims"; else ""."""
        return ""

    @property
    def copy_text(self) -> str:
        """The text of the item under the cursor, for the clipboard; "" to copy the current event instead."""
        return ""

    @property
    def star(self) -> str:
        """The star of the quote or source under the cursor, as in `model/starred.py`; "" to star the current event."""
        return ""

    @property
    def targets(self) -> tuple[Target, ...]:
        """The ways to open the source of the item under the cursor; empty: use the sources of the current event."""
        return ()

    @property
    def citation(self) -> Citation | None:
        """The citation of the current event that the item under the cursor is about; None if it is not about one."""
        return None

    @property
    def written_at(self) -> tuple[str, int] | None:
        """The file and line where the source under the cursor is written; None: use the current event."""
        return None

    @property
    def content(self) -> ViewExport | None:
        """The view for an export; None if it shows only the events, which have their own formats."""
        return None

    def follow(self, position: int, old: Event | None = None) -> None:
        """Put the cursor on an item that belongs to the event at this position in the index.

        ``old``: the event as it was before a change. The cursor goes to a part that is new or changed.
        """
        raise NotImplementedError

    def action_sort(self) -> None:
        """Show the same items in the next order."""
        raise NotImplementedError


def show(widget: Widget, is_shown: bool) -> None:
    """Show or hide a widget. Nothing is set if nothing changes, because Textual would lay out the screen again."""
    if widget.display != is_shown:
        widget.display = is_shown


def view_class(name: str) -> type[EventsView]:
    """The class of a view's widget. Its module is imported now, because most readers open one or two of them."""
    module, widget = _WIDGETS[name]
    loaded: type[EventsView] = getattr(import_module(f"timeline_tui.ui.{module}"), widget)
    return loaded
