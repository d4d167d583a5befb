"""The last query, event and screen of each timeline: the app returns to them."""

import json
from pathlib import Path

import pytest
from screens import WEEK, reading

from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.inputs import Loaded
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import Visit
from timeline_tui.ui.event_views import VIEWS

FILE = """
views: [{name: First, query: "country:Japan"}]
events:
  - {id: a, date: 2024-06-10, title: A, countries: [Japan]}
  - {id: b, date: 2024-06-11, title: B, countries: [Japan]}
  - {id: c, date: 2024-06-12, title: C, countries: [Italy]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.yaml"
    file.write_text(FILE)
    return file


def kept(folder: Path, file: Path) -> Visit | None:
    return State.load(folder / "state").visit(str(file))


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        pytest.param(key, name, marks=[pytest.mark.slow] if key != "3" else [])
        for key, name in zip("12345", VIEWS, strict=True)
    ],
)
async def test_the_app_returns_to_query_event_and_screen(tmp_path: Path, key: str, screen: str) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("escape", *["down"] * 9, key, "q")
        query, event, name = reader.query, reader.event, reader.explorer.screen_name
        assert (query, name) == ("", screen)
    async with reading(tmp_path, returning=True) as reader:
        assert (reader.query, reader.event, reader.explorer.screen_name) == (query, event, name)
        assert reader.explorer.focused is reader.explorer.panes.main
        assert reader.explorer.title_line.view == screen
        assert reader.toasts == []
        await reader.press("1")
        assert reader.explorer.timeline.event == reader.explorer.current, "the cursor of the timeline is there too"


async def test_nothing_is_kept_before_the_reader_does_something(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("q")
    assert not (tmp_path / "state").exists()


async def test_a_place_is_kept_once_the_reader_stays_there(tmp_path: Path, file: Path) -> None:
    async with reading(tmp_path, str(file), query="") as reader:
        visit = reader.explorer.last_visit
        for _ in range(2):
            visit.keep_soon()
            await reader.app.workers.wait_for_complete()
        assert kept(tmp_path, file) is None
        await reader.press("down")
        visit.keep_soon()
        await reader.press("down")
        visit.keep_soon()
        await reader.app.workers.wait_for_complete()
        assert kept(tmp_path, file) is None, "the reader still moves"
        visit.keep_soon()
        await reader.app.workers.wait_for_complete()
        assert kept(tmp_path, file) == Visit("", "c", "timeline")
        (tmp_path / "state" / "state.json").unlink()
        visit.keep_soon()
        await reader.press("q")
        assert kept(tmp_path, file) is None, "nothing changed, so nothing is written"


async def test_an_event_is_kept_under_a_filter_that_finds_none(tmp_path: Path, file: Path) -> None:
    async with reading(tmp_path, str(file), query="") as reader:
        await reader.press("down")
        reader.explorer.last_visit.keep()
        reader.explorer.filter.narrow(parse_query("country:Peru"))
        await reader.press("q")
    assert kept(tmp_path, file) == Visit("country:Peru", "b", "timeline")
    async with reading(tmp_path, str(file), returning=True) as reader:
        assert reader.query == "country:Peru"
        await reader.press("escape")
        assert reader.explorer.slice.query.clauses == ()


async def test_a_query_that_is_wrong_now_is_dropped_with_a_line(tmp_path: Path, file: Path) -> None:
    State.load(tmp_path / "state").set_visit(str(file), Visit("mood:glad", "b", "grid"))
    async with reading(tmp_path, str(file), query="country:Japan", returning=True) as reader:
        assert (reader.query, reader.event, reader.explorer.screen_name) == ("country:Japan", "b", "grid")
        (toast,) = reader.toasts
        assert toast.startswith("The last filter is dropped, because it is wrong: mood:glad")


@pytest.mark.parametrize(("event", "query"), [("gone", ""), ("c", "country:Japan"), ("", "")])
async def test_without_the_last_event_it_begins_with_the_first(
    tmp_path: Path, file: Path, event: str, query: str
) -> None:
    State.load(tmp_path / "state").set_visit(str(file), Visit(query, event, "a screen of a later version"))
    async with reading(tmp_path, str(file), returning=True) as reader:
        assert (reader.query, reader.event, reader.explorer.screen_name) == (query, "a", "timeline")


async def test_standard_input_is_not_remembered(tmp_path: Path, file: Path) -> None:
    async with reading(tmp_path, str(file), query="") as reader:
        reader.app._session._loaded = Loaded(**{**vars(reader.app._session._loaded), "key": ""})
        await reader.press("down", "q")
    assert not (tmp_path / "state").exists()


async def test_two_sessions_keep_the_stars_of_each_other(tmp_path: Path, file: Path) -> None:
    async with reading(tmp_path, str(file), query="") as one:
        state = State.load(tmp_path / "state")
        state.set_star(str(file), "b", True)
        state.set_visit("bundled", Visit(WEEK, "x", "grid"))
        await one.press("m", "down", "q")
    content = json.loads((tmp_path / "state" / "state.json").read_text())
    assert content["timelines"][str(file)]["stars"] == ["a", "b"]
    assert [*content["visits"]] == ["bundled", str(file)]
