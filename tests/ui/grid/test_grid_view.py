"""The grid on a screen: drawing, keys and mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from golden_files import check_golden
from screens import reading, screen_text
from textual import on
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.widgets import Button
from week import bundled

from timeline_tui.analysis.grid import ELSE
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import WEEK
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.text.cells import width
from timeline_tui.ui.app import HIGH_CONTRAST
from timeline_tui.ui.grid.grid_view import GridView
from timeline_tui.ui.keymap import KeyedApp
from timeline_tui.ui.messages import CellMoved, Narrowed, Peeked

SMALL = (
    *("2024-06-10 Japan,Italy", "2024-06-10 Japan", "2024-06-12~ Italy", "2024-06-12 Italy,China"),
    *("2024-06-13 China", "2024-06-20 Japan", "2024-06 Japan"),
)


class Host(KeyedApp):
    CSS = "Screen { overflow: hidden; } Button { dock: bottom; height: 1; border: none; display: none; }"
    slice: reactive[Slice | None] = reactive(None, repaint=False)

    def __init__(self, whole: Slice | None) -> None:
        super().__init__()
        self.register_theme(HIGH_CONTRAST)
        self.set_reactive(Host.slice, whole)
        self.picked: list[str] = []
        self.peeked: list[int] = []
        self.moved: list[list[int]] = []

    def compose(self) -> ComposeResult:
        yield GridView().data_bind(Host.slice)
        yield Button("elsewhere")

    @on(Narrowed)
    def _picked(self, message: Narrowed) -> None:
        self.slice = message.change(self.slice)
        self.picked.append(format_query(self.slice.query))

    @on(Peeked)
    def _peeked(self, message: Peeked) -> None:
        self.peeked.append(message.position)

    @on(CellMoved)
    def _moved(self, message: CellMoved) -> None:
        self.moved.append(list(message.positions))


class Reader:
    def __init__(self, app: Host, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot
        self.view = app.screen.query_one(GridView)

    async def press(self, *keys: str) -> str:
        """The description of the cell under the cursor after these keys."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        return self.view.description

    async def filter(self, query: str) -> str:
        assert self.app.slice is not None
        self.app.slice = self.app.slice.with_query(parse_query(query))
        await self.pilot.pause()
        return self.view.description

    async def click(self, x: int, y: int) -> str:
        await self.pilot.click(GridView, offset=(x, y))
        await self.pilot.pause()
        return self.view.description

    @property
    def lines(self) -> list[str]:
        return screen_text(self.app).split("\n")

    def at(self, text: str, line: str) -> tuple[int, int]:
        """The offset of the last ``text`` on the line that contains ``line``."""
        y = next(y for y, one in enumerate(self.lines) if line in one)
        return self.lines[y].rindex(text), y


def _slice(*events: str, query: str = "", **more: tuple[str, ...]) -> Slice:
    parts = [event.partition(" ") for event in events]
    made = tuple(
        Event(f"e{i}", parse(date), f"title {i}", countries=tuple(filter(None, names.split(","))), **more)  # type: ignore[arg-type]  # tuples
        for i, (date, _, names) in enumerate(parts)
    )
    return Slice(Index(Timeline(events=made)), parse_query(query))


def _bundled(query: str = "") -> Slice:
    return Slice(Index(bundled().timeline), parse_query(query))


@asynccontextmanager
async def showing(whole: Slice | None, size: tuple[int, int] = (80, 14), theme: str = "") -> AsyncIterator[Reader]:
    app = Host(whole)
    async with app.run_test(size=size) as pilot:
        if theme:
            app.theme = theme
        reader = Reader(app, pilot)
        reader.view.focus()
        await pilot.pause()
        yield reader


