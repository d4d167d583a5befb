"""What the user chose for the columns of files is kept, and found again by file and by headings."""

import json
import os
from pathlib import Path

import pytest

from timeline_tui.cli.main import main
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.columns_draft import ColumnsDraft
from timeline_tui.model.problems import LoadError
from timeline_tui.storage import remembered
from timeline_tui.storage.files import load_timeline, reading_of
from timeline_tui.storage.inputs import Loaded, NoEventsError, find_inputs
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import cache_key
from timeline_tui.storage.opening.opening import Opening
from timeline_tui.storage.remembered import Answer, Memory
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State

AMBIGUOUS = "When,What\n05/06/2024,Ministers meet\n06/07/2024,Ministers part\n"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for state."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "state" / "timeline-tui"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "sheet.csv"
    file.write_text(AMBIGUOUS)
    return file


def remember(file: Path, columns: str = "", dates: str = "") -> None:
    """What the dialog does."""
    try:
        loaded = load_timeline([str(file)])
    except NoEventsError as error:
        loaded = Loaded(load_timeline([]).timeline, (), (str(file),), (None,), "", False, foreign=error.foreign)
    session = Session([str(file)], loaded, State.load(), watch=False)
    session.choose_columns(session.foreign[0], columns, dates)
    session.close()


def dates(file: Path, options: ReadOptions = DEFAULTS) -> list[str]:
    return [event.date.label for event in load_timeline([str(file)], options).timeline.events]


def messages(file: Path) -> str:
    return "\n".join(f"{problem.message} {problem.hint}" for problem in load_timeline([str(file)]).problems)


def test_nothing_is_written_before_something_is_chosen(sheet: Path, state: Path) -> None:
    with pytest.raises(NoEventsError) as caught:
        load_timeline([str(sheet)])
    assert caught.value.foreign[0].needs_answer
    assert not state.exists()


@pytest.mark.parametrize("text", ["garbage\n", "Foo,Bar\n", "Foo\nx\ny\n"])
def test_a_file_that_no_answer_makes_a_chronology_is_not_asked_about(tmp_path: Path, text: str) -> None:
    file = tmp_path / "none.csv"
    file.write_text(text)
    with pytest.raises(NoEventsError) as caught:
        load_timeline([str(file)])
    assert not any(foreign_file.needs_answer for foreign_file in caught.value.foreign)


def test_a_file_in_place_of_the_folder_is_not_a_problem_before_something_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    memory = Memory()
    assert (memory.problems, memory.is_empty) == ((), True)


def test_an_answer_applies_to_the_file_and_is_reported(sheet: Path) -> None:
    remember(sheet, dates="mdy")
    assert dates(sheet) == ["6 May 2024", "7 June 2024"]
    assert "you chose this on" in messages(sheet)
    assert "--forget" in messages(sheet)


def test_the_meanings_apply_to_another_file_with_the_same_headings(sheet: Path, tmp_path: Path) -> None:
    remember(sheet, columns="summary=What", dates="mdy")
    july = tmp_path / "july.csv"
    july.write_text("What,When\nMinisters sign,13/02/2024\n")
    assert dates(july) == ["13 February 2024"]
    assert "“What” as summary" in messages(july)
    assert f" for {sheet};" in messages(july)
    other = tmp_path / "other.csv"
    other.write_text("What,When,Where\nMinisters sign,13/02/2024,Rome\n")
    assert "“What” as title" in messages(other)


def test_the_order_of_dates_does_not_apply_to_another_file(sheet: Path, tmp_path: Path) -> None:
    remember(sheet, dates="mdy")
    july = tmp_path / "july.csv"
    july.write_text("What,When\nMinisters sign,01/02/2024\n")
    with pytest.raises(NoEventsError) as caught:
        load_timeline([str(july)])
    assert caught.value.foreign[0].needs_answer
    known = reading_of(str(july)).understanding
    assert known
    assert (ColumnsDraft(known).dates, ColumnsDraft(known).likely_dates) == ("", "mdy")
    assert known.remembered == "", "nothing was chosen for this file"
    known = reading_of(str(sheet)).understanding
    assert known
    assert (ColumnsDraft(known).dates, ColumnsDraft(known).likely_dates) == ("mdy", "")


def test_a_row_that_contradicts_the_answer_for_its_file_changes_no_other_date(sheet: Path) -> None:
    remember(sheet, dates="mdy")
    sheet.write_text(f"{AMBIGUOUS}24/07/2024,Ministers rest\n")
    assert dates(sheet) == ["6 May 2024", "7 June 2024", "undated, written “24/07/2024”"]
    assert "you chose month first, but 24/07/2024 on line 4 is day first choose again in the app" in messages(sheet)
    assert "24/07/2024: read month first, there is no such day" in messages(sheet)
    (foreign,) = load_timeline([str(sheet)]).foreign
    assert foreign.against == "you chose month first, but 24/07/2024 on line 4 is day first"


