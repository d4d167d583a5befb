"""The histogram on a screen: drawing, and choosing a span with keys and mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from chronology import slice_of
from screens import screen_text
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.widgets import Button

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import day_label
from timeline_tui.query.date_ranges import WHOLE_DAYS
from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.histogram.histogram_bar import HistogramBar

# 1, 0, 2, 4 and 1 events; one of 12 June is approximate, one of 13 June goes on
WEEK = "2024-06-10 2024-06-12 2024-06-12~ 2024-06-13 2024-06-13 2024-06-13/2024-06-14 2024-06-13 2024-06-14"


class Host(App[None]):
    CSS = "Screen { layout: vertical; overflow: hidden; }"
    slice: reactive[Slice | None] = reactive(None, repaint=False)
    current: reactive[int | None] = reactive(None, repaint=False)

    def __init__(self, whole: Slice | None, current: int | None) -> None:
        super().__init__()
        self.set_reactive(Host.slice, whole)
        self.set_reactive(Host.current, current)
        self.picked: list[str] = []
        self.lefts = 0

    def compose(self) -> ComposeResult:
        yield HistogramBar().data_bind(Host.slice, Host.current)
        yield Button("elsewhere")

    @on(HistogramBar.Picked)
    def _picked(self, message: HistogramBar.Picked) -> None:
        hours = "" if message.hours == WHOLE_DAYS else f", {message.hours[0]}–{message.hours[1]}"
        self.picked.append(f"{day_label(message.first)} – {day_label(message.last)}{hours}")

    @on(HistogramBar.Left)
    def _left(self) -> None:
        self.lefts += 1


class Viewer:
    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.chart = app.screen.query_one(HistogramBar)

    @property
    def lines(self) -> list[str]:
        return screen_text(self.app).split("\n")[: self.chart.size.height]

    async def enter(self, *keys: str) -> None:
        self.chart.focus()
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def drag(self, start: int, *columns: int) -> None:
        """Press the mouse button at a column, move over others, and release it."""
        await self.pilot.mouse_down(HistogramBar, offset=(start, 0))
        for column in columns:
            await self.pilot.hover(HistogramBar, offset=(column, 0))
        await self.pilot.mouse_up(HistogramBar, offset=((start, *columns)[-1], 0))


@asynccontextmanager
async def drawn(
    dates: str = WEEK,
    query: str = "",
    size: tuple[int, int] = (40, 10),
    current: int | None = None,
    theme: str = "textual-dark",
) -> AsyncIterator[Viewer]:
    app = Host(slice_of(dates, query), current)
    app.theme = theme
    async with app.run_test(size=size) as pilot:
        app.set_focus(None)
        await pilot.pause()
        yield Viewer(app, pilot)


# Drawing


async def test_bars_of_all_events() -> None:
    async with drawn() as on_screen:
        assert on_screen.lines == [
            "                   ~    ███████",
            "                ▄▄▄▄▄▄▄ ███████",
            "▆▆▆▆▆▆▆         ███████ ███████ ▆▆▆▆▆▆▆",
            " 10 June 11 June 12 June 13 June 14 June",
        ]


async def test_shown_bars_are_drawn_over_all_bars() -> None:
    async with drawn(query="-t3 -t4 -t0") as on_screen:
        assert on_screen.lines[:3] == [
            "                   ~    ░░░░░░░",
            "                ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄",
            "░░░░░░░         ███████ ███████ ▆▆▆▆▆▆▆",
        ]


async def test_events_that_go_on_are_a_line_where_none_begins() -> None:
    async with drawn("2024-06-10/2024-06-12 2024-06-10 2024-06-13") as on_screen:
        assert on_screen.lines[2] == "█████████ ───────── ───────── █████████"


async def test_the_mark_of_approximate_dates_is_visible_on_the_highest_bar() -> None:
    async with drawn("2024-06-10~ 2024-06-11") as on_screen:
        assert on_screen.lines[0].startswith("█████████~█")


async def test_events_in_no_bar_are_counted_at_the_right() -> None:
    async with drawn(WEEK + " 2024-06 ../2023", size=(60, 10)) as on_screen:
        assert on_screen.lines[0].endswith("  1 less precise")
        assert on_screen.lines[1].endswith("  1 no start")
        assert on_screen.lines[3].endswith(" 14 June")
    async with drawn("../2023 ../2022", size=(60, 10)) as on_screen:
        assert on_screen.lines == [" " * 50 + "2 no start", "", "", ""]


async def test_the_bar_of_the_current_event_is_marked() -> None:
    async with drawn(current=1) as on_screen:
        assert on_screen.lines[3] == " 10 June 11 June▲12 June 13 June 14 June"
        on_screen.app.current = 7
        await on_screen.pilot.pause()
        assert on_screen.lines[3] == " 10 June 11 June 12 June 13 June▲14 June"


async def test_the_mark_does_not_hide_a_label() -> None:
    async with drawn("2024-06-10 2024-06-11 2024-06-20", current=1, size=(30, 10)) as on_screen:
        assert on_screen.lines[3] == " 10 June 2024          20 June"
        marked = [
            segment.text
            for segment in on_screen.chart.render_line(3)
            if segment.style and segment.style.reverse and segment.text.strip()
        ]
        assert marked == ["0"]  # the second column of the second bar


async def test_an_event_in_no_bar_has_no_mark() -> None:
    async with drawn(WEEK + " 2024-06", current=0) as on_screen:  # "June 2024" comes first
        assert "▲" not in on_screen.lines[3]


async def test_a_new_slice_is_drawn() -> None:
    async with drawn() as on_screen:
        assert on_screen.app.slice is not None
        on_screen.app.slice = on_screen.app.slice.with_query(parse_query("t0"))
        await on_screen.pilot.pause()
        assert on_screen.lines[2].startswith("▆▆▆▆▆▆▆         ░░░░░░░ ░░░░░░░ ░░░░░░░")


async def test_bars_of_the_same_events_are_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drawn() as on_screen:
        assert on_screen.app.slice is not None
        before, refreshed = on_screen.lines, []
        monkeypatch.setattr(on_screen.chart, "refresh", lambda *_: refreshed.append("again"))
        on_screen.app.slice = on_screen.app.slice.with_query(parse_query("t"))
        assert not refreshed
        assert on_screen.chart.chart is on_screen.chart.chart
        assert on_screen.lines == before
        on_screen.app.slice = on_screen.app.slice.with_query(parse_query("date:2024-06-10.."))
        assert refreshed, "the same events, but other bars"


async def test_without_a_slice_nothing_is_drawn() -> None:
    async with Host(None, None).run_test(size=(40, 10)) as pilot:
        await pilot.press("right", "enter", "home")
        assert not any(line.strip() for line in screen_text(pilot.app).split("\n")[:4])


# Choosing with keys


async def test_the_span_starts_at_the_current_event_and_is_described() -> None:
    async with drawn(current=7, size=(80, 10)) as on_screen:
        await on_screen.enter()
        assert on_screen.lines[3].strip() == "14 June 2024: 1 event, 1 begun earlier ┗━━━━━━━━━━━━━┛"


async def test_without_a_current_event_the_span_starts_at_the_first_shown_one() -> None:
    async with drawn(query="t3", size=(80, 10)) as on_screen:
        await on_screen.enter("enter")
        assert on_screen.app.picked == ["13 June 2024 – 13 June 2024"]


async def test_a_span_is_extended_and_picked() -> None:
    async with drawn(size=(80, 10)) as on_screen:
        await on_screen.enter("right", "shift+right", "shift+right")
        assert "11–13 June 2024: 6 events, 1 approximate" in on_screen.lines[3]
        await on_screen.pilot.press("enter")
        assert on_screen.app.picked == ["11 June 2024 – 13 June 2024"]
        await on_screen.pilot.press("shift+left", "shift+left", "shift+left", "enter")
        assert on_screen.app.picked[-1] == "10 June 2024 – 11 June 2024"


async def test_the_cursor_stops_at_the_ends() -> None:
    async with drawn() as on_screen:
        await on_screen.enter("left", "enter", "end", "right", "enter", "home", "enter")
        assert on_screen.app.picked == [f"{day} June 2024 – {day} June 2024" for day in (10, 14, 10)]


async def test_escape_reduces_a_span_first() -> None:
    async with drawn() as on_screen:
        await on_screen.enter("shift+right")
        on_screen.chart.action_leave()
        assert on_screen.app.lefts == 0
        await on_screen.pilot.press("escape")
        assert on_screen.app.lefts == 1
        await on_screen.pilot.press("enter")
        assert on_screen.app.picked == ["11 June 2024 – 11 June 2024"]


async def test_enter_and_down_go_to_the_events_but_the_mouse_leaves_the_focus() -> None:
    async with drawn() as on_screen:
        await on_screen.pilot.click(HistogramBar, offset=(0, 0))
        assert (len(on_screen.app.picked), on_screen.app.lefts) == (1, 0)
        await on_screen.enter("enter")
        assert (len(on_screen.app.picked), on_screen.app.lefts) == (2, 1)
        await on_screen.pilot.press("down")
        assert (len(on_screen.app.picked), on_screen.app.lefts) == (2, 2)


async def test_hours_can_be_picked() -> None:
    async with drawn("2024-06-13T09:30 2024-06-13T15:05", size=(60, 10)) as on_screen:
        await on_screen.enter("right")
        assert "13 June 2024, 10:00: 0 events" in on_screen.lines[3]
        await on_screen.pilot.press("enter")
        assert on_screen.app.picked == ["13 June 2024 – 13 June 2024, 10–10"]
        await on_screen.pilot.press("home", *["shift+right"] * 23, "enter")
        assert on_screen.app.picked[1:] == ["13 June 2024 – 13 June 2024"]


async def test_the_cursor_stays_if_the_bars_stay() -> None:
    async with drawn(size=(80, 10)) as on_screen:
        await on_screen.enter("end")
        assert on_screen.app.slice is not None
        on_screen.app.slice = on_screen.app.slice.with_query(parse_query("t0"))
        await on_screen.pilot.press("enter")
        on_screen.app.slice = on_screen.app.slice.with_query(parse_query("date:2024-06-11..2024-06-12"))
        await on_screen.pilot.pause()
        await on_screen.pilot.press("enter")
        assert on_screen.app.picked == ["14 June 2024 – 14 June 2024", "12 June 2024 – 12 June 2024"]


# Choosing with the mouse


async def test_a_drag_picks_a_span_and_keeps_the_focus() -> None:
    async with drawn() as on_screen:
        on_screen.app.query_one(Button).focus()
        await on_screen.drag(25, 17, 9)
        assert on_screen.app.picked == ["11 June 2024 – 13 June 2024"]
        assert isinstance(on_screen.app.focused, Button)


async def test_a_click_picks_one_bar() -> None:
    async with drawn() as on_screen:
        await on_screen.drag(17)
        assert on_screen.app.picked == ["12 June 2024 – 12 June 2024"]


async def test_a_click_beside_the_bars_does_nothing() -> None:
    async with drawn(WEEK + " 2024-06", size=(60, 10)) as on_screen:
        await on_screen.drag(55, 3)
        assert on_screen.app.picked == []
        await on_screen.drag(30, 55)
        assert on_screen.app.picked == ["13 June 2024 – 14 June 2024"]


async def test_the_bar_under_the_mouse_is_described() -> None:
    async with drawn(size=(80, 10)) as on_screen:
        await on_screen.pilot.hover(HistogramBar, offset=(60, 1))
        assert "13 June 2024: 4 events" in on_screen.lines[3]
        await on_screen.pilot.hover(Button)
        assert on_screen.lines[3].split()[:2] == ["10", "June"]


# Any size, any theme


@pytest.mark.parametrize(
    "theme",
    ["textual-dark", *(pytest.param(theme, marks=pytest.mark.slow) for theme in ("textual-light", "ansi-dark"))],
)
async def test_every_size_is_drawn(theme: str) -> None:
    sizes = [(1, 1), (1, 4), (2, 2), (5, 3), (20, 5), (31, 4), (200, 6)]
    async with drawn(WEEK + " 2024-06 ../2020", size=sizes[0], theme=theme, current=2) as on_screen:
        for size in sizes:
            await on_screen.pilot.resize_terminal(*size)
            on_screen.app.picked.clear()
            await on_screen.enter("right", "shift+left", "end", "shift+left", "home")
            assert all(len(line) <= size[0] for line in on_screen.lines)
            await on_screen.drag(0, 0)
            await on_screen.pilot.resize_terminal(size[0] + 7, size[1])
            assert on_screen.app.picked
