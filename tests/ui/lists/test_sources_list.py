"""The list of sources: drawing, keys, and the item that the cursor stays on."""

from __future__ import annotations

import pytest
from alone import SIZES, Alone, Stage, assert_golden, bundled, showing

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.ui.lists.sources_list import SourcesList
from timeline_tui.ui.messages import Narrowed

ARTICLE = Source("article", "Article on Japan", "A news site", parse("2024-06-20"), "https://example.org/a", "copy")
RECORD = Source("record", "The record", "Ministry", parse("2024-06-13"), "https://ministry.example.org/x", "official")
SPARE = Source("spare", "A spare one", url="https://example.org/spare")
PAGE = Source(url="https://example.org/page")
WEEK = Timeline(
    sources=(ARTICLE, RECORD, SPARE),
    events=(
        Event("e0", parse("2024-06-10"), "a", sources=(Citation(ARTICLE), Citation(ARTICLE, "¶8", "disputes"))),
        Event("e1", parse("2024-06-11"), "b", sources=(Citation(RECORD, stance="confirms"), Citation(ARTICLE))),
        Event("e2", parse("2024-06-12"), "c", quotes=(Quote("x", source=RECORD), Quote("y", source=RECORD))),
        Event("e3", parse("2024-06-13"), "d"),
        Event("e4", parse("2024-06-14"), "e", sources=(Citation(PAGE),)),
    ),
)


