"""The line around the query: its edges, and the keys at its right."""

from __future__ import annotations

from pathlib import Path

from screens import NORMAL, WEEK, WIDE, reading

from timeline_tui.ui.query.query_bar import QueryBar
from timeline_tui.ui.query.query_row import RIGHT, ROOMY, Hint, QueryRow

HINTS = (Hint("escape", "esc", "clear"), Hint("u", "u", "undo"))


def text(row: QueryRow) -> str:
    return "".join(text for text, _ in row.pieces)


def test_the_edges_touch_the_box() -> None:
    assert text(QueryRow(20, False, HINTS)) == "/ ▕" + " " * 16 + "▏"
    wide = text(QueryRow(ROOMY, False, HINTS))
    assert wide.index("▏") == ROOMY - RIGHT
    assert wide.endswith("▏ esc clear · u undo")


def test_a_hint_is_found_at_its_columns() -> None:
    row = QueryRow(ROOMY, False, HINTS)
    line = text(row)
    found = [row.hint_at(column) for column in range(ROOMY)]
    for hint in HINTS:
        words = f"{hint.shown} {hint.does}"
        start = line.index(words)
        assert [n for n, one in enumerate(found) if one == hint] == [*range(start, start + len(words))]
    assert QueryRow(ROOMY - 1, False, HINTS).hint_at(ROOMY - 5) is None


async def test_a_filter_shows_the_keys_that_change_it_and_a_click_presses_them(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:

        def shown() -> str:
            return reader.text.splitlines()[1].rpartition("▏")[2].strip()

        assert shown() == "esc clear"
        await reader.press("escape")
        assert shown() == "u undo"
        await reader.press("c", "space", "escape")
        assert shown() == "esc clear · u undo"
        await reader.pilot.click(QueryBar, offset=(WIDE[0] - RIGHT + 3, 0))
        await reader.pilot.pause()
        assert reader.query == ""
        await reader.press("slash")
        assert shown() == "", "while the reader types, these keys do something else"
        await reader.press("escape", "u", "u", "u")
        assert reader.query == WEEK
        await reader.resize(NORMAL)
        assert shown() == ""
