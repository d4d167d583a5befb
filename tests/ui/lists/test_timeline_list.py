"""The timeline list: drawing, keys, and the event that the cursor stays on."""

from contextlib import asynccontextmanager

import pytest
from chronology import when
from textual.app import App
from wcag import ratio

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.lists.timeline_list import TimelineList

WEEK = [
    ("2024-02-24~", "Leaders discuss frozen assets", ("Ukraine",)),
    ("2024-06-11", "Kishida departs", ("Japan", "Italy")),
    ("2024-06-12", "Sanctions widened", ("United States", "Russia")),
    ("2024-06-12T15:05-04:00", "Banks warned of sanctions", ("United States",)),
    ("2024-06-13", "Accord signed", ("Japan", "Ukraine")),
    ("2024-06-13", "Loan agreed", ("Italy",)),
    ("2024-06-14", "Communiqué of the G7", ("Italy", "Japan")),
]


def timeline(events=WEEK):
    return Timeline(
        events=tuple(
            Event(id=f"e{n}", date=when(date), title=title, countries=countries)
            for n, (date, title, countries) in enumerate(events)
        )
    )


class OneTimeline(App):
    def __init__(self, events=WEEK, **options):
        super().__init__(**options)
        self.list = TimelineList()
        self.whole = Slice(Index(timeline(events)))
        self.list.slice = self.whole
        self.said = []

    def compose(self):
        yield self.list

    def on_event_moved(self, message):
        self.said.append(("moved", message.position))

    def on_event_chosen(self, message):
        self.said.append(("chosen", message.position))


@asynccontextmanager
async def shown(events=WEEK, size=(50, 30), **options):
    app = OneTimeline(events, **options)
    async with app.run_test(size=size) as pilot:
        app.list.focus()
        await pilot.pause()
        yield app.list, pilot


def narrowed(list_, query):
    list_.slice = list_.slice.with_query(parse_query(query))


def lines(list_):
    strips = list_.app.screen._compositor.render_strips()
    return [strip.text.rstrip(" ▐") for strip in strips]


def title(list_):
    """The title of the event under the cursor."""
    return list_.slice.index.event(list_.event).title


def marked(list_):
    """The first line beside the sign of the cursor."""
    return next(line[3:] for line in lines(list_) if line.startswith("▌"))


async def test_events_are_listed_under_their_days_along_a_line():
    async with shown() as (events, _):
        assert lines(events)[:15] == [
            " Saturday 24 February 2024 ─────────────────────",
            "▌○ Leaders discuss frozen assets",
            "▌│ about · Ukraine" + " " * 29 + "~",
            " ┆ 3 months without an event",
            " Tuesday 11 June 2024 ──────────────────────────",
            " ● Kishida departs",
            " │ Japan, Italy",
            "",
            " Wednesday 12 June 2024 ─────────────── 2 events",
            " ● Sanctions widened",
            " │ United States, Russia",
            " ● Banks warned of sanctions",
            " │ 15:05 UTC−4 · United States",
            "",
            " Thursday 13 June 2024 ──────────────── 2 events",
        ]


async def test_newest_first_reverses_the_list_and_keeps_the_cursor():
    async with shown() as (events, pilot):
        events.go_to(3)
        events.descending = True
        await pilot.pause()
        assert title(events) == marked(events) == "Banks warned of sanctions"
        shown_lines = lines(events)
        headings = [line.split(" ─")[0] for line in shown_lines if "───" in line]
        assert headings[0] == " Friday 14 June 2024"
        assert headings[-1] == " Saturday 24 February 2024"
        assert shown_lines.index("▌● Banks warned of sanctions") < shown_lines.index(" ● Sanctions widened")
        events.action_move(1)
        assert title(events) == "Sanctions widened"
        events.action_first()
        assert title(events) == "Communiqué of the G7"


