from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from random_timelines import COUNTRIES, timelines
from tables import each_row

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.lanes import Lanes
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.syntax import parse_query


def _lanes(query: str, *countries: str) -> Lanes:
    events = tuple(
        Event(f"e{n}", parse("2024"), "t", countries=tuple(each.split())) for n, each in enumerate(countries)
    )
    comparison = Comparison.from_slice(Slice(Index(Timeline(events=events)), parse_query(query)))
    assert comparison
    return Lanes(comparison)


def test_two_values_have_the_lane_of_both_between_them() -> None:
    lanes = _lanes("country:Japan,Jordan", "Japan", "Jordan Japan", "Italy Jordan", "Italy", "Japan Japan")
    assert (lanes.names, lanes.letters) == (["Japan", "together", "Jordan"], ["J", "+", "O"])
    assert [lanes.lane(position) for position in (0, 1, 2, 4)] == [0, 1, 2, 0]
    assert (lanes.counts(0, 4), lanes.counts(1, 2)) == ([2, 1, 1], [0, 1, 1])
    assert lanes.letter(1) == "+"


def test_three_values_have_the_lane_of_several_last() -> None:
    lanes = _lanes("country:A,B,C", "A", "B C", "A B C", "C")
    assert (lanes.names, lanes.shared, lanes.letter_width) == (["A", "B", "C", "several"], 3, 3)
    assert [lanes.letter(position) for position in range(4)] == ["A", "BC", "ABC", "C"]


@each_row(
    ("names", "letters"),
    [
        (("Ukraine", "United States", "United Kingdom"), "USK"),
        (("U", "U u"), "U2"),
        (("日本", "中国"), "日中"),
        (("a", "A b"), "AB"),
    ],
)
def test_each_value_has_a_letter_of_its_own(names: tuple[str, ...], letters: str) -> None:
    events = (Event("e", parse("2024"), "t", topics=names),)
    query = Query((Clause("topic", tuple(map(Term, names))),))
    comparison = Comparison.from_slice(Slice(Index(Timeline(events=events)), query))
    assert comparison
    assert "".join(letter for letter in Lanes(comparison).letters if letter != "+") == letters


@given(timelines(), st.lists(st.sampled_from(COUNTRIES), min_size=2, max_size=3), st.booleans())
def test_lanes_equal_those_of_each_event(timeline: Timeline, values: list[str], narrowed: bool) -> None:
    whole = Slice(Index(timeline), Query((Clause("country", tuple(map(Term, values))),)))
    comparison = Comparison.from_slice(whole)
    if comparison and narrowed:
        whole = comparison.next()
        comparison = Comparison.from_slice(whole)
    if not comparison:
        return
    lanes, facet = Lanes(comparison), whole.index.facet("country")
    expected = []
    for row, position in enumerate(whole.rows):
        own = {facet.shown_name(name) for name in whole.event(row).countries} & set(comparison.values)
        name = own.pop() if len(own) == 1 else lanes.names[lanes.shared]
        expected.append(name)
        assert lanes.names[lanes.lane(position)] == name
    assert lanes.counts(0, whole.total) == [expected.count(name) for name in lanes.names]
