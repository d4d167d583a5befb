"""Parquet files against the same tables as CSV and JSON lines. The process that reads them: test_duckdb_process.py."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline_tui import formats
from timeline_tui.formats.parquet import duckdb_process, parquet
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.workbook import received_sheets
from timeline_tui.model.timeline import Entries, Timeline

MANUAL = Path(formats.__file__).parents[1] / "cli" / "manual"
UTC = datetime.timezone.utc
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
NAMES = st.sampled_from(["Italy", "Japan", "Norland", "United States"])
MOMENTS = st.datetimes(datetime.datetime(1000, 1, 1), datetime.datetime(2999, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, second=7)
)
COLUMNS = {
    "Datum": "DATE",
    "What happened": "VARCHAR",
    "Recorded": "TIMESTAMP",
    "Seen": "TIMESTAMPTZ",
    "Count": "BIGINT",
    "Price": "DECIMAL(9,2)",
    "Public": "BOOLEAN",
    "Remark": "VARCHAR",
}
ROWS = st.lists(
    st.tuples(
        st.dates(datetime.date(1, 1, 1)),
        WORDS,
        st.none() | MOMENTS,
        st.none() | MOMENTS.map(lambda moment: moment.replace(tzinfo=UTC)),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.decimals(-9999999, 9999999, places=2),
        st.none() | st.booleans(),
        st.none() | WORDS,
    ),
    min_size=1,
    max_size=6,
)
NESTED = {
    "date": "DATE",
    "headline": "VARCHAR",
    "countries": "VARCHAR[]",
    "source": "STRUCT(title VARCHAR, url VARCHAR)",
    "quotes": "STRUCT(text VARCHAR, speaker VARCHAR)[]",
    "figures": "STRUCT(low INTEGER, high INTEGER)",
}
NESTED_ROWS = st.lists(
    st.tuples(
        st.dates(datetime.date(1000, 1, 1)),
        NAMES,
        st.none() | st.lists(NAMES, unique=True, max_size=3),
        st.none() | st.fixed_dictionaries({"title": NAMES, "url": st.none() | st.just("https://a.example/1")}),
        st.none() | st.lists(st.fixed_dictionaries({"text": NAMES, "speaker": st.none() | NAMES}), max_size=2),
        st.none() | st.fixed_dictionaries({"low": st.integers(0, 9), "high": st.integers(0, 9)}),
    ),
    min_size=1,
    max_size=4,
)
EVENTS_FILE = Path(__file__).parents[3] / "events.yaml"
DAY = datetime.date(2024, 6, 13)


@pytest.fixture(autouse=True, scope="module")
def in_this_process() -> Any:
    """Read files in the process of the tests, because to start another one takes most of the time."""

    def received(path: str, data: bytes, words: received_sheets.Words) -> tuple[list[Any], list[str]]:
        with redirect_stdout(io.StringIO()) as sent:
            duckdb_process.send(duckdb_process.last_message(path))
        return received_sheets._received(io.BytesIO(sent.getvalue().encode()), words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "command", lambda path: path)
        patch.setattr(parquet, "received_sheets", received)
        yield


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """The bytes of a table that DuckDB writes: its columns with their types, its rows, the options of COPY."""
    path = tmp_path_factory.mktemp("parquet") / "table"
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'; SET threads = 1")

    def write(columns: dict[str, str], rows: list[tuple[Any, ...]], options: str = "FORMAT parquet") -> bytes:
        types = ", ".join(f'"{name}" {type}' for name, type in columns.items())
        connection.execute(f"CREATE OR REPLACE TABLE t ({types})")
        if rows:
            marks = ", ".join([f"({', '.join('?' * len(columns))})"] * len(rows))
            connection.execute(f"INSERT INTO t VALUES {marks}", [value for row in rows for value in row])
        connection.execute(f"COPY t TO '{path}' ({options})")
        return path.read_bytes()

    return write


def opened(data: bytes, **options: Any) -> Reading:
    return formats.read(data, "e.parquet", options=ReadOptions(**options))


def dates(reading: Reading) -> list[str]:
    return [event.date.text for event in reading.timeline.events]


def placeless(timeline: Timeline) -> list[object]:
    return [
        event._replace(
            file="",
            line=0,
            sources=tuple(
                citation._replace(source=citation.source._replace(file="", line=0)) for citation in event.sources
            ),
        )
        for event in timeline.events
    ]


@given(ROWS)
@example([(DAY, "=1+1", datetime.datetime(2024, 6, 13), None, 0, None, False, "a;b")])
@example(
    [(datetime.date(2024, 5, 6), "“x”", None, datetime.datetime(2024, 6, 13, 15, 5, tzinfo=UTC), -1, None, None, "")]
)
def test_a_table_gives_the_same_events_as_its_csv(written: Any, rows: list[tuple[Any, ...]]) -> None:
    table, sheet = opened(written(COLUMNS, rows)), formats.read(written(COLUMNS, rows, "FORMAT csv, HEADER"), "e.csv")
    same = [event._replace(other=iso(event.other)) for event in placeless(sheet.timeline)]  # type: ignore[attr-defined]
    assert placeless(table.timeline) == same


def iso(other: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    """The unknown fields with times in ISO 8601. DuckDB writes ``2024-06-13 15:05:00+00`` into CSV."""
    times = ("Recorded", "Seen")
    return tuple(
        (name, value.replace(" ", "T").replace("+00", "Z") if name in times else value) for name, value in other
    )


@given(NESTED_ROWS)
@example([(DAY, "Italy", ["Japan", "Italy"], {"title": "Norland", "url": None}, [], {"low": 0, "high": 1})])
def test_lists_and_mappings_are_read_as_in_json_lines(written: Any, rows: list[tuple[Any, ...]]) -> None:
    table, lines = opened(written(NESTED, rows)), formats.read(written(NESTED, rows, "FORMAT json"), "e.jsonl")
    assert placeless(table.timeline) == placeless(lines.timeline)
    assert len(table.timeline.events) == len(rows)


def test_a_date_is_read_by_its_type_not_by_a_guess_of_the_order(written: Any) -> None:
    reading = opened(written({"When": "DATE", "What": "VARCHAR"}, [(datetime.date(2024, 5, 6), "a")]))
    assert dates(reading) == ["2024-05-06"]
    assert not opened(written({"When": "VARCHAR", "What": "VARCHAR"}, [("05/06/2024", "a")])).timeline.events


@pytest.mark.parametrize(
    ("type", "value", "date"),
    [
        ("TIMESTAMPTZ", "2024-06-13 15:05:00+02", "2024-06-13T13:05:00Z"),
        ("TIMESTAMP", "2024-06-13 15:05:00.25", "2024-06-13T15:05:00.25"),
        ("TIMESTAMP_NS", "2024-06-13 15:05:00.123456789", "2024-06-13T15:05:00.123456789"),
        ("TIMESTAMP", "2024-06-13 00:00:00", "2024-06-13"),
        ("DATE", "0044-03-15 (BC)", "-0043-03-15"),
    ],
)
def test_a_date_keeps_its_time_zone_precision_and_era(written: Any, type: str, value: str, date: str) -> None:
    assert dates(opened(written({"date": type, "event": "VARCHAR"}, [(value, "Ides")]))) == [date]


@pytest.mark.parametrize("value", ["infinity", "-infinity"])
def test_a_date_that_is_infinite_is_kept_and_reported(written: Any, value: str) -> None:
    reading = opened(written({"date": "DATE", "event": "VARCHAR"}, [(DAY, "a"), (value, "b")]))
    assert [event.title for event in reading.timeline.events] == ["a", "b"]
    assert value in repr(reading.timeline.events[1])


def test_other_types_are_kept_as_text_and_nulls_are_empty(written: Any) -> None:
    columns = {
        "date": "DATE",
        "event": "VARCHAR",
        "whole": "DOUBLE",
        "part": "DOUBLE",
        "old text": "BLOB",
        "bytes": "BLOB",
        "big": "DECIMAL(38,0)",
        "names": "MAP(VARCHAR, INTEGER)",
        "pairs": "JSON[]",
        "empty": "VARCHAR[]",
        "none": "DOUBLE",
        "figures": "STRUCT(low INTEGER, high INTEGER)",
    }
    row = (
        DAY,
        "a",
        2024.0,
        0.5,
        "é".encode(),
        b"\xff",
        str(2**100),
        {"a": 1},
        ['{"b": true}', '"c"', "null"],
        [],
        None,
        {"low": None, "high": 1},
    )
    (event,) = opened(written(columns, [row])).timeline.events
    assert dict(event.other) == {
        "whole": "2024",
        "part": "0.5",
        "old text": "é",
        "bytes": "\\xff",
        "big": str(2**100),
        "names": Entries((("a", "1"),)),
        "pairs": (Entries((("b", "true"),)), "c"),
        "figures": Entries((("high", "1"),)),
    }


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_our_own_columns_give_the_same_timeline(tmp_path: Path, ending: str) -> None:
    bundled = formats.read(EVENTS_FILE.read_bytes(), "events.yaml").timeline
    file, table = tmp_path / f"own.{ending}", tmp_path / "own.parquet"
    file.write_bytes(formats.write(bundled, ending))
    duckdb.sql(f"COPY (FROM '{file}') TO '{table}'")
    reading = opened(table.read_bytes())
    assert formats.write(reading.timeline, "yaml") == formats.write(bundled, "yaml")


def test_other_lists_and_mappings_beside_our_own_columns_are_values(written: Any) -> None:
    columns = {
        "date": "DATE",
        "title": "VARCHAR",
        "ships": "VARCHAR[]",
        "cargo": "STRUCT(tons INTEGER)",
        "n": "INTEGER",
    }
    (event,) = opened(written(columns, [(DAY, "a", ["Ada", "Bel"], {"tons": 3}, 4)])).timeline.events
    assert dict(event.other) == {"ships": ("Ada", "Bel"), "cargo": Entries((("tons", "3"),)), "n": "4"}


def test_options_give_columns_their_meanings(written: Any) -> None:
    data = written({"a": "VARCHAR", "b": "VARCHAR"}, [("05/06/2024", "Dockers walk out")])
    reading = opened(data, columns="date=a, title=b", dates="dmy")
    assert [(event.date.text, event.title) for event in reading.timeline.events] == [("2024-06-05", "Dockers walk out")]


def test_problems_name_the_row_and_column_as_in_csv(written: Any) -> None:
    data = written({"date": "VARCHAR", "event": "VARCHAR"}, [("2024-06-13", "a\nb"), ("2024-06-31", "c")])
    problem = next(problem for problem in opened(data).problems if "kept under" in problem.message)
    assert (problem.line, problem.column) == (3, 1)


def test_a_file_with_too_many_rows_says_how_to_open_it(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_process, "MAX_ROWS", 1)
    (problem,) = opened(written({"date": "DATE", "event": "VARCHAR"}, [(DAY, "a"), (DAY, "b")])).problems
    assert problem.message == "this Parquet file has 2 rows; the limit is 1"
    assert "DuckDB" in problem.hint


def test_the_statement_in_the_manual_makes_json_lines_of_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = (MANUAL / "formats.md").read_text(encoding="utf-8").partition("```sql")[2].partition("```")[0]
    table = (
        "Event date,What happened,Tags,Link\n"
        "2024-06-13,The summit opens,g7; ukraine,https://example.org/1\n"
        '2024,"A comma, and “quotes”",,\n'
    )
    monkeypatch.chdir(tmp_path)
    Path("big.csv").write_text(table, encoding="utf-8")
    duckdb.sql(statement)
    made = formats.read(Path("big.jsonl").read_bytes(), "big.jsonl")
    assert not made.problems
    place = {"file": "", "line": 0}
    expected = formats.read(table.encode(), "big.csv").timeline.events
    assert [event._replace(**place) for event in made.timeline.events] == [
        event._replace(**place) for event in expected
    ]


def test_a_file_without_rows_or_dates_is_reported(written: Any) -> None:
    assert opened(written({"date": "DATE", "event": "VARCHAR"}, [])).problems
    (problem, *_) = opened(written({"a": "INTEGER"}, [(1,)])).problems
    assert "says when it happened" in problem.message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a Parquet file"),
        (b"PAR1", "incomplete"),
        (b"PAR1PAR1", "incomplete"),
        (b"PAR1" + bytes(20), "incomplete"),
        (b"PAR1" + bytes(20) + b"PAR1", "damaged"),
        (b"PAR1" + b"\xff" * 20 + b"PAR1", "damaged"),
        (b"PARE" + bytes(20) + b"PARE", "encrypted"),
        (b"<html>", "not a Parquet file"),
    ],
)
def test_an_invalid_file_gives_one_line(data: bytes, message: str) -> None:
    (problem,) = opened(data).problems
    assert message in problem.message
    assert "/" not in problem.message


def test_a_damaged_file_gives_events_or_one_line(written: Any) -> None:
    sound = written(COLUMNS, [(DAY, "a", None, None, number, None, True, "x" * number) for number in range(40)])
    for at in range(4, len(sound) - 8, 97):
        damaged = sound[:at] + bytes([sound[at] ^ 0xFF]) + sound[at + 1 :]
        reading = opened(damaged)
        assert reading.timeline.events or len(reading.problems) == 1


def test_standard_input_is_refused(written: Any) -> None:
    (problem,) = formats.read(written({"date": "DATE", "event": "VARCHAR"}, [(DAY, "a")]), "<stdin>").problems
    assert "standard input" in problem.message


def test_without_the_library_one_line_says_what_to_install(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda _: None)
    (problem,) = opened(written({"date": "DATE", "event": "VARCHAR"}, [(DAY, "a")])).problems
    assert (problem.file, problem.hint) == ("e.parquet", "pip install 'timeline-tui[duckdb]'")
