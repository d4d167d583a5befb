"""The facets: for each field of the query that is a facet, its values with the number of events each would show."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import FACETS
from timeline_tui.text.text import shorten, width
from timeline_tui.ui import keymap
from timeline_tui.ui.event_views import show
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.messages import Narrowed
from timeline_tui.ui.style.painter import Line

SIGNS = {"included": "✓", "excluded": "✗", "": " "}


class FacetList(LineList):
    """The values of one facet. A key posts the next slice; the screen applies it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.FACETS]
    slice: reactive[Slice | None] = reactive(None, repaint=False)

    class Blurred(Message):
        """The list lost the focus."""

    def __init__(self, field: str) -> None:
        super().__init__(classes=f"-{field}")
        self.field = field
        self._title = FACETS[field].title
        self._values: tuple[str, ...] = ()

    def watch_slice(self, slice: Slice | None) -> None:
        """Textual: other counts; the cursor stays on its value."""
        facet = slice.facet(self.field) if slice else None
        values = facet.values if facet else ()
        self._title = FACETS[self.field].title
        if slice and facet and len(values) > 1 and (facet.mode == "all" or slice.query.mode(self.field)):
            self._title += " · mixed" if slice.query.is_mixed(self.field) else f" · {facet.mode} of"
        if values is self._values:
            self.refresh_items()
        else:
            value = self.value
            self._values = values
            self.set_items(len(values), values.index(value) if value in values else 0)

    @property
    def value(self) -> str | None:
        """The value under the cursor; None in an empty list."""
        return self._values[self.cursor] if self._values else None

    def item_size(self, item: int) -> int:  # noqa: ARG002  # the same for all items
        """One line: known without drawing the item, so only the values in view are counted."""
        return 1

    def heading(self, item: int) -> str:  # noqa: ARG002  # the same for all items
        """The title of the facet, with "any of", "all of" or "mixed" if several values may be meant."""
        return self._title

    def heading_line(self, item: int, columns: int) -> Line:
        """The name and a rule."""
        title = shorten(self.heading(item), columns)
        rule = f" {'─' * (columns - width(title) - 1)}".rstrip()
        return Text.assemble((title, "accent" if self.active else "dim"), (rule, "rule"))

    def item_lines(self, item: int, width_: int) -> list[Line]:
        """Sign, value, and at the right the number of events the value would show, bold if the value is included."""
        assert self.slice is not None
        facet, value = self.slice.facet(self.field), self._values[item]
        state, count = facet.state(value), facet.count(value)
        number = f"{count:,}"
        room = max(1, width_ - len(number) - 3)
        name = shorten(value, room)
        style = state or ("" if count else "none")
        line = Text(f"{SIGNS[state]} ")
        line.append(name, style)
        line.append(" " * (room - width(name) + 1))
        line.append(number, "heading" if state == "included" else "" if count else "none")
        return [line]

    def empty(self) -> Text:
        """The file has no values of this facet."""
        return Text(f"{self._title}: none in this file")

    def on_blur(self) -> None:
        """Textual: a facet that is shown only while it has the focus can be hidden now."""
        self.post_message(self.Blurred())

    def chosen(self, item: int) -> None:  # noqa: ARG002  # the item is under the cursor
        """A click on the value under the cursor includes it, as Space does."""
        self.action_include()

    def action_only(self) -> None:
        """Include only this value; if it is the only one already, remove the facet from the query."""
        if self.slice and self.value is not None:
            only = self.slice.only(self.field, self.value)
            is_only = only.query == self.slice.query
            self._narrow(self.slice.with_query(only.query.without(self.field)) if is_only else only)

    def action_include(self) -> None:
        """Include the value; remove it from the query if it is included already."""
        if self.slice and self.value is not None:
            self._narrow(self.slice.toggle(self.field, self.value))

    def action_exclude(self) -> None:
        """Exclude the value; remove it from the query if it is excluded already."""
        if self.slice and self.value is not None:
            self._narrow(self.slice.toggle_excluded(self.field, self.value))

    def action_mode(self) -> None:
        """Switch between events with any and events with all of the included values."""
        if self.slice:
            self._narrow(self.slice.toggle_mode(self.field))

    def _narrow(self, slice: Slice) -> None:
        self.post_message(Narrowed(slice))


class Facets(Vertical):
    """The facets one above the other: the pinned ones, those in the query, and the one with the focus.

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

    def compose(self) -> ComposeResult:
        """Textual: the pinned facets; the others are created when they are first shown."""
        for field in FACETS.values():
            if field.pinned:
                yield FacetList(field.name)

    def watch_slice(self, slice: Slice | None) -> None:
        """Textual: other counts; the query may have another facet."""
        for field in FACETS:
            if self._is_visible(field):
                self._list(field)
        for list in self.query(FacetList):
            list.slice = slice
        self._show_and_hide()

    def watch_crowded(self) -> None:
        """Textual: more room, or less."""
        self._show_and_hide()

    def go_to(self, field: str) -> None:
        """Show the list of a field and give it the focus."""
        list = self._list(field)
        list.slice = self.slice
        self._show_and_hide(list)
        self.screen.set_focus(list)  # at once: the next key may have arrived already

    def _list(self, field: str) -> FacetList:
        """The list of a field; mounted in its place if it is new."""
        lists = {list.field: list for list in self.query(FacetList)}
        if field not in lists:
            fields = [*FACETS]
            below = [lists[later] for later in fields[fields.index(field) :] if later in lists]
            lists[field] = FacetList(field)
            self.mount(lists[field], before=below[0] if below else None)
        return lists[field]

    def _is_visible(self, field: str) -> bool:
        """Whether a facet is shown without the focus: it is pinned or in the query."""
        query = self.slice.query if self.slice else Query()
        return FACETS[field].pinned or bool(query.terms(field) or query.terms(field, negated=True))

    @on(FacetList.Blurred)
    def _blurred(self, message: FacetList.Blurred) -> None:
        message.stop()
        self.call_after_refresh(self._show_and_hide)

    def _show_and_hide(self, entered: FacetList | None = None) -> None:
        """Show the visible facets and hide the others. ``entered`` is about to get the focus."""
        for list in self.query(FacetList):
            is_visible = not self.crowded and self._is_visible(list.field)
            show(list, is_visible or list is (entered or self.screen.focused))
