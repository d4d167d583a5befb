from __future__ import annotations

from hypothesis import example, given
from plain_scan import PlainScan
from random_timelines import SOURCES, queries, stars, timelines

from timeline_tui.dates.when import parse
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.index.tie import Tie
from timeline_tui.model.timeline import Citation, Event, Relation, Source, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FACETS
from timeline_tui.query.syntax import parse_query


def _event(event_id: str, date: str = "2024", **fields: object) -> Event:
    return Event(id=event_id, date=parse(date), title=event_id, **fields)  # type: ignore[arg-type]  # any field


def word(index: Index, text: str) -> int:
    """The events that contain a word or phrase."""
    return index.bits(Clause("", (Term(text),)))


@given(timelines(), queries(), stars())
@example(Timeline(events=(_event("a", "2024-06-12"),)), parse_query("date:2024-06-12"), frozenset())
@example(Timeline(events=(_event("a", "2024-06-12/2024-06-14"),)), parse_query("date:2024-06-14.."), frozenset())
@example(Timeline(events=(_event("a", "2024-06-12/2024-06-14"),)), parse_query("date:2024-06-13"), frozenset())
def test_a_query_finds_the_same_events_as_a_scan(timeline: Timeline, query: Query, starred: frozenset[str]) -> None:
    index = Index(timeline)
    scan = PlainScan(timeline, starred)
    expected = [i for i, event in enumerate(index.events) if scan.holds(query, event)]
    assert list(Positions(index.query_bits(query, starred))) == expected
    assert list(Positions(index.query_bits(query, starred))) == expected, "also from the cache of answers"
    for clause in query.clauses:
        alone = [i for i, event in enumerate(index.events) if scan.holds(Query((clause,)), event)]
        assert list(Positions(index.bits(clause, starred))) == alone


@given(timelines())
def test_facets_hold_each_value_of_each_event_once(timeline: Timeline) -> None:
    index = Index(timeline)
    scan = PlainScan(timeline)
    aliases = scan.aliases
    for field in FACETS:
        facet = index.facet(field)
        keys = [{aliases.key(field, value) for value in scan.values(field, event)} for event in index.events]
        assert {aliases.key(field, value) for value in facet.values} == set().union(*keys)
        for value in facet.values:
            having = [i for i, own in enumerate(keys) if aliases.key(field, value) in own]
            assert list(Positions(facet.value_bits(value))) == having
            assert facet.total(value) == len(having)
        assert [facet.total(value) for value in facet.values] == sorted(map(facet.total, facet.values), reverse=True)


@given(timelines())
@example(Timeline())
def test_events_are_in_order_of_time(timeline: Timeline) -> None:
    index = Index(timeline)
    assert sorted(event.id for event in index.events) == sorted(event.id for event in timeline.events)
    keys = [event.date.sort_key for event in timeline.events]
    in_time = sorted(range(index.total), key=lambda at: (keys[at], at))  # ties in the order of the file
    assert [event.id for event in index.events] == [timeline.events[at].id for at in in_time]
    assert [index.position(event.id) for event in index.events] == list(range(index.total))
    assert index.all.bit_count() == index.total == len(timeline.events)


def test_events_of_one_date_stay_as_the_file_has_them() -> None:
    dates = ("2024-06-13~", "2024-06-13", "2024-06-13?")
    index = Index(Timeline(events=tuple(_event(name, date) for name, date in zip("cab", dates, strict=True))))
    assert [event.id for event in index.events] == ["c", "a", "b"]
    assert index.event(1).id == "a"
    assert index.position("x") is None


def test_stars_are_not_remembered() -> None:
    index = Index(Timeline(events=(_event("a"), _event("b"))))
    query = parse_query("is:starred,unsourced -is:starred")
    assert index.query_bits(query, {"a"}) == 0b10
    assert index.query_bits(query, {"b", "gone"}) == 0b01
    assert index.query_bits(parse_query("starred"), {"a"}) == 0


def test_word_and_phrase_search_folds() -> None:
    index = Index(
        Timeline(events=(_event("a", summary="São Paulo, dual‑use  goods"), _event("b", summary="dual goods")))
    )
    assert word(index, "sao") == word(index, "dual-use goods") == word(index, "paulo, dual") == 0b01
    assert word(index, "dual") == 0b11
    assert word(index, "use dual") == 0


def test_relations_are_seen_from_both_ends() -> None:
    one = _event("one", "2023", related=(Relation("two", "cause"), Relation("gone", "x"), Relation("one", "itself")))
    two = _event("two", "2024", related=(Relation("one", "cause"), Relation("three", "")))
    three = _event("three", "2025", related=(Relation("one", "response"), Relation("one", "response")))
    index = Index(Timeline(events=(three, two, one)))
    assert index.related(one) == (
        Tie(1, "two", "cause", True),
        Tie(None, "gone", "x", True),
        Tie(2, "three", "response", False),
    )
    assert index.related(two) == (Tie(0, "one", "cause", True), Tie(2, "three", "", True))
    assert index.related(three) == (Tie(0, "one", "response", True), Tie(1, "two", "", False))


def test_sources_by_the_name_that_facets_use() -> None:
    later = Source(key="ap", title="Another with the same key")
    events = (_event("a", "2023", sources=tuple(map(Citation, SOURCES))), _event("b", sources=(Citation(later),)))
    index = Index(Timeline(events=events))
    names = ("kantei", "AP", "unkeyed report", "https://example.org/only")
    assert tuple(map(index.source, names)) == SOURCES[:4]
    assert index.source("x") is None
    assert set(index.facet("source").values) == {source.name for source in SOURCES}


def test_the_cache_of_answers_is_bounded() -> None:
    index = Index(Timeline(events=(_event("a"),)))
    for number in range(1000):
        assert word(index, f"word{number}") == 0
        assert index.query_bits(parse_query(f"date:{2000 + number}")) == (number == 24)
    assert word(index, "a") == 1
