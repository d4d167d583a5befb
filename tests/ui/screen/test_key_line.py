"""The line of keys: filled by rank, never wider than the screen, with the keys that do something now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from screens import NARROW, NORMAL, WIDE, Reader, reading
from textual.strip import Strip

from timeline_tui.text.cells import width
from timeline_tui.ui.screen.key_line import KeyLine


def _strip(reader: Reader) -> Strip:
    return reader.explorer.query_one(KeyLine).render_line(0)


def _line(reader: Reader) -> str:
    return _strip(reader).text


async def test_the_line_is_filled_by_rank_and_never_overflows(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        for columns in (1, 4, 8, 20, 37, 50, 60, 71, 72, 80, 93, 119, 120, 140, 200):
            await reader.pilot.resize_terminal(columns, 24)
            await reader.pilot.pause()
            line = _line(reader)
            assert width(line) == columns
            if columns >= 8:
                assert re.search(r"\?( Help)?  q( Quit)?$", line)
            ranked = ("⏎ Read", "esc Clear filter", "/ Query", "c t p Facets", "y Copy", "m Star", "r Related")
            shown = [key in line for key in ranked]
            assert shown == sorted(shown, reverse=True), "a key is there only if all before it are"
        assert all(shown)
        assert ": Palette" in line


async def test_what_the_program_waits_for_takes_the_place_of_the_last_keys(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        key_line = reader.explorer.query_one(KeyLine)
        for columns, shown in (
            (140, r"⏎ Read .* r Related .* asking the database …  \? Help  q Quit$"),
            (80, r"⏎ Read .* asking the database …  \? Help  q Quit$"),
            (50, r"⏎ Read .*  asking the database …  \?  q$"),
            (20, r"^ *asking the da…  \?  q$"),
            (8, r"^[^…]*\?  q$"),
        ):
            await reader.pilot.resize_terminal(columns, 24)
            await reader.pilot.pause()
            before = _line(reader)
            key_line.waiting = "asking the database …"
            assert re.search(shown, _line(reader)), columns
            assert width(_line(reader)) == columns
            key_line.waiting = ""
            assert _line(reader) == before


@pytest.mark.slow
async def test_a_click_on_a_key_presses_it(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        column = _line(reader).index("c t p")
        for offset, field in ((0, "country"), (2, "topic"), (4, "person"), (7, "person")):
            await reader.pilot.click(KeyLine, offset=(column + offset, 0))
            await reader.pilot.pause()
            assert getattr(reader.explorer.focused, "field", "") == field
            await reader.press("escape")
        await reader.pilot.click(KeyLine, offset=(_line(reader).index("Help"), 0))
        await reader.pilot.pause()
        assert len(reader.app.screen_stack) == 2


async def test_keys_are_shown_where_they_become_useful(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=(220, 45)) as reader:
        assert "esc" not in _line(reader)
        assert "Undo" not in _line(reader)
        await reader.press("c", "space")
        assert "b Compare" not in _line(reader)
        await reader.press("down", "space")
        assert "b Compare" in _line(reader)
        assert "u Undo" in _line(reader)
        await reader.press("u")
        assert "u U Undo" in _line(reader)
        await reader.press("escape")
        assert "esc Clear filter" in _line(reader)
        await reader.press("escape")
        assert "esc" not in _line(reader)


async def test_coming_back_is_shown_after_a_relation_was_followed(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        await reader.press_until("down", lambda: "r Related" in _line(reader))
        assert "Come back" not in _line(reader)
        await reader.press("r")
        if len(reader.app.screen_stack) > 1:
            await reader.press("1")
        assert "⌫ Come back" in _line(reader)
        await reader.press("backspace")
        assert "Come back" not in _line(reader)


async def test_the_number_of_problems_is_at_the_right_end_and_moves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    event = "events:\n  - date: 2024-06-10\n    title: First\n    countries: [Italy, Japan, Kenya]\n"
    file.write_text(event)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        facets, keys = [line[:32] for line in reader.text.split("\n")], _line(reader)
        file.write_text(f"{event}    sumary: A\n")
        await reader.press("R")
        await reader.until(lambda: "! 2 problems" in _line(reader))
        assert _line(reader).endswith("  ! 2 problems  ? Help  q Quit")
        assert _line(reader)[:80] == keys[:80]
        assert [line[:32] for line in reader.text.split("\n")] == facets
        await reader.resize(NARROW)
        assert _line(reader).endswith("  ! 2 problems  ?  q")


async def test_problems_are_counted_beside_the_line_of_the_first_start(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text("events:\n  - {date: 2024-06-10, title: First, sumary: A}\n")
    async with reading(tmp_path, str(file), query="", size=NORMAL, is_first_start=True) as reader:
        assert re.fullmatch(r" ↓ ↑ choose an event .*…  ! 1 problem", _line(reader))


async def test_enter_is_shown_only_on_cards_that_it_opens(tmp_path: Path) -> None:
    async with reading(tmp_path, query="is:disputed", size=WIDE) as reader:
        await reader.press("enter")
        detail = reader.explorer.panes.detail
        seen = set()
        for _ in range(40):
            card = detail.card
            assert card is not None
            opens = bool(card.address or card.event_id)
            assert ("⏎" in _line(reader)) == opens, card.kind
            seen.add(opens)
            await reader.press("down")
        assert seen == {True, False}


async def test_the_star_key_says_what_it_does(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        assert "m Star" in _line(reader)
        await reader.press("m")
        assert "m Unstar" in _line(reader)
        await reader.press("3")
        assert "m Star" in _line(reader), "the quote has no star"
        await reader.press("m")
        assert "m Unstar" in _line(reader)
        await reader.press("home")
        assert "m Star" in _line(reader)
        await reader.press("m", "end", "home")
        assert "m Unstar" in _line(reader)
        await reader.press("4", "end", "m")
        assert "m Unstar" in _line(reader)
        await reader.press("up")
        assert "m Star" in _line(reader)


async def test_a_hint_uses_free_room_and_changes_with_the_pane(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=(200, 45)) as reader:
        first = _line(reader)
        assert "goes" in first or "finds a day" in first
        await reader.press("down")
        assert _line(reader) == first
        await reader.press("tab")
        assert "finds a day" not in _line(reader)
        assert "compare" in _line(reader)
        await reader.press("slash")
        assert _line(reader).strip() == "⏎ Done  esc Cancel", "no hint among letters"


async def test_the_first_start_says_what_to_press_until_a_key_is_pressed(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL, is_first_start=True) as reader:
        assert _line(reader).rstrip() == " ↓ ↑ choose an event · ⏎ reads it · / searches · c countries · ? all keys"
        assert width(_line(reader)) == 80
        await reader.press("down")
        assert _line(reader).startswith("⏎ Read")
