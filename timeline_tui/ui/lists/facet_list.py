"""A facet: the values of one field of the query, with the number of events each would show."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive

from timeline_tui.analysis.facet_view import FacetView
from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Clause
from timeline_tui.query.query_fields import FACETS
from timeline_tui.text.text import shorten, width
from timeline_tui.ui import keymap
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.messages import Narrowed
from timeline_tui.ui.style.painter import Line
from timeline_tui.ui.style.plain import is_plain

SIGNS = {"included": "✓", "excluded": "✗", "": " "}
MOST_COUNTED = 1_000_000  # events times values; counting takes 4 ms then, when the first filter is set
FEWEST_FOLDED = 3


class FacetList(LineList):
    """The values of one facet. A key posts the next slice; the screen applies it.

    Values that no event in view has are folded into a line at the end, until the reader chooses that line. The order of
    the values never changes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.FACETS]
    slice: reactive[Slice | None] = reactive(None, repaint=False)
    counted: reactive[Clause | None] = reactive(None, repaint=False, init=False)
    """The events that are counted; None for all."""

    class Blurred(Message):
        """The list lost the focus."""

    def __init__(self, field: str, passed: Callable[[str, int], None]) -> None:
        """``passed`` is called with the field when the reader moves beyond the last (1) or first (-1) line.

        It is not a message: the next key may have arrived already.
        """
        super().__init__(classes=f"-{field}")
        self.field = field
        self._passed = passed
        self._title = self._heading = FACETS[field].title
        self._mode = ""
        self._facet: FacetView | None = None  # the one that is drawn
        self._all: tuple[str, ...] = ()  # all values
        self._values: tuple[str, ...] = ()  # the values that are not folded
        self._is_unfolded = False
        self._enters_last = False  # whether the cursor goes to the last line when the values arrive

    def watch_slice(self, slice: Slice | None) -> None:
        """Textual: other counts; the cursor stays on its value."""
        facet = slice.facet(self.field, self.counted) if slice else None
        values = facet.values if facet else ()
        counted = self.counted.terms[0].text if self.counted else ""
        head = self._heading, self._mode
        self._heading = " · ".join(filter(None, (self._title, facet.note if facet else "", counted)))
        self._mode = ""
        if slice and facet and len(values) > 1:
            self._mode = "mixed" if slice.query.is_mixed(self.field) else facet.mode
        if values is not self._all:
            self._all, self._is_unfolded = values, False
        value, before = self.value, self._values
        self._values = self._all if facet is None or self._is_unfolded else _in_view(facet, value)
        drawn, self._facet = self._facet, facet
        if before == self._values and self.count == self._lines:
            # After most letters of a word the counts are the same. To draw the two lists takes 5 ms.
            if head != (self._heading, self._mode) or not (facet and facet.looks_like(drawn)):
                self.refresh_items()
        else:
            at = self._values.index(value) if value in self._values else 0
            self.set_items(self._lines, self._lines - 1 if self._enters_last else at)
        self._enters_last = False

    def watch_counted(self) -> None:
        """Textual: other counts."""
        self.watch_slice(self.slice)

    @property
    def _lines(self) -> int:
        return len(self._values) + (len(self._values) < len(self._all))

    def enter(self, delta: int) -> None:
        """Put the cursor on the first line, or on the last one if ``delta`` is -1."""
        self._enters_last = delta < 0 and not self._all
        self.move_to(0 if delta > 0 else self.count - 1)

    @property
    def value(self) -> str | None:
        """The value under the cursor; None in an empty list, and on the line of the folded values."""
        return self._values[self.cursor] if self.cursor < len(self._values) else None

    def item_size(self, item: int) -> int:  # noqa: ARG002  # the same for all items
        """One line: known without drawing the item, so only the values in view are counted."""
        return 1

    def heading(self, item: int) -> str:  # noqa: ARG002  # the same for all items
        """The title of the facet, with a note if not all is counted or listed: "Countries · so far · disputed"."""
        return self._heading

    def heading_line(self, item: int, columns: int) -> Line:
        """The title, a rule, and the mode: "any" or "all" of the included values must match, or "mixed".

        Most facets have "any", which is left out if it does not fit.
        """
        title, mode = self.heading(item), f" {self._mode} " if self._mode else ""
        if self._mode == "any" and width(title) + width(mode) > columns:
            mode = ""
        title = shorten(title, max(1, columns - width(mode)))
        rule = f" {'─' * (columns - width(title) - width(mode) - 1)}".rstrip()
        colour = "accent" if self.active else "heading"
        return Text.assemble((title, colour), (rule, "rule"), (mode, "dim" if self._mode == "any" else colour))

    def item_lines(self, item: int, width_: int) -> list[Line]:
        """Sign, value, and at the right the number of events the value would show, bold if the value is included."""
        assert self.slice is not None
        if item == len(self._values):
            return [Text(shorten(f"  {len(self._all) - item:,} more", width_), "dim")]
        facet, value = self.slice.facet(self.field, self.counted), self._values[item]
        state, count = facet.state(value), facet.count(value)
        number = "…" if count is None else f"{count:,}"
        room = max(1, width_ - len(number) - 3)
        is_said = bool(state) and is_plain(self.app)
        name = shorten(f"{state}: {facet.name(value)}" if is_said else facet.name(value), room)
        has_events = count != 0  # None: it is not known yet
        style = state or ("" if has_events else "none")
        line = Text(f"{' ' if is_said else SIGNS[state]} ")
        line.append(name, style)
        line.append(" " * (room - width(name) + 1))
        line.append(number, "heading" if state == "included" else "" if has_events else "none")
        return [line]

    def empty(self) -> Text:
        """There are no values of this facet, or they have not arrived yet."""
        facet = self.slice.facet(self.field, self.counted) if self.slice else None
        # values that arrived since then are drawn with the next slice
        is_none = facet is not None and facet.is_here and not facet.values and not facet.note
        return Text(f"{self._title}: {'none' if is_none else '…'}")

    def on_blur(self) -> None:
        """Textual: a facet that is shown only while it has the focus can be hidden now."""
        self.post_message(self.Blurred())

    def on_click(self, event: events.Click) -> None:
        """Textual: one click includes a value, as Space does. The second one of a double click does nothing."""
        event.prevent_default()
        item = self._item_under(event)
        if item is not None and self._grab is None and event.button == 1 and event.chain == 1:
            self.move_to(item)
            self.action_include()

    def action_move(self, delta: int) -> None:
        """Move the cursor; beyond the first or last line, go on to the facet above or below."""
        if 0 <= self.cursor + delta < self.count:
            super().action_move(delta)
        else:
            self._passed(self.field, delta)

    def action_page(self, delta: float) -> None:
        """Move by pages; from the last or first line, go on to the facet above or below."""
        if self.cursor == (max(0, self.count - 1) if delta > 0 else 0):
            self._passed(self.field, 1 if delta > 0 else -1)
        else:
            super().action_page(delta)

    def action_only(self) -> None:
        """Include only this value; if it is the only one already, remove the facet from the query."""
        if self.slice and self._needs_value():
            field, value = self.field, self._values[self.cursor]

            def change(slice: Slice) -> Slice:
                only = slice.only(field, value)
                return slice.with_query(only.query.without(field)) if only.query == slice.query else only

            self.post_message(Narrowed(change))

    def action_include(self) -> None:
        """Include the value; remove it from the query if it is included already."""
        if self.slice and self._needs_value():
            field, value = self.field, self._values[self.cursor]
            self.post_message(Narrowed(lambda newest: newest.toggle(field, value)))

    def action_exclude(self) -> None:
        """Exclude the value; remove it from the query if it is excluded already."""
        if self.slice and self._needs_value():
            field, value = self.field, self._values[self.cursor]
            self.post_message(Narrowed(lambda newest: newest.toggle_excluded(field, value)))

    def action_mode(self) -> None:
        """Switch between events with any and events with all of the included values."""
        if self.slice and self.slice.query.terms(self.field):
            self.post_message(Narrowed(lambda newest: newest.toggle_mode(self.field)))
        elif self.slice:
            self.app.clear_notifications()
            self.notify(f"{keymap.shown_key(self.app, 'facet.mode')} needs included values", markup=False)

    def _needs_value(self) -> bool:
        """Whether a value is under the cursor. On the line of the folded values, they are unfolded instead."""
        if self.value is None and self._all:
            first = next(value for value in self._all if value not in self._values)
            self._values, self._is_unfolded = self._all, True
            self.set_items(self._lines, self._all.index(first))
            return False
        return self.value is not None


def _in_view(facet: FacetView, value: str | None) -> tuple[str, ...]:
    """``value`` and the values that events in view have or the query names; all if none, few or very many are left."""
    values = facet.values
    if len(values) * facet.total > MOST_COUNTED:
        return values
    shown = tuple(name for name in values if facet.count(name) != 0 or facet.state(name) or name == value)
    return shown if shown and len(values) - len(shown) >= FEWEST_FOLDED else values
