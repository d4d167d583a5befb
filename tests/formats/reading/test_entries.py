"""The values of mappings, and the parts of an entry that are kept if another part is wrong."""

from __future__ import annotations

import pytest
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.yaml.yaml import read
from timeline_tui.model.timeline import Citation, Entries, Event, Extract, Quote, Relation, Source, View


def first(fields, before=""):
    """The first event with these lines, and all problems in short."""
    text = f"{before}\nevents:\n- {{date: 2024-06-13, title: a, {fields}}}\n- {{date: 2024, title: b, id: b}}\n"
    reading = read(text.encode(), "f")
    return reading.timeline.events[0], [problem.message for problem in reading.problems]


K = Source("k", "K")
TABLE = "sources: {k: {title: K}}"


@each_row(
    ("written", "expected"),
    [
        ("k", (Citation(K),)),
        ("[k, k]", (Citation(K), Citation(K))),
        ("{source: k, at: ¶6, stance: confirms, note: n}", (Citation(K, "¶6", "confirms", "n"),)),
        ("{source: k, stance: ~, at: ''}", (Citation(K),)),
        ("'https://a.org'", (Citation(Source(url="https://a.org")),)),
        ("HTTP://a.org", (Citation(Source(url="HTTP://a.org")),)),
        ("{title: T, at: p. 2, note: n}", (Citation(Source(title="T"), "p. 2", note="n"),)),
        ("{url: 'x', stance: disputes}", (Citation(Source(url="x"), stance="disputes"),)),
        ("{source: {title: T, note: n}, note: m}", (Citation(Source(title="T", note="n"), note="m"),)),
        ("{source: 'https://a.org', at: x}", (Citation(Source(url="https://a.org"), "x"),)),
        ("[~, '', ' ']", ()),
    ],
)
def test_ways_to_cite(written, expected):
    event, messages = first(f"sources: {written}", TABLE)
    assert event.sources == expected
    assert messages == []


@pytest.mark.parametrize(
    ("written", "message", "expected"),
    [
        ("j", "no source has the key “j”; it is kept as the title of a source", (Citation(Source(title="j")),)),
        ("{at: ¶6}", "a source in place without “title” and “url”; it is left out", ()),
        ("{source: [k]}", "source is a key, an address or a source, not a list; it is left out", ()),
        ("[[k]]", "a source is a key, an address or a mapping, not a list; it is left out", ()),
        ("{source: k, stance: [x]}", "stance is one word, not a list; it is left out", (Citation(K),)),
        (
            "{source: k, title: T}",
            "a citation has no “title” in the schema; it is kept unchanged",
            (Citation(K, other=(("title", "T"),)),),
        ),
        (
            "{title: T, page: 2}",
            "a source has no “page” in the schema; it is kept unchanged",
            (Citation(Source(title="T"), other=(("page", "2"),)),),
        ),
    ],
)
def test_the_messages_for_wrong_citations(written, message, expected):
    event, messages = first(f"sources: {written}", TABLE)
    assert messages == [message]
    assert event.sources == expected


@each_row(
    ("written", "expected", "message"),
    [
        ("We stand.", (Quote("We stand."),), None),
        ("[We stand., {text: b}]", (Quote("We stand."), Quote("b")), None),
        ("{text: a, source: k}", (Quote("a", source=K),), None),
        ("{text: a, source: {title: T, note: n}}", (Quote("a", source=Source(title="T", note="n")),), None),
        ("[{speaker: x}, {text: b}]", (Quote("b"),), "a quote without “text”; it is left out"),
        ("[{text: [x]}, {text: b}]", (Quote("b"),), "text is text, not a list; the quote is left out"),
        ("[{text: a, at: {b: c}}]", (Quote("a"),), "at is text, not a mapping; it is left out"),
        ("[[a]]", (), "a quote is a mapping, not a list; it is left out"),
        (
            "{text: a, mood: b}",
            (Quote("a", other=(("mood", "b"),)),),
            "a quote has no “mood” in the schema; it is kept unchanged",
        ),
    ],
)
def test_quotes(written, expected, message):
    event, messages = first(f"quotes: {written}", TABLE)
    assert event.quotes == expected
    assert messages == ([message] if message else [])


@pytest.mark.parametrize(
    ("written", "expected", "message"),
    [
        ("b", (Relation("b"),), None),
        ("{event: b, as: same day}", (Relation("b", "same day"),), None),
        ("[{as: same day}, b]", (Relation("b"),), "a relation without “event”; it is left out"),
        ("c", (Relation("c"),), "no event has the id “c”"),
    ],
)
def test_relations(written, expected, message):
    event, messages = first(f"related: {written}")
    assert event.related == expected
    assert messages == ([message] if message else [])


@pytest.mark.parametrize(
    ("written", "expected", "message"),
    [
        ("{name: A, query: ''}", (View("A", ""),), None),
        ("[{name: A, query: 'country:Japan'}]", (View("A", "country:Japan"),), None),
        ("[{name: A}]", (), "a view without “query”; it is left out"),
        ("[{name: A, query: ~}]", (), "a view without “query”; it is left out"),
        ("[{query: a}]", (), "a view without “name”; it is left out"),
        ("[a]", (), "a view is a mapping, not text; it is left out"),
    ],
)
def test_views(written, expected, message):
    reading = read(f"views: {written}\nevents: []".encode(), "f")
    assert reading.timeline.views == expected
    assert [problem.message for problem in reading.problems] == ([message] if message else [])


