"""A screen that asks: dialogs over it, and toasts. The dialogs are imported when the first one is needed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from timeline_tui.ui.textual_fixes.drawing import PromptScreen
from timeline_tui.ui.textual_fixes.key_queue import answer


class AskingScreen(PromptScreen):
    """What is asked here waits for the reader: to be called in a worker."""

    def say(self, message: str, severity: str = "information") -> None:
        """A toast; data in it stays as it is."""
        self.notify(message, severity=severity, markup=False)  # type: ignore[arg-type]  # one of Textual's three words

    def show_text(self, title: str, body: RenderableType) -> None:
        """Something to read and scroll."""
        # 2 ms, and the first screen needs no dialog
        from timeline_tui.ui.dialogs.dialogs import Read

        self.app.push_screen(Read(title, body))

    async def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> int | None:
        """Which of some (line, detail) the reader picks, from 0; None: none of them."""
        # 2 ms, and the first screen needs no dialog
        from timeline_tui.ui.dialogs.dialogs import Choose

        return await answer(self.app, Choose(title, choices))

    async def ask(self, title: str, hint: str, value: str = "") -> str | None:
        """A line that the reader types, beginning with ``value``; None: nothing."""
        # 2 ms, and the first screen needs no dialog
        from timeline_tui.ui.dialogs.dialogs import Ask

        return await answer(self.app, Ask(title, hint, value))

    async def confirm(self, question: str, detail: str) -> bool:
        """Whether the reader says yes."""
        # 2 ms, and the first screen needs no dialog
        from timeline_tui.ui.dialogs.dialogs import Confirm

        return await answer(self.app, Confirm(question, detail))
