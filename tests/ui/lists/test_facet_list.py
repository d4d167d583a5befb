"""The facets: moving from one to the next, clicks, folded values, and which of them have room."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import NORMAL, WIDE, Reader, reading

from timeline_tui.query.query_fields import FACETS
from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.lists.facet_list import FacetList


def _focused(reader: Reader) -> FacetList:
    focused = reader.explorer.focused
    assert isinstance(focused, FacetList)
    return focused


def _facet_lines(reader: Reader) -> list[str]:
    """The lines of the facets beside the other panes, below title and query."""
    return [line.split("▕")[0].rstrip("▐ ") for line in reader.text.split("\n")[2:]]


async def test_arrows_reach_every_facet_and_come_back(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        await reader.press("tab", "tab")
        assert (_focused(reader).field, _focused(reader).cursor) == ("country", 0)
        await reader.press("up")
        assert _focused(reader).field == "country"
        for field in [field for field in FACETS if reader.explorer.slice.facet(field).values][1:]:
            await reader.press("end", "down")
            assert (_focused(reader).field, _focused(reader).cursor) == (field, 0)
            columns = _facet_lines(reader)
            titles = [y for y, line in enumerate(columns) if line.endswith("─ any")]
            assert FACETS[field].title in columns[titles[-1 if field != "topic" else 1]]
            assert all(columns[y - 1] == "" for y in titles[1:]), "a blank line is between two facets"
        await reader.press("end", "down")
        assert _focused(reader).field == "origin"
        for field in ("speaker", "source", "place", "org", "person", "topic", "country"):
            await reader.press("home", "up")
            assert _focused(reader).field == field
            assert _focused(reader).cursor == _focused(reader).count - 1


async def test_keys_that_follow_at_once_go_to_the_next_facet(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.pilot.press("c", "end", "j", "j", "j", "k", "space")
        await reader.pilot.pause()
        second = reader.explorer.slice.facet("topic").values[1]
        assert [term.text for term in reader.explorer.slice.query.terms("topic")] == [second]


async def test_a_click_on_a_value_filters(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        await reader.pilot.click(".-country", offset=(5, 3))
        await reader.pilot.pause()
        third = reader.explorer.slice.facet("country").values[2]
        assert reader.explorer.slice.query.terms("country")[0].text == third
        await reader.pilot.click(".-topic", offset=(5, 2), times=2)
        await reader.pilot.pause()
        assert len(reader.explorer.slice.query.terms("topic")) == 1, "a double click is one click"


async def test_values_without_events_in_view_are_folded_and_the_order_stays(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        values = reader.explorer.slice.facet("topic").values
        await reader.press("slash")
        await reader.paste("Yellen")
        await reader.press("enter", "t", "end")
        topics = _focused(reader)
        assert topics.value is None
        count = reader.explorer.slice.facet("topic").count
        shown = [value for value in values if count(value) or value == values[0]]  # the cursor was on the first one
        folded = [value for value in values if value not in shown]
        assert f"  {len(folded)} more" in reader.text
        for value in reversed(shown):
            await reader.press("up")
            assert topics.value == value
        await reader.press("end", "space")
        assert topics.value == folded[0]
        await reader.press("home")
        for value in values:
            assert topics.value == value
            await reader.press("down")
        assert reader.query == "Yellen"


async def test_values_are_drawn_again_only_if_a_state_or_a_count_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        await reader.press("c")
        countries, changes, drawn = _focused(reader), [None], []
        redraw = countries._redraw

        def note() -> None:
            changes.append(None)
            redraw()

        monkeypatch.setattr(countries, "_redraw", note)
        for query in ("-zz", "-zzz", "Yellen", "Yellen country:Japan", "Yellen -country:Japan", "Yel", "Yellen"):
            before = len(changes)
            reader.explorer.filter.narrow(parse_query(query))
            drawn += [query] if len(changes) > before else []
        assert drawn == ["Yellen", "Yellen country:Japan", "Yellen -country:Japan", "Yel"]


async def test_the_value_under_the_cursor_is_never_folded(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        await reader.press("c")
        await reader.press_until("down", lambda: _focused(reader).value == "Switzerland")
        countries = _focused(reader)
        await reader.press("slash")
        await reader.paste("Yellen")
        await reader.press("enter")
        assert countries.value == "Switzerland"


async def test_without_any_event_all_values_stay(tmp_path: Path) -> None:
    async with reading(tmp_path, query="zzz", size=WIDE) as reader:
        assert ": none" not in reader.text
        await reader.press("c", "end")
        assert _focused(reader).value == reader.explorer.slice.facet("country").values[-1]


async def test_any_is_shown_as_all_is(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        assert (reader.mode("Countries"), reader.mode("Topics")) == ("any", "any")
        await reader.press("t", "space", "a")
        assert (reader.mode("Countries"), reader.mode("Topics")) == ("any", "all")


async def test_a_high_screen_shows_further_facets(tmp_path: Path) -> None:
    file = tmp_path / "few.yaml"
    values = "countries: [A, B, C, D, E, F, G, H, I], topics: [oil], people: [Jo Japp], place: Rome"
    file.write_text(f"events:\n- {{date: 2024, title: One, {values}}}\n")
    async with reading(tmp_path, str(file), query="", size=(140, 24)) as reader:
        lines = _facet_lines(reader)
        for title in ("Countries", "Topics", "People", "Places"):
            assert any(title in line for line in lines)
        assert not any("Speakers" in line for line in lines), "the file has none"
        await reader.resize((140, 22))
        lines = _facet_lines(reader)
        assert any("People" in line for line in lines)
        assert not any("Places ─" in line for line in lines)
        assert any(line.strip() == "1 more: Places" for line in lines)
        await reader.pilot.click("MoreFacets")
        await reader.press("pageup")
        assert _focused(reader).field == "person", "from the first line to the facet above"
        await reader.press("pagedown")
        assert _focused(reader).field == "place"
        await reader.press("ctrl+p")
        await reader.type("facet cou")
        await reader.until(lambda: "Facet: Countries" in reader.text)
        await reader.press("down", "enter")
        assert _focused(reader).field == "country"
        await reader.press("escape", "slash")
        await reader.paste("credibility:A")
        await reader.press("enter")
        await reader.until(lambda: "  Credibility ratings: none" in _facet_lines(reader))  # without values, one line


async def test_sources_are_shown_by_publisher_and_title(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=NORMAL) as reader:
        await reader.press("S")
        facet = reader.explorer.slice.facet("source")
        first = facet.values[0]
        assert facet.name(first) != first
        assert facet.name(first)[:20] in reader.text
