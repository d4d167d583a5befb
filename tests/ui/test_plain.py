"""The plain screen: words in place of marks, and no ornaments on any screen or dialog."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from screens import NARROW, NORMAL, WEEK, WIDE, Reader, reading

# Box drawing, block elements and geometric shapes; the marks of the usual screen; keys as signs.
ORNAMENT = re.compile(r"[\u2500-\u25ff≠❝★✓✗∅⏎⌫←↑↓]")
SCREENS = (
    *(
        "2",
        "3",
        "4",
        "5",
        "s",
        "1",
        "c",
        "space",
        "down x",
        "escape",
        "i",
        "right",
        "escape",
        "enter",
        "down down",
        "escape",
    ),
    *("slash s a n", "down", "escape escape", "slash space o h colon", "escape escape", "m", "y", "b"),
    *("v", "escape", "e", "tab", "escape", "question_mark", "escape", "V", "escape", "ctrl+p", "escape"),
    *("exclamation_mark", "escape", "end", "o", "escape", "r", "escape", "C", "escape", "z", "slash z z z enter"),
)


def ornaments(reader: Reader) -> list[str]:
    """The ornaments on the screen, each with its line."""
    found = [(match[0], line) for line in reader.text.splitlines() for match in ORNAMENT.finditer(line)]
    return [f"{unicodedata.name(sign)}: {line.strip()}" for sign, line in found]


@pytest.mark.parametrize("size", [NORMAL, *(pytest.param(size, marks=pytest.mark.slow) for size in (WIDE, NARROW))])
async def test_no_ornament_is_left(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size, plain=True, draws_toasts=True) as reader:
        seen = {"start": ornaments(reader)}
        for steps in SCREENS:
            await reader.press(*steps.split())
            seen[steps] = ornaments(reader)
        assert {steps: found for steps, found in seen.items() if found} == {}


async def test_rows_say_in_words_what_marks_say(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL, query=WEEK, plain=True) as reader:
        await reader.press("home", "m")
        lines = reader.text.splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith("> "))
        assert lines[at + 1] == "  United States, Japan · starred · disputed · 1 quote · 5 sources"
        assert not any(line.startswith(">") for line in lines[at + 1 :])


async def test_facets_say_which_value_is_included_or_excluded(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL, plain=True) as reader:
        await reader.press("c", "home", "space", "down", "x")
        assert "included: Ukraine" in reader.text
        assert "excluded: Japan" in reader.text


@pytest.mark.slow
async def test_nothing_stands_beside_what_is_read(tmp_path: Path) -> None:
    """One pane at a time, and no dialog or completion over other lines: a screen reader reads whole lines."""
    async with reading(tmp_path, size=WIDE, query="", plain=True, draws_toasts=True) as reader:
        title = reader.explorer.event.title if reader.explorer.event else ""
        assert reader.text.count(title) == 1
        await reader.press("c")
        assert title not in reader.text
        await reader.press("escape", "enter")
        assert "Sources" in reader.text
        for keys in ("escape v", "escape ctrl+p", "escape e", "escape question_mark"):
            await reader.press(*keys.split())
            assert reader.explorer.session.title not in reader.text.splitlines()[0], keys
        await reader.press("escape", "escape", "b")
        assert any(
            line.strip() == "Include two countries, or two values of another facet, to compare them"
            for line in reader.text.splitlines()
        )
        await reader.press("slash", "j", "a")
        assert title.split()[0] not in "".join(reader.text.splitlines()[2:8])


async def test_there_are_no_tints(tmp_path: Path) -> None:
    """All of the screen has one background, but for the cell under the cursor of the grid, which is reversed."""
    async with reading(tmp_path, size=NORMAL, plain=True) as reader:
        for key in ("shift", "2", "3", "c"):
            await reader.press(key)
            strips = reader.app.screen._compositor.render_strips()
            grounds = {segment.style.bgcolor for strip in strips for segment in strip if segment.style}
            assert len(grounds) == 1, key


async def test_keys_have_names(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE, plain=True) as reader:
        assert "Enter Read" in reader.text
        await reader.press("question_mark", "pagedown")
        assert "Backspace" in reader.text or "backspace" in reader.text


async def test_a_star_is_shown_as_a_word(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL, query=WEEK, plain=True) as reader:
        await reader.press("3", "m")
        assert reader.text.count(" starred") == 1
        await reader.press("1")
        assert "starred quote or source" in reader.text
        await reader.press("4", "end", "m")
        assert reader.text.count(" starred") == 1
