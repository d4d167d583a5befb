"""Keys that are pressed on a chronology in memory and on the same one in a database, and what they show."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from screens import WIDE, Reader, asking

from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.dates.when import parse
from timeline_tui.model.problems import Extent
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp

COUNTRIES = ("Japan", "Italy", "Ukraine", "France", "Kenya")
PAPER, WIRE = Source(key="paper", title="A paper"), Source(key="wire", title="A wire", publisher="Wire")
REPORTS = tuple(
    Source(key=f"r{n}", title=f"Report {n}", date=parse(f"2024-06-{n % 28 + 1:02}"), based_on=("wire",) * (n % 5 == 0))
    for n in range(230)
)

STEPS = (
    ("end",),
    ("home", "pagedown", "pagedown", "down"),
    ("c", "down", "space"),
    ("down", "space"),
    ("b",),
    ("b", "escape", "down", "end"),
    ("u", "u"),
    ("c", "x"),
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
    ("end", "up"),
    ("s", "pageup"),
    ("s", "home", "right_curly_bracket"),
    ("t", "space"),
    ("u",),
    ("tab",),
    ("4", "end"),
    ("s", "up"),
    ("s", "home", "pagedown", "pagedown"),
    ("s",),
    ("enter",),
    ("u", "s"),
    ("5",),
    ("s", "down", "down"),
    ("s", "enter"),
    ("3", "enter"),
    ("5",),
    ("down", "1"),
    ("escape", "slash", "o", "i", "l", "enter"),
    ("n", "n"),
    ("escape", "home", "r"),
    ("backspace",),
    ("m",),
)


@cache
def timeline() -> Timeline:
    """Some hundred events on single days, most of them on one, so that pages begin inside a day."""
    return Timeline("Talks", sources=(PAPER, WIRE, *REPORTS), events=tuple(map(_event, range(600))))


def _event(number: int) -> Event:
    day = date(2024, 6, 1) + timedelta(days=number if number < 10 else 10 if number < 500 else number - 480)
    return Event(
        f"e{number}",
        parse(day.isoformat()),
        f"Meeting {number} on oil" if number % 7 == 0 else f"Meeting {number}",
        countries=(COUNTRIES[number % 5], *(("Japan",) if number % 3 == 0 else ())),
        topics=("sanctions",) if number % 50 == 0 else (),
        quotes=_quotes(number),
        sources=(
            Citation(PAPER),
            *((Citation(REPORTS[number // 2 % 230]),) if number % 2 == 0 else ()),
            *((Citation(WIRE, stance="disputes"),) if number % 60 == 0 else ()),
            *((Citation(REPORTS[0], stance="disputes", note="No."),) if number % 30 == 1 else ()),
        ),
        related=(Relation("e599", "prepares"),) if number == 0 else (),
        file="talks.yaml",
    )


def _quotes(number: int) -> tuple[Quote, ...]:
    """One speaker has many quotes, others have few. All have a source: problems are listed in memory only."""
    found = [Quote(f"Words {number}", speaker="A. Speaker", role="Envoy", source=PAPER)] if number % 4 == 0 else []
    found += [Quote(f"And {number}", speaker=f"Person {number % 50}", source=PAPER)] if number % 7 == 0 else []
    return tuple(found)


@asynccontextmanager
async def in_memory(folder: Path, query: str) -> AsyncIterator[Reader]:
    state = State.load(folder / "state")
    session = Session((), Loaded(timeline(), (), (), (), "talks", Extent.WHOLE), state)
    app = TimelineApp(session, parse_query(query))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        yield Reader(app, pilot)


async def answered(reader: Reader) -> None:
    """Draw the screen, and wait until all that it asks for has arrived and is drawn."""
    asker = reader.explorer.asker
    assert asker
    while True:
        await reader.until(lambda: not asker.is_asking)
        await reader.pilot.pause()
        drawn = reader.text  # what is not drawn asks for nothing
        await reader.pilot.pause()
        if reader.text == drawn and not asker.is_asking:
            return


async def compare(folder: Path, answers: Answers) -> None:
    """Press the keys of STEPS on both. The screens must be the same, line by line."""
    async with in_memory(folder / "1", "") as reader:
        expected = []
        for keys in STEPS:
            await reader.press(*keys)
            expected.append((keys, reader.query, reader.explorer.event and reader.explorer.event.id, reader.text))
    async with asking(folder / "2", answers, query="", size=WIDE) as reader:
        for keys, query, event, text in expected:
            for key in keys:
                await reader.press(key)
                await answered(reader)
            found = (keys, reader.query, reader.explorer.event and reader.explorer.event.id, reader.text)
            assert found[:3] == (keys, query, event), (found[:3], (keys, query, event))
            differing = [
                pair for pair in zip(text.split("\n"), reader.text.split("\n"), strict=True) if pair[0] != pair[1]
            ]
            assert not differing, f"{keys}: {differing}"
