"""Contrast: in every theme text has 4.5 : 1, marks and the focus have 3 : 1 (WCAG 2.2), on every screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from screens import NARROW, NORMAL, WIDE, Reader, reading
from textual.color import Color
from textual.scrollbar import ScrollBar
from textual.widgets import OptionList
from textual.widgets._toast import Toast
from wcag import ratio

from timeline_tui.ui.app import theme_names
from timeline_tui.ui.grid.grid_view import GridView
from timeline_tui.ui.style.contrast import RGB, with_contrast, with_contrast_in_256
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.styles import MARKS, STYLES

THEMES = [name for name in theme_names() if not name.startswith("ansi-")]  # whose colours are known
DIFFERENT = ["textual-dark", "textual-light", "high-contrast", "solarized-light"]
STATES = ["", *(name for name, text in STYLES.items() if "on" in text.split())]  # the styles with a background
colors = st.tuples(*[st.integers(0, 255)] * 3)


def poor(segment: Segment) -> str:
    """What is hard to read in a piece of a line; "" if nothing is. Letters and digits are text, all else is a mark."""
    style = segment.style
    if not style or not segment.text.strip() or not style.color or not style.bgcolor:
        return ""
    found = ratio(tuple(style.color.triplet or ()), tuple(style.bgcolor.triplet or ()))
    least = 4.5 if any(character.isalnum() for character in segment.text) else 3.0
    return f"{segment.text.strip()[:40]!r} has {found:.2f} in {style}" if found < least else ""


def faults(reader: Reader) -> list[str]:
    """What is hard to read on the screen. Below a dialog the explorer is dim by intention."""
    app = reader.app
    box = next((box.region for box in app.screen.query(".box")), app.screen.region)
    lines = app.screen._compositor.render_strips()[box.y : box.bottom]
    pieces = (piece for line in lines for piece in line.crop(box.x, box.right))
    return [*filter(None, map(poor, pieces)), *_bars(reader)]


def _bars(reader: Reader) -> Iterator[str]:
    """Textual's scroll bars that cannot be seen."""
    for bar in reader.app.screen.query(ScrollBar):
        styles = bar.parent.styles if bar.parent else bar.styles
        found = ratio(styles.scrollbar_color.rgb, styles.scrollbar_background.rgb)
        if found < 3:
            yield f"a scroll bar has {found:.2f}"


@given(colors, colors, st.floats(1, 4.5))
@example((88, 110, 117), (38, 139, 210), 4.5)  # the footer of solarized-light
@example((254, 166, 43), (161, 180, 194), 3.0)  # the bar at the cursor in textual-light
@example((128, 128, 128), (119, 119, 119), 4.5)
def test_a_color_is_moved_just_enough(color: RGB, ground: RGB, least: float) -> None:
    moved = with_contrast(color, ground, least)
    assert ratio(moved, ground) >= least - 1e-9
    assert (moved == color) == (ratio(color, ground) >= least)
    assert moved == color or ratio(moved, ground) <= least + 0.5


def in_256(color: RGB) -> RGB:
    """The color that a terminal with 256 colours shows."""
    red, green, blue = RichColor.from_rgb(*color).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
    return red, green, blue


@given(colors, colors, st.sampled_from([3.0, 4.5]))
@example((131, 148, 150), (7, 54, 66), 4.5)  # solarized-dark
@example((128, 128, 128), (119, 119, 119), 4.5)
def test_a_color_can_be_read_in_256_colors(color: RGB, ground: RGB, least: float) -> None:
    assert ratio(in_256(with_contrast_in_256(color, ground, least)), in_256(ground)) >= least - 1e-9


async def test_a_terminal_with_256_colors_shows_what_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "256")
    async with reading(tmp_path, size=NORMAL, theme="solarized-dark") as reader:
        assert reader.app.console.color_system == "256"
        pieces = [piece for line in reader.app.screen._compositor.render_strips() for piece in line]
        shown = [piece._replace(style=shown_in_256(piece.style)) for piece in pieces if piece.style]
        assert [*filter(None, map(poor, shown))] == []


def shown_in_256(style: Style) -> Style:
    """The style that a terminal with 256 colours shows."""
    both = (in_256(tuple(color.triplet)) if color and color.triplet else None for color in (style.color, style.bgcolor))
    color, ground = (RichColor.from_rgb(*rgb) if rgb else None for rgb in both)
    return style + Style(color=color, bgcolor=ground)


@pytest.mark.parametrize("themes", [DIFFERENT, pytest.param(THEMES, marks=pytest.mark.slow)], ids=["some", "all"])
async def test_every_theme_can_be_read(tmp_path: Path, themes: list[str]) -> None:
    """The explorer; each named style alone and in each state of its line; and the focus, which a background shows."""
    async with reading(tmp_path, size=NORMAL) as reader:
        await reader.press("2")
        for theme in themes:
            reader.app.theme = theme
            await reader.press("shift")
            assert faults(reader) == [], theme
            painter = Painter(reader.explorer.query_one(GridView))
            for name in STYLES:
                sample = "─" if name in MARKS else "a"
                for state in STATES:
                    style = painter.style(name, *filter(None, [state]))
                    assert not poor(Segment(sample, style)), (theme, name, state)
            assert ratio(ground(painter.style()), ground(painter.style("cell-focus"))) >= 3, theme
            colors = reader.app.theme_variables
            choice, surface = (Color.parse(colors[name]).rgb for name in ("block-cursor-background", "surface"))
            assert ratio(choice, surface) >= 3, theme


def ground(style: Style) -> RGB:
    """The background of a style."""
    assert style.bgcolor
    assert style.bgcolor.triplet
    return style.bgcolor.triplet


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
async def test_every_screen_can_be_read(tmp_path: Path, theme: str) -> None:
    """Views, facets, histogram, query bar with completions and with a fault, all dialogs, a toast."""
    async with reading(tmp_path, size=NORMAL, theme=theme, draws_toasts=True) as reader:
        seen = {"timeline": faults(reader)}
        for steps in (
            *("2", "3", "4", "5", "1", "c", "space down x", "escape", "i right", "escape", "enter down down", "escape"),
            *("slash s a n", "down", "escape escape", "slash space o h colon", "escape escape"),
            *("v", "escape", "e", "tab", "down down", "tab", "end", "escape"),
            *("question_mark", "escape", "V", "escape", "ctrl+p", "escape"),
            *("exclamation_mark", "escape", "end o", "escape", "y", "z", "b"),
        ):
            await reader.press(*steps.split())
            seen[steps] = faults(reader)
        assert reader.app.screen.query(Toast)
        assert {steps: found for steps, found in seen.items() if found} == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("theme", THEMES)
async def test_every_size_can_be_read(tmp_path: Path, theme: str, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size, theme=theme) as reader:
        for key in (
            "shift",
            "2",
            "3",
            "4",
            "5",
            "1",
            "c",
            "t",
            "p",
            "escape",
            "question_mark",
            "escape",
            "v",
            "escape",
        ):
            await reader.press(key)
            assert faults(reader) == [], key


async def test_a_choice_in_a_list_stands_out(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL, theme="textual-light") as reader:
        await reader.press("v")
        options = reader.app.screen.query_one(OptionList)
        options.highlighted = 0
        await reader.press("shift")
        lines = (options.render_line(y) for y in (0, options.size.height - 1))
        chosen, other = (next(ground(piece.style) for piece in line if piece.style) for line in lines)
        assert ratio(chosen, other) >= 3
        await reader.press("escape")
