from __future__ import annotations

import pytest
from chronology import slice_of
from hypothesis import given
from hypothesis import strategies as st
from random_timelines import queries, timelines

from timeline_tui.analysis.axis import FOLDED, columns, finest_columns, placed
from timeline_tui.analysis.binning import query_days
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import DAY, MONTH, UNITS, WEEK, YEAR
from timeline_tui.dates.when import civil
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import Query


def _labels(dates: str, query: str = "", limit: int = 62) -> list[str]:
    _, found = finest_columns(slice_of(dates, query), limit)
    return [f"{column.skipped or ''} {column.label}".strip() for column in found]


def test_the_columns_are_days_while_these_are_few() -> None:
    assert _labels("2024-06-10 2024-06-13 2024-06-13T15:05") == [f"{day} June 2024" for day in (10, 11, 12, 13)]


def test_a_long_empty_stretch_is_left_out_and_counted() -> None:
    assert _labels("2023-05-19 2024-06-10 2024-06-13 2024-06-17") == [
        *("19 May 2023", "387 10 June 2024", "11 June 2024", "12 June 2024", "13 June 2024", "3 17 June 2024")
    ]


def test_a_span_that_is_long_and_dense_is_cut_into_larger_bins() -> None:
    days = " ".join(f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29, 3))
    assert finest_columns(slice_of(days), 400)[0] == DAY
    assert finest_columns(slice_of(days), 60)[0] == WEEK
    unit, months = finest_columns(slice_of(days), 12)
    assert (unit, len(months), months[0].label) == (MONTH, 12, "January 2024")


def test_the_unit_is_one_that_most_events_are_dated_by() -> None:
    assert finest_columns(slice_of("1936 1945 1946-02-14"), 62)[0] == YEAR
    assert finest_columns(slice_of("2024-06 2024-06-13 2024-06-14"), 62)[0] == DAY


def test_a_bin_has_only_the_days_of_the_query() -> None:
    found = columns(slice_of("2024-06-11 2024-06-12 2024-06-14", "date:2024-06-12..2024-06-13"), WEEK, 10)
    assert found is not None
    assert [(civil(column.first), civil(column.last)) for column in found] == [((2024, 6, 12), (2024, 6, 13))]


def test_more_columns_than_the_limit_give_none() -> None:
    whole = slice_of("2024-06-10 2024-06-12 2024-07-01")
    assert columns(whole, DAY, 3) is None
    assert [column.skipped for column in columns(whole, DAY, 4) or ()] == [0, 0, 0, 18]


@pytest.mark.parametrize("dates", ["", "../2024", "/2024-06-13 ../2020"])
def test_without_a_stated_start_there_is_no_column(dates: str) -> None:
    assert finest_columns(slice_of(dates), 10)[1] == ()


@given(timelines(), queries(), st.integers(0, 12))
def test_the_columns_are_the_bins_in_which_events_begin(timeline: Timeline, query: Query, limit: int) -> None:
    whole = Slice(Index(timeline), query)
    unit, found = finest_columns(whole, limit)
    assert len(found) <= max(2, limit)
    first, last = query_days(query)
    dates = [whole.event(row).date for row in range(len(whole))]
    fine = [
        date for date in dates if date.start and date.precision >= unit.precision and first <= date.earliest <= last
    ]
    assert placed(whole, unit).bit_count() == len(fine)
    numbers = [unit.bin_at(column.first) for column in found]
    filled = {unit.bin_at(date.earliest) for date in fine}
    assert filled <= set(numbers)
    assert not filled or (numbers[0], numbers[-1]) == (min(filled), max(filled))
    for before, number, column in zip(numbers, numbers[1:], found[1:], strict=False):
        assert column.skipped == number - before - 1
        assert not column.skipped or column.skipped >= FOLDED


@given(timelines())
def test_events_of_a_unit_are_in_the_columns_of_their_days(timeline: Timeline) -> None:
    whole = Slice(Index(timeline))
    for unit in UNITS[:8]:
        held = placed(whole, unit)
        for column in columns(whole, unit, 400) or ():
            for position in range(column.start, column.stop):
                date = whole.index.event(position).date
                assert not held >> position & 1 or column.first <= date.earliest <= column.last
