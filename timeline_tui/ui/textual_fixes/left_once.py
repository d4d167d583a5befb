"""Dialogs that are answered once (Textual 8.2)."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from timeline_tui.ui.style.plain import is_plain

Answer = TypeVar("Answer")


async def answer(app: App[Any], screen: Screen[Answer]) -> Answer:
    """Show a screen over the others and wait for its answer. Call it in a worker.

    Textual's ``push_screen_wait`` runs the app's own work in the worker while it waits. If the reader quits at that
    moment, the worker is cancelled, and the app's event loop ends with it.
    """
    return await asyncio.shield(app.push_screen(screen, wait_for_dismiss=True))


class LeftOnce(ModalScreen[Answer]):
    """A dialog that ignores a second answer. Textual would close the screen below it instead."""

    def on_mount(self) -> None:
        """Textual: on a plain screen hide the screen below, because a screen reader reads whole lines."""
        if is_plain(self.app):
            self.styles.background = self.app.theme_variables["background"]

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer and close."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
