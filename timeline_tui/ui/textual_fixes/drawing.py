"""Keys that act at once, and pictures that are drawn at once: what Textual does a little later."""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import App
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

_TURNS = 6  # of the event loop: what a key changes is told from widget to screen to widget to screen


class PromptApp(App[int]):
    """An app whose keys find the focus where the key before them put it, also if they come together."""

    async def on_event(self, event: events.Event) -> None:
        """Do what a key is bound to."""
        if not (isinstance(event, events.Key) and await self._does_at_once(event)):
            await super().on_event(event)

    async def _does_at_once(self, event: events.Key) -> bool:
        """Whether a key is bound to something; not while text is typed: there it has to wait for what comes before it.

        Textual sends a key to the focused widget, and looks for what it is bound to when nobody on the way up took it.
        Of keys that come together, as over a slow line, the second is sent before the first has moved the focus.
        """
        if event.is_forwarded or isinstance(self.focused, Input) or self.screen.maximized:
            return False
        self.app_focus = True
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)


class PromptScreen(Screen[None]):
    """A screen that draws as soon as all have told what changed, in one picture.

    Textual waits for the next beat of a clock, and where one change leads to another for the one after that.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # Textual's draws all of it anew

    async def on_idle(self, event: events.Idle) -> None:
        """Let those who are about to tell something do so; then draw."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)
            if not self._message_queue.empty():  # there will be another idle moment
                event.prevent_default()
                return
        if self._is_to_be_drawn() and self.is_current and not self.app._batch_count:
            event.prevent_default()
            self._on_timer_update()

    def _is_to_be_drawn(self) -> bool:
        return bool(
            self._layout_required
            or self._scroll_required
            or self._repaint_required
            or self._recompose_required
            or self._dirty_widgets
        )
