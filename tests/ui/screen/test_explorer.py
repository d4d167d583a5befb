"""The whole screen: keys are pressed, and the screen is read back as text."""

import asyncio
from contextvars import copy_context
from pathlib import Path

import pytest
from screens import NARROW, NORMAL, SIZES, WEEK, WIDE, reading

from timeline_tui.ui import keymap
from timeline_tui.ui.dialogs.palette import KeyCommands


async def test_it_opens_on_the_week_with_the_first_event_in_the_detail(tmp_path: Path) -> None:
    async with reading(tmp_path, size=WIDE) as reader:
        assert "The G7 week, 10–14 June 2024" in reader.text
        assert "Monday 10 June 2024" in reader.text
        assert reader.status.startswith("20 of 29 events · ")
        assert "view: 10–14 June" in reader.status
        assert reader.explorer.event is not None
        assert reader.explorer.event.summary.split()[0] in reader.text


async def test_including_a_country_and_a_topic_filters_and_counts(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("c")
        await reader.press_until("down", lambda: reader.explorer.focused.value == "Japan")
        await reader.press("space")
        assert reader.query == f"{WEEK} country:Japan"
        assert "✓ Japan" in reader.text
        count = int(reader.status.split()[0])
        await reader.press("t", "space")
        assert reader.query == f'{WEEK} country:Japan topic:"G7 summit"'
        assert int(reader.status.split()[0]) < count
        await reader.press("u")
        assert reader.query == f"{WEEK} country:Japan"
        await reader.press("U")
        assert reader.query == f'{WEEK} country:Japan topic:"G7 summit"'


async def test_the_count_of_a_value_is_what_including_it_shows(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("t", "down", "down")
        facet = reader.explorer.focused
        said = reader.explorer.slice.facet("topic").count(facet.value)
        await reader.press("space")
        assert reader.status.startswith(f"{said} of ")


async def test_keys_exclude_a_value_change_the_mode_and_leave_only_one(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("c", "x")
        assert reader.query == "-country:Ukraine"
        assert "✗ Ukraine" in reader.text
        await reader.press("x", "space", "down", "space")
        assert reader.query == "country:Ukraine,Japan"
        assert reader.mode("Countries") == "any"
        any_of = int(reader.status.split()[0])
        await reader.press("a")
        assert reader.query == "country:Ukraine country:Japan"
        assert reader.mode("Countries") == "all"
        assert int(reader.status.split()[0]) < any_of
        await reader.press("enter")
        assert reader.query == "country:Japan"
        await reader.press("enter")
        assert reader.query == ""


async def test_without_an_included_value_the_mode_stays_and_a_message_says_why(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        await reader.press("c", "x", "a")
        assert reader.mode("Countries") == "any"
        assert reader.toasts == ["a needs included values"]


async def test_the_mode_all_ends_with_the_filter(tmp_path: Path) -> None:
    async with reading(tmp_path, query="", size=WIDE) as reader:
        await reader.press("t", "space", "a")
        assert reader.mode("Topics") == "all"
        await reader.press("escape", "escape")
        assert reader.query == ""
        assert reader.mode("Topics") != "all"
        await reader.press("t", "space", "down", "space")
        assert len(reader.explorer.slice.query.clauses) == 1
        assert reader.mode("Topics") == "any"


async def test_a_copied_event_has_its_quotes(tmp_path: Path) -> None:
    async with reading(tmp_path, query="Yellen") as reader:
        await reader.press("y")
        event = reader.explorer.event
        assert event.quotes
        for quote in event.quotes:
            assert f"{quote.text}” — {quote.speaker}" in reader.app.clipboard


async def test_typing_a_query_filters_as_it_is_typed_and_is_one_step_to_undo(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("slash")
        await reader.press(*"Yellen")
        await reader.press("enter")
        assert reader.query == f"{WEEK} Yellen"
        assert reader.event == "yellen-supply-routes"
        await reader.press("u")
        assert reader.query == WEEK


async def test_completion_of_a_field_and_its_value(tmp_path: Path) -> None:
    async with reading(tmp_path, query="") as reader:
        await reader.press("slash")
        await reader.paste("country:Switz")
        await reader.press("tab", "enter")
        assert reader.query == "country:Switzerland"
        assert reader.status.startswith("2 of 29 events")


async def test_a_wrong_query_is_explained_and_changes_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        before = reader.status
        await reader.press("slash")
        await reader.paste("contry:Japan")
        await reader.press("enter")
        assert "country" in reader.text.split("\n", 6)[2] + reader.text.split("\n", 6)[3]
        assert reader.status == before


async def test_escape_goes_back_level_by_level_and_never_quits(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("enter", "z")
        assert reader.explorer.panes.zoomed
        await reader.press("escape")
        assert (reader.explorer.panes.zoomed, reader.explorer.panes.pane) == (False, "detail")
        await reader.press("escape")
        assert (reader.explorer.panes.pane, reader.query) == ("main", WEEK)
        await reader.press("escape")
        assert reader.query == ""
        await reader.press("escape", "escape")
        assert reader.app.is_running


async def test_escape_out_of_the_query_bar_goes_back_to_the_filter_of_before(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:

        def shown() -> tuple[str, str]:
            return reader.query, reader.explorer.query_bar.box.value

        await reader.press("slash", *"oil", "escape")
        assert shown() == (WEEK, WEEK)
        assert reader.explorer.panes.pane == "main"
        assert reader.toasts == ["What you typed was dropped · U brings it back"]
        await reader.press("U", "slash", *"topic", "colon", "escape", "escape")  # half typed, so it was never applied
        assert shown() == (f"{WEEK} oil", f"{WEEK} oil")
        await reader.press("slash", *"price", "shift+tab", "slash", *"cap", "escape")
        assert shown() == (f"{WEEK} oil price", f"{WEEK} oil price"), "leaving with Shift+Tab keeps the text"


async def test_clearing_the_filter_says_so_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("escape")
        assert reader.toasts == ["Filter cleared · u brings it back"]
        await reader.press("y", "u", "escape", "u", "escape")
        assert reader.toasts == ["Filter cleared · u brings it back"], "it replaces the others"
        reader.app.clear_notifications()
        await reader.press("escape")
        assert reader.toasts == [], "there was none"
        await reader.press("u")
        assert reader.query == WEEK


async def test_on_a_low_screen_a_toast_has_one_line(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(20, 5), draws_toasts=True) as reader:
        before = [line.rstrip(" ▐") for line in reader.text.splitlines()[1:4]]
        await reader.press("escape")
        await reader.until(lambda: "Filter cleared…" in reader.text)
        lines = reader.text.splitlines()
        assert (lines[0].split()[-2:], [line.rstrip(" ▐") for line in lines[1:4]]) == (["29", "events"], before)
        assert lines[4].startswith("▌ Filter cleared…")


async def test_a_toast_names_the_readers_own_key(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.app.user_keys = {"undo": "f4,u"}
        await reader.press("escape")
        assert reader.toasts == ["Filter cleared · f4 brings it back"]


async def test_only_arrows_tab_and_enter_reach_every_pane(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        seen = [reader.explorer.panes.pane]
        for _ in range(3):
            await reader.press("tab")
            seen.append(reader.explorer.panes.pane)
        assert seen == ["main", "detail", "facets", "main"]
        await reader.press("shift+tab")
        assert reader.explorer.panes.pane == "facets"
        await reader.press("right", "right")
        assert reader.explorer.panes.pane == "detail"


@pytest.mark.parametrize("size", SIZES)
async def test_quotes_and_sources_are_read_in_the_detail(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, query="id:yellen-supply-routes", size=size) as reader:
        await reader.press("enter", "home", *["down"] * 2, *["pagedown"] * 2)
        shown = " ".join(reader.text.replace("│", " ").replace("▌", " ").split())
        await reader.press("home")
        shown += " ".join(reader.text.replace("│", " ").replace("▌", " ").split())
        assert "Janet Yellen" in shown
        assert "≠ [" in shown


async def test_the_facets_of_a_normal_screen_open_and_close(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        assert "─ Countries" not in reader.text
        await reader.press("c")
        assert "Countries" in reader.text
        await reader.press("space", "escape")
        assert "─ Countries" not in reader.text
        assert reader.query.endswith("country:Ukraine")


async def test_one_pane_at_a_time_on_a_narrow_screen(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NARROW) as reader:
        title = reader.explorer.event.title.split()[0]
        assert "10 June 2024" in reader.text
        await reader.press("enter")
        assert "Monday" not in reader.text
        assert title in reader.text
        await reader.press("escape", "t")
        assert "Topics" in reader.text


async def test_stars_are_kept_and_can_be_queried(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        starred = reader.event
        await reader.press("m")
        assert "★" in reader.text
    async with reading(tmp_path, query="is:starred") as reader:
        assert reader.status.startswith("1 of 29")
        assert reader.event == starred
        await reader.press("m")
        assert reader.status.startswith("0 of 29")


async def test_a_saved_view_can_be_opened_in_a_later_session(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan") as reader:
        await reader.press("V")
        await reader.paste("Mine")
        await reader.press("enter")
        assert "view: Mine" in reader.status
    async with reading(tmp_path) as reader:
        await reader.press("v")
        assert "Mine" in reader.text
        await reader.press("end", "enter")
        assert reader.query == "country:Japan"


async def test_following_a_relation_and_coming_back(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan topic:sanctions") as reader:
        await reader.press_until("down", lambda: reader.event == "nhk-japan-weighs-sanctions")
        query = reader.query
        await reader.press("r")
        if len(reader.app.screen_stack) > 1:
            await reader.press("1")
        there = reader.event
        assert there != "nhk-japan-weighs-sanctions"
        await reader.press("backspace")
        assert (reader.event, reader.query) == ("nhk-japan-weighs-sanctions", query)


async def test_copying_gives_the_card_under_the_cursor(tmp_path: Path) -> None:
    async with reading(tmp_path, query="id:yellen-supply-routes") as reader:
        await reader.press("y")
        assert "Yellen" in reader.app.clipboard
        await reader.press("enter", "down")
        await reader.press_until("down", lambda: reader.explorer.focused.card.kind == "quote")
        await reader.press("y")
        assert reader.app.clipboard.startswith("“Today’s action cuts off their pathways")
        assert "https://" in reader.app.clipboard


async def test_sorting_reverses_the_order_and_keeps_the_event(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        first = reader.event
        await reader.press("s")
        assert reader.event == first
        assert "newest first" in reader.status
        await reader.press("home")
        assert reader.event != first


async def test_a_span_of_the_histogram_becomes_a_date_in_the_query(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("i", "home", "shift+right", "enter")
        assert reader.query == "date:2024-06-10..2024-06-11"
        await reader.press("u")
        assert reader.query == WEEK


async def test_a_second_enter_in_the_histogram_reads_the_first_event(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("i", "home", "shift+right", "enter", "enter")
        assert reader.query == "date:2024-06-10..2024-06-11"
        assert reader.explorer.focused is reader.explorer.panes.detail
        await reader.press("i", "down")
        assert reader.explorer.focused is reader.explorer.panes.main


async def test_every_key_is_in_the_palette_of_the_view_where_it_works(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        offered: set[str] = set()
        for view in "12345":
            await reader.press(view)
            offered |= {binding.action for binding, _ in KeyCommands(reader.explorer)._commands()}
        assert offered == {binding.action for binding in keymap.palette_bindings()}


async def test_a_command_of_the_palette_runs(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.run_command("ctrl+p", "newest", "Newest or oldest first")
        await reader.until(lambda: reader.explorer.timeline.descending)


@pytest.mark.parametrize("key", ["ctrl+p", pytest.param("colon", marks=pytest.mark.slow)])
async def test_the_palette_opens_saved_views_and_themes_by_name(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as reader:
        await reader.run_command(key, "view: disput", "View: Disputed")
        await reader.until(lambda: reader.query == "is:disputed")
        await reader.run_command(key, "theme: nord", "Theme: nord")
        await reader.until(lambda: reader.app.theme == "nord")


async def test_help_shows_every_key_and_closes(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("question_mark")
        assert "Anywhere" in reader.text
        await reader.press("end")
        assert "Query bar" in reader.text
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


SOME_SIZES = [(1, 1), (20, 5), (119, 11)]
ANY_SIZE = [*SOME_SIZES, (2, 2), (12, 3), (30, 8), (79, 9), (200, 60)]


@pytest.mark.parametrize(
    "sizes", [SOME_SIZES, *(pytest.param(sizes, marks=pytest.mark.slow) for sizes in (ANY_SIZE, *zip(ANY_SIZE)))]
)
async def test_the_app_works_at_any_size(tmp_path: Path, sizes: list[tuple[int, int]]) -> None:
    """It is opened at the first size. Then the window gets the other sizes."""
    async with reading(tmp_path, size=sizes[0]) as reader:
        for size in sizes:
            await reader.resize(size)
            for keys in (
                ["down", "enter", "down", "escape"],
                ["c", "space", "escape"],
                ["slash", "a", "escape"],
                ["z", "z"],
            ):
                await reader.press(*keys)
            assert reader.app.is_running
            await reader.resize(NORMAL)
            assert "events" in reader.text


@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param(((1, 1), (7, 9)), id="some"),
        pytest.param(((4, 1), (2, 2), (6, 4), (12, 2)), id="more", marks=pytest.mark.slow),
    ],
)
@pytest.mark.slow
async def test_every_dialog_fits_any_window_and_stops_drawing(
    sizes: tuple[tuple[int, int], ...], tmp_path: Path
) -> None:
    async with reading(tmp_path, size=NARROW) as reader:
        for key in ("slash", "exclamation_mark", "question_mark", "e", "o", "v", "V", "ctrl+p"):
            await reader.press(key)
            for size in sizes:
                await reader.pilot.resize_terminal(*size)  # fails if it goes on drawing
            await reader.pilot.resize_terminal(*NARROW)
            await reader.press("escape", "escape")
            assert "events" in reader.text, key


async def test_a_timeline_without_a_title_is_called_by_its_files(tmp_path: Path) -> None:
    files = [tmp_path / "mine.yaml", tmp_path / "theirs.yaml"]
    for file in files:
        file.write_text("- {date: 2024, title: A}\n")
    async with reading(tmp_path, str(files[0]), query="") as reader:
        assert reader.text.splitlines()[0].startswith(" mine.yaml │")
    async with reading(tmp_path, *map(str, files), query="", size=WIDE) as reader:
        assert reader.text.splitlines()[0].startswith(" mine.yaml and 1 more │")
        for file in files:
            file.write_text("title: Ours\nevents:\n- {date: 2024, title: A}\n")
        await reader.press("R")
        await reader.until(lambda: reader.text.splitlines()[0].startswith(" Ours │"))


@pytest.mark.parametrize("query", ["country:France", pytest.param("country:Germany", marks=pytest.mark.slow)])
async def test_the_sticky_heading_covers_no_title_after_a_filter_is_cleared(query: str, tmp_path: Path) -> None:
    async with reading(tmp_path, query=query, size=NORMAL) as reader:
        await reader.press("G", "escape")
        assert reader.status.startswith("29 events")
        lines = reader.explorer.timeline._settle()
        assert lines[1][1] <= 0, "below the heading, an event begins"
        assert (reader.explorer.timeline.cursor, 0) in lines


@pytest.mark.slow
async def test_no_event_is_shown_beside_a_grid_without_events(tmp_path: Path) -> None:
    async with reading(tmp_path, query="country:Japan", size=WIDE) as reader:
        await reader.press("2", "slash")
        await reader.paste(" zzzz")
        await reader.press("enter")
        assert reader.explorer.current is None
        await reader.press("u")
        assert reader.explorer.current is not None


async def test_what_a_thread_finds_after_the_end_is_ignored(tmp_path: Path) -> None:
    called: list[str] = []
    async with reading(tmp_path) as reader:
        call, context = reader.explorer.call_in_loop, copy_context()  # threads of Textual have the context of the app
        await asyncio.to_thread(context.run, call, called.append, "while it runs")
    await asyncio.to_thread(context.run, call, called.append, "afterwards")
    assert called == ["while it runs"]
