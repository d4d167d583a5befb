"""Stars of events, quotes and sources: m sets and removes them."""

from pathlib import Path

import pytest
from screens import NARROW, NORMAL, reading

from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.starred import Star, star_of
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.state import State
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.screen.event_actions import starred

STARRED = Query((Clause("is", (Term("starred"),)),))


def kept(folder: Path) -> frozenset[str]:
    return State.load(folder / "state").stars(find_inputs([]).key)


async def test_a_quote_is_starred_and_its_event_is_found(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("3", "down", "m")
        (star,) = map(star_of, kept(tmp_path))
        event = reader.explorer.event
        assert event
        assert star.event == event.id
        assert star.quote in [quote.text for quote in event.quotes]
        assert reader.toasts == ["Starred this quote · is:starred finds its event"]
        for size, shown in ((NARROW, 1), (NORMAL, 2)):
            await reader.resize(size)
            assert reader.text.count("★") == shown, "in the list, and in the detail if it is shown"
        reader.explorer.filter.narrow(STARRED)
        await reader.press("1")
        assert [reader.explorer.slice.event(0).id] == [event.id]
        assert "☆" in reader.text
        await reader.press("m")
        assert "★" in reader.text, "the event has a star of its own now"
        assert len(kept(tmp_path)) == 2
        await reader.press("m", "3", "home")
        await reader.press_until("down", lambda: reader.explorer.panes.main.star in kept(tmp_path))
        await reader.press("m")
        assert kept(tmp_path) == frozenset()
        assert reader.toasts == ["Removed the star of this quote"]
        assert "0 of 29 events" in reader.status


async def test_a_source_is_starred_and_the_events_with_it_are_found(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("4", "home")
        await reader.press("m")
        assert reader.toasts == ["Starred this event · is:starred finds it"], "the cursor is on events to check"
        await reader.press("m")
        await reader.press_until("down", lambda: bool(reader.explorer.panes.main.star))
        use = reader.explorer.panes.main.use  # type: ignore[attr-defined]  # it is the list of sources
        await reader.press("m")
        assert reader.toasts == [f"Starred this source, in {use.total} events · is:starred finds them"]
        assert "★" in reader.text
        (star,) = map(star_of, kept(tmp_path))
        assert star.source == use.name
        found = reader.explorer.slice.with_query(STARRED)
        assert len(found) == use.total > 1
        await reader.press("1")
        assert "☆" in reader.text
        await reader.press("4", "home")
        await reader.press_until("down", lambda: reader.explorer.panes.main.star in kept(tmp_path))
        await reader.press("m")
        assert kept(tmp_path) == frozenset()


async def test_the_detail_stars_what_its_card_is_about(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord") as reader:
        await reader.press("enter", "m")
        assert kept(tmp_path) == {"japan-ukraine-accord"}
        detail = reader.explorer.query_one(Detail)
        for size, shown in ((NORMAL, 2), (NARROW, 1)):
            await reader.resize(size)
            assert reader.text.count("★") == shown, "in the detail, and in the row if it is shown"
        for kind in ("quote", "source"):
            while detail.card and detail.card.kind != kind:
                await reader.press("down")
            await reader.press("m")
            assert reader.toasts[0].startswith(f"Starred this {kind}")
            assert "★" in reader.text
            assert detail.star in kept(tmp_path)
            await reader.press("m")
        await reader.press_until("down", lambda: bool(detail.card and detail.card.kind == "related"))
        await reader.press("m")
        assert kept(tmp_path) == frozenset(), "the star of the event itself is removed"


@pytest.mark.parametrize("key", [pytest.param("1", marks=pytest.mark.slow), "2"])
async def test_an_event_is_starred_where_no_quote_is_under_the_cursor(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as reader:
        await reader.press(key, "m")
        assert kept(tmp_path) == {reader.event}
        assert reader.toasts == ["Starred this event · is:starred finds it"]


def test_while_a_file_is_read_the_message_says_what_is_found_at_once() -> None:
    cited = Source(url="https://example.org/a")
    dates = ("2024-06-10", "2024-06-11")
    index = Index(Timeline(events=tuple(Event(f"e{date}", parse(date), date) for date in dates)))
    index.indexed = 0b01
    assert starred(Star("e2024-06-10"), True, index)[1] == "is:starred finds it"
    assert starred(Star("e2024-06-11"), True, index)[1] == "is:starred finds it when all is read"
    source = starred(Star(source=cited.name), True, index)
    assert source == ("Starred this source, in 0 events so far", "is:starred finds them when all is read")


async def test_the_line_of_a_dispute_stars_the_event_and_not_the_article_everywhere(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:japan-ukraine-accord") as reader:
        await reader.press("enter")
        detail = reader.explorer.query_one(Detail)
        await reader.press_until("down", lambda: bool(detail.card and detail.card.kind == "dispute"))
        await reader.press("m")
        assert kept(tmp_path) == {"japan-ukraine-accord"}


async def test_a_key_reports_at_once_what_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a folder")
    async with reading(tmp_path) as reader:
        await reader.press("m")
        (toast,) = reader.toasts
        assert toast.startswith("Starred this event for this session only: ")
        await reader.press("V")
        await reader.paste("Mine")
        await reader.press("enter")
        assert reader.toasts[-1].startswith("Saved the view Mine for this session only: ")
