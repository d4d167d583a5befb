"""The list of contested claims: drawing, keys, and the item that the cursor stays on."""

from __future__ import annotations

from pathlib import Path

import pytest
from alone import SIZES, Alone, Stage, assert_golden, bundled, showing
from screens import NARROW, NORMAL, WEEK, WIDE, Reader, reading

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Event, Source, Timeline
from timeline_tui.ui.histogram.histogram_bar import HistogramBar
from timeline_tui.ui.lists.disputes_list import DisputesList
from timeline_tui.ui.lists.facet_list import FacetList
from timeline_tui.ui.messages import ItemChosen

ARTICLE = Source("article", "Article on Japan", "A news site", url="https://example.org/a")
RECORD = Source("record", "The record", "Ministry", url="https://ministry.example.org/x")
AGENCY = Source("agency", "Report", "Agency")
EARLY, LATE = parse("2024-06-12"), parse("2024-06-14")
WRONG = Citation(ARTICLE, "¶8", "disputes", "Says that nobody signed.")
TIMELINE = Timeline(
    sources=(ARTICLE, RECORD, AGENCY),
    events=(
        Event("e0", parse("2024-06-10"), "Six sign", sources=(Citation(RECORD, stance="confirms"), WRONG)),
        Event("e1", parse("2024-06-11"), "Nobody disputes this", sources=(Citation(RECORD),)),
        Event("e2", EARLY, "A meeting", sources=(Citation(RECORD, date=LATE), Citation(AGENCY, date=EARLY))),
        Event("e3", EARLY, "A talk", sources=(Citation(ARTICLE, stance="disputes"), Citation(RECORD, date=LATE))),
    ),
)


class Told(DisputesList):
    """A list that keeps the events that it goes to."""

    def __init__(self) -> None:
        super().__init__()
        self.went_to: list[int] = []

    def on_item_chosen(self, message: ItemChosen) -> None:
        self.went_to.append(message.position)


def places(stage: Stage[Told]) -> list[tuple[str, str]]:
    """Where the source under the cursor can be opened, and the place in it."""
    return [(target.place, target.at) for target in stage.list.targets]


shown = showing(Told, TIMELINE, (60, 40))


@pytest.mark.parametrize("size", SIZES)
async def test_the_bundled_week_is_drawn_as_in_the_golden_file(size: tuple[int, int]) -> None:
    async with shown(bundled(), WEEK, size) as stage:
        assert_golden(f"disputes_{size[0]}x{size[1]}", stage.app)


async def test_by_source_it_is_drawn_as_in_the_golden_file() -> None:
    async with shown(bundled(), "", (80, 24)) as stage:
        await stage.press("s", "end")
        assert_golden("disputes_by_source", stage.app)


async def test_a_claim_says_who_confirms_who_disputes_where_and_why() -> None:
    async with shown() as stage:
        assert stage.list.description == "3 disputed claims by event"
        assert stage.lines[:13] == [
            f"  Monday 10 June 2024 {'─' * 36}",
            "▌ Six sign",
            "▌   ✓ confirmed by Ministry",
            "▌   ≠ A news site ¶8: Says that nobody signed.",
            "▌",
            f"  Wednesday 12 June 2024 {'─' * 24} 2 claims",
            "  A meeting",
            "    · reported by Agency",
            "    ≠ 12–14 June 2024: Ministry says 14 June 2024, Agency",
            "      says 12 June 2024",
            "",
            "  A talk",
            "    ≠ 12–14 June 2024: Ministry says 14 June 2024",
        ]
        assert stage.lines[13] == "    ≠ A news site: no reason is given"


