"""The explorer: facets, one of four views of the same events, and the detail, laid out for the size of the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.getters import query_one
from textual.reactive import reactive
from textual.widgets import Label

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.text.text import clean_line
from timeline_tui.ui import keymap
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.event_views import EventsView, show, view_class
from timeline_tui.ui.histogram.histogram_bar import HistogramBar
from timeline_tui.ui.lists.facet_list import FacetList, Facets
from timeline_tui.ui.lists.timeline_list import TimelineList
from timeline_tui.ui.messages import CellMoved, EventChosen, EventMoved, Peeked, QuoteChosen, QuoteMoved
from timeline_tui.ui.query.query_bar import QueryBar
from timeline_tui.ui.screen.filing import FilingScreen
from timeline_tui.ui.screen.key_line import KeyLine
from timeline_tui.ui.screen.status import StatusLine
from timeline_tui.ui.textual_fixes.key_queue import answer

PANES = ("facets", "main", "detail")
NORMAL, WIDE = 80, 120  # columns from which on there is room for the detail, and for the facets too
LOW, HIGH = 10, 20  # lines from which on there is room for query bar and keys, and for title and histogram too


class Explorer(FilingScreen):
    """Three panes, of which the middle one shows the events as a timeline, a grid, quotes or sources.

    Which of them are seen is decided in ``show_panes``, not by classes of the screen: each change of those would style
    every widget anew.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.EXPLORER]
    AUTO_FOCUS = "TimelineList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NORMAL, "-normal"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LOW, "-low"), (HIGH, "-high")]
    DEFAULT_CSS = """
    Explorer {
        overflow: hidden;
        & .title { width: 100%; height: 1; padding: 0 1; text-style: bold; color: $text-primary; background: $panel; }
        & > Horizontal { height: 1fr; }
        & .main { width: 1fr; height: 1fr; }
        & .main > Horizontal { height: 1fr; }
        & .view { width: 5fr; }
        & GridView, & SourcesList { width: 7fr; }
        & Detail { width: 6fr; border-left: vkey $foreground 25%; }
        & Detail:ansi { border-left: vkey ansi_default; }

        &.-normal Facets { layer: above; dock: left; background: $surface; }
        &.-normal Facets.-alone { dock: none; }
        &.-narrow Facets, & Facets.-alone { width: 1fr; border-right: none; }
        &.-narrow Detail { border-left: none; }
        &.-flat HistogramBar { height: 2; }
    }
    """

    pane: reactive[str] = reactive("main", repaint=False, init=False)
    view: reactive[str] = reactive("timeline", repaint=False, init=False)
    zoomed: reactive[bool] = reactive(False, repaint=False, init=False)

    title_line = query_one(".title", Label)
    query_bar = query_one(QueryBar)
    facets = query_one(Facets)
    middle = query_one(".main", Vertical)
    histogram = query_one(HistogramBar)
    columns = query_one(".main > Horizontal", Horizontal)
    timeline = query_one(TimelineList)
    detail = query_one(Detail)
    key_line = query_one(KeyLine)

    def __init__(self, session: Session, query: Query, size: Size) -> None:
        """``size`` is that of the terminal: what is made for it is not made twice."""
        super().__init__(session, query)
        self._room = size
        self.add_class(
            _class_for(size.width, self.HORIZONTAL_BREAKPOINTS),
            _class_for(size.height, self.VERTICAL_BREAKPOINTS),
            update=False,
        )

    def compose(self) -> ComposeResult:
        """Query bar above, panes between, status line and keys below."""
        yield Label(Content(self.session.timeline.title), classes="title")
        yield QueryBar().data_bind(Explorer.slice)
        with Horizontal():
            yield Facets().data_bind(Explorer.slice)
            with Vertical(classes="main"):
                yield HistogramBar().data_bind(Explorer.slice, Explorer.current)
                with Horizontal():
                    yield TimelineList(classes="view").data_bind(Explorer.slice)
                    yield Detail().data_bind(Explorer.slice, Explorer.current)
        yield StatusLine().data_bind(Explorer.slice)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what is opened on, and look after the files."""
        self.show_panes()
        self.query_bar.show(self._history.now)
        self.describe()
        self.watch_files()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """All widgets have just been styled when the screen is first shown."""
        event.refresh_styles = self.stack_updates > 0

    # Layout

    def show_panes(self) -> None:
        """Show what there is room for; where that is not all, the pane in use."""
        width, height = self._room
        wide, flat, low = width >= WIDE, height < LOW, height < HIGH
        alone = self.pane if width < NORMAL or self.zoomed else ""
        charting = isinstance(self.focused, HistogramBar)
        show(self.title_line, not low)
        show(self.query_bar, not flat or self.query_bar.has_focus_within)
        show(self.key_line, not flat)
        show(self.facets, self.pane == "facets" or (wide and not self.zoomed))
        self.facets.crowded = low
        self.facets.set_class(self.zoomed, "-alone")
        show(self.middle, alone != "facets")
        show(self.histogram, charting or not (low or self.zoomed))
        show(self.detail, alone in ("", "detail"))
        for view in self.query(".view").results(EventsView):
            show(view, view is self.main and alone != "detail")

    def on_resize(self, event: events.Resize) -> None:
        """Other panes may have room."""
        self._room = event.size
        self.show_panes()

    # Panes

    @property
    def main(self) -> EventsView:
        """The widget of the view that is shown; made when it is first shown."""
        kind = view_class(self.view)
        for view in self.query(kind):
            return view
        view = kind(classes="view")
        view.slice = self.slice
        self.columns.mount(view, before=self.detail)
        return view

    def watch_slice(self, slice: Slice | None) -> None:
        """The views that were made since the screen was composed follow, too."""
        for view in self.query(".view").results(EventsView):
            view.slice = slice

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Off where it would do nothing: the query's key inside the query bar."""
        return not (action == "query" and self.query_bar.has_focus_within)

    def go(self, pane: str) -> None:
        """Show a pane and give it the focus; among facets, the first one."""
        self.pane = pane
        if pane == "facets":
            self.facets.go_to("country")
        else:
            self.set_focus(self.main if pane == "main" else self.detail)

    def watch_pane(self) -> None:
        """A narrow or zoomed screen shows another one."""
        self.show_panes()

    def watch_view(self) -> None:
        """Another view stands in the middle."""
        self.show_panes()

    def watch_zoomed(self) -> None:
        """One pane alone, or all of them."""
        self.show_panes()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane is where the focus is; some widgets are seen only as long as they have it."""
        for node in event.widget.ancestors_with_self:
            if node is self.main:
                self.pane = "main"
            elif isinstance(node, (Detail, Facets)):
                self.pane = "detail" if isinstance(node, Detail) else "facets"
        self.show_panes()

    @on(QueryBar.Submitted)
    @on(QueryBar.Left)
    @on(HistogramBar.Left)
    def _left(self) -> None:
        self.go("main")

    def action_pane(self, delta: int) -> None:
        """The next pane to the right or left, around the ends."""
        self.go(PANES[(PANES.index(self.pane) + delta) % len(PANES)])

    def action_view(self, name: str) -> None:
        """Another view of the same events, the cursor on the same one."""
        self.view = name
        if self.current is not None:
            self.main.follow(self.current)
        self.go("main")

    def action_facet(self, field: str) -> None:
        """A facet's list."""
        self.pane = "facets"
        self.facets.go_to(field)

    def action_query(self) -> None:
        """The query bar; from a facet it opens on that facet's field."""
        field = self.focused.field if isinstance(self.focused, FacetList) else None
        show(self.query_bar, True)  # what is hidden takes no focus
        self.query_bar.enter(field)

    def action_histogram(self) -> None:
        """The histogram; where there is no room for it, it is seen as long as it has the focus."""
        self.pane = "main"
        show(self.histogram, True)  # what is hidden takes no focus
        self.set_focus(self.histogram)

    def action_zoom(self) -> None:
        """One pane alone, or all of them."""
        self.zoomed = not self.zoomed

    def action_sort(self) -> None:
        """Turn the order of the view round."""
        self.main.action_sort()
        self.query_one(StatusLine).descending = self.timeline.descending

    def action_back(self) -> None:
        """One level back; at the last one, clear the filter."""
        if self.zoomed:
            self.zoomed = False
        elif self.focused is not self.main:
            self.go("main")
        else:
            self.narrow(Query())

    # Events

    @on(EventMoved)
    def _moved(self, message: EventMoved) -> None:
        """The quotes and the grid say for themselves what is current; beside the sources, the timeline does."""
        teller = {"quotes": QuoteMoved, "grid": None}.get(self.view, EventMoved)
        if type(message) is teller:
            self.current = message.position

    @on(CellMoved)
    def _cell_moved(self, message: CellMoved) -> None:
        if message.positions and self.current not in message.positions:
            self.current = message.positions[0]

    @on(Peeked)
    def _peeked(self, message: Peeked) -> None:
        self.current = message.position

    @on(EventChosen)
    def _chosen(self) -> None:
        self.go("detail")

    @on(QuoteChosen)
    def _quote_chosen(self, message: QuoteChosen) -> None:
        self.current = message.position
        self.action_view("timeline")

    def show_event(self, id: str, query: Query | None = None) -> None:
        """Put the cursor on an event, under ``query`` if given; if the filter hides it, the filter gives way."""
        assert self.slice is not None
        position = self.slice.index.position(id)
        if position is None:
            self.say(f"{id} is not in this timeline", "warning")
            return
        if query is not None and query != self.slice.query:
            self.narrow(query)
        if not self.slice.mask >> position & 1:
            self.narrow(Query())
            self.say("The filter hid that event, so it is off; u brings it back")
        self.timeline.go_to(position)
        self.current = position

    @work
    async def action_export(self) -> None:
        """Write what is shown to a file."""
        from timeline_tui.ui.dialogs.export_dialog import ExportDialog  # with all formats and their writers

        assert self.slice is not None
        dialog = ExportDialog(self.slice.narrowed(), self.main.content)
        written = await answer(self.app, dialog)
        if written:
            self.say(f"Wrote {clean_line(str(written))}")

    def action_help(self) -> None:
        """Every key."""
        # 0.1 ms, and the first screen does not need it
        from timeline_tui.ui.dialogs.help import keys_table

        assert isinstance(self.app, keymap.KeyedApp)
        self.show_text("Keys", keys_table(self.app))


def _class_for(extent: int, breakpoints: list[tuple[int, str]]) -> str:
    """The class that Textual will give to a screen of this width, or height."""
    return next(name for least, name in reversed(breakpoints) if extent >= least)
