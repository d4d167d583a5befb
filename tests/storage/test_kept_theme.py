"""The theme that the user chose: kept across sessions, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline_tui.storage.kept_theme import keep_theme, kept_theme, theme_file
from timeline_tui.ui.settings import kept

THEMES = ("nord", "textual-dark")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "timeline-tui"


def test_nothing_is_kept_at_first() -> None:
    assert kept_theme() == ""
    assert kept(THEMES) == (None, ())


def test_the_last_choice_is_kept(folder: Path) -> None:
    assert keep_theme("textual-dark") is None
    assert keep_theme("nord") is None
    assert kept(THEMES) == ("nord", ())
    assert [path.name for path in folder.iterdir()] == ["theme"]


@pytest.mark.parametrize(
    ("data", "name"), [(b"drakula\n", "drakula"), (b"\x1b[2J", "␛[2J"), (b"\xff", "�"), (b"no" * 999, "no" * 50)]
)
def test_a_theme_that_does_not_exist_is_one_line(folder: Path, data: bytes, name: str) -> None:
    folder.mkdir()
    (folder / "theme").write_bytes(data)
    theme, problems = kept(THEMES)
    assert theme is None
    assert [str(problem) for problem in problems] == [f"{folder}/theme: warning: there is no theme “{name}”"]


def test_what_cannot_be_written_is_said(folder: Path) -> None:
    folder.write_text("a file in the place of the folder")
    problem = keep_theme("nord")
    assert problem
    assert problem.file == str(theme_file())
    assert problem.hint == "the theme lasts for this session only"
    assert kept_theme() == ""
