"""The facets: for each field of the query that is a facet, its values with the number of events each would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from timeline_tui.analysis.slice import FacetView, Slice
from timeline_tui.query.query import Clause, Query
from timeline_tui.query.query_fields import FACETS
from timeline_tui.text.text import shorten, width
from timeline_tui.ui import keymap
from timeline_tui.ui.event_views import show
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.messages import Narrowed
from timeline_tui.ui.style.painter import Line
from timeline_tui.ui.style.plain import is_plain

SIGNS = {"included": "✓", "excluded": "✗", "": " "}
MOST_COUNTED = 1_000_000  # events times values; counting takes 4 ms then, when the first filter is set
FEWEST_FOLDED = 3
FEWEST_LINES = 3  # of a facet: its heading, a value and a blank line


class FacetList(LineList):
    """The values of one facet. A key posts the next slice; the screen applies it.

    Values that no event in view has are folded into a line at the end, until the reader chooses that line. The order of
    the values never changes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.FACETS]
    slice: reactive[Slice | None] = reactive(None, repaint=False)
    counted: reactive[Clause | None] = reactive(None, repaint=False)
    """The events that are counted; None for all."""

    class Blurred(Message):
        """The list lost the focus."""

    def __init__(self, field: str, passed: Callable[[str, int], None]) -> None:
        """``passed`` is called with the field when the reader moves beyond the last (1) or first (-1) line.

        It is no message: the next key may have arrived already.
        """
        super().__init__(classes=f"-{field}")
        self.field = field
        self._passed = passed
        self._title = FACETS[field].title
        self._mode = ""
        self._all: tuple[str, ...] = ()  # all values
        self._values: tuple[str, ...] = ()  # those that are not folded
        self._is_unfolded = False
        self._enters_last = False  # whether the cursor goes to the last line when the values arrive

    def watch_slice(self, slice: Slice | None) -> None:
        """Textual: other counts; the cursor stays on its value."""
        facet = slice.facet(self.field, self.counted) if slice else None
        values = facet.values if facet else ()
        self._mode = ""
        if slice and facet and len(values) > 1:
            self._mode = "mixed" if slice.query.is_mixed(self.field) else facet.mode
        if values is not self._all:
            self._all, self._is_unfolded = values, False
        value, before = self.value, self._values
        self._values = self._all if facet is None or self._is_unfolded else _in_view(facet, value)
        if before == self._values and self.count == self._lines:
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
        """The title of the facet, and what is counted or listed if that is not all: "Countries · disputed"."""
        counted = self.counted.terms[0].text if self.counted else ""
        note = self.slice.facet(self.field, self.counted).note if self.slice else ""
        return " · ".join(filter(None, (self._title, counted, note)))

    def heading_line(self, item: int, columns: int) -> Line:
        """The title, a rule, and whether any or all of the included values must match, or some of both: "mixed"."""
        mode = f" {self._mode} " if self._mode else ""
        title = shorten(self.heading(item), max(1, columns - width(mode)))
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
        """There are no values of this facet, or they are not here yet."""
        is_here = self.slice is None or self.slice.facet(self.field, self.counted).is_here
        return Text(f"{self._title}: none in this file" if is_here else f"{self._title}: …")

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
    shown = tuple(each for each in values if facet.count(each) != 0 or facet.state(each) or each == value)
    return shown if shown and len(values) - len(shown) >= FEWEST_FOLDED else values


