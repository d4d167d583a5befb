"""The query bar, typed in: what it posts and when, what it shows, and that it keeps what the reader typed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from screens import screen_text
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.widgets import Button

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.ui.query import query_bar, query_messages
from timeline_tui.ui.query.fault_line import FaultLine
from timeline_tui.ui.query.query_bar import QueryBar

NAMES = {" ": "space", ":": "colon", '"': "quotation_mark", "-": "minus", ",": "comma", ".": "full_stop"}


def _index() -> Index:
    countries = [("Japan", "Ukraine"), ("Japan",), ("China", "Hong Kong"), ("United States",), ("[/] & [red]",)]
    events = (
        Event(f"e{n}", parse(f"2024-06-1{n}"), f"Sanctions {n}", countries=names, topics=("peace",))
        for n, names in enumerate(countries)
    )
    return Index(Timeline(events=tuple(events)))


class Host(App[None]):
    """A screen with a query bar: it writes down what is posted, and shows every query back as the real one does."""

    CSS = "Screen { layout: vertical; }"
    slice: reactive[Slice | None] = reactive(None, repaint=False)

    def __init__(self, echo: bool = True) -> None:
        super().__init__()
        self.set_reactive(Host.slice, Slice(_index()))
        self.echo = echo
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield QueryBar().data_bind(Host.slice)
        yield Button("elsewhere")

    @property
    def bar(self) -> QueryBar:
        return self.screen.query_one(QueryBar)

    @on(query_messages.Changed)
    def _changed(self, message: query_messages.Changed) -> None:
        self.heard.append(format_query(message.query) or "(all)")
        if self.echo:
            assert self.slice is not None
            self.slice = self.slice.with_query(message.query)
            self.bar.show(message.query)

    @on(query_messages.Done)
    def _done(self) -> None:
        self.heard.append("<Done>")

    @on(query_messages.Cancelled)
    def _cancelled(self) -> None:
        self.heard.append("<Cancelled>")
        self.bar.reset(Query())


class Typist:
    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.bar = app, pilot, app.bar

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.press(*(NAMES.get(character, character) for character in text))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that comes with time."""
        for _ in range(2000):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it did not come")

    def heard(self) -> list[str]:
        """What was posted since this was last asked."""
        said, self.app.heard = self.app.heard, []
        return said

    @property
    def text(self) -> str:
        return self.bar.box.value

    @property
    def lines(self) -> list[str]:
        return screen_text(self.app).split("\n")

    @property
    def offered(self) -> list[str]:
        return self.bar.completions.labels

    @property
    def message(self) -> str:
        """The fault or advice below the box; empty if there is none."""
        return "\n".join(str(line.render()) for line in self.bar.query(FaultLine) if line.display)


@asynccontextmanager
async def typing(
    query: str = "", size: tuple[int, int] = (80, 24), echo: bool = True, theme: str = "textual-dark"
) -> AsyncIterator[Typist]:
    app = Host(echo)
    app.theme = theme
    async with app.run_test(size=size) as pilot:
        app.bar.show(parse_query(query))
        app.bar.enter()
        await pilot.pause()
        yield Typist(app, pilot)


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_bar, "PAUSE", 0.01)


# What is posted, and when


async def test_a_query_is_posted_with_every_letter_of_a_word() -> None:
    async with typing() as at:
        await at.type("zu x")
        assert at.heard() == ["z", "zu", "zu x"]
        await at.press("backspace", "backspace", "backspace", "backspace")
        assert at.heard() == ["zu", "z", "(all)"]


async def test_a_value_is_posted_when_it_is_complete() -> None:
    async with typing() as at:
        await at.type("country:Japa")
        assert at.heard() == []
        await at.type("n")
        assert at.heard() == ["country:Japan"]
        await at.type(",Ukr")
        assert at.heard() == []
        await at.press("enter")
        assert at.heard() == ["country:Japan,Ukraine", "<Done>"], "it has one completion"


async def test_a_value_that_cannot_be_completed_is_posted_at_once() -> None:
    async with typing() as at:
        await at.type("country:Jax")
        assert at.heard() == ["country:Jax"]


