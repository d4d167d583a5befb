"""Functions that open a dialog. All but `show_text` wait for the answer, so call them in a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.console import RenderableType
from textual.app import App

from timeline_tui.ui.textual_fixes.left_once import answer


def show_text(app: App[Any], title: str, body: RenderableType) -> None:
    """Show a text that scrolls; returns at once."""
    # 2 ms, and the first screen needs no dialog
    from timeline_tui.ui.dialogs.dialogs import ShowText

    app.push_screen(ShowText(title, body))


async def choose(app: App[Any], title: str, choices: Sequence[tuple[str, str]]) -> int | None:
    """Let the reader choose one of the pairs (line, detail). Returns its index, or None if the reader cancels."""
    # 2 ms, and the first screen needs no dialog
    from timeline_tui.ui.dialogs.dialogs import Choose

    return await answer(app, Choose(title, choices))


async def ask(app: App[Any], title: str, hint: str, value: str, fault: Callable[[str], str]) -> str | None:
    """Let the reader edit the text ``value``. Returns the new text, or None if the reader cancels.

    ``fault`` returns why a text cannot be accepted; "" if it can.
    """
    # 2 ms, and the first screen needs no dialog
    from timeline_tui.ui.dialogs.dialogs import Ask

    return await answer(app, Ask(title, hint, value, fault))


async def confirm(app: App[Any], question: str, detail: str) -> bool:
    """Ask a yes-or-no question."""
    # 2 ms, and the first screen needs no dialog
    from timeline_tui.ui.dialogs.dialogs import Confirm

    return await answer(app, Confirm(question, detail))
