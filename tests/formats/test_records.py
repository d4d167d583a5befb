"""Flat records: each says all about its event, and lists of names are texts that read back as they were."""

from hypothesis import example, given
from hypothesis import strategies as st

from timeline_tui.dates import parse
from timeline_tui.formats.document import Document
from timeline_tui.formats.records import Nested, from_json, joined, left_out, listed, looks_like_json, records
from timeline_tui.model import Citation, Event, Quote, Source, Timeline, View


@given(st.lists(st.text(st.sampled_from('a;, []{}"\\é')).map(str.strip).filter(bool), min_size=1))
@example(["a;b", "c"])
@example(['["a"]'])
@example(["a;"])
def test_names_are_read_back(names: list[str]) -> None:
    document = Document("", "")
    assert listed(document, joined([*names]), 7) == [(7, name) for name in names]
    assert not document.problems()


def test_what_looks_like_json() -> None:
    assert all(map(looks_like_json, ('[{"a": 1}]', '["a"]', "[]", '{"a": 1}', "{}", " [ [")))
    assert not any(map(looks_like_json, ("", "a", "[sic]", "[1] a", "{a: b}", '"a"', "1")))


def test_json_has_the_place_of_its_text() -> None:
    assert from_json(Document("", ""), '{"a": [1, null]}', 5) == {"a": (5, 5, [(5, "1"), (5, None)])}


A, B, C = (Source(key, key.upper()) for key in "abc")


def test_the_rest_tells_the_order_of_sources_only_where_events_do_not() -> None:
    def event(*sources: Source, quoted: Source | None = None) -> Event:
        quotes = (Quote("q", source=quoted),) if quoted else ()
        return Event("x", parse("2024"), "T", quotes=quotes, sources=tuple(map(Citation, sources)))

    assert "sources" not in records(Timeline(sources=(A, B), events=(event(A, B), event(B))))[0]
    assert "sources" not in records(Timeline(sources=(A, B), events=(event(B, quoted=A),)))[0]
    assert records(Timeline(sources=(A, B), events=(event(B), event(A))))[0]["sources"] == {"a": None, "b": None}
    assert records(Timeline(sources=(C, B), events=(event(B),)))[0]["sources"] == {"c": {"title": "C"}, "b": None}


def test_a_source_with_a_key_of_its_own_stays_where_it_is() -> None:
    odd = Source("a", "A", other=(("key", "x"),))
    rest, (record,) = records(
        Timeline(sources=(odd,), events=(Event("x", parse("2024"), "T", sources=(Citation(odd),)),))
    )
    assert rest["sources"] == {"a": {"title": "A", "key": "x"}}
    assert record["sources"] == '["a"]'


def test_sources_stand_in_the_order_of_the_table() -> None:
    nested = Nested(Document("", ""))
    nested.value("sources", '[{"source": {"key": "b", "title": "B"}}, {"source": {"key": "a"}}]', 1)
    table = {"c": (2, 2, {}), "a": (3, 3, None), "gone": (4, 4, None)}
    assert list(nested.settled(table)) == ["c", "a", "gone", "b"]
    assert list(nested.settled(None)) == ["b", "a"]


def test_what_is_left_out() -> None:
    timeline = Timeline("T", "D", (View("v", ""),), sources=(A,), events=())
    assert left_out(timeline) == ["of the timeline itself: title, description, 1 view, 1 uncited source left out"]
    assert left_out(timeline, "title", "description") == ["of the timeline itself: 1 view, 1 uncited source left out"]
    assert left_out(Timeline()) == []
