"""Saved views: each name is unique, and the reader's own views can be renamed, deleted and restored."""

from pathlib import Path

import pytest
from screens import NARROW, NORMAL, WEEK, WIDE, Reader, reading

from timeline_tui.model.timeline import View
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.state import State


def own(folder: Path) -> list[tuple[str, str]]:
    """The reader's own views of the bundled week, as they are on the disk."""
    return [(view.name, view.query) for view in State.load(folder / "state").views(find_inputs([]).key)]


def save(folder: Path, *views: tuple[str, str]) -> None:
    state = State.load(folder / "state")
    for view in views:
        state.save_view(find_inputs([]).key, View(*view))


async def name(reader: Reader, text: str) -> None:
    """Replace the text in the dialog by a name, and press Enter."""
    await reader.press("ctrl+u")
    await reader.type(text)
    await reader.press("enter")


async def test_the_name_of_a_view_of_the_file_cannot_be_used(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("V")
        await name(reader, "Disputed")
        assert "“Disputed” is a view of the file: type another name" in reader.text
        assert own(tmp_path) == []
        await name(reader, "Disputed in Japan")
        assert own(tmp_path) == [("Disputed in Japan", "country:Japan")]
        assert "view: Disputed in Japan" in reader.status


async def test_an_own_view_is_replaced_only_after_a_question(tmp_path: Path) -> None:
    save(tmp_path, ("Mine", "country:Italy"))
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("V")
        await name(reader, "Mine")
        assert "Replace your view “Mine”?" in reader.text
        assert "country:Italy becomes country:Japan" in reader.text
        await reader.press("n")
        assert own(tmp_path) == [("Mine", "country:Italy")]
        await reader.press("enter", "y")  # the dialog still has the name
        assert own(tmp_path) == [("Mine", "country:Japan")]
        await reader.press("V")
        await name(reader, "Mine")
        assert "view: Mine" in reader.status, "no question for the same query"


async def test_the_dialog_names_owners_and_keys(tmp_path: Path) -> None:
    save(tmp_path, ("Disputed", "topic:oil"))
    async with reading(tmp_path) as reader:
        for size in (WIDE, NORMAL, NARROW):
            await reader.resize(size)
            await reader.press("v", "end")
            assert "⏎ opens · d deletes · r renames" in reader.text
            assert "yours · topic:oil" in reader.text
            await reader.press_until("up", lambda: "file · is:disputed" in reader.text)
            await reader.press("end", "enter")
            assert reader.query == "topic:oil"
            await reader.press("u")
            assert reader.query == WEEK


async def test_a_deleted_view_can_be_restored(tmp_path: Path) -> None:
    save(tmp_path, ("A", "topic:oil"), ("B", "country:Japan"), ("C", "country:Italy"))
    async with reading(tmp_path) as reader:
        await reader.press("v", "end", "up", "d")
        assert own(tmp_path) == [("A", "topic:oil"), ("C", "country:Italy")]
        assert "u restores B" in reader.text
        assert "yours · country:Japan" not in reader.text
        await reader.press("escape", "v")
        assert "u restores B" in reader.text
        await reader.press("u")
        assert own(tmp_path) == [("A", "topic:oil"), ("B", "country:Japan"), ("C", "country:Italy")]
        assert "B is restored" in reader.text
        await reader.press("enter")
        assert reader.query == "country:Japan", "the cursor is on the restored view"


async def test_a_restored_view_does_not_replace_a_new_one_of_its_name(tmp_path: Path) -> None:
    save(tmp_path, ("A", "topic:oil"))
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("v", "end", "d", "escape", "V")
        await name(reader, "A")
        await reader.press("v", "u")
        assert "rename this A first" in reader.text
        assert own(tmp_path) == [("A", "country:Japan")]


@pytest.mark.parametrize("key", ["d", "r"])
async def test_views_of_the_file_cannot_be_changed(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("v", "home", key)
        assert "only your own views can be changed" in reader.text
        await reader.press("end", key, "u", "escape")
        assert own(tmp_path) == []
        assert reader.query == WEEK


async def test_a_view_can_be_renamed(tmp_path: Path) -> None:
    save(tmp_path, ("A", "topic:oil"), ("B", "country:Japan"))
    async with reading(tmp_path) as reader:
        await reader.press("v", "end", "r")
        await name(reader, "A")
        assert "“A” is another of your views: type another name" in reader.text
        await name(reader, "Disputed")
        assert "“Disputed” is a view of the file: type another name" in reader.text
        await name(reader, "Japan")
        assert own(tmp_path) == [("A", "topic:oil"), ("Japan", "country:Japan")]
        await reader.press("r", "escape", "enter")
        assert reader.query == "country:Japan"
        assert "view: Japan" in reader.status


async def test_the_cursor_is_on_the_view_that_is_shown(tmp_path: Path) -> None:
    async with reading(tmp_path, query="is:disputed") as reader:
        await reader.press("v", "enter")
        assert reader.query == "is:disputed"