@pytest.mark.parametrize(
    ("name", "size", "query", "keys"),
    [
        ("140x45", (140, 45), "", ()),
        ("80x24", (80, 24), "", ("t", "s", "down", "down", "right")),
        ("50x15", (50, 15), "date:2024-06-10..2024-06-14", ("down", "right", "right", "right")),
    ],
)
async def test_the_grid_is_drawn_as_in_the_golden_file(
    name: str, size: tuple[int, int], query: str, keys: tuple[str, ...]
) -> None:
    async with showing(_bundled(query), size) as reader:
        await reader.press(*keys)
        check_golden(f"grid_{name}.txt", "\n".join(reader.lines) + "\n")


# Moving


async def test_arrows_go_from_cell_to_cell_and_on_to_the_totals() -> None:
    async with showing(_slice(*SMALL)) as reader:
        assert reader.view.description == "Japan, 10 June 2024: 2 events + 1 less precise · among the first"
        assert await reader.press("down") == "Italy, 10 June 2024: 1 event · among the first"
        assert await reader.press("right", "l") == "Italy, 12 June 2024: 2 events (1 approximate)"
        assert await reader.press("j") == "China, 12 June 2024: 1 event · its first"
        assert await reader.press("h", "k") == "Italy, 11 June 2024: no event"
        assert await reader.press("j", "j", "j", "j") == "11 June 2024: no event + 1 less precise"
        assert await reader.press("left", "left") == "10 June 2024: 2 events + 1 less precise"
        assert await reader.press("end") == "7 events"
        assert await reader.press("left") == "in no column: 1 less precise, of 7 events"
        assert await reader.press("g") == "Japan, in no column: 1 less precise, of 4 events"
        assert await reader.press("G", "home") == "China, 10 June 2024: no event"
        assert await reader.press("end") == "China: 2 events, first: 12 June 2024"


async def test_the_events_under_the_cursor_are_posted_once() -> None:
    async with showing(_slice(*SMALL)) as reader:
        found = [reader.view.grid.slice.index.event(n).id for n in reader.view.events] if reader.view.grid else []
        assert found == ["e0", "e1"]
        assert len(reader.app.moved) == 1
        await reader.press("right", "up", "home")
        assert [len(positions) for positions in reader.app.moved] == [2, 0, 2]
        assert reader.app.slice is not None
        reader.app.slice = reader.app.slice.replace(stars=frozenset(["e0"]))
        await reader.pilot.pause()
        assert len(reader.app.moved) == 3


