"""The app in tests: a timeline on a screen of any size, keys to press, and the screen as text."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.command import CommandList
from textual.pilot import Pilot
from week import bundled

from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.storage.comparing import Comparing
from timeline_tui.storage.database_session import DatabaseSession
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, NoEventsError, without_events
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp
from timeline_tui.ui.screen.explorer import Explorer
from timeline_tui.ui.screen.key_line import KeyLine
from timeline_tui.ui.screen.status import StatusLine
from timeline_tui.ui.screen.title_line import TitleLine

WIDE, NORMAL, NARROW = (140, 45), (80, 24), (50, 15)
SIZES = [NORMAL, *(pytest.param(size, marks=pytest.mark.slow) for size in (WIDE, NARROW))]
"""For ``parametrize``: the normal size, and in the slow tests the others."""
WEEK = "date:2024-06-10..2024-06-14"


def screen_text(app: App[object]) -> str:
    """The text of the screen, line by line, without trailing spaces."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


class Reader:
    """Presses keys and reads the screen."""

    def __init__(self, app: TimelineApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def explorer(self) -> Explorer:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, Explorer)
        return screen

    @property
    def query(self) -> str:
        assert self.explorer.slice is not None
        return format_query(self.explorer.slice.query)

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def status(self) -> str:
        """The number of events and what goes with it in the title line, the number of problems, the status line."""
        problems = re.search(r"! [\d,]+ problems?", self.explorer.query_one(KeyLine).render_line(0).text)
        state, status = self.explorer.query_one(TitleLine).state, str(self.explorer.query_one(StatusLine).render())
        return " · ".join(filter(None, (state, problems and problems[0], status)))

    def mode(self, title: str) -> str:
        """The mode in the heading of a facet: "any", "all" or "mixed"."""
        found = re.search(rf"{title} ─* (\w+)", self.text)
        return found[1] if found else ""

    @property
    def toasts(self) -> list[str]:
        """The messages that are shown as toasts. Textual draws them in tests only if told to."""
        return [notification.message for notification in self.app._notifications]

    @property
    def event(self) -> str:
        assert self.explorer.event is not None
        return self.explorer.event.id

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def press_until(self, key: str, done: Callable[[], bool], most: int = 80) -> None:
        """Press a key again and again until a condition is true. The screen is drawn once, at the end."""
        for _ in range(most):
            if done():
                await self.pilot.pause()
                return
            await self.app._press_keys([key])
        raise AssertionError(f"{most} × {key} did not get there:\n{self.text}")

    async def workers_end(self) -> None:
        """Wait until all workers have ended and the screen is drawn."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until a condition is true, for example for a thread."""
        for _ in range(2000):
            if done():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it did not come:\n{self.text}")

    async def resize(self, size: tuple[int, int]) -> None:
        await self.pilot.resize_terminal(*size)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Enter a text at once: one change to draw instead of one for each letter."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def run_command(self, key: str, text: str, name: str) -> None:
        """Open the palette, enter a text, and run the first command, when it is the one with this name."""
        await self.press(key)
        await self.paste(text)
        commands = self.app.screen.query_one(CommandList)
        await self.until(lambda: [str(option.prompt).split("\n")[0] for option in commands.options[:1]] == [name])
        await self.press("enter")

    async def type(self, text: str) -> None:
        names = {" ": "space", ":": "colon", '"': "quotation_mark", ".": "full_stop", "-": "minus", "/": "slash"}
        await self.press(*(names.get(character, character) for character in text))


@asynccontextmanager
async def asking(
    folder: Path, answers: Answers, *, query: str = WEEK, size: tuple[int, int] = NORMAL, returning: bool = False
) -> AsyncIterator[Reader]:
    """The app on a database, with the reader's state in ``folder``. ``returning``: it opens on the last visit."""
    state = State.load(folder / "state")
    session = DatabaseSession("chronology", answers, state)
    visit = state.visit(answers.questions.identity()) if returning else None
    app = TimelineApp(session, parse_query(query), visit=visit)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Reader(app, pilot)


def opened(paths: Sequence[str]) -> Loaded:
    """The files, as the app opens them."""
    try:
        return load_timeline(paths)
    except NoEventsError as error:
        return without_events(error)


@asynccontextmanager
async def reading(
    folder: Path,
    *paths: str,
    query: str = WEEK,
    size: tuple[int, int] = NORMAL,
    watch: bool = False,
    theme: str | None = None,
    returning: bool = False,
    plain: bool = False,
    editor: str = "",
    is_first_start: bool = False,
    draws_toasts: bool = False,
    comparing: Comparing | None = None,
) -> AsyncIterator[Reader]:
    """The app on ``paths`` (none: the bundled week), the reader's state in ``folder``.

    ``comparing``: it opens on the comparison of the files.
    ``returning``: it opens on the last visit, as the program does without options.
    """
    state, loaded = State.load(folder / "state"), opened(paths) if paths else bundled()
    loaded = comparing.read(paths, DEFAULTS) if comparing else loaded
    session = Session(paths, loaded, state, watch=watch, comparing=comparing)
    visit = state.visit(loaded.key) if returning else None
    app = TimelineApp(
        session, parse_query(query), visit=visit, theme=theme, plain=plain, editor=editor, is_first_start=is_first_start
    )
    async with app.run_test(size=size, notifications=draws_toasts) as pilot:
        await pilot.pause()
        yield Reader(app, pilot)
