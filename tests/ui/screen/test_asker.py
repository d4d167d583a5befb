"""Questions of the screen to a database, whose threads a test runs one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from index_questions import QuestionsOfIndex

from timeline_tui.analysis.remote.answers import Answers, NotYetError
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.index.questions import Asked, DayCount, QuestionCancelledError
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.screen.asker import Asker

JAPAN = parse_query("country:Japan")


class Screen:
    """What an asker needs of a screen. It shows the number of events that its query finds."""

    def __init__(self) -> None:
        self.threads: list[Callable[[], None]] = []
        self.faults: list[str] = []
        self.shown_view = EventsView()
        self.count: int | None = None

    def call_in_loop(self, function: Callable[..., object], *arguments: object) -> None:
        function(*arguments)

    def run_in_thread(self, work: Callable[[], None], group: str) -> Any:
        self.threads.append(work)

    def show_answer(self, slice: RemoteSlice) -> None:
        self.count = None
        with suppress(NotYetError):
            self.count = slice.count_of(slice.query)

    def keep_picture(self) -> None: ...

    def show_asking(self, is_asking: bool) -> None: ...

    def show_no_answer(self, fault: str) -> None:
        self.faults.append(fault)

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Any:
        return Never()

    async def end_threads(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
            if self.threads:
                self.threads.pop(0)()


class Never:
    """A timer that is never due."""

    def stop(self) -> None: ...


class CancelledOnce(QuestionsOfIndex):
    """The first question of each kind is cancelled instead of an earlier one."""

    is_late = False

    def days(self, asked: Asked) -> Sequence[DayCount]:
        return self._cancelled_first("days") or super().days(asked)

    def count(self, asked: Asked) -> int:
        return self._cancelled_first("count") or super().count(asked)

    def _cancelled_first(self, name: str) -> None:
        if self.is_late and not self.asked[f"late {name}"]:
            self.asked[f"late {name}"] += 1
            raise QuestionCancelledError("cancelled")


def _asker(questions: QuestionsOfIndex) -> tuple[Asker, Screen, RemoteSlice]:
    slice = RemoteSlice(Answers(questions))
    with slice.answers.waiting():
        slice.prepare()
    screen = Screen()
    asker = Asker(screen, slice)
    screen.show_answer(slice)
    return asker, screen, slice


def _index() -> Index:
    return Index(
        Timeline(events=tuple(Event(f"e{n}", parse("2024"), "Talks", countries=("Japan",) * (n % 2)) for n in range(5)))
    )


async def test_a_thread_that_ends_late_stops_no_later_question() -> None:
    asker, screen, slice = _asker(QuestionsOfIndex(_index()))
    await asyncio.sleep(0)
    (late,) = screen.threads
    asker.show(slice.replace(query=JAPAN))
    screen.threads.pop()()
    assert screen.count is None
    await asyncio.sleep(0)
    assert screen.threads == [late], "one thread at a time asks for what is missing"
    await screen.end_threads()
    assert screen.count == 2


async def test_a_question_is_asked_again_if_it_was_cancelled_in_place_of_an_earlier_one() -> None:
    questions = CancelledOnce(_index())
    asker, screen, slice = _asker(questions)
    await screen.end_threads()
    assert screen.count == 5
    questions.is_late = True
    asker.show(slice.replace(query=JAPAN))
    await screen.end_threads()
    assert (questions.asked["late days"], questions.asked["late count"]) == (1, 1)
    assert screen.count == 2
    assert not any(screen.faults)
