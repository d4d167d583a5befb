"""Reading and writing YAML as a whole: the values of a file, and the places of its faults."""

from __future__ import annotations

import threading

import pytest
import yaml
from hypothesis import given
from strategies import timelines
from tables import each_row

from timeline_tui.formats.writing.dump import dump
from timeline_tui.formats.yaml import yaml_parser
from timeline_tui.formats.yaml.yaml import MODELINE, read, write
from timeline_tui.model.problems import render
from timeline_tui.model.timeline import Citation, Entries, Event, Extract, Quote, Relation, Source, View


def said(text, severity="error"):
    """The problems of a text, in short: "2:3 what"."""
    data = text if isinstance(text, bytes) else text.encode()
    return [f"{p.line}:{p.column} {p.message}" for p in read(data, "f.yaml").problems if p.severity == severity]


def hints(text):
    return [problem.hint for problem in read(text.encode(), "f.yaml").problems]


def timeline(text):
    reading = read(text.encode(), "f.yaml")
    assert reading.problems == ()
    return reading.timeline


WHOLE = """\
title: The G7 week
description: >
  Five days
  in June.
views:
  - {name: 10–14 June, query: "date:2024-06-10..2024-06-14"}
aliases: {U.S.: United States}
sources:
  accord: {title: The accord, publisher: Kantei, date: 2024-06-13, url: "https://example.org", kind: official,
    language: en, note: signed}
extract: {query: "country:Japan", total: 24}
importance: [high, {by: me}]
events:
  - id: japan-ukraine-accord
    date: 2024-06-13
    date_note: inferred
    title: Japan and Ukraine sign
    summary: |
      One.
      Two.
    countries: [Japan, Ukraine]
    topics: security agreement
    people: [Fumio Kishida]
    organizations: [G7]
    place: Fasano, Italy
    quotes:
      - {text: We stand together., speaker: Fumio Kishida, role: Prime Minister, source: accord, at: ¶19,
         original: 共に立つ, note: at the end}
    sources:
      - accord
      - {source: accord, at: ¶6–8, stance: disputes, note: by half}
      - {title: A blog, url: "https://example.com", note: found late}
      - https://example.net/a
    related:
      - {event: other, as: signed the same day}
      - other
    note: a remark
    weather: ~
  - {date: 2024, title: Other, id: other}
"""


def test_every_field_of_the_file_is_read():
    accord = Source(
        *("accord", "The accord", "Kantei"),
        date=timeline("- {date: 2024-06-13, title: x}").events[0].date,
        url="https://example.org",
        kind="official",
        language="en",
        note="signed",
    )
    reading = read(WHOLE.encode(), "f.yaml")
    read_in = reading.timeline
    assert [p.message for p in reading.problems] == [
        "a timeline has no “importance” in the schema; it is kept unchanged",
        "an event has no “weather” in the schema; it is kept unchanged",
    ]
    assert read_in.title == "The G7 week"
    assert read_in.description == "Five days in June."
    assert read_in.views == (View("10–14 June", "date:2024-06-10..2024-06-14"),)
    assert read_in.aliases == (("U.S.", "United States"),)
    assert read_in.sources == (accord,)
    assert read_in.extract == Extract("country:Japan", 24)
    assert read_in.other == (("importance", ("high", Entries((("by", "me"),)))),)
    assert read_in.events[0] == Event(
        id="japan-ukraine-accord",
        date=accord.date,
        title="Japan and Ukraine sign",
        date_note="inferred",
        summary="One.\nTwo.",
        countries=("Japan", "Ukraine"),
        topics=("security agreement",),
        people=("Fumio Kishida",),
        organizations=("G7",),
        place="Fasano, Italy",
        quotes=(
            Quote("We stand together.", "Fumio Kishida", "Prime Minister", accord, "¶19", "共に立つ", "at the end"),
        ),
        sources=(
            Citation(accord),
            Citation(accord, "¶6–8", "disputes", "by half"),
            Citation(Source(title="A blog", url="https://example.com"), note="found late"),
            Citation(Source(url="https://example.net/a")),
        ),
        related=(Relation("other", "signed the same day"), Relation("other")),
        note="a remark",
        other=(("weather", None),),
        given_id=True,
        file="f.yaml",
        line=14,
    )
    assert (read_in.events[1].id, read_in.events[1].line) == ("other", 39)


def test_every_scalar_is_text():
    event = timeline(
        "- {date: 2024, title: 12:30, countries: [NO, on, 1984, 0x1F, ~, '~', 'null'], place: true}"
    ).events[0]
    assert event.title == "12:30"
    assert event.countries == ("NO", "on", "1984", "0x1F", "~", "null")
    assert event.place == "true"