class Facets(Vertical):
    """The facets one above the other: the pinned ones, those in the query, others with room, the one with the focus.

    If ``crowded``, only the one with the focus is shown.
    """

    DEFAULT_CSS = """
    Facets {
        width: 32;
        height: 1fr;
        border-right: vkey $foreground 25%;
        &:ansi { border-right: vkey ansi_default; }
    }
    """

    slice: reactive[Slice | None] = reactive(None, repaint=False)
    crowded: reactive[bool] = reactive(False, repaint=False)
    counted: reactive[Clause | None] = reactive(None, repaint=False)
    """The events that are counted; None for all."""

    def compose(self) -> ComposeResult:
        """Textual: the pinned facets; the others are created when they are first shown."""
        for field in FACETS.values():
            if field.pinned:
                yield FacetList(field.name, self._go_on)

    def watch_slice(self, slice: Slice | None) -> None:
        """Textual: other counts; the query may have another facet."""
        self._show_and_hide()
        for list in self.query(FacetList):
            list.slice = slice

    def watch_counted(self) -> None:
        """Textual: other counts. The view beside the facets is drawn first: a million events take 60 ms to count."""
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        for list in self.query(FacetList):
            list.counted = self.counted

    def watch_crowded(self) -> None:
        """Textual: more room, or less."""
        self._show_and_hide()

    def on_resize(self) -> None:
        """Textual: there may be room for other facets."""
        self._show_and_hide()

    def go_to(self, field: str, delta: int = 0) -> None:
        """Show the list of a facet and give it the focus, with the cursor on its first (1) or last (-1) line."""
        list = self._list(field)
        if delta:
            list.enter(delta)
        self._show_and_hide(list)
        self.screen.set_focus(list)  # at once: the next key may have arrived already

    def _go_on(self, field: str, delta: int) -> None:
        """Go to the next facet below (1) or above (-1) that has values, if there is one."""
        fields = [*FACETS]
        at = fields.index(field)
        others = fields[at + 1 :] if delta > 0 else fields[:at][::-1]
        following = next((other for other in others if self._lines_of(other)), None)
        if following:
            self.go_to(following, delta)

    def _list(self, field: str) -> FacetList:
        """The list of a field; mounted in its place if it is new."""
        lists = {list.field: list for list in self.query(FacetList)}
        if field not in lists:
            fields = [*FACETS]
            below = [lists[later] for later in fields[fields.index(field) :] if later in lists]
            lists[field] = FacetList(field, self._go_on)
            lists[field].slice, lists[field].counted = self.slice, self.counted
            self.mount(lists[field], before=below[0] if below else None)
        return lists[field]

    def _is_visible(self, field: str) -> bool:
        """Whether a facet is shown without the focus: it is pinned or in the query, or is that of a comparison."""
        query = self.slice.query if self.slice else Query()
        is_pinned = FACETS[field].pinned or (FACETS[field].compared and self._lines_of(field) > 0)
        return is_pinned or bool(query.terms(field) or query.terms(field, negated=True))

    @on(FacetList.Blurred)
    def _blurred(self, message: FacetList.Blurred) -> None:
        message.stop()
        self.call_after_refresh(self._show_and_hide)

    def _show_and_hide(self, entered: FacetList | None = None) -> None:
        """Show the visible facets and hide the others. ``entered`` is about to get the focus."""
        visible = set() if self.crowded else {field for field in FACETS if self._is_visible(field)}
        focused = entered or self.screen.focused
        if isinstance(focused, FacetList):
            visible.add(focused.field)
        if not self.crowded:
            visible |= self._with_room(visible)
        for field in visible:
            self._list(field)
        for list in self.query(FacetList):
            list.styles.max_height = self._lines_of(list.field) or 1
            show(list, list.field in visible)

    def _with_room(self, visible: Iterable[str]) -> set[str]:
        """The facets that have values and all of whose lines fit below those of the visible ones."""
        room = self.size.height - sum(map(self._lines_of, visible))
        fields = set()
        for field in FACETS:
            if room < FEWEST_LINES:  # do not count the values of more facets
                break
            lines = self._lines_of(field)
            if field not in visible and 0 < lines <= room:
                fields.add(field)
                room -= lines
        return fields

    def _lines_of(self, field: str) -> int:
        """The lines of a facet with its heading and a blank line; 0 if it has no values."""
        count = len(self.slice.facet(field).values) if self.slice else 0
        return count + 2 if count else 0
