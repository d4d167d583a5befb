"""An app that takes one key after the other, however fast they come: all at once, it may be, over a slow line."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen

from timeline_tui.ui.textual_fixes.drawing import PromptApp

Answer = TypeVar("Answer")

_TRIPS = 3  # of a note: what a widget makes of a key it tells its screen, which may tell others
_PATIENCE = 0.5  # seconds for what one key leads to, when another waits
_LOOK = 0.01  # seconds between two looks at a screen that comes or goes


class TurnTakingApp(PromptApp):
    """Hands a key on when the one before it has had its effect.

    Textual hands them on as they come. One that was typed ahead would meet a dialog that is not there yet, or is no
    longer.
    """

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._typed: deque[Key | Paste] = deque()  # what waits for its turn
        self._turn = 0
        self._is_taken = False  # whether what had the last turn may still have effects

    async def on_event(self, event: Event) -> None:
        """Let what is typed or pasted wait for its turn."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if not self._is_taken:
            await self._next(self._turn)
        elif len(self._typed) == 1:
            self._lose_patience()

    async def _next(self, turn: int) -> None:
        """End that turn, and begin another one if something waits."""
        if turn != self._turn:
            return
        self._is_taken = bool(self._typed)
        if not self._typed or self._exit or not self._screen_stack:
            return
        if not self.screen.is_mounted:  # a worker brought it meanwhile
            self.set_timer(_LOOK, partial(self._next, turn))
            return
        self._turn += 1
        await super().on_event(self._typed.popleft())
        if self._typed:
            self._lose_patience()
        await self._follow(self._turn)

    def _lose_patience(self) -> None:
        self.set_timer(_PATIENCE, partial(self._next, self._turn))

    async def _follow(self, turn: int, trip: int = 1) -> None:
        """Send a note the way that a key takes, and what it leads to; when it is back, what went before it is done."""
        if self._screen_stack:
            await self._pass(turn, trip, self.screen, (self.focused or self.screen).ancestors_with_self)

    async def _pass(self, turn: int, trip: int, screen: Screen[object], way: Sequence[MessagePump]) -> None:
        if not way:
            await self._arrived(turn, trip, screen)
        for place, pump in enumerate(way, 1):
            if pump.call_later(self._pass, turn, trip, screen, way[place:]):
                return  # else it is about to go

    async def _arrived(self, turn: int, trip: int, screen: Screen[object]) -> None:
        """The note is back. Screens that came or went meanwhile have to be there, or gone, before the next turn."""
        if not self._screen_stack or turn != self._turn:
            return
        is_going = screen not in self._screen_stack and screen.is_running
        if is_going or not self.screen.is_mounted:
            self.set_timer(_LOOK, partial(self._arrived, turn, trip, screen))
        elif screen is not self.screen:
            self.screen.call_after_refresh(self._follow, turn)  # then it knows what is where
        elif trip < _TRIPS:
            await self._follow(turn, trip + 1)
        else:
            await self._next(turn)


async def answer(app: App[int], screen: Screen[Answer]) -> Answer:
    """Show a screen over the others, in a worker, and wait for its answer.

    Before it waits, Textual's ``push_screen_wait`` does in the worker what the app was about to do. Cancelled with it,
    when the reader leaves at that moment, this ends the loop of the app.
    """
    return await asyncio.shield(app.push_screen(screen, wait_for_dismiss=True))


class LeftOnce(ModalScreen[Answer]):
    """A screen over others that is left once: Textual would take away whatever is on top when it is left again."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer, and go."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
