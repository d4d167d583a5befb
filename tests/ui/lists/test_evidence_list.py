"""Marks of events with no source, a single source or a dispute, on the screen."""

from pathlib import Path

import pytest
from screens import SIZES, WIDE, reading

MIXED = """
sources: {a: {title: A}, b: {title: B}}
events:
  - {id: none, date: 2024-06-10, title: No source at all, countries: [Japan]}
  - {id: one, date: 2024-06-11~, title: One source only, countries: [Japan], sources: [a]}
  - {id: two, date: 2024-06-12, title: Two sources, countries: [Japan], sources: [a, {source: b, stance: disputes}]}
"""
PLAIN = "events: [{date: 2024-06-10, title: One, countries: [Japan]}, {date: 2024-06-11, title: Two}]"


@pytest.mark.parametrize("size", SIZES)
async def test_rows_mark_events_with_less_than_two_sources(tmp_path: Path, size: tuple[int, int]) -> None:
    file = tmp_path / "mixed.yaml"
    file.write_text(MIXED)
    async with reading(tmp_path, str(file), query="", size=size) as reader:
        for day, marks in (("none", {"§0"}), ("one", {"~", "§1"}), ("two", {"≠", "§2"})):
            reader.explorer.show_event(day)
            await reader.pilot.pause()
            rows = [set(line.partition("▏")[0].split()) for line in reader.text.splitlines()]
            assert any("Japan" in row and marks == row & {"§0", "§1", "§2", "~", "≠"} for row in rows)
        for check, found in (("unsourced", "none"), ("single-source", "one"), ("disputed", "two")):
            await reader.press("slash", "ctrl+u")
            await reader.paste(f"is:{check}")
            await reader.press("enter")
            assert (len(reader.explorer.slice), reader.event) == (1, found)


async def test_the_event_card_has_the_marks_in_words(tmp_path: Path) -> None:
    file = tmp_path / "mixed.yaml"
    file.write_text(MIXED)
    async with reading(tmp_path, str(file), query="", size=WIDE) as reader:
        assert "§0 no source" in reader.text
        await reader.press("down")
        assert "~ approximate date · §1 a single source" in reader.text
        await reader.press("down")
        assert "≠ [2] B" in reader.text, "the source that disputes it"
        assert "a single source" not in reader.text


async def test_a_file_without_sources_has_no_marks_in_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text(PLAIN)
    async with reading(tmp_path, str(file), query="") as reader:
        rows = [line for line in reader.text.splitlines() if "§" in line]
        assert len(rows) == 1, "only in the words of the card"


@pytest.mark.parametrize("size", SIZES)
async def test_a_dispute_says_source_place_and_reason_at_any_width(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, query="id:hiroshima-summit", size=size) as reader:
        await reader.press("enter")
        lines = reader.text.splitlines()
        assert any("≠ [3] redcensor.com ¶8" in line for line in lines)
