"""The list of completions over other text."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import SIZES, reading
from textual.screen import Screen

from timeline_tui.ui.query.suggestions import Suggestions


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_has_an_edge_at_both_sides_also_without_colours(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, query="", size=size, theme="ansi-dark") as reader:
        await reader.press("slash")
        await reader.paste("disp")
        region = reader.app.screen.query_one(Suggestions).region
        rows = reader.text.split("\n")[region.y : region.bottom]
        assert rows
        for row in rows:
            assert row[region.x] in "▏│", row
            assert row[region.right - 1] in "▕│", row


async def test_a_letter_that_changes_the_size_of_the_list_lays_out_the_screen_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("slash", "s", "a")
        layouts, lay_out = [], Screen._refresh_layout
        monkeypatch.setattr(Screen, "_refresh_layout", lambda *args, **named: layouts.append(lay_out(*args, **named)))
        before = reader.app.screen.query_one(Suggestions).size
        await reader.press("n")
        assert reader.app.screen.query_one(Suggestions).size != before
        assert len(layouts) == 1
