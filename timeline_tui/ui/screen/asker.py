"""Asks a database in the background, for the next slice and for missing parts of the widgets.

The last slice stays until an answer arrives. A newer question cancels the earlier one. Without one, the last slice
stays, with its query.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import Protocol

from textual.timer import Timer
from textual.worker import Worker

from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.remote.listing import listed_fields, values_question
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.questions import AnswerError, QuestionCancelledError
from timeline_tui.text.text import clean_line
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.textual_fixes.delay import Delay

_TOGETHER = 0.25  # seconds in which answers come before they are drawn
SOON = 0.2  # seconds after which the line of keys says that a question is being asked

Found = tuple[RemoteSlice | None, int | None]
"""A slice, whose first parts have arrived, and the row of an event in it; None if the chronology does not have it."""


class AskingHost(Protocol):
    """The screen of a database."""

    @property
    def shown_view(self) -> EventsView:
        """The view that is shown."""

    def call_in_loop(self, function: Callable[..., object], *arguments: object) -> None:
        """From a thread: call a function in the loop of the app, unless the app is ending."""

    def run_in_thread(self, work: Callable[[], None], group: str) -> Worker[None]:
        """Run a function in a thread. A new one of the same group cancels the one before it."""

    def show_answer(self, slice: RemoteSlice) -> None:
        """Show a slice whose first parts have arrived."""

    def keep_picture(self) -> None:
        """There is no answer: the last slice stays, with its query."""

    def show_asking(self, is_asking: bool) -> None:
        """Show whether the database is being asked."""

    def show_no_answer(self, fault: str) -> None:
        """Show why there is no answer; "" if there is one."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Textual: call a function later."""


