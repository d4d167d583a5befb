"""Keys that arrive before the keys before them have had their effect."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest
from screens import reading
from textual import events
from typist import play, post

from timeline_tui.ui import browser


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is exported by a slip of the keys goes into a folder of the test."""
    monkeypatch.chdir(tmp_path)


async def test_keys_typed_ahead_go_to_the_right_widget(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        post(reader, "/", *"Japan", "enter", "V", *"Mine", "enter", "m", "2", "v", "escape", "1")
        await reader.until(lambda: "view: Mine" in reader.status and "★" in reader.text)
        assert reader.query == "Japan"
        assert [view.name for view in reader.explorer.session.views][-1] == "Mine"
        assert len(reader.app.screen_stack) == 1


async def test_a_key_in_a_quiet_app_is_handled_without_coming_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("j")
        later: list[object] = []
        monkeypatch.setattr(reader.app, "call_later", lambda *args: later.append(args))
        await reader.press("j")
        assert not later
        assert reader.app.key_queue.is_empty


@pytest.mark.slow
async def test_an_export_can_be_typed_ahead(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        post(reader, "e", "ctrl+u")
        reader.app.post_message(events.Paste(str(tmp_path / "out.md")))
        post(reader, "enter", "j", "j")
        await reader.until((tmp_path / "out.md").exists)
        await reader.until(lambda: len(reader.app.screen_stack) == 1)


SOME_DIALOGS = ("v1", "e\x1b\x1b", "?q", "p")
DIALOGS = (*SOME_DIALOGS, "o1", "v\n\n", "!\x1b\x1b", "V\x1b")


@pytest.mark.parametrize(
    ("dialogs", "times"), [(SOME_DIALOGS, 1), pytest.param(DIALOGS, 2, marks=pytest.mark.slow)], ids=["some", "all"]
)
async def test_a_dialog_is_closed_only_once(dialogs: Iterable[str], times: int, tmp_path: Path) -> None:
    names = {"\n": "enter", "\x1b": "escape", "p": "ctrl+p"}
    async with reading(tmp_path) as reader:
        for keys in dialogs:
            for _ in range(times):
                post(reader, *(names.get(key, key) for key in keys), "escape", "escape", "escape")
                await reader.pilot.pause()
            await reader.until(lambda: reader.app.key_queue.is_empty)
            assert len(reader.app.screen_stack) == 1, keys
            assert reader.app.is_running, keys


@pytest.mark.parametrize("milliseconds", [[0, 8], pytest.param(range(0, 30, 2), marks=pytest.mark.slow)])
@pytest.mark.slow
async def test_quitting_while_a_question_opens_is_not_an_error(milliseconds: Iterable[int], tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old")
    async with reading(tmp_path, query="") as reader:
        for n in milliseconds:
            post(reader, "e", "ctrl+u")
            reader.app.post_message(events.Paste(str(old)))
            post(reader, "enter")
            await asyncio.sleep(n / 1000)
            post(reader, "escape", "escape", "2", "1")
            await reader.pilot.pause()
            await reader.until(lambda: reader.app.key_queue.is_empty)
            await reader.press_until("escape", lambda: len(reader.app.screen_stack) == 1)
        await reader.press("4")
        assert reader.explorer.panes.view == "sources"
    assert old.read_text() == "old"


@pytest.mark.parametrize("keys", [["}", "G"], pytest.param(["j", "enter", "y"], marks=pytest.mark.slow)])
async def test_a_key_can_arrive_before_its_list_is_drawn(tmp_path: Path, keys: Iterable[str]) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("4", "G", "1")
        for key in keys:
            post(reader, "/", *"zz", "enter", "4", key, "1", "escape", "4", key, "1")
            await reader.pilot.pause()
        assert reader.app.is_running


async def test_keys_work_in_an_app_that_is_never_quiet(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        is_busy = True

        async def send_again() -> None:
            await asyncio.sleep(0)
            if is_busy:
                reader.explorer.call_later(send_again)

        await send_again()
        post(reader, "2", "3", "4")
        for _ in range(500):
            await asyncio.sleep(0.01)
            if reader.explorer.panes.view == "sources":
                break
        is_busy = False
        assert reader.explorer.panes.view == "sources"


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
async def test_random_keys_at_full_speed_cause_no_error(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(address: object) -> None:
        raise browser.NoBrowser("not in a test")

    monkeypatch.setattr(browser, "open_in_browser", none)
    await play(seed, tmp_path, bursts=25)
