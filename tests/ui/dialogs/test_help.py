"""The help: first what works where the focus is, then what works anywhere, and the marks; a search in all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import NARROW, NORMAL, WIDE, reading
from textual.widgets import Input, Static

from timeline_tui.ui import keymap
from timeline_tui.ui.dialogs.marks import LEGEND


async def test_the_keys_of_the_pane_with_the_focus_come_first(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        for key, title in (("i", "Histogram"), ("4", "Sources")):
            await reader.press(key, "question_mark")
            assert f"Here: {title}" in reader.text
            await reader.press("escape", "escape")


async def test_a_wide_help_has_two_columns_and_all_marks(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(140, 60)) as reader:
        await reader.press("question_mark")
        lines = reader.text.split("\n")
        assert any("Here: Timeline" in line and "Anywhere" in line for line in lines)
        for mark, meaning in LEGEND:
            assert any(mark in line and meaning in line for line in lines), mark


async def test_no_line_of_the_help_wraps_beside_the_scrollbar(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("question_mark")
        for size in (WIDE, NORMAL, NARROW):
            await reader.resize(size)
            text = reader.app.screen.query_one(Static)
            assert text.size.height == str(text.render()).count("\n") + 1


@pytest.mark.slow
async def test_every_key_is_in_the_help_at_every_size(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("question_mark")
        for size in (WIDE, NORMAL, NARROW, (200, 60), (20, 6)):
            await reader.resize(size)
            assert "Here: Timeline" in reader.text or size == (20, 6)
        await reader.resize((140, 45))
        seen = reader.text
        for _ in range(12):
            await reader.press("pagedown")
            seen += reader.text
        for title in keymap.SECTIONS:
            assert title in seen


async def test_the_help_is_searched(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        await reader.press("question_mark", "slash")
        await reader.paste("the quit")
        assert "Quit the program" in reader.text
        assert "Show all keys" not in reader.text
        await reader.press("enter")
        assert not isinstance(reader.app.focused, Input)
        assert "Show all keys" not in reader.text
        await reader.press("slash")
        await reader.paste("zzz")
        assert "Nothing is found." in reader.text
        await reader.press("escape")
        assert "Here: Timeline" in reader.text
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


async def test_a_key_that_does_something_else_here_is_listed_once(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(140, 60)) as reader:
        await reader.press("question_mark")
        assert "Page down, except among facets and in the grid" in reader.text
        await reader.press("escape", "c", "question_mark")
        assert "Here: Facets" in reader.text
        assert "Include this value" in reader.text
        assert "except among facets" not in reader.text
