"""Four views on the same events, and going between them."""

from pathlib import Path

import pytest
from screens import NARROW, NORMAL, WEEK, WIDE, reading

from timeline_tui.ui.event_views import VIEWS, view_class

SIZES = pytest.mark.parametrize("size", [WIDE, NORMAL, NARROW])


@SIZES
async def test_each_view_stands_alone_in_the_main_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        for key, name in zip("12341", [*VIEWS, "timeline"], strict=True):
            await reader.press(key)
            shown = [view for view in reader.explorer.query(".view") if view.display]
            assert [type(view) for view in shown] == [view_class(name)]
            assert shown == [reader.explorer.focused]
            assert shown[0].size.width * shown[0].size.height > 0
            assert reader.status.startswith("20 of 29")


async def test_the_event_stays_the_same_from_view_to_view(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press_until("down", lambda: reader.event == "japan-ukraine-accord")
        for key in "241321":
            await reader.press(key)
            assert reader.event == "japan-ukraine-accord", key


async def test_the_filter_made_in_a_view_holds_in_the_others_and_can_be_undone(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("2", "enter")
        assert 'country:"United States"' in reader.query
        narrowed = reader.status.split()[0]
        await reader.press("1")
        assert reader.status.split()[0] == narrowed
        await reader.press("u")
        assert reader.query == WEEK


async def test_from_a_quote_to_its_event(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("3", "down", "down")
        event = reader.event
        await reader.press("enter")
        assert (reader.explorer.panes.view, reader.event) == ("timeline", event)


async def test_a_quote_is_copied_with_its_citation(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:yellen-supply-routes") as reader:
        await reader.press("3", "y")
        copied = reader.app.clipboard
        assert copied.startswith("“Today’s action cuts off their pathways")
        for part in ("Janet Yellen", "US Treasury Secretary", "12 June 2024", "https://"):
            assert part in copied


async def test_only_the_events_of_a_source(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("4")
        sources = reader.explorer.panes.main
        await reader.press("home")
        await reader.press_until("down", lambda: sources.use is not None and sources.use.name == "treasury-copy")
        await reader.press("y")
        assert "https://nationaldossier.com/" in reader.app.clipboard
        await reader.press("enter")
        assert reader.query == "source:treasury-copy"


async def test_an_empty_view_says_which_filter_empties_it(tmp_path: Path) -> None:
    async with reading(tmp_path, query="Yellen country:Italy") as reader:
        for key in "1234":
            await reader.press(key)
            assert "without" in reader.text, key


async def test_the_grid_swaps_countries_for_topics(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("2", "t")
        assert "Topics" in reader.text
        assert "supply chains" in reader.text