def test_the_file_may_be_a_list_of_events():
    assert [event.title for event in timeline("- {date: 2024, title: a}\n- {date: 2023, title: b}").events] == [
        "a",
        "b",
    ]


def test_an_explicit_empty_list_of_events_is_valid():
    assert timeline("events: []").events == ()


@each_row(
    ("text", "expected"),
    [
        ("", "1:1 no events: the file is empty"),
        ("# only a comment\n", "1:1 no events: the file is empty"),
        ("title: a\n", "1:1 no events: a timeline is a mapping with “events”, or a list of events"),
        ("title: a\nevents:\n", "2:8 no events: “events” is empty"),
        ("hello", "1:1 this is text, not a timeline"),
        ("events: hello", "1:9 “events” is text, not a list of events"),
    ],
)
def test_files_that_are_not_timelines(text, expected):
    assert said(text) == [expected]


def test_all_problems_are_found_in_one_pass_and_sorted():
    text = """\
aliases: {a: b}
sources: {k: {title: [x], date: 13.6.}}
events:
  - {date: 2024-06-31, title: a}
  - {date: 2024, titel: b}
  - {date: 2024-13, title: c, countries: {a: b}}
  - {date: 2024, title: d, countries: {a: b}, sources: [k, kk, {stance: denies, source: k}], quotes: [{at: x}]}
title: a
title: b
"""
    assert said(text) == [
        "2:22 title is text, not a list; it is left out",
        "2:33 13.6.: not understood as a date; it is left out",
        "4:20 2024-06-31: June 2024 has 30 days; the event is kept under “Undated”",
        "5:5 an event without “title”; it is left out",
        "6:17 2024-13: there is no month 13; the event is kept under “Undated”",
        "6:42 countries is text or a list of texts, not a mapping; it is left out",
        "7:39 countries is text or a list of texts, not a mapping; it is left out",
        "7:60 no source has the key “kk”; it is kept as the title of a source",
        "7:73 there is no stance “denies”; it is left out",
        "7:103 a quote without “text”; it is left out",
        "9:1 “title” is given twice",
    ]
    reading = read(text.encode(), "f.yaml")
    assert [event.title for event in reading.timeline.events] == ["a", "c", "d"]
    assert [citation.source.name for citation in reading.timeline.events[-1].sources] == ["k", "kk", "k"]
    assert reading.timeline.title == "a"


def test_a_problem_shows_its_line_with_a_caret_and_a_hint():
    reading = read("- date: 2024\n  title: x\n  countris: [日本, Japan]\n".encode(), "dir/f.yaml")
    assert render(reading.problems[0]) == (
        "dir/f.yaml:3:3: warning: an event has no “countris” in the schema; it is kept unchanged\n"
        "    countris: [日本, Japan]\n"
        "    ^ did you mean countries?"
    )


def test_a_hint_names_the_nearest():
    text = "sources: {kantei-accord: {title: a}}\nevents:\n- {date: 2024, title: a, id: tokyo, sources: kantei-acord}\n"
    assert hints(text) == ["did you mean kantei-accord?"]
    assert hints(text.replace("kantei-acord", "{source: kantei-accord, stance: dispute}")) == ["did you mean disputes?"]
    assert hints(text.replace("sources: kantei-acord", "related: tokio")) == ["did you mean tokyo?"]


def test_anchors_aliases_and_merges_are_followed():
    text = """\
base: &base {countries: [Japan], place: Tokyo, title: nothing}
more: &more {topics: oil, place: Osaka}
events:
  - {<<: *base, date: 2024, title: a}
  - {date: 2023, title: b, <<: [*base, *more], countries: &c [Italy]}
  - {date: 2022, title: c, countries: *c, place: "<<"}
"""
    events = read(text.encode(), "f.yaml").timeline.events
    assert [(e.title, e.countries, e.place, e.topics) for e in events] == [
        ("a", ("Japan",), "Tokyo", ()),
        ("b", ("Italy",), "Tokyo", ("oil",)),
        ("c", ("Italy",), "<<", ()),
    ]
    assert said(text) == []


