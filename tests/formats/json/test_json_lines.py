"""JSON lines: one event on each line, after a header."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.json import json_lines, json_syntax
from timeline_tui.formats.json.json_lines import read, write
from timeline_tui.formats.reading.line_reader import LineReader
from timeline_tui.model.problems import Extent
from timeline_tui.model.timeline import Source

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
    with_id = LINES.replace('{"date":"2024-06-13"', '{"id":"2024-06-13-a","date":"2024-06-13"')  # "b" names it
    assert write(reading.timeline) == with_id.replace("\n\n", "\n")


def test_without_a_header():
    text = '{"date":"2024","title":"a","timeline":"x"}\n{"date":"2024","title":"b"}\r\n'
    assert [event.title for event in read(text.encode(), "f").timeline.events] == ["a", "b"]
    assert said(text) == ["1:28 an event has no “timeline” in the schema; it is kept unchanged"]


def test_a_broken_line_does_not_affect_the_others():
    text = (
        '{"date":"2024","title":"a"\n{"date":"2024","title":"b"} c\n[]\n'
        '{"date":"2024-13","title":"d"}\n{"date":2024,"title":"e"}\n'
    )
    assert [event.title for event in read(text.encode(), "f").timeline.events] == ["b", "d", "e"]
    assert said(text) == [
        "1:1 this object is not closed; line 1 is left out",
        "2:29 something follows the event on its line; it is left out",
        "3:1 an event is a mapping, not a list; it is left out",
        "4:15 2024-13: there is no month 13; the event is kept under “Undated”",
    ]


def test_the_text_after_an_event_on_its_line_may_be_other_events_or_the_rest_of_it():
    whole, last = '{"date":"2024","title":"a"}{"date":"2024","title":"d"}', '{"date":"2024","title":"c"}'
    cut = '{"date":"2024","title":"b","quotes":[]}{"text":"q"}],"note":"n"}'
    text = f"{whole}\n{cut}\n{last}\n"
    assert [event.title for event in read(text.encode(), "f").timeline.events] == ["a", "d", "c"]
    assert said(text) == [
        "1:28 another event on the same line",
        "2:52 something follows the event on its line; line 2 is left out",
    ]


def test_an_unknown_key_without_a_value_is_kept_in_every_event():
    text = '{"date":"2024","title":"a"}\n' + '{"date":"2024","title":"b","colour":null}\n' * 3
    assert [event.other for event in read(text.encode(), "f").timeline.events] == [(), *[(("colour", None),)] * 3]
    assert said(text) == ["2:28 “colour” in 3 events, first at line 2, is not in the schema; it is kept unchanged"]


def test_a_second_header_is_not_an_event():
    header = '{"timeline":{"title":"T"}}\n'
    assert said(header * 2) == [
        "2:1 an event without “title”; it is left out",
        "2:2 an event has no “timeline” in the schema; it is kept unchanged",
    ]


def test_an_empty_file_and_a_file_without_events():
    assert said("\n") == ["1:1 no events: the file is empty"]
    assert said('{"timeline":{}}') == []
    assert said('{"timeline":[]}') == ["1:13 “timeline” is a mapping with title, sources and so on"]
    assert write(read(b'{"timeline":{}}', "f").timeline) == '{"timeline":{}}\n'


texts = st.sampled_from(
    ("2024", "2024-06-31", "2024-24", "a", "b", "", " ", "k", "https://example.org", "a\u200bb", "disputes", "a\n")
)
scalars = st.one_of(texts, texts, st.sampled_from((None, True, False, 7, -0.5, float("nan"), 1e400)))
inner_keys = st.sampled_from(("source", "text", "event", "at", "stance", "by", "on", "title", "x"))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(("source", "text", "event", "at", "stance", "by", "on", "title", "x")), inner, max_size=3
        ),
    ),
    max_leaves=4,
)
KEYS = ("id", "countries", "place", "sources", "quotes", "checked", "related", "after", "note", "titel", "summary")
events = st.builds(
    lambda date, title, rest: {"date": date, "title": title, **rest},
    st.sampled_from(("2024", "2024", "2024-13", 2024)),
    st.sampled_from(("a", "a", "b\u00ad", None)),
    st.dictionaries(st.sampled_from(KEYS), values, max_size=2),
)
torn = st.one_of(st.just(""), st.text('{}[]",:\\n1 \n\r', max_size=2))


@given(
    st.booleans(),
    st.lists(events, min_size=1, max_size=6),
    st.sampled_from(((",", ":"), (", ", ": "))),
    st.booleans(),
    st.tuples(st.integers(0, 400), torn, st.integers(0, 1)),
)
def test_the_fast_path_reads_the_same_as_the_slow_one(header, events, separators, ascii_only, tear):
    dumped = [json.dumps(event, separators=separators, ensure_ascii=ascii_only) for event in events]
    text = "\n".join([*([LINES.split("\n")[0]] if header else []), '{"date":"2024","title":"a"}', *dumped])
    at, put, left_out = tear[0] % len(text), *tear[1:]
    text = text[:at] + put + text[at + left_out :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lines, "_LONGEST_PAUSE", 0)
        found = read(text.encode(), "f")
        patch.setattr(LineReader, "sound_events", lambda _, start, **__: start)
        assert found == read(text.encode(), "f")
        patch.setattr(json_lines._JsonLines, "take", lambda _, start: start)
        assert found == read(text.encode(), "f")


@each_row(
    ("line", "is_sound"),
    [
        ('{"date":"2024","title":"a","summary":" b\\nc ","countries":["A"," B",""],"people":"C","place":7}', True),
        ('{"date" : "2024" , "title":"ä“","sources":["k",{"source":"k","stance":"disputes","date":"2023"}]} ', True),
        ('{"date":"2024","title":"a","quotes":[{"text":"b","source":"k"}],"checked":[{"by":"A","on":"2024"}]}', True),
        ('{"date":"2024","title":"a","id":"x","sources":["https://example.org"],"note":null}', True),
        ('{"date":"2024","title":"a","note":null,"related":null,"quotes":[{"text":"b","at":null}]}', True),
        ('{"date":"2024","title":"a","colour":null}', False),
        ('{"date":"2024","title":"a","quotes":[{"text":"b","colour":null}]}', False),
        ('{"date":"2024","title":"a"}\r', True),
        ('{"date":"2024","title":"a","title":"b"}', False),
        ('{"date":"2024","title":"a","note":null,"note":"b"}', False),
        ('{"date":"2024","title":"a","quotes":[{"text":"b","text":"c"}]}', False),
        ('{"date":"2024","title":"a","quotes":{"text":"b"}}', False),
        ('{"date":"2024","title":"a","sources":["unknown"]}', False),
        ('{"date":"2024","title":"a","sources":[{"title":"in place"}]}', False),
        ('{"date":"2024","title":"a","after":["2023"]}', False),
        ('{"date":"2024","title":"a\\u202eb"}', False),
        ('{"date":"2024","title":"a\u202eb"}', False),
        ('{"date":"2024","title":true}', False),
        ('{"date":"2024","title":" "}', False),
        ('{"date":"","title":"a"}', False),
        ('{"title":"a"}', False),
        ('{"date":"2022-23","title":"a"}', False),
        ('{"date":"2024","title":"a"},', False),
    ],
)
def test_which_lines_are_sound(line, is_sound):
    taken = []
    text = f"{LINES.splitlines()[0]}\n{line}\n"
    with pytest.MonkeyPatch.context() as patch:
        take = LineReader._take
        patch.setattr(LineReader, "_take", lambda *given: taken.append(take(*given)) or taken[-1])
        found = read(text.encode(), "f")
        patch.setattr(json_lines._JsonLines, "take", lambda _, start: start)
        assert found == read(text.encode(), "f")
    assert taken == [is_sound], line


DEEP = "[" * 29 + '"a"' + "]" * 29


@each_row(
    "value",
    ["true", "[]", "[[]]", '[["ab"]]', "[[7, false], null]", '{"a": [true]}', "NaN", DEEP, f"[{DEEP}]", f"[[{DEEP}]]"],
)
def test_a_value_of_any_kind_is_the_same_under_a_key_that_was_reported_before(value):
    lines = [f'{{"date":"2024","title":"{title}","titel":{value}}}' for title in "abc"]
    fast = read("\n".join(lines).encode(), "f")
    slow = [read(line.encode(), "f").timeline.events for line in lines]
    assert [(event.title, event.other) for event in fast.timeline.events] == [
        (event.title, event.other) for events in slow for event in events
    ]


def test_empty_lines_do_not_hide_another_shape():
    line = b'{"Event Date": "2024-06-13", "Event": "a", "Country": "Japan"}\n'
    [event] = read(b"\n" * 30 + line, "f").timeline.events
    assert (event.title, event.countries) == ("a", ("Japan",))


def test_lines_without_problems_are_read_by_the_fast_path(monkeypatch):
    parsed, parse = [], json_syntax._parse_line

    def told(document, builder, start, end):
        parsed.append(document.line(start))
        parse(document, builder, start, end)

    monkeypatch.setattr(json_syntax, "_parse_line", told)
    sound, unsound = '{"date":"2024","title":"a","id":"x%d"}', '{"date":"2024","title":"b","titel%d":"c"}'
    lines = [sound % 1, sound % 2, unsound % 1, sound % 3, sound % 4, *(unsound % n for n in (2, 3, 4)), sound % 5]
    assert len(read("\n".join(lines).encode(), "f").timeline.events) == len(lines)
    assert parsed == [1, 3, 4, 6, 7, 8, 9], "the first line may be a header, and there is a pause after a failure"


def test_a_key_that_was_reported_before_is_counted_on_the_fast_path():
    lines = ['{"date":"2024","title":"a","titel":"b"}', '{"date":"2024","title":"a","titel":"b","naem":"c"}'] * 3
    [title, name] = [problem.message for problem in read("\n".join(lines).encode(), "f").problems]
    assert title == "“titel” in 6 events, first at line 1: did you mean title?"
    assert name.startswith("“naem” in 3 events, first at line 2")


def test_the_pause_after_failures_in_a_row_doubles_up_to_the_longest() -> None:
    backoff = json_lines.Backoff(5)
    pauses = []
    for worked in (False, False, False, False, True, False):
        backoff.record(worked=worked)
        pause = 0
        while not backoff.is_due():
            pause += 1
        pauses.append(pause)
    assert pauses == [1, 3, 5, 5, 0, 1]


def test_a_fault_of_a_line_says_whether_the_event_is_left_out():
    text = '{"date":"2001","title":"A"},\n{"date":"2002" "title":"B"}\n{"date":"2003","title":"C"} x\n'
    reading = read(text.encode(), "f.jsonl")
    assert [event.title for event in reading.timeline.events] == ["A", "C"]
    assert [(problem.message, problem.hint.partition(":")[0]) for problem in reading.problems] == [
        ("a comma after the event", "remove the comma"),
        ('a comma or } is expected here, not “"”; line 2 is left out', ""),
        ("something follows the event on its line; it is left out", "write each event on a line of its own"),
    ]


def test_a_large_file_in_another_shape_is_one_problem(monkeypatch):
    line = '{"when":"2024-06-13","what":"One"}\n'
    monkeypatch.setattr(json_lines, "_MAX_FOREIGN", len(line))
    assert [event.title for event in read(line.encode(), "f.jsonl").timeline.events] == ["One"]
    reading = read(2 * line.encode(), "f.jsonl")
    (problem,) = reading.problems
    assert str(problem).startswith("f.jsonl: it is too large for objects in another shape than ours: the limit is 35")
    assert "DuckDB converts" in problem.hint
    assert (reading.timeline.events, reading.extent) == ((), Extent.STOPPED)
    ours = LINES * 1000
    assert len(read(ours.encode(), "f.jsonl").timeline.events) > 1000, "our shape has no limit"
