from __future__ import annotations

import pytest
from chronology import slice_of
from hypothesis import given
from hypothesis import strategies as st
from random_timelines import queries, timelines

from timeline_tui.analysis.binning import query_days
from timeline_tui.analysis.histogram import Histogram
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, day_number
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import parse_query


def _histogram(dates: str, query: str = "", columns: int = 60) -> Histogram:
    """Of events titled t0, t1, … on these dates."""
    return slice_of(dates, query).histogram(columns)


def _shown(histogram: Histogram) -> dict[str, int]:
    return {bar.label: bar.shown for bar in histogram.bars if bar.shown}


@given(timelines(), queries(), st.integers(2, 200))
def test_each_event_is_counted_once(timeline: Timeline, query: Query, columns: int) -> None:
    whole = Slice(Index(timeline), query)
    histogram = whole.histogram(columns)
    assert len(histogram.bars) <= columns
    elsewhere = sum(histogram.elsewhere.values())
    assert sum(bar.shown for bar in histogram.bars) + elsewhere == len(whole)
    for bar in histogram.bars:
        assert 0 <= bar.approximate <= bar.shown <= bar.total <= histogram.peak
    if histogram.unit.name != "hour":
        for one, following in zip(histogram.bars, histogram.bars[1:], strict=False):
            assert following.first == one.last + 1


