"""The line of keys: it shows whole groups only, and a click on a key presses it."""

from pathlib import Path

from screens import NORMAL, reading

from timeline_tui.ui.screen.key_line import KeyLine


async def test_a_group_of_keys_is_shown_whole_or_not_at_all(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        lines = []
        for width in range(20, 90, 5):
            await reader.pilot.resize_terminal(width, 24)
            lines.append(reader.explorer.query_one(KeyLine).render_line(0).text)
            assert len(lines[-1]) == width
        for first, group in ((" 1", "1234 Screens"), (" ct", "ctp Facets"), (" uU", "uU Undo")):
            assert {first in line for line in lines} == {False, True}
            assert all((first in line) == (group in line) for line in lines)


async def test_a_click_on_a_key_presses_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        column = reader.explorer.query_one(KeyLine).render_line(0).text.index("1234")
        await reader.pilot.click(KeyLine, offset=(column + 2, 0))
        await reader.pilot.pause()
        assert reader.explorer.panes.view == "quotes"
