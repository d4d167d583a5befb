"""The detail pane: it folds and unfolds, finds matches, and fits one screen."""

from __future__ import annotations

from pathlib import Path

from screens import NORMAL, WIDE, Reader, reading
from textual.events import MouseScrollDown, MouseScrollUp

from timeline_tui.ui.detail.detail import MEASURE, Detail
from timeline_tui.ui.style.scrolling import WHEEL

SCREEN = 41  # lines of the detail on a screen of 45 lines


def detail_of(reader: Reader) -> Detail:
    return reader.explorer.query_one(Detail)


def shown(reader: Reader) -> str:
    """The text of the detail on the screen, on one line and without frames."""
    lines = [line.rpartition("▏")[2] for line in reader.text.splitlines()[2:-1]]
    return " ".join(" ".join(line.strip("▌▐│╭╮╰╯─ ") for line in lines).split())


async def test_the_detail_of_every_disputed_event_fits_one_screen(tmp_path: Path) -> None:
    async with reading(tmp_path, query="is:disputed", size=WIDE) as reader:
        detail = detail_of(reader)
        for position in reader.explorer.slice.rows[0 : len(reader.explorer.slice)]:
            reader.explorer.timeline.go_to(position)
            await reader.pilot.pause()
            assert detail.card
            assert len(detail._column.lines) <= SCREEN, reader.event


async def test_a_source_unfolds_under_the_cursor_and_folds_behind_it(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=WIDE) as reader:
        detail = detail_of(reader)
        assert "redcensor.com/" not in shown(reader)
        folded = len(detail._column.lines)
        await reader.press("enter")
        await reader.press_until("down", lambda: detail.card is not None and detail.card.kind == "source")
        first = detail.card
        assert "www.mofa.go.jp" in shown(reader) or "kantei" in shown(reader)
        await reader.press("down")
        assert detail.card is not first
        assert "confirms: The declaration behind the accord is of 12 July 2023." in shown(reader)
        await reader.press("y")
        assert reader.app.clipboard.startswith("With the participation")
        await reader.press("escape")
        assert "confirms: The declaration" not in shown(reader)
        assert len(detail._column.lines) == folded


async def test_the_card_under_the_cursor_stays_where_it_is_when_it_unfolds(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=NORMAL) as reader:
        detail = detail_of(reader)
        await reader.press("enter")
        for key in (*["down"] * 20, *["up"] * 20):
            await reader.press(key)
            start, (first, after) = detail._column.starts[detail._cursor], detail._column.extents[detail._cursor]
            assert first <= start < after
            seen = range(detail._top, detail._top + detail.size.height)
            assert start in seen or first < detail._top < after, "the card is in view, or reaches into it"


async def test_a_match_in_a_folded_part_is_found_and_unfolded(tmp_path: Path) -> None:
    async with reading(tmp_path, query="naftemporiki", size=NORMAL) as reader:
        detail = detail_of(reader)
        assert "naftemporiki.gr" not in shown(reader)
        found = 0
        while detail.go_to_match(1):
            await reader.pilot.pause()
            found += 1
            assert "aftemporiki" in shown(reader)
        assert found >= 2, "the note, the publisher and the address of the source"
        assert reader.explorer.focused is not detail, "it works from the timeline too"
        assert detail.go_to_match(-1)


async def test_without_a_match_nothing_moves(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=NORMAL) as reader:
        assert not detail_of(reader).go_to_match(1)
        assert detail_of(reader)._cursor == 0


async def test_a_zoomed_detail_is_not_wider_than_can_be_read(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=(200, 40)) as reader:
        await reader.press("enter", "z")
        lines = reader.text.splitlines()[2:-1]
        assert max(len(line.rstrip("▐ ")) for line in lines) <= MEASURE + 2, (
            "and the edge of the pane, and the mark of the card"
        )


async def test_row_detail_and_related_count_alike(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=WIDE) as reader:
        assert "§6" in reader.text
        assert "Sources 6 " in reader.text
        assert "Related 6 " in reader.text
        await reader.press("r")
        assert len(reader.app.screen.query_one("OptionList").options) == 6


async def test_the_mouse_scrolls_and_points_and_a_double_click_goes_to_a_related_event(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=NORMAL) as reader:
        detail, start = detail_of(reader), reader.event
        for wheel, top in ((MouseScrollDown, WHEEL), (MouseScrollUp, 0)):
            await reader.pilot._post_mouse_events([wheel], Detail, (4, 4))
            assert detail._top == top
        await reader.pilot.click(Detail, offset=(4, detail._column.starts[1]))
        assert detail._cursor == 1
        await reader.press("end", "up")
        at = (4, detail._column.starts[detail._cursor] - detail._top)
        assert detail.card
        assert detail.card.kind == "related"
        await reader.pilot.click(Detail, offset=at, times=2)
        await reader.until(lambda: reader.event != start)
