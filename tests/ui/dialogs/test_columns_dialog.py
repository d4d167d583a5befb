"""The app asks what the columns of a file mean where it cannot know, and remembers the answer."""

import os
from pathlib import Path
from threading import Thread

import pytest
from screens import NARROW, NORMAL, WIDE, Reader, reading
from tables import each_row
from textual.widgets import OptionList

from timeline_tui.cli.main import main
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.columns_draft import ColumnsDraft
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.files import load_timeline, reading_of
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.ui.app import TimelineApp
from timeline_tui.ui.dialogs.columns_dialog import ColumnsDialog
from timeline_tui.ui.dialogs.columns_text import ShownColumns, question
from timeline_tui.ui.screen.column_choice import undated

AMBIGUOUS = "When,What\n05/06/2024,Ministers meet\n06/07/2024,Ministers part\n"
NO_HEADINGS_KNOWN = "Foo,Bar,Baz\n2024-06-05 or so,Ministers meet,Italy\n2024-06-07 or so,Ministers part,Japan\n"
TINY = (20, 5)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state-home"))


def sheet(folder: Path, text: str, name: str = "sheet.csv") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


async def asked(reader: Reader) -> None:
    await reader.until(lambda: len(reader.app.screen_stack) == 2)
    await reader.pilot.pause()


async def answered(reader: Reader, events: int) -> None:
    await reader.until(lambda: reader.explorer.slice.index.total == events)
    await reader.pilot.pause()


def dates(reader: Reader) -> list[str]:
    return [event.date.label for event in reader.explorer.session.timeline.events]


@pytest.mark.parametrize(
    "size", [NORMAL, TINY, *(pytest.param(size, marks=pytest.mark.slow) for size in (WIDE, NARROW))]
)
async def test_the_order_of_dates_is_asked_for_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=size) as reader:
        await asked(reader)
        assert "5 June 2024" in reader.text
        assert "6 May 2024" in reader.text
        await reader.press("right", "right", "enter")  # from day first to month first
        await answered(reader, 2)
        assert dates(reader) == ["6 May 2024", "7 June 2024"]
        assert "added" not in reader.text, "the file has not changed"


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY])
async def test_the_first_drawing_fits_the_dialog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    screens = []
    for is_first in (True, False):
        with monkeypatch.context() as patched:
            if is_first:  # do not draw again when the sizes are known
                patched.setattr(ColumnsDialog, "on_resize", lambda _: None)
            async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=size) as reader:
                await asked(reader)
                screens.append(reader.text)
    assert screens[0] == screens[1]


async def test_both_readings_of_the_first_row_are_shown_with_a_preview(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=NORMAL) as reader:
        await asked(reader)
        assert "Dates: 5 June 2024 (day first) or 6 May 2024 (month first)?" in reader.text
        assert "none yet" in reader.text
        await reader.press("d")
        assert "6 July 2024  Ministers part" in reader.text
        await reader.press("m")
        assert "7 June 2024  Ministers part" in reader.text


async def test_an_open_date_among_others_is_asked_about(tmp_path: Path) -> None:
    text = "When,What\n2024-06-01,Ministers arrive\n05/06/2024,Ministers meet\n2024-06-09,Ministers part\n"
    async with reading(tmp_path, sheet(tmp_path, text), query="", size=NORMAL) as reader:
        await asked(reader)
        assert "Which is first in some of these dates, the day or the month?" in reader.text
        await reader.press("enter")
        assert "Not accepted yet: press d" in reader.text
        await reader.press("m", "enter")
        await reader.until(lambda: dates(reader) == ["1 June 2024", "6 May 2024", "9 June 2024"])


@each_row(("rows", "more"), [(1, ""), (2, " (1 more row has problems)"), (3, " (2 more rows have problems)")])
def test_other_rows_with_problems_are_counted(tmp_path: Path, rows: int, more: str) -> None:
    text = "When,What\n2024-06-05,Ministers meet\n" + "40/13/2024,They part\n" * rows
    known = reading_of(sheet(tmp_path, text), ReadOptions()).understanding
    assert known
    draft = ColumnsDraft(known)
    shown = ShownColumns(draft, {}, "", draft.orders({}), draft.preview({}, ""))
    assert question(shown, 80).endswith(f"the event is kept under “Undated”{more}")


