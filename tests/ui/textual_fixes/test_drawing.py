"""A screen that draws once for each change."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from timeline_tui.ui.textual_fixes.drawing import EagerScreen


class _Sized(EagerScreen):
    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[Size] = []

    def compose(self) -> ComposeResult:
        yield Static("text")

    def on_resize(self, event: events.Resize) -> None:
        self.sizes.append(event.size)


async def test_each_size_of_the_terminal_is_reported_once() -> None:
    """Also below a dialog, and when the first size comes again."""
    screen, app = _Sized(), App[None]()
    async with app.run_test(size=(40, 10)) as pilot:
        await app.push_screen(screen)
        await pilot.resize_terminal(60, 20)
        await app.push_screen(ModalScreen[None]())
        await pilot.resize_terminal(30, 12)
        await pilot.pause()
        app.pop_screen()
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert screen.sizes == [Size(40, 10), Size(60, 20), Size(30, 12), Size(40, 10)]
        assert screen.query_one(Static).size.width == 40
