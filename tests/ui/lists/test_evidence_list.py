"""Marks of events with no source, a single source or a dispute, on the screen."""

from pathlib import Path

from screens import NARROW, NORMAL, WIDE, reading

MIXED = """
sources: {a: {title: A}, b: {title: B}}
events:
  - {id: none, date: 2024-06-10, title: No source at all, countries: [Japan]}
  - {id: one, date: 2024-06-11~, title: One source only, countries: [Japan], sources: [a]}
  - {id: two, date: 2024-06-12, title: Two sources, countries: [Japan], sources: [a, {source: b, stance: disputes}]}
"""
PLAIN = "events: [{date: 2024-06-10, title: One, countries: [Japan]}, {date: 2024-06-11, title: Two}]"


async def test_rows_mark_events_with_less_than_two_sources(tmp_path: Path) -> None:
    file = tmp_path / "mixed.yaml"
    file.write_text(MIXED)
    async with reading(tmp_path, str(file), query="") as reader:
        for size in (WIDE, NORMAL, NARROW):
            await reader.resize(size)
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
        assert "≠ disputed" in reader.text
        assert "a single source" not in reader.text


async def test_a_file_without_sources_has_no_marks_in_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text(PLAIN)
    async with reading(tmp_path, str(file), query="") as reader:
        rows = [line for line in reader.text.splitlines() if "§" in line]
        assert len(rows) == 1, "only in the words of the card"


async def test_claim_and_dispute_are_side_by_side_if_there_is_room(tmp_path: Path) -> None:
    claim, against = "Hiroshima", "≠ disputes: [3]"
    for size, beside in ((WIDE, True), (NORMAL, False), (NARROW, False)):
        async with reading(tmp_path, query="id:hiroshima-summit", size=size) as reader:
            await reader.press("enter")
            lines: list[str] = []
            for _ in range(60):
                if not any(against in line for line in lines):
                    await reader.press("down")
                    lines = reader.text.splitlines()
            assert any(against in line for line in lines)
            assert any(claim in line and against in line for line in lines) is beside
