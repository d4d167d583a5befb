"""The facets: for each field of the query that has one, its values with how many events each would show."""

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
    """The values of one facet. Keys make the next slice; the screen decides whether to take it."""

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
        """New counts; the cursor stays on its value."""
        facet = slice.facet(self.field) if slice else None
        values = facet.values if facet else ()
        self._title = FACETS[self.field].title
        if slice and facet and len(values) > 1 and (facet.mode == "all" or slice.query.mode(self.field)):
            self._title += f" · {facet.mode} of"
        if values is self._values:
            self.refresh_items()
        else:
            value = self.value
            self._values = values
            self.set_items(len(values), values.index(value) if value in values else 0)

    @property
    def value(self) -> str | None:
        """The value under the cursor."""
        return self._values[self.cursor] if self._values else None

    def item_size(self, item: int) -> int:  # noqa: ARG002  # all are alike
        """A value has one line; so only those in view are counted."""
        return 1

    def heading(self, item: int) -> str:  # noqa: ARG002  # all stand under the same
        """What the facet is called, and whether included values are asked for by *all*."""
        return self._title

    def heading_line(self, item: int, columns: int) -> Line:
        """The name and a rule."""
        title = shorten(self.heading(item), columns)
        rule = f" {'─' * (columns - width(title) - 1)}".rstrip()
        return Text.assemble((title, "accent" if self.active else "dim"), (rule, "rule"))

    def item_lines(self, item: int, width_: int) -> list[Line]:
        """Sign, value, and at the right how many events the value would show."""
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
        line.append(number, "count" if count else "none")
        return [line]

    def empty(self) -> Text:
        """A file without such values."""
        return Text(f"{self._title}: none in this file")

    def on_blur(self) -> None:
        """One that is there on demand may go when the focus does."""
        self.post_message(self.Blurred())

    def chosen(self, item: int) -> None:  # noqa: ARG002  # the item is under the cursor
        """A click on the value under the cursor includes it, as Space does."""
        self.action_include()

    def action_only(self) -> None:
        """Only this value, or everything again if it is that already."""
        if self.slice and self.value is not None:
            only = self.slice.only(self.field, self.value)
            again = only.query == self.slice.query
            self._narrow(self.slice.with_query(only.query.without(self.field)) if again else only)

    def action_include(self) -> None:
        """Include the value, or let it go."""
        if self.slice and self.value is not None:
            self._narrow(self.slice.toggle(self.field, self.value))

    def action_exclude(self) -> None:
        """Exclude the value, or let it go."""
        if self.slice and self.value is not None:
            self._narrow(self.slice.toggle_excluded(self.field, self.value))

    def action_mode(self) -> None:
        """Any of the included values, or all of them."""
        if self.slice:
            self._narrow(self.slice.toggle_mode(self.field))

    def _narrow(self, slice: Slice) -> None:
        self.post_message(Narrowed(slice))


class Facets(Vertical):
    """The facets one above the other: those that are always there, that the filter speaks of, that the reader is in.

    ``crowded``: there is no room but for the one that the reader is in.
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
        """Others are made when they are first needed."""
        for field in FACETS.values():
            if field.pinned:
                yield FacetList(field.name)

    def watch_slice(self, slice: Slice | None) -> None:
        """New counts; the filter may speak of another facet."""
        for field in FACETS:
            if self._is_wanted(field):
                self._list(field)
        for list in self.query(FacetList):
            list.slice = slice
        self._settle()

    def watch_crowded(self) -> None:
        """More room, or less."""
        self._settle()

    def go_to(self, field: str) -> None:
        """Show the list of a field and give it the focus."""
        list = self._list(field)
        list.slice = self.slice
        self._settle(list)
        self.screen.set_focus(list)  # at once: the next key may be there already

    def _list(self, field: str) -> FacetList:
        """The list of a field, put in its place if it is new."""
        lists = {list.field: list for list in self.query(FacetList)}
        if field not in lists:
            fields = [*FACETS]
            below = [lists[later] for later in fields[fields.index(field) :] if later in lists]
            lists[field] = FacetList(field)
            self.mount(lists[field], before=below[0] if below else None)
        return lists[field]

    def _is_wanted(self, field: str) -> bool:
        """Whether a list is shown without the focus: the pinned ones are, and those that the filter speaks of."""
        query = self.slice.query if self.slice else Query()
        return FACETS[field].pinned or bool(query.terms(field) or query.terms(field, negated=True))

    @on(FacetList.Blurred)
    def _blurred(self, message: FacetList.Blurred) -> None:
        message.stop()
        self.call_after_refresh(self._settle)

    def _settle(self, entered: FacetList | None = None) -> None:
        """Show what is wanted and nothing else; the reader is about to be in the list that is ``entered``."""
        for list in self.query(FacetList):
            wanted = not self.crowded and self._is_wanted(list.field)
            show(list, wanted or list is (entered or self.screen.focused))
