"""Sheets of workbooks are read like CSV; an unreadable one is one problem, in bounded memory and time."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from tables import each_row
from week import bundled
from workbooks import CODES, Linked, Rows, Shown, Value, ods, ods_row, sheet_xml, xlsx

from timeline_tui import formats
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.workbook import calamine_process, cell_links, received_sheets, workbook
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.files import load_timeline, reading_of
from timeline_tui.storage.inputs import find_inputs, fingerprint

DATA = Path(__file__).parents[2] / "data"
pytest.importorskip("python_calamine")

D, T = datetime.date, datetime.datetime
EVENTS: Rows = (
    ("Datum", "Ereignis", "Land", "Themen", "Personen", "Ort", "Quelle"),
    (D(2024, 3, 4), "Dockers walk out", "Norland", "strike; port", "Ana Vidal", "Marlow Bay", "https://example.org/a"),
    (T(2024, 3, 5, 14, 30), "Talks open", "Norland; Sudmark", "talks", "", "Carrow", "https://example.org/b"),
)


def opened(data: bytes, options: ReadOptions = ReadOptions()) -> Reading:  # noqa: B008  # a NamedTuple is immutable
    return formats.read(data, "w.xlsx", options=options)


def dates(reading: Reading) -> list[str]:
    return [event.date.text for event in reading.timeline.events]


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


def placeless(timeline: Timeline) -> list[object]:
    return [event._replace(file="", line=0, sources=(), quotes=()) for event in timeline.events]


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks in the process of the tests, because to start another one takes most of the time.

    The tests in ``test_workbook_process.py`` start it.
    """

    def received(wanted: str, data: bytes, words: received_sheets.Words) -> tuple[list[workbook.RawSheet], list[str]]:
        with redirect_stdout(io.StringIO()) as sent:
            calamine_process.send(calamine_process._checked(data) or calamine_process._read(data, wanted))
        return received_sheets._received(io.BytesIO(sent.getvalue().encode()), words)

    monkeypatch.setattr(workbook, "command", lambda wanted: wanted)
    monkeypatch.setattr(workbook, "received_sheets", received)


@pytest.mark.parametrize("make", [xlsx, ods])
def test_cells_that_are_dates_are_read_as_such_and_facets_are_filled(make) -> None:
    reading = opened(make({"Events": EVENTS}))
    first, second = reading.timeline.events
    assert dates(reading) == ["2024-03-04", "2024-03-05T14:30"]
    assert (first.title, first.countries, first.topics) == ("Dockers walk out", ("Norland",), ("strike", "port"))
    assert (first.people, first.place, second.countries) == (("Ana Vidal",), "Marlow Bay", ("Norland", "Sudmark"))
    assert [citation.source.url for event in (first, second) for citation in event.sources] == [
        "https://example.org/a",
        "https://example.org/b",
    ]
    assert (first.file, first.line, second.line) == ("w.xlsx#Events", 2, 3)


