"""The screen: it owns the current Slice, lays out the panes, and turns what they ask for into the next Slice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Footer, Label

from timeline_tui.index import Index
from timeline_tui.model import View
from timeline_tui.problems import LoadError
from timeline_tui.query import Query
from timeline_tui.slice import Slice
from timeline_tui.storage.session import Session
from timeline_tui.syntax import QueryError, format_query, parse_query
from timeline_tui.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.detail import Detail
from timeline_tui.ui.dialogs import Ask, Choose, Read
from timeline_tui.ui.export_dialog import ExportDialog
from timeline_tui.ui.facets import FacetList, Facets
from timeline_tui.ui.help import keys_table, problems_text
from timeline_tui.ui.histogram import Histogram
from timeline_tui.ui.history import History
from timeline_tui.ui.query_bar import QueryBar
from timeline_tui.ui.reading import ReadingScreen
from timeline_tui.ui.status import StatusLine
from timeline_tui.ui.timeline import TimelineList

PANES: Mapping[str, type[Widget]] = {"facets": Facets, "timeline": TimelineList, "detail": Detail}
POLL_SECONDS = 1.0


class Explorer(ReadingScreen):
    """Facets, timeline and detail of one session's timeline, narrowed by one query."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.EXPLORER]
    AUTO_FOCUS = "TimelineList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (20, "-high")]
    DEFAULT_CSS = """
    Explorer {
        & .title { width: 100%; height: 1; padding: 0 1; text-style: bold; color: $text-primary; background: $panel; }
        & > Horizontal { height: 1fr; }
        & .main { width: 1fr; height: 1fr; }
        & .main > Horizontal { height: 1fr; }
        & TimelineList { width: 5fr; }
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
        &.-narrow.-pane-detail TimelineList { display: none; }

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
        &.-zoomed.-pane-timeline { & Facets, & Detail { display: none; } }
        &.-zoomed.-pane-detail { & Facets, & TimelineList { display: none; } }
    }
    """

    slice: reactive[Slice | None] = reactive(None)
    current: reactive[int | None] = reactive(None)
    descending: reactive[bool] = reactive(False)
    pane: reactive[str] = reactive("timeline")
    zoomed: reactive[bool] = reactive(False)

    timeline = query_one(TimelineList)
    status = query_one(StatusLine)

    def __init__(self, session: Session, query: Query) -> None:
        """``query`` is what to open on."""
        super().__init__(session)
        self._history = History(query)
        self._typing = False  # whether the last step of the history belongs to this visit to the query bar
        self.set_reactive(Explorer.slice, Slice(Index(session.timeline), query, stars=session.stars))

    def compose(self) -> ComposeResult:
        """Query bar above, panes between, status line and keys below."""
        yield Label(Content(self.session.timeline.title), classes="title")
        yield QueryBar().data_bind(Explorer.slice)
        with Horizontal():
            yield Facets().data_bind(Explorer.slice)
            with Vertical(classes="main"):
                yield Histogram().data_bind(Explorer.slice, Explorer.current)
                with Horizontal():
                    yield TimelineList().data_bind(Explorer.slice, Explorer.descending)
                    yield Detail().data_bind(Explorer.slice, Explorer.current)
        yield StatusLine().data_bind(Explorer.slice, Explorer.descending)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show what is opened on, and look after the files."""
        self.query_one(QueryBar).show(self._history.now)
        self._describe()
        if self.session.watched:
            self.set_interval(POLL_SECONDS, self._look_for_changes)

    # The filter

    def narrow(self, query: Query) -> None:
        """Change the filter; undo comes back to the one before."""
        assert self.slice is not None
        self._take(self.slice.with_query(query))

    def _take(self, slice: Slice) -> None:
        self._history = self._history.to(slice.query)
        self._show(slice)

    def _show(self, slice: Slice) -> None:
        self.slice = slice
        self.query_one(QueryBar).show(slice.query)
        self._describe()

    def _describe(self) -> None:
        """The facts of the status line that the slice does not hold."""
        assert self.slice is not None
        self.status.problems = len(self.session.problems)
        names = (view.name for view in self.session.views if _same(view, self.slice.query))
        self.status.view = next(names, "")

    @on(FacetList.Narrowed)
    def _narrowed(self, message: FacetList.Narrowed) -> None:
        self._take(message.slice)

    @on(QueryBar.Changed)
    def _typed(self, message: QueryBar.Changed) -> None:
        history = self._history.amended if self._typing else self._history.to
        self._history, self._typing = history(message.query), True
        assert self.slice is not None
        self._show(self.slice.with_query(message.query))

    @on(QueryBar.Submitted)
    @on(QueryBar.Left)
    @on(Histogram.Left)
    def _left(self) -> None:
        self._typing = False
        self.go("timeline")

    @on(Histogram.Picked)
    def _picked(self, message: Histogram.Picked) -> None:
        self.narrow(self._history.now.with_dates(message.first, message.last))

    def action_undo(self) -> None:
        """The filter as it was before."""
        self._step(self._history.undone())

    def action_redo(self) -> None:
        """The filter that was undone."""
        self._step(self._history.redone())

    def _step(self, history: History) -> None:
        assert self.slice is not None
        self._history = history
        self._show(self.slice.with_query(history.now))

    @work
    async def action_views(self) -> None:
        """Choose among the file's views, the saved ones, and everything."""
        views = [View("Everything", ""), *self.session.views]
        chosen = await self.app.push_screen_wait(Choose("Views", [(view.name, view.query) for view in views]))
        if chosen is not None:
            self.narrow(parse_query(views[chosen].query))

    @work
    async def action_save_view(self) -> None:
        """Name this filter and keep it beside the user's other state."""
        text = format_query(self._history.now)
        name = await self.app.push_screen_wait(Ask("Save this view", text or "everything"))
        if name:
            self.session.save_view(View(name, text))
            self._describe()
            self.say(f"Saved as {name}; v chooses it")

    # Panes

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Off where it would do nothing: the query's key inside the query bar."""
        return not (action == "query" and self.query_one(QueryBar).has_focus_within)

    def go(self, pane: str) -> None:
        """Show a pane and give it the focus; among facets, the first one."""
        self.pane = pane
        target = self.query_one(PANES[pane])
        if isinstance(target, Facets):
            target.go_to("country")
        elif target.display:
            target.focus()
        else:  # on a narrow screen it takes the style sheet to show it, and what is hidden takes no focus
            self.call_after_refresh(target.focus)

    def watch_pane(self, old: str, new: str) -> None:
        """Which pane a narrow screen shows, and which one is zoomed."""
        self.remove_class(f"-pane-{old}").add_class(f"-pane-{new}")

    def watch_zoomed(self, zoomed: bool) -> None:
        """One pane alone, or all of them."""
        self.set_class(zoomed, "-zoomed")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane is where the focus is."""
        above = {type(node) for node in event.widget.ancestors_with_self}
        self.pane = next((name for name, pane in PANES.items() if pane in above), self.pane)

    def action_pane(self, delta: int) -> None:
        """The next pane to the right or left, around the ends."""
        names = list(PANES)
        self.go(names[(names.index(self.pane) + delta) % len(names)])

    def action_facet(self, field: str) -> None:
        """A facet's list."""
        self.pane = "facets"
        self.query_one(Facets).go_to(field)

    def action_query(self) -> None:
        """The query bar; from a facet it opens on that facet's field."""
        field = self.focused.field if isinstance(self.focused, FacetList) else None
        self.query_one(QueryBar).enter(field)

    def action_histogram(self) -> None:
        """The histogram."""
        self.query_one(Histogram).focus()

    def action_zoom(self) -> None:
        """One pane alone, or all of them."""
        self.zoomed = not self.zoomed

    def action_back(self) -> None:
        """One level back; at the last one, clear the filter."""
        if self.zoomed:
            self.zoomed = False
        elif self.pane != "timeline" or self.focused is not self.timeline:
            self.go("timeline")
        else:
            self.narrow(Query())

    # Events

    @on(TimelineList.EventMoved)
    def _moved(self, message: TimelineList.EventMoved) -> None:
        self.current = message.position

    @on(TimelineList.EventChosen)
    def _chosen(self) -> None:
        self.go("detail")

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

    def action_star(self) -> None:
        """Star the event, or take the star away; kept beside the user's other state, never in the file."""
        if self.slice is not None and self.event is not None:
            self.session.set_star(self.event.id, self.event.id not in self.session.stars)
            self.slice = replace(self.slice, stars=self.session.stars)

    def action_sort(self) -> None:
        """Newest first, or oldest first."""
        self.descending = not self.descending

    # Files

    @work
    async def action_export(self) -> None:
        """Write what is shown to a file."""
        assert self.slice is not None
        written: Path | None = await self.app.push_screen_wait(ExportDialog(self.slice.narrowed()))
        if written:
            self.say(f"Wrote {plural(len(self.slice), 'event')} to {written}")

    @work(thread=True, exclusive=True, group="files")
    def _look_for_changes(self) -> None:
        if self.session.changed():
            self._read_again()

    @work(thread=True, exclusive=True, group="files")
    def action_reload(self) -> None:
        """Read the files again, whether they changed or not."""
        self._read_again()

    def _read_again(self) -> None:
        """In a thread: the last good timeline stays if nothing of the new one can be used."""
        try:
            self.session.reload()
        except LoadError:
            self.app.call_from_thread(self._describe)
            self.app.call_from_thread(
                self.say, "The file cannot be read now; the last good one stays (! tells)", "warning"
            )
        else:
            self.app.call_from_thread(self._renew, Index(self.session.timeline))

    def _renew(self, index: Index) -> None:
        """The same filter on new content, the cursor on the same event."""
        assert self.slice is not None
        id = self.event.id if self.event else ""
        self.slice = replace(self.slice, index=index, stars=self.session.stars)
        self._describe()
        position = index.position(id)
        if position is not None:
            self.timeline.go_to(position)
        self.current = self.timeline.event
        self.say(f"Read again: {plural(self.slice.total, 'event')}")

    def action_problems(self) -> None:
        """What is wrong in the files."""
        self.app.push_screen(Read("Problems", problems_text(self.session.problems)))

    def action_help(self) -> None:
        """Every key."""
        assert isinstance(self.app, keymap.KeyedApp)
        self.app.push_screen(Read("Keys", keys_table(self.app)))


def _same(view: View, query: Query) -> bool:
    try:
        return parse_query(view.query) == query
    except QueryError:
        return False