class Told(SourcesList):
    """A list that applies each filter that it posts."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: list[str] = []

    def on_narrowed(self, message: Narrowed) -> None:
        assert self.slice
        self.slice = message.change(self.slice)
        self.queries.append(format_query(self.slice.query))


shown = showing(Told, WEEK, (60, 40))


def with_gaps() -> Timeline:
    """The bundled timeline, with an event without a source and a source without an event."""
    whole = bundled()
    rumour = Event("rumour", parse("2024-06-12"), "Rumour of a further package", countries=("Japan",))
    return whole._replace(events=(*whole.events, rumour), sources=(*whole.sources, SPARE))


@pytest.mark.parametrize("size", SIZES)
async def test_the_bundled_week_is_drawn_as_in_the_golden_file(size: tuple[int, int]) -> None:
    async with shown(with_gaps(), "date:2024-06-10..2024-06-14", size) as stage:
        assert_golden(f"sources_{size[0]}x{size[1]}", stage.app)


async def test_sources_that_are_not_cited_are_drawn_as_in_the_golden_file() -> None:
    async with shown(with_gaps(), "date:2024-06-10..2024-06-14", (80, 24)) as stage:
        await stage.press("s", "end")
        assert_golden("sources_not_cited", stage.app)


async def test_events_to_check_come_first_then_sources_by_citation() -> None:
    async with shown(query="date:..2024-06-13") as stage:
        assert stage.lines[:25] == [
            "  Events to check ────────────────────────────────────────",
            "▌ §0 without a source                                    1",
            "  §1 with a single source                                2",
            "  ≠  disputed                                            1",
            "",
            "  Cited in view · by events ──────────────────── 2 sources",
            "  Article on Japan                                       2",
            "    A news site · copy · 20 June 2024 · example.org/a",
            "    · reports 2  ≠ disputes 1",
            "",
            "  The record                                             2",
            "    Ministry · official · 13 June 2024",
            "    ministry.example.org/x",
            "    ✓ confirms 1  ❝ 2 quotes",
            "",
            "  Not cited in view · by events ───────────────── 1 source",
            "  https://example.org/page",
            "    1 event outside this view",
            "",
            "  Cited by no event ───────────────────────────── 1 source",
            "  A spare one",
            "    example.org/spare",
            "    ∅ no event cites it",
            "",
            "",
        ]


async def test_stances_without_room_go_on_in_the_next_line_in_the_same_words() -> None:
    cited = (Citation(ARTICLE), Citation(ARTICLE, "¶2", "confirms"), Citation(ARTICLE, "¶8", "disputes"))
    event = Event("e0", parse("2024-06-10"), "a", sources=cited, quotes=(Quote("x", source=ARTICLE),))
    async with shown(Timeline(events=(event,)), size=(48, 20)) as stage:
        lines = [line.strip(" ▌") for line in stage.lines]
        assert "· reports 1  ✓ confirms 1  ≠ disputes 1" in lines
        assert lines[lines.index("· reports 1  ✓ confirms 1  ≠ disputes 1") + 1] == "❝ 1 quote"
    async with shown(Timeline(events=(event,)), size=(26, 20)) as stage:
        assert "· 1  ✓ 1  ≠ 1  ❝ 1" in [line.strip(" ▌") for line in stage.lines], "narrow: without words"


async def test_s_changes_the_order_and_the_cursor_stays() -> None:
    async with shown(query="date:..2024-06-13") as stage:
        await stage.press("down", "down", "down", "down")
        assert stage.marked[0].startswith("The record")
        seen = []
        for _ in range(5):
            assert stage.marked[0].startswith("The record")
            titles = [line.split("  ")[1] for line in stage.lines if line.endswith("  2")]
            seen.append((stage.list.description, titles[1] if titles[0].startswith("§") else titles[0]))
            await stage.press("s")
        assert [order for order, _ in seen] == [
            "4 sources by events",
            "4 sources by name",
            "4 sources by date",
            "4 sources by origin",
            "4 sources by events",
        ]


async def test_by_origin_each_has_a_heading_with_its_sources_and_events() -> None:
    via = [Source(f"r{n}", f"Report {n}", f"Reuters, via Paper {n}") for n in range(3)]
    repeating = Source("blog", "A blog", based_on=("record",))
    events = (
        Event("x", parse("2024-06-10"), "x", sources=tuple(map(Citation, (via[0], via[1], repeating)))),
        Event("y", parse("2024-06-11"), "y", sources=(Citation(via[0]), Citation(via[2]))),
        Event("z", parse("2024-06-12"), "z", sources=(Citation(RECORD),)),
        Event("other", parse("2025"), "o", sources=(Citation(ARTICLE), Citation(SPARE))),
    )
    timeline = Timeline(sources=(RECORD, repeating, ARTICLE, SPARE, *via), events=events)
    async with shown(timeline, "date:2024") as stage:
        await stage.press("s", "s", "s")
        headings = [line[2:] for line in stage.lines if "───" in line]
        assert [" ".join(heading.replace("─", "").split()) for heading in headings] == [
            "Events to check",
            "Ministry: The record · 2 events 2 sources",
            "Reuters · 2 events 3 sources",
            "Not cited in view · by origin 2 sources",
        ]
        assert stage.list.slice is not None
        facet = stage.list.slice.facet("origin")
        assert [(value, facet.count(value)) for value in facet.values] == [("record", 2), ("Reuters", 2)]
        assert [*map(facet.name, facet.values)] == ["Ministry: The record", "Reuters"]
        for value in facet.values:
            assert stage.list.slice.toggle("origin", value).query == parse_query(f"date:2024 origin:{value}")
        assert "  /1 with a single origin                                2" in stage.lines
        await stage.filter("")
        assert any(line.startswith("  Each its own origin · by origin ─") for line in stage.lines)
        await stage.press("home", "down", "enter")
        assert stage.list.queries == ["is:single-origin"]


async def test_an_origin_counts_sources_of_several_origins_apart() -> None:
    based_on = (("record",), ("record", "article"), ("article", "record"))
    sources = [Source(f"s{n}", f"Report {n}", based_on=keys) for n, keys in enumerate(based_on)]
    events = [Event(f"e{n}", parse("2024"), "e", sources=(Citation(source),)) for n, source in enumerate(sources)]
    async with shown(Timeline(sources=(RECORD, ARTICLE, *sources), events=tuple(events)), size=(100, 40)) as stage:
        await stage.press("s", "s", "s")
        headings = [" ".join(line.replace("─", "").split()) for line in stage.lines if "───" in line]
        assert headings[1:3] == [
            "Ministry: The record + A news site: Article on Japan · 2 events 2 sources",
            "Ministry: The record · 1 event, 3 with other origins 1 source",
        ]
        assert stage.list.slice is not None
        assert stage.list.slice.facet("origin").count("record") == 3


async def test_by_date_the_oldest_source_is_first() -> None:
    async with shown() as stage:
        assert stage.lines.index(_line(stage, "Article on")) < stage.lines.index(_line(stage, "The record"))
        await stage.press("s", "s")
        assert stage.lines.index(_line(stage, "The record")) < stage.lines.index(_line(stage, "Article on"))


def _line(stage: Stage[Told], beginning: str) -> str:
    return next(line for line in stage.lines if line[2:].startswith(beginning))


async def test_enter_filters_by_the_source_and_again_removes_the_filter() -> None:
    async with shown(query="date:..2024-06-13") as stage:
        await stage.press("down", "down", "down", "enter")
        assert stage.list.queries == ["date:..2024-06-13 source:article"]
        assert stage.marked[0] == "Article on Japan                                       2"
        await stage.press("enter")
        assert stage.list.queries[1:] == ["date:..2024-06-13"]
        assert stage.marked[0].startswith("Article on Japan")


async def test_enter_on_a_source_outside_the_view_replaces_the_filter() -> None:
    async with shown(query="date:..2024-06-13") as stage:
        await stage.press("end", "enter")
        assert stage.list.queries == []
        await stage.press("up", "enter")
        assert stage.list.queries == ["source:https://example.org/page"]
        assert len(stage.list.slice or ()) == 1


async def test_enter_on_events_to_check_filters_by_them() -> None:
    async with shown() as stage:
        await stage.press("enter")
        assert stage.list.queries == ["is:unsourced"]
        assert stage.marked[0] == "§0 without a source                                    1"
        await stage.press("enter")
        assert stage.list.queries[1:] == [""]
        await stage.press("down", "enter", "down", "enter")
        assert stage.list.queries[2:] == ["is:single-source", "is:single-source is:disputed"]


async def test_events_without_source_and_sources_without_event_are_highlighted() -> None:
    async with shown() as stage:
        await stage.press("down")
        styles = {
            segment.text.strip(): segment.style
            for y in range(stage.list.size.height)
            for segment in stage.list.render_line(y)
        }
        plain = next(style for text, style in styles.items() if text.startswith("with a single source"))
        for text in ("without a source", "§0", "Cited by no event", "∅ no event cites it"):
            assert styles[text].bold, text
            assert not plain.bold, text


async def test_the_cursor_stays_on_its_source_while_the_filter_changes() -> None:
    async with shown() as stage:
        assert stage.list.go_to(RECORD)
        for query in ("date:2024-06-10", "is:disputed", "zebra", ""):
            await stage.filter(query)
            assert query == "zebra" or stage.marked[0].startswith("The record"), query
        await stage.press("home")
        await stage.filter("date:2024-06-10")
        assert stage.marked[0].startswith("§1"), "the item is gone: the first item"


async def test_the_cursor_stays_on_its_source_when_the_file_is_read_again() -> None:
    async with shown() as stage:
        stage.list.go_to(RECORD)
        renamed = RECORD._replace(title="The record, corrected")
        events = tuple(
            event._replace(sources=tuple(each._replace(source=renamed) for each in event.sources))
            for event in WEEK.events[1:2]
        )
        await stage.show(Slice(Index(Timeline(sources=(ARTICLE, renamed), events=events))))
        assert stage.marked[0].startswith("The record, corrected")


async def test_copy_and_open_use_the_source_under_the_cursor() -> None:
    async with shown() as stage:
        assert stage.list.copy_text == "1 event without a source"
        assert stage.list.targets == ()
        stage.list.go_to(RECORD)
        assert stage.list.copy_text == wording.source_text(RECORD)
        assert [target.place for target in stage.list.targets] == [RECORD.url]
        assert not stage.list.go_to(Source("no such source"))
        assert [target.place for target in stage.list.targets] == [RECORD.url]
        await stage.filter("zebra")
        assert (stage.list.copy_text, stage.list.targets) == ("", ())


async def test_braces_move_by_groups() -> None:
    async with shown(query="date:..2024-06-13") as stage:
        seen = []
        for key in (*["right_curly_bracket"] * 4, *["left_curly_bracket"] * 4):
            await stage.press(key)
            seen.append(stage.marked[0].split("  ")[0])
        assert seen == [
            *("Article on Japan", "https://example.org/page", "A spare one", "A spare one"),
            *("https://example.org/page", "Article on Japan", "§0 without a source", "§0 without a source"),
        ]


async def test_a_hidden_list_derives_nothing() -> None:
    async with shown() as stage:
        stage.list.display = False
        await stage.pilot.pause()
        before = stage.list._flow.count
        await stage.filter("date:2024-06-10")
        assert stage.list._flow.count == before
        assert stage.list.go_to(ARTICLE)
        assert stage.list.use is not None
        assert stage.list.use.events == 1
        await stage.filter("date:2024-06-11")
        stage.list.display = True
        await stage.pilot.pause()
        assert stage.marked[0].startswith("Article on Japan")


async def test_an_empty_list_counts_the_events_without_each_clause() -> None:
    async with shown(query="id:e0 is:unsourced") as stage:
        text = "\n".join(stage.lines)
        assert "No event matches." in text
        assert "Without id:e0: 1 event" in text
        assert "Without is:unsourced: 1 event" in text
        assert "u undoes the last change of the filter." in text
        await stage.show(Slice(Index(Timeline(sources=(SPARE,)))))
        assert stage.lines[1].strip() == "No events yet."


async def test_a_timeline_without_sources_shows_events_to_check() -> None:
    async with shown(Timeline(events=WEEK.events[3:4])) as stage:
        assert stage.marked[0] == "§0 without a source                                    1"
        assert stage.list.count == 1


async def test_words_of_the_query_are_highlighted() -> None:
    async with shown(query="ministry") as stage:
        strips = [stage.list.render_line(y) for y in range(stage.list.size.height)]
        found = [segment.text for strip in strips for segment in strip if segment.style and segment.style.underline]
        assert found == ["Ministry"], "in the imprint of the source, not in its address"


async def test_a_narrow_list_has_signs_instead_of_words() -> None:
    async with shown(size=(24, 40)) as stage:
        stage.list.go_to(ARTICLE)
        await stage.pilot.pause()
        assert stage.marked[-2] == "  · 2  ≠ 1"
        await stage.press("home")
        assert stage.marked[0] == "§0 without a sour… 1"
    async with shown(size=(36, 6)) as stage:
        await stage.press("down", "down", "down")
        assert stage.lines[-1] == "▌ Article on Japan               2"


async def test_it_can_be_used_at_any_size() -> None:
    async with shown(with_gaps()) as stage:
        await stage.press("down", "down", "down", "down")
        use = stage.list.use
        assert use is not None
        for size in [(20, 5), (8, 3), (3, 9), (2, 2), (1, 1), (200, 1), (20, 3), (20, 60), (36, 12)]:
            await stage.pilot.resize_terminal(*size)
            await stage.press("down", "pagedown", "pageup", "end", "s", "s", "s")
            assert len(stage.lines) == size[1]
            stage.list.go_to(use.source)
            await stage.pilot.pause()
            assert size[0] < 20 or size[1] < 2 or stage.marked, size


async def test_markup_in_data_is_shown_as_text() -> None:
    source = Source("[k]", "[red]sic[/]", "[@click=app.quit]x[/]", None, "https://example.org/[b]", ":smile:")
    timeline = Timeline(events=(Event("e", parse("2024"), "t", sources=(Citation(source),)),))
    async with shown(timeline) as stage:
        text = "\n".join(stage.lines)
        for data in (source.title, f"{source.publisher} · {source.kind} · example.org/[b]"):
            assert data in text


async def test_before_there_is_a_slice_it_is_empty() -> None:
    app = Alone(SourcesList())
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("enter", "s", "down")
        assert app.list.count == 0
        assert app.list.use is None
        app.list.slice = Slice(Index(WEEK))
        await pilot.pause()
        assert app.list.count == 7