class Asker:
    """Asks for slices of one chronology. All but the methods of the last section are called in the loop of the app."""

    def __init__(self, host: AskingHost, slice: Slice) -> None:
        """``slice`` is the first one, a `RemoteSlice` that is ready."""
        assert isinstance(slice, RemoteSlice)
        self._host = host
        self._turn = 0  # the number of the question
        self._shown = slice
        self._next: RemoteSlice | None = None  # the slice that is being asked for
        self.is_fetching = False
        self._asking_soon = Delay(host, partial(host.show_asking, True))
        self._loop = asyncio.get_running_loop()
        self._use(slice.answers)

    @property
    def newest(self) -> RemoteSlice | None:
        """The slice that is being asked for; None if there is none."""
        return self._next

    @property
    def is_asking(self) -> bool:
        """Whether a question is open, or is about to be asked."""
        return bool(self._next or self.is_fetching or self._answers.are_wanted)

    def show(self, slice: Slice, event: str = "") -> Worker[None]:
        """Show the events of a slice when its first parts have arrived, with the event with this id."""
        remote, view = self._remote(slice), self._host.shown_view
        return self._begin(remote, lambda: (remote, self._prepare(remote, event, view)), lambda _: None)

    def _remote(self, slice: Slice) -> RemoteSlice:
        """The slice with the query of another one, which may have been made for a part of the events in memory."""
        if isinstance(slice, RemoteSlice):
            return slice
        return self._shown.replace(query=slice.query, all_mode=slice.all_mode)

    def renew(self, event: str, then: Callable[[int], object]) -> Worker[None]:
        """Ask again for the same events and facets, because the chronology may have changed.

        Then call ``then`` with the number of new events, which is negative if there are fewer.
        """
        shown, view = self._shown, self._host.shown_view
        slice = self._next or shown
        new, fields = slice.replace(answers=slice.answers.without_answers()), listed_fields(shown.answers)

        def ask() -> Found:
            row = self._prepare(new, event, view)
            new.answers.fetch_facets(map(values_question, fields))
            new.answers.fetch_facets([new.facet(field).question for field in fields if shown.facet(field).has_counts])
            return new, row

        return self._begin(new, ask, lambda _: then(new.total - shown.total))

    def go_to(self, event: str, slices: Sequence[Slice], then: Callable[[int | None], object]) -> None:
        """Show the first of some slices that has an event, and call ``then`` with its row.

        If none has it, nothing changes, and ``then`` is called with None.
        """
        remote, view = [*map(self._remote, slices)], self._host.shown_view

        def ask() -> Found:
            for slice in remote:
                row = self._prepare(slice, event, view)
                if row is not None:
                    return slice, row
            return None, None

        self._begin(remote[0], ask, then)

    def _begin(
        self, slice: RemoteSlice, ask: Callable[[], Found], then: Callable[[int | None], object]
    ) -> Worker[None]:
        cancels = bool(self._next or self.is_fetching)
        self._turn += 1
        self._next = slice
        self._show_asking_soon()
        return self._host.run_in_thread(partial(self._ask, self._turn, slice.answers, ask, then, cancels), "asking")

    def _came(self, turn: int, found: Found, then: Callable[[int | None], object]) -> None:
        if turn != self._turn:
            return
        self._next = None
        self._show_fault("")
        slice, row = found
        if slice:
            self._show(slice)
        else:
            self._host.keep_picture()
        then(row)
        self._fetch()

    def _failed(self, turn: int, fault: str) -> None:
        if turn != self._turn:
            return
        self._next = None
        self._host.keep_picture()
        self._show_fault(fault)
        self._fetch()  # the answers that were missing before this question

    def _show(self, slice: RemoteSlice) -> None:
        self._shown = slice
        self._use(slice.answers)
        self._host.show_answer(slice)

    def _use(self, answers: Answers) -> None:
        self._answers = answers
        answers.on_wanted = lambda: self._loop.call_soon_threadsafe(self._fetch)

    # What the widgets miss

    def _fetch(self) -> None:
        """Ask for the missing answers, unless another question is open."""
        if not self._next and not self.is_fetching and self._answers.are_wanted:
            self.is_fetching = True
            self._show_asking_soon()
            self._host.run_in_thread(partial(self._fetch_wanted, self._turn, self._answers), "wanted")

    def _fetched(self, turn: int, fault: str) -> None:
        self.is_fetching = False
        if turn != self._turn:
            self._fetch()  # the answer of the newer turn may have come first, and then could not fetch
            return
        self._show_fault(fault)
        if not fault:
            self._show(self._shown.replace(arrived=self._shown.arrived + 1))
            self._fetch()

    # What the screen says

    def _show_asking_soon(self) -> None:
        if not self._asking_soon.is_running:
            self._asking_soon.start(SOON)

    def _show_fault(self, fault: str) -> None:
        """Show that no question is open, and why there is no answer; ``fault`` is "" if there is one."""
        self._asking_soon.stop()
        self._host.show_asking(False)
        self._host.show_no_answer(fault)

    # In threads

    def _prepare(self, slice: RemoteSlice, event: str, view: EventsView) -> int | None:
        """Wait for what ``view`` shows first of a slice. Returns the row of an event. Raises AnswerError."""
        row = slice.prepare(event)
        view.prepare(slice)
        return row

    def _ask(
        self, turn: int, answers: Answers, ask: Callable[[], Found], then: Callable[[int | None], object], cancels: bool
    ) -> None:
        """Ask for a slice. ``cancels``: stop an earlier question first."""
        call = self._host.call_in_loop
        if cancels and turn == self._turn:
            answers.questions.cancel()
        try:
            with answers.waiting(lambda: turn == self._turn):
                found = self._asked(turn, ask)
        except AnswerError as error:
            call(self._failed, turn, clean_line(str(error)))
        else:
            call(self._came, turn, found, then)

    def _asked(self, turn: int, ask: Callable[[], Found]) -> Found:
        """The answer. Raises AnswerError.

        A request to cancel an earlier question may come so late that it cancels this one, which is then asked again.
        """
        try:
            return ask()
        except QuestionCancelledError:
            if turn != self._turn:
                raise
        return self._asked(turn, ask)

    def _fetch_wanted(self, turn: int, answers: Answers) -> None:
        fault = ""
        try:
            until = monotonic() + _TOGETHER
            while monotonic() < until and answers.fetch_next(lambda: turn == self._turn):
                pass
        except QuestionCancelledError:
            pass  # `_fetch` asks again
        except AnswerError as error:
            fault = clean_line(str(error))
        self._host.call_in_loop(self._fetched, turn, fault)
