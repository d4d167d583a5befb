"""The order that events state, in the app: headings, the mark of an uncertain place, O, and the query bar."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from screens import NORMAL, WIDE, reading

TIMELINE = """
events:
  - {id: summit, date: 2024-06-13, title: The summit opens}
  - {id: speech, date: 2024-06-13, title: A speech}
  - {id: talks, title: The talks, after: summit, before: accord}
  - {id: month, date: 2024-06, title: The month, after: summit}
  - {id: accord, date: 2024-06-15, title: The accord}
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "t.yaml").write_text(TIMELINE)
    return str(tmp_path / "t.yaml")


async def test_events_stand_where_they_can_first_have_been_and_are_marked(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        lines = [line.partition("▏")[0].partition("▕")[2] for line in reader.text.splitlines()]
        shown = [re.sub("[─ ]+", " ", line.strip("▌▐ ")).strip() for line in lines]
        first = shown.index("Thursday 13 June 2024 2 events")
        assert [line for line in shown[first:] if line.strip("│ ")] == [
            "Thursday 13 June 2024 2 events",
            "● The summit opens",
            "● A speech",
            "between 13 and 15 June 2024",
            "○ The talks",
            "│ ⇅",
            "between 13 and 30 June 2024",
            "● The month",
            "│ June 2024 ⇅",
            "Saturday 15 June 2024",
            "● The accord",
        ]


async def test_only_what_is_shown_makes_a_place_uncertain(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="", plain=True) as reader:
        assert reader.text.count("place in the list uncertain") == 2
        await reader.press("slash")
        await reader.paste("before:accord")
        await reader.press("enter")
        assert "between 13 and 15 June 2024" in reader.text
        assert "place in the list uncertain" not in reader.text


async def test_a_key_asks_for_the_events_before_and_after_the_current_one(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="title:the", size=NORMAL) as reader:
        await reader.press("O")
        assert "Only events … The summit opens" in reader.text
        await reader.press("2")
        assert (reader.query, reader.event) == ("title:the after:summit", "talks")


async def test_the_query_bar_completes_ids_and_points_at_unknown_ones(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await reader.press("slash")
        await reader.paste("possibly-before:")
        await reader.press(*"tal")
        assert "talks  The talks" in reader.text
        assert reader.query == ""  # a half-typed id does not empty the list
        await reader.press("tab", "enter")
        assert reader.query == "possibly-before:talks"
        await reader.press("slash", "ctrl+u")
        await reader.paste("before:tallks")
        await reader.press("enter")
        await reader.until(lambda: "no event has the id “tallks”, and it is not a date" in reader.text)
        assert "did you mean before:talks?" in " ".join(reader.text.split())


async def test_r_follows_the_stated_order(tmp_path: Path, file: str) -> None:
    async with reading(tmp_path, file, query="id:talks", size=WIDE) as reader:
        assert "After The summit opens (13 June 2024)" in reader.text
        await reader.press("r", "2")
        assert reader.event == "accord"
