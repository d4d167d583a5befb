"""The explorer: the facets, one of four views of the events, and the detail of the current event.

Its helpers do the rest: `Filter`, `SavedViews`, `EventActions` and `Follower`. Textual looks for the action of a key on
the screen, so there is a short method for each.
"""

from __future__ import annotations

from collections.abc import Callable
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
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.mapped_index import index_of
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.text.text import clean_line
from timeline_tui.ui import keymap
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.dialogs import asking
from timeline_tui.ui.event_views import EventsView, show, view_class
from timeline_tui.ui.histogram.histogram_bar import HistogramBar
from timeline_tui.ui.lists.facet_list import FacetList, Facets
from timeline_tui.ui.lists.timeline_list import TimelineList
from timeline_tui.ui.messages import CellMoved, EventChosen, EventMoved, Narrowed, Peeked, QuoteChosen, QuoteMoved
from timeline_tui.ui.query.query_bar import QueryBar
from timeline_tui.ui.screen.event_actions import EventActions
from timeline_tui.ui.screen.filter import Filter
from timeline_tui.ui.screen.follower import CHECK_SECONDS, POLL_SECONDS, Follower
from timeline_tui.ui.screen.key_line import KeyLine
from timeline_tui.ui.screen.layout import HIGH, LOW, NORMAL, WIDE, arrange, class_for
from timeline_tui.ui.screen.saved_views import SavedViews, shows
from timeline_tui.ui.screen.status import StatusLine
from timeline_tui.ui.textual_fixes.drawing import EagerScreen
from timeline_tui.ui.textual_fixes.key_queue import answer

PANES = ("facets", "main", "detail")


