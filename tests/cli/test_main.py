"""The command line, in process: what it prints where, and the exit code."""

import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from timeline_tui import __version__
from timeline_tui.cli.main import main
from timeline_tui.storage import file_bytes
from timeline_tui.storage.files import load_timeline

WEEK = load_timeline([]).timeline
TOTAL = len(WEEK.events)
SOUND = """title: Sound
events:
  - {date: 2024-06-10, title: One, countries: [Japan]}
  - {date: 2024-06-11, title: Two}
"""
FAULTY = SOUND + "  - {date: 2024-06-31, title: Three}\n"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sound(tmp_path: Path) -> str:
    file = tmp_path / "sound.yaml"
    file.write_text(SOUND)
    return str(file)


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    file = tmp_path / "faulty.yaml"
    file.write_text(FAULTY)
    return str(file)


def test_export_writes_everything_to_stdout(sound: str, capfd: Capture) -> None:
    assert main(["export", sound]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("Sound\n=====\n")
    assert "2 events" in out
    assert err == ""


def test_export_of_a_query_says_so_first(sound: str, capfd: Capture) -> None:
    assert main(["export", sound, "-q", "country:japan"]) == 0
    out = capfd.readouterr().out
    assert "Query: country:japan" in out
    assert "1 of 2 events" in out
    assert "Two" not in out


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country:Japon", "-q: no country is “Japon”; did you mean country:Japan?\n"),
        ("NOT Japan", "-q: NOT is a word here; write -Japan\n"),
        ("zzz -ona", "-q: no event has “zzz”\n-q: no event has “ona”; did you mean one?\n"),
        ("Japan", ""),
    ],
)
def test_a_query_with_a_doubtful_meaning_gets_advice(query: str, said: str, sound: str, capfd: Capture) -> None:
    assert main(["export", sound, "-q", query]) == 0
    out, err = capfd.readouterr()
    assert f"Query: {query.replace('NOT', chr(34) + 'NOT' + chr(34))}" in out
    assert err == said
    assert main(["export", sound, "-q", query, "--as", "quotes"]) == 0
    assert capfd.readouterr().err == said


def test_a_very_long_query_that_is_wrong_is_shown_around_the_fault(sound: str, capfd: Capture) -> None:
    assert main(["export", sound, "-q", "id:" + "a," * 2000]) == 2
    err = capfd.readouterr().err
    assert "-q: column 2004: a query has at most 1,000 values" in err
    line, pointer = err.split("\n")[1:3]
    assert len(line) < 150
    assert pointer.strip() == "^"
    assert line[pointer.index("^")] == "a"


def test_a_view_by_its_name(capfd: Capture) -> None:
    assert main(["export", "--view", "Disputed", "-f", "json"]) == 0
    out = json.loads(capfd.readouterr().out)
    assert out["extract"] == {"query": "is:disputed", "total": TOTAL}


def test_export_ignores_the_first_view_unless_asked(capfd: Capture) -> None:
    assert main(["export", "-f", "json"]) == 0
    assert len(json.loads(capfd.readouterr().out)["events"]) == TOTAL


