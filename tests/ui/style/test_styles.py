"""Inks: every word of the vocabulary is a look in every theme, and no meaning lies in colour alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from screens import reading
from textual.app import App

from timeline_tui.ui.app import HIGH_CONTRAST, theme_names
from timeline_tui.ui.detail.parts import DetailStyles
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.styles import STYLES, named_style


class Blank(App[None]):
    def __init__(self, theme: str, ansi: bool = False) -> None:
        super().__init__(ansi_color=ansi or None)
        self.register_theme(HIGH_CONTRAST)
        self.theme = theme


@pytest.mark.parametrize("theme", theme_names())
async def test_every_ink_is_a_style_in_every_theme(theme: str) -> None:
    app = Blank(theme)
    async with app.run_test(size=(20, 5)):
        painter = Painter(app.screen)
        grounds = {name: painter.style(name).bgcolor for name in STYLES}
        assert None not in grounds.values()
        if not app.native_ansi_color:
            assert len({grounds[f"shade-{n}"] for n in range(1, 6)}) == 5
            assert len({grounds[name] for name in ("text", "cursor", "cursor-focus", "hover")}) == 4


async def test_inks_lie_one_over_the_other() -> None:
    app = Blank("textual-dark")
    async with app.run_test(size=(20, 5)):
        painter = Painter(app.screen)
        both = painter.style("match", "cursor-focus")
        assert (both.bold, both.underline) == (True, True)
        assert both.color == painter.style("match").color
        assert both.bgcolor not in (painter.style("match").bgcolor, painter.style("cursor-focus").bgcolor)
        assert painter.without_background("fault").bgcolor is None


async def test_another_theme_draws_everything_anew(tmp_path: Path) -> None:
    async with reading(tmp_path, theme="textual-dark") as reader:
        strips = {strip for line in reader.app.screen._compositor.render_strips() for strip in line}
        dark = {segment.style.bgcolor for segment in strips if segment.style and segment.text.strip()}
        reader.app.theme = "textual-light"
        await reader.press("shift")
        strips = {strip for line in reader.app.screen._compositor.render_strips() for strip in line}
        assert not dark & {segment.style.bgcolor for segment in strips if segment.style and segment.text.strip()}


async def test_what_is_dim_is_not_so_under_the_cursor_of_the_terminals_own_colours() -> None:
    app = Blank("ansi-dark", ansi=True)
    async with app.run_test(size=(20, 5)):
        painter = Painter(app.screen)
        assert painter.style("dim").dim
        assert painter.style("dim", "cursor-focus").dim is False
        assert painter.style("dim", "cursor-focus").reverse


async def test_without_colour_a_chosen_bar_is_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Blank("ansi-dark", ansi=True)
    async with app.run_test(size=(20, 5)):
        assert Painter(app.screen).style("bar-chosen").reverse


def test_every_role_of_the_detail_is_an_ink() -> None:
    assert set(DetailStyles._fields) <= STYLES.keys()


def test_an_unknown_ink_is_an_error() -> None:
    with pytest.raises(KeyError):
        named_style("no such ink", App())


def test_no_ink_is_left_over() -> None:
    """Every ink is a word that some module of the screen says, or a role of the detail."""
    folder = Path(__file__).parents[3] / "timeline_tui" / "ui"
    said = set(DetailStyles._fields)
    for path in folder.rglob("*.py"):
        if path.name != "styles.py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            said |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    said |= {f"{name}-focus" for name in ("sign", "thumb", "row", "cell")} | {f"shade-{n}" for n in range(1, 6)}
    said |= {"confirms", "disputes", "included", "excluded"}  # words of the model that are inks as well
    assert STYLES.keys() - said == set()