async def test_a_date_is_shown_once() -> None:
    cited = (
        Citation(RECORD, date=parse("2024-06-13"), note="Residents say so."),
        Citation(ARTICLE, "¶2", stance="disputes", date=parse("2024-06-14")),
    )
    event = Event("e", parse("2024-06-12"), "A talk", sources=cited)
    async with shown(Timeline(events=(event,)), size=(60, 12)) as stage:
        assert [line.strip("▌ ") for line in stage.lines[1:6]] == [
            "A talk",
            "≠ 12–14 June 2024: Ministry says 13 June 2024, A news",
            "site says 14 June 2024",
            "≠ Ministry: Residents say so.",
            "≠ A news site ¶2",
        ]


async def test_reports_of_one_agency_count_as_one_voice() -> None:
    copies = [Source(title=name, publisher=f"ANSA, via {name}") for name in ("Mail", "Post")]
    cited = (*map(Citation, copies), Citation(ARTICLE, stance="disputes", note="No."))
    for width, said in (
        (60, "reported by 2 sources of 1 origin: ANSA, via Mail +1"),
        (44, "reported by 2 sources of 1 origin"),
    ):
        async with shown(Timeline(events=(Event("e", EARLY, "A talk", sources=cited),)), size=(width, 12)) as stage:
            assert stage.lines[2].strip("▌ ·") == said


async def test_s_groups_by_the_disputing_source_and_the_cursor_stays() -> None:
    async with shown() as stage:
        await stage.press("down", "down", "s")
        assert stage.list.description == "3 disputed claims by disputing source"
        assert stage.lines[:9] == [
            "  A news site · Article on Japan ──────────────── 2 claims",
            "  Six sign",
            "    10 June 2024",
            "    ✓ confirmed by Ministry",
            "    ≠ ¶8: Says that nobody signed.",
            "",
            "▌ A talk",
            "▌   12 June 2024",
            "▌   ≠ no reason is given",
        ]
        await stage.press("right_curly_bracket", "s")
        assert stage.marked[0] == "A meeting", "the first claim of the next source"


async def test_keys_act_on_the_disputing_source_and_its_event() -> None:
    async with shown() as stage:
        event = TIMELINE.events[0]
        assert stage.list.copy_text == wording.dispute_text(event, event.disputes)
        assert "Says that nobody signed." in stage.list.copy_text
        assert places(stage) == [(ARTICLE.url, "¶8")]
        assert (stage.list.star, stage.list.written_at) == ("", None), "the event's"
        await stage.press("down", "enter")
        assert stage.list.went_to == [2]
        assert places(stage) == [(RECORD.url, "")]
        await stage.press("down")
        assert places(stage) == [(ARTICLE.url, ""), (RECORD.url, "")]
        await stage.press("s")
        assert places(stage) == [(ARTICLE.url, "")]
        assert "The record" not in stage.list.copy_text


async def test_an_empty_list_says_what_a_dispute_is() -> None:
    async with shown(query="id:e1") as stage:
        text = " ".join("\n".join(stage.lines).split())
        assert "No disputes in view. A claim is disputed if a source has the stance “disputes”," in text
        assert "Without id:e1: 3 disputed events" in text
        assert (stage.list.copy_text, stage.list.targets, stage.list.event) == ("", (), None)
        await stage.press("enter", "s")
        assert stage.list.went_to == []
        await stage.show(Slice(Index(Timeline(events=TIMELINE.events[1:2]))))
        assert "No disputes." in "".join(stage.lines)


async def test_it_can_be_used_at_any_size() -> None:
    async with shown(bundled()) as stage:
        await stage.press("down", "down")
        for size in [(20, 5), (8, 3), (3, 9), (2, 2), (1, 1), (200, 1), (20, 3), (20, 60), (36, 12)]:
            await stage.pilot.resize_terminal(*size)
            await stage.press("down", "pagedown", "pageup", "end", "s")
            assert len(stage.lines) == size[1]
            assert size[0] < 20 or size[1] < 2 or stage.marked, size
    async with shown(size=(60, 6)) as stage:
        assert stage.lines[1] == f"▌ Six sign{' ' * 35}≠ A news site"


