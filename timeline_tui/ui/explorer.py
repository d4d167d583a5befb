"""The explorer: facets, one of four views of the same events, and the detail, laid out for the size of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Footer, Label

from timeline_tui.query import Query
from timeline_tui.text import clean_line
from timeline_tui.ui import keymap
from timeline_tui.ui.detail import Detail
from timeline_tui.ui.dialogs import Read
from timeline_tui.ui.export_dialog import ExportDialog
from timeline_tui.ui.facets import FacetList, Facets
from timeline_tui.ui.filing import FilingScreen
from timeline_tui.ui.grid import GridView
from timeline_tui.ui.help import keys_table
from timeline_tui.ui.histogram import Histogram
from timeline_tui.ui.query_bar import QueryBar
from timeline_tui.ui.quotes import QuotesList
from timeline_tui.ui.sources import SourcesList
from timeline_tui.ui.status import StatusLine
from timeline_tui.ui.timeline import TimelineList

View = TimelineList | GridView | QuotesList | SourcesList
VIEWS: Mapping[str, type[View]] = {
    "timeline": TimelineList,
    "grid": GridView,
    "quotes": QuotesList,
    "sources": SourcesList,
}
# Whose word on the current event counts: hidden lists go on following the filter. The grid has messages of its own.
TELLERS: Mapping[str, type[TimelineList.EventMoved | QuotesList.EventMoved]] = {
    "timeline": TimelineList.EventMoved,
    "quotes": QuotesList.EventMoved,
    "sources": TimelineList.EventMoved,
}
PANES = ("facets", "main", "detail")


class Explorer(FilingScreen):
    """Three panes, of which the middle one shows the events as a timeline, a grid, quotes or sources."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.EXPLORER]
    AUTO_FOCUS = "TimelineList"
    DEFAULT_CLASSES = "-pane-main -view-timeline"  # from the start: each change of a class styles all widgets anew
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (20, "-high")]
    DEFAULT_CSS = """
    Explorer {
        overflow: hidden;
        & .title { width: 100%; height: 1; padding: 0 1; text-style: bold; color: $text-primary; background: $panel; }
        & > Horizontal { height: 1fr; }
        & .main { width: 1fr; height: 1fr; }
        & .main > Horizontal { height: 1fr; }
        & .view { width: 5fr; display: none; }
        &.-view-timeline TimelineList, &.-view-grid GridView { display: block; }
        &.-view-quotes QuotesList, &.-view-sources SourcesList { display: block; }
        & GridView, & SourcesList { width: 7fr; }
        & Detail { width: 6fr; border-left: vkey $foreground 25%; }
        & Detail:ansi { border-left: vkey ansi_default; }

        &.-normal Facets, &.-narrow Facets { display: none; }
        &.-normal.-pane-facets Facets { display: block; layer: above; dock: left; background: $surface; }
        &.-narrow.-pane-facets {
            & .main { display: none; }
            & Facets { display: block; width: 1fr; }
        }
        &.-narrow Detail { display: none; border-left: none; }
        &.-narrow.-pane-detail Detail { display: block; }
        &.-narrow.-pane-detail .view { display: none; }

        &.-flat, &.-low {
            & .title, & Histogram, & FacetList { display: none; }
            & FacetList:focus { display: block; }
        }
        &.-flat {
            & QueryBar, & Footer { display: none; }
            & QueryBar:focus-within { display: block; }
            & FacetList { border: none; }
        }

        &.-zoomed Histogram { display: none; }
        &.-zoomed.-pane-facets {
            & .main { display: none; }
            & Facets { display: block; width: 1fr; }
        }
        &.-zoomed.-pane-main { & Facets, & Detail { display: none; } }
        &.-zoomed.-pane-detail { & Facets, & .view { display: none; } }
        &.-charting Histogram { display: block; }
        &.-flat.-charting Histogram { height: 2; }
    }
    """

    descending: reactive[bool] = reactive(False, repaint=False)
    pane: reactive[str] = reactive("main", repaint=False, init=False)
    view: reactive[str] = reactive("timeline", repaint=False, init=False)
    zoomed: reactive[bool] = reactive(False, repaint=False)

    def compose(self) -> ComposeResult:
        """Query bar above, panes between, status line and keys below."""
        yield Label(Content(self.session.timeline.title), classes="title")
        yield QueryBar().data_bind(Explorer.slice)
        with Horizontal():
            yield Facets().data_bind(Explorer.slice)
            with Vertical(classes="main"):
                yield Histogram().data_bind(Explorer.slice, Explorer.current)
                with Horizontal():
                    yield TimelineList(classes="view").data_bind(Explorer.slice, Explorer.descending)
                    for view in (GridView, QuotesList, SourcesList):
                        yield view(classes="view").data_bind(Explorer.slice)
                    yield Detail().data_bind(Explorer.slice, Explorer.current)
        yield StatusLine().data_bind(Explorer.slice, Explorer.descending)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show what is opened on, and look after the files."""
        self.query_one(QueryBar).show(self._history.now)
        self.describe()
        self.watch_files()

    # Panes

    @property
    def main(self) -> View:
        """The widget of the view that is shown."""
        return self.query_one(VIEWS[self.view])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Off where it would do nothing: the query's key inside the query bar."""
        return not (action == "query" and self.query_one(QueryBar).has_focus_within)

    def go(self, pane: str) -> None:
        """Show a pane and give it the focus; among facets, the first one."""
        self.pane = pane
        if pane == "facets":
            self.query_one(Facets).go_to("country")
            return
        self._focus(self.main if pane == "main" else self.query_one(Detail))

    def _focus(self, target: Widget) -> None:
        if target.display:
            target.focus()
        else:  # it takes the style sheet to show it, and what is hidden takes no focus
            self.call_after_refresh(target.focus)

    def watch_pane(self, old: str, new: str) -> None:
        """Which pane a narrow screen shows, and which one is zoomed."""
        self.remove_class(f"-pane-{old}").add_class(f"-pane-{new}")

    def watch_view(self, old: str, new: str) -> None:
        """Which view stands in the main pane."""
        self.remove_class(f"-view-{old}").add_class(f"-view-{new}")

    def watch_zoomed(self, zoomed: bool) -> None:
        """One pane alone, or all of them."""
        self.set_class(zoomed, "-zoomed")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane is where the focus is."""
        self.set_class(isinstance(event.widget, Histogram), "-charting")
        above = event.widget.ancestors_with_self
        if self.main in above:
            self.pane = "main"
        elif any(isinstance(node, Detail) for node in above):
            self.pane = "detail"
        elif any(isinstance(node, Facets) for node in above):
            self.pane = "facets"

    @on(QueryBar.Submitted)
    @on(QueryBar.Left)
    @on(Histogram.Left)
    def _left(self) -> None:
        self.go("main")

    def action_pane(self, delta: int) -> None:
        """The next pane to the right or left, around the ends."""
        self.go(PANES[(PANES.index(self.pane) + delta) % len(PANES)])

    def action_view(self, name: str) -> None:
        """Another view of the same events, the cursor on the same one."""
        view = self.query_one(VIEWS[name])
        if isinstance(view, SourcesList):
            if self.event and self.event.cited:
                view.go_to(self.event.cited[0])
        elif self.current is not None:
            view.go_to(self.current)
        self.view = name
        self.go("main")

    def action_facet(self, field: str) -> None:
        """A facet's list."""
        self.pane = "facets"
        self.query_one(Facets).go_to(field)

    def action_query(self) -> None:
        """The query bar; from a facet it opens on that facet's field."""
        field = self.focused.field if isinstance(self.focused, FacetList) else None
        self.query_one(QueryBar).enter(field)

    def action_histogram(self) -> None:
        """The histogram; where there is no room for it, it is seen as long as it has the focus."""
        self.pane = "main"
        self.add_class("-charting")
        self._focus(self.query_one(Histogram))

    def action_zoom(self) -> None:
        """One pane alone, or all of them."""
        self.zoomed = not self.zoomed

    def action_sort(self) -> None:
        """Turn the order of the view round."""
        if isinstance(self.main, TimelineList):
            self.descending = not self.descending
        elif isinstance(self.main, (QuotesList, SourcesList)):
            self.main.action_sort()
        else:
            self.main.action_order()

    def action_back(self) -> None:
        """One level back; at the last one, clear the filter."""
        if self.zoomed:
            self.zoomed = False
        elif self.focused is not self.main:
            self.go("main")
        else:
            self.narrow(Query())

    # Events

    @on(TimelineList.EventMoved)
    @on(QuotesList.EventMoved)
    def _moved(self, message: TimelineList.EventMoved | QuotesList.EventMoved) -> None:
        if isinstance(message, TELLERS.get(self.view, ())):
            self.current = message.position

    @on(GridView.CellMoved)
    def _cell_moved(self, message: GridView.CellMoved) -> None:
        if message.positions and self.current not in message.positions:
            self.current = message.positions[0]

    @on(GridView.Peeked)
    def _peeked(self, message: GridView.Peeked) -> None:
        self.current = message.position

    @on(TimelineList.EventChosen)
    def _chosen(self) -> None:
        self.go("detail")

    @on(QuotesList.EventChosen)
    def _quote_chosen(self, message: QuotesList.EventChosen) -> None:
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
        self.query_one(TimelineList).go_to(position)
        self.current = position

    @work
    async def action_export(self) -> None:
        """Write what is shown to a file."""
        assert self.slice is not None
        view = None if isinstance(self.main, TimelineList) else self.main.content
        written: Path | None = await self.app.push_screen_wait(ExportDialog(self.slice.narrowed(), view))
        if written:
            self.say(f"Wrote {clean_line(str(written))}")

    def action_help(self) -> None:
        """Every key."""
        assert isinstance(self.app, keymap.KeyedApp)
        self.app.push_screen(Read("Keys", keys_table(self.app)))
