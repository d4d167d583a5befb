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


def show(widget: Widget, wanted: bool) -> None:
    """Let a widget be seen or not. What is so already is left alone: Textual would lay all out again."""
    if widget.display != wanted:
        widget.display = wanted


def view_class(name: str) -> type[EventsView]:
    """The widget of a view. Its module is imported now: most sittings see one or two of the four."""
    module, widget = _WIDGETS[name]
    found: type[EventsView] = getattr(import_module(f"timeline_tui.ui.{module}"), widget)
    return found
