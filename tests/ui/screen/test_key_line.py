"""The line of keys: it shows whole groups only, and a click on a key presses it."""

from pathlib import Path

import pytest
from screens import reading

from timeline_tui.ui.screen.key_line import KeyLine


@pytest.mark.parametrize("width", range(20, 100, 4))
async def test_a_group_of_keys_is_shown_whole_or_not_at_all(tmp_path: Path, width: int) -> None:
    async with reading(tmp_path, size=(width, 24)) as reader:
        line = reader.explorer.query_one(KeyLine).render_line(0).text
        for keys in ("1234 Views", "ctp Facets", "uU Undo"):
            assert keys in line or f" {keys[0]}" not in line.replace(keys, "")
        assert len(line) == width


async def test_a_click_on_a_key_presses_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        column = reader.explorer.query_one(KeyLine).render_line(0).text.index("1234")
        await reader.pilot.click(KeyLine, offset=(column + 2, 0))
        await reader.pilot.pause()
        assert reader.explorer.panes.view == "quotes"
