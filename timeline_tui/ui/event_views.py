"""The four views of the same events: what the screen asks of whichever it shows, and which widget each is."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.widget import Widget

from timeline_tui.analysis.slice import Slice

if TYPE_CHECKING:  # only an export needs it
    from timeline_tui.formats.views.view_export import ViewExport

_WIDGETS: Mapping[str, tuple[str, str]] = {
    "timeline": ("lists.timeline_list", "TimelineList"),
    "grid": ("grid.grid_view", "GridView"),
    "quotes": ("lists.quotes_list", "QuotesList"),
    "sources": ("lists.sources_list", "SourcesList"),
}
VIEWS = tuple(_WIDGETS)
"""Their names, in the order of their keys."""


class EventsView(Widget):
    """A view of the events of ``slice``. It follows the slice also while another view is shown."""

    slice: reactive[Slice | None] = reactive(None, repaint=False)

    @property
    def copy_text(self) -> str:
        """What is under the cursor, for the clipboard; "" if that is nothing but the current event."""
        return ""

    @property
    def address(self) -> str:
        """Where what is under the cursor can be read: mostly a web address, "" if none is given."""
        return ""

    @property
    def content(self) -> ViewExport | None:
        """The view for an export; None if it shows nothing but the events."""
        return None

    def follow(self, position: int) -> None:
        """Put the cursor on what belongs to the event at this position in the index."""
        raise NotImplementedError

    def action_sort(self) -> None:
        """Show the same in the next order."""
        raise NotImplementedError


class DeferredView(EventsView):
    """A view that derives its content only when it is needed: while it is hidden, another slice costs nothing.

    A subclass says what ``derive`` and ``post_cursor`` do, and calls ``invalidate`` when something changed. What reads
    the content calls ``ensure_derived`` first.
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.is_shown = False
        self._is_stale = False

    def derive(self) -> None:
        """Derive the content from the slice, and keep the cursor where it was."""
        raise NotImplementedError

    def post_cursor(self) -> None:
        """Post what is under the cursor, if that changed and the view is shown. By default nothing is posted."""

    def invalidate(self) -> None:
        """Something changed: derive the content again, at once if the view is shown, else when it is needed."""
        self._is_stale = True
        if self.is_shown:
            self.ensure_derived()
            self.post_cursor()

    def ensure_derived(self) -> None:
        """Derive the content if something changed since."""
        if self._is_stale:
            self._is_stale = False
            self.derive()

    def on_show(self) -> None:
        """Textual: the view is shown now."""
        self.is_shown = True
        self.ensure_derived()
        self.post_cursor()

    def on_hide(self) -> None:
        """Textual: the view is hidden now."""
        self.is_shown = False


def show(widget: Widget, is_shown: bool) -> None:
    """Show or hide a widget. Nothing is set if nothing changes, because Textual would lay out the screen again."""
    if widget.display != is_shown:
        widget.display = is_shown


def view_class(name: str) -> type[EventsView]:
    """The widget of a view. Its module is imported now: most sittings see one or two of the four."""
    module, widget = _WIDGETS[name]
    found: type[EventsView] = getattr(import_module(f"timeline_tui.ui.{module}"), widget)
    return found
