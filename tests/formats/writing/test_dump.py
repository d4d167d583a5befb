"""The model as plain data."""

from __future__ import annotations

from timeline_tui.dates.when import parse
from timeline_tui.formats import read, write
from timeline_tui.formats.writing.dump import dump
from timeline_tui.model.timeline import Citation, Entries, Event, Extract, Quote, Relation, Source, Timeline, View

DAY = parse("2024-06-13")
K = Source("k", "K", date=DAY)


def event(**fields):
    return Event("2024-06-13-a", DAY, "a", **fields)


def test_fields_that_are_not_empty_are_written_in_the_order_of_the_schema():
    timeline = Timeline(
        other=(("x", None), ("y", Entries((("z", ("1",)),)))),
        events=(event(note="n", summary="s", countries=("J",), other=(("w", ""),)),),
        title="t",
        extract=Extract("", 0),
        views=(View("v", ""),),
        aliases=(("a", "b"),),
    )
    plain = dump(timeline)
    assert plain == {
        "title": "t",
        "extract": {"query": "", "total": 0},
        "views": [{"name": "v", "query": ""}],
        "aliases": {"a": "b"},
        "events": [{"date": "2024-06-13", "title": "a", "summary": "s", "countries": ["J"], "note": "n", "w": ""}],
        "x": None,
        "y": {"z": ["1"]},
    }
    assert list(plain["events"][0]) == ["date", "title", "summary", "countries", "note", "w"]


def test_an_empty_timeline_is_written():
    assert dump(Timeline()) == {"events": []}


def test_citations_take_the_shortest_form_that_says_all():
    citations = (
        Citation(K),
        Citation(K, stance="disputes"),
        Citation(Source(url="https://a.org")),
        Citation(Source(title="T"), at="p. 1", note="n"),
        Citation(Source(title="T", note="m"), note="n"),
        Citation(Source(url="k")),
    )
    timeline = Timeline(sources=(K,), events=(event(sources=citations),))
    assert dump(timeline)["events"][0]["sources"] == [
        "k",
        {"source": "k", "stance": "disputes"},
        "https://a.org",
        {"title": "T", "at": "p. 1", "note": "n"},
        {"source": {"title": "T", "note": "m"}, "note": "n"},
        {"url": "k"},
    ]


def test_an_address_that_is_also_a_key_is_not_taken_for_it():
    source = Source("https://a.org", "A")
    quote = Quote("q", source=Source(url="https://a.org"))
    timeline = Timeline(sources=(source,), events=(event(quotes=(quote,)),))
    assert read(write(timeline, "json"), "", "json").timeline.events[0].quotes == (quote,)


def test_relations_and_quotes():
    plain = dump(Timeline(events=(event(related=(Relation("b"), Relation("c", "d")), quotes=(Quote("q"),)),)))
    assert plain["events"][0]["related"] == ["b", {"event": "c", "as": "d"}]
    assert plain["events"][0]["quotes"] == [{"text": "q"}]


def test_sources_known_only_from_events_are_written_with_unique_keys():
    other = K._replace(title="another")
    timeline = Timeline(sources=(K,), events=(event(sources=(Citation(K), Citation(other))),))
    plain = dump(timeline)
    assert list(plain["sources"]) == ["k", "k-2"]
    assert plain["events"][0]["sources"] == ["k", "k-2"]