async def test_keys_move_by_pages_of_rows_and_columns() -> None:
    events = [f"2024-06-{1 + n % 30:02} C{n % 40:02}" for n in range(1200)]
    async with showing(_slice(*events), (60, 14)) as reader:
        view = reader.view
        assert view.grid_layout is not None
        lines, columns = len(view.grid_layout.body), len(view.grid_layout.slots(0))
        await reader.press("pagedown")
        assert view.row == lines
        await reader.press("ctrl+d", "ctrl+d", "ctrl+u", "pageup")
        assert view.row == lines // 2
        await reader.press("ctrl+right")
        assert view.column == columns
        assert "‹" in reader.lines[2]
        await reader.press("ctrl+left", "ctrl+left")
        assert view.column == 0
        await reader.press("pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        assert view.row == 39
        assert reader.lines[view.grid_layout.body.stop - 1].startswith("▌")


# Doing


async def test_enter_filters_by_the_cell_the_row_or_the_column() -> None:
    async with showing(_slice(*SMALL)) as reader:
        await reader.press("enter")
        assert reader.app.picked == ["country:Japan date:2024-06-10"]
        assert [line[2:12].strip() for line in reader.lines[3:6]] == ["Japan", "Italy", "all"]
        assert await reader.filter("") == "Japan, 10 June 2024: 2 events + 1 less precise · among the first"
        await reader.press("end", "enter")
        await reader.filter("")
        await reader.press("home", "down", "down", "down", "enter")
        assert reader.app.picked[1:] == ["country:Japan", "date:2024-06-10"]


async def test_enter_on_an_empty_cell_or_on_the_total_posts_nothing() -> None:
    async with showing(_slice(*SMALL[:-1])) as reader:
        assert await reader.press("right", "enter") == "Italy, 11 June 2024: no event"
        await reader.press("end", "down", "down", "down", "enter")
        assert reader.view.description == "6 events"
        assert reader.app.picked == []


async def test_a_cell_says_how_many_events_enter_will_show() -> None:
    days = ("2024-06-11/2024-06-13", "2024-06-12", "2024-06-13", "2024-06-13")
    events = (*(f"{day} Japan" for day in days), "2024-06 Italy")
    async with showing(_slice(*events)) as reader:
        said = "Japan, 13 June 2024: 2 events + 1 begun earlier"
        assert await reader.press("right", "right") == said
        assert any(line.strip().startswith(said) for line in reader.lines)
        await reader.press("enter")
        assert len(reader.app.slice.rows) == 3
        await reader.filter("country:Italy")
        assert await reader.press("end", "left") == "Italy, June 2024: 1 event · first of all"


async def test_a_long_description_continues_on_the_next_lines() -> None:
    async with showing(_slice("2024-06-10 United_States", "2024-06-10 Japan"), (49, 20)) as reader:
        await reader.press("space")
        assert [line.strip() for line in reader.lines[-3:]] == [
            "Japan, 10 June 2024: 1 event · among the first",
            "· 1 of 1: title 1",
            "▸ first  ~ approximate",
        ]


async def test_space_reads_the_events_of_a_cell_one_by_one() -> None:
    async with showing(_slice(*SMALL)) as reader:
        positions = list(reader.view.events)
        assert reader.view.event == positions[0]
        assert (await reader.press("space")).endswith(" · 1 of 2: title 0")
        assert (await reader.press("space")).endswith(" · 2 of 2: title 1")
        assert reader.view.event == positions[1]
        await reader.press("space")
        assert reader.app.peeked == [positions[0], positions[1], positions[0]]
        assert "of 2" not in await reader.press("right", "left")
        assert "of" not in (await reader.press("right", "space"))


async def test_t_swaps_countries_for_the_next_field_with_values() -> None:
    async with showing(_slice(*SMALL, topics=("oil", "gas"), people=())) as reader:
        assert reader.lines[0].startswith("  Countries")
        await reader.press("down", "t")
        assert reader.lines[0].startswith("  Topics")
        assert reader.view.description == "gas, 10 June 2024: 2 events + 1 less precise · among the first: Japan, Italy"
        await reader.press("t")
        assert reader.lines[0].startswith("  Countries")
        reader.view.field = "org"
        await reader.pilot.pause()
        assert "None of 7 events has organizations." in reader.lines[1]
        assert "t shows something else" in reader.lines[2]


async def test_s_sorts_by_first_event_and_keeps_the_cursor() -> None:
    events = ("2024-06-12 Many", "2024-06-12 Many", "2024-06-13 Many", "2024-06-10 Early")
    async with showing(_slice(*events)) as reader:
        assert [line[1:7] for line in reader.lines[3:5]] == [" Many ", "▸Early"]
        assert await reader.press("s") == "Many, 12 June 2024: 2 events · its first"
        assert [line[1:7] for line in reader.lines[3:5]] == ["▸Early", " Many "]
        assert "first movers first" in reader.lines[0]


async def test_plus_and_minus_change_the_unit_of_time() -> None:
    async with showing(_slice(*SMALL)) as reader:
        assert (
            await reader.press("right", "right", "minus")
            == "Japan, 10–16 June 2024: 2 events + 1 less precise · among the first"
        )
        assert "by week" in reader.lines[0]
        await reader.filter("-country:China")
        assert reader.view.grid is not None
        assert reader.view.grid.unit == WEEK
        assert await reader.press("plus", "plus") == "Japan, 10 June 2024: 2 events + 1 less precise · among the first"
        await reader.press("minus")
        await reader.filter("date:2024-06-10..2024-06-12")
        assert "by day" in reader.lines[0]


# Other slices


async def test_the_cursor_stays_on_its_value_and_day() -> None:
    async with showing(_slice(*SMALL)) as reader:
        await reader.press("down", "right", "right")
        assert (
            await reader.filter("-country:Japan") == "Italy, 12 June 2024: 2 events (1 approximate) · among the first"
        )
        assert await reader.filter("nothing like it") == ""
        assert await reader.filter("country:Japan") == "Italy, 10 June 2024: 1 event · among the first"
        assert await reader.filter("date:2024-06-20") == "Japan, 20 June 2024: 1 event + 1 less precise · first of all"


async def test_an_empty_grid_explains_why_and_names_keys_that_help() -> None:
    async with showing(_slice(*SMALL, query="country:Japan zebra")) as reader:
        text = "\n".join(reader.lines)
        assert "No event matches." in text
        assert "Without zebra: 4 events" in text
        assert "u undoes the last change, esc clears the filter" in text
        await reader.press("enter", "space", "down", "right", "end", "G", "t", "s", "minus", "pagedown", "ctrl+right")
        await reader.click(5, 3)
        assert (reader.app.picked, reader.app.peeked, reader.view.event) == ([], [], None)
    async with showing(_slice()) as reader:
        assert "No events yet." in reader.lines[1]
    async with showing(None) as reader:
        assert not "".join(reader.lines)


async def test_go_to_finds_the_cell_of_an_event() -> None:
    async with showing(_slice(*SMALL)) as reader:
        index = reader.view.slice.index if reader.view.slice else Index(Timeline())
        china = index.position("e4")
        assert china is not None
        assert reader.view.go_to(china)
        assert (reader.view.event, reader.view.description) == (china, "China, 13 June 2024: 1 event · 1 of 1: title 4")
        second, coarse = index.position("e1"), index.position("e6")
        assert second is not None
        assert coarse is not None
        assert reader.view.go_to(second)
        assert reader.view.event == second
        assert reader.view.go_to(coarse)
        assert reader.view.column == ELSE
        await reader.filter("country:China")
        assert not reader.view.go_to(second)


async def test_a_hidden_grid_is_not_derived() -> None:
    async with showing(_slice(*SMALL)) as reader:
        reader.view.display = False
        await reader.pilot.pause()
        told = len(reader.app.moved)
        before = reader.view.grid
        assert reader.app.slice is not None
        reader.app.slice = reader.app.slice.with_query(parse_query("country:China"))
        await reader.pilot.pause()
        assert reader.view.grid is before
        assert len(reader.app.moved) == told
        reader.view.display = True
        await reader.pilot.pause()
        assert reader.view.grid is not before
        assert len(reader.app.moved) == told + 1


# Mouse


async def test_a_click_moves_the_cursor_and_a_second_one_picks() -> None:
    async with showing(_slice(*SMALL)) as reader:
        assert await reader.click(*reader.at("2", "China")) == "China: 2 events, first: 12 June 2024"
        assert await reader.click(*reader.at("▸", "China")) == "China, 12 June 2024: 1 event · its first"
        assert reader.app.picked == []
        await reader.click(*reader.at("▸", "China"))
        assert reader.app.picked == ["country:China date:2024-06-12"]


async def test_a_click_on_a_heading_goes_to_its_total() -> None:
    async with showing(_slice(*SMALL)) as reader:
        assert await reader.click(*reader.at("Italy", "Italy")) == "Italy: 3 events, first: 10 June 2024"
        assert await reader.click(*reader.at("13", "else")) == "13 June 2024: 1 event + 1 less precise"
        assert await reader.click(*reader.at("else", "else")) == "in no column: 1 less precise, of 7 events"
        await reader.click(79, 3)
        await reader.click(5, 11)
        assert reader.view.description == "in no column: 1 less precise, of 7 events"
        await reader.click(*reader.at("13", "else"))
        await reader.click(*reader.at("13", "else"))
        assert reader.app.picked == ["date:2024-06-13"]


async def test_the_wheel_scrolls_without_moving_the_cursor() -> None:
    events = [f"2024-06-{1 + n % 30:02} C{n % 40:02}" for n in range(1200)]
    async with showing(_slice(*events), (60, 14)) as reader:
        before = reader.view.description
        await reader.pilot._post_mouse_events([_events("MouseScrollDown")], GridView, offset=(5, 5))
        await reader.pilot.pause()
        assert "C03" in reader.lines[3]
        await reader.pilot._post_mouse_events([_events("MouseScrollRight")], GridView, offset=(5, 5))
        await reader.pilot.pause()
        assert "‹ 2" in reader.lines[2].replace("  ", " ")
        await reader.pilot._post_mouse_events([_events("MouseScrollUp")] * 3, GridView, offset=(5, 5))
        await reader.pilot._post_mouse_events([_events("MouseScrollLeft")] * 3, GridView, offset=(5, 5))
        await reader.pilot.pause()
        assert "C00" in reader.lines[3]
        assert reader.view.description == before


# Drawing


async def test_markup_in_data_is_shown_as_text() -> None:
    names = ["[/]", "[red]Red[/red]", ":smile:", "[@click=app.quit]Quit[/]"]
    async with showing(_slice(*(f"2024-06-10 {name}" for name in names))) as reader:
        text = "\n".join(reader.lines)
        assert all(name in text for name in names)


@pytest.mark.parametrize("size", [(1, 1), (5, 2), (20, 3), (20, 5), (36, 20), (250, 80)])
async def test_every_size_is_drawn(size: tuple[int, int]) -> None:
    async with showing(_bundled(), size) as reader:
        await reader.press("down", "right", "end", "G", "down", "t", "home", "minus", "space")
        assert all(width(line) <= size[0] for line in reader.lines)
        assert size[1] < 3 or "▌" in "".join(reader.lines)


async def test_a_resize_keeps_the_cursor_in_view() -> None:
    async with showing(_bundled(), (140, 45)) as reader:
        before = await reader.press("G", "home", "right", "right", "right", "right", "right")
        await reader.pilot.resize_terminal(40, 8)
        await reader.pilot.pause()
        assert reader.view.description == before
        assert any(line.startswith("▌ Uzbekistan") for line in reader.lines)
        assert reader.view.grid_layout is not None
        assert reader.view.column in [slot.column for slot in reader.view.grid_layout.slots(reader.view._left)]


async def _styles(theme: str, name: str) -> dict[str, object]:
    async with showing(_bundled("date:2024-06-10..2024-06-14"), theme=theme) as reader:
        await reader.pilot.pause()
        return {key: reader.view._style(key) for key in ("cell", "shade-1", "shade-3", "shade-5")}


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "high-contrast", "nord"])
async def test_shades_are_from_the_theme_and_differ(theme: str) -> None:
    styles = await _styles(theme, theme)
    backgrounds = {getattr(style, "bgcolor", None) for style in styles.values()}
    assert len(backgrounds) == 4


async def test_without_colour_the_cursor_is_reversed_and_the_number_shown() -> None:
    styles = await _styles("ansi-dark", "ansi")
    assert getattr(styles["cell"], "reverse", False)
    assert not any(getattr(styles[f"shade-{n}"], "reverse", False) for n in (1, 3, 5))


def _events(name: str) -> type:
    from textual import events

    found: type = getattr(events, name)
    return found


async def test_what_was_published_when_about_which_day(tmp_path: Path) -> None:
    async with reading(tmp_path, query="date:2024-06-13", size=(100, 30)) as reader:
        await reader.press("2", "t", "t", "t", "t")
        assert "Publication dates by day · in order of time" in reader.text
        await reader.press("g", "down", "enter")
        assert reader.query == "date:2024-06-13 published:2024-06-13"
        await reader.press("1", "slash")
        await reader.paste(" -known:2024-06-12")
        await reader.press("enter")
        assert "5 of 29" in reader.text
