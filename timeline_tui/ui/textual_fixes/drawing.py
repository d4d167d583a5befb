"""A screen that draws as soon as a key has had its effect (Textual 8.2)."""

from __future__ import annotations

import asyncio

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

_TURNS = 6  # of the event loop: the messages that one change leads to, from widget to screen and back


class EagerScreen(Screen[None]):
    """Draws once, when no more messages come.

    Textual draws 60 times a second, and so it may draw before the last message of a key. Then a cursor key takes 39 ms
    instead of 15, and a letter in the query bar 63 ms instead of 36 (medians with 1,000 events, measured as in
    `tests/tools/benchmarks/run.py keys-100k`).

    Textual also draws after each layout, and again if the screen itself has changed. So it draws the first screen four
    times. Here, a layout only notes that the screen must be drawn.

    Textual also reports the same size to a screen again after each layout, and then lays it out once more. Here, only
    another size is reported: the first screen has three layouts instead of five, and takes 5 million instructions less.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # Textual's draws the whole screen again.

    _is_outdated = False  # whether the terminal does not show the last layout
    _reported: Size | None = None  # the size that was reported last

    def post_message(self, message: Message) -> bool:
        """Textual: put a message into the queue, unless it reports the same size again."""
        if isinstance(message, events.Resize):
            if message.size == self._reported:
                return False
            self._reported = message.size
        return super().post_message(message)

    def _compositor_refresh(self) -> None:
        """Textual: draw the changes. Here, `_on_timer_update` draws them after all layouts."""
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