async def test_undated_events_are_last_in_both_orders():
    week = [("14/7/24", "A day that can be read in two ways", ("Japan",)), *WEEK, ("", "A day that nobody gives", ())]
    async with shown(week, size=(50, 40)) as (events, pilot):
        for descending in (False, True):
            events.descending = descending
            await pilot.pause()
            shown_lines = lines(events)
            at = next(number for number, line in enumerate(shown_lines) if line.startswith(" Undated ──"))
            assert shown_lines[at].endswith("─ 2 events")
            below = [line.lstrip("▌ ") for line in shown_lines[at + 1 :] if line]
            assert below == ["○ A day that can be read in two ways", "│ “14/7/24” · Japan", "○ A day that nobody gives"]
            events.action_last()
            assert title(events) == "A day that nobody gives"
            events.action_next_day(-1)
            assert title(events) == "A day that can be read in two ways"
        events.action_first()
        assert title(events) == "Communiqué of the G7"
        events.descending = False
        await pilot.pause()
        assert title(events) == "Communiqué of the G7"
        assert events.cursor == len(WEEK) - 1


async def test_the_cursor_stays_on_its_event_while_the_filter_changes():
    async with shown(size=(50, 9)) as (events, pilot):
        events.go_to(4)
        narrowed(events, "country:Japan")
        await pilot.pause()
        assert title(events) == "Accord signed"
        line = lines(events).index("▌● Accord signed")
        narrowed(events, "")
        await pilot.pause()
        assert lines(events).index("▌● Accord signed") == line, "on the same line"
        assert pilot.app.said == [("moved", 0), ("moved", 4)], "the same event is not posted again"


async def test_the_cursor_goes_to_the_nearest_event_if_its_own_is_filtered_out():
    async with shown() as (events, pilot):
        events.go_to(4)
        narrowed(events, "country:Russia")
        assert title(events) == "Sanctions widened"
        narrowed(events, "country:Ukraine -Accord")
        assert title(events) == "Leaders discuss frozen assets"
        narrowed(events, "")
        events.go_to(3)
        narrowed(events, "country:Japan -country:Ukraine")
        assert title(events) == "Kishida departs", "one day away; the other event is two days away"
        await pilot.pause()
        assert pilot.app.said[-1] == ("moved", 1)


async def test_after_an_empty_slice_the_cursor_is_where_it_was():
    async with shown() as (events, pilot):
        events.go_to(5)
        narrowed(events, "zebra")
        assert events.event is None
        narrowed(events, "")
        assert title(events) == "Loan agreed"
        await pilot.pause()
        assert pilot.app.said == [("moved", 0), ("moved", 5), ("moved", None), ("moved", 5)]


async def test_an_empty_list_counts_the_events_without_each_clause():
    async with shown() as (events, pilot):
        narrowed(events, "country:Japan country:Russia")
        await pilot.pause()
        text = "\n".join(lines(events))
        assert "No event matches." in text
        assert "Without country:Russia: 3 events" in text
        assert "Without country:Japan: 1 event" in text
        events.slice = Slice(Index(Timeline()))
        await pilot.pause()
        assert lines(events)[1].strip() == "No events yet."


async def test_the_cursor_stays_on_its_event_when_the_file_is_read_again():
    async with shown() as (events, pilot):
        events.go_to(4)
        more = Event(id="new", date=parse("2023"), title="Something earlier")
        whole = timeline()
        events.slice = Slice(Index(whole._replace(events=(more, *whole.events))))
        assert title(events) == "Accord signed"
        assert events.event == 5
        events.slice = Slice(Index(whole._replace(events=tuple(e for e in whole.events if e.id != "e4"))))
        assert title(events) == "Loan agreed", "gone: the nearest in time"
        await pilot.pause()
        assert pilot.app.said == [("moved", 0), ("moved", 4), ("moved", 5), ("moved", 4)]


async def test_a_list_scrolled_away_from_the_cursor_keeps_its_events():
    days = [(f"2024-{n // 28 + 1:02d}-{n % 28 + 1:02d}", f"Day {n}", ("Italy",)) for n in range(336)]
    async with shown(days, size=(50, 12)) as (events, pilot):
        events.action_last()
        events._drag(3)
        top = events.top
        assert 0 < top < 200
        was = events.slice.event(top).title
        narrowed(events, "-334")
        assert events.slice.event(events.top).title == was
        await pilot.pause()
        assert title(events) == "Day 335"


async def test_going_to_an_event_that_is_filtered_out_goes_to_the_next():
    async with shown() as (events, _):
        narrowed(events, "country:Italy")
        assert events.go_to(6)
        assert title(events) == "Communiqué of the G7"
        assert not events.go_to(2)
        assert title(events) == "Loan agreed"
        narrowed(events, "Sanctions")
        assert not events.go_to(6)
        assert title(events) == "Banks warned of sanctions", "none follows"
        narrowed(events, "zebra")
        assert not events.go_to(0)


