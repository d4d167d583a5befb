"""The terminal's hidden cursor stands on what the next key acts on, for screen readers and braille displays."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import NORMAL, SIZES, WIDE, Reader, reading

from timeline_tui.ui.lists.facet_list import FacetList
from timeline_tui.ui.lists.quotes_list import QuotesList
from timeline_tui.ui.lists.sources_list import SourcesList


def at_cursor(reader: Reader) -> str:
    """The text of the screen from the cursor to the end of its line."""
    x, y = reader.app.cursor_position
    strip = reader.app.screen._compositor.render_strips()[y]
    return strip.crop(x, strip.cell_length).text.rstrip()


@pytest.mark.parametrize("size", SIZES)
async def test_the_cursor_follows_the_lists(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        for key in ("home", "down", "end", "pageup", "s"):
            await reader.press(key)
            assert reader.explorer.event
            assert at_cursor(reader)[2:].startswith(reader.explorer.event.title.split()[0]), key
        await reader.press("c", "home")
        facet = reader.explorer.focused
        assert isinstance(facet, FacetList)
        for key in ("shift", "down", "space", "home"):
            await reader.press(key)
            line = at_cursor(reader)[2:]
            assert line.startswith(facet.value) if facet.value else " more" in line, key
        await reader.press("escape", "u", "3", "down")
        quotes = reader.explorer.query_one(QuotesList)
        assert quotes.quoted
        assert at_cursor(reader).strip(" “").startswith(quotes.quoted.quote.text.split()[0])
        await reader.press("4", "end")
        sources = reader.explorer.query_one(SourcesList)
        assert sources.use
        assert at_cursor(reader).strip().startswith(sources.use.source.label.split()[0])


async def test_the_cursor_follows_the_grid(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("2", "g", "home")
        x, y = reader.app.cursor_position
        await reader.press("down", "right")
        assert reader.app.cursor_position.y == y + 1
        assert reader.app.cursor_position.x > x
        await reader.press("end", "G", "down")
        assert at_cursor(reader).split()[0].isdigit()


async def test_the_cursor_follows_detail_and_histogram(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("enter")
        first = reader.app.cursor_position
        await reader.press("down")
        assert reader.app.cursor_position.y > first.y
        assert at_cursor(reader).strip("▌│╭─ ")
        await reader.press("escape", "i", "home")
        first = reader.app.cursor_position
        await reader.press("right")
        assert reader.app.cursor_position.y == first.y
        assert reader.app.cursor_position.x > first.x


async def test_in_the_query_bar_the_cursor_stands_on_the_insertion_point(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL, query="") as reader:
        await reader.press("slash")
        start = reader.app.cursor_position
        await reader.type("jap")
        assert reader.app.cursor_position == (start.x + 3, start.y)
        await reader.press("left")
        assert reader.app.cursor_position == (start.x + 2, start.y)
        assert at_cursor(reader).startswith("p")
        await reader.press("right", "down")
        assert at_cursor(reader).strip().startswith(reader.explorer.query_bar.completions.labels[0])
        await reader.press("up")
        assert reader.app.cursor_position == (start.x + 3, start.y)


async def test_in_a_dialog_the_cursor_stands_on_the_choice(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        await reader.press("end", "o")
        for key, number in (("shift", "1 "), ("down", "2 "), ("up", "1 ")):
            await reader.press(key)
            assert at_cursor(reader).startswith(number)
        await reader.press("escape")
        await reader.press("ctrl+p")
        first = at_cursor(reader)
        await reader.press("down")
        assert at_cursor(reader) != first
        await reader.press("escape", "e")
        path = at_cursor(reader)
        await reader.press("tab")
        assert at_cursor(reader) != path
        await reader.press("escape", "question_mark")
        assert reader.app.cursor_position.y > 0
