"""A function that is called later, unless it is stopped."""

from __future__ import annotations

import asyncio

from textual.app import App

from timeline_tui.ui.textual_fixes.delay import Delay


class Busy(App[None]):
    """Is busy while timers become due."""

    def __init__(self) -> None:
        super().__init__()
        self.called: list[str] = []
        self.stopped, self.restarted, self.kept = (
            Delay(self, lambda name=name: self.called.append(name)) for name in ("stopped", "restarted", "kept")
        )

    async def on_mount(self) -> None:
        for delay in (self.stopped, self.restarted, self.kept):
            delay.start(0.01)
        await asyncio.sleep(0.05)  # their calls are in the queue of the app
        self.stopped.stop()
        self.restarted.start(60)


async def test_a_call_that_is_due_is_not_made_when_it_is_stopped() -> None:
    app = Busy()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.called == ["kept"]
        assert [delay.is_running for delay in (app.stopped, app.restarted, app.kept)] == [False, True, False]
