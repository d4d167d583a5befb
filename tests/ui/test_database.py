"""The screen of a chronology in a database is that of the same chronology in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from index_questions import QuestionsOfIndex
from screens import WIDE, Reader, asking

from timeline_tui.analysis.remote import remote_slice
from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.problems import Extent
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp
from timeline_tui.ui.screen import local_view

COUNTRIES = ("Japan", "Italy", "Ukraine", "France", "Kenya")
PAPER, WIRE = Source(key="paper", title="A paper"), Source(key="wire", title="A wire", publisher="Wire")

STEPS = (
    ("end",),
    ("home", "pagedown", "pagedown", "down"),
    ("c", "down", "space"),
    ("down", "x"),
    ("u", "u"),
    ("t", "enter"),
    ("escape", "escape"),
    ("end", "up", "s"),
    ("s", "tab", "down"),
    ("escape", "4"),
    ("down", "2"),
    ("down", "right"),
    ("enter",),
    ("3",),
    ("down", "down"),
    ("5",),
    ("down", "1"),
    ("escape", "slash", "o", "i", "l", "enter"),
    ("n", "n", "N"),
    ("escape", "home", "r"),
    ("backspace",),
    ("m",),
)


@cache
def timeline() -> Timeline:
    """Some hundred events on single days, most of them on one, so that pages begin inside a day."""
    return Timeline("Talks", sources=(PAPER, WIRE), events=tuple(map(_event, range(600))))


def _event(number: int) -> Event:
    day = date(2024, 6, 1) + timedelta(days=number if number < 10 else 10 if number < 500 else number - 480)
    return Event(
        f"e{number}",
        parse(day.isoformat()),
        f"Meeting {number} on oil" if number % 7 == 0 else f"Meeting {number}",
        countries=(COUNTRIES[number % 5], *(("Japan",) if number % 3 == 0 else ())),
        topics=("sanctions",) if number % 50 == 0 else (),
        quotes=(Quote(f"Words {number}", speaker="A. Speaker", source=PAPER),) if number % 40 == 0 else (),
        sources=(Citation(PAPER), *((Citation(WIRE, stance="disputes"),) if number % 60 == 0 else ())),
        related=(Relation("e599", "prepares"),) if number == 0 else (),
        file="talks.yaml",
    )


@asynccontextmanager
async def in_memory(folder: Path, query: str) -> AsyncIterator[Reader]:
    state = State.load(folder / "state")
    session = Session((), Loaded(timeline(), (), (), (), "talks", Extent.WHOLE), state)
    app = TimelineApp(session, parse_query(query))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        yield Reader(app, pilot)


async def answered(reader: Reader) -> None:
    """Wait until nothing is being asked."""
    asker = reader.explorer.asker
    assert asker
    await reader.until(lambda: not asker.newest and not asker.is_fetching)
    await reader.pilot.pause()


async def test_keys_do_the_same_as_in_memory(tmp_path: Path) -> None:
    async with in_memory(tmp_path / "1", "") as reader:
        expected = []
        for keys in STEPS:
            await reader.press(*keys)
            expected.append((keys, reader.query, reader.explorer.event and reader.explorer.event.id, reader.text))
    async with asking(tmp_path / "2", Answers(QuestionsOfIndex(Index(timeline()))), query="", size=WIDE) as reader:
        for keys, query, event, text in expected:
            for key in keys:
                await reader.press(key)
                await answered(reader)
            found = (keys, reader.query, reader.explorer.event and reader.explorer.event.id, reader.text)
            assert found[:3] == (keys, query, event)
            differing = [
                pair for pair in zip(text.split("\n"), reader.text.split("\n"), strict=True) if pair[0] != pair[1]
            ]
            assert not differing, f"{keys}: {differing}"


def _questions() -> QuestionsOfIndex:
    return QuestionsOfIndex(Index(timeline()))


async def test_the_last_picture_stays_until_the_newest_answer_comes(tmp_path: Path) -> None:
    """A key while a question is being asked begins at its query, and the older question is cancelled."""
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await answered(reader)
        questions.gate.clear()
        await reader.press("c", "space")
        await reader.until(lambda: "asking the database …" in reader.status)
        assert "600 events" in reader.text  # the last picture
        assert "country:Japan" in reader.text  # but the query that is asked
        before = questions.cancels
        await reader.press("down", "space")
        await reader.until(lambda: questions.cancels > before)
        assert reader.query == ""
        questions.gate.set()
        await answered(reader)
        assert reader.query == "country:Japan,France"
        assert reader.status == "360 of 600 events"
        await reader.press("u")
        await answered(reader)
        assert reader.query == "country:Japan"


async def test_without_an_answer_the_last_picture_stays_with_its_query(tmp_path: Path) -> None:
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="", size=WIDE) as reader:
        await answered(reader)
        shown = reader.text
        questions.fault = "db.example: no connection: the server is gone"
        await reader.press("c", "space")
        await answered(reader)
        assert reader.query == ""
        assert "no answer: db.example: no connection: the server is gone" in reader.status
        assert shown.split("\n")[1] == reader.text.split("\n")[1]  # the query bar has the query of the picture
        await reader.press("escape", *["right_curly_bracket"] * 11, "up")  # to a row that is not here
        await answered(reader)
        assert "no answer" in reader.status
        assert "Meeting 499" not in reader.text
        assert reader.explorer.event is None
        questions.fault = ""
        await reader.press("R")
        await answered(reader)
        assert "no answer" not in reader.status
        assert "Meeting 499" in reader.text


async def test_views_of_too_many_events_say_so_and_stars_are_the_reader_s_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asking(tmp_path, Answers(_questions()), query="", size=WIDE) as reader:
        await answered(reader)
        with monkeypatch.context() as few:
            for module in (remote_slice, local_view):
                few.setattr(module, "MOST_LOCAL", 100)
            await reader.press("3")
            await answered(reader)
            assert "Of a database, this view shows at most 100" in reader.text
            assert "These are 600: narrow the filter." in reader.text
            assert "0 quotes" not in reader.text
        await reader.press("1", "down", "m")
        await answered(reader)
        assert "★" in reader.text
        assert reader.toasts == ["Starred this event · is:starred finds it"]
        await reader.press("right_square_bracket")
        assert "needs all events in memory" in reader.toasts[-1]
    async with asking(tmp_path, Answers(_questions()), query="is:starred", size=WIDE) as reader:
        await answered(reader)
        assert reader.event == "e1"
        assert reader.status == "1 of 600 events"
        await reader.press("m")
        await answered(reader)
        assert "No event matches." in reader.text


async def test_the_app_opens_where_it_was_left_and_follows_relations_anywhere(tmp_path: Path) -> None:
    questions = _questions()
    async with asking(tmp_path, Answers(questions), query="topic:sanctions", size=WIDE) as reader:
        await answered(reader)
        assert reader.event == "e0"
        await reader.press("r")  # the filter hides the related event
        await answered(reader)
        assert (reader.event, reader.query) == ("e599", "")
        assert "was cleared" in reader.toasts[-1]
        await reader.press("backspace")
        await answered(reader)
        assert (reader.event, reader.query) == ("e0", "topic:sanctions")
        await reader.press("down")
        await answered(reader)
        await reader.press("q")
    async with asking(tmp_path, Answers(questions), query="", size=WIDE, returning=True) as reader:
        await answered(reader)
        assert (reader.event, reader.query) == ("e50", "topic:sanctions")
