"""The histogram as a control on the whole screen: a span chosen by keys or by a drag is a query."""

from pathlib import Path

import pytest
from screens import NARROW, SIZES, reading

from timeline_tui.ui.histogram.histogram_bar import HistogramBar

MIXED = """
events:
  - {date: 2024-06-10, title: First}
  - {date: 2024-06-11~, title: About the eleventh}
  - {date: 2024-06-12?, title: Possibly the twelfth}
  - {date: 2024-06-13, title: Last}
  - {date: 2024-06, title: Some day in June}
  - {date: 2024, title: Some day of the year}
  - {date: ../2024-06-12, title: Until the twelfth}
"""
SMALL = [NARROW, (60, 8)]


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    file = tmp_path / "mixed.yaml"
    file.write_text(MIXED)
    return str(file)


@pytest.mark.parametrize("size", [*SIZES, pytest.param((60, 8), marks=pytest.mark.slow)])
async def test_keys_choose_a_span_at_every_size(tmp_path: Path, mixed: str, size: tuple[int, int]) -> None:
    async with reading(tmp_path, mixed, query="", size=size) as reader:
        await reader.press("i", "home", "right", "shift+right")
        assert "11–12 June 2024: 2 events, 2 approximate" in reader.text
        await reader.press("enter")
        assert reader.query == "date:2024-06-11..2024-06-12"
        await reader.press("u")
        assert reader.query == ""
        assert reader.explorer.focused is reader.explorer.panes.main


@pytest.mark.parametrize("size", SMALL)
async def test_the_histogram_without_room_is_shown_while_it_has_the_focus(
    tmp_path: Path, mixed: str, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, mixed, query="", size=size) as reader:
        chart = reader.explorer.query_one(HistogramBar)
        assert not chart.display
        await reader.press("enter", "z", "i")
        assert chart.display
        assert chart.has_focus
        await reader.press("escape")
        assert not chart.display


async def test_a_drag_chooses_a_span(tmp_path: Path, mixed: str) -> None:
    async with reading(tmp_path, mixed, query="") as reader:
        await reader.pilot.mouse_down(HistogramBar, offset=(2, 1))
        await reader.pilot.hover(HistogramBar, offset=(30, 1))
        await reader.pilot.mouse_up(HistogramBar, offset=(30, 1))
        await reader.pilot.pause()
        assert reader.query == "date:2024-06-10..2024-06-11"


async def test_events_without_a_day_are_counted_and_approximate_dates_marked(tmp_path: Path, mixed: str) -> None:
    async with reading(tmp_path, mixed, query="") as reader:
        assert "2 less precise" in reader.text
        assert "1 no start" in reader.text
        top = reader.text.splitlines()[2:5]
        assert sum(line.count("~") for line in top) == 2
        counts = reader.explorer.query_one(HistogramBar).chart.counts
        assert [bar.shown for bar in counts.bars] == [1, 1, 1, 1]
