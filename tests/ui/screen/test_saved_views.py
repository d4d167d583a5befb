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
    await reader.paste(text)
    await reader.press("enter")


async def test_the_name_of_a_view_of_the_file_cannot_be_used(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("V")
        await name(reader, "Disputed")
        assert "“Disputed” is a view of the file: type another name" in reader.text
        assert own(tmp_path) == []
        await name(reader, "disputed")
        assert "“disputed” is a view of the file: type another name" in reader.text
        await name(reader, "  ")
        assert "A view needs a name" in reader.text
        await name(reader, "x" * 81)
        assert "This name has 81 characters; 80 is the most" in reader.text
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


def listed(reader: Reader) -> list[str]:
    """The lines inside the box of the dialog, with single spaces and without rules."""
    lines = reader.text.split("\n")
    top = next(place for place, line in enumerate(lines) if "╭─ Views" in line)
    left = lines[top].index("╭─ Views") + 1
    right = lines[top].index("╮", left)
    inside = (line[left:right].replace("─", " ") for line in lines[top + 1 :] if line[left - 1] == "│")
    return list(filter(None, (" ".join(line.split()) for line in inside)))


async def test_the_dialog_lists_queries_and_counts_in_sections(tmp_path: Path) -> None:
    save(tmp_path, ("Nothing", "topic:oil"), ("Broken", "country:"))
    async with reading(tmp_path) as reader:
        for size in (WIDE, NORMAL):
            await reader.resize(size)
            await reader.press("v")
            lines = listed(reader)
            assert lines[:5] == [
                "1 Everything 29",
                "file",
                f"▸ 2 10–14 June {WEEK} 20",
                "3 Sanctions topic:sanctions 10",
                "4 Disputed is:disputed 13",
            ]
            assert lines[-3:] == ["mine", "6 Nothing topic:oil 0", "7 Broken country: wrong"]
            await reader.press("escape")
        await reader.resize(NARROW)
        await reader.press("v")
        assert listed(reader)[2:4] == ["▸ 2 10–14 June 20", WEEK]


@pytest.mark.parametrize("size", [WIDE, NORMAL, NARROW])
@pytest.mark.slow
async def test_the_border_names_the_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        await reader.press("v")
        assert "⏎ open · d delete · r rename · V save" in reader.text
        await reader.press("v")
        assert "V save" not in reader.text, "v closes the dialog again"


async def test_the_sections_are_passed_over_and_a_number_opens_a_view(tmp_path: Path) -> None:
    save(tmp_path, ("Oil", "topic:oil"))
    async with reading(tmp_path) as reader:
        for keys, query in (
            (("home", "enter"), ""),
            (("end", "enter"), "topic:oil"),
            (("home", "down", "enter"), WEEK),
            (("end", "k", "k", "enter"), "is:disputed"),
            (("6",), "topic:oil"),
        ):
            await reader.press("v", *keys)
            assert reader.query == query


@pytest.mark.slow
async def test_the_filter_can_be_saved_from_the_dialog(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("v", "V")
        await name(reader, "Japan")
        assert own(tmp_path) == [("Japan", "country:Japan")]
        assert listed(reader)[-1] == "▸ 6 Japan country:Japan 20"
        await reader.press("d")
        assert own(tmp_path) == [], "the cursor is on the new view"


async def test_a_view_that_another_session_saved_is_not_replaced_without_a_question(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        save(tmp_path, ("Mine", "country:Italy"))  # after this session has read its state
        await reader.press("V")
        await name(reader, "Mine")
        assert "country:Italy becomes country:Japan" in reader.text
        await reader.press("n", "escape")
        assert own(tmp_path) == [("Mine", "country:Italy")]
        save(tmp_path, ("Other", "country:China"))
        await reader.press("v")
        assert listed(reader)[-1] == "7 Other country:China 11"


async def test_a_deleted_view_can_be_restored(tmp_path: Path) -> None:
    save(tmp_path, ("A", "topic:oil"), ("B", "country:Japan"), ("C", "country:Italy"))
    async with reading(tmp_path) as reader:
        await reader.press("v", "end", "up", "d")
        assert own(tmp_path) == [("A", "topic:oil"), ("C", "country:Italy")]
        assert "u restores B" in reader.text
        assert "6 A topic:oil 0" in listed(reader)
        assert not any("country:Japan 20" in line for line in listed(reader))
        await reader.press("escape", "v")
        assert "u restores B" in reader.text
        await reader.press("u")
        assert own(tmp_path) == [("A", "topic:oil"), ("B", "country:Japan"), ("C", "country:Italy")]
        assert "B is restored" in reader.text
        await reader.press("enter")
        assert reader.query == "country:Japan", "the cursor is on the restored view"


@pytest.mark.slow
async def test_a_restored_view_does_not_replace_a_new_one_of_its_name(tmp_path: Path) -> None:
    save(tmp_path, ("A", "topic:oil"))
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("v", "end", "d", "escape", "V")
        await name(reader, "A")
        await reader.press("v", "u")
        assert "rename this A first" in reader.text
        assert own(tmp_path) == [("A", "country:Japan")]


async def test_views_of_the_file_cannot_be_changed(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        for key in ("d", "r"):
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
