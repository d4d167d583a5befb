"""One widget alone on a screen, with a slice, and golden files of its drawing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from golden_files import check_golden
from screens import screen_text
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.formats import read
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.app import HIGH_CONTRAST
from timeline_tui.ui.keymap import KeyedApp
from timeline_tui.ui.lists.evidence_list import EvidenceList

ROOT = Path(__file__).parents[1]
SIZES = ((140, 45), (80, 24), (50, 15))

L = TypeVar("L", bound=EvidenceList)


@cache
def bundled() -> Timeline:
    """The bundled timeline, read once."""
    return read((ROOT / "events.yaml").read_bytes(), "events.yaml").timeline


class Alone(KeyedApp, Generic[L]):
    """A list, and an empty widget to give the focus to."""

    def __init__(self, list_: L) -> None:
        super().__init__()
        self.register_theme(HIGH_CONTRAST)
        self.list = list_

    def compose(self) -> ComposeResult:
        yield self.list
        yield Widget()

    def on_mount(self) -> None:
        self.query(Widget).last().display = False


class Stage(Generic[L]):
    """A list, with methods for tests."""

    def __init__(self, app: Alone[L], pilot: Pilot[int]) -> None:
        self.app, self.pilot, self.list = app, pilot, app.list

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without the scroll thumb."""
        return [line.rstrip(" ▐") for line in screen_text(self.app).split("\n")]

    @property
    def marked(self) -> list[str]:
        """The lines beside the cursor's sign, without it."""
        return [line[2:] for line in self.lines if line.startswith("▌")]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def filter(self, query: str) -> None:
        assert self.list.slice is not None
        await self.show(self.list.slice.with_query(parse_query(query)))

    async def show(self, whole: Slice) -> None:
        self.list.slice = whole
        await self.pilot.pause()


@asynccontextmanager
async def alone(
    list_: L, timeline: Timeline, query: str = "", size: tuple[int, int] = (60, 30)
) -> AsyncIterator[Stage[L]]:
    """``list_`` on a screen of ``size``, showing what ``query`` finds in ``timeline``."""
    list_.slice = Slice(Index(timeline), parse_query(query))
    app = Alone(list_)
    async with app.run_test(size=size) as pilot:
        list_.focus()
        await pilot.pause()
        yield Stage(app, pilot)


def showing(
    make: Callable[[], L], timeline: Timeline, size: tuple[int, int]
) -> Callable[..., AbstractAsyncContextManager[Stage[L]]]:
    """`alone` with a new list, by default with this timeline and size."""

    def shown(
        timeline: Timeline = timeline, query: str = "", size: tuple[int, int] = size
    ) -> AbstractAsyncContextManager[Stage[L]]:
        return alone(make(), timeline, query, size)

    return shown


def assert_golden(name: str, app: KeyedApp) -> None:
    """The screen equals the golden file, except for spaces at the ends of lines."""
    check_golden(f"{name}.txt", screen_text(app).rstrip() + "\n")
