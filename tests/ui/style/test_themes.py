"""The choice of a theme is kept, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

from tables import each_row
from week import bundled

from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp, theme_names
from timeline_tui.ui.launch import _keep_theme
from timeline_tui.ui.settings import kept_theme, near_or_all

THEMES = ("nord", "textual-dark")


def test_the_last_choice_is_kept(tmp_path: Path) -> None:
    state = State.load(tmp_path)
    assert kept_theme(state, THEMES) == (None, ())
    assert _keep_theme(state, None, "textual-dark") == ""
    assert _keep_theme(state, "nord", "nord") == ""
    assert kept_theme(State.load(tmp_path), THEMES) == ("nord", ())


def test_a_theme_that_does_not_exist_any_more_is_one_line(tmp_path: Path) -> None:
    state = State.load(tmp_path)
    state.set_settings(theme="nrod")
    theme, problems = kept_theme(state, THEMES)
    assert theme is None
    assert [str(problem) for problem in problems] == ["your last choice of a theme: warning: there is no theme “nrod”"]
    assert problems[0].hint == "did you mean “nord”?"


@each_row(
    ("name", "meant"),
    [
        ("light", "did you mean “ansi-light” or “atom-one-light” or “solarized-light” or “textual-light”?"),
        ("Rose", "did you mean “rose-pine” or “rose-pine-dawn” or “rose-pine-moon”?"),
        ("norf", "did you mean “nord”?"),
        ("zzz", "there are ansi-dark, "),
        ("", "there are ansi-dark, "),
    ],
)
def test_a_wrong_theme_is_told_the_names_like_it(name: str, meant: str) -> None:
    assert near_or_all(name, theme_names()).startswith(meant)


def test_a_message_says_if_a_choice_does_not_last(tmp_path: Path) -> None:
    told = _keep_theme(State.load(tmp_path), "textual-light", "nord")
    assert told.startswith("nord lasts for this session only: ")
    assert told.endswith("config.yaml sets textual-light")
    (tmp_path / "file").write_text("")
    assert _keep_theme(State(tmp_path / "file"), None, "nord").startswith("nord lasts for this session only: ")


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
