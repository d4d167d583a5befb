"""Five views on the same events, and going between them."""

from pathlib import Path

import pytest
from screens import SIZES, WEEK, WIDE, reading

from timeline_tui.ui.event_views import VIEWS, view_class


@pytest.mark.parametrize("size", SIZES)
async def test_one_view_is_shown_in_the_main_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        for key, name in zip("123451", [*VIEWS, "timeline"], strict=True):
            await reader.press(key)
            shown = [view for view in reader.explorer.query(".view") if view.display]
            assert [type(view) for view in shown] == [view_class(name)]
            assert shown == [reader.explorer.focused]
            assert shown[0].size.width * shown[0].size.height > 0
            assert "20 of 29" in reader.status


async def test_the_current_event_stays_when_the_view_changes(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press_until("down", lambda: reader.event == "japan-ukraine-accord")
        for key in "2413521":
            await reader.press(key)
            assert reader.event == "japan-ukraine-accord", key


async def test_a_filter_from_one_view_applies_to_all_and_can_be_undone(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("2", "enter")
        assert 'country:"United States"' in reader.query
        narrowed = reader.status.split()[0]
        await reader.press("1")
        assert reader.status.split()[0] == narrowed
        await reader.press("u")
        assert reader.query == WEEK


async def test_enter_on_a_quote_goes_to_its_event(tmp_path: Path) -> None:
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


async def test_enter_on_a_source_filters_by_it(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("4")
        sources = reader.explorer.panes.main
        await reader.press("home")
        await reader.press_until("down", lambda: sources.use is not None and sources.use.name == "treasury-copy")
        await reader.press("y")
        assert "https://nationaldossier.com/" in reader.app.clipboard
        await reader.press("enter")
        assert reader.query == "source:treasury-copy"


async def test_an_empty_view_counts_the_events_without_each_clause(tmp_path: Path) -> None:
    async with reading(tmp_path, query="Yellen country:Italy") as reader:
        for key in "12345":
            await reader.press(key)
            assert "Without" in reader.text, key


async def test_the_grid_swaps_countries_for_topics(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("2", "t")
        assert "Topics" in reader.text
        assert "supply chains" in reader.text
