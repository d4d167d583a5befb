"""The list with a cursor: drawing, keys and mouse."""

from contextlib import asynccontextmanager

import pytest
from rich.style import Style
from rich.text import Text
from textual.app import App
from textual.events import MouseScrollDown
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from timeline_tui.ui.lists.line_list import LineList


class Letters(LineList):
    """Items of one to three lines under a heading for every five."""

    BINDINGS = [("down", "move(1)"), ("up", "move(-1)"), ("enter", "choose")]
    headed = True
    asked = 0

    def item_lines(self, item, columns):
        self.asked += 1
        return [Text(f"{item}{letter}"[:columns]) for letter in "abc"[: 1 + item % 3]]

    def heading(self, item):
        return f"heading {item // 5}" if self.headed else None

    def empty(self):
        return Text("There is [nothing] here to be seen")


class OneList(App):
    CSS = "Input { dock: bottom; height: 1; border: none; }"

    def __init__(self, count, kind=Letters, **options):
        super().__init__(**options)
        self.list = kind()
        self.list.set_items(count)
        self.said = []

    def compose(self):
        yield self.list
        yield Input()

    def on_mount(self):
        self.list.focus()

    def on_line_list_moved(self, message):
        self.said.append(("moved", message.item))

    def on_line_list_chosen(self, message):
        self.said.append(("chosen", message.item))


@asynccontextmanager
async def shown(count, size=(20, 11), kind=Letters):
    """An app with a list that has one line less than the screen."""
    app = OneList(count, kind)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app.list, pilot


def screen(list_):
    """The lines of the list as text."""
    x, y, width, height = list_.region
    strips = list_.app.screen._compositor.render_strips()[y : y + height]
    return [strip.crop(x, x + width).text for strip in strips]


def texts(list_):
    """The lines of the list without sign and thumb."""
    return [line[1:-1].strip() for line in screen(list_)]


def signed(list_):
    """The texts of the lines with the sign of the cursor."""
    return [line[1:-1].strip() for line in screen(list_) if line[0] == "▌"]


async def test_headings_are_above_their_items_and_one_stays_on_the_first_line():
    async with shown(30) as (letters, pilot):
        assert texts(letters) == ["heading 0", "0a", "1a", "1b", "2a", "2b", "2c", "3a", "4a", "4b"]
        letters.move_to(6)
        await pilot.pause()
        assert texts(letters) == ["heading 0", "3a", "4a", "4b", "heading 1", "5a", "5b", "5c", "6a", "7a"]
        letters.move_to(9)
        await pilot.pause()
        assert texts(letters)[:3] == ["heading 1", "6a", "7a"], "an item begins below the heading"
        assert "9a" in texts(letters)


async def test_the_cursor_has_a_sign_and_a_background_on_all_lines_of_its_item():
    async with shown(30) as (letters, pilot):
        letters.action_move(2)
        await pilot.pause()
        assert signed(letters) == ["2a", "2b", "2c"]
        focused = letters.render_line(4)._segments[1].style.bgcolor
        assert focused != letters.render_line(1)._segments[1].style.bgcolor
        pilot.app.query_one(Input).focus()
        await pilot.pause()
        assert signed(letters) == ["2a", "2b", "2c"]
        blurred = letters.render_line(4)._segments[1].style.bgcolor
        assert blurred not in (focused, letters.render_line(1)._segments[1].style.bgcolor)


async def test_keys_move_and_choose_and_post_messages():
    async with shown(3) as (_, pilot):
        await pilot.press("down", "down", "down", "up", "enter")
        assert pilot.app.said == [("moved", 1), ("moved", 2), ("moved", 1), ("chosen", 1)]


async def test_keys_go_to_the_first_and_last_item_and_by_pages():
    async with shown(1000) as (letters, pilot):
        letters.action_last()
        await pilot.pause()
        assert letters.cursor == 999
        assert texts(letters)[-1] == "999a"
        letters.action_page(-1)
        await pilot.pause()
        assert letters.cursor == 995
        assert signed(letters) == ["995a", "995b", "995c"]
        letters.action_first()
        letters.action_page(1)
        assert letters.cursor == 5
        letters.action_page(0.5)
        assert letters.cursor == 7
        letters.action_page(-0.5)
        assert letters.cursor == 5
        letters.action_page(-1)
        letters.action_page(-1)
        await pilot.pause()
        assert letters.cursor == 0
        assert texts(letters)[0] == "heading 0"


async def test_paging_reaches_every_item():
    async with shown(40) as (letters, pilot):
        seen = set()
        for _ in range(40):
            await pilot.pause(0)
            seen |= set(texts(letters))
            letters.action_page(1)
        assert {f"{item}a" for item in range(40)} <= seen
        assert letters.cursor == 39


async def test_a_move_without_scrolling_repaints_only_two_items():
    async with shown(30) as (letters, _):
        letters.refresh = lambda *regions, **_: painted.extend(regions or ["all"])
        painted = []
        letters.action_move(1)
        assert painted == [Region(0, y, 20, 1) for y in (1, 2, 3)]
        painted.clear()
        letters.action_last()
        assert painted == ["all"]