class Explorer(EagerScreen):
    """The only screen, below all dialogs.

    `show_panes` sets what is visible on each widget. CSS classes of the screen could do the same, but with each change
    of them Textual styles every widget again.
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

    slice: reactive[Slice] = reactive(Slice(Index(Timeline(""))), repaint=False)
    current: reactive[int | None] = reactive(None, repaint=False)
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
    status_line = query_one(StatusLine)
    key_line = query_one(KeyLine)

    def __init__(self, session: Session, query: Query, size: Size) -> None:
        """``query`` is the first filter. ``size`` is that of the terminal: the first layout is made for it."""
        super().__init__()
        self.session = session
        slice = Slice(index_of(session.timeline), query, stars=session.stars)
        self.set_reactive(Explorer.slice, slice)
        self.set_reactive(Explorer.current, slice.rows[0] if slice.rows else None)
        self.filter = Filter(self, query)
        self.saved_views = SavedViews(self, self.filter)
        self.event_actions = EventActions(self)
        self.follower = Follower(self)
        self._room = size
        self.add_class(
            class_for(size.width, self.HORIZONTAL_BREAKPOINTS),
            class_for(size.height, self.VERTICAL_BREAKPOINTS),
            update=False,
        )

    def compose(self) -> ComposeResult:
        """The query bar at the top, the panes in the middle, the status line and the keys at the bottom."""
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
        """Show the first slice, and start to follow the files."""
        self.show_panes()
        self.query_bar.show(self.filter.query)
        self.describe()
        if self.session.is_loading:
            self.follower.read_on()
        else:
            index = self.slice.index
            self.set_timer(CHECK_SECONDS, lambda: self.follower.check(index))
        if self.session.watched:
            self.set_interval(POLL_SECONDS, self.follower.look_for_changes)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Style the widgets again, but not when the screen is first shown: they have just been styled."""
        event.refresh_styles = self.stack_updates > 0

    # What the helpers use

    @property
    def event(self) -> Event | None:
        """The current event."""
        return None if self.current is None else self.slice.index.event(self.current)

    def show_slice(self, slice: Slice) -> None:
        """Show another slice in all panes, the query bar and the status line."""
        self.slice = slice
        self.query_bar.show(slice.query)
        self.describe()

    def show_index(self, index: Index) -> None:
        """Show other content under the same query. The cursor stays on its event."""
        self.slice = self.slice.replace(index=index, stars=self.session.stars)
        self.current = self.timeline.event
        self.title_line.update(Content(index.timeline.title))
        self.describe()

    def show_event(self, id: str, query: Query | None = None) -> None:
        """Move the cursor to an event, under ``query`` if given. If the filter hides the event, clear the filter."""
        position = self.slice.index.position(id)
        if position is None:
            self.say(f"{id} is not in this timeline", "warning")
            return
        if query is not None and query != self.slice.query:
            self.filter.narrow(query)
        if not self.slice.mask >> position & 1:
            self.filter.narrow(Query())
            self.say("The filter hid that event, so it is off; u brings it back")
        self.timeline.go_to(position)
        self.current = position

    def show_progress(self, part: float | None) -> None:
        """Show which part of the files is read, from 0 to 1; None when reading has ended."""
        self.status_line.part = part

    def describe(self) -> None:
        """Update the number of problems and the name of the saved view in the status line."""
        self.status_line.problems = len(self.session.problems)
        names = (view.name for view in self.session.views if shows(view, self.slice.query))
        self.status_line.view = next(names, "")

    def say(self, message: str, severity: str = "information") -> None:
        """Show a toast. Nothing in the message is markup."""
        self.notify(message, severity=severity, markup=False)  # type: ignore[arg-type]  # one of Textual's three words

    def run_in_thread(self, work: Callable[[], None], group: str) -> None:
        """Run a function in a thread. A new one of the same group cancels the one before it."""
        self.run_worker(work, thread=True, group=group, exclusive=True)

    # Panes

    @property
    def main(self) -> EventsView:
        """The widget of the view that is shown. It is made when it is first needed."""
        kind = view_class(self.view)
        for view in self.query(kind):
            return view
        view = kind(classes="view")
        view.slice = self.slice
        self.columns.mount(view, before=self.detail)
        return view

    def show_panes(self) -> None:
        """Show what there is room for."""
        shown = arrange(
            self._room,
            self.pane,
            zoomed=self.zoomed,
            querying=self.query_bar.has_focus_within,
            charting=isinstance(self.focused, HistogramBar),
        )
        show(self.title_line, shown.title)
        show(self.query_bar, shown.query_bar)
        show(self.key_line, shown.keys)
        show(self.facets, shown.facets)
        self.facets.crowded = shown.crowded
        self.facets.set_class(self.zoomed, "-alone")
        show(self.middle, shown.middle)
        show(self.histogram, shown.histogram)
        show(self.detail, shown.detail)
        for view in self.query(".view").results(EventsView):
            show(view, view is self.main and shown.view)

    def on_resize(self, event: events.Resize) -> None:
        """Another size has room for other panes."""
        self._room = event.size
        self.show_panes()

    def watch_slice(self, slice: Slice) -> None:
        """Hand the slice to the views that are made after `compose`, too: nothing binds them."""
        for view in self.query(".view").results(EventsView):
            view.slice = slice

    def watch_pane(self) -> None:
        """A narrow or zoomed screen shows another pane."""
        self.show_panes()

    def watch_view(self) -> None:
        """Another view is shown in the middle."""
        self.show_panes()

    def watch_zoomed(self) -> None:
        """Show one pane alone, or all of them."""
        self.show_panes()

    def go(self, pane: str) -> None:
        """Show a pane and give it the focus; among the facets, the first one."""
        self.pane = pane
        if pane == "facets":
            self.facets.go_to("country")
        else:
            self.set_focus(self.main if pane == "main" else self.detail)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane in use is the one with the focus. Some widgets are shown only while they have it."""
        for node in event.widget.ancestors_with_self:
            if node is self.main:
                self.pane = "main"
            elif isinstance(node, (Detail, Facets)):
                self.pane = "detail" if isinstance(node, Detail) else "facets"
        self.show_panes()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """Textual: inside the query bar its own key has nothing to do."""
        return not (action == "query" and self.query_bar.has_focus_within)

    def action_pane(self, delta: int) -> None:
        """Go to the next pane on the right or left; from the last one to the first."""
        self.go(PANES[(PANES.index(self.pane) + delta) % len(PANES)])

    def action_view(self, name: str) -> None:
        """Show another view of the same events. The cursor stays on its event."""
        self.view = name
        if self.current is not None:
            self.main.follow(self.current)
        self.go("main")

    def action_facet(self, field: str) -> None:
        """Go to the list of a facet."""
        self.pane = "facets"
        self.facets.go_to(field)

    def action_query(self) -> None:
        """Go to the query bar. From a facet it begins a clause of that field."""
        field = self.focused.field if isinstance(self.focused, FacetList) else None
        show(self.query_bar, True)  # a hidden widget cannot take the focus
        self.query_bar.enter(field)

    def action_histogram(self) -> None:
        """Go to the histogram."""
        self.pane = "main"
        show(self.histogram, True)  # a hidden widget cannot take the focus
        self.set_focus(self.histogram)

    def action_zoom(self) -> None:
        """Show one pane alone, or all of them."""
        self.zoomed = not self.zoomed

    def action_sort(self) -> None:
        """Change the order of the view."""
        self.main.action_sort()
        self.status_line.descending = self.timeline.descending

    def action_back(self) -> None:
        """Go back one level: from the zoomed pane, from another pane, and at last from the filter."""
        if self.zoomed:
            self.zoomed = False
        elif self.focused is not self.main:
            self.go("main")
        else:
            self.filter.narrow(Query())

    # Messages of the panes

    @on(EventMoved)
    def _event_moved(self, message: EventMoved) -> None:
        """Only the view that is shown sets the current event. Beside the sources, that is the timeline."""
        expected = {"quotes": QuoteMoved, "grid": None}.get(self.view, EventMoved)
        if type(message) is expected:
            self.current = message.position

    @on(CellMoved)
    def _cell_moved(self, message: CellMoved) -> None:
        if message.positions and self.current not in message.positions:
            self.current = message.positions[0]

    @on(Peeked)
    def _peeked(self, message: Peeked) -> None:
        self.current = message.position

    @on(EventChosen)
    def _event_chosen(self) -> None:
        self.go("detail")

    @on(QuoteChosen)
    def _quote_chosen(self, message: QuoteChosen) -> None:
        self.current = message.position
        self.action_view("timeline")

    @on(Detail.Activated)
    def _card_activated(self, message: Detail.Activated) -> None:
        card = message.card
        if card.kind == "compare":
            self.filter.compare()
        elif card.kind == "related" and card.event_id:
            self.event_actions.go(card.event_id)
        elif card.address:
            self._open_address(card.address)

    @work
    async def _open_address(self, url: str) -> None:
        await self.event_actions.open_address(url)

    @on(Narrowed)
    def _narrowed(self, message: Narrowed) -> None:
        self.filter.take(message.slice)

    @on(HistogramBar.Picked)
    def _span_picked(self, message: HistogramBar.Picked) -> None:
        self.filter.narrow(self.filter.query.with_dates(message.first, message.last, message.hours))

    @on(HistogramBar.Left)
    def _histogram_left(self) -> None:
        self.go("main")

    @on(QueryBar.Changed)
    def _query_typed(self, message: QueryBar.Changed) -> None:
        self.filter.type(message.query)

    @on(QueryBar.Submitted)
    @on(QueryBar.Left)
    def _query_left(self) -> None:
        self.filter.stop_typing()
        self.go("main")

    # Keys that a helper acts on

    def action_undo(self) -> None:
        """Go back to the query before this one."""
        self.filter.undo()

    def action_redo(self) -> None:
        """Go forward to the query that was undone last."""
        self.filter.redo()

    def action_compare(self) -> None:
        """Compare two values of a facet."""
        self.filter.compare()

    @work
    async def action_views(self) -> None:
        """Choose a saved view."""
        await self.saved_views.choose()

    @work
    async def action_save_view(self) -> None:
        """Save the query as a view."""
        await self.saved_views.save()

    def action_star(self) -> None:
        """Star the event or remove its star."""
        self.event_actions.toggle_star()

    def action_copy(self) -> None:
        """Copy what is under the cursor."""
        self.event_actions.copy()

    @work
    async def action_open_source(self) -> None:
        """Open a source of the event."""
        await self.event_actions.open_source()

    @work
    async def action_follow(self) -> None:
        """Follow a relation of the event."""
        await self.event_actions.follow()

    def action_come_back(self) -> None:
        """Go back to the event that the last relation was followed from."""
        self.event_actions.come_back()

    def action_reload(self) -> None:
        """Read the files again."""
        self.follower.reload()

    def action_problems(self) -> None:
        """Show what is wrong in the files."""
        # 0.1 ms, and the first screen does not need it
        from timeline_tui.ui.dialogs.help import problems_text

        asking.show_text(self.app, "Problems", problems_text(self.session.problems))

    def action_help(self) -> None:
        """Show every key."""
        # 0.1 ms, and the first screen does not need it
        from timeline_tui.ui.dialogs.help import keys_table

        assert isinstance(self.app, keymap.KeyedApp)
        asking.show_text(self.app, "Keys", keys_table(self.app))

    @work
    async def action_export(self) -> None:
        """Write what is shown to a file."""
        from timeline_tui.ui.dialogs.export_dialog import ExportDialog  # with all formats and their writers

        written = await answer(self.app, ExportDialog(self.slice.narrowed(), self.main.content))
        if written:
            self.say(f"Wrote {clean_line(str(written))}")
