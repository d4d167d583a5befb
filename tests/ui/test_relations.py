"""The related events in the detail: a tree, in which keys move and follow relations."""

from pathlib import Path

import pytest
from golden_files import check_golden
from screens import NARROW, NORMAL, WIDE, reading

from timeline_tui.ui.detail.detail import Detail

TIMELINE = """
events:
  - {id: claim, date: 2024-06-13, title: The claim, related: [{event: before, as: based on}]}
  - {id: before, date: 2024-06-12, title: What was before}
  - {id: far, date: 2024-06-11, title: What was long before, related: [{event: before, as: prepares}]}
  - {id: denial, date: 2024-06-14, title: The denial, related: [{event: claim, as: contradicts}]}
  - {id: after, date: 2024-06-15, title: What came after, related: [{event: claim, as: outcome of}]}
"""


@pytest.mark.parametrize("size", [WIDE, NORMAL, NARROW])
async def test_the_chain_of_an_event_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=size) as reader:
        await reader.press("enter", "end")
        check_golden(f"relations_{size[0]}x{size[1]}.txt", reader.text + "\n")


@pytest.mark.slow
async def test_every_theme_draws_the_tree(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord", size=WIDE) as reader:
        await reader.press("enter")
        for theme in ("textual-light", "high-contrast", "ansi-dark"):
            reader.app.theme = theme
            await reader.press("home", "end")
            for sign in ("├ →", "  └ →", "looks ahead to", "Related 6  Before"):
                assert sign in reader.text, theme


async def test_keys_move_in_the_tree_follow_a_relation_and_come_back(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(TIMELINE)
    async with reading(tmp_path, str(file), query="id:claim") as reader:
        detail = reader.explorer.query_one(Detail)
        await reader.press("enter")
        walked = []
        for _ in range(4):
            await reader.press("down")
            assert detail.card
            walked.append((detail.card.branch, detail.card.event_id))
        assert walked == [("In contradiction", "denial"), ("Before", "before"), ("Before", "far"), ("After", "after")]
        await reader.press("up", "enter")
        assert reader.event == "far"
        assert detail.card.kind == "event"
        assert "After" in reader.text
        await reader.press("backspace")
        assert (reader.event, reader.query) == ("claim", "id:claim")
        await reader.press("down", "r")
        assert reader.event == "denial"


async def test_a_heading_belongs_to_the_first_card_of_its_branch(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(TIMELINE)
    async with reading(tmp_path, str(file), query="id:claim") as reader:
        await reader.press("enter", "down")
        marked = [line.partition("▏")[2].strip("▐ ") for line in reader.text.splitlines() if "▏▌" in line]
        assert marked == ["▌Related 3  In contradiction", "▌└ ← The denial", "▌    contradicts · 14 June 2024"]
        await reader.press("down", "down")
        marked = [line.partition("▏")[2].strip("▐ ") for line in reader.text.splitlines() if "▏▌" in line]
        assert marked == ["▌  └ ← What was long before", "▌      prepares · 11 June 2024"]
