"""Comparisons of values: counts against plain scans, and a query for every part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_timelines import queries, timelines

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Source, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import FACETS
from timeline_tui.query.syntax import format_query, parse_query

COUNTRIES = (
    "Japan,U.S.",
    "Japan",
    "United States",
    "United States,Italy",
    "Italy,Japan,United States",
    "Italy",
    "France",
)
WEEK = Timeline(
    aliases=(("U.S.", "United States"),),
    events=tuple(
        Event(f"e{day}", parse(f"2024-06-{10 + day}"), f"Day {day}", countries=tuple(countries.split(",")))
        for day, countries in enumerate(COUNTRIES)
    ),
)


def week(query: str) -> Slice:
    return Slice(Index(WEEK), parse_query(query))


def compared(query: str) -> Comparison:
    found = Comparison.from_slice(week(query))
    assert found
    return found


def test_two_values_are_counted_together_and_alone() -> None:
    found = compared('country:Japan,"United States"')
    assert found.description == "Japan and United States: 2 together, 1 only Japan, 2 only United States"
    assert found.with_several == 0
    assert [found.part_of(day) for day in range(7)] == [0, 1, 2, 2, 0, None, None]


def test_the_same_comparison_of_the_same_events_is_equal() -> None:
    whole = week("country:Japan,Italy")
    found = Comparison.from_slice(whole)
    assert found == Comparison.from_slice(whole)
    assert found == Comparison.from_slice(whole.replace(query=whole.query)), "the detail need not be drawn again"
    others = ("country:Japan country:Italy", "country:Japan,Italy date:2024-06-12")
    assert all(found != Comparison.from_slice(whole.replace(query=parse_query(other))) for other in others)
    assert found != Comparison.from_slice(week("country:Japan,Italy")), "an index of its own"


def test_the_rest_of_the_filter_holds() -> None:
    found = compared('country:Japan,"United States" date:..2024-06-12 -country:France')
    assert found.counts == ("1 together", "1 only Japan", "1 only United States")


def test_of_three_values_some_events_have_two() -> None:
    found = compared('country:Japan,usa,"United States",Italy')
    assert found.names == "Japan, usa, United States and Italy"
    found = compared('country:Japan,U.S.,"United States",Italy')
    assert found.description == (
        "Japan, United States and Italy: 1 together, 1 only Japan, 1 only United States, 1 only Italy"
    )
    assert found.with_several == 2


@pytest.mark.parametrize(
    "query",
    [
        *("", "country:Japan", "-country:Japan,Italy", "country:Japan -country:Italy", "country:x*"),
        *("country:Japan,France country:Italy", "country:ja*,united* country:Italy"),  # (A or B) and C
    ],
)
def test_less_than_two_included_values_are_not_a_comparison(query: str) -> None:
    assert Comparison.from_slice(week(query)) is None


@pytest.mark.parametrize(
    "query", ['country:Japan,"United States"', 'country:Japan country:"U.S."', "country:ja*,united*"]
)
def test_any_way_of_asking_for_several_is_a_comparison(query: str) -> None:
    assert compared(query).values == ("Japan", "United States")


def test_the_first_facet_with_several_values_is_compared() -> None:
    first, second = (Source(key=key, title=f"The {key}") for key in ("first", "second"))
    events = (Event("e", parse("2024"), "e", topics=("oil", "gas"), sources=(Citation(first), Citation(second))),)
    index = Index(Timeline(sources=(first, second), events=events))
    both = Comparison.from_slice(Slice(index, parse_query("source:first,second topic:gas,oil")))
    assert both
    assert both.field == "topic"
    one = Comparison.from_slice(Slice(index, parse_query("source:first,second topic:gas")))
    assert one
    assert one.names == "The first and The second"


def test_the_parts_follow_each_other_in_a_circle() -> None:
    whole = week('date:2024-06 country:Japan,"U.S." -country:France -nobody')
    seen = []
    for _ in range(5):
        found = Comparison.from_slice(whole)
        assert found
        assert found.names == "Japan and United States"
        seen.append((found.shown, format_query(whole.query)))
        whole = found.next()
    any_of = (None, 'date:2024-06 country:Japan,"United States" -country:France -nobody')
    assert seen[0] == (None, "date:2024-06 country:Japan,U.S. -country:France -nobody")
    assert seen[1:] == [
        (0, 'date:2024-06 country:Japan country:"United States" -country:France -nobody'),
        (1, 'date:2024-06 country:Japan -country:"United States" -country:France -nobody'),
        (2, 'date:2024-06 country:"United States" -country:Japan -country:France -nobody'),
        any_of,
    ]


def test_a_comparison_ends_when_its_values_are_removed() -> None:
    found = compared("country:Japan,Italy").next()
    alone = Comparison.from_slice(found)
    assert alone
    only = alone.next()
    assert Comparison.from_slice(only)
    assert Comparison.from_slice(only.with_query(parse_query("country:Japan"))) is None
    assert Comparison.from_slice(only.with_query(parse_query("country:Italy -country:France"))) is None
    other = Comparison.from_slice(only.toggle("country", "France"))
    assert other
    assert other.values == ("Japan", "France")


def test_a_facet_keeps_its_mode_through_a_comparison() -> None:
    whole = week("country:Japan,Italy")
    together = compared("country:Japan,Italy").next()
    assert (whole.mode("country"), together.mode("country")) == ("any", "all")
    assert format_query(together.toggle("country", "France").query) == "country:Japan country:Italy country:France"
    assert format_query(together.toggle_mode("country").query) == "country:Japan,Italy"
    found = Comparison.from_slice(together)
    assert found
    assert format_query(found.next().toggle("country", "Italy").query) == "country:Japan,Italy"


@given(timelines(), queries(2), st.sampled_from([*FACETS]), st.data())
def test_each_count_is_the_number_of_events_of_its_query(
    timeline: Timeline, rest: Query, field: str, data: st.DataObject
) -> None:
    index = Index(timeline)
    values = index.facet(field).values
    if len(values) < 2:
        return
    chosen = data.draw(st.lists(st.sampled_from(values), min_size=2, max_size=4, unique=True))
    query = rest.without(field)
    for value in chosen:
        query = query.include(field, value)
    found = Comparison.from_slice(Slice(index, query))
    assert found
    if found.field != field:
        return
    total = len(found.slice)
    assert total == found.with_several + sum(part.events for part in found.parts)
    step = found
    for number, part in enumerate(found.parts):
        shown = step.next()
        assert shown.mask == part.bits
        after = Comparison.from_slice(shown)
        assert after
        assert (after.shown, after.values, after.parts) == (number, found.values, found.parts)
        step = after
    assert step.next().mask == found.slice.mask
