"""The process that reads workbooks: what it may not do, and what happens if it cannot be started or ends early."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence

import pytest
from workbooks import Rows, ods, ods_row, xlsx

from timeline_tui import formats
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.workbook import received_sheets, workbook
from timeline_tui.model.problems import Problem

pytest.importorskip("python_calamine")

D = datetime.date
EVENTS: Rows = (("Datum", "Ereignis", "Land"), (D(2024, 3, 4), "Dockers walk out", "Norland"))


def opened(data: bytes) -> Reading:
    return formats.read(data, "w.xlsx")


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


def _command(**limits: int):
    """The command of the process, with other limits."""
    setting = "; ".join(f"p.{name} = {value}" for name, value in limits.items())

    def made(sheet: str) -> Sequence[str]:
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; import timeline_tui.formats.workbook.calamine_process as p;"
            f" {setting}; p.main({sheet!r})"
        )
        return [sys.executable, "-c", code]

    return made


def test_a_workbook_that_unpacks_to_too_much_is_not_read(monkeypatch) -> None:
    monkeypatch.setattr(workbook, "command", _command(MAX_UNPACKED=10_000))
    assert "unpacks to" in only(opened(xlsx({"S": [["A" * 20_000]]}))).message


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_workbook_with_too_many_cells_is_one_problem(make, monkeypatch) -> None:
    data = make({"S": EVENTS * 40})
    with monkeypatch.context() as patch:
        patch.setattr(received_sheets, "MAX_CELLS", 100)
        assert "cells, which is the limit" in only(opened(data)).message
    monkeypatch.setattr(workbook, "command", _command(MAX_CELLS=100, _send_sheet=None))
    assert "cells, which is the limit" in only(opened(data)).message, "found before the library reads it"


@pytest.mark.slow  # 1.8 s, because Calamine makes the rectangle
def test_a_date_that_is_repeated_very_often_gives_few_problems() -> None:
    many = "2000000000"
    cell = f'<table:table-cell table:number-columns-repeated="{many}" table:style-name="ce0" '
    row = ods_row((D(2024, 6, 1),)).replace("<table:table-cell ", cell)
    assert len(opened(ods({"S": ods_row(("Date", "Event")) + row})).problems) < 3


def test_a_sheet_with_cells_in_opposite_corners_is_one_problem() -> None:
    """Calamine allocates the rectangle between them, 400 GB, and aborts its process."""
    corner = "<c r='XFD1048576'><v>1</v></c>"
    xml = f"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row><row>{corner}</row></sheetData></worksheet>"
    assert "too much memory" in only(opened(xlsx({"S": xml}))).message


def test_a_process_that_dies_between_rows_gives_no_part_of_a_sheet(monkeypatch) -> None:
    lines = '{"sheet": "S", "hidden": false, "column": 0, "merged": [], "from_1904": false}\n[["date", "ti'
    monkeypatch.setattr(workbook, "command", lambda _: [sys.executable, "-c", f"print({lines!r})"])
    reading = opened(xlsx({"S": EVENTS}))
    assert not reading.timeline.events
    assert "too much memory or time, or is damaged" in only(reading).message


def test_a_line_that_is_not_a_message_loses_no_row_in_silence(monkeypatch) -> None:
    head = '{"sheet": "S", "hidden": false, "column": 0, "merged": [], "from_1904": false}'
    lines = f'{head}\n[["date", "title"]]\n 73% ▏[["2024-06-13", "a"]]\n[["2024-06-14", "b"]]\n{{"sheets": ["S"]}}'
    monkeypatch.setattr(workbook, "command", lambda _: [sys.executable, "-X", "utf8", "-c", f"print({lines!r})"])
    reading = opened(xlsx({"S": EVENTS}))
    assert not reading.timeline.events
    assert "is damaged" in only(reading).message


def test_too_many_bytes_of_cells_stop_the_reading(monkeypatch) -> None:
    monkeypatch.setattr(received_sheets, "MAX_TEXT", 100)
    assert "more than 100 bytes" in only(opened(xlsx({"S": EVENTS}))).message


def test_without_the_library_one_line_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(workbook, "find_spec", lambda _: None)
    problem = only(opened(xlsx({"S": EVENTS})))
    assert (problem.file, problem.hint) == ("w.xlsx", "pip install 'timeline-tui[sheets]'")


@pytest.mark.parametrize("name", ["a.csv", "a.json", "<stdin>"])
def test_a_workbook_is_known_by_its_first_bytes(name: str) -> None:
    assert formats.read(xlsx({"S": EVENTS}), name).timeline.events[0].title == "Dockers walk out"
