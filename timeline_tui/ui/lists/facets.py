"""The facets beside the view: which of them are shown, and how to get from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Clause, Query
from timeline_tui.query.query_fields import FACETS
from timeline_tui.text.text import shorten
from timeline_tui.ui.event_views import show
from timeline_tui.ui.lists.facet_list import FacetList

FEWEST_LINES = 3  # of a facet: its heading, a value and a blank line
EMPTY_LINES = 2  # of a facet without values: "Credibility ratings: none" and a blank line


class MoreFacets(Widget):
    """The last line of the pane names the ``fields`` that have no room. A click goes to the first of them."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "MoreFacets { dock: bottom; height: 1; padding: 0 1; color: $text-muted; }"

    fields: reactive[Sequence[str]] = reactive(())

    def __init__(self, go_to: Callable[[str], None]) -> None:
        super().__init__()
        self._go_to = go_to

    def render(self) -> Content:
        """Textual: "3 more: Origins, Speakers, Che…"; nothing if there are none."""
        names = ", ".join(FACETS[field].title for field in self.fields)
        text = f"{len(self.fields)} more: {names}" if self.fields else ""
        return Content(shorten(text, max(1, self.size.width)))

    def on_click(self) -> None:
        """Textual: go to the first facet that is named."""
        if self.fields:
            self._go_to(self.fields[0])


class Facets(Vertical):
    """The facets one above the other: the pinned ones, those in the query, others with room, the one with the focus.

    If ``crowded``, only the one with the focus is shown. Else the last line names the facets that are not shown.
    """

    DEFAULT_CSS = """
    Facets {
        width: 32;
        height: 1fr;
        border-right: vkey $foreground 25%;
        &:ansi { border-right: vkey ansi_default; }
        & > FacetList { margin-bottom: 1; }
        &.-crowded > FacetList { margin-bottom: 0; }
    }
    """

    slice: reactive[Slice | None] = reactive(None, repaint=False, init=False)
    crowded: reactive[bool] = reactive(False, repaint=False, init=False)
    counted: reactive[Clause | None] = reactive(None, repaint=False, init=False)
    """The events that are counted; None for all."""

    def compose(self) -> ComposeResult:
        """Textual: the pinned facets; the others are created when they are first shown."""
        for field in FACETS.values():
            if field.pinned:
                yield FacetList(field.name, self._go_on)
        yield MoreFacets(self.go_to)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual: the lines of a region. Each is blank with a border at its side, so that one is drawn for all."""
        return super().render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height

    def watch_slice(self, slice: Slice | None) -> None:
        """Textual: other counts; the query may have another facet."""
        self._show_and_hide()
        for list in self._lists:
            list.slice = slice

    def watch_counted(self) -> None:
        """Textual: other counts. The view beside the facets is drawn first: a million events take 60 ms to count."""
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        for list in self._lists:
            list.counted = self.counted

    def watch_crowded(self) -> None:
        """Textual: more room, or less."""
        self.set_class(self.crowded, "-crowded")
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
        following = next((other for other in others if self._has_values(other)), None)
        if following:
            self.go_to(following, delta)

    @property
    def _lists(self) -> list[FacetList]:
        """The lists that exist, shown or not."""
        return [child for child in self.children if isinstance(child, FacetList)]

    def _list(self, field: str) -> FacetList:
        """The list of a field; mounted in its place if it is new."""
        lists = {list.field: list for list in self._lists}
        if field not in lists:
            fields = [*FACETS]
            below = [lists[later] for later in fields[fields.index(field) :] if later in lists]
            lists[field] = FacetList(field, self._go_on)
            lists[field].slice, lists[field].counted = self.slice, self.counted
            self.mount(lists[field], before=below[0] if below else None)
        return lists[field]

    def _is_visible(self, field: str) -> bool:
        """Whether a facet is shown without the focus: it is pinned or in the query, or a comparison uses it."""
        query = self.slice.query if self.slice else Query()
        is_pinned = FACETS[field].pinned or (FACETS[field].compared and self._has_values(field))
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
        for list in self._lists:
            list.styles.max_height = self._lines_of(list.field) - 1  # the blank line is its margin, not its height
            show(list, list.field in visible)
        more = self.query_one(MoreFacets)
        show(more, not self.crowded)
        self._name_hidden()

    def _name_hidden(self) -> None:
        """Name the facets with values that are not shown."""
        more = self.query_one(MoreFacets)
        if more.display and self.slice:
            shown = {list.field for list in self._lists if list.display}
            more.fields = [field for field in FACETS if field not in shown and self.slice.index.has_values(field)]

    def _with_room(self, visible: Iterable[str]) -> set[str]:
        """The hidden facets with values whose lines all fit below the visible facets."""
        room = self.size.height - 1 - sum(map(self._lines_of, visible))  # 1: the line that names the others
        fields = set()
        for field in FACETS:
            if room < FEWEST_LINES:  # do not count the values of more facets
                break
            lines = self._lines_of(field)
            if field not in visible and lines <= room and self._has_values(field):
                fields.add(field)
                room -= lines
        return fields

    def _has_values(self, field: str) -> bool:
        return self._count_values(field) > 0

    def _lines_of(self, field: str) -> int:
        """The lines of a facet with its heading and a blank line."""
        count = self._count_values(field)
        return count + 2 if count else EMPTY_LINES

    def _count_values(self, field: str) -> int:
        return len(self.slice.facet(field).values) if self.slice else 0
