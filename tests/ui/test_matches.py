"""``n`` and ``N`` go from match to match of the query, inside the detail and from event to event."""

from __future__ import annotations

from pathlib import Path

from screens import NARROW, WIDE, reading


async def test_the_next_match_in_a_source_is_shown(tmp_path: Path) -> None:
    async with reading(tmp_path, query="naftemporiki", size=(140, 30)) as reader:
        assert reader.text.count("Naftemporiki") == 1, "only in the row"
        await reader.press("n")
        assert reader.text.count("Naftemporiki") > 1
        detail = reader.explorer.panes.detail
        first = detail._match
        await reader.press("n")
        assert detail._match > first, "the next match is further down"
        await reader.press("N")
        assert detail._match == first


async def test_after_the_last_match_of_an_event_comes_the_next_event(tmp_path: Path) -> None:
    async with reading(tmp_path, query="sanctions", size=WIDE) as reader:
        first = reader.event
        await reader.press_until("n", lambda: reader.event != first)
        assert reader.explorer.current == reader.explorer.slice.rows[1]
        await reader.press("N")
        assert reader.event == first
        assert reader.explorer.panes.detail._match is not None
        await reader.press_until("N", lambda: reader.toasts == ["This is the first match"])


async def test_in_a_narrow_screen_it_goes_from_event_to_event(tmp_path: Path) -> None:
    async with reading(tmp_path, query="sanctions", size=NARROW) as reader:
        await reader.press("n", "n")
        assert reader.explorer.current == reader.explorer.slice.rows[2]
        await reader.press("N")
        assert reader.explorer.current == reader.explorer.slice.rows[1]


async def test_newest_first_the_next_match_is_below(tmp_path: Path) -> None:
    async with reading(tmp_path, query="sanctions", size=NARROW) as reader:
        await reader.press("s", "home", "n")
        assert reader.explorer.current == reader.explorer.slice.rows[len(reader.explorer.slice) - 2]


async def test_without_a_word_it_says_how_to_search(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan", size=WIDE) as reader:
        await reader.press("n")
        assert reader.toasts == ["n needs a word in the query, such as /oil"]


async def test_h_and_l_are_left_and_right(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("l")
        assert reader.explorer.panes.pane == "detail"
        await reader.press("h")
        assert reader.explorer.panes.pane == "main"
        await reader.press("h")
        assert reader.explorer.panes.pane == "facets"
        await reader.press("i", "home", "l")
        histogram = reader.explorer.focused
        await reader.press("h")
        assert reader.explorer.focused is histogram