def test_unknown_keys_of_views_and_extracts_are_kept():
    written = b"extract: {query: a, total: 2, by: Ada}\nviews: [{name: A, query: '', colour: [red]}]\nevents: []"
    reading = read(written, "f")
    assert reading.timeline.extract == Extract("a", 2, other=(("by", "Ada"),))
    assert reading.timeline.views == (View("A", "", (("colour", ("red",)),)),)
    assert [problem.message for problem in reading.problems] == [
        "an extract has no “by” in the schema; it is kept unchanged",
        "a view has no “colour” in the schema; it is kept unchanged",
    ]


def test_a_source_has_the_line_of_its_key():
    (source,) = read(b"sources:\n  a:\n    title: A\nevents: []", "f").timeline.sources
    assert (source.file, source.line) == ("f", 2)
    assert source == Source("a", "A")


def test_a_query_that_does_not_parse_is_pointed_at():
    (problem,) = read(b'views: [{name: A, query: "a contry:Japan"}]\nevents: []', "f").problems
    assert (problem.line, problem.column) == (1, 29)
    assert "there is no field “contry”" in problem.message
    assert "country" in problem.hint


@pytest.mark.parametrize(
    ("written", "expected", "message"),
    [
        ("{U.S.: United States}", (("U.S.", "United States"),), None),
        ("{A: B, B: C}", (("A", "C"), ("B", "C")), None),
        ("{A: A}", (("A", "A"),), None),
        ("{A: B, B: B}", (("A", "B"), ("B", "B")), None),
        ("{A: ~}", (), "the alias “A” has no name; it is left out"),
        ("{A: [B]}", (), "name is text, not a list; it is left out"),
        ("[A]", (), "aliases is a mapping of other names to names, not a list; it is left out"),
    ],
)
def test_aliases(written, expected, message):
    reading = read(f"aliases: {written}\nevents: []".encode(), "f")
    assert reading.timeline.aliases == expected
    assert [problem.message for problem in reading.problems] == ([message] if message else [])


def test_aliases_in_a_circle_are_left_out():
    reading = read(b"aliases: {A: B, B: C, C: B, D: E}\nevents: []", "f")
    assert reading.timeline.aliases == (("D", "E"),)
    assert len(reading.problems) == 3


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{k: ~}", (Source("k"),)),
        ("{k: {}}", (Source("k"),)),
        ("{k: The paper}", (Source("k", "The paper"),)),
        ("{k: 'https://a.org'}", (Source("k", url="https://a.org"),)),
        ("{'k ': {title: T, other: {a: [b]}}}", (Source("k", "T", other=(("other", Entries((("a", ("b",)),))),)),)),
    ],
)
def test_the_table_of_sources(written, expected):
    assert read(f"sources: {written}\nevents: []".encode(), "f").timeline.sources == expected


def test_a_single_event_counts_as_a_list_of_one():
    assert [event.title for event in read(b"events: {date: 2024, title: a}", "f").timeline.events] == ["a"]


def test_sources_by_key_beside_a_single_event_are_not_taken_for_events():
    reading = read(b"sources: {a: {title: A}, b: {title: B}}\nevents: {date: 2024, title: E, sources: [a]}", "f")
    assert [event.title for event in reading.timeline.events] == ["E"]
    assert [source.title for source in reading.timeline.sources] == ["A", "B"]
    assert reading.problems == ()


def test_a_file_may_be_a_single_event():
    reading = read(b"date: 2024\ntitle: a\nsources:\n- {url: https://example.org/a}", "f")
    (event,) = reading.timeline.events
    assert (event.title, event.sources[0].source.url, reading.problems) == ("a", "https://example.org/a", ())


@pytest.mark.parametrize("absent", ["~", "''", "'  '", "[]"])
def test_an_empty_field_counts_as_absent(absent):
    event, messages = first(f"countries: {absent}, quotes: {absent}, sources: {absent}")
    assert (event.countries, event.quotes, event.sources, messages) == ((), (), (), [])


@pytest.mark.parametrize("title", ["", "~", "''", "' '", '"\\u200b"'])
def test_an_event_without_a_title_is_left_out(title):
    reading = read(f"- {{date: 2024, title: {title}}}".encode(), "f")
    assert reading.timeline.events == ()
    assert "an event without “title”; it is left out" in [problem.message for problem in reading.problems]


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("", "an event without “title”; it is left out"),
        ("title: [a]", "title is text, not a list; the event is left out"),
    ],
)
def test_a_wrong_date_does_not_keep_an_event_without_a_title(title, fault):
    problems = read(f"events: [{{date: 2024-06-31, {title}}}]".encode(), "f").problems
    assert {problem.message for problem in problems} == {fault, "2024-06-31: June 2024 has 30 days; it is left out"}


@pytest.mark.parametrize(
    ("key", "hint"), [("tags", "did you mean topics?"), ("sumary", "did you mean summary?"), ("importance", "")]
)
def test_only_a_word_with_one_meaning_is_a_hint(key, hint):
    [problem] = read(f"events: [{{date: 2024, title: a, topics: x, {key}: y}}]".encode(), "f").problems
    assert problem.hint == hint


def test_an_unknown_key_keeps_all_that_is_under_it():
    event, _ = first("score: [1, {deep: [~, '']}], “x: y")
    assert event.other == (("score", ("1", Entries((("deep", (None, "")),)))), ("“x", "y"))


def test_an_event_is_frozen_when_it_was_read():
    event = read(b"- {date: 2024, title: a}", "f").timeline.events[0]
    assert event == Event("2024-a", parse("2024"), "a", file="f", line=1)
    with pytest.raises(AttributeError):
        event.title = "b"