async def test_an_edit_inside_the_text_is_posted_at_once() -> None:
    async with typing("country:Japan zu") as at:
        await at.press("left", "left", "left", "left", "backspace")
        assert at.heard() == ["country:Japa zu"]


HALF_TYPED = ["country:", '"dual use', "is:disp"]


@pytest.mark.parametrize(
    "text",
    [*HALF_TYPED, *(pytest.param(text, marks=pytest.mark.slow) for text in ("-", "date:20", "country:Japan,", "foo:"))],
)
async def test_a_half_typed_word_shows_no_fault(text: str) -> None:
    async with typing("zu") as at:
        await at.type(text)
        assert not at.bar.box.fault
        assert not at.message
        assert at.bar.applied.clauses[0] == parse_query("zu").clauses[0]


@pytest.mark.usefixtures("no_pause")
async def test_a_field_name_is_searched_for_when_typing_stops() -> None:
    async with typing() as at:
        at.bar.box.replace("per", 0, 0)
        assert at.bar.applied == Query()
        await at.until(lambda: at.app.heard == ["per"])
        at.bar.box.replace("son:Fumio", 3, 3)
        await at.until(lambda: at.app.heard == ["per", "person:Fumio"])


async def test_a_field_name_is_not_searched_for_while_it_is_typed() -> None:
    async with typing() as at:
        await at.type("-topic")
        assert at.heard() == []
        await at.type(" ")
        assert at.heard() == ["-topic"]


async def test_the_search_for_a_word_ends_when_it_becomes_a_field() -> None:
    async with typing("zu") as at:
        await at.type("xountry:x")
        assert at.heard() == ["zu x", "zu xo", "zu xou", "zu xoun", "zu xount", "zu xountr", "zu xountry", "zu"]


async def test_the_same_query_with_more_spaces_is_not_posted() -> None:
    async with typing() as at:
        await at.type("zu  ")
        assert at.heard() == ["z", "zu"]


# Faults


@pytest.mark.usefixtures("no_pause")
async def test_a_fault_is_shown_after_a_pause() -> None:
    async with typing("zu") as at:
        at.bar.box.replace("contry:Japan", 3, 3)
        assert not at.message
        await at.until(lambda: "╰" in at.lines[1])
        assert at.heard() == []
        assert at.lines[:2] == [
            "/ ▕zu contry:Japan" + " " * 61 + "▏",
            "      ╰─ there is no field “contry”; did you mean country? To search for this",
        ]
        assert at.bar.applied == parse_query("zu")
        await at.press(*["left"] * len("ntry:Japan"), "u")
        assert at.text == "zu country:Japan"
        assert not at.message
        assert at.heard()[-1] == "zu country:Japan"


async def test_a_fault_before_the_last_word_is_shown_at_once() -> None:
    async with typing() as at:
        await at.type("is:x ")
        assert at.heard() == []
        assert at.lines[1].startswith("      ╰─ is: cannot be “x”; one of disputed")


@pytest.mark.usefixtures("no_pause")
async def test_no_fault_is_shown_while_completions_are_shown() -> None:
    async with typing() as at:
        at.bar.box.replace("country:", 0, 0)
        await at.until(lambda: not at.bar._pause.is_running)
        await at.pilot.pause()
        assert at.heard() == []
        assert not at.message
        assert "Japan" in at.offered


async def test_enter_on_a_fault_stays_in_the_bar() -> None:
    async with typing() as at:
        await at.type('zu "open')
        at.heard()
        await at.press("enter")
        assert at.heard() == []
        assert at.bar.box.has_focus
        assert "this quote is not closed" in at.lines[1]


async def test_the_pointer_counts_cells_not_characters() -> None:
    async with typing() as at:
        at.bar.box.replace("日本 x:1 ", 0, 0)
        await at.pilot.pause()
        assert at.lines[0].index("x:1") == at.lines[1].index("╰") - 2  # two wide characters are before it