async def test_a_click_moves_the_cursor_and_a_double_click_chooses():
    async with shown(30) as (letters, pilot):
        await pilot.click(offset=(4, 5))
        await pilot.click(offset=(4, 6))
        assert letters.cursor == 2
        assert pilot.app.said == [("moved", 2)]
        await pilot.click(offset=(4, 5), times=2)
        assert pilot.app.said == [("moved", 2), ("chosen", 2)]


async def test_a_click_below_the_last_item_does_nothing():
    async with shown(2) as (_, pilot):
        await pilot.click(offset=(4, 8))
        assert pilot.app.said == []


async def test_the_wheel_scrolls_without_moving_cursor_and_focus():
    async with shown(300) as (letters, pilot):
        pilot.app.query_one(Input).focus()
        await pilot._post_mouse_events([MouseScrollDown], Letters, (4, 4))
        await pilot.pause()
        assert texts(letters)[:3] == ["heading 0", "2a", "2b"]
        assert letters.cursor == 0
        assert pilot.app.focused is not letters
        letters.action_move(1)
        await pilot.pause()
        assert signed(letters) == ["1a", "1b"], "a key brings the cursor back into view"


async def test_a_click_and_a_drag_move_the_thumb():
    async with shown(300) as (letters, pilot):
        thumbs = [y for y, line in enumerate(screen(letters)) if line[-1] == "▐"]
        assert thumbs == [0]
        await pilot.mouse_down(offset=(19, 9))
        await pilot.pause()
        assert texts(letters)[-1] == "299c"
        await pilot.hover(offset=(19, 4))
        await pilot.pause()
        assert 100 < letters.top < 200
        await pilot.hover(offset=(3, 0))
        await pilot.pause()
        assert letters.top == 0
        await pilot.mouse_up(offset=(3, 0))
        await pilot.pause()
        assert letters.cursor == 0
        assert pilot.app.said == []
        await pilot.hover(offset=(3, 8))
        await pilot.pause()
        assert letters.top == 0, "the mouse button was released"


async def test_the_item_under_the_mouse_is_highlighted():
    async with shown(30) as (letters, pilot):
        plain = letters.render_line(2)._segments[1].style.bgcolor
        await pilot.hover(offset=(4, 2))
        assert letters.render_line(2)._segments[1].style.bgcolor != plain
        assert letters.render_line(3)._segments[1].style.bgcolor != plain
        await pilot.hover(Input)
        assert letters.render_line(2)._segments[1].style.bgcolor == plain


