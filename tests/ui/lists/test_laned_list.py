"""A list in lanes: which items share lines, and what the keys and the mouse do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from textual.app import App, ComposeResult

from timeline_tui.ui.lists.laned_list import REACH, LanedList


class Numbers(LanedList):
    """Items with a lane, a heading and a number of lines each; their lines are "3a", "3b" …"""

    def __init__(self, items: list[tuple[int, int, int]], lanes: int) -> None:
        super().__init__()
        self.items, self.lanes = items, lanes

    @property
    def lane_count(self) -> int:
        return self.lanes

    def lane_of(self, item: int) -> int:
        return self.items[item][0]

    def heading(self, item: int) -> str:
        return f"day {self.items[item][1]}"

    def cell_lines(self, item: int, columns: int) -> list[Text]:
        return [Text(f"{item}{letter}"[:columns]) for letter in "abcd"[: self.items[item][2]]]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(1, 4)), max_size=3 * REACH))
def test_bands_hold_each_item_once_and_each_line_belongs_to_one_item(items: list[tuple[int, int, int]]) -> None:
    items.sort(key=lambda item: item[1])
    shown = Numbers(items, 3)
    shown._flow.count = len(items)
    bands = list(dict.fromkeys(shown._band(item) for item in range(len(items))))
    assert [item for band in bands for item in band] == list(range(len(items)))
    for band in bands:
        assert all(shown._band(item) == band for item in band)
        assert len({shown.lane_of(item) for item in band}) == len(band)
        assert len({shown.heading(item) for item in band}) == 1
        lines = [line for item in band for line in shown._share(item)]
        assert lines == list(range(max(len(band), *(items[item][2] for item in band))))


class OneList(App[None]):
    def __init__(self, shown: Numbers) -> None:
        super().__init__()
        self.shown = shown
        self.moves: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.shown

    def on_line_list_moved(self, message: LanedList.Moved) -> None:
        self.moves.append(message.item)


async def test_keys_go_from_item_to_item_and_the_mouse_to_the_item_in_its_lane() -> None:
    shown = Numbers([(0, 1, 2), (1, 1, 3), (1, 1, 1), (0, 2, 2), (1, 2, 1)], 2)
    app = OneList(shown)
    async with app.run_test(size=(22, 20)) as pilot:
        shown.set_items(5)
        shown.focus()

        async def lines() -> list[str]:
            await pilot.pause()
            return [shown.render_line(y).text.rstrip() for y in range(8)]

        assert await lines() == [
            *(" day 1", " ▌0a        1a", " ▌0b        1b", " ▌│         1c", "  │         2a"),
            *(" day 2", "  3a        4a", "  3b        │"),
        ]
        shown.action_move(1)
        assert (await lines())[1:4] == ["  0a       ▌1a", "  0b       ▌1b", "  │        ▌1c"]
        assert shown.pointed() == (12, 1)
        shown.action_last()
        assert (await lines())[6] == "  3a       ▌4a"
        await pilot.click(offset=(13, 4))
        await pilot.click(offset=(3, 4))
        await pilot.click(offset=(3, 1))
        assert [shown.cursor, *app.moves] == [0, 1, 4, 2, 0], "a click on an empty cell does nothing"
        shown.lanes = 0
        shown.refresh_items()
        assert (await lines())[1:3] == ["▌0a", "▌0b"]


async def test_the_whole_band_of_the_cursor_is_in_view() -> None:
    shown = Numbers([(item % 2, item // 2, 3) for item in range(40)], 2)
    async with OneList(shown).run_test(size=(22, 9)) as pilot:
        shown.set_items(40)
        for item in (9, 23, 22, 7, 6, 39, 0):
            shown.move_to(item)
            await pilot.pause()
            text = "\n".join(shown.render_line(y).text for y in range(9))
            assert all(f"{item}{letter}" in text for letter in "abc"), item