async def test_the_message_is_at_the_left_of_its_pointer_if_there_is_no_room_at_the_right() -> None:
    async with typing() as at:
        at.bar.box.replace("a" * 60 + " x:1 ", 0, 0)
        await at.pilot.pause()
        first = at.lines[1]
        assert first.endswith("─╯")
        assert first.index("╯") == at.lines[0].index("x:1")


async def test_a_fault_fits_a_narrow_screen() -> None:
    async with typing(size=(24, 8)) as at:
        await at.type("x:1 ")
        assert "there is no field" in screen_text(at.app)
        assert sum("elsewhere" in line for line in at.lines) == 1


async def test_tab_takes_what_a_word_means_and_typing_goes_on_behind_a_space() -> None:
    async with typing() as at:
        await at.type("13 June")
        assert at.offered == ["date:2024-06-13 — Thursday"]
        await at.press("tab")
        await at.type("disp")
        assert at.offered == ["is:disputed — state"]
        await at.press("tab")
        await at.type("Japon")
        await at.press("tab")
        assert at.text == "date:2024-06-13 is:disputed country:Japan "


async def test_no_completion_is_selected_until_the_reader_moves_to_it() -> None:
    async with typing() as at:
        await at.type("country:")
        line = next(line for line in at.lines if "Japan" in line)
        assert "▌" not in line
        assert [key for key, binding in _keys(at) if binding == "Done"] == ["enter"]
        await at.press("down")
        assert "▌Japan" in screen_text(at.app)
        assert [key for key, binding in _keys(at) if binding == "Complete"] == ["tab", "enter"]
        await at.press("down", "up", "enter")
        assert at.text == "country:Japan "
        assert "<Done>" not in at.heard()


def _keys(at: Typist) -> list[tuple[str, str]]:
    return [(key, active.binding.description) for key, active in at.app.screen.active_bindings.items()]


async def test_the_empty_bar_shows_the_most_frequent_values_as_examples() -> None:
    async with typing() as at:
        assert "Search, or country:Japan topic:peace …" in at.lines[0]
        at.app.slice = Slice(Index(Timeline()))
        await at.pilot.pause()
        assert at.lines[0].strip() == "/ ▕Search" + " " * 70 + "▏"


async def test_a_wrong_date_teaches_the_ranges_of_the_query() -> None:
    async with typing(size=(140, 24)) as at:
        await at.type("date:soon ")
        assert (
            "not understood as a date; dates are written 2024-06-13, 2024-06 or 2024, ranges 2024-06-12..2024-06-14"
            in at.message
        )


# Advice


async def test_the_nearest_value_is_offered_and_advised_when_typing_is_done() -> None:
    async with typing("zu") as at:
        at.bar.box.replace("country:Japon", 3, 3)
        assert at.offered == ["Japan"]
        await at.press("enter")
        await at.until(lambda: "╰" in at.lines[1])
        assert at.lines[1] == " " * 14 + "╰─ no country is “Japon”; did you mean country:Japan?"
        assert at.heard() == ["zu country:Japon", "<Done>"], "advice is not a fault"
        assert not at.bar.box.fault


async def test_advice_on_an_operator_is_shown_when_typing_is_done() -> None:
    async with typing() as at:
        await at.type("Japan OR China")
        assert at.heard()[-1] == 'Japan "OR" China'
        await at.press("enter")
        assert at.heard() == ["<Done>"]
        await at.pilot.pause()
        assert at.lines[1] == "         ╰─ OR is a word here; write country:Japan,China"
        at.bar.show(parse_query("country:Japan"))
        await at.pilot.pause()
        assert "OR is a word" not in screen_text(at.app)


async def test_no_advice_on_a_word_is_shown_while_it_has_completions() -> None:
    async with typing() as at:
        await at.type("Chi")
        at.bar._paused()
        assert at.offered == ["China — country"]
        assert not at.message


@pytest.mark.usefixtures("no_pause")
async def test_advice_on_an_operator_is_shown_beside_completions() -> None:
    async with typing() as at:
        await at.type("Japan OR Chi")
        await at.until(lambda: "OR is a word here" in at.lines[1])
        assert at.offered == ["China — country"]
        assert "China — country" in at.lines[3]


