"""Timesketch's CSV: the same events in columns. Its own importer takes what is written, where it is installed."""

import csv as stdlib
import io
import json
from pathlib import Path

import pytest
from golden.sample import SAMPLE
from hypothesis import given
from strategies import bare, timelines

from timeline_tui.dates.when import parse
from timeline_tui.formats.detection import detect
from timeline_tui.formats.timesketch import timesketch
from timeline_tui.formats.timesketch.timesketch_csv import losses, read, write
from timeline_tui.model.timeline import Event, Timeline


def held(timeline: Timeline) -> tuple[list[Event], set[object]]:
    """What the file can hold: events, the order of their other keys aside, and the sources that they cite."""
    events = [event._replace(other=tuple(sorted(event.other, key=repr))) for event in bare(timeline).events]
    return events, {source for event in events for source in event.cited if source.key}


def rows(timeline: Timeline) -> list[dict[str, str]]:
    return list(stdlib.DictReader(io.StringIO(write(timeline), newline="")))


@pytest.mark.parametrize(("file", "format"), [("a.csv", "timesketch-csv"), ("<stdin>", "timesketch-csv")])
def test_the_format_is_detected(file: str, format: str) -> None:
    assert detect(write(SAMPLE).encode(), file).name == format


@given(timelines())
def test_reading_gives_the_events_that_were_written(timeline: Timeline) -> None:
    reading = read(write(timeline).encode(), "")
    assert [str(problem) for problem in reading.problems if problem.severity == "error"] == []
    assert held(reading.timeline) == held(timeline)


@given(timelines())
def test_it_has_the_same_events_as_json_lines(timeline: Timeline) -> None:
    lines = [json.loads(text) for text in timesketch.write(timeline).splitlines()]
    for row, line in zip(rows(timeline), lines, strict=True):
        assert json.loads(row["tag"]) == line.get("tag", [])
        assert row["datetime"] == line["datetime"]
        assert int(row["timestamp"]) == line["timestamp"]


def test_a_number_needs_no_guard_and_a_message_does() -> None:
    (row,) = rows(Timeline(events=(Event("x", parse("1950"), "=cmd()"),)))
    assert row["timestamp"] == "-631152000000000"
    assert row["message"] == "'=cmd()"
    assert '"=cmd()"' in write(Timeline(events=(Event("x", parse("1950"), "=cmd()"),)), formula_safe=False)


def test_the_example_of_timesketch() -> None:
    data = (
        "message,timestamp,datetime,timestamp_desc,extra_field_1,extra_field_2\n"
        "A message,1331698658276340,2015-07-24T19:01:01+00:00,Write time,foo,bar\n"
    )
    reading = read(data.encode(), "a.csv")
    (event,) = reading.timeline.events
    assert [problem.message for problem in reading.problems] == [
        "“timestamp” is 1,227 days from “datetime”; “datetime” is read"
    ]
    assert (event.title, event.date.text, event.line) == ("A message", "2015-07-24T19:01:01Z", 2)
    assert event.other == (
        ("timestamp", "1331698658276340"),
        ("timestamp_desc", "Write time"),
        ("extra_field_1", "foo"),
        ("extra_field_2", "bar"),
    )


def test_lists_as_pandas_writes_them() -> None:
    data = (
        "message,timestamp,datetime,timestamp_desc,tag,strings,label\n"
        """A,1437764461000000,2015-07-24T19:01:01+00:00,Write time,"['malware', 'lateral movement']","['a']",[]\n"""
    )
    reading = read(data.encode(), "a.csv")
    (event,) = reading.timeline.events
    assert not reading.problems
    assert event.topics == ("malware", "lateral movement")
    assert event.other == (("timestamp_desc", "Write time"), ("strings", ("a",)))
    (row,) = rows(reading.timeline)
    assert (row["tag"], row["strings"]) == ('["malware", "lateral movement"]', '["a"]')
    assert read(write(reading.timeline).encode(), "").timeline.events[0].other == event.other


def test_a_text_that_looks_like_a_list_stays_a_text() -> None:
    event = Event("x", parse("2024"), "T", other=(("strings", "['a']"), ("note x", '{"k": 1}'), ("both", ("['a']",))))
    found = read(write(Timeline(events=(event,))).encode(), "").timeline.events[0]
    assert sorted(found.other) == sorted(event.other)


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (b"", 1, 1, "no events: the file is empty"),
        (b"date,title\n2024,a\n", 1, 1, "no column is called message"),
        (b"message,timestamp_desc\na,b\n", 1, 1, "no column is called datetime or timestamp"),
        (b"message,datetime\na,\n", 2, 1, "an event without “datetime”; the event is kept under “Undated”"),
        (b'message,datetime\na,"2024\n', 2, 3, "this cell is not closed; nothing from here on is read"),
        (
            b"message,datetime\na,yesterday\n",
            2,
            3,
            "yesterday: not understood as a date; the event is kept under “Undated”",
        ),
    ],
)
def test_problems_have_their_line_and_column(data: bytes, line: int, column: int, message: str) -> None:
    assert [(problem.line, problem.column, problem.message) for problem in read(data, "").problems] == [
        (line, column, message)
    ]


def test_losses_name_the_events_that_the_import_of_csv_drops() -> None:
    early = Timeline(events=(Event("x", parse("1600-01-01T00:00Z"), "T"),))
    assert losses(early) == ["1 event before 1700: Timesketch imports them from JSON lines only"]
    assert losses(Timeline(events=(Event("x", parse("1700-01-01T00:00Z"), "T"),))) == []


@pytest.mark.parametrize(("ending", "writer"), [("csv", write), ("jsonl", timesketch.write)])
def test_the_importer_of_timesketch_takes_it(ending, writer, tmp_path: Path) -> None:
    importer = pytest.importorskip("timesketch_import_client.importer")
    taken: list[dict[str, object]] = []

    class Streamer(importer.ImportStreamer):
        """Keeps what would be sent to a server."""

        def _ready(self) -> None: ...

        def _upload_data_frame(self, data_frame, end_stream, retry_count=0) -> None:
            taken.extend(json.loads(data_frame.to_json(orient="records")))

        def _upload_data_buffer(self, end_stream, data_lines=None, retry_count=0) -> None:
            taken.extend(self._data_lines)

    path = tmp_path / f"sample.{ending}"
    path.write_bytes(writer(SAMPLE).encode())
    streamer = Streamer()
    streamer.add_file(str(path))
    streamer.flush(end_stream=True)
    assert [row["message"] for row in taken] == [event.title for event in SAMPLE.events]
    assert [str(row["datetime"])[:19] for row in taken] == [row["datetime"][:19] for row in rows(SAMPLE)]
    assert [row["edtf"] for row in taken] == [event.date.text for event in SAMPLE.events]