async def test_nothing_is_accepted_before_the_order_is_chosen(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("enter")
        assert len(reader.app.screen_stack) == 2


@pytest.mark.slow
async def test_a_file_without_a_column_of_dates_gets_one(tmp_path: Path) -> None:
    file = sheet(tmp_path, "Foo,Bar,Baz\nabout then,Ministers meet in Rome,7\nlater,They part,9\n")
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await asked(reader)
        assert "Which column says when it happened?" in reader.text
        await reader.press("right")
        assert "None of these dates can be read" in reader.text
        assert "undated, written “about then”  Ministers meet" in reader.text


async def test_a_file_without_a_readable_date_is_asked_about(tmp_path: Path) -> None:
    file = sheet(tmp_path, "When,What\nthat day,Ministers meet\nlater,Ministers part\n")
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await asked(reader)
        assert "None of these dates can be read" in reader.text
        await reader.press("escape")
        assert reader.explorer.slice.index.total == 2


async def test_meanings_are_chosen_from_a_list_with_keys_and_mouse(tmp_path: Path) -> None:
    file = sheet(tmp_path, "Foo,Bar\nMinisters meet,5\nMinisters part,7\n")
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("space", "3")
        await reader.pilot.pause()
        assert "title" in reader.text
        await reader.pilot.click(reader.app.screen.query_one(OptionList), offset=(3, 1))
        await reader.until(lambda: len(reader.app.screen_stack) == 3)
        await reader.press("1")
        await reader.until(lambda: len(reader.app.screen_stack) == 2)
        await reader.press("enter")
        await answered(reader, 2)


async def test_escape_leaves_an_empty_timeline_that_says_how_to_go_on(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=WIDE) as reader:
        await asked(reader)
        await reader.press("escape")
        assert "C asks what the columns mean" in reader.text
        assert "0 events" in reader.status
        await reader.press("C", "d", "enter")
        await answered(reader, 2)
        assert dates(reader) == ["5 June 2024", "6 July 2024"]


async def test_an_answer_is_remembered_for_the_file_and_the_shell(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = sheet(tmp_path, AMBIGUOUS)
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("m", "enter")
        await answered(reader, 2)
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        assert len(reader.app.screen_stack) == 1
        assert dates(reader) == ["6 May 2024", "7 June 2024"]
    assert main(["export", file]) == 0
    assert b"6 May 2024" in capfdbinary.readouterr().out
    assert main(["export", file, "--dates", "dmy"]) == 0
    assert b"5 June 2024" in capfdbinary.readouterr().out
    assert main(["columns", file]) == 0
    assert "you chose this on" in capfdbinary.readouterr().out.decode()
    main(["columns", file, "--forget"])
    assert "--dates dmy" in capfdbinary.readouterr().out.decode()
    assert main(["export", file]) == 1


@pytest.mark.slow
async def test_a_wrong_guess_is_corrected_from_the_palette(tmp_path: Path) -> None:
    file = sheet(tmp_path, "Date,Title,Tags,Place\n5 June 2024,Ministers meet,Italy,Fasano\n")
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        assert len(reader.app.screen_stack) == 1
        assert reader.explorer.session.timeline.events[0].topics == ("Italy",)
        await reader.press("ctrl+p")
        await reader.paste("columns")
        await reader.press("enter")
        await asked(reader)
        await reader.press("j", "j", "left")  # from topics to countries
        await reader.press("enter")
        await reader.until(lambda: reader.explorer.session.timeline.events[0].countries == ("Italy",))
    assert load_timeline([file]).timeline.events[0].countries == ("Italy",)


@pytest.mark.slow
async def test_accepting_a_reset_forgets_the_answer(tmp_path: Path) -> None:
    file = sheet(tmp_path, "Date,Title,Tags\n5 June 2024,Ministers meet,Italy\n")
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        await reader.press("C", "j", "j", "left", "enter")
        await reader.until(lambda: reader.explorer.session.timeline.events[0].countries == ("Italy",))
        await reader.press("C", "r", "enter")
        await reader.until(lambda: reader.explorer.session.timeline.events[0].topics == ("Italy",))
    assert load_timeline([file]).timeline.events[0].topics == ("Italy",)


@pytest.mark.slow
async def test_equal_candidates_are_asked_about_and_confirmed(tmp_path: Path) -> None:
    rows = "\n".join(f"2024-06-0{n},2024-07-0{n},Ministers meet the {n} others in Rome" for n in range(1, 8))
    file = sheet(tmp_path, f"aaa,bbb,ccc\n{rows}\n")
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await asked(reader)
        assert "Does “aaa” give the date?" in reader.text
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
    assert not load_timeline([file]).foreign[0].needs_answer


async def test_our_own_format_has_nothing_to_choose(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        await reader.press("C")
        assert len(reader.app.screen_stack) == 1
        assert any("nothing to choose" in note.message for note in reader.app._notifications)


async def test_text_of_a_file_is_not_markup(tmp_path: Path) -> None:
    file = sheet(tmp_path, "[b]When[/b],[@click=app.quit]x\n05/06/2024,[red]Ministers[/red] [/] meet\n")
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        await asked(reader)
        await reader.press("d")
        assert "[b]When[/b]" in reader.text
        assert "[red]Ministers[/red] [/] meet" in reader.text


@pytest.mark.slow
async def test_a_large_file_is_read_again_with_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("timeline_tui.storage.inputs._LARGE", 1000)
    rows = (f"0{n % 9 + 1}/10/2024,Meeting {n} of ministers" for n in range(40))
    file = sheet(tmp_path, "\n".join(["When,What", *rows]))
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("d", "enter")
        await answered(reader, 40)
        assert reader.explorer.session.timeline.events[0].date.label == "1 October 2024"


@pytest.mark.slow
async def test_of_two_files_each_is_asked_about(tmp_path: Path) -> None:
    files = sheet(tmp_path, AMBIGUOUS), sheet(tmp_path, "Day,Event\n01/02/2024,Ministers meet\n", "b.csv")
    async with reading(tmp_path, *files, query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("d", "enter")
        await reader.until(lambda: "Columns of b.csv" in reader.text)
        await reader.press("m", "enter")
        await answered(reader, 3)
        assert sorted(dates(reader)) == ["2 January 2024", "5 June 2024", "6 July 2024"]


@pytest.mark.slow
async def test_of_two_files_the_one_with_an_answer_is_shown(tmp_path: Path) -> None:
    files = sheet(tmp_path, AMBIGUOUS), sheet(tmp_path, "Day,Event\n01/02/2024,Ministers meet\n", "b.csv")
    async with reading(tmp_path, *files, query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("d", "enter")
        await reader.until(lambda: "Columns of b.csv" in reader.text)
        await reader.press("escape")
        await answered(reader, 2)
        await reader.press("C", "2")
        await reader.until(lambda: "Columns of b.csv" in reader.text)


@pytest.mark.slow
async def test_an_answer_in_the_app_beats_the_option_that_it_was_opened_with(tmp_path: Path) -> None:
    file = sheet(tmp_path, AMBIGUOUS)
    loaded = load_timeline([file], ReadOptions(dates="dmy"))
    session = Session([file], loaded, State.load(), watch=False, options=ReadOptions(dates="dmy"))
    app = TimelineApp(session, parse_query(""))
    async with app.run_test(size=NORMAL) as pilot:
        reader = Reader(app, pilot)
        await reader.press("C", "m", "enter")
        await reader.until(lambda: dates(reader) == ["6 May 2024", "7 June 2024"])


@pytest.mark.slow
async def test_the_order_is_asked_for_when_another_choice_makes_it_doubtful(tmp_path: Path) -> None:
    text = "Date,P,Q\n01/02/2024,x,y\n02/02/2024,x,z\n"
    async with reading(tmp_path, sheet(tmp_path, text), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("down", "space", "3")  # the title
        assert "Press d or m." in reader.text
        assert "d  1 February 2024 (day first)" in reader.text
        assert "m  2 January 2024 (month first)" in reader.text
        await reader.press("m", "enter")
        await answered(reader, 2)
        assert dates(reader) == ["2 January 2024", "2 February 2024"]


@pytest.mark.slow
async def test_an_order_does_not_count_for_another_column_that_decides(tmp_path: Path) -> None:
    text = "When,Seen,Title\n05/06/2024,06/13/2024,A\n07/06/2024,06/14/2024,B\n"
    async with reading(tmp_path, sheet(tmp_path, text), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("d", "down", "down", "space", "1")  # the date
        assert "13 June 2024  A" in reader.text
        await reader.press("enter")
        await answered(reader, 2)
        assert dates(reader) == ["13 June 2024", "14 June 2024"]


# What is missing, and keys


MIXED = "Date,Event\n13/06/2024,Leaders arrive\n06/14/2024,Leaders meet\n05/06/2024,Ministers prepare\n"


@pytest.mark.parametrize("size", [NORMAL, *(pytest.param(size, marks=pytest.mark.slow) for size in (NARROW, TINY))])
async def test_enter_says_what_is_missing_and_stays(tmp_path: Path, size: tuple[int, int]) -> None:
    file = sheet(tmp_path, "Foo,Bar\nMinisters meet in Rome,5\nThey part in Bari,7\n")
    async with reading(tmp_path, file, query="", size=size) as reader:
        await asked(reader)
        await reader.press("enter")
        words = " ".join(reader.text.replace("│", " ").split())
        assert "Not accepted: no column is the date" in words
        assert len(reader.app.screen_stack) == 2
        await reader.press("left")
        assert "Not accepted" not in reader.text, "another choice"


@pytest.mark.slow
async def test_the_date_and_the_title_can_both_be_missing(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, "Foo,Bar\n1,5\n2,7\n"), query="", size=NORMAL) as reader:
        await asked(reader)
        assert "Which column says when it happened? Which column says what happened?" in reader.text
        await reader.press("enter")
        assert "no column is the date or the title" in reader.text


async def test_enter_asks_for_the_order_of_dates(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("enter")
        assert "Not accepted yet: press d if the day comes first" in reader.text


@pytest.mark.parametrize("line", [pytest.param(0, marks=pytest.mark.slow), 2])
async def test_the_order_can_be_chosen_in_both_lists(tmp_path: Path, line: int) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press(*["down"] * line, "space")
        assert len(reader.app.screen_stack) == 3
        await reader.press("m")
        assert len(reader.app.screen_stack) == 2
        assert "Dates: month first (6 May 2024)" in reader.text


async def test_the_year_can_be_first(tmp_path: Path) -> None:
    text = "When,Event\n19-06-12,Leaders meet\n20-03-02,They part\n"
    async with reading(tmp_path, sheet(tmp_path, text), query="", size=NORMAL) as reader:
        await asked(reader)
        assert "Which is first in these dates, the day or the year? Press d or y." in reader.text
        await reader.press("m")
        assert "None of these dates has the month first." in reader.text
        await reader.press("y", "enter")
        await answered(reader, 2)
        assert dates(reader) == ["12 June 2019", "2 March 2020"]


@pytest.mark.slow
async def test_d_and_m_do_not_close_a_list_of_meanings_without_a_doubt_about_the_order(tmp_path: Path) -> None:
    file = sheet(tmp_path, "Date,Event\n5 June 2024,Ministers meet\n")
    async with reading(tmp_path, file, query="", size=NORMAL) as reader:
        await reader.press("C", "space", "d")
        assert len(reader.app.screen_stack) == 3
        await reader.press("escape", "d")
        assert "d, m and y change nothing" in reader.text


async def test_contradicting_rows_are_shown(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, MIXED), query="", size=WIDE) as reader:
        assert len(reader.app.screen_stack) == 1, "the rows with one reading are read"
        await reader.press("C")
        assert "contradict each other: 13/06/2024 is day first, but 06/14/2024 is month first" in reader.text
        assert "undated, written “05/06/2024”" in reader.text
        await reader.press("d")
        assert "5 June 2024  Ministers prepare" in reader.text
        assert "You chose day first, but 06/14/2024 is month first" in reader.text, "not: is this right?"
        await reader.press("enter")
        await reader.until(lambda: "5 June 2024" in dates(reader))


async def test_a_later_row_that_contradicts_the_chosen_order_changes_no_other_date(tmp_path: Path) -> None:
    file = sheet(tmp_path, AMBIGUOUS)
    async with reading(tmp_path, file, query="", size=NORMAL, watch=True) as reader:
        await asked(reader)
        await reader.press("m", "enter")
        await answered(reader, 2)
        sheet(tmp_path, f"{AMBIGUOUS}24/07/2024,Ministers rest\n")
        await answered(reader, 3)
        assert dates(reader) == ["6 May 2024", "7 June 2024", "undated, written “24/07/2024”"]
        told = "sheet.csv: you chose month first, but 24/07/2024 on line 4 is day first, so it is undated. C changes"
        await reader.until(lambda: any(told in note.message for note in reader.app._notifications))
        await reader.press("C")
        await reader.until(lambda: "You chose month first, but 24/07/2024 is day first" in reader.text)
        reader.app.screen.follow(reader.explorer.session.draft(file))  # no change
        assert "You chose month first, but 24/07/2024 is day first" in reader.text
        await reader.press("d", "enter")
        await reader.until(lambda: dates(reader) == ["5 June 2024", "6 July 2024", "24 July 2024"])


@pytest.mark.slow
async def test_a_row_far_below_decides_the_order_after_another_choice(tmp_path: Path) -> None:
    rows = "".join(f"0{n % 9 + 1}/06/2024,Meeting {n}\n" for n in range(250))
    file = sheet(tmp_path, f"Date,Event\n{rows}13/06/2024,Last\n")
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        await reader.press("C", "down", "right")  # the title becomes the summary
        assert "Press d or m" not in reader.text
        assert "1 June 2024  Meeting 0" in reader.text


@pytest.mark.slow
async def test_a_message_says_from_which_text_titles_are_made(tmp_path: Path) -> None:
    file = sheet(tmp_path, "Date,Event,Where\n5 June 2024,Ministers meet,Rome\n6 June 2024,Ministers part,\n")
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        await reader.press("C", "down", "right")
        assert "No column is the title, so titles are made from the first sentence of “Event”" in reader.text
        await reader.press("space", "up", "up", "up", "end", "enter")  # Other
        assert "titles are made from “Where”" in reader.text
        assert "Ministers" not in reader.text.partition("The first events")[2].partition("6 June 2024")[0]


def test_several_files_with_dates_that_contradict_the_order_are_named_in_one_sentence() -> None:
    row = "you chose month first, but 24/07/2024 on line 4 is day first"
    assert undated([("/tmp/a.csv", "month first", row)]) == f"a.csv: {row}, so it is undated."
    files = [(f"/tmp/{name}.csv", "month first", row) for name in "abcdefg"]
    assert undated(files) == f"a.csv: {row}, so it is undated; so are dates in b.csv, c.csv, d.csv and 3 more."


@pytest.mark.slow
async def test_the_keys_are_listed(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("question_mark")
        assert "the month comes first: 5/6 is 6 May" in reader.text
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 2


async def test_choices_are_not_dropped_without_a_question(tmp_path: Path) -> None:
    async with reading(tmp_path, sheet(tmp_path, AMBIGUOUS), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("d", "q")
        assert "Your choices are not kept yet" in reader.text
        await reader.press("m", "escape")
        assert "Your choices are not kept yet" in reader.text, "another choice, another question"
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1
        assert reader.app.is_running


async def test_no_toast_covers_the_dialog(tmp_path: Path) -> None:
    session = Session([], load_timeline([sheet(tmp_path, MIXED)]), State.load(), watch=False)
    app = TimelineApp(session, parse_query(""))
    async with app.run_test(size=NORMAL, notifications=True) as pilot:
        reader = Reader(app, pilot)
        reader.explorer.show_message("before the dialog")
        await reader.until(lambda: "before the dialog" in reader.text)
        await reader.press("C")
        await asked(reader)
        reader.explorer.show_message("meanwhile")
        await reader.pilot.pause()
        assert "Columns of sheet.csv" in reader.text
        assert "before the dialog" not in reader.text
        assert "meanwhile" not in reader.text
        assert not any("meanwhile" in note.message for note in app._notifications), "it waits"
        await reader.press("escape")
        await reader.until(lambda: "meanwhile" in reader.text)


# Files that change, and several files


async def test_the_dialog_follows_the_file(tmp_path: Path) -> None:
    file = sheet(tmp_path, AMBIGUOUS)
    async with reading(tmp_path, file, query="", size=NORMAL, watch=True) as reader:
        await asked(reader)
        await reader.press("down", "down", "right")  # from title to summary
        sheet(tmp_path, "Note,When,What\nx,05/06/2024,Others meet\ny,06/17/2024,Others part\n")
        await reader.until(lambda: "The file has changed" in reader.text)
        assert "5 June 2024" not in reader.text, "a row decides now"
        assert "17 June 2024  Others part" in reader.text
        await reader.press("enter")
        await answered(reader, 2)
    (foreign,) = load_timeline([file]).foreign
    assert foreign.columns == 'summary="What"'


@pytest.mark.slow
async def test_the_dialog_reports_a_file_that_is_gone(tmp_path: Path) -> None:
    file = sheet(tmp_path, AMBIGUOUS)
    async with reading(tmp_path, file, query="", size=WIDE, watch=True) as reader:
        await asked(reader)
        Path(file).unlink()
        await reader.until(lambda: "there is no such file" in reader.text)
        await reader.press("d", "enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)


async def test_each_of_three_files_is_asked_about(tmp_path: Path) -> None:
    files = (
        sheet(tmp_path, AMBIGUOUS, "a.csv"),
        sheet(tmp_path, "Day,Event\n01/02/2024,Ministers meet\n", "b.csv"),
        sheet(tmp_path, "Foo,Bar\nMinisters meet in Rome,5\nThey part in Bari,7\n", "c.csv"),
    )
    async with reading(tmp_path, *files, query="", size=NORMAL) as reader:
        await reader.until(lambda: "Columns of a.csv (1 of 3)" in reader.text)
        await reader.press("escape")
        await reader.until(lambda: "Columns of b.csv (2 of 3)" in reader.text)
        await reader.press("d", "enter")
        await reader.until(lambda: "Columns of c.csv (3 of 3)" in reader.text)
        await reader.press("escape")
        await answered(reader, 1)
        assert any("Nothing is chosen for a.csv and c.csv" in note.message for note in reader.app._notifications)
        await reader.press("C", "2", "m", "enter")  # the others still cannot be read
        await reader.until(lambda: dates(reader) == ["2 January 2024"])


async def test_the_order_of_another_file_is_suggested(tmp_path: Path) -> None:
    files = sheet(tmp_path, AMBIGUOUS, "a.csv"), sheet(tmp_path, "What,When\nLater,01/02/2025\n", "b.csv")
    async with reading(tmp_path, *files, query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("m", "enter")
        await reader.until(lambda: "Month first, as you chose for a.csv: ⏎ accepts, d or m changes it." in reader.text)
        assert "2 January 2025  Later" in reader.text
        await reader.press("d", "enter")
        await answered(reader, 3)
        assert dates(reader) == ["6 May 2024", "7 June 2024", "1 February 2025"]


@pytest.mark.slow
async def test_a_second_column_of_countries_leaves_the_first_its_meaning(tmp_path: Path) -> None:
    file = sheet(tmp_path, "Date,Title,Country,Tags\n5 June 2024,Ministers meet,France,Italy\n")
    async with reading(tmp_path, file, query="", size=WIDE) as reader:
        await reader.press("C", "down", "down", "down", "left", "enter")  # from topics to countries
        await reader.until(lambda: reader.explorer.session.timeline.events[0].countries == ("France", "Italy"))


async def test_the_other_column_of_dates_is_named(tmp_path: Path) -> None:
    rows = "\n".join(f"2024-06-0{n},2024-07-0{n},Ministers meet the {n} others in Rome" for n in range(1, 8))
    async with reading(tmp_path, sheet(tmp_path, f"aaa,bbb,ccc\n{rows}\n"), query="", size=WIDE) as reader:
        await asked(reader)
        assert "Does “aaa” give the date? 7 of 7 values are dates; “bbb” may be it, too" in reader.text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
@pytest.mark.slow
async def test_an_answer_for_a_stream_lasts_for_the_session(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    Thread(target=pipe.write_text, args=(AMBIGUOUS,), daemon=True).start()
    async with reading(tmp_path, str(pipe), query="", size=NORMAL) as reader:
        await asked(reader)
        await reader.press("m", "enter")
        await answered(reader, 2)
        messages = [note.message for note in reader.app._notifications]
        assert messages == ["Files read again: 2 events, no errors left"]


@pytest.mark.slow
async def test_the_number_of_the_file_is_shown_on_the_smallest_screen(tmp_path: Path) -> None:
    files = sheet(tmp_path, AMBIGUOUS), sheet(tmp_path, "Day,Event\n01/02/2024,Ministers meet\n", "b.csv")
    async with reading(tmp_path, *files, query="", size=TINY) as reader:
        await asked(reader)
        assert "1/2 Press d" in reader.text
        await reader.press("escape")
        await reader.until(lambda: "2/2 Press d" in reader.text)