@each_row(
    ("text", "expected"),
    [
        ("- {date: 2024, title: a, place: *b}", "1:33 *b refers to nothing: there is no &b before it"),
        ("- &a {date: 2024, title: a, x: *a}", "1:32 *a is inside the value that it repeats"),
        ("- {date: 2024, title: a, x: &b [c], y: &b [*b]}", "1:44 *b is inside the value that it repeats"),
        ("- {date: 2024, title: a, <<: b}", "1:30 << merges a mapping, or a list of mappings"),
        ("- {date: 2024, title: !!int 5}", "1:23 the tag !!int is not supported"),
        ("- {date: 2024, title: !x a}", "1:23 the tag !x is not supported"),
        ("- {date: 2024, title: a, [b]: c}", "1:26 a key is text, not a list"),
        ("- {date: 2024, title: a, {b: c}: c}", "1:26 a key is text, not a mapping"),
        ("- {date: 2024, title: a, ~: c}", "1:26 a key is text, not nothing"),
        ("- {date: 2024, title: a, place: b, place: c}", "1:36 “place” is given twice"),
        ("- {date: 2024, title: a}\n--- a\n", "2:1 a second document begins here; line 2 is left out"),
        ("- {date: 2024, title: a\x07}", "1:24 the character U+0007 is not allowed in YAML"),
    ],
)
def test_odd_yaml_is_reported_and_the_event_is_kept(text, expected):
    assert said(text) == [expected]
    assert len(read(text.encode(), "f.yaml").timeline.events) == 1


def test_harmless_tags_and_an_empty_second_document_pass():
    assert timeline("--- !!seq\n- !!map {date: !!str 2024, title: ! a}\n---\n").events[0].title == "a"


def test_a_syntax_error_keeps_the_other_events():
    events = "  - {date: 2024, title: a, sources: k}\n  - title: b: c\n  - {date: 2024, title: d}\n"
    text = f"sources: {{k: {{title: K}}}}\nevents:\n{events}"
    reading = read(text.encode(), "f.yaml")
    assert [event.title for event in reading.timeline.events] == ["a", "d"]
    assert said(text) == ["4:13 a second “: ” in one value; line 4 is left out"]


def test_a_broken_file_gets_no_problem_for_missing_parts():
    text = "events:\n  - {date: 2024, title: a, sources: k, related: b}\n  - title: b: c\nsources: {k: {title: K}}\n"
    assert len(read(text.encode(), "f.yaml").problems) == 1


def test_sources_may_stand_after_the_events():
    text = (
        "events:\n- {date: 2024, title: a, sources: [k, u], quotes: {text: b, source: k}}\nsources: {k: {title: K}}\n"
    )
    reading = read(text.encode(), "f.yaml")
    (event,) = reading.timeline.events
    assert [p.message for p in reading.problems] == ["no source has the key “u”; it is kept as the title of a source"]
    assert [citation.source for citation in event.sources] == [Source("k", "K"), Source(title="u")]
    assert event.quotes[0].source == Source("k", "K")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_distinguished(encoding):
    data = "- {date: 2024, title: é}\n".encode(encoding)
    assert read(data, "f").timeline.events[0].title == "é"
    assert read(data, "f").problems == ()


def test_a_byte_that_is_not_utf8_has_a_place_and_the_rest_is_read():
    data = "- {date: 2024, title: é}\n".encode() + "- {date: 2024, title: né, place: né}\n".encode("latin-1")
    (problem,) = read(data, "f").problems
    assert (problem.line, problem.column, problem.message) == (2, 24, "not UTF-8 text (byte 0xE9)")
    assert "2 places" in problem.hint
    assert [event.title for event in read(data, "f").timeline.events] == ["é", "n\ufffd"]


def test_control_characters_become_visible_with_a_warning():
    text = '- {date: 2024, title: "a\u202eb", place: "a\\eb", "k\\u200b": c}\n'
    (event,) = read(text.encode(), "f").timeline.events
    assert (event.title, event.place, event.other) == ("a\ufffdb", "a␛b", (("k", "c"),))
    assert [message.split(" is ")[0] for message in said(text, "warning")] == [
        "1:25 U+202E (right-to-left override)",
        "1:39 U+001B",
        "1:45 an event has no “k” in the schema; it",
        "1:45 this key",
    ]


def test_many_warnings_of_a_kind_are_counted():
    text = "".join(f"- {{date: 2024, title: t{number}, importance: high}}\n" for number in range(100))
    assert said(text, "warning") == [
        "1:27 “importance” in 100 events, first at line 1, is not in the schema; it is kept unchanged"
    ]


def test_limits_stop_aliases_that_expand_without_end():
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    messages = said(text + "events: []\n")
    assert len(messages) == 1
    assert "expand to more than 100,000 values" in messages[0]


def test_nesting_is_bounded_also_in_a_small_stack():
    results = []
    text = "events:\n- {date: 2024, title: a}\n- {x: " + "[" * 100_000

    def run():
        results.append(read(text.encode(), "f.yaml"))

    old = threading.stack_size(1 << 18)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(old)
    assert [event.title for event in results[0].timeline.events] == ["a"]
    assert results[0].problems[0].message == "nested more than 32 levels deep; line 3 is left out"