async def test_braces_move_by_days():
    async with shown() as (events, pilot):
        seen = []
        for _ in range(5):
            events.action_next_day(1)
            seen.append(events.event)
        assert seen == [1, 2, 4, 6, 6]
        events.go_to(5)
        for expected in (4, 2, 1, 0, 0):
            events.action_next_day(-1)
            assert events.event == expected
        await pilot.press("right_curly_bracket")
        assert events.event == 1
        events.descending = True
        events.action_next_day(1)
        assert events.event == 0


async def test_braces_ask_for_few_headings_in_a_long_day():
    many = [("2024-06-12", f"Event {n}", ()) for n in range(5000)] + [("2024-06-13", "After", ())]
    async with shown(many) as (events, _):
        assert lines(events)[0].endswith("─ 5,000 events")
        events.go_to(2500)
        asked = []
        events.heading = lambda item: asked.append(item) or TimelineList.heading(events, item)
        events.action_next_day(1)
        assert title(events) == "After"
        events.action_next_day(-1)
        assert events.event == 0
        assert len(asked) < 200


async def test_brackets_go_from_gap_to_gap():
    days = ["2024-06-10", "2024-06-11", "2024-06-12", "2024-07-24", "2024-07-25", "2024-12-01", "unknown"]
    async with shown([(day, day, ()) for day in days], size=(40, 24)) as (events, pilot):
        assert [line.strip() for line in lines(events) if "without" in line] == [
            *("┆ 41 days without an event", "┆ 4 months without an event")
        ]
        at = lines(events).index(" ┆ 41 days without an event")
        assert "24 July 2024" in lines(events)[at + 1], "right above the heading"
        seen = []
        for key in "]][[":
            await pilot.press({"]": "right_square_bracket", "[": "left_square_bracket"}[key])
            seen.append(title(events))
        assert seen == ["2024-07-24", "2024-12-01", "2024-07-24", "2024-07-24"]
        assert [toast.message for toast in pilot.app._notifications] == [
            "No gap of 5 days or longer above: no event there begins so long after another"
        ]
        events.descending = True
        assert [line.strip() for line in lines(events) if "without" in line] == [
            *("┆ 4 months without an event", "┆ 41 days without an event")
        ]
        events.action_first()
        for expected in ("2024-07-25", "2024-06-12", "2024-06-12"):
            events.action_next_gap(1)
            assert title(events) == expected
        events.action_next_gap(-1)
        assert title(events) == "2024-07-25"
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        assert not any("without" in line for line in lines(events)), "too low for gaps"


async def test_a_message_names_the_event_that_fills_the_time():
    days = ["2024", "2024-06-10", "2024-06-11", "2024-06-12", "2024-07-24"]
    async with shown([(day, f"On {day}", ()) for day in days], size=(40, 24)) as (events, pilot):
        await pilot.press("right_square_bracket")
        events.descending = True
        events.action_first()
        events.action_next_gap(1)
        events.action_next_gap(-1)
        await pilot.pause()
        assert [toast.message for toast in pilot.app._notifications] == [
            "No gap of 5 days or longer below: “On 2024” (2024) may fill the time",
            "No gap of 5 days or longer below: “On 2024” (2024) may fill the time",
            "No gap of 5 days or longer above: no event with a date is there",
        ]


async def test_words_of_the_query_are_highlighted():
    async with shown() as (events, pilot):
        narrowed(events, "sanctions communique")
        narrowed(events, "sanctions")
        await pilot.pause()
        strip = events.render_line(1)
        found = [segment.text for segment in strip if segment.style.underline]
        assert found == ["Sanctions"]
        narrowed(events, "communique")
        await pilot.pause()
        assert [s.text for s in events.render_line(1) if s.style.underline] == ["Communiqué"]


async def test_stars_follow_the_slice():
    async with shown() as (events, pilot):
        events.slice = events.slice.replace(stars=frozenset({"e0"}))
        await pilot.pause()
        assert lines(events)[2].endswith("★ ~")
        events.slice = events.slice.replace(stars=frozenset())
        await pilot.pause()
        assert "★" not in "".join(lines(events))


