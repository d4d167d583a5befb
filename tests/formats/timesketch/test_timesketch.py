"""Timesketch's JSON lines: an instant for each event, and the events back from them."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from golden.sample import SAMPLE
from hypothesis import given
from strategies import bare, timelines
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.detection import detect
from timeline_tui.formats.timesketch.timesketch import losses, read, write
from timeline_tui.model.timeline import Citation, Entries, Event, Extract, Source, Timeline, View


def held(timeline: Timeline) -> Timeline:
    """What Timesketch can hold: the events and the sources that they cite; other keys and sources in any order."""
    cited = {source for event in timeline.events for source in event.cited}
    sources = sorted((source for source in timeline.sources if source in cited), key=lambda source: source.key)
    events = (event._replace(other=tuple(sorted(event.other, key=repr))) for event in bare(timeline).events)
    return Timeline(events=tuple(events), sources=tuple(sources))


def line(**attributes: object) -> bytes:
    return json.dumps({"message": "A", "timestamp_desc": "Write time", **attributes}).encode() + b"\n"


def only(data: bytes) -> Event:
    reading = read(data, "a.jsonl")
    assert not reading.problems
    (event,) = reading.timeline.events
    return event


@pytest.mark.parametrize(("file", "format"), [("a.jsonl", "timesketch"), ("<stdin>", "timesketch")])
def test_the_format_is_detected(file: str, format: str) -> None:
    assert detect(write(SAMPLE).encode(), file).name == format


@given(timelines())
def test_reading_gives_the_events_that_were_written(timeline: Timeline) -> None:
    written = write(timeline)
    reading = read(written.encode(), "")
    assert [str(problem) for problem in reading.problems if problem.severity == "error" and written] == []
    assert held(reading.timeline) == held(timeline)
    assert write(reading.timeline) == written


@given(timelines())
def test_each_line_has_the_attributes_that_timesketch_requires(timeline: Timeline) -> None:
    for text in write(timeline).splitlines():
        found = json.loads(text)
        assert all(found[name] and isinstance(found[name], str) for name in ("message", "datetime", "timestamp_desc"))
        moment = datetime.fromisoformat(found["datetime"])
        assert moment.utcoffset() is not None
        assert found["timestamp"] == (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)
        # An index takes an attribute for what it first is, so each is a number, a text, or a list of texts.
        for value in found.values():
            assert isinstance(value, (str, int)) or all(isinstance(item, str) for item in value)


@each_row(
    ("attributes", "date"),
    [
        ({"datetime": "2015-07-24T19:01:01+00:00"}, "2015-07-24T19:01:01Z"),
        ({"datetime": "2015-07-24T19:01:01+02:00"}, "2015-07-24T19:01:01+02:00"),
        ({"datetime": "2015-07-24 19:01:01"}, "2015-07-24T19:01:01"),
        ({"datetime": "2015-07-24T19:01:01.123456+00:00"}, "2015-07-24T19:01:01.123456Z"),
        ({"timestamp": 1331698658276340}, "2012-03-14T04:17:38.27634Z"),
        ({"datetime": "2012-03-14T04:17:38+00:00", "timestamp": 1331698658276340}, "2012-03-14T04:17:38.27634Z"),
        ({"datetime": "2012-03-14T04:17:39+00:00", "timestamp": 1331698658276340}, "2012-03-14T04:17:39Z"),
        ({"timestamp": 1331698658}, "2012-03-14T04:17:38Z"),
        ({"timestamp": 1}, "1970-01-01T00:00:01Z"),
        ({"datetime": "2015-07-24", "timestamp": -1}, "2015-07-24"),
        ({"datetime": "1970-01-01T00:00:00+00:00", "timestamp": 0}, "1970-01-01T00:00:00Z"),
        ({"datetime": "2015-07-24"}, "2015-07-24"),
    ],
)
def test_times_of_other_programs(attributes: dict[str, object], date: str) -> None:
    assert only(line(**attributes)).date.text == date


@pytest.mark.parametrize("number", [-1, 0, "-1", "0"])
def test_a_timestamp_that_means_no_time_is_reported_and_kept(number: object) -> None:
    reading = read(line(timestamp=number), "")
    (event,) = reading.timeline.events
    assert event.date.is_undated
    assert dict(event.other)["timestamp"] == str(number)
    (told,) = reading.problems
    assert (told.message, told.severity) == (
        f"the timestamp {number} means that there is no time; the event is kept under “Undated”",
        "warning",
    )


def test_attributes_of_other_programs_are_kept_and_written_back() -> None:
    data = line(
        datetime="2015-07-24T19:01:01.123456+00:00",
        timestamp=1437764461123456,
        tag=["malware", "usb"],
        id=4624,
        hostname="pc",
        nothing=None,
        deep={"a": [1]},
    )
    event = only(data)
    assert event.topics == ("malware", "usb")
    assert event.other == (
        ("timestamp_desc", "Write time"),
        ("original id", "4624"),
        ("hostname", "pc"),
        ("deep", Entries((("a", ("1",)),))),
    )
    flat = event._replace(other=event.other[:-1])
    written = json.loads(write(Timeline(events=(flat,))))
    assert written["datetime"] == "2015-07-24T19:01:01.123456+00:00"
    assert written["timestamp"] == 1437764461123456
    assert written["timestamp_desc"] == "Write time"
    assert written["hostname"] == "pc"
    for one in (event, flat):
        assert read(write(Timeline(events=(one,))).encode(), "").timeline.events[0].other == one.other


def test_a_datetime_without_the_fraction_of_the_timestamp_is_written_back() -> None:
    times = {"datetime": "2012-03-14T04:17:38+00:00", "timestamp": 1331698658276340}
    event = only(line(**times))
    assert event.other == (("datetime", times["datetime"]), ("timestamp_desc", "Write time"))
    written = json.loads(write(Timeline(events=(event,))))
    assert {name: written[name] for name in times} == times


def test_a_kept_time_that_contradicts_the_date_is_dropped() -> None:
    event = only(line(datetime="2015-07-24T19:01:01.1234567891Z"))._replace(date=parse("2016"))
    assert json.loads(write(Timeline(events=(event,))))["datetime"] == "2016-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("tag", "topics"),
    [(["a", "b"], ("a", "b")), ('["a, b"]', ("a, b",)), ("a,b", ("a", "b")), ("-", ()), ("a", ("a",)), ([], ())],
)
def test_tags(tag: object, topics: tuple[str, ...]) -> None:
    assert only(line(datetime="2015-07-24", tag=tag)).topics == topics


def test_keys_that_the_importer_would_drop_are_kept_as_json() -> None:
    event = Event("x", parse("2024"), "T", other=(("_id", "1"), ("label", "2"), ("tag", "3"), ("datetime", "4")))
    found = json.loads(write(Timeline(events=(event,))))
    assert json.loads(found["other"]) == {"_id": "1", "label": "2", "tag": "3", "datetime": "4"}
    assert bare(read(write(Timeline(events=(event,))).encode(), "").timeline).events == (event._replace(given_id=True),)


def test_only_keys_that_cannot_be_attributes_are_moved() -> None:
    data = line(
        datetime="2012-03-14T04:17:38.276340+00:00",
        timestamp=1331698658276340,
        timestamp_desc="Content Modification Time",
        data_type="evtx",
        label=["a"],
        __ts_timeline_id=7,
        strings=["x", "y"],
    )
    timeline = Timeline(events=(only(data),))
    written = json.loads(write(timeline))
    assert (written["datetime"], written["timestamp"]) == ("2012-03-14T04:17:38.276340+00:00", 1331698658276340)
    assert (written["timestamp_desc"], written["data_type"]) == ("Content Modification Time", "evtx")
    assert written["strings"] == ["x", "y"]
    assert json.loads(written["other"]) == {"label": ["a"], "__ts_timeline_id": "7"}
    assert losses(timeline) == ["1 event: label, __ts_timeline_id as JSON in the attribute “other”"]


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ({"datetime": "2015-07-24T19:01:01+00:00", "timestamp": 1437764461000000}, []),
        ({"datetime": "2015-07-24 19:01:01", "timestamp": 1437764461000000 - 14 * 3600 * 10**6}, []),
        ({"datetime": "2015-07-24T19:01:01", "timestamp": 1437764461000000 - 3 * 86400 * 10**6}, ["3 days"]),
        ({"datetime": "2015-07-24T19:01:01", "timestamp": 1437764461000000 - 86400 * 10**6}, []),
        ({"datetime": "2015-07-24T19:01:01Z", "timestamp": 0}, ["16,640 days"]),
        ({"datetime": "2015-07-24T19:01:01Z", "timestamp": "soon"}, []),
    ],
)
def test_a_timestamp_far_from_the_datetime_is_a_finding(attributes: dict[str, object], told: list[str]) -> None:
    found = [problem.message for problem in read(line(**attributes), "").problems]
    assert found == [f"“timestamp” is {days} from “datetime”; “datetime” is read" for days in told]


@each_row(
    ("data", "expected"),
    [
        (b"", (1, 1, "no events: the file is empty")),
        (line()[:-1], (1, 1, "an event without “datetime”; the event is kept under “Undated”")),
        (b'{"datetime": "2024"}', (1, 1, "an event without “message”; it is left out")),
        (line(datetime="x"), (1, 63, "x: not understood as a date; the event is kept under “Undated”")),
        (b"[1]\n", (1, 1, "each line must be a JSON object: {…}")),
        (b'{"message": "A"', (1, 1, "this object is not closed")),
        (line(datetime="2024", edtf="2024", quotes="[{")[:-1], (1, 96, "this begins like JSON but is not JSON: ")),
    ],
)
def test_problems_have_their_line_and_column(data: bytes, expected: tuple[int, int, str]) -> None:
    line_, column, message = expected
    assert [
        problem
        for problem in read(data, "").problems
        if (problem.line, problem.column) == (line_, column) and message in problem.message
    ]


def test_a_broken_line_does_not_affect_the_others() -> None:
    reading = read(line(datetime="2023") + b"{\n" + line(datetime="2025"), "")
    assert [event.date.text for event in reading.timeline.events] == ["2023", "2025"]
    assert [problem.line for problem in reading.problems] == [2]


def test_losses_are_counted() -> None:
    uncited = Source("k", "T")
    events = tuple(
        Event(date, parse(date), "T")
        for date in ("2024", "2024-06-13T15:05", "2024-06-13T15:05Z", "2023/2024", "-0753", "Y-170000002")
    )
    timeline = Timeline("T", "D", (View("v", ""),), (("a", "b"),), (uncited,), events, Extract("", 9), (("a", "b"),))
    assert losses(timeline) == [
        "4 events without a time of day: “datetime” is the start of the day in UTC",
        "1 event with a time but no time zone: “datetime” takes it as UTC",
        "1 event with a beginning and an end: only “edtf” has both",
        "2 events before the year 1 or after 9999: “datetime” is the nearest possible instant",
        "of the timeline itself: title, description, 1 view, 1 alias, 1 uncited source, query, “a” left out",
    ]
    cited = Event("x", parse("2024-06-13T15:05Z"), "T", sources=(Citation(uncited),))
    assert losses(Timeline(sources=(uncited,), events=(cited,))) == []


def test_progress_is_reported() -> None:
    told: list[tuple[int, int]] = []
    read(line(datetime="2024") * 600, "", lambda done, total, _: told.append((done, total)))
    assert len(told) == 4
    assert told == sorted(told)