def test_an_image_from_before_the_answer_is_not_used(sheet: Path) -> None:
    sheet.write_text(f"{AMBIGUOUS}24/07/2024,Ministers rest\n07/25/2024,Ministers work\n")
    before = load_timeline([str(sheet)]).foreign
    assert remembered.is_current(before, DEFAULTS)
    remember(sheet, dates="mdy")
    assert not remembered.is_current(before, DEFAULTS)


def test_rows_that_decide_the_order_of_dates_go_before_an_answer(sheet: Path, tmp_path: Path) -> None:
    remember(sheet, dates="dmy")
    other = tmp_path / "other.csv"
    other.write_text("What,When\nA,01/13/2024\nB,05/06/2024\n")
    assert dates(other) == ["13 January 2024", "6 May 2024"]
    assert "month first, because of" in messages(other)


def test_json_is_remembered_by_its_keys(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    one.write_text(json.dumps([{"foo": "2024-06-05", "bar": "Ministers meet"}]))
    two.write_text(json.dumps([{"bar": "Ministers part", "foo": "2024-06-06"}]))
    remember(one, columns="date=foo, title=bar")
    assert dates(two) == ["6 June 2024"]


def test_an_option_beats_the_answer(sheet: Path) -> None:
    remember(sheet, dates="mdy")
    assert dates(sheet, ReadOptions(dates="dmy")) == ["5 June 2024", "6 July 2024"]


def test_an_option_for_columns_leaves_the_remembered_dates(sheet: Path) -> None:
    remember(sheet, dates="mdy")
    assert dates(sheet, ReadOptions(columns="summary=What")) == ["6 May 2024", "7 June 2024"]


def test_the_answer_for_the_file_beats_that_for_its_headings(sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(AMBIGUOUS)
    remember(sheet, dates="mdy")
    remember(other, dates="dmy")
    assert dates(sheet) == ["6 May 2024", "7 June 2024"]
    assert dates(other) == ["5 June 2024", "6 July 2024"]


def test_a_stale_answer_is_reported_and_not_used(sheet: Path) -> None:
    remember(sheet, columns="title=What", dates="mdy")
    sheet.write_text("Day,Event\n2024-06-05,Ministers meet\n")
    assert dates(sheet) == ["5 June 2024"]
    assert "no longer fits: no column is called “What”" in messages(sheet)


def test_a_choice_for_a_column_that_is_gone_suggests_no_other(sheet: Path) -> None:
    remember(sheet, columns="title=What")
    sheet.write_text("Day,Whit\n2024-06-05,Ministers meet\n")
    assert "no longer fits: no column is called “What” choose again" in messages(sheet)


def test_a_file_that_becomes_ours_is_read_as_ours(sheet: Path) -> None:
    remember(sheet, columns="title=What", dates="mdy")
    sheet.write_text("date,title\n2024-06-05,Ministers meet\n")
    assert dates(sheet) == ["5 June 2024"]


def test_an_answer_is_forgotten_with_the_answer_for_its_headings(sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(AMBIGUOUS)
    remember(sheet, dates="mdy")
    remember(other, dates="")
    for file in (sheet, other):
        with pytest.raises(NoEventsError):
            load_timeline([str(file)])


def test_forget_lists_what_it_forgets(sheet: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.csv"
    other.write_text(AMBIGUOUS)
    remember(sheet, dates="mdy")
    assert main(["columns", str(other), "--forget"]) == 1  # which is undecided again
    assert f"forgot the choice for {sheet}\n" in capfd.readouterr().err
    main(["columns", str(other), "--forget"])
    assert f"no choice was remembered for {other}\n" in capfd.readouterr().err


def test_all_files_of_a_folder_are_shown_and_forgotten(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "a.csv").write_text(AMBIGUOUS)
    (folder / "b.csv").write_text("Day,Event\n01/02/2024,Ministers meet\n")
    (folder / "own.yaml").write_text("events:\n- date: 2024-06-13\n  title: A\n")
    (tmp_path / "sheets2.csv").write_text("Jour,Titre\n01/02/2024,Réunion\n")
    remember(folder / "a.csv", dates="mdy")
    remember(folder / "b.csv", dates="dmy")
    remember(tmp_path / "sheets2.csv", dates="dmy")
    assert main(["columns", str(folder)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith(str(folder))] == [
        f"{folder}/a.csv:",
        f"{folder}/b.csv:",
        f"{folder}/own.yaml:",
    ]
    assert any(line.startswith("“When”: date") for line in lines)
    assert any(line.startswith("“Day”: date") for line in lines)
    (folder / "b.csv").unlink()  # its answer is forgotten all the same
    assert main(["columns", str(folder), "--forget"]) == 1
    assert "may be 5 June 2024 or 6 May 2024" in capfd.readouterr().out
    assert [Memory().of_file(str(folder / name)) for name in ("a.csv", "b.csv")] == [None, None]
    assert Memory().of_file(str(tmp_path / "sheets2.csv")), "it is not in the folder"


def test_rows_that_contradict_each_other_are_not_decided_by_another_file(sheet: Path, tmp_path: Path) -> None:
    remember(sheet, dates="dmy")
    other = tmp_path / "other.csv"
    other.write_text("What,When\nA,13/06/2024\nB,06/14/2024\nC,05/06/2024\n")
    assert dates(other) == ["13 June 2024", "14 June 2024", "undated, written “05/06/2024”"]
    remember(other, dates="dmy")
    assert dates(other) == ["13 June 2024", "undated, written “06/14/2024”", "5 June 2024"]


def test_a_choice_is_used_beside_a_file_that_never_could_be_read(sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Day,Event,Tags\n2024-06-05,Ministers meet,Italy\n")
    paths = [str(sheet), str(other)]
    session = Session(paths, load_timeline(paths), State.load(), watch=False)
    (one,) = [foreign_file for foreign_file in session.foreign if foreign_file.file == str(other)]
    session.choose_columns(one, "countries=Tags", "")
    session.reload()
    assert session.timeline.events[0].countries == ("Italy",)
    other.unlink()
    with pytest.raises(LoadError):
        session.reload()
    assert session.timeline.events, "what could be read before stays"


def test_the_oldest_answers_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 3)
    for number in range(5):
        assert Memory().remember(Answer(f"/f{number}", f"h{number}", "", "dmy", "2024-06-05")) == ()
    memory = Memory()
    assert [memory.of_file(f"/f{number}") is None for number in range(5)] == [True, True, False, False, False]


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"version": 1, "answers": 5}', '{"version": 1, "answers": [{"file": 7}]}', "[" * 100_000]
)
def test_a_broken_file_is_one_problem(sheet: Path, state: Path, content: str) -> None:
    state.mkdir(parents=True)
    (state / "columns.json").write_text(content)
    assert len(Memory().problems) == 1
    with pytest.raises(NoEventsError):
        load_timeline([str(sheet)])
    remember(sheet, dates="dmy")
    assert Memory().problems == ()
    assert dates(sheet) == ["5 June 2024", "6 July 2024"]
    assert (state / "columns.json.broken").read_text() == content


def test_a_command_reports_a_broken_file(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export"]) == 0
    assert not capsys.readouterr().err
    state.mkdir(parents=True)
    (state / "columns.json").write_text("{")
    assert main(["export"]) == 0
    assert "columns.json: warning: it is cut short" in capsys.readouterr().err


def test_a_wrong_answer_is_not_used(state: Path) -> None:
    state.mkdir(parents=True)
    sound = Answer("/f", "h", "date=When", "dmy", "2024-06-05")
    answers = [sound, sound._replace(columns="nonsense"), sound._replace(dates="ydm"), sound._replace(day="today")]
    content = {"version": 1, "answers": [answer._asdict() for answer in answers]}
    (state / "columns.json").write_text(json.dumps(content))
    assert Memory().of_file("/f") == Memory().of_headings("h") == sound


def test_the_file_of_a_later_version_is_not_overwritten(sheet: Path, state: Path) -> None:
    state.mkdir(parents=True)
    (state / "columns.json").write_text('{"version": 2}')
    assert len(Memory().remember(Answer("/f", "h", "", "dmy", "2024-06-05"))) == 1
    assert (state / "columns.json").read_text() == '{"version": 2}'


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a folder that cannot be written")
def test_an_answer_that_cannot_be_saved_counts_for_the_session(sheet: Path, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o500)
    with pytest.raises(NoEventsError) as caught:
        load_timeline([str(sheet)])
    loaded = Loaded(load_timeline([]).timeline, (), (str(sheet),), (None,), "", False, foreign=caught.value.foreign)
    session = Session([str(sheet)], loaded, State.load(), watch=False)
    session.choose_columns(session.foreign[0], "", "mdy")
    session.reload()
    assert [event.date.label for event in session.timeline.events] == ["6 May 2024", "7 June 2024"]
    assert any("columns.json" in problem.file for problem in session.problems)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sheet that is read by another process and kept in the cache."""
    monkeypatch.setattr("timeline_tui.storage.inputs._LARGE", 1000)
    file = tmp_path / "large.csv"
    rows = (f"{n % 12 + 1:02}/0{n % 9 + 1}/2024,Meeting {n} of ministers" for n in range(40))
    file.write_text("\n".join(["When,What", *rows]))
    return file


def test_a_cached_file_is_read_again_after_another_answer(large: Path) -> None:
    inputs = find_inputs([str(large)])
    assert inputs.large
    remember(large, dates="dmy")
    *_, last = Opening([str(large)], inputs, keep=True).steps
    assert last.loaded
    assert last.loaded.timeline.events[0].date.label == "1 January 2024"
    assert last.loaded.timeline.events[1].date.label == "2 February 2024"
    cached = Cache().load(inputs, DEFAULTS)
    assert cached
    assert cached.foreign == last.loaded.foreign
    remember(large, dates="mdy")
    assert Cache().load(inputs, DEFAULTS) is None
    assert cache_key(inputs, DEFAULTS) != cache_key(inputs, ReadOptions(dates="mdy"))


def test_another_process_says_that_a_file_needs_an_answer(large: Path) -> None:
    opening = Opening([str(large)], find_inputs([str(large)]), keep=False)
    with pytest.raises(NoEventsError) as caught:
        opening.wait()
    assert caught.value.foreign[0].needs_answer
