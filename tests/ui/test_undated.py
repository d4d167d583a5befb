"""Undated events on the whole screen: in every view, in the counts, beside their problems."""

from pathlib import Path

import pytest
from screens import SIZES, WIDE, reading

FILE = """
events:
  - {date: 14/7/24, title: Ships turn away, countries: [Norland], quotes: [{text: We wait, speaker: Ana Vidal}]}
  - {title: Mediator named, countries: [Norland, Sudmark], related: {event: b, as: caused it}}
  - {id: a, date: 2024-06-12, title: Dockers walk out, countries: [Norland]}
  - {id: b, date: 2024-06-13, title: Talks begin, countries: [Sudmark]}
"""


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    file = tmp_path / "harbour.yaml"
    file.write_text(FILE)
    return str(file)


@pytest.mark.parametrize("size", SIZES)
async def test_undated_events_can_be_found_and_read_at_every_size(
    tmp_path: Path, harbour: str, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, harbour, query="", size=size) as reader:
        assert reader.status.startswith("4 events")
        await reader.press("G", "{")
        assert "Undated ──" in reader.text
        assert reader.event == "ships-turn-away"
        await reader.press("enter")
        assert "undated, written “14/7/24”" in reader.text
        assert "“14/7/24”: not understood as a date" in reader.text
        await reader.press("escape", "m", "1", "/")
        await reader.paste("is:undated")
        await reader.press("enter")
        assert reader.status.startswith("2 of 4 events")
        assert "Mediator named" in reader.text


async def test_every_view_has_undated_events(tmp_path: Path, harbour: str) -> None:
    async with reading(tmp_path, harbour, query="", size=WIDE) as reader:
        assert "2 undated" in reader.text  # beside the histogram
        await reader.press("!")
        assert "the event is kept under “Undated”" in reader.text
        await reader.press("escape", "2", "G", "end", "left")
        assert "Sudmark, in no column: 1 undated" in reader.text
        await reader.press("3", "s")
        assert "Undated ──" in reader.text
        await reader.press("1", "s", "g")
        assert reader.event == "b"
        await reader.press("G")
        assert reader.event == "mediator-named"
        await reader.press("r", "enter")
        assert reader.event == "b"
