"""JSON lines: one event a line, after a header."""

from __future__ import annotations

from timeline_tui.formats.jsonl import read, write
from timeline_tui.model import Source

LINES = """\
{"timeline":{"title":"T","sources":{"k":{"title":"K"}}}}
{"date":"2024-06-13","title":"a","sources":["k"]}

{"date":"2024-06-14","title":"b","related":["2024-06-13-a"]}
"""


def said(text):
    return [f"{p.line}:{p.column} {p.message}" for p in read(text.encode(), "f.jsonl").problems]


def test_a_header_and_an_event_a_line():
    reading = read(LINES.encode(), "f.jsonl")
    assert reading.problems == ()
    assert reading.timeline.title == "T"
    assert [(event.title, event.line) for event in reading.timeline.events] == [("a", 2), ("b", 4)]
    assert reading.timeline.events[0].cited == (Source("k", "K"),)
    assert write(reading.timeline) == LINES.replace("\n\n", "\n")


def test_without_a_header():
    text = '{"date":"2024","title":"a","timeline":"x"}\n{"date":"2024","title":"b"}\r\n'
    assert [event.title for event in read(text.encode(), "f").timeline.events] == ["a", "b"]
    assert said(text) == ["1:28 an event has no “timeline” in the schema; it is kept as it is"]


def test_a_line_that_is_broken_costs_no_other():
    text = (
        '{"date":"2024","title":"a"\n{"date":"2024","title":"b"} c\n[]\n'
        '{"date":"2024-13","title":"d"}\n{"date":2024,"title":"e"}\n'
    )
    assert [event.title for event in read(text.encode(), "f").timeline.events] == ["b", "e"]
    assert said(text) == [
        "1:1 this object is not closed",
        "2:29 something follows the end",
        "3:1 an event is a mapping, not a list; it is left out",
        "4:15 2024-13: there is no month 13; the event is left out",
    ]


def test_a_second_header_is_no_event():
    header = '{"timeline":{"title":"T"}}\n'
    assert said(header * 2) == [
        "2:1 an event without “date”; it is left out",
        "2:2 an event has no “timeline” in the schema; it is kept as it is",
    ]


def test_nothing_and_no_events():
    assert said("\n") == ["1:1 no events: the file is empty"]
    assert said('{"timeline":{}}') == []
    assert said('{"timeline":[]}') == ["1:13 “timeline” is a mapping with title, sources and so on"]
    assert write(read(b'{"timeline":{}}', "f").timeline) == '{"timeline":{}}\n'
