"""Named styles: each resolves in every theme, and no meaning depends on colour alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from screens import WIDE, reading
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


async def test_every_style_resolves_in_every_theme() -> None:
    app = Blank("textual-dark")
    async with app.run_test(size=(20, 5)) as pilot:
        for app.theme in theme_names():
            await pilot.pause()
            painter = Painter(app.screen)
            backgrounds = {name: painter.style(name).bgcolor for name in STYLES}
            assert None not in backgrounds.values(), app.theme
            if not app.native_ansi_color:
                assert len({backgrounds[f"shade-{n}"] for n in range(1, 6)}) == 5, app.theme
                assert len({backgrounds[name] for name in ("text", "cursor", "cursor-focus", "hover")}) == 4, app.theme
            assert named_style("disputes", app) != named_style("weak", app), app.theme


async def test_styles_are_combined_in_order() -> None:
    app = Blank("textual-dark")
    async with app.run_test(size=(20, 5)):
        painter = Painter(app.screen)
        both = painter.style("match", "cursor-focus")
        assert (both.bold, both.underline) == (True, True)
        assert both.color == painter.style("match").color
        assert both.bgcolor not in (painter.style("match").bgcolor, painter.style("cursor-focus").bgcolor)
        assert painter.without_background("fault").bgcolor is None


async def test_another_theme_redraws_everything(tmp_path: Path) -> None:
    async with reading(tmp_path, theme="textual-dark", size=WIDE) as reader:
        strips = {strip for line in reader.app.screen._compositor.render_strips() for strip in line}
        dark = {segment.style.bgcolor for segment in strips if segment.style and segment.text.strip()}
        reader.app.theme = "textual-light"
        await reader.press("shift")
        strips = {strip for line in reader.app.screen._compositor.render_strips() for strip in line}
        assert not dark & {segment.style.bgcolor for segment in strips if segment.style and segment.text.strip()}


async def test_dim_text_is_not_dim_under_the_cursor_with_terminal_colours() -> None:
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


async def test_without_colour_a_title_is_not_as_dim_as_its_border(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(tmp_path, size=WIDE) as reader:
        assert "10 June 2024 ─" in reader.text
        pieces = [piece for line in reader.app.screen._compositor.render_strips() for piece in line if piece.style]
        dim = [piece.text for piece in pieces if piece.style.dim]
        assert any("╭─" in text for text in dim)
        assert not {" 10 June 2024 ", " Rahm Emanuel, US Ambassador to Japan ", "Sources", "Countries"} & {*dim}


def test_each_colour_has_one_meaning() -> None:
    """Accent is the focus and the keys, error a dispute or a fault, primary is time; a weak source has none of them."""
    roles = {"accent": set[str](), "error": set[str]()}
    for name, style in STYLES.items():
        for colour in roles:
            if colour in style.replace("text-", "").split():
                roles[colour].add(name)
    assert roles["error"] == {"disputes", "fault"}
    assert roles["accent"] <= {"accent", "key", "sign-focus", "cell-focus", "bar-name"}
    assert {STYLES[name].split()[0] for name in ("time", "bar", "bar-vague")} == {"text-primary"}


def test_every_role_of_the_detail_is_a_named_style() -> None:
    assert set(DetailStyles._fields) <= STYLES.keys()


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        named_style("no such style", App())


def test_every_style_is_used() -> None:
    """Each name is a string in some module of the screen, or a role of the detail."""
    folder = Path(__file__).parents[3] / "timeline_tui" / "ui"
    used = set(DetailStyles._fields)
    for path in folder.rglob("*.py"):
        if path.name != "styles.py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            used |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    used |= {f"{name}-focus" for name in ("sign", "thumb", "row", "cell")} | {f"shade-{n}" for n in range(1, 6)}
    used |= {"confirms", "disputes", "included", "excluded"}  # names made from values of the model
    assert STYLES.keys() - used == set()
