"""Flat records: each has all data of its event, and lists of names are read back from text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.csv.flat_records import (
    Nested,
    from_json,
    joined,
    list_of_texts,
    listed,
    looks_like_json,
    records,
)
from timeline_tui.formats.reading.document import Document
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline


@given(st.lists(st.text(st.sampled_from('a;, []{}"\\é')).map(str.strip).filter(bool), min_size=1))
@example(["a;b", "c"])
@example(['["a"]'])
@example(["a;"])
@example(["['a']"])
@example(["['a'", "'b']"])
def test_names_are_read_back(names: list[str]) -> None:
    document = Document("", "")
    assert listed(document, joined([*names]), 7) == [(7, name) for name in names]
    assert not document.problems()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("['malware', 'lateral movement']", ["malware", "lateral movement"]),
        (""" ["it's", 'b'] """, ["it's", "b"]),
        (r"['a\'b\\', 'c\n\x41\u00e9']", ["a'b\\", "c\nAé"]),
        ('["a", "b"]', ["a", "b"]),
        ("[]", []),
    ],
)
def test_lists_of_texts_in_json_and_python(text: str, items: list[str]) -> None:
    assert list_of_texts(text, 7) == [(7, item) for item in items]
    assert listed(Document("", ""), text, 7) == [(7, item) for item in items]


@each_row("text", ["['a', b]", "['a'", "[sic]", "[1, 2]", '[{"a": "b"}]', "'a', 'b'", "['a'] b", ""])
def test_texts_that_are_not_lists(text: str) -> None:
    assert list_of_texts(text, 0) is None


def test_texts_that_look_like_json() -> None:
    assert all(map(looks_like_json, ('[{"a": 1}]', '["a"]', "[]", '{"a": 1}', "{}", " [ [")))
    assert not any(map(looks_like_json, ("", "a", "[sic]", "[1] a", "{a: b}", '"a"', "1")))


def test_json_has_the_place_of_its_text() -> None:
    assert from_json(Document("", ""), '{"a": [1, null]}', 5) == {"a": (5, 5, [(5, "1"), (5, None)])}


A, B, C = (Source(key, key.upper()) for key in "abc")


def test_the_order_of_sources_is_written_only_if_events_do_not_show_it() -> None:
    def event(*sources: Source, quoted: Source | None = None) -> Event:
        quotes = (Quote("q", source=quoted),) if quoted else ()
        return Event("x", parse("2024"), "T", quotes=quotes, sources=tuple(map(Citation, sources)))

    assert "sources" not in records(Timeline(sources=(A, B), events=(event(A, B), event(B))))[0]
    assert "sources" not in records(Timeline(sources=(A, B), events=(event(B, quoted=A),)))[0]
    assert records(Timeline(sources=(A, B), events=(event(B), event(A))))[0]["sources"] == {"a": None, "b": None}
    assert records(Timeline(sources=(C, B), events=(event(B),)))[0]["sources"] == {"c": {"title": "C"}, "b": None}


def test_an_unknown_field_named_key_is_not_the_key_of_the_source() -> None:
    odd = Source("a", "A", other=(("key", "x"), ("_key", "y")))
    in_place = Source(title="B", other=(("key", "z"),))
    event = Event("x", parse("2024"), "T", sources=(Citation(odd), Citation(in_place)))
    _, (record,) = records(Timeline(sources=(odd,), events=(event,)))
    described = '{"title": "A", "_key": "x", "__key": "y", "key": "a"}'
    assert record["sources"] == f'[{{"source": {described}}}, {{"source": {{"title": "B", "_key": "z"}}}}]'
    nested = Nested(Document("", ""))
    first, second = nested.value("sources", str(record["sources"]), 0)
    assert first == (0, {"source": (0, 0, "a")})
    assert second == (0, {"source": (0, 0, {"title": (0, 0, "B"), "key": (0, 0, "z")})})
    assert nested.sources["a"][2] == {"title": (0, 0, "A"), "key": (0, 0, "x"), "_key": (0, 0, "y")}


def test_sources_are_in_the_order_of_the_table() -> None:
    nested = Nested(Document("", ""))
    nested.value("sources", '[{"source": {"key": "b", "title": "B"}}, {"source": {"key": "a"}}]', 1)
    table = {"c": (2, 2, {}), "a": (3, 3, None), "gone": (4, 4, None)}
    assert list(nested.all_sources(table)) == ["c", "a", "gone", "b"]
    assert list(nested.all_sources(None)) == ["b", "a"]