async def test_many_citations_and_markup_are_shown_as_text() -> None:
    hostile = "[red]sic[/]"
    cited = tuple(Citation(Source(f"s{n}", hostile), stance="disputes", note=hostile) for n in range(9))
    async with shown(Timeline(events=(Event("e", EARLY, hostile, sources=cited),))) as stage:
        assert stage.lines[1:7] == [
            f"▌ {hostile}",
            *[f"▌   ≠ {hostile}: {hostile}"] * 4,
            "▌   5 more disputing citations",
        ]


async def test_before_there_is_a_slice_it_is_empty() -> None:
    app = Alone(DisputesList())
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("enter", "s", "down")
        assert app.list.count == 0
        app.list.slice = Slice(Index(TIMELINE))
        await pilot.pause()
        assert app.list.count == 4


async def test_the_fifth_view_follows_the_filter_and_goes_to_the_event(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        await reader.press("5")
        assert "[5 Disputes]" in reader.text
        await reader.press("down")
        assert reader.event == "dicas-groups", "the detail shows the event under the cursor"
        assert "9–10 June 2024: Ministry of Defense of Japan says" in reader.text
        for size in (NORMAL, NARROW):
            await reader.resize(size)
            assert "[5 Disputes]" in reader.text
        await reader.press("y")
        assert reader.app.clipboard.startswith("10 June 2024 — First US–Japan defence-industry forum")
        await reader.press("enter")
        assert (reader.explorer.panes.view, reader.event) == ("timeline", "dicas-groups")


async def test_the_disputes_are_drawn_before_the_facets_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    draw, count = DisputesList.item_lines, FacetList.watch_counted
    monkeypatch.setattr(DisputesList, "item_lines", lambda *each: (done.append("drawn"), draw(*each))[1])
    monkeypatch.setattr(FacetList, "watch_counted", lambda each: (done.append("counted"), count(each))[1])
    async with reading(tmp_path, size=WIDE) as reader:
        done.clear()
        await reader.press("5")
        await reader.until(lambda: "Countries · disputed" in reader.text)
        assert {*done} == {"drawn", "counted"}
        assert "drawn" in done[: done.index("counted")]


async def test_the_facets_count_disputed_events_beside_the_disputes(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        before = counts(reader)
        assert before["Japan"] == 12
        await reader.press("5")
        assert "Countries · disputed" in reader.text
        index = reader.explorer.slice.index
        disputed = [index.event(position) for position in reader.explorer.slice.rows if index.event(position).disputed]
        assert counts(reader)["Japan"] == sum("Japan" in event.countries for event in disputed) == 8
        chart = reader.explorer.query_one(HistogramBar).chart
        assert chart
        bars = chart.counts.bars
        assert sum(bar.shown for bar in bars) == sum(bar.disputed for bar in bars) < sum(bar.total for bar in bars)
        assert chart.summary(0, 0) == "10 June 2024: 2 disputed of 2 events"
        await reader.press("c", "down", "space")
        assert "country:Japan" in reader.query
        disputes = reader.explorer.panes.main
        assert isinstance(disputes, DisputesList)
        assert disputes.description == "8 disputed claims by event"
        await reader.press("u", "1")
        assert counts(reader) == before


def counts(reader: Reader) -> dict[str, int]:
    """The countries with their numbers in the first pane."""
    lines = [line.split("▕")[0].strip(" ▌✓") for line in reader.text.splitlines()]
    return {name: int(number) for name, number in (line.rsplit(None, 1) for line in lines if line[-1:].isdigit())}


async def test_a_plain_screen_has_words_for_signs(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL, query="id:dicas-groups,japan-ukraine-accord", plain=True) as reader:
        await reader.press("5")
        text = " ".join(reader.text.split())
        assert "dates differ: 9–10 June 2024: Ministry of Defense of Japan says 9 June 2024" in text
        assert "disputed by redcensor.com ¶8: Places the declaration" in text
        assert "confirmed by" in text
