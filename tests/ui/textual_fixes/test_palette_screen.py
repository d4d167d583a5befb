"""The palette on a small terminal."""

from __future__ import annotations

from pathlib import Path

from screens import reading


async def test_the_palette_shows_the_search_and_commands_on_five_lines(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(20, 5)) as reader:
        await reader.press("ctrl+p", *"quit")
        lines = reader.text.split("\n")
        assert "quit" in lines[0], reader.text
        assert any("Quit" in line for line in lines[1:]), reader.text
