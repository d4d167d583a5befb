"""The title line: what it says at each width, and that a click on a view shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import SIZES, WEEK, WIDE, reading

from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.event_views import VIEWS
from timeline_tui.ui.screen.title_line import TitleLine

NAMES = "[1 Timeline] 2 Grid  3 Quotes  4 Sources  5 Disputes "


async def test_what_has_room(tmp_path: Path) -> None:
    cases = [
        (140, f" The G7 week, 10–14 June 2024 │ {NAMES}", "20 of 29 events · view: 10–14 June"),
        (110, f" The G7 week, 10–… │ {NAMES}", "20 of 29 events · view: 10–14 June"),
        (100, " The G7 week, 10–14 June 2024 │ [1 Timeline] 2  3  4  5 ", "20 of 29 events · view: 10–14 June"),
        (80, " The G7 week, 10… │ [1 Timeline] 2  3  4  5 ", "20 of 29 events · view: 10–14 June"),
        (50, " The G7 week… │ [1 Timeline] 2  3  4  5 ", "20 of 29"),
        (36, " [1 Timeline] 2  3  4  5 ", "20 of 29"),
        (30, " The G7 week, 10–14…", "20 of 29"),
        (20, " The G7 w…", "20 of 29"),
        (8, "", "20 of…"),
    ]
    async with reading(tmp_path, size=(60, 12)) as reader:
        for columns, left, right in cases:
            await reader.resize((columns, 12))
            line = reader.text.splitlines()[0]
            assert line.startswith(left.rstrip())
            assert line.endswith(right)
            assert line[len(left) : -len(right)].strip() == "", columns


async def test_the_order_and_the_saved_view_are_shown_if_they_apply(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("s")
        assert reader.text.splitlines()[0].endswith("20 of 29 events · view: 10–14 June · newest first")
        await reader.press("escape", "s")
        assert reader.text.splitlines()[0].endswith("  29 events")


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_a_view_shows_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        for key, view in enumerate(VIEWS[1:], 2):
            line = reader.text.splitlines()[0]
            await reader.pilot.click(TitleLine, offset=(line.index(f" {key}", line.find("│") + 1) + 1, 0))
            await reader.pilot.pause()
            assert reader.explorer.panes.view == view
            assert f"[{key} {view.capitalize()}]" in reader.text.splitlines()[0]
        if "│" in reader.text.splitlines()[0]:
            await reader.pilot.click(TitleLine, offset=(2, 0))
            await reader.pilot.pause()
        assert reader.explorer.panes.view == VIEWS[-1], "the title is no view"


@pytest.mark.parametrize("columns", [140, pytest.param(80, marks=pytest.mark.slow)])
async def test_items_of_other_views_are_counted(tmp_path: Path, columns: int) -> None:
    async with reading(tmp_path, size=(columns, 24)) as reader:
        for key, items in (("3", "17 quotes"), ("4", "48 sources"), ("5", "9 disputed claims"), ("2", "20 of 29")):
            await reader.press(key)
            assert reader.status.startswith(items)
            assert items in reader.text.splitlines()[0]
        await reader.press("5", "c", "space")
        items = f"{len(reader.explorer.slice.with_query(parse_query(f'{reader.query} is:disputed')))} disputed claims"
        assert reader.status.startswith(items), "another filter, another number"
        await reader.press("1")
        assert "claims" not in reader.status


async def test_the_status_line_is_shown_only_while_it_says_something(tmp_path: Path) -> None:
    async with reading(tmp_path, query=WEEK) as reader:
        status = reader.explorer.status_line
        assert not status.display
        await reader.press("c", "space", "down", "space", "a")
        assert status.display
        assert "together" in reader.text.splitlines()[-2]
        await reader.press("escape", "escape")
        assert not status.display
        reader.explorer.show_progress(0.5)
        assert status.display
        reader.explorer.show_progress(None)
        assert not status.display
