"""Dialogs: long choices are wrapped beside their numbers, and the highlighted choice can be seen without colour."""

from pathlib import Path

import pytest
from screens import NARROW, NORMAL, reading
from textual.widgets import OptionList

from timeline_tui.ui.textual_fixes.palette_screen import Palette


def underlined(options: OptionList) -> list[int]:
    """The lines of a list whose letters are all underlined."""
    lines = []
    for y in range(options.size.height):
        styles = [segment.style for segment in options.render_line(y) if segment.text.strip()]
        if styles and all(style and style.underline for style in styles):
            lines.append(y)
    return lines


@pytest.mark.slow
async def test_a_long_choice_is_wrapped_beside_its_number(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NARROW) as reader:
        await reader.press("o")
        options = reader.app.screen.query_one(OptionList)
        lines = [options.render_line(y).text for y in range(3)]
        assert lines[0].startswith("1 The US ambassador")
        assert [line[:3] for line in lines[1:]] == ["  T", "  U"]
        await reader.press("escape")


async def test_without_colour_the_highlighted_choice_is_underlined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(tmp_path, size=NORMAL) as reader:
        for keys in (["v"], ["e"], ["ctrl+p"], ["end", "o"]):
            await reader.press(*keys)
            options = reader.app.screen.query_one(OptionList)
            await reader.until(lambda options=options: options.option_count > 1)
            options.highlighted = 0
            await reader.pilot.pause()
            lines = underlined(options)
            assert lines == [*range(len(lines))], keys
            assert 1 <= len(lines) < options.size.height - 1, keys
            await reader.press("escape")


async def test_the_palette_names_no_action_twice(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        await reader.press("ctrl+p")
        assert isinstance(reader.app.screen, Palette)
        options = reader.app.screen.query_one(OptionList)
        await reader.until(lambda: options.option_count > 20)
        names = [str(option.prompt).split("\n")[0] for option in options.options]
        assert {"Theme", "Quit", "Help", "Zoom"} <= {*names}
        assert names.count("Quit") == 1
        assert not {"Maximize", "Keys", "Screenshot"} & {*names}
        assert "View: Disputed" in names
        await reader.press("escape")