@given(timelines(), queries(), st.integers(2, 200))
def test_each_event_is_in_the_bar_of_its_first_day(timeline: Timeline, query: Query, columns: int) -> None:
    whole = Slice(Index(timeline), query)
    histogram = whole.histogram(columns)
    dates = [whole.event(row).date for row in range(len(whole))]
    for bar in histogram.bars:
        fine = [date for date in dates if date.start and date.precision >= histogram.unit.precision]
        begin = [
            date
            for date in fine
            if bar.first <= date.earliest <= bar.last and (bar.hour is None or (date.minute or 0) // 60 == bar.hour)
        ]
        assert bar.shown == len(begin)
        assert bar.approximate == sum(date.approximate or date.uncertain or date.is_unknown for date in begin)
        events = [whole.event(row) for row in range(len(whole))]
        assert bar.disputed == sum(event.date in begin and event.disputed for event in events)
        if bar.hour is None:
            running = [date for date in fine if date.end and date.earliest < bar.first <= date.latest]
            assert bar.running == len(running)


@given(timelines(), queries(), st.integers(2, 200))
def test_bars_stay_when_facets_change(timeline: Timeline, query: Query, columns: int) -> None:
    index = Index(timeline)
    dated = Query(tuple(clause for clause in query.clauses if clause.field == "date"))
    one, other = Slice(index, query).histogram(columns), Slice(index, dated).histogram(columns)
    assert [(bar.label, bar.total) for bar in one.bars] == [(bar.label, bar.total) for bar in other.bars]


def test_the_whole_timeline_by_day() -> None:
    histogram = _histogram("2024-06-10 2024-06-12 2024-06-12~ 2024-06-13/2024-06-14 2024-06-14 2024-06", "-t1")
    assert histogram.unit.name == "day"
    assert [(bar.shown, bar.total, bar.approximate, bar.running) for bar in histogram.bars] == [
        (1, 1, 0, 0),
        (0, 0, 0, 0),
        (1, 2, 1, 0),
        (1, 1, 0, 0),
        (1, 1, 0, 1),
    ]
    assert histogram.bars[0].label == "10 June 2024"
    assert (histogram.bars[0].first, histogram.bars[0].last) == (day_number(2024, 6, 10),) * 2
    assert histogram.elsewhere == {"less precise": 1}
    assert histogram.peak == 2


def test_the_unit_follows_the_columns() -> None:
    dates = "2023-05-19 2023-07-12 2024-02-24 2024-04-10 2024-06-13 2024-06-13 2024-06-21"
    units = [_histogram(dates, columns=columns).unit.name for columns in (500, 120, 40, 5, 2)]
    assert units == ["day", "week", "month", "year", "year"]
    assert _shown(_histogram(dates, columns=40))["June 2024"] == 3


def test_the_bars_cover_the_dates_of_the_query() -> None:
    dates = "2023-05-19 2024-06-10 2024-06-12 2024-06-30"
    histogram = _histogram(dates, "date:2024-06-09..2024-06-14")
    assert [bar.shown for bar in histogram.bars] == [0, 1, 0, 1, 0, 0]
    assert len(_histogram(dates, "date:2024-06-12..").bars) == 19
    assert _histogram(dates, "date:..2023-05-31").bars[0].first == day_number(2023, 5, 19)
    assert len(_histogram(dates, "date:..2023-05-31").bars) == 13
    assert len(_histogram(dates, "-date:2023").bars) == len(_histogram(dates).bars)


def test_a_query_beyond_the_timeline_has_a_bar_of_its_own() -> None:
    assert [bar.label for bar in _histogram("2024-06-10", "date:2030-01-05..").bars] == ["5 January 2030"]
    assert [bar.label for bar in _histogram("2024-06-10", "date:..2000-01-05").bars] == ["5 January 2000"]
    assert [bar.label for bar in _histogram("2024-06-10", "date:2000 date:2001").bars] == ["10 June 2024"]


def test_events_that_began_before_the_query_are_running() -> None:
    histogram = _histogram("2024-06-10/2024-06-12 2024-06-11", "date:2024-06-11..2024-06-13")
    assert [(bar.shown, bar.running) for bar in histogram.bars] == [(1, 1), (0, 1), (0, 0)]
    assert histogram.elsewhere == {"begun earlier": 1}


def test_vague_events_have_no_bar_and_do_not_change_the_bars() -> None:
    histogram = _histogram("2024 2023-05 2024-06-10 2024-06-12 ../2024-06-11 2024-06-11/..")
    assert _shown(histogram) == {"10 June 2024": 1, "11 June 2024": 1, "12 June 2024": 1}
    assert len(histogram.bars) == 3
    assert histogram.elsewhere == {"less precise": 2, "no start": 1}
    assert [bar.running for bar in histogram.bars] == [0, 0, 0]  # without an end there is no saying how long


def test_years_alone_have_bars_of_years() -> None:
    histogram = _histogram("1914 1914-07-28 1918 191X")
    assert (histogram.unit.name, _shown(histogram)) == ("year", {"1914": 2, "1918": 1})
    assert histogram.elsewhere == {"less precise": 1}
    assert _histogram("-0753 0079 2024", columns=10).unit.name == "millennium"


def test_a_few_outliers_do_not_hide_the_rest() -> None:
    week = " ".join(f"2024-06-{day}" for day in range(10, 20))
    histogram = _histogram(f"-0753-03-01 {week} {week} 2450-01-01")
    assert histogram.unit.name == "day"
    assert histogram.elsewhere == {"begun earlier": 1, "later": 1}
    assert [bar.shown for bar in histogram.bars] == [2] * 10


@pytest.mark.parametrize(
    ("outlier", "more", "later"),
    [
        ("2024-07-19", "", 0),  # the other days make up a quarter of the span
        ("2024-07-20", "", 1),  # less than a quarter
        ("2450-01-01", "2450-01-02", 0),  # two of 22 are more than one in 20
    ],
)
def test_how_many_outliers_may_be_how_far_away(outlier: str, more: str, later: int) -> None:
    days = " ".join(f"2024-06-{day}" for day in range(10, 20))
    assert _histogram(f"{days} {days} {outlier} {more}").elsewhere.get("later", 0) == later


def test_nineteen_events_have_no_outlier() -> None:
    days = " ".join(f"2024-06-{day}" for day in range(10, 19))
    assert _histogram(f"{days} {days} 2450-01-01").elsewhere == {}
    assert _histogram(f"{days} {days} 2024-06-19 2450-01-01").elsewhere == {"later": 1}


def test_two_days_with_times_by_the_hour() -> None:
    histogram = _histogram("2024-06-13T09:10 2024-06-13T09:50Z 2024-06-14T00:05~ 2024-06-13", columns=48)
    assert histogram.unit.name == "hour"
    assert len(histogram.bars) == 48
    counted = {(bar.first, bar.hour): (bar.shown, bar.approximate) for bar in histogram.bars if bar.shown}
    assert counted == {(day_number(2024, 6, 13), 9): (2, 0), (day_number(2024, 6, 14), 0): (1, 1)}
    assert histogram.elsewhere == {"less precise": 1}
    assert _histogram("2024-06-13T09:10 2024-06-13", columns=20).unit.name == "day"


@pytest.mark.parametrize("query", ["", "date:2024", "date:2024.."])
def test_without_events_there_is_a_histogram(query: str) -> None:
    assert sum(bar.total for bar in _histogram("", query).bars) == 0
    assert _histogram("../2024", query).elsewhere == {"no start": 1}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("oil -date:2024", NEVER_BEFORE, NEVER_AFTER),
        ("date:2024-06-12..", day_number(2024, 6, 12), NEVER_AFTER),
        ("date:2024-06-12.. date:..2024-06-14", day_number(2024, 6, 12), day_number(2024, 6, 14)),
        ("date:2024-06-12,2024-06-20", day_number(2024, 6, 12), day_number(2024, 6, 20)),
    ],
)
def test_the_span_of_a_query(text: str, first: int, last: int) -> None:
    assert query_days(parse_query(text)) == (first, last)


def test_hours_only_if_all_days_fit() -> None:
    dates = "2024-06-03 2024-06-13T15:05 2024-06-14T09:00"
    assert _histogram(f"{dates} 2024-06-12", columns=140).unit.name == "day"
    assert not _histogram(f"{dates} 2024-06-12", columns=140).elsewhere
    closer = _histogram("2024-06-12 2024-06-13T15:05 2024-06-14T09:00", columns=80)
    assert (closer.unit.name, len(closer.bars), closer.elsewhere) == ("hour", 72, {"less precise": 1})
