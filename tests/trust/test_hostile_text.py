"""Hostile text in every field, through every pane, view, dialog, toast, export and copy of the app."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import hostile
import pytest
from screens import NARROW, NORMAL, WIDE, Reader, reading, screen_text
from textual import events

from timeline_tui.ui.dialogs.export_dialog import ExportDialog

TALL = (200, 120)
PANES = {"timeline": "1", "grid": "2", "quotes": "3", "sources": "4", "disputes": "5"}


@asynccontextmanager
async def at_hostile(tmp_path: Path, size: tuple[int, int] = WIDE, query: str = "") -> AsyncIterator[Reader]:
    file = tmp_path / ("a" + hostile.CONTROLS["title"].replace("/", "") + "[red]b.json")
    file.write_text(hostile.timeline())
    async with reading(tmp_path, str(file), query=query, size=size) as reader:
        yield reader


def check(reader: Reader) -> None:
    """Fails if a terminal would get anything that is not safe."""
    for text in hostile.drawn(reader.app):
        assert not hostile.steering(text), f"{hostile.steering(text)} in {text!r}"
    for toast in reader.app._notifications:
        assert not hostile.steering(toast.message), toast.message
        assert not toast.markup, toast.message
    assert not hostile.steering(reader.app.clipboard.replace("\n", "")), reader.app.clipboard


async def shown(reader: Reader) -> str:
    await reader.pilot.pause()
    check(reader)
    return screen_text(reader.app)


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_every_view_and_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_hostile(tmp_path, size) as reader:
        for view in PANES.values():
            await reader.press(view)
            check(reader)
            for keys in ("down s", "s tab", "down", "tab down", "z", "z escape"):
                await reader.press(*keys.split())
                check(reader)
        for facet in "ctpS":
            await reader.press(facet, "space", "down", "x", "a", "b")
            check(reader)
            await reader.press("escape", "escape")
        await reader.press("i", "right", "shift+right", "enter")
        check(reader)


async def test_markup_in_data_is_shown_as_text(tmp_path: Path) -> None:
    async with at_hostile(tmp_path, TALL) as reader:
        for view in PANES.values():
            await reader.press(view)
            text = await shown(reader)
            assert "[sic] :smile:" in text or "[@click=app.quit]" in text or "[red]" in text, text
        await reader.press("1", "enter", "z")
        text = await shown(reader)
        for field in ("title0", "summary", "place", "quote-text", "quote-original"):
            assert field in text, f"{field}\n{text}"
        assert text.replace("\n", " ").count("[@click=app.quit]q[/]") > 5, text


async def test_text_that_is_copied_pasted_or_in_a_dialog_is_safe(tmp_path: Path) -> None:
    """One of each; the slow tests have all of them."""
    async with at_hostile(tmp_path, NORMAL) as reader:
        for copied in (("3", "y"), ("exclamation_mark",)):
            await reader.press(*copied)
            check(reader)
        assert reader.app.clipboard
        await reader.press("escape", "slash")
        reader.app.post_message(events.Paste(hostile.hostile("pasted")))
        assert "pasted" in await shown(reader)


@pytest.mark.slow
async def test_dialogs(tmp_path: Path) -> None:
    async with at_hostile(tmp_path, NORMAL) as reader:
        for key in ("v", "o", "exclamation_mark", "question_mark", "V", "e", "ctrl+p"):
            await reader.press(key)
            check(reader)
            await reader.press("down", "down")
            check(reader)
            await reader.press("escape")
            check(reader)
        await reader.press("v", "3")  # the broken view: a toast quotes it
        check(reader)
        await reader.press("v", "2", "r")
        check(reader)
        await reader.press("o", "2")
        check(reader)


@pytest.mark.slow
async def test_copied_text_is_safe(tmp_path: Path) -> None:
    async with at_hostile(tmp_path, NORMAL) as reader:
        for path in (("1",), ("1", "enter"), ("3",), ("4",), ("5",), ("c",), ("t",)):
            await reader.press(*path)
            for _ in range(4):
                await reader.press("y")
                check(reader)
                assert reader.app.clipboard
                await reader.press("down")


@pytest.mark.slow
async def test_pasted_text_is_safe(tmp_path: Path) -> None:
    async with at_hostile(tmp_path, NORMAL) as reader:
        for opening in ("slash", "V", "e", "ctrl+p"):
            await reader.press(opening)
            reader.app.post_message(events.Paste(hostile.hostile("pasted")))  # as the terminal's driver does
            await shown(reader)
            await reader.press("enter")
            await shown(reader)
            await reader.press("escape", "v")
            await shown(reader)
            await reader.press_until("escape", lambda: len(reader.app.screen_stack) == 1)


@pytest.mark.slow
async def test_every_export_preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_hostile(tmp_path) as reader:
        await reader.press("e", "shift+tab", "shift+tab", "home")
        for _ in range(14):
            check(reader)
            await reader.press("down")


@pytest.mark.skipif(os.name != "posix", reason="links and names as POSIX has them")
async def test_the_path_of_an_export_is_shown_safely(tmp_path: Path) -> None:
    folder = tmp_path / hostile.CONTROLS["title"]
    folder.mkdir()
    (tmp_path / "link.txt").symlink_to(folder / "out.txt")
    async with at_hostile(tmp_path) as reader:
        await reader.press("e")
        dialog = reader.app.screen
        assert isinstance(dialog, ExportDialog)
        dialog.path.value = str(tmp_path / "link.txt")
        await reader.press("enter")
        await reader.until((folder / "out.txt").exists)
        await reader.until(lambda: any(toast.message.startswith("Wrote") for toast in reader.app._notifications))
        check(reader)