@pytest.mark.usefixtures("no_pause")
async def test_advice_is_hidden_when_new_events_have_the_value() -> None:
    async with typing() as at:
        at.bar.show(parse_query("country:Japon"))
        await at.until(lambda: "did you mean" in screen_text(at.app))
        timeline = at.bar.slice.index.timeline
        more = (*timeline.events, Event("e9", parse("2024"), "More", countries=("Japon",)))
        at.app.slice = Slice(Index(Timeline(events=more)), parse_query("country:Japon"))
        await at.until(lambda: "did you mean" not in screen_text(at.app))


# Completion


async def test_tab_completes_a_field_and_then_its_value() -> None:
    async with typing() as at:
        await at.type("cou")
        assert at.offered == ["country:"]
        await at.press("tab")
        assert at.text == "country:"
        assert set(at.offered) == {"Japan", "Ukraine", "China", "Hong Kong", "United States", "[/] & [red]"}
        assert "[/] & [red]" in screen_text(at.app)
        await at.type("ho")
        assert "Hong Kong  1" in at.lines[1]
        await at.press("tab")
        assert at.text == 'country:"Hong Kong" '
        assert at.offered == []
        assert at.heard() == ['country:"Hong Kong"']


async def test_typing_goes_on_after_an_accepted_value() -> None:
    async with typing() as at:
        await at.type("topic:pea")
        await at.press("tab")
        assert (at.text, at.bar.box.cursor_position) == ("topic:peace ", 12)
        at.heard()
        await at.type("zu")
        assert at.heard() == ["topic:peace z", "topic:peace zu"]
        await at.press("enter")
        assert not at.message


async def test_a_value_accepted_inside_the_text_gets_no_second_space() -> None:
    async with typing("topic:pea zu") as at:
        await at.press("left", "left", "left", "left", "down", "tab")
        assert (at.text, at.bar.box.cursor_position) == ("topic:peace zu ", 12)


async def test_a_value_accepted_before_another_one_of_its_field_gets_no_space() -> None:
    async with typing("country:Jap,China") as at:
        await at.press(*["left"] * len(",China "), "down", "tab")
        assert (at.text, at.bar.box.cursor_position) == ("country:Japan,China ", 13)


async def test_tab_without_completions_goes_to_the_next_pane() -> None:
    async with typing("zu") as at:
        await at.press("tab")
        assert isinstance(at.app.focused, Button)


async def test_the_arrows_go_into_the_completions_and_back() -> None:
    async with typing() as at:
        await at.press("down")
        assert at.offered[:2] == ["country:", "topic:"]
        await at.press("down", "down", "up", "up")
        assert not at.bar.completions.are_entered
        await at.press("enter")
        assert at.heard() == ["<Done>"]
        await at.press("down", "down", "down", "enter")
        assert at.text == "topic:"
        assert at.heard() == []
        await at.press("down", "enter")
        assert at.text == "topic:peace "
        assert at.heard() == ["topic:peace"]


async def test_a_click_inserts_a_completion_and_the_box_keeps_the_focus() -> None:
    async with typing() as at:
        await at.type("topic:")
        await at.pilot.click("Suggestions", offset=(3, 0))
        await at.pilot.pause()
        assert at.text == "topic:peace "
        assert at.bar.box.has_focus
        assert at.heard() == ["topic:peace"]


async def test_entering_for_a_field_shows_its_values() -> None:
    async with typing("zu") as at:
        at.bar.enter("country")
        await at.pilot.pause()
        assert at.text == "zu country:"
        assert "Japan" in at.offered


# Leaving


async def test_escape_hides_the_completions_then_leaves_without_the_text() -> None:
    async with typing() as at:
        await at.type("country:Ja")
        assert at.offered == ["Japan"]
        await at.press("escape")
        assert at.offered == []
        assert at.heard() == []
        await at.press("escape")
        assert (at.heard(), at.text) == (["<Cancelled>"], "")
        at.app.screen.query_one(Button).focus()
        await at.pilot.pause()
        assert at.heard() == [], "the half-typed value is not applied later"