def test_a_scalar_is_bounded():
    text = f"- {{date: 2024, title: a, note: {'x' * (1 << 20)}y}}\n"
    assert said(text) == ["1:32 a text of 1,048,577 characters; the limit is 1,048,576"]
    assert len(read(text.encode(), "f").timeline.events[0].note) == 1 << 20


def test_an_honest_file_passes_the_bounds():
    nested = "{a: " * 30 + "b" + "}" * 30
    text = f"- {{date: 2024, title: a, x: {nested}}}\n"
    assert said(text) == []


def test_progress_counts_bytes():
    told = []
    data = "".join(f"- {{date: 2024, title: é{number}}}\n" for number in range(1000)).encode()
    read(data, "f", lambda done, total, _: told.append((done, total)))
    assert [total for _, total in told] == [len(data)] * len(told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) > 3
    assert told[-1] == (len(data), len(data))


def test_without_libyaml_the_same_is_read(monkeypatch):
    with_libyaml = read(WHOLE.encode(), "f.yaml")
    monkeypatch.setattr(yaml_parser, "make_parser", yaml_parser.PythonParser)
    assert read(WHOLE.encode(), "f.yaml") == with_libyaml


def test_lines_equal_those_of_an_editor():
    reading = read(
        "- {date: 2024, title: a\u2028b\u0085c}\r\n- {date: x, title: b}\r- {date: y, title: c}".encode(), "f"
    )
    assert [(p.line, p.column) for p in reading.problems if p.severity == "error"] == [(2, 10), (3, 10)]


# Writing


def test_the_written_text_has_the_modeline_and_is_easy_to_read():
    written = write(read(WHOLE.encode(), "f.yaml").timeline)
    assert (
        written
        == f"""\
{MODELINE}
title: The G7 week
description: Five days in June.
extract: {{query: "country:Japan", total: 24}}
views:
  - {{name: 10–14 June, query: "date:2024-06-10..2024-06-14"}}
aliases: {{U.S.: United States}}

sources:
  accord:
    title: The accord
    publisher: Kantei
    date: 2024-06-13
    url: https://example.org
    kind: official
    language: en
    note: signed

events:
  - id: japan-ukraine-accord
    date: 2024-06-13
    date_note: inferred
    title: Japan and Ukraine sign
    summary: |-
      One.
      Two.
    countries: [Japan, Ukraine]
    topics: [security agreement]
    people: [Fumio Kishida]
    organizations: [G7]
    place: Fasano, Italy
    quotes:
      - text: We stand together.
        speaker: Fumio Kishida
        role: Prime Minister
        source: accord
        at: ¶19
        original: 共に立つ
        note: at the end
    sources:
      - accord
      - {{source: accord, at: ¶6–8, stance: disputes, note: by half}}
      - {{title: A blog, url: "https://example.com", note: found late}}
      - https://example.net/a
    related:
      - {{event: other, as: signed the same day}}
      - other
    note: a remark
    weather: null

  - id: other
    date: 2024
    title: Other
importance:
  - high
  - {{by: me}}
"""
    )


def as_text(plain):
    """What a YAML reader without types makes of plain data."""
    if isinstance(plain, dict):
        return {key: as_text(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [as_text(value) for value in plain]
    return "null" if plain is None else str(plain)


@given(timeline=timelines())
def test_other_yaml_readers_read_the_same(timeline):
    written = write(timeline)
    assert yaml.load(written, yaml.CBaseLoader) == as_text(dump(timeline))
    assert yaml.load(written, yaml.BaseLoader) == as_text(dump(timeline))


def test_words_that_other_readers_take_for_no_text_are_quoted():
    written = write(timeline("- {date: 2024, title: a, countries: [NO, y, 'null', '~', Japan]}"))
    assert 'countries: ["NO", "y", "null", "~", Japan]' in written


def test_no_line_of_prose_is_long():
    text = "word " * 200
    written = write(timeline(f"- {{date: 2024, title: a, note: {text}}}"))
    assert max(map(len, written.splitlines())) <= 100


def test_a_tab_on_a_blank_line_ends_nothing() -> None:
    text = "events:\n- {date: 2024, title: A}\n\t\n- date: 2025\n  title: B\n \t \n  summary: |\n    x\n\t\n    y\n\t"
    reading = read(text.encode(), "f.yaml")
    assert reading.problems == ()
    assert [(event.title, event.summary) for event in reading.timeline.events] == [("A", ""), ("B", "x\n\ny")]