async def test_the_cursor_stays_in_view_at_any_size():
    async with shown(300) as (letters, pilot):
        letters.move_to(101)
        for size in [(20, 40), (80, 5), (20, 4), (20, 3), (20, 2), (3, 11), (2, 11), (1, 11), (1, 1), (20, 11)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert len(screen(letters)) == letters.size.height
            if size[0] > 2 and letters.size.height:
                assert signed(letters)[0] == "101a"[: size[0] - 2]


async def test_below_three_lines_no_heading_stays_on_the_first_line():
    async with shown(30, size=(20, 3)) as (letters, pilot):
        letters.move_to(1)
        await pilot.pause()
        assert texts(letters) == ["1a", "1b"]


async def test_the_cursor_keeps_its_line_when_the_items_change():
    async with shown(300) as (letters, pilot):
        letters.move_to(50)
        letters.action_move(-1)
        await pilot.pause()
        line = texts(letters).index("49a")
        letters.set_items(400, 94)
        letters.set_items(400, 94)
        await pilot.pause()
        assert texts(letters).index("94a") == line
        assert pilot.app.said[-1] == ("moved", 49), "a change by the program is not posted"


async def test_the_cursor_keeps_its_line_when_size_and_items_change_together():
    async with shown(300) as (letters, pilot):
        letters.move_to(50)
        letters.action_move(-1)
        await pilot.pause()
        line = texts(letters).index("49a")
        for size, item in (((20, 12), 94), ((20, 11), 49)):
            await pilot.resize_terminal(*size)
            letters.set_items(300, item)
            await pilot.pause()
            assert texts(letters).index(f"{item}a") == line
            await pilot.resize_terminal(*size[::-1])
            letters.refresh_items()
            await pilot.resize_terminal(*size)
            assert texts(letters).index(f"{item}a") == line


async def test_the_cursor_keeps_its_line_after_an_empty_list():
    async with shown(300) as (letters, pilot):
        letters.move_to(50)
        letters.action_move(-1)
        await pilot.pause()
        line = texts(letters).index("49a")
        letters.set_items(0)
        await pilot.pause()
        letters.refresh_items()
        assert "[nothing]" in " ".join(texts(letters))
        letters.set_items(400, 94)
        await pilot.pause()
        assert texts(letters).index("94a") == line


async def test_a_hidden_list_asks_for_no_items_and_the_cursor_keeps_its_line():
    async with shown(300) as (letters, pilot):
        letters.move_to(50)
        letters.action_move(-1)
        await pilot.pause()
        line = texts(letters).index("49a")
        for size in ((20, 11), (20, 13)):
            letters.display, letters.asked = False, 0
            await pilot.pause()
            letters.set_items(2, 1)
            letters.set_items(400, 94)
            letters.refresh_items()
            assert (letters.asked, letters.cursor, letters.count) == (0, 94, 400)
            await pilot.resize_terminal(*size)
            letters.display = True
            await pilot.pause()
            assert texts(letters).index("94a") == line


async def test_a_list_scrolled_away_from_the_cursor_stays_where_it_is():
    async with shown(300) as (letters, pilot):
        for _ in range(20):
            await pilot._post_mouse_events([MouseScrollDown], Letters, (4, 4))
        item = letters.top + 1
        letters.set_items(310, 10, item + 10)
        await pilot.pause()
        assert texts(letters)[1] == f"{item + 10}a"


async def test_an_empty_list_shows_its_text_and_ignores_keys():
    async with shown(0, size=(16, 8)) as (letters, pilot):
        assert texts(letters)[1:5] == ["There is", "[nothing]", "here to be", "seen"]
        for action in (letters.action_first, letters.action_last, letters.action_choose):
            action()
        letters.action_move(1)
        letters.action_page(1)
        await pilot.click(offset=(2, 2))
        assert pilot.app.said == []
        letters.set_items(3)
        await pilot.pause()
        assert texts(letters)[1] == "0a"
        letters.set_items(0)
        await pilot.pause()
        assert "[nothing]" in texts(letters)


async def test_lists_without_headings_use_every_line():
    class Plain(Letters):
        headed = False

    async with shown(30, kind=Plain) as (letters, pilot):
        assert texts(letters)[:4] == ["0a", "1a", "1b", "2a"]
        letters.action_last()
        letters.action_page(-1)
        await pilot.pause()
        assert "heading" not in "".join(screen(letters))


async def test_the_mouse_finds_items_inside_a_border():
    class Framed(Letters):
        DEFAULT_CSS = "Framed { border: round white; }"

    async with shown(30, kind=Framed) as (letters, pilot):
        lines = screen(letters)
        assert lines[0][0] == "╭"
        assert lines[1].strip("│ ▐") == "heading 0"
        assert lines[2].startswith("│▌0a")
        await pilot.click(offset=(4, 4))
        assert letters.cursor == 1
        assert screen(letters)[3].startswith("│▌1a")
        assert screen(letters)[2].startswith("│ 0a")


async def test_markup_in_data_is_shown_as_text():
    class Tricky(Letters):
        def item_lines(self, item, columns):
            return [Text("[red]x[/] :smile:")]

        def heading(self, item):
            return "[bold]h[/]"

    async with shown(1, size=(30, 5), kind=Tricky) as (letters, _):
        assert texts(letters)[:2] == ["[bold]h[/]", "[red]x[/] :smile:"]


async def test_named_styles_rich_styles_and_strips_make_a_line():
    class Styled(Letters):
        def item_lines(self, item, columns):
            line = Text("ab", "link").append("c", Style(italic=True))
            return [line, Strip.blank(2).join([Strip.blank(1), Strip.blank(1)])]

    async with shown(2, kind=Styled) as (letters, _):
        a, c = letters.render_line(1)._segments[1:3]
        assert (a.text, a.style.underline, bool(a.style.italic)) == ("ab", True, False)
        assert (c.text, c.style.underline, bool(c.style.italic)) == ("c", True, True)
        assert a.style.bgcolor == letters.render_line(2)._segments[1].style.bgcolor, "the cursor is below both"


@pytest.mark.parametrize("focused", [True, False])
async def test_without_colour_the_cursor_is_still_visible(focused, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = OneList(3, ansi_color=True)
    async with app.run_test(size=(20, 8)) as pilot:
        if not focused:
            app.query_one(Input).focus()
        await pilot.pause()
        on, off = app.list.render_line(1)._segments[1].style, app.list.render_line(2)._segments[1].style
        assert on.reverse if focused else on.bold
        assert not off.reverse
        assert not off.bold
        shown_styles = [segment.style for segment in app.list.render_lines(Region(0, 0, 20, 1))[0]]
        assert all(style.color.is_default and style.bgcolor.is_default for style in shown_styles)


async def test_a_longer_list_asks_for_no_more_items():
    asked = []
    for count in (1_000, 1_000_000):
        async with shown(count, size=(20, 31)) as (letters, pilot):
            letters.asked = 0
            letters.action_last()
            letters.action_page(-1)
            letters.action_page(-1)
            letters.set_items(count, count // 2)
            letters.action_page(1)
            await pilot.pause()
            asked.append(letters.asked)
    assert asked[1] <= asked[0]
    assert asked[1] < 200
