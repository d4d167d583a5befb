"""A grid of a chronology that is not in memory is as one in memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_questions import QuestionsOfIndex
from random_timelines import queries, timelines

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.analysis.grid_words import cell_in_words
from timeline_tui.analysis.remote import listing
from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.remote.remote_grid import RemoteGrid
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import UNITS
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import FIELDS, GRID_ROWS

FIELDS_OF_ROWS = tuple(field for field in GRID_ROWS if not FIELDS[field].dates)


@given(
    timelines(),
    queries(),
    st.sampled_from(FIELDS_OF_ROWS),
    st.sampled_from((None, *UNITS[:6])),
    st.sampled_from(("count", "first")),
)
def test_cells_events_and_words_equal_those_of_a_grid_in_memory(
    timeline: Timeline, query: Query, field: str, unit: object, order: object
) -> None:
    index = Index(timeline)
    here = Grid.from_slice(Slice(index, query), field, unit=unit, order=order)  # type: ignore[arg-type]  # drawn
    slice = RemoteSlice(Answers(QuestionsOfIndex(index)), query)
    with slice.answers.waiting():
        found = RemoteGrid.from_slice(slice, field, unit=unit, order=order)  # type: ignore[arg-type]  # drawn
        found.prepare()
        assert found.is_here
        assert found.unit == here.unit
        assert [column[:3] for column in found.columns] == [column[:3] for column in here.columns]
        assert [row[:2] for row in found.rows] == [row[:2] for row in here.rows]
        assert (found.peak, found.earliest_column, found.one_row_begins_first) == (
            here.peak,
            here.earliest_column,
            here.one_row_begins_first,
        )
        for row in (*range(len(here.rows)), None):
            assert found.elsewhere(row) == here.elsewhere(row)
            for column in (*range(len(here.columns)), ELSE, None):
                _check_cell(here, found, row, column)
        for row, position in enumerate(here.slice.rows):
            assert found.column_at(row) == here.column_at(position)
            assert found.first_row(row) == here.first_row(position)


def _check_cell(here: Grid, found: Grid, row: int | None, column: int | None) -> None:
    assert found.count(row, column) == here.count(row, column)
    assert cell_in_words(found, row, column) == cell_in_words(here, row, column)
    assert found.finds(row, column) == here.finds(row, column)
    assert found.pick(row, column).query == here.pick(row, column).query
    events, expected = found.events(row, column), here.events(row, column)
    rows = here.slice.rows
    assert [*events] == [rows.rank(at) for at in expected]
    for number, position in enumerate(expected):
        at = rows.rank(position)
        assert at in events
        assert events.rank(at) == number


def test_a_grid_of_many_values_has_those_with_most_events_of_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_VALUES", 2)
    events = [("2024-06-12", "ABC"), ("2024-06-12", "AB"), ("2024-06-13", "A"), ("2024-06-14", "CD")]
    index = Index(
        Timeline(
            events=tuple(Event(f"e{n}", parse(day), "t", countries=(*names,)) for n, (day, names) in enumerate(events))
        )
    )
    slice = RemoteSlice(Answers(QuestionsOfIndex(index)), Query().with_dates(parse("2024-06-13").earliest, None))
    with slice.answers.waiting():
        grid = RemoteGrid.from_slice(slice, "country")
        assert [row.value for row in grid.rows] == ["A", "C"]
        assert grid.note == "first 2"


def test_equal_rows_of_many_values_have_the_order_of_the_facet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_VALUES", 3)
    events = [("2024-06-12", "ZBC"), ("2024-06-12", "ZB"), ("2024-06-13", "A"), ("2024-06-14", "CZ")]
    index = Index(
        Timeline(
            events=tuple(Event(f"e{n}", parse(day), "t", countries=(*names,)) for n, (day, names) in enumerate(events))
        )
    )
    query = Query().with_dates(parse("2024-06-13").earliest, None)
    here, slice = Grid.from_slice(Slice(index, query), "country"), RemoteSlice(Answers(QuestionsOfIndex(index)), query)
    with slice.answers.waiting():
        grid = RemoteGrid.from_slice(slice, "country")
        assert [row.value for row in grid.rows] == [row.value for row in here.rows] == ["Z", "C", "A"]