def test_export_of_a_view_for_the_same_query(tmp_path: Path, capfd: Capture) -> None:
    assert main(["export", "--as", "quotes", "-q", 'speaker:"Janet Yellen"']) == 0
    out, err = capfd.readouterr()
    assert f'Query: speaker:"Janet Yellen"\n1 of {TOTAL} events · 1 quote by speaker\n' in out
    assert "Janet Yellen, US Treasury Secretary\n----" in out
    assert err == ""
    assert main(["export", "--as", "grid", "--rows", "topic", "-f", "json", "-q", "topic:sanctions,alliance"]) == 0
    rows = json.loads(capfd.readouterr().out)
    assert {"sanctions", "alliance"} <= {row["topic"] for row in rows}
    page = tmp_path / "sources.md"
    assert main(["export", "--as", "sources", "-o", str(page)]) == 0
    assert f"{TOTAL} events · {len(WEEK.sources)} sources" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["--as", "quotes", "-f", "yaml"],
            "yaml cannot hold --as quotes\n  these can: text, markdown, html, csv, json",
        ),
        (["--as", "grid", "-o", "x.jsonl"], "jsonl cannot hold --as grid"),
        (["--rows", "topic"], "--rows goes with --as grid"),
        (["--as", "sources", "--rows", "topic"], "--rows goes with --as grid"),
    ],
)
def test_a_view_in_a_format_that_cannot_hold_it_is_wrong_usage(
    args: list[str], said: str, sound: str, capfd: Capture
) -> None:
    assert main(["export", sound, *args]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert said in err


@pytest.mark.parametrize(("args", "column"), [(["-q", "country:Japan contry:Italy"], 15), (["-q", 'topic:"oil'], 7)])
def test_a_wrong_query_is_pointed_at(args: list[str], column: int, sound: str, capfd: Capture) -> None:
    assert main(["export", sound, *args]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert f"column {column}: " in err.splitlines()[0]
    assert err.splitlines()[2].index("^") == column + 1


def test_an_unknown_view_or_a_view_and_a_query_are_wrong_usage(sound: str, capfd: Capture) -> None:
    assert main(["export", "--view", "Disputd"]) == 2
    assert "did you mean “Disputed”?" in capfd.readouterr().err
    assert main(["export", sound, "--view", "x", "-q", "y"]) == 2


def test_faults_stop_an_export_unless_it_is_lenient(faulty: str, tmp_path: Path, capfd: Capture) -> None:
    target = tmp_path / "out.txt"
    assert main(["export", faulty, "-o", str(target)]) == 1
    assert not target.exists()
    assert f"{faulty}:5:20: " in capfd.readouterr().err
    assert main(["export", faulty, "-o", str(target), "--lenient"]) == 0
    assert "3 events" in target.read_text()
    assert "\nUndated\n-------\n\nThree\n" in target.read_text()


def test_the_ending_says_the_format_and_f_overrides_it(sound: str, tmp_path: Path) -> None:
    page, text = tmp_path / "out.md", tmp_path / "out2.md"
    assert main(["export", sound, "-o", str(page)]) == 0
    assert page.read_text().startswith("# Sound")
    assert main(["export", sound, "-o", str(text), "-f", "text"]) == 0
    assert text.read_text().startswith("Sound\n=====")


def test_an_unknown_ending_is_wrong_usage(sound: str, tmp_path: Path, capfd: Capture) -> None:
    assert main(["export", sound, "-o", str(tmp_path / "out.xyz")]) == 2
    assert "-f" in capfd.readouterr().err


def test_nothing_is_replaced_without_force(sound: str, tmp_path: Path, capfd: Capture) -> None:
    target = tmp_path / "out.txt"
    target.write_text("mine")
    assert main(["export", sound, "-o", str(target)]) == 1
    assert target.read_text() == "mine"
    assert "--force" in capfd.readouterr().err
    assert main(["export", sound, "-o", str(target), "--force"]) == 0
    assert target.read_text().startswith("Sound")


def test_a_missing_folder_is_reported(sound: str, tmp_path: Path, capfd: Capture) -> None:
    assert main(["export", sound, "-o", str(tmp_path / "no" / "out.txt")]) == 1
    assert "folder" in capfd.readouterr().err


def test_a_current_folder_that_was_removed_is_reported(
    sound: str, tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for words in (["export", sound], ["validate", "t.yaml"], [sound], ["hash", sound]):
        assert main(words) == 2
        assert capfd.readouterr() == ("", "the current folder was removed\n  go to another folder first\n")


def test_a_missing_file_is_reported_with_the_nearest_name(sound: str, capfd: Capture) -> None:
    assert main(["export", sound.replace("sound", "sonud")]) == 1
    err = capfd.readouterr().err
    assert "there is no such file" in err
    assert "sound.yaml" in err


def test_validate_lists_every_fault_with_its_line_and_a_hint(faulty: str, capfd: Capture) -> None:
    assert main(["validate", faulty]) == 1
    out, err = capfd.readouterr()
    first, second = out.split("\n\n")[:2]
    assert second.startswith(f"{faulty}:3:1: warning: none of 3 events has a source\n")
    lines = first.splitlines()
    assert lines[0].startswith(f"{faulty}:5:")
    assert "June 2024 has 30 days" in lines[0]
    assert "title: Three" in lines[1]
    assert "^" in lines[2]
    assert err == "3 events, 1 error, 1 warning\n"


def test_validate_finds_no_fault_in_the_bundled_file(capfd: Capture) -> None:
    assert main(["validate", "--strict"]) == 0
    out, err = capfd.readouterr()
    notes = [line for line in out.splitlines() if line]
    assert all(": note: a single source for “" in line for line in notes)
    assert err == f"{TOTAL} events, 0 errors, 0 warnings, {len(notes)} notes\n"


def test_an_incomplete_file_is_not_checked(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "torn.yaml"
    file.write_text(SOUND + "  - {date: 2024-06-12, title: 'Three}\n")
    assert main(["validate", str(file)]) == 1
    assert "source" not in capfd.readouterr().out


def test_validate_strict_counts_warnings(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(SOUND.replace("countries", "contries"))
    assert main(["validate", str(file)]) == 0
    assert "did you mean countries?" in capfd.readouterr().out
    assert main(["validate", str(file), "--strict"]) == 1


def test_validate_json_is_one_object_a_line(faulty: str, capfd: Capture) -> None:
    assert main(["validate", faulty, "--json"]) == 1
    problem, warning = map(json.loads, capfd.readouterr().out.splitlines())
    assert (problem["file"], problem["line"], problem["severity"]) == (faulty, 5, "error")
    assert (warning["line"], warning["severity"], warning["check"]) == (3, "warning", "unsourced")


def test_json_has_every_finding_and_the_list_only_the_first(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "many.yaml"
    file.write_text("".join(f"- {{date: {year}~, title: T, sources: [https://a.org]}}\n" for year in range(1900, 1930)))
    assert main(["validate", str(file)]) == 0
    out, err = capfd.readouterr()
    assert "date: 10 more from here on; --json lists all" in out
    assert err == "30 events, 0 errors, 30 warnings, 30 notes\n"
    assert main(["validate", str(file), "--json"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 60


def test_the_schema_is_valid_and_the_bundled_file_follows_it(capfd: Capture) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capfd.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert main(["export", "-f", "json"]) == 0
    jsonschema.validate(json.loads(capfd.readouterr().out), schema, jsonschema.Draft202012Validator)


def test_formats_lists_what_can_be_read_and_written(capfd: Capture) -> None:
    assert main(["formats"]) == 0
    rows = [line.split() for line in capfd.readouterr().out.splitlines()]
    assert ["yaml", "yes", "yes", ".yaml", ".yml", "timeline-tui"] in rows
    assert ["text", "yes", ".txt", "timeline-tui"] in rows
    assert ["acled", "CSV,", "JSON", "event_id_cnty,", "event_date,", "event_type"] in rows


def test_a_bibliography_is_named_on_the_command_line(tmp_path: Path, capfd: Capture) -> None:
    (tmp_path / "refs.ris").write_text("TY  - BOOK\nID  - k\nTI  - The book\nER  -\n", encoding="utf-8")
    (tmp_path / "t.yaml").write_text("- {date: 2024, title: One, sources: [k]}\n", encoding="utf-8")
    files = [str(tmp_path / "t.yaml"), "--sources", str(tmp_path / "refs.ris")]
    assert main(["export", *files, "-f", "csl-json"]) == 0
    assert json.loads(capfd.readouterr().out) == [{"id": "k", "type": "book", "title": "The book"}]
    assert main(["export", *files, "-f", "pandoc"]) == 0
    assert "- **Sources:** [@k]" in capfd.readouterr().out
    assert main(["validate", *files, "--strict"]) == 0


def test_version_and_help(capfd: Capture) -> None:
    for args, said in ((["--version"], __version__), (["--help"], "validate"), (["export", "--help"], "--lenient")):
        with pytest.raises(SystemExit) as ended:
            main(args)
        assert ended.value.code == 0
        assert said in capfd.readouterr().out


def test_an_unknown_option_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "--formt", "json"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["-q", "a", "-q", "b"], "-q/--query"),
        (["--query=a", "-qb"], "-q/--query"),
        (["--view", "a", "--view=b"], "--view"),
        (["-o", "a.md", "--output", "b.md"], "-o/--output"),
    ],
)
def test_an_option_that_is_given_twice_is_wrong_usage(words: list[str], option: str, capfd: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", *words])
    assert ended.value.code == 2
    assert f"argument {option}: it is given twice" in capfd.readouterr().err


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["export", "--help"], ["formats"], ["schema"], ["columns"]]
)
def test_a_full_disk_is_an_error_for_every_output(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "timeline_tui", *words], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (ended.returncode, ended.stderr) == (1, "standard output: No space left on device\n")


def test_a_folder_cannot_be_the_output(tmp_path: Path, capfd: Capture) -> None:
    for name in (str(tmp_path), f"{tmp_path}/none/"):
        assert main(["export", "-o", name]) == 2
        assert f"{name}: it is a folder" in capfd.readouterr().err


@pytest.mark.parametrize(("name", "text"), [("a.csv", "date,title\n"), ("a.yaml", "events: []\n"), ("a.json", "[]")])
def test_a_file_without_events_says_so(name: str, text: str, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / name
    file.write_text(text)
    assert main(["validate", str(file)]) == 0
    assert capfd.readouterr().out == f"{file}: warning: no events\n\n"
    assert main(["export", str(file)]) == 0
    assert capfd.readouterr().err == "the timeline has no events\n"


def test_what_lenient_leaves_out_is_counted(faulty: str, capfd: Capture) -> None:
    assert main(["export", faulty, "--lenient"]) == 0
    assert capfd.readouterr().err == (
        "1 error: unreadable parts are left out, and events without a date are undated; see timeline-tui validate\n"
    )


def test_an_export_of_a_sheet_says_how_it_was_read(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "a.csv"
    file.write_text("When,What\n13/06/2024,Meeting\nunknown,Paper\n")
    assert main(["export", str(file), "-f", "jsonl"]) == 0
    assert capfd.readouterr().err == (
        f"{file}: note: Read “When” as date and “What” as title\n"
        "  1 date read day first, because of 13/06/2024 on line 2\n"
        "1 warning: see timeline-tui validate\n"
    )


@pytest.mark.parametrize("option", [["--dates", "dmy"], ["--columns", "date=When"]])
def test_an_option_for_sheets_is_an_error_for_other_formats(
    option: list[str], sheet: str, tmp_path: Path, capfd: Capture
) -> None:
    file = tmp_path / "a.mw"
    file.write_text("2024: A\n")
    for command in ("export", "validate", "columns"):
        assert main([command, str(file), *option]) == 1
        said = "".join(capfd.readouterr())
        assert f"{file}: --columns and --dates do not apply to its format" in said
    assert main(["export", str(file), sheet, "--dates", "dmy"]) == 0


def test_standard_input_has_one_name(monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    for command in ("validate", "columns", "export"):
        file_bytes._read_stream.cache_clear()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"just text")))
        assert main([command, "-"]) == 1
        assert "<stdin>:1:1: this is text" in "".join(capfd.readouterr())


def test_controls_in_arguments_do_not_reach_the_terminal(capfd: Capture) -> None:
    assert main(["export", "no\x1b]0;owned\x07such.yaml"]) == 1
    assert main(["export", "-q", "\x1b[31m:"]) == 2
    assert main(["export", "--view", "\x1b[2J"]) == 2
    out, err = capfd.readouterr()
    assert "\x1b" not in out + err


def test_several_files_become_one_of_another_format(tmp_path: Path, capfd: Capture) -> None:
    first, second, whole = tmp_path / "a.yaml", tmp_path / "b.jsonl", tmp_path / "all.yaml"
    first.write_text(
        "sources: {paper: The Paper}\nevents:\n  - {date: 2024-06-10, title: One, id: one, sources: [paper]}\n"
    )
    second.write_text('{"date": "2024-06-11", "title": "Two", "sources": "paper", "related": "one"}\n')
    assert main(["export", str(first), str(second), "-o", str(whole)]) == 0
    assert capfd.readouterr() == ("", "")
    assert main(["export", str(whole), "-f", "json"]) == 0
    merged = json.loads(capfd.readouterr().out)
    assert merged["sources"] == {"paper": {"title": "The Paper"}}
    assert [event["sources"] for event in merged["events"]] == [["paper"], ["paper"]]
    assert merged["events"][1]["related"] == ["one"]


def test_files_that_clash_are_not_merged_in_silence(tmp_path: Path, capfd: Capture) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(
            f"sources: {{k: {file.name}}}\nevents: [{{date: 2024, title: {file.name}, id: x, sources: k}}]\n"
        )
    names = list(map(str, files))
    assert main(["export", *names]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    same_key = f"{files[1]}:1:1: the source “k” differs from the source with this key in {files[0]}:1\n"
    assert f"{same_key}  its key here becomes “k-2”" in err
    assert f"{files[1]}:2:1: the id “x” is also the id of the event at {files[0]}:2\n  its id here becomes “x-2”" in err
    assert main(["export", *names, "--lenient", "-f", "json"]) == 0
    assert list(json.loads(capfd.readouterr().out)["sources"]) == ["k", "k-2"]


def test_losses_of_a_format_are_reported_once(
    sound: str, tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "timeline_tui.formats.pages.text_page.losses", lambda _: ["2 notes left out", "1 view left out"], raising=False
    )
    for output in ([], ["-o", str(tmp_path / "out.txt")]):
        assert main(["export", sound, *output]) == 0
        assert capfd.readouterr().err == "text: 2 notes left out\ntext: 1 view left out\n"


def test_yaml_round_trip_from_the_shell(tmp_path: Path, capfd: Capture) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.json"
    assert main(["export", "-o", str(first)]) == 0
    assert main(["export", str(first), "-o", str(second)]) == 0
    assert main(["export", str(second), "-f", "yaml"]) == 0
    assert capfd.readouterr().out == first.read_text()


def test_formulas_in_cells_are_guarded_unless_raw_cells_is_given(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "sums.yaml"
    file.write_text("- {date: 2024-06-10, title: '=1+1'}\n")
    assert main(["export", str(file), "-f", "csv"]) == 0
    assert '''"'=1+1"''' in capfd.readouterr().out
    assert main(["export", str(file), "-f", "csv", "--raw-cells"]) == 0
    assert '"=1+1"' in capfd.readouterr().out


SHEET = "When,What,Amount\n1/2/2024,One,5\n3/2/2024,Two,6\n"


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    file = tmp_path / "sheet.csv"
    file.write_text(SHEET)
    return str(file)


def test_the_order_of_day_and_month_can_be_given(sheet: str, capfd: Capture) -> None:
    assert main(["export", sheet, "-f", "csv"]) == 1
    assert "--dates dmy (1 February 2024) or --dates mdy (2 January 2024)" in capfd.readouterr().err
    assert main(["export", sheet, "-f", "csv", "--dates", "dmy"]) == 0
    assert '"2024-02-01"' in capfd.readouterr().out


def test_the_meaning_of_columns_can_be_given(sheet: str, capfd: Capture) -> None:
    assert main(["export", sheet, "--columns", "title=Amount, note=What", "--dates", "mdy"]) == 0
    assert "\n5\n" in capfd.readouterr().out
    with pytest.raises(SystemExit) as exit:
        main(["export", sheet, "--columns", "titel of it"])
    assert exit.value.code == 2
    assert "write meaning=heading" in capfd.readouterr().err


AMBIGUOUS = (
    "the dates: 1/2/2024 on line 2 may be 1 February 2024 or 2 January 2024, and no row decides: no date of this "
    "column is read; say which is right: --dates dmy (1 February 2024) or --dates mdy (2 January 2024)"
)


def test_columns_shows_how_each_column_is_understood(sheet: str, sound: str, capfd: Capture) -> None:
    assert main(["columns", sheet]) == 1, "its dates have two readings, so it is not read"
    assert capfd.readouterr().out.splitlines() == [
        "“When”: date (“when” is another word for date): 1/2/2024 · 3/2/2024",
        "“What”: title (“what” is another word for title): One · Two",
        "“Amount”: Other (no field has this name): 5 · 6",
        AMBIGUOUS,
    ]
    assert main(["columns", sheet, "--dates", "dmy"]) == 0
    assert capfd.readouterr().out.endswith("the dates: 2 dates read day first, as you chose\n")
    assert main(["columns", sheet, sound]) == 1
    assert capfd.readouterr().out.splitlines()[-2:] == [
        f"{sound}:",
        "it is in our own shape (YAML): each name means what the schema says",
    ]
    assert main(["columns", f"{sheet}.gone"]) == 1


def test_columns_says_which_names_have_a_comma(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "a.json"
    for who, why in (('["Vidal", "Moreau"]', ", because other cells are lists"), ('"Moreau"', "")):
        rows = f'[{{"when": "2024", "what": "A", "who": {who}}}, {{"when": "2025", "what": "B", "who": "Smith, John"}}]'
        file.write_text(rows)
        assert main(["columns", str(file)]) == 0
        line = f"“Smith, John” is one name here: commas do not separate the names of “who”{why}"
        assert capfd.readouterr().out.splitlines()[-1] == line


def test_columns_shows_dates_that_no_row_decides(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "a.csv"
    for rows, told in (
        (
            "2024-01-05,One\n03/04/2024,Two\n04/05/2024,Three\n2024-02-05,Four\n2024-02-06,Five\n",
            (
                "03/04/2024 on line 3 may be 3 April 2024 or 4 March 2024, and no row decides: 2 such dates are not "
                "read; say which is right: --dates dmy (3 April 2024) or --dates mdy (4 March 2024)"
            ),
        ),
        (
            "1998,One\n2011/12,Two\n1999,Three\n",
            "2011/12 on line 3 may be December 2011 or 2011–2012, and no row decides: it is not read",
        ),
    ):
        file.write_text(f"Date,What\n{rows}")
        assert main(["columns", str(file)]) == 0
        assert capfd.readouterr().out.splitlines()[-1] == f"the dates: {told}"
        assert main(["validate", str(file)]) == 0
        assert told in "".join(capfd.readouterr())


def test_columns_names_the_format_of_other_files(tmp_path: Path, capfd: Capture) -> None:
    calendar, shape = tmp_path / "a.ics", Path(__file__).parents[1] / "data" / "shapes" / "features.geojson"
    calendar.write_text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20240613\r\nSUMMARY:A\r\nEND:VEVENT\r\n")
    assert main(["columns", str(calendar)]) == 0
    line = "it is in the format icalendar (iCalendar): each name means what that format says\n"
    assert capfd.readouterr().out == line
    assert main(["columns", str(shape)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "this is GeoJSON"
    assert lines[-1] == "the dates: read as they are written, because none has a second reading"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "---\ntitle: One\ndate: 2024-06-17\n---\nText\n", "Markdown with front matter"),
        ("a.yaml", "title: One\ndate: 2024-06-17\n", "YAML"),
        ("a.json", '{"title": "One", "date": "2024-06-17"}', "JSON"),
    ],
)
def test_columns_names_the_format_of_files_with_one_event(
    tmp_path: Path, name: str, text: str, title: str, capfd: Capture
) -> None:
    (tmp_path / name).write_text(text)
    assert main(["columns", str(tmp_path)]) == 0
    assert capfd.readouterr().out == f"it is in our own shape ({title}): each name means what the schema says\n"


def test_columns_shows_the_errors_of_the_file_once(tmp_path: Path, sheet: str, capfd: Capture) -> None:
    file = tmp_path / "open.csv"
    file.write_text('Date,Event\n2024-01-01,"A\n2024-01-02,B\n')
    assert main(["columns", str(file)]) == 1
    assert "open.csv:2:12: this cell is not closed" in capfd.readouterr().err
    assert main(["columns", sheet]) == 1
    assert capfd.readouterr().err == "", "the line about the dates has it"


def test_a_source_without_an_address_has_one_meaning(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "records.csv"
    file.write_text("Date,Record,What\n2024-01-01,The Paper,T\n2024-01-02,The Herald,U\n")
    assert main(["columns", str(file)]) == 0
    told = "“Record”: sources (“record” is another word for sources, here without an address, likely)"
    assert told in capfd.readouterr().out


def test_validate_says_first_how_a_sheet_was_understood(sheet: str, capfd: Capture) -> None:
    assert main(["validate", sheet, "--dates", "dmy"]) == 0
    first = capfd.readouterr().out.partition("\n\n")[0]
    assert first.splitlines() == [
        f"{sheet}: note: Read “When” as date and “What” as title; “Amount” is kept under Other",
        "  2 dates read day first, as you chose",
    ]


def test_a_page_without_a_title_is_headed_with_the_name_of_the_file(tmp_path: Path, capfd: Capture) -> None:
    one, other = tmp_path / "harbour.csv", tmp_path / "other.csv"
    for file in (one, other):
        file.write_text(f"date,title,quotes\n2024-06-13,In {file.stem},Words\n")
    assert main(["export", str(one)]) == 0
    assert capfd.readouterr().out.startswith("harbour.csv\n===")
    assert main(["export", str(one), "-f", "html"]) == 0
    assert "<title>harbour.csv</title>" in capfd.readouterr().out
    assert main(["export", str(one), "--as", "quotes"]) == 0
    assert capfd.readouterr().out.startswith("harbour.csv\n===")
    assert main(["export", str(one), str(other)]) == 0
    assert capfd.readouterr().out.startswith("harbour.csv and 1 more\n===")
    assert main(["export", str(one), "-f", "yaml"]) == 0
    assert "harbour.csv" not in capfd.readouterr().out, "a name is not data"


@pytest.mark.parametrize("format", ["yaml", "json", "jsonl", "csv"])
def test_an_export_of_a_part_that_loses_the_order_says_so(format: str, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "order.yaml"
    file.write_text(
        "events:\n  - {id: a, date: 2024-06-13, title: A}\n  - {id: b, title: B, after: a, before: c}\n"
        "  - {id: c, date: 2024-06-15, title: C}\n"
    )
    said = f"{format}: 1 event: the order is lost, because it needs events that the query leaves out: “b” (between"
    assert main(["export", str(file), "-q", "id:b", "-f", format]) == 0
    assert said in capfd.readouterr().err
    assert main(["export", str(file), "-f", format]) == 0
    assert said not in capfd.readouterr().err