@each_row("name", ["german.csv", "news-pairs.csv", "preamble.csv", "with-gaps.csv", "excel-days.csv"])
@each_row("make", [xlsx, ods])
def test_a_sheet_of_texts_reads_as_the_same_csv(make, name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    separator = max(",;\t", key=text.count)
    rows = list(csv.reader(text.splitlines(), delimiter=separator))
    sheet, table = opened(make({"S": rows})), formats.read(text.encode(), name)
    assert dates(sheet) == dates(table)
    assert placeless(sheet.timeline) == placeless(table.timeline)
    assert sheet.timeline.title == table.timeline.title


def test_our_own_csv_comes_back_from_a_workbook_with_its_quotes_and_sources() -> None:
    whole = bundled().timeline
    rows = list(csv.reader(formats.write(whole, "csv").decode().splitlines(keepends=True)))
    read = opened(xlsx({"S": rows}))
    assert not [problem for problem in read.problems if problem.severity == "error"]
    assert formats.write(read.timeline, "yaml") == formats.write(whole, "yaml")


@pytest.mark.parametrize("format", ["timelinejs-csv", "timesketch-csv"])
def test_a_sheet_in_a_known_csv_format_is_read_as_that(format: str) -> None:
    whole = bundled().timeline
    data = formats.write(whole, format)
    rows = list(csv.reader(data.decode().splitlines(keepends=True)))
    wanted = formats.read(data, "a.csv", format).timeline
    assert placeless(opened(xlsx({"S": rows})).timeline) == placeless(wanted)


def test_both_epochs_give_the_same_days_also_to_plain_numbers() -> None:
    rows: Rows = (("date", "event", "end"), (D(2024, 6, 13), "A", D(2024, 6, 14)), (D(1904, 2, 29), "B", None))
    assert dates(opened(xlsx({"S": rows}))) == ["2024-06-13/2024-06-14", "1904-02-29"]
    assert dates(opened(xlsx({"S": rows}, from_1904=True))) == ["2024-06-13/2024-06-14", "1904-02-29"]
    assert dates(opened(xlsx({"S": (("date", "title"), (45456, "A"))}))) == ["2024-06-13"]
    assert dates(opened(xlsx({"S": (("date", "title"), (45456 - 1462, "A"))}, from_1904=True))) == ["2024-06-13"]


def test_numbers_booleans_times_durations_errors_and_formulas_are_texts() -> None:
    rows: Rows = (
        ("date", "title", "count", "share", "seen", "lasted", "broken", "sum"),
        (2024, "A", 12.0, 0.1 + 0.2, True, datetime.timedelta(hours=30, minutes=5), "#DIV/0!", "=two"),
    )
    reading = opened(xlsx({"S": rows}), ReadOptions(columns="date=date"))
    assert dates(reading) == ["2024"]
    (event,) = reading.timeline.events
    assert dict(event.other) == {"count": "12", "share": "0.3", "seen": "TRUE", "lasted": "30:05:00", "sum": "two"}
    rows = (("date", "time", "event"), (D(2024, 6, 13), datetime.time(9, 30), "A"))
    assert dates(opened(xlsx({"S": rows}))) == ["2024-06-13T09:30"]


MONTH, LONG_MONTH, YEAR, YEARLESS, TIME, DAY, QUARTER = CODES


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_cell_that_shows_a_month_or_a_year_gets_no_day(make) -> None:
    shown = [
        (Shown(D(2024, 6, 1), MONTH), "2024-06"),
        (Shown(D(2024, 7, 1), LONG_MONTH), "2024-07"),
        (Shown(D(2024, 1, 1), YEAR), "2024"),
        (Shown(D(2024, 6, 1), DAY), "2024-06-01"),
        (Shown(D(2024, 6, 13), MONTH), "2024-06-13"),  # the day was typed
        (D(2024, 7, 1), "2024-07-01"),
    ]
    rows: list[Sequence[Value]] = [(), (None, "Date", "Event"), *((None, one, "A") for one, _ in shown)]
    reading = opened(make({"Other": [("x",)], "S": rows}))
    assert sorted(dates(reading)) == sorted(wanted for _, wanted in shown)


def test_a_cell_that_shows_a_quarter_gets_no_day() -> None:
    rows: Rows = (("Date", "Event"), (Shown(D(2024, 4, 1), QUARTER), "A"))
    assert dates(opened(ods({"S": rows}))) == ["2024-04/2024-06"]


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_cell_that_shows_a_time_is_not_a_date_of_the_first_years(from_1904: bool) -> None:
    rows: Rows = (("date", "time", "event"), (D(2024, 6, 13), Shown(1.25, TIME), "A"), (D(2024, 6, 14), None, "B"))
    assert dates(opened(xlsx({"S": rows}, from_1904=from_1904))) == ["2024-06-13T06:00", "2024-06-14"]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_cell_that_shows_no_year_is_doubted(make) -> None:
    rows: Rows = (("date", "event"), (D(2025, 3, 2), "A"), *((Shown(D(2026, 3, day), YEARLESS), "B") for day in (3, 4)))
    (doubt,) = [problem for problem in opened(make({"S": rows})).problems if "no year" in problem.message]
    assert (doubt.line, doubt.column, doubt.severity) == (3, 1, "warning")
    assert doubt.message == "2 dates of this column show no year in the sheet; the workbook has 2026 here"


@pytest.mark.parametrize(("day", "count"), [(1, 1), (2, 0)])
def test_where_formats_cannot_be_read_first_days_only_are_doubted(day: int, count: int) -> None:
    rows: Rows = (("date", "event"), (D(2024, 1, 1), "A"), (D(2024, 2, 1), "B"), (D(2024, 3, day), "C"))
    xml = sheet_xml([*rows, (None, "D", Shown(0.5, TIME))])

    def doubts(xml: str) -> int:
        return sum("first of a month" in problem.message for problem in opened(xlsx({"S": xml})).problems)

    assert doubts(xml) == 0
    assert doubts(f"<!DOCTYPE worksheet>{xml}") == count  # a document type is refused, so the formats are unknown


def test_texts_in_a_column_of_dates_are_decided_as_in_csv_and_dates_are_not_asked_about() -> None:
    rows: Rows = (("date", "event"), (D(2024, 3, 4), "A"), ("05/03/2024", "B"))
    refused = opened(xlsx({"S": rows}))
    assert "two readings" in refused.problems[0].message or "--dates" in refused.problems[0].hint
    assert (refused.problems[0].line, refused.problems[0].column) == (3, 1)
    assert dates(opened(xlsx({"S": rows}), ReadOptions(dates="dmy"))) == ["2024-03-04", "2024-03-05"]


def test_dates_that_a_spreadsheet_read_month_first_are_doubted() -> None:
    rows: list[Sequence[Value]] = [("date", "event"), *((D(2024, month, 5), f"E{month}") for month in (1, 2, 3))]

    def doubted(*more: Sequence[Value]) -> list[tuple[int, int, str]]:
        problems = opened(xlsx({"S": [*rows, *more]})).problems
        return [
            (problem.line, problem.column, problem.severity) for problem in problems if "swapped" in problem.message
        ]

    assert doubted(("13/06/2024", "T")) == [(5, 1, "warning")]
    assert not doubted(("05/13/2024", "T"))
    assert not doubted(("13 June 2024", "T"))
    assert not doubted((D(2024, 6, 13), "D"), ("13/06/2024", "T"))


def test_rows_above_the_headings_and_empty_rows_and_columns_are_not_a_problem() -> None:
    rows: Rows = (
        (),
        (None, "Strikes in Norland"),
        (),
        (None, "Date", None, "What happened"),
        (None, D(2024, 3, 4), None, "A"),
        (),
        (None, D(2024, 3, 5), None, "B"),
        (None, "sometime", None, "C"),
    )
    reading = opened(xlsx({"S": rows}))
    assert dates(reading)[:2] == ["2024-03-04", "2024-03-05"]
    assert reading.timeline.title == "Strikes in Norland"
    assert [event.line for event in reading.timeline.events][:2] == [5, 7]
    (fault,) = [problem for problem in reading.problems if problem.line]
    assert (fault.file, fault.line, fault.column) == ("w.xlsx#S", 8, 2)
    assert "sometime" in fault.excerpt


def test_a_cell_merged_over_rows_counts_in_each_and_headings_may_stand_in_two_rows() -> None:
    rows: Rows = (
        ("Date", "Event", "Source", None),
        (None, None, "title", "url"),
        (D(2024, 3, 4), "A", "Courier", "https://example.org/a"),
        (None, "B", "Herald", "https://example.org/b"),
        (D(2024, 3, 5), "C", None, None),
    )
    reading = opened(xlsx({"S": rows}, merged=["A1:A2", "B1:B2", "C1:D1", "A3:A4"]))
    assert dates(reading) == ["2024-03-04", "2024-03-04", "2024-03-05"]
    cited = [citation.source for event in reading.timeline.events for citation in event.sources]
    assert [(source.title, source.url) for source in cited] == [
        ("Courier", "https://example.org/a"),
        ("Herald", "https://example.org/b"),
    ]


PAIRS = ["When Start", "When End", "What Title", "What Place"]


@each_row(
    ("rows", "merged", "names"),
    [
        ((("Date", "", "Event"), ("Start", "End", "")), ["A1:B1"], ["Date Start", "Date End", "Event"]),
        ((("Period", "", "Event"), ("Start", "End", "")), ["A1:B1", "C1:C2"], ["Period Start", "Period End", "Event"]),
        ((("When", "", "What"), ("Start", "End", "Title", "Place")), ["A1:B1", "C1:D1"], PAIRS),
        ((("Date", "", "Event"), (), ("Start", "End", "")), ["A1:B2"], ["Date Start", "Date End", "Event"]),
        ((("Strikes in Norland", "", ""), ("Start", "End", "Event")), ["A1:C1"], ["Start", "End", "Event"]),
        ((("Date", "End", "Event", ""),), ["C1:D1"], ["Date", "End", "Event", ""]),
    ],
)
def test_headings_may_stand_in_two_rows(rows: Rows, merged: list[str], names: list[str]) -> None:
    data = (D(2024, 3, 4), D(2024, 3, 6), "Dockers walk out", "all of them"), (D(2024, 3, 8), "", "Talks", "")
    reading = opened(xlsx({"S": (*rows, *(row[: len(names)] for row in data))}, merged=merged))
    assert reading.understanding
    assert [column.heading for column in reading.understanding.columns] == names
    assert dates(reading) == ["2024-03-04/2024-03-06", "2024-03-08"]


def test_a_cell_of_opendocument_merged_over_rows_counts_in_each() -> None:
    rows = ods_row(("Date", "Event")) + ods_row((D(2024, 3, 4), "A"), {0: 2})
    rows += ods_row((None, "B")).replace("<table:table-cell/>", "<table:covered-table-cell/>")
    rows += ods_row((D(2024, 3, 5), "C"))
    assert dates(opened(ods({"First": (("x", "y"),), "S": rows}))) == ["2024-03-04", "2024-03-04", "2024-03-05"]


def test_a_cell_of_opendocument_may_have_the_format_of_its_row_or_column() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    columns += '<table:table-column table:default-cell-style-name="ce0"/>'
    heading = ods_row(("Event", "x", "Date"))
    row = ods_row(("A", "y", D(2024, 6, 1)))
    assert dates(opened(ods({"S": columns + heading + row}))) == ["2024-06"]
    row = row.replace("<table:table-row", '<table:table-row table:default-cell-style-name="child0"')
    assert dates(opened(ods({"S": heading + row}))) == ["2024-06"]
    repeated = row.replace("<table:table-row", '<table:table-row table:number-rows-repeated="3"', 1)
    assert dates(opened(ods({"S": heading + repeated}))) == ["2024-06"] * 3


@pytest.mark.parametrize(("sheet", "titles"), [("", ["A"]), ("Two", ["B"]), ("Hid", ["H"])])
def test_the_first_sheet_that_is_a_chronology_is_read_or_the_one_that_is_named(sheet: str, titles: list[str]) -> None:
    data = xlsx(
        {
            "Hid": (("date", "title"), (2020, "H")),
            "Notes": (("to do", "who"), ("call", "me")),
            "One": (("date", "title"), (2021, "A")),
            "Two": (("date", "title"), (2022, "B")),
        },
        hidden=["Hid"],
    )
    reading = opened(data, ReadOptions(sheet=sheet))
    assert [event.title for event in reading.timeline.events] == titles
    told = [problem.message for problem in reading.problems if "this is the sheet" in problem.message]
    assert told == ([] if sheet else ["this is the sheet “One”; “Two” can be read as a chronology, too"])


def test_a_sheet_is_named_behind_the_file_unless_a_file_has_that_name(tmp_path: Path) -> None:
    data = xlsx({"One": (("date", "title"), (2021, "A")), "Two": (("date", "title"), (2022, "B"))})
    (tmp_path / "a.xlsx").write_bytes(data)

    def titles(name: str) -> list[str]:
        return [event.title for event in load_timeline([str(tmp_path / name)]).timeline.events]

    assert titles("a.xlsx#Two") == ["B"]
    inputs = find_inputs([str(tmp_path / "a.xlsx#Two")])
    assert (inputs.files, inputs.seen) == ((str(tmp_path / "a.xlsx"),), (fingerprint(str(tmp_path / "a.xlsx")),))
    assert load_timeline([str(tmp_path / "a.xlsx#")]).problems[0].file == str(tmp_path / "a.xlsx#One")
    assert find_inputs([str(tmp_path / "a.xlsx#")]).names == (str(tmp_path / "a.xlsx"),)
    (tmp_path / "a.xlsx#Two").write_bytes(xlsx({"X": (("date", "title"), (2023, "C"))}))
    assert titles("a.xlsx#Two") == ["C"]
    assert reading_of(str(tmp_path / "a.xlsx#One"), ReadOptions(columns="title=title")).understanding is not None


@pytest.mark.parametrize(
    ("sheet", "hint"), [("Evnts", "did you mean Events?"), ("x", "its sheets are “Events”, “Other”")]
)
def test_an_unknown_sheet_names_the_nearest_or_all(sheet: str, hint: str) -> None:
    problem = only(opened(xlsx({"Events": EVENTS, "Other": ()}), ReadOptions(sheet=sheet)))
    assert (problem.message, problem.hint) == (f"there is no sheet “{sheet}”", hint)


@each_row(
    ("data", "message"),
    [
        (xlsx({"S": ()}), "no events: all sheets are empty"),
        (xlsx({"S": EVENTS})[:-300], "damaged or incomplete"),
        (xlsx({"S": "<worksheet><sheetData><row r='1'><c r='A1"}), "cannot be read: syntax error"),
        (
            xlsx({"S": "<worksheet><sheetData><row><c t='s'><v>7</v></c></row></sheetData></worksheet>"}),
            "cannot be read",
        ),
        (b"PK\x03\x04" + b"\0" * 100, "damaged or incomplete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not a workbook of Excel or OpenDocument"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (ods({"S": EVENTS}, manifest='<m xmlns:m="m"><m:encryption-data/></m>'), "protected by a password"),
    ],
)
def test_an_unreadable_workbook_is_one_problem(data: bytes, message: str) -> None:
    problem = only(opened(data))
    assert message in problem.message
    assert problem.hint or "empty" in message


@pytest.mark.parametrize(("name", "kind"), [("word/document.xml", "a Word document"), ("notes.txt", "a ZIP archive")])
def test_an_archive_that_is_not_a_workbook_is_named(name: str, kind: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "")
    assert only(opened(data.getvalue())).message == f"this is {kind}, not a workbook"


@pytest.mark.parametrize("large", ["[" * 300, " " * (9 << 20)])
def test_formats_that_are_too_long_to_be_real_are_not_read(large: str, tmp_path: Path) -> None:
    rows: Rows = (("date", "event"), (Shown(D(2024, 6, 1), MONTH), "A"))
    with zipfile.ZipFile(io.BytesIO(xlsx({"S": rows}))) as old, zipfile.ZipFile(tmp_path / "w.xlsx", "w", 8) as new:
        for name in old.namelist():
            text = old.read(name).decode().replace("mmm yy", f"{large}mmm yy") if "styles" in name else old.read(name)
            new.writestr(name, text)
    assert dates(opened((tmp_path / "w.xlsx").read_bytes())) == ["2024-06-01"]


def test_a_text_with_the_ending_of_a_workbook_is_read_as_text() -> None:
    assert dates(formats.read(b"date\ttitle\n2024-06-13\tA\n", "a.xls")) == ["2024-06-13"]


LINKED: Rows = (
    ("When", "What", "Source"),
    (D(2024, 3, 4), Linked("Dockers walk out", "https://example.org/walk"), Linked("Reuters", "https://example.org/r")),
    (D(2024, 3, 5), "Talks open", Linked("AP", "https://example.org/ap")),
    (D(2024, 3, 6), "Talks end", Linked("https://example.org/end", "https://example.org/end/")),
    (D(2024, 3, 7), "Pact", "Own notes"),
)


def cited(reading: Reading) -> list[list[tuple[str, str]]]:
    return [[(source.title, source.url) for source in event.cited] for event in reading.timeline.events]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_links_of_cells_are_sources(make) -> None:
    reading = opened(make({"S": LINKED}))
    assert [event.title for event in reading.timeline.events] == ["Dockers walk out", "Talks open", "Talks end", "Pact"]
    first, *others = cited(reading)
    assert sorted(first) == [("", "https://example.org/walk"), ("Reuters", "https://example.org/r")]
    assert others == [[("AP", "https://example.org/ap")], [("", "https://example.org/end")], [("Own notes", "")]]
    assert not any(event.other for event in reading.timeline.events)


def test_links_in_several_columns_stay_with_their_own_texts() -> None:
    def here(address: str) -> Linked:
        return Linked("here", f"https://example.org/{address}")

    event = Linked("Talks open", "https://example.org/open")
    rows = (("Date", "Event", "URL"), ("2024-01-02", event, here("1")), ("2024-01-03", "Talks end", here("2")))
    assert cited(opened(xlsx({"S": rows}))) == [
        [("", "https://example.org/open"), ("here", "https://example.org/1")],
        [("here", "https://example.org/2")],
    ]
    rows = (
        ("Date", "Event", "Source", "Link"),
        ("2024-01-02", "Talks open", Linked("AP", "https://example.org/ap"), here("1")),
    )
    assert cited(opened(xlsx({"S": rows}))) == [[("AP", "https://example.org/ap"), ("here", "https://example.org/1")]]


def test_headings_in_two_rows_may_have_others_than_parts() -> None:
    rows = (
        ("When", "", "What", "Where", ""),
        ("Start", "End", "Incident", "Country", "Town"),
        ("2024-01-02", "2024-01-03", "Talks open", "Italy", "Bari"),
    )
    (event,) = opened(xlsx({"S": rows}, merged=["A1:B1", "D1:E1"])).timeline.events
    assert (event.date.text, event.title) == ("2024-01-02/2024-01-03", "Talks open")
    assert (event.countries, event.place) == (("Italy",), "Bari")
    rows = (("When", "", "What"), ("early", "late", "Talks open"), ("2024-01-02", "2024-01-03", "Talks end"))
    assert len(opened(xlsx({"S": rows}, merged=["A1:B1"])).timeline.events) == 2


def test_links_of_formulas_and_of_merged_cells_are_sources() -> None:
    formula = Linked("Reuters", "https://example.org/r", is_formula=True)
    rows = (("When", "What", "Source"), (D(2024, 3, 4), "A", formula), (D(2024, 3, 5), "B", ""))
    assert cited(opened(xlsx({"S": rows}, merged=["C2:C3"]))) == [[("Reuters", "https://example.org/r")]] * 2


def test_links_are_kept_in_a_sheet_in_our_own_shape_and_before_any_column() -> None:
    rows = ((), ("", "date", "title", "sources"), ("", "2024-03-04", Linked("A", "https://example.org/a"), "x"))
    (event,) = opened(xlsx({"S": rows})).timeline.events
    assert "https://example.org/a" in repr(event)


def test_links_within_the_workbook_and_broken_ones_are_left_out() -> None:
    head = '<hyperlinks xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    links = (
        '<hyperlink ref="B2" location="S!A1"/><hyperlink ref="A1:XFD1048576" r:id="gone"/><hyperlink ref="" r:id="l0"/>'
    )
    xml = sheet_xml((("When", "What"), (D(2024, 3, 4), "A"))).replace(
        "</worksheet>", f"{head}{links}</hyperlinks></worksheet>"
    )
    (event,) = opened(xlsx({"S": xml})).timeline.events
    assert (event.title, event.sources) == ("A", ())


def test_the_number_of_links_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell_links, "MAX_LINKS", 3)
    rows = [["When", "What"], *([D(2024, 3, 4), Linked(f"T{n}", f"https://example.org/{n}")] for n in range(9))]
    assert len(cell_links.links_of(xlsx({"S": rows}), "S")) == 3
    assert len(cell_links.links_of(ods({"S": rows}), "S")) == 3
    assert cell_links.links_of(b"PK", "S") == {}
