"""The list of quotes: drawing, keys, and the item that the cursor stays on."""

from __future__ import annotations

import pytest
from alone import SIZES, Alone, Stage, assert_golden, bundled, showing

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.ui.lists.quotes_list import QuotesList
from timeline_tui.ui.messages import ItemChosen, ItemMoved

ARTICLE = Source("article", "Article on Japan and the United States", url="https://example.org/article")
RELEASE = Source("release", "Treasury release", "U.S. Treasury")


def event(number: int, date: str, *quotes: Quote, disputed: bool = False) -> Event:
    sources = (Citation(ARTICLE, stance="disputes"),) if disputed else ()
    return Event(f"e{number}", parse(date), f"Event {number}", quotes=quotes, sources=sources)


WEEK = Timeline(
    events=(
        event(0, "2024-06-10", Quote("America needs help", "Rahm Emanuel", "Ambassador", RELEASE)),
        event(1, "2024-06-11"),
        event(
            2,
            "2024-06-12",
            Quote("Cut off", "Janet Yellen", "Treasury Secretary", ARTICLE, "¶19", original="Abgeschnitten"),
            Quote("New sanctions", "Fumio Kishida", "Prime Minister", note="Unverified."),
            disputed=True,
        ),
        event(3, "2024-06-13", Quote("We will see", "Fumio Kishida", "Chair", RELEASE)),
        event(4, "2024-06-14", Quote("Nobody knows")),
    )
)


