"""The explorer: the facets, one of five views of the events, and the detail of the current event.

The screen composes the widgets and handles their messages. Its helpers do the rest; `actions` lists which of them does
what for a key.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.reactive import reactive
from textual.worker import Worker

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.problems import NotForDatabaseError, Problem
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.storage.state_content import Visit
from timeline_tui.ui import keymap
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.histogram.histogram_bar import HistogramBar
from timeline_tui.ui.messages import CellMoved, EventChosen, EventMoved, ItemChosen, ItemMoved, Narrowed, Peeked
from timeline_tui.ui.query import query_messages
from timeline_tui.ui.screen.actions import actions
from timeline_tui.ui.screen.display import Display
from timeline_tui.ui.screen.event_actions import EventActions
from timeline_tui.ui.screen.filter import Filter
from timeline_tui.ui.screen.follower import CHECK_SECONDS, POLL_SECONDS, Follower
from timeline_tui.ui.screen.hints import Hints
from timeline_tui.ui.screen.key_labels import KeyLabels
from timeline_tui.ui.screen.key_line import KeyLine
from timeline_tui.ui.screen.last_visit import KEEP_SECONDS, LastVisit
from timeline_tui.ui.screen.late_helpers import LateHelpers
from timeline_tui.ui.screen.layout import HIGH, LAYOUT, LOW, NORMAL, WIDE, class_for
from timeline_tui.ui.screen.navigation import Navigation
from timeline_tui.ui.screen.panes import Panes
from timeline_tui.ui.screen.problem_list import ProblemList
from timeline_tui.ui.screen.title_line import TitleLine
from timeline_tui.ui.screen.toasts import Toasts
from timeline_tui.ui.textual_fixes.drawing import EagerScreen

if TYPE_CHECKING:
    from timeline_tui.ui.screen.asker import Asker
    from timeline_tui.ui.screen.editing import ShowMessage


class Explorer(EagerScreen):
    """The only screen, below all dialogs."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.EXPLORER]
    AUTO_FOCUS = "TimelineList"
    BLANK = True  # its widgets cover it, so it needs no more than one line, drawn once
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NORMAL, "-normal"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LOW, "-low"), (HIGH, "-high")]
    DEFAULT_CSS = LAYOUT

    key_labels: KeyLabels
    slice: reactive[Slice] = reactive(Slice(Index(Timeline(""))), repaint=False)
    current: reactive[int | None] = reactive(None, repaint=False)

    def __init__(
        self,
        session: Session,
        query: Query,
        size: Size,
        visit: Visit | None = None,
        *,
        editor: str = "",
        is_first_start: bool = False,
    ) -> None:
        """``query`` is the first filter, unless the reader returns to the last ``visit``.

        ``size`` is the size of the terminal: the first layout is made for it. ``editor`` is the command of the editor
        in the config. ``is_first_start``: the reader starts the program for the first time.
        """
        super().__init__()
        self.session = session
        self.toasts = Toasts(self)
        self.show_message = self.toasts.show_message
        self.last_visit = LastVisit(self, visit, query)
        slice = session.slice(self.last_visit.query, visit.event if visit else "")
        self.set_reactive(Explorer.slice, slice)
        self.set_reactive(Explorer.current, self.last_visit.first_position(slice))
        self._add_helpers(size, editor, is_first_start)
        for name, action in actions(self).items():
            setattr(self, f"action_{name}", action)  # Textual looks for the actions of keys on the screen
        self.add_class(
            class_for(size.width, self.HORIZONTAL_BREAKPOINTS),
            class_for(size.height, self.VERTICAL_BREAKPOINTS),
            update=False,
        )

    def _add_helpers(self, size: Size, editor: str, is_first_start: bool) -> None:
        self.hints = Hints(self, is_first_start)
        key_line = KeyLine(lambda binding: self.key_labels.label(binding), self.hints)
        self.panes = Panes(self, size, self.session.title, key_line)
        self.title_line, self.query_bar = self.panes.title_line, self.panes.query_bar
        self.timeline, self.status_line = self.panes.timeline, self.panes.status_line
        self.filter = Filter(self, self.slice.query)
        self.navigation = Navigation(self, self.panes, self.filter)
        self.show_event, self.go_to = self.navigation.show_event, self.navigation.go_to
        self.event_actions = EventActions(self)
        self.follower = Follower(self)
        self.late = LateHelpers(self, self.filter, self.follower, editor)
        self.column_news, self.ask_needed = self.late.column_news, self.late.ask_needed
        self.follow_columns = self.late.follow_columns
        self.problem_list = ProblemList(self)
        self.count_problems = self.problem_list.check_soon
        display = Display(self, self.panes, self.filter, self.problem_list, self.last_visit)
        self.show_slice, self.show_index, self.describe = display.show_slice, display.show_index, display.describe
        self.show_answer, self.keep_picture = display.show_answer, display.keep_picture
        self.show_asking, self.show_no_answer = display.show_asking, display.show_no_answer
        self.show_progress, self.mark = display.show_progress, display.mark
        self.key_labels = KeyLabels(self, self.filter, self.event_actions, self.panes, self.problem_list)
        self.asker: Asker | None = None

    def compose(self) -> ComposeResult:
        """Title line and query bar at the top, the panes in the middle, the status line and the keys at the bottom."""
        panes = self.panes
        yield panes.title_line.data_bind(Explorer.slice)
        yield panes.query_bar.data_bind(Explorer.slice)
        with Horizontal():
            yield panes.facets.data_bind(Explorer.slice)
            with panes.middle:
                yield panes.histogram.data_bind(Explorer.slice, Explorer.current)
                with Horizontal():
                    yield panes.timeline  # `Panes.set_slice` gives each view its slice
                    yield panes.detail.data_bind(Explorer.slice, Explorer.current)
        yield panes.status_line.data_bind(Explorer.slice)
        yield panes.key_line

    def on_mount(self) -> None:
        """Show the first slice, and start to follow the files."""
        self.panes.set_slice(self.slice)
        self.panes.refresh()
        self.query_bar.show(self.filter.query)
        self.describe()
        self.last_visit.go_on()
        self.set_interval(KEEP_SECONDS, self.last_visit.keep_soon)
        if self.session.is_loading:
            self.follower.read_on()
        elif self.slice.is_remote:
            from timeline_tui.ui.screen.asker import Asker  # only a database needs it

            self.asker = Asker(self, self.slice)
        else:
            index = self.slice.index
            self.set_timer(CHECK_SECONDS, lambda: self.follower.check(index))
            self.ask_needed()
        if self.session.watched:
            self.set_interval(POLL_SECONDS, self.follower.poll)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Style the widgets again, but not when the screen is first shown: they have just been styled."""
        event.refresh_styles = self.stack_updates > 0
        self.toasts.go_on()

    # What the helpers use

    @property
    def event(self) -> Event | None:
        """The current event; None while it has not arrived yet."""
        event = None if self.current is None else self.slice.index.event(self.current)
        return event if event and event.id else None

    @property
    def newest(self) -> Slice:
        """The slice that is being asked for, else the one that is shown."""
        return (self.asker and self.asker.newest) or self.slice

    @property
    def screen_name(self) -> str:
        """The name of the view that is shown, one of `VIEWS`."""
        return self.panes.view

    @property
    def shown_view(self) -> EventsView:
        """The view that is shown."""
        return self.panes.main

    def run_in_thread(self, work: Callable[[], None], group: str) -> Worker[None]:
        """Run a function in a thread. A new one of the same group cancels the one before it."""
        return self.run_worker(work, thread=True, group=group, exclusive=True)

    def call_in_loop(self, function: Callable[..., object], *arguments: object) -> None:
        """From a thread: call a function in the loop of the app, unless the app is ending (its widgets are gone)."""
        self.app.call_from_thread(lambda: function(*arguments) if self.app.is_running else None)

    def edit(self, problem: Problem, show_message: ShowMessage) -> None:
        """Open the place of a problem in the editor. ``show_message`` shows a message with its severity."""
        self.run_worker(self.late.editing.open(problem.file, problem.line, problem.column, show_message))

    # Panes

    def on_resize(self, event: events.Resize) -> None:
        """Textual: another size has room for other panes."""
        self.panes.resize(event.size)

    def watch_slice(self, slice: Slice) -> None:
        """Textual: show the new slice in all views."""
        self.panes.set_slice(slice)
        if not slice.rows:
            self.current = None

    def watch_current(self) -> None:
        """Textual: other keys may be useful for another event."""
        self.refresh_bindings()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Textual: a widget got the focus."""
        self.panes.follow_focus(event.widget)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """Textual: the key of the query bar does not work inside it."""
        return not (action == "query" and self.query_bar.has_focus_within)

    # Messages of the panes

    @on(EventMoved)
    def _event_moved(self, message: EventMoved) -> None:
        """Only the view that is shown sets the current event. Beside the sources, that is the timeline."""
        expected = {"quotes": ItemMoved, "disputes": ItemMoved, "grid": None}.get(self.panes.view, EventMoved)
        if type(message) is expected:
            self.current = message.position

    @on(CellMoved)
    def _cell_moved(self, message: CellMoved) -> None:
        with suppress(NotForDatabaseError):  # what has not arrived yet is posted again
            if message.positions and self.current not in message.positions:
                self.current = message.positions[0]

    @on(Peeked)
    def _peeked(self, message: Peeked) -> None:
        self.current = message.position

    @on(EventChosen)
    def _event_chosen(self) -> None:
        self.panes.go("detail")

    @on(ItemChosen)
    def _item_chosen(self, message: ItemChosen) -> None:
        self.current = message.position
        self.navigation.show_view("timeline")

    @on(Detail.Activated)
    def _card_activated(self, message: Detail.Activated) -> None:
        card = message.card
        if card.kind == "compare":
            self.filter.compare()
        elif card.kind == "related" and card.event_id:
            self.event_actions.go(card.event_id)
        elif card.targets:
            self.run_worker(self.late.source_opener.open_one_of(card.targets))

    @on(Narrowed)
    def _narrowed(self, message: Narrowed) -> None:
        try:
            self.filter.change(message.change)
        except NotForDatabaseError as error:
            self.show_message(str(error), "warning")

    @on(TitleLine.Chosen)
    def _view_chosen(self, message: TitleLine.Chosen) -> None:
        self.navigation.show_view(message.view)

    @on(HistogramBar.Picked)
    def _span_picked(self, message: HistogramBar.Picked) -> None:
        self.filter.narrow(self.filter.query.with_dates(message.first, message.last, message.hours))

    @on(HistogramBar.Left)
    def _histogram_left(self) -> None:
        self.panes.go("main")

    @on(query_messages.Changed)
    def _query_typed(self, message: query_messages.Changed) -> None:
        self.filter.type(message.query)

    @on(query_messages.Entered)
    def _query_entered(self) -> None:
        self.filter.begin_typing()

    @on(query_messages.Done)
    def _query_done(self) -> None:
        self.panes.go("main")

    @on(query_messages.Cancelled)
    def _query_cancelled(self, message: query_messages.Cancelled) -> None:
        self.navigation.cancel_typing(message.unapplied)
        self.panes.go("main")

    @on(query_messages.Dropped)
    def _query_dropped(self, message: query_messages.Dropped) -> None:
        self.navigation.drop(message.text, message.fault)

    @on(query_messages.Advised)
    def _query_advised(self, message: query_messages.Advised) -> None:
        self.panes.advise(message.text)

    @on(query_messages.Unapplied)
    def _query_held(self, message: query_messages.Unapplied) -> None:
        self.panes.key_line.note = message.showing

    # Dialogs

    def action_help(self) -> None:
        """Show every key."""
        # 0.1 ms, and the first screen does not need it
        from timeline_tui.ui.dialogs.help import Help

        assert isinstance(self.app, keymap.KeyedApp)
        self.app.push_screen(Help(self.app, self.focused))
