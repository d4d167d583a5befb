"""The panes of the explorer: which of them are shown, which view is in the middle, and which has the focus."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.slice import Slice
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.event_views import VIEWS, EventsView, show, view_class
from timeline_tui.ui.histogram.histogram_bar import HistogramBar
from timeline_tui.ui.lists.facet_list import FacetList
from timeline_tui.ui.lists.facets import Facets
from timeline_tui.ui.lists.timeline_list import TimelineList
from timeline_tui.ui.query.query_bar import QueryBar
from timeline_tui.ui.screen.key_line import KeyLine
from timeline_tui.ui.screen.layout import Shown, arrange, has_room_for_status
from timeline_tui.ui.screen.status import StatusLine
from timeline_tui.ui.screen.title_line import TitleLine
from timeline_tui.ui.style.plain import is_plain

PANES = ("facets", "main", "detail")


class Panes:
    """Shows and hides the widgets of ``screen``, and moves the focus among them.

    Visibility is set on each widget. CSS classes of the screen could do the same, but with each change of them Textual
    styles every widget again.
    """

    def __init__(self, screen: Screen[None], size: Size, title: str, key_line: KeyLine) -> None:
        """``size`` is the size of the terminal, ``title`` the title of the timeline.

        The screen composes the widgets that are made here. To search for each of them would take up to 0.1 ms.
        """
        self._screen, self._size = screen, size
        self.title_line = TitleLine(title)
        self.query_bar = QueryBar()
        self.facets = Facets()
        self.middle = Vertical(classes="main")
        self.histogram = HistogramBar()
        self.timeline = TimelineList(classes="view")
        self.detail = Detail()
        self.status_line, self.key_line = StatusLine(), key_line
        self._views: dict[str, EventsView] = {"timeline": self.timeline}  # the views that have been made, by name
        self.pane = "main"  # the one in use
        self.view = "timeline"  # the view that is shown in the main pane
        self.zoomed = False  # whether the pane in use is shown alone
        self._drawer: tuple[int, Size] | None = None  # the lines above the drawer of facets and its size, if it is one

    @property
    def main(self) -> EventsView:
        """The widget of the view that is shown. It is made when it is first needed."""
        if self.view not in self._views:
            self._views[self.view] = view = view_class(self.view)(classes="view")
            view.why_none, view.advice = self.timeline.why_none, self.timeline.advice
            view.slice = self.detail.slice
            self._screen.query_one(".main > Horizontal", Horizontal).mount(view, before=self.detail)
        return self._views[self.view]

    def set_slice(self, slice: Slice) -> None:
        """Give a slice to all views. This is not a data binding, because some views are made after the screen."""
        for view in self._views.values():
            view.slice = slice
        self.count_items()
        if self._is_laned != self.timeline.has_class("-laned"):
            self.refresh()

    def count_items(self) -> None:
        """Show the number of items in the title line, if the items are not events and the view has any events."""
        view = self.main
        self.title_line.items = view.counts if view.slice and view.slice.total else ""

    @property
    def _is_laned(self) -> bool:
        """Whether there are events that stand in lanes, if there is room."""
        return self.view == "timeline" and self.timeline.lanes is not None and self.timeline.count > 0

    def toggle_lanes(self) -> bool:
        """Show the events in lanes, or in one list again. Returns False if nothing is compared."""
        timeline = self.timeline
        slice = timeline.slice
        if slice and slice.is_remote:
            raise NotForDatabaseError("a lane")
        if not slice or not Comparison.from_slice(slice):
            return False
        timeline.in_lanes = not timeline.in_lanes or self.view != "timeline"
        self.refresh()
        return True

    def explain_nothing(self, text: str) -> None:
        """Give all views the text that they show if the timeline has no events."""
        for view in self._views.values():
            view.why_none = text

    def advise(self, text: str) -> None:
        """Give all views the advice on the query, which they show if it finds no event."""
        for view in self._views.values():
            view.advice = text

    def explain_no_answer(self, text: str) -> None:
        """Give all views the reason why a database does not answer; "" if it may answer."""
        for view in self._views.values():
            view.no_answer = text

    def refresh(self) -> None:
        """Show all that has room, and hide the rest."""
        charting = isinstance(self._screen.focused, HistogramBar)
        # A screen reader reads lines, so a plain screen has no panes side by side.
        alone = self.zoomed or is_plain(self._screen.app)
        shown = arrange(
            self._size,
            self.pane,
            zoomed=alone,
            querying=self.query_bar.has_focus_within,
            charting=charting,
            laned=self._is_laned,
        )
        self.timeline.set_class(self._is_laned, "-laned")
        show(self.query_bar, shown.query_bar)
        show(self.key_line, shown.keys)
        self.refresh_status()
        show(self.facets, shown.facets)
        self.facets.crowded = shown.crowded
        self.facets.set_class(alone, "-alone")
        show(self.middle, shown.middle)
        show(self.histogram, shown.histogram)
        show(self.detail, shown.detail)
        self._place_drawer(shown)
        main = self.main
        for view in self._views.values():
            show(view, view is main and shown.view)

    def _place_drawer(self, shown: Shown) -> None:
        """If the facets are a drawer, they cover just the detail, below the histogram, so that the list stays."""
        above = self.histogram.outer_size.height if shown.histogram else 0
        drawer = (above, self.detail.outer_size) if shown.drawer else None
        if drawer == self._drawer:
            return  # setting a style, even to the same value, costs another layout
        self._drawer = drawer
        styles = self.facets.styles
        styles.margin = (above, 0, 0, 0) if drawer else None
        styles.width, styles.height = drawer[1] if drawer else (None, None)

    def show_waiting(self, text: str) -> None:
        """Show in the line of keys what the program waits for; "" for nothing."""
        self.key_line.waiting = text

    def refresh_status(self) -> None:
        """Show the status line while it says something and there is room."""
        status = self.status_line
        show(status, status.has_text and has_room_for_status(self._size))

    def resize(self, size: Size) -> None:
        """Another size has room for other panes."""
        if size == self._size and not self._drawer:  # as in three events of the first layout
            return
        self._size = size
        self.refresh()
        if self._drawer:
            self._screen.call_after_refresh(self.refresh)  # the drawer is as wide as the detail is then

    def use(self, pane: str) -> None:
        """Show the pane that will get the focus."""
        if pane != self.pane:
            self.pane = pane
            self.refresh()

    def follow_focus(self, widget: Widget) -> None:
        """``widget`` got the focus: its pane is in use now. Some widgets are shown only while they have the focus."""
        for node in widget.ancestors_with_self:
            if node is self.main:
                self.pane = "main"
            elif isinstance(node, (Detail, Facets)):
                self.pane = "detail" if isinstance(node, Detail) else "facets"
        self.refresh()

    def go(self, pane: str) -> None:
        """Show a pane and give it the focus; among the facets, the first one."""
        if pane == "facets":
            self.go_to_facet("country")
        else:
            self.use(pane)
            self._screen.set_focus(self.main if pane == "main" else self.detail)

    def go_on(self, delta: int) -> None:
        """Go to the next pane on the right (1) or left (-1); from the last one to the first."""
        self.go(PANES[(PANES.index(self.pane) + delta) % len(PANES)])

    def go_to_view(self, name: str, position: int | None) -> None:
        """Show another view of the same events, with its cursor on the event at this position."""
        if name != self.view:
            self.view = name
            for widget in (self.facets, self.histogram):
                widget.counted = view_class(name).counted
            self.histogram.only_searched = name != VIEWS[0]
            self.refresh()
        view = self.main
        if position is not None and view.slice and view.slice.total:
            view.follow(position)
        self.count_items()
        self.go("main")

    def go_to_facet(self, field: str) -> None:
        """Show the list of a facet and give it the focus."""
        self.use("facets")
        self.facets.go_to(field)

    def go_to_query(self) -> None:
        """Go to the query bar. From a facet it begins a clause of that field."""
        focused = self._screen.focused
        show(self.query_bar, True)  # a hidden widget cannot take the focus
        self.query_bar.enter(focused.field if isinstance(focused, FacetList) else None)

    def go_to_histogram(self) -> None:
        """Go to the histogram."""
        self.use("main")
        show(self.histogram, True)  # a hidden widget cannot take the focus
        self._screen.set_focus(self.histogram)

    def zoom(self) -> None:
        """Show the pane in use alone, or all panes again."""
        self.zoomed = not self.zoomed
        self.refresh()
        self._screen.refresh_bindings()
