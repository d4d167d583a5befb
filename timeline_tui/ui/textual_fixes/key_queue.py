"""Keys that are typed ahead, one after the other (Textual 8.2)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.events import Event, Key, Paste
from textual.screen import Screen

# Turns of the event loop without a message in any queue, after which a key has had its effect. They are more than the
# turns that `EagerScreen` waits: meanwhile it may have a message that it has already taken out of its queue.
_QUIET_TURNS = 20
_MOST_TRIES = 10_000  # about half a second; a limit in seconds would end too soon on a busy machine


class KeyQueue:
    """Holds a key, or pasted text, until the one before it has had its effect.

    Textual hands them on as they come, and a slow line sends many at once. The second one would go to the widget that
    had the focus before the first one, or to a dialog that is not there yet.
    """

    def __init__(self, app: App[Any], handle: Callable[[Event], Awaitable[None]]) -> None:
        """``handle`` is Textual's handler of keys."""
        self._app, self._handle = app, handle
        self._waiting: deque[Key | Paste] = deque()
        self._last_screen: Screen[Any] | None = None  # which had the last key
        self._asked_screen: Screen[Any] | None = None
        self._drawn_screen: Screen[Any] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no key waits."""
        return not self._waiting

    @property
    def is_used(self) -> bool:
        """Whether a key was pressed since the start."""
        return self._last_screen is not None

    async def add(self, event: Key | Paste) -> None:
        """Handle a key as soon as the keys before it have had their effect."""
        self._waiting.append(event)
        if len(self._waiting) == 1:
            await self._next()

    async def _next(self, tries: int = 0) -> None:
        """Handle the first key when the app is quiet for some turns, or after many tries; until then, try again.

        To try again, it sends a message to the app, which handles its other messages first. A message after each quiet
        turn would take 1 to 2 ms of CPU for a key.
        """
        for _ in range(_QUIET_TURNS):
            await asyncio.sleep(0)
            if not self._app.screen_stack:  # the app ends
                return
            if tries < _MOST_TRIES and not self._is_quiet():
                self._app.call_later(self._next, tries + 1)
                return
        self._last_screen = self._app.screen
        await self._handle(self._waiting.popleft())
        if self._waiting:
            self._app.call_later(self._next)

    def _is_quiet(self) -> bool:
        """Whether the app and all widgets have no message, and no screen is being opened or closed."""
        screen, last = self._app.screen, self._last_screen
        if screen is not self._asked_screen:
            self._asked_screen = screen
            screen.call_after_refresh(self._note_drawn, screen)  # Before that its widgets have no size.
        is_closing = last is not None and last.is_running and last not in self._app.screen_stack
        return (
            not self._app.message_queue_size
            and screen.is_mounted
            and screen is self._drawn_screen
            and not is_closing
            and not any(widget.message_queue_size for widget in screen.walk_children(with_self=True))
        )

    def _note_drawn(self, screen: Screen[Any]) -> None:
        self._drawn_screen = screen
