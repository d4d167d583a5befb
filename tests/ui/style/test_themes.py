"""The choice of a theme is reported once, when the reader makes it."""

from __future__ import annotations

from pathlib import Path

from screens import bundled

from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp


async def test_only_a_choice_is_reported(tmp_path: Path) -> None:
    chosen: list[str] = []

    def on_theme(name: str) -> str:
        chosen.append(name)
        return f"{name} lasts for this session"

    session = Session((), bundled(), State.load(tmp_path), watch=False)
    app = TimelineApp(session, Query(), theme="nord", on_theme=on_theme)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert chosen == []
        app.theme = "dracula"
        await pilot.pause()
        assert chosen == ["dracula"]
        assert [toast.message for toast in app._notifications] == ["dracula lasts for this session"]
