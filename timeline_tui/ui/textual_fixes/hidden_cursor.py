"""The terminal's cursor, which is hidden, but which screen readers and braille displays follow (Textual 8.2).

Textual puts it there after each frame. By itself it moves it only in text that is edited, so that everywhere else a
braille display stays on the first line of the screen.
"""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input


@runtime_checkable
class Pointing(Protocol):
    """A widget of ours with a cursor of its own."""

    def pointed(self) -> Offset | None:
        """The offset in the content of the part under the cursor; None if it is not in view."""


@runtime_checkable
class PointingElsewhere(Protocol):
    """Something around a line of text, with a list that keys act on while the text has the focus."""

    def pointed_widget(self) -> Widget | None:
        """The list, if keys act on it now."""


def cursor_of(screen: Screen[Any]) -> Offset:
    """The offset on the screen of the item that the next key acts on.

    It is the item under the cursor of a list, a cell of the grid, the insertion point of a text. Otherwise it is the
    first cell of the widget with the focus, or of a dialog in which nothing has the focus.
    """
    widget = screen.focused or next(iter(screen.query(".box")), screen)
    around = (node.pointed_widget() for node in widget.ancestors if isinstance(node, PointingElsewhere))
    widget = next(filter(None, around), widget)
    if isinstance(widget, Pointing):
        offset = widget.pointed()
    else:
        offset = _insertion_point(widget) if isinstance(widget, Input) else _choice(widget)
    return _inside(widget, offset or Offset())


def _insertion_point(box: Input) -> Offset:
    """Before the character that is typed next. Textual's own is a cell too far at the end of the text."""
    return Offset(cell_len(box.value[: box.cursor_position]) - box.scroll_offset.x, 0)


def _choice(widget: Widget) -> Offset | None:
    """The start of the choice under the cursor of a list of Textual's."""
    # The first screen has no such list, and their module takes 2 ms.
    from textual.widgets import OptionList

    if not isinstance(widget, OptionList):
        return None
    line = widget._index_to_line.get(widget.highlighted or 0, 0)
    return Offset(0, max(0, line - widget.scroll_offset.y))


def _inside(widget: Widget, offset: Offset) -> Offset:
    """An offset in the content of a widget as one on the screen."""
    region = widget.content_region
    return region.offset + Offset(min(offset.x, max(0, region.width - 1)), min(offset.y, max(0, region.height - 1)))
