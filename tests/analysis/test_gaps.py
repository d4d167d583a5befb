from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from random_timelines import DATES, UNDATED, queries, timelines
from tables import each_row

from timeline_tui.analysis.gaps import FINEST, SHORTEST, USUAL, gap_labels, length
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import NEVER_BEFORE, When, parse, undated
from timeline_tui.index.index import Index
from timeline_tui.model.narrowed_dates import narrowed
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import parse_query


def _whole(dates: str, query: str = "") -> Slice:
    events = tuple(Event(f"e{i}", parse(date), date) for i, date in enumerate(dates.split()))
    return Slice(Index(Timeline(events=events)), parse_query(query))


def _gaps(dates: str, query: str = "") -> list[str]:
    return [gap.label.removesuffix(" without an event") for _, gap in _whole(dates, query).gaps]


def _expected(dates: list[When]) -> list[int]:
    """The rows of sorted dates with a gap above, found by looking at each date."""
    dated = [date for date in dates if not date.is_undated]
    begins = [date.earliest for date in dated if date.earliest != NEVER_BEFORE]
    distances = sorted(min(later) - day for day in begins if (later := [other for other in begins if other > day]))
    usual = distances[(len(distances) - 1) // 2] if distances else 0
    least = max(SHORTEST, usual * USUAL, (begins[-1] - begins[0]) // FINEST if begins else 0)
    reached = [max(date.latest for date in dated[: row + 1]) for row in range(len(dated))]
    return [row for row in range(1, len(dated)) if dated[row].earliest - reached[row - 1] - 1 >= least]


@given(timelines(), queries())
def test_gaps_are_those_found_by_looking_at_each_date(timeline: Timeline, query: Query) -> None:
    whole = Slice(Index(timeline), query)
    _check(whole, _expected([whole.event(row).date for row in range(len(whole))]))


_NEAR = st.integers(1, 28).map("2024-06-{:02}".format) | st.sampled_from(("2024-05", "2024-06-20/2024-06-24"))


@given(st.lists(_NEAR | st.sampled_from(DATES), max_size=12), st.lists(st.sampled_from(UNDATED), max_size=2))
def test_gaps_of_near_dates(dates: list[str], others: list[str]) -> None:
    whens = sorted([*map(parse, dates), *map(undated, others)], key=lambda when: when.sort_key)
    events = tuple(Event(f"e{n}", when, "t") for n, when in enumerate(whens))
    _check(Slice(Index(Timeline(events=events))), _expected(whens))


def _check(whole: Slice, expected: list[int]) -> None:
    gaps, count = whole.gaps, len(whole)
    assert [row for row, _ in gaps] == expected
    assert [row for row in range(count + 1) if gaps.above(row)] == expected
    assert [gaps.next(row) for row in range(count)] == [
        next((gap for gap in expected if gap > row), None) for row in range(count)
    ]
    assert [gaps.previous(row) for row in range(count + 1)] == [
        next((gap for gap in reversed(expected) if gap < row), None) for row in range(count + 1)
    ]
    assert list(gap_labels([whole.event(row).date for row in range(count)])) == expected


@each_row(
    ("dates", "expected"),
    [
        ("2024-06-10 2024-06-11 2024-06-12 2024-07-24", ["41 days"]),
        ("2024-06-10 2024-06-11 2024-06-12 2024-06-20/2024-07-24 2024-06-21 2024-09-01", ["7 days", "38 days"]),
        ("2024-06-10/.. 2024-06-11 2024-06-12 2024-07-24", []),  # one goes on
        ("2024 2024-06-11 2024-06-12 2024-07-24", []),  # may have happened on any day of the year
        ("2024-01 2024-03 2024-05 2024-07", []),  # as usual
        ("2024-06-10 2024-06-12", []),
        ("../2024-06-09 2024-06-10 2024-06-11 2024-06-30", ["18 days"]),
        ("1900 1901 1902 1939-09-01", ["36 years"]),
        ("Y-66000000 Y-13000 -9000 -3000 -2999 -2998", ["65 million years"]),
        ("", []),
    ],
)
def test_gap_above_which_event(dates: str, expected: list[str]) -> None:
    assert _gaps(dates) == expected


@each_row(
    ("dates", "row", "way", "filler"),
    [
        ("2024 2024-06-10 2024-06-11 2024-06-12 2024-07-24", 1, 1, "2024"),  # a vague event fills every gap
        ("2024 2024-06-10 2024-06-11 2024-06-12 2024-07-24", 4, -1, "2024"),
        ("2024-06-10/2024-07-20 2024-06-11 2024-06-12/2024-06-14 2024-07-24", 0, 1, "2024-06-10/2024-07-20"),
        ("2024-06-10/2024-07-20 2024-06-11 2024-06-12 2024-07-20/2024-08-20 2024-08-21", 0, 1, "2024-06-10/2024-07-20"),
        (
            "2024-06-10/2024-07-20 2024-06-11 2024-06-12 2024-07-20/2024-08-20 2024-08-21",
            4,
            -1,
            "2024-07-20/2024-08-20",
        ),
        ("../2024-12 2024-06-11 2024-06-12 2024-06-13 2024-07-24", 2, 1, "../2024-12"),
        ("2024-06-10 2024-06-11 2024-06-12", 0, 1, ""),
        ("2024-06-10 2024-06-11 2024-06-12", 2, 1, ""),
        ("2024-06-10 2024-06-11 2024-06-12", 0, -1, ""),
        ("", 0, 1, ""),
    ],
)
def test_an_event_can_fill_the_time(dates: str, row: int, way: int, filler: str) -> None:
    whole = _whole(dates)
    position = whole.gaps.filler(row, way)
    assert ("" if position is None else whole.index.event(position).title) == filler


@given(timelines(), queries())
def test_without_the_events_that_fill_the_time_there_is_a_gap(timeline: Timeline, query: Query) -> None:
    whole = Slice(Index(timeline), query)
    filler = whole.gaps.filler(0, 1)
    if filler is not None and not list(whole.gaps):
        at = whole.index.event(filler).date
        begun = [date.earliest for row in range(len(whole)) if not (date := whole.event(row).date).is_undated]
        assert any(later - day > whole.gaps.least and at.earliest <= day < at.latest for day, later in pairwise(begun))


def test_an_event_with_only_a_place_in_the_order_fills_the_days_that_it_leaves() -> None:
    days = ("2024-06-10", "2024-06-11", "2024-06-12", "2024-07-24")
    events = tuple(Event(day, parse(day), day) for day in days)
    placed = Event("p", narrowed(undated(), parse(days[2]).latest, parse(days[3]).earliest, ()), "p")
    assert len(list(Slice(Index(Timeline(events=events))).gaps)) == 1
    assert not list(Slice(Index(Timeline(events=(*events[:3], placed, events[3])))).gaps)
    assert list(Slice(Index(Timeline(events=(*events, Event("u", undated(), "u"))))).gaps)


def test_the_query_decides_which_gaps_there_are() -> None:
    dates = "2024-06-10 2024-06-11 2024-06-12 2024-06-20 2024-06-21 2024-07-24"
    assert _gaps(dates) == ["7 days", "32 days"]
    assert _gaps(dates, "-title:2024-06-2*") == ["41 days"]


@each_row(
    ("first", "days", "expected"),
    [
        ("2024-06-13", 1, "1 day"),
        ("2024-06-13", 99, "99 days"),
        ("2024-01-31", 121, "4 months"),
        ("2023-05-22", 366, "12 months"),
        ("2022-01-01", 730, "2 years"),
        ("2022-01-02", 729, "23 months"),
        ("0001-01-01", 365_242 * 12, "11,999 years"),
        ("Y-65999999", 66_000_000 * 366, "66 million years"),
        ("Y-4500000000", 4_549_000_000 * 366, "4.5 billion years"),
    ],
)
def test_lengths_are_never_rounded_up(first: str, days: int, expected: str) -> None:
    day = parse(first).earliest
    assert length(day, day + days - 1) == expected