async def test_a_half_typed_query_is_posted_when_the_focus_is_lost() -> None:
    async with typing() as at:
        await at.type("title")
        assert at.heard() == []
        at.app.screen.query_one(Button).focus()
        await at.pilot.pause()
        assert at.heard() == ["title"]
        assert at.offered == []


# Editing


async def test_a_pasted_text_becomes_one_clean_line() -> None:
    async with typing() as at:
        at.bar.box.post_message(events.Paste("\ndual\tuse\r\n\x1b[31mgoods\u202e\n"))
        await at.pilot.pause()
        assert at.text == "dual use ␛[31mgoods\ufffd"
        assert len(at.heard()) == 1


async def test_a_very_long_paste_is_cut() -> None:
    async with typing("zu") as at:
        at.bar.box.post_message(events.Paste("x" * 50_000))
        await at.pilot.pause()
        assert len(at.text) == 10_000
        assert at.text.startswith("zu x")


async def test_typing_replaces_a_selection() -> None:
    async with typing("country:Japan") as at:
        await at.press("shift+home", "w")
        assert at.text == "w"
        assert at.heard() == ["w"]
        await at.type(" bc")
        await at.press("ctrl+w")
        assert at.text == "w "


async def test_fields_are_coloured_but_not_inside_quotes() -> None:
    async with typing('country:Japan "topic:x"') as at:
        strip = at.bar.box.render_line(0)
        colours = {segment.text.strip(): segment.style.color for segment in strip if segment.style}
        assert colours["country:"] != colours['Japan "topic:x"']


# Queries from the screen


async def test_showing_a_query_replaces_the_text_and_posts_nothing() -> None:
    async with typing("zu") as at:
        at.bar.show(parse_query("country:Japan"))
        await at.pilot.pause()
        assert at.text == "country:Japan"
        assert at.bar.box.cursor_position == len(at.text)
        assert at.heard() == []


async def test_showing_the_query_of_the_text_leaves_the_text_as_it_is() -> None:
    async with typing() as at:
        at.bar.box.replace('COUNTRY:"Japan"   zu', 0, 0)
        await at.press("home")
        at.bar.show(parse_query("country:Japan zu"))
        assert at.text == 'COUNTRY:"Japan"   zu'
        assert at.bar.box.cursor_position == 0


async def test_an_earlier_query_from_the_screen_does_not_replace_newer_text() -> None:
    async with typing(echo=False) as at:
        await at.type("zu")
        at.bar.show(parse_query("z"))
        assert at.text == "zu"
        at.bar.show(parse_query("zu"))
        assert at.text == "zu"
        at.bar.show(parse_query("z"))  # not the answer to a posted query, but undo
        assert at.text == "z"


async def test_another_query_replaces_a_wrong_text_after_leaving() -> None:
    async with typing() as at:
        await at.type("x:1 ")
        at.bar.show(Query())
        assert at.text == "x:1 "
        at.app.screen.query_one(Button).focus()
        await at.pilot.pause()
        at.bar.show(Query())
        assert at.text == ""
        assert not at.message


async def test_the_screen_is_drawn_after_an_edit() -> None:
    async with typing() as at:
        await at.type("zu")
        await at.pilot.pause()
        assert at.app._batch_count == 0
        assert at.lines[0].startswith("/ ▕zu ")


@pytest.mark.parametrize("theme", ["textual-dark", pytest.param("ansi-light", marks=pytest.mark.slow)])
async def test_every_size_is_drawn(theme: str) -> None:
    sizes = [(1, 1), (2, 1), (3, 2), (8, 3), (20, 5), (200, 6)]
    async with typing(size=sizes[0], theme=theme) as at:
        for size in sizes:
            await at.pilot.resize_terminal(*size)
            await at.press("ctrl+u")
            await at.type('country:J x:1 "')
            await at.press("enter", "home", "down", "down", "up", "escape", "end")
            await at.pilot.resize_terminal(size[0] + 1, size[1])
            assert at.text == 'country:J x:1 "'
