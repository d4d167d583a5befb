"""A screen that draws as soon as a key has had its effect (Textual 8.2)."""

from __future__ import annotations

import asyncio

from textual import events
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

_TURNS = 6  # of the event loop: the messages that one change leads to, from widget to screen and back


class EagerScreen(Screen[None]):
    """Draws once, when no more messages come.

    Textual draws at the next tick of a clock with 60 ticks a second, and once more if a message comes after that. With
    that a cursor key takes 39 ms instead of 15, a letter in the query bar 63 instead of 36 (medians on a busy machine,
    1,000 events, measured as in `tests/tools/benchmarks/run.py keys-100k`).

    Textual also draws in each layout, and again if the screen itself is to be drawn: the first screen four times. Here
    a layout only notes that something is to be drawn.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # Textual's draws the whole screen again.

    _is_outdated = False  # whether the terminal does not show the last layout

    def _compositor_refresh(self) -> None:
        """Textual: draw what changed. `_on_timer_update` does it, after all layouts."""
        self._is_outdated = True

    def _on_timer_update(self) -> None:
        """Textual: lay out what changed. Then draw it."""
        super()._on_timer_update()
        if self._is_outdated:
            self._is_outdated = False
            super()._compositor_refresh()

    async def on_idle(self, event: events.Idle) -> None:
        """Wait for the messages that are on their way, then draw."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)
            if self.message_queue_size:  # There will be another idle event.
                event.prevent_default()
                return
        self._on_timer_update()
