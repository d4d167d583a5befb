"""Sheets in Windows-1252, and texts that only look like it."""

from __future__ import annotations

import pytest

from timeline_tui import formats
from timeline_tui.formats.csv import csv
from timeline_tui.formats.reading.decoding import decode

FRENCH = "Date;Titre;Pays;Thèmes\n3 juin 2024;Arrivée à Rome – l’accord;Italie;énergie\naoût 2024;Congés;;\n"


def test_a_sheet_in_windows_1252_is_read_with_a_warning() -> None:
    reading = csv.read(FRENCH.encode("cp1252"), "a.csv")
    (warning,) = [problem for problem in reading.problems if problem.severity != "note"]
    assert str(warning) == "a.csv:1:19: warning: read as Windows-1252, because it is not UTF-8"
    assert [(event.date.text, event.title) for event in reading.timeline.events] == [
        ("2024-06-03", "Arrivée à Rome – l’accord"),
        ("2024-08", "Congés"),
    ]
    assert reading.timeline.events[0].topics == ("énergie",)
    assert reading.timeline == csv.read(FRENCH.encode(), "a.csv").timeline


@pytest.mark.parametrize(
    "data",
    [
        FRENCH.encode() + b"2024-06-01;caf\xe9;;\n",  # UTF-8 with a fault
        b"Date;Title\n2024-06-13;torn \xe2\x80",
        "Date;Title\n2024-06-13;Встреча в Москве\n".encode("cp1251"),
        "Date;Title\n2024-06-13;Arrivée de la délégation\n".encode("mac_roman"),
        "Date;Title\n2024-06-13;Arrivée de la délégation\n".encode("cp850"),
        "Date;Title\n2024-06-13;Zgłoszenie\n".encode("cp1250"),
        "Date;Title\n2024-06-13;会議の開催\n".encode("shift_jis"),
    ],
)
def test_other_encodings_are_an_error(data: bytes) -> None:
    reading = csv.read(data, "a.csv")
    assert any("not UTF-8 text" in problem.message for problem in reading.problems if problem.severity == "error")


def test_a_sheet_of_timelinejs_in_windows_1252_is_read() -> None:
    sheet = "Year,Month,Day,Headline,Text\n2024,6,3,Arrivée à Rome,Congés\n".encode("cp1252")
    reading = formats.read(sheet, "a.csv", "timelinejs-csv")
    assert [event.title for event in reading.timeline.events] == ["Arrivée à Rome"]
    assert [problem.message for problem in reading.problems] == ["read as Windows-1252, because it is not UTF-8"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\ntext\n", "a PDF"),
        (b"SQLite format 3\0", "a database (SQLite)"),
        (b"PAR1\x15\0", "a table in Parquet"),
    ],
)
def test_a_common_binary_file_is_named(data: bytes, kind: str) -> None:
    (problem,) = decode(data, "file").problems()
    assert problem.message == f"this is {kind}, not a timeline"