async def test_enter_and_a_double_click_choose_an_event():
    async with shown() as (_, pilot):
        await pilot.press("down", "enter")
        await pilot.click(offset=(5, 9), times=2)
        assert pilot.app.said == [("moved", 0), ("moved", 1), ("chosen", 1), ("moved", 2), ("chosen", 2)]


async def test_a_low_list_has_one_line_for_each_event():
    async with shown(size=(50, 6)) as (events, _):
        assert lines(events) == [
            " Saturday 24 February 2024 ─────────────────────",
            "▌○ Leaders discuss frozen assets" + " " * 15 + "~",
            " Tuesday 11 June 2024 ──────────────────────────",
            " ● Kishida departs",
            " Wednesday 12 June 2024 ─────────────── 2 events",
            " ● Sanctions widened",
        ]


async def test_it_can_be_used_at_any_size():
    sources = tuple(Citation(Source(key=f"s{n}"), stance="disputes") for n in range(12))
    whole = timeline()
    rich = whole._replace(events=tuple(e._replace(sources=sources, quotes=(Quote("q"),)) for e in whole.events))
    async with shown() as (events, pilot):
        events.slice = Slice(Index(rich))
        events.go_to(4)
        for size in [(20, 5), (8, 3), (3, 9), (2, 2), (1, 1), (200, 1), (20, 60), (36, 12)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert len(lines(events)) == size[1]
            assert size[0] < 20 or marked(events).startswith("Acc")


async def test_markup_in_a_title_is_shown_as_text():
    async with shown([("2024", "[red]sic[/] [@click=app.quit]x[/]", ("[b]",))]) as (events, _):
        assert lines(events)[1:3] == ["▌● [red]sic[/] [@click=app.quit]x[/]", "▌│ [b]"]


@pytest.mark.slow
async def test_every_theme_has_contrast_between_cursor_title_and_background():
    async with shown() as (events, pilot):
        for name, theme in pilot.app.available_themes.items():
            pilot.app.theme = name
            await pilot.pause(0)
            on, off = (next(s for s in events.render_line(y) if len(s.text) > 9).style for y in (1, 5))
            assert on.reverse or on.bgcolor != off.bgcolor, name
            if not theme.ansi:
                assert ratio(on.color.get_truecolor(), on.bgcolor.get_truecolor()) > 3, name


@pytest.mark.parametrize("query", ["", "country:Italy", "zebra"])
async def test_a_slice_set_before_mounting_is_shown_at_once(query):
    app = OneTimeline()
    app.list = TimelineList()
    app.list.slice = app.whole.with_query(parse_query(query))
    async with app.run_test(size=(50, 20)) as pilot:
        await pilot.pause()
        assert len(app.list.slice) == app.list.count
        assert [position for _, position in app.said] == ([app.list.event] if app.list.count else [])


async def test_a_row_shows_where_the_query_matches_elsewhere():
    async with shown() as (events, pilot):
        quote = Quote("We will use every tool so that the sanctions bite, in Moscow and beyond it", "Janet Yellen")
        told = [event._replace(quotes=(quote,)) for event in events.slice.index.events[2:4]]
        events.slice = Slice(Index(Timeline(events=tuple(told))), parse_query("bite"))
        assert lines(events)[:6] == [
            " Wednesday 12 June 2024 ─────────────── 2 events",
            "▌● Sanctions widened",
            "▌│ United States, Russia                   ❝1",
            "▌│ in a quote of Janet Yellen: … bite, in Mosco…",
            " ● Banks warned of sanctions",
            " │ 15:05 UTC−4 · United States             ❝1",
        ]
        assert [s.text for s in events.render_line(3) if s.style.underline] == ["bite"]
        await pilot.press("down")
        assert [line[0] for line in lines(events)[1:7]] == [*"   ▌▌▌"], "all lines belong to the row"
        narrowed(events, "sanctions")
        assert not any("in a quote" in line for line in lines(events)), "the title shows it"
        narrowed(events, "bite")
        await pilot.resize_terminal(20, 12)
        await pilot.pause()
        assert " │ quote: …bite,…" in lines(events)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert not any("bite" in line for line in lines(events)), "one line for each event"