class Told(QuotesList):
    """A list that keeps the messages it posted."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, int | None]] = []

    def on_item_moved(self, message: ItemMoved) -> None:
        self.said.append(("moved", message.position))

    def on_item_chosen(self, message: ItemChosen) -> None:
        self.said.append(("chosen", message.position))


shown = showing(Told, WEEK, (60, 30))


def words(stage: Stage[Told]) -> str:
    quoted = stage.list.quoted
    assert quoted is not None
    return quoted.quote.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_bundled_week_is_drawn_as_in_the_golden_file(size: tuple[int, int]) -> None:
    async with shown(bundled(), "date:2024-06-10..2024-06-14", size) as stage:
        assert_golden(f"quotes_{size[0]}x{size[1]}", stage.app)


async def test_quotes_by_date_with_a_search_are_drawn_as_in_the_golden_file() -> None:
    async with shown(bundled(), "sanctions", (80, 24)) as stage:
        await stage.press("s", "g")
        assert_golden("quotes_by_date", stage.app)


async def test_a_quote_has_its_words_then_speaker_and_source() -> None:
    async with shown() as stage:
        assert stage.lines[:24] == [
            "  Fumio Kishida ───────────────────────────────── 2 quotes",
            "▌ “New sanctions”",
            "▌  Prime Minister",
            "▌  12 June 2024                                          ≠",
            "▌  note: Unverified.",
            "▌",
            "  “We will see”",
            "   Chair",
            "   13 June 2024 · Treasury release",
            "",
            "  Janet Yellen · Treasury Secretary ────────────── 1 quote",
            "  “Cut off”",
            "   original: “Abgeschnitten”",
            "   12 June 2024 · Article on Japan and the United… · ¶19 ≠",
            "",
            "  Rahm Emanuel · Ambassador ────────────────────── 1 quote",
            "  “America needs help”",
            "   10 June 2024 · Treasury release",
            "",
            "  Nobody named ─────────────────────────────────── 1 quote",
            "  “Nobody knows”",
            "   14 June 2024",
            "",
            "",
        ]


@pytest.mark.parametrize(
    ("columns", "heading"),
    [
        (44, "Senior administration official ─────── 1"),
        (36, "Senior administration official 1"),
        (30, "Senior administration o… 1"),
    ],
)
async def test_a_heading_always_has_its_number(columns: int, heading: str) -> None:
    quotes = (Quote("Close the gap", "Senior administration official", "US government"),)
    whole = Timeline(events=(Event("e0", parse("2024-06-13"), "a", quotes=quotes),))
    async with shown(whole, size=(columns, 20)) as stage:
        assert stage.lines[0].strip() == heading


async def test_s_groups_by_date_and_back_and_the_cursor_stays() -> None:
    async with shown() as stage:
        await stage.press("down", "down")
        assert words(stage) == "Cut off"
        assert stage.list.description == "5 quotes by speaker"
        await stage.press("s")
        assert stage.list.description == "5 quotes by date"
        assert words(stage) == "Cut off"
        assert stage.marked[0] == "“Cut off”"
        assert stage.marked[2] == " Janet Yellen, Treasury Secretary"
        headings = [line.split(" ─")[0].strip() for line in stage.lines if line.endswith("2024") or "───" in line]
        assert headings == [
            "Monday 10 June 2024",
            "Wednesday 12 June 2024",
            "Thursday 13 June 2024",
            "Friday 14 June 2024",
        ]
        await stage.press("s")
        assert stage.marked[0] == "“Cut off”"
        assert "Janet Yellen · Treasury Secretary" in "\n".join(stage.lines)


async def test_moving_posts_the_event_and_enter_chooses_it() -> None:
    async with shown() as stage:
        await stage.press("s", "g", "down", "down", "enter")
        assert stage.list.said == [("moved", 2), ("moved", 0), ("moved", 2), ("chosen", 2)], "two quotes of one event"
        await stage.pilot.click(QuotesList, offset=(5, 1))
        assert stage.list.said[-1] == ("moved", 0)


async def test_braces_move_by_speakers_or_by_days() -> None:
    async with shown() as stage:
        seen = []
        for _ in range(4):
            await stage.press("right_curly_bracket")
            seen.append(words(stage))
        assert seen == ["Cut off", "America needs help", "Nobody knows", "Nobody knows"]
        await stage.press("left_curly_bracket", "left_curly_bracket", "left_curly_bracket", "down")
        assert words(stage) == "We will see"
        await stage.press("left_curly_bracket")
        assert words(stage) == "New sanctions"
        await stage.press("s", "right_curly_bracket")
        assert words(stage) == "We will see"


async def test_the_cursor_stays_on_its_quote_while_the_filter_changes() -> None:
    async with shown() as stage:
        stage.list.go_to(3)
        await stage.filter("date:2024-06-12..")
        assert stage.marked[0] == "“We will see”"
        await stage.filter("date:..2024-06-12")
        assert words(stage) == "Cut off", "its event is filtered out: the first quote of the nearest event"
        await stage.filter("id:e1")
        assert stage.list.quoted is None
        await stage.filter("")
        assert words(stage) == "Cut off"
        assert stage.list.said == [("moved", 2), ("moved", 3), ("moved", 2), ("moved", None), ("moved", 2)]


async def test_the_cursor_stays_on_its_quote_when_the_file_is_read_again() -> None:
    async with shown() as stage:
        stage.list.go_to(3)
        await stage.show(Slice(Index(WEEK._replace(events=(event(9, "2023", Quote("Earlier")), *WEEK.events)))))
        assert (words(stage), stage.list.event) == ("We will see", 4)
        await stage.show(Slice(Index(WEEK._replace(events=WEEK.events[:3]))))
        assert words(stage) == "Cut off", "its event is gone: the event nearest in time"
        await stage.show(Slice(Index(Timeline())))
        assert stage.list.quoted is None


async def test_going_to_an_event_keeps_the_quote_that_the_cursor_is_on() -> None:
    async with shown() as stage:
        assert words(stage) == "New sanctions"
        assert stage.list.go_to(2)
        assert words(stage) == "New sanctions", "this quote belongs to the event"
        assert stage.list.go_to(4)
        assert stage.list.go_to(2)
        assert words(stage) == "Cut off", "the first quote of the event"
        assert not stage.list.go_to(1)
        assert words(stage) == "Cut off", "the event has no quotes; this one is a day away"


async def test_copy_and_open_use_the_quote_under_the_cursor() -> None:
    async with shown() as stage:
        stage.list.go_to(4)
        stage.list.go_to(2)
        cut_off = WEEK.events[2].quotes[0]
        assert stage.list.copy_text == wording.quote_text(WEEK.events[2], cut_off)
        assert stage.list.copy_text.startswith("“Cut off” — Janet Yellen, Treasury Secretary, 12 June 2024\n")
        assert [target.place for target in stage.list.targets] == [ARTICLE.url]
        stage.list.go_to(4)
        assert stage.list.targets == ()
        await stage.filter("id:e1")
        assert (stage.list.copy_text, stage.list.targets) == ("", ())


async def test_a_hidden_list_derives_and_posts_nothing() -> None:
    async with shown() as stage:
        stage.list.display = False
        await stage.pilot.pause()
        said = list(stage.list.said)
        await stage.filter("date:2024-06-13..")
        assert stage.list._flow.count == 5, "not derived yet"
        assert stage.list.go_to(4)
        assert stage.list.count == 2
        await stage.pilot.pause()
        assert stage.list.said == said
        stage.list.display = True
        await stage.pilot.pause()
        assert stage.list.said == [*said, ("moved", 4)]
        assert stage.marked[0] == "“Nobody knows”"


async def test_words_of_the_query_are_highlighted_in_all_parts() -> None:
    async with shown(query="quote:abgeschnitten") as stage:
        strips = [stage.list.render_line(y) for y in range(stage.list.size.height)]
        assert [segment.text for strip in strips for segment in strip if segment.style and segment.style.underline] == [
            "Abgeschnitten"
        ]


async def test_a_long_quote_is_cut_after_four_lines() -> None:
    said = Quote("\n\n".join(f"line {n} of the speech" for n in range(400)), "A", original="wort " * 300)
    async with shown(Timeline(events=(event(0, "2024", said),)), size=(40, 20)) as stage:
        assert stage.lines[1:6] == [
            "▌ “line 0 of the speech line 1 of the",
            "▌  speech line 2 of the speech line 3",
            "▌  of the speech line 4 of the speech",
            "▌  line 5 of the speech line 6 of the…",
            "▌  original: “wort wort wort wort wort",
        ]
        assert stage.lines[6].endswith("…")
        assert stage.lines[7] == "▌  2024"


async def test_a_low_list_has_one_line_for_each_quote() -> None:
    async with shown(size=(50, 6)) as stage:
        assert stage.lines == [
            "  Fumio Kishida ─────────────────────── 2 quotes",
            "▌ “New sanctions”                   12 June 2024",
            "  “We will see”                     13 June 2024",
            "  Janet Yellen · Treasury Secretary ──── 1 quote",
            "  “Cut off”                         12 June 2024",
            "  Rahm Emanuel · Ambassador ──────────── 1 quote",
        ]
        await stage.press("s", "g")
        assert stage.lines[1] == "▌ “America needs help”              Rahm Emanuel"


async def test_an_empty_list_counts_the_quotes_without_each_clause() -> None:
    async with shown(query="id:e1 date:2024-06") as stage:
        text = "\n".join(stage.lines)
        assert "No quotes in view." in text
        assert "Without id:e1: 4 events with quotes" in text
        assert "without date" not in text
        assert "u undoes the last change of the filter." in text
        stage.app.user_keys = {"undo": "f5"}
        stage.list.refresh_items()
        await stage.pilot.pause()
        assert "f5 undoes" in "\n".join(stage.lines)
        await stage.show(Slice(Index(Timeline())))
        assert stage.lines[1].strip() == "No events yet."
        assert not "".join(stage.lines[2:])


async def test_it_can_be_used_at_any_size() -> None:
    async with shown(bundled()) as stage:
        await stage.press("down", "down")
        position = stage.list.event
        for size in [(20, 5), (8, 3), (3, 9), (2, 2), (1, 1), (200, 1), (20, 3), (20, 60), (36, 12)]:
            await stage.pilot.resize_terminal(*size)
            await stage.press("down", "pagedown", "pageup", "s", "s")
            assert len(stage.lines) == size[1]
            stage.list.go_to(position)
            await stage.pilot.pause()
            assert size[0] < 20 or size[1] < 2 or stage.marked, size


async def test_markup_in_data_is_shown_as_text() -> None:
    quote = Quote("[red]sic[/] [@click=app.quit]x[/]", "[b]A[/b]", ":smile:", Source(title="[/]"), "[i]", note="[x]")
    async with shown(Timeline(events=(event(0, "2024", quote),))) as stage:
        text = "\n".join(stage.lines)
        for data in (quote.text, quote.speaker, quote.role, "2024 · [/] · [i]", "note: [x]"):
            assert data in text


@pytest.mark.slow
async def test_every_theme_has_contrast_between_cursor_and_background() -> None:
    async with shown() as stage:
        for name in stage.app.available_themes:
            stage.app.theme = name
            await stage.pilot.pause(0)
            on, off = (next(s for s in stage.list.render_line(y) if len(s.text) > 9).style for y in (1, 6))
            assert on is not None
            assert off is not None
            assert on.reverse or on.bgcolor != off.bgcolor, name


async def test_before_there_is_a_slice_it_is_empty() -> None:
    app = Alone(QuotesList())
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert app.list.count == 0
        assert app.list.event is None
        app.list.slice = Slice(Index(WEEK))
        await pilot.pause()
        assert app.list.count == 5
