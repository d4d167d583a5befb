"""The part of the explorer that its helpers use."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from textual.app import App
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event
from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session

if TYPE_CHECKING:
    from timeline_tui.ui.event_views import EventsView
    from timeline_tui.ui.screen.asker import Asker


class Host(Protocol):
    """The screen, without its layout. Only the screen itself knows its widgets."""

    session: Session
    slice: Slice
    """The index and the query: what is shown."""
    current: int | None
    """The position of the current event in the index."""

    @property
    def app(self) -> App[Any]:
        """The app."""

    @property
    def focused(self) -> Widget | None:
        """The widget with the focus."""

    @property
    def event(self) -> Event | None:
        """The current event."""

    @property
    def newest(self) -> Slice:
        """The slice that is being asked for, else the one that is shown. Changes of the filter begin there."""

    @property
    def asker(self) -> Asker | None:
        """Asks the database; None if the events are in memory."""

    def show_slice(self, slice: Slice) -> None:
        """Show another slice in all panes, the query bar and the status line; from a database, when it arrives."""

    def show_index(self, index: Index) -> None:
        """Show other content under the same query. The cursor stays on its event."""

    def show_event(self, id: str, query: Query | None = None) -> None:
        """Move the cursor to an event, under ``query`` if given. If the filter hides the event, clear the filter."""

    @property
    def screen_name(self) -> str:
        """The name of the view that is shown, one of `VIEWS`."""

    @property
    def shown_view(self) -> EventsView:
        """The view that is shown."""

    def go_to(self, position: int | None, name: str, old: Event | None = None) -> None:
        """Show a view, with the cursor on the event at this position, if there is one.

        ``old``: the event as it was before a change; see `EventsView.follow`.
        """

    def mark(self, added: int, changed: int) -> None:
        """Mark events in the timeline for some seconds. Both are sets of positions in the index, as bits."""

    def show_progress(self, part: float | None) -> None:
        """Show which part of the files is read, from 0 to 1; None when reading has ended."""

    def ask_needed(self) -> None:
        """Ask what the columns of files mean that need an answer."""

    def count_problems(self) -> None:
        """Start the checks of a small timeline, which may find more problems."""

    def describe(self) -> None:
        """Update the number of problems, the name of the saved view, and the text of an empty timeline."""

    def column_news(self) -> str:
        """What to say about columns after the files were read; see `ColumnChoice.news`."""

    def follow_columns(self) -> None:
        """After the files were read again: show the columns of the changed file in the open dialog."""

    def show_message(self, message: str, severity: str = "information", topic: str = "") -> None:
        """Show a toast in place of the last one. While a dialog is open, it waits; see `Toasts.show_message`."""

    def edit(self, problem: Problem, show_message: Callable[[str, str], object]) -> None:
        """Open the place of a problem in the editor. ``show_message`` shows a message with its severity."""

    def refresh_bindings(self) -> None:
        """Textual: update the keys that are useful now."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Textual: call a function later."""

    def call_in_loop(self, function: Callable[..., object], *arguments: object) -> None:
        """From a thread: call a function in the loop of the app, unless the app is ending."""

    def run_in_thread(self, work: Callable[[], None], group: str) -> Worker[None]:
        """Run a function in a thread. A new one of the same group cancels the one before it."""

    def run_worker(self, work: Coroutine[None, None, None]) -> Worker[None]:
        """Textual: run a coroutine beside the screen, which goes on handling messages."""
