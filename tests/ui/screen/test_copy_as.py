"""The key Y: an event or a source is copied as it is written into a file."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from screens import SIZES, reading
from textual.widgets import OptionList

from timeline_tui.formats.yaml.yaml import read
from timeline_tui.model.checked import fingerprint
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.dialogs.dialogs import Choose

TIMELINE = """
sources:
  wire: {title: The wire, url: "https://example.org/wire"}
events:
  - date: 2024-06-13
    title: The claim
    sources: [wire, {title: In place, at: p. 3}, {source: unknown, note: lost}]
    related: [{event: "a, b", as: based on}]
    price: "12"
  - id: "a, b"
    date: 2024-06-12
    title: What was before
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "t.yaml"
    path.write_text(TIMELINE)
    return str(path)


@pytest.mark.parametrize("size", [*SIZES, pytest.param((20, 5), marks=pytest.mark.slow)])
async def test_an_event_as_id_as_related_line_and_as_yaml(tmp_path: Path, file: str, size: tuple[int, int]) -> None:
    async with reading(tmp_path, file, query="", size=size) as reader:
        for number, copied in [
            ("1", "a, b"),
            ("2", '- {event: "a, b", as: }'),
            ("3", "  - id: a, b\n    date: 2024-06-12\n    title: What was before\n"),
        ]:
            await reader.press("Y")
            assert isinstance(reader.app.screen, Choose)
            assert "Id" in reader.text
            await reader.press(number)
            assert reader.app.clipboard == copied
            assert reader.toasts == [f"Sent to the clipboard: {' '.join(copied.split())}"[: 23 + 60]]


async def test_the_choices_show_what_is_copied(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("down", "Y")
        options = reader.app.screen.query_one(OptionList)
        assert options.option_count == 4
        for line in ("Copy as", "2024-06-13-the-claim", "- {event: 2024-06-13-the-claim, as: }", "9 lines"):
            assert line in reader.text, line
        await reader.press("escape")
        assert reader.app.clipboard == ""
        await reader.press("Y", "4")
        assert reader.explorer.event
        day, hash = date.today().isoformat(), fingerprint(reader.explorer.event)
        assert reader.app.clipboard == f"- {{by: , on: {day}, hash: {hash}}}"


@pytest.mark.parametrize("spaces", ["", "    "])
async def test_what_is_copied_is_indented_like_the_file(tmp_path: Path, spaces: str) -> None:
    path = tmp_path / "t.yaml"
    lines = ["- id: one", "  date: 2024-06-13", "  title: One", "  note: |", "    a", "", "    b", "  sources:"]
    event = "".join(f"{spaces}{line}\n" if line else "\n" for line in [*lines, "  - title: In place"])
    path.write_text(f"sources:\n{spaces or '  '}wire: {{title: W}}\nevents:\n{event}")
    async with reading(tmp_path, str(path), query="") as reader:
        await reader.press("Y", "3")
        text, event = path.read_text(), reader.explorer.event
    again = read(f"{text}{reader.app.clipboard}".encode(), "again.yaml").timeline.events
    assert event
    assert [event._replace(id="", given_id=False, line=0, file="") for event in again] == [
        event._replace(id="", given_id=False, line=0, file="")
    ] * 2


async def test_an_event_that_is_pasted_into_a_file_is_the_same_event(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("down", "Y", "3")
        event = reader.explorer.event
        assert event
        again = read(f"{TIMELINE.partition('events:')[0]}events:\n{reader.app.clipboard}".encode(), "again.yaml")
        assert again.timeline.events[0]._replace(file=event.file, line=event.line) == event


async def test_a_source_in_its_list_and_in_the_detail(tmp_path: Path, file: str) -> None:
    written = "  wire:\n    title: The wire\n    url: https://example.org/wire\n"
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("4")
        await reader.press_until("down", lambda: reader.explorer.panes.main.star == "\nwire")
        await reader.press("Y")
        assert "Key" in reader.text
        await reader.press("1")
        assert reader.app.clipboard == "wire"
        await reader.press("Y", "2")
        assert reader.app.clipboard == written
        await reader.press("1", "end", "enter")
        detail = reader.explorer.query_one(Detail)
        await reader.press_until("down", lambda: detail.star == "\nwire")
        await reader.press("Y", "2")
        assert reader.app.clipboard == written


@pytest.mark.slow
async def test_a_source_without_a_key_is_an_item_of_the_sources_of_an_event(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("end", "enter")
        detail = reader.explorer.query_one(Detail)
        await reader.press_until("down", lambda: detail.star == "\nIn place")
        await reader.press("Y", "1")
        assert yaml.safe_load(reader.app.clipboard) == [{"title": "In place"}]


@pytest.mark.slow
async def test_a_related_event_in_the_detail(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="") as reader:
        await reader.press("end", "enter")
        detail = reader.explorer.query_one(Detail)
        await reader.press_until("down", lambda: bool(detail.card and detail.card.event_id))
        await reader.press("Y", "1")
        assert reader.app.clipboard == "a, b"


async def test_without_events_nothing_is_offered(tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("title: Nothing yet\n")
    async with reading(tmp_path, str(empty), query="") as reader:
        await reader.press("Y")
        assert len(reader.app.screen_stack) == 1
