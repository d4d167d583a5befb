from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import queries, timelines
from tables import each_row

from timeline_tui.analysis.binning import query_days
from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.analysis.grid_words import cell_in_words
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import DAY, MONTH, UNITS, WEEK, Unit
from timeline_tui.dates.when import When, day_number, parse
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import FACETS, VALUES
from timeline_tui.query.syntax import format_query, parse_query

# date, then countries
WEEK_OF = (
    *("2024-06-10 Japan,Italy", "2024-06-10 Japan", "2024-06-12~ Italy", "2024-06-12 Italy,China"),
    *("2024-06-13 China", "2024-06-11/2024-06-14 Japan", "2024-06 Japan", "/2024-06-13 Italy", "2024-06-14"),
)


def _index(*events: str) -> Index:
    parts = [event.partition(" ") for event in events]
    return Index(
        Timeline(
            aliases=(("Nippon", "Japan"),),
            events=tuple(
                Event(f"e{i}", parse(date), f"t{i}", countries=tuple(filter(None, names.split(","))))
                for i, (date, _, names) in enumerate(parts)
            ),
        )
    )


def _grid(*events: str, query: str = "", **options: object) -> Grid:
    return Grid.from_slice(Slice(_index(*events), parse_query(query)), "country", **options)  # type: ignore[arg-type]  # as given


def _table(grid: Grid) -> dict[str, list[int]]:
    """The cells of each row, then the events in no column, then the total."""
    places = (*range(len(grid.columns)), ELSE, None)
    names = {number: row.value for number, row in enumerate(grid.rows)}
    rows = [(name, number) for number, name in names.items()] + [("all", None)]
    return {name: [grid.count(number, place) for place in places] for name, number in rows}


def test_a_cell_counts_events_that_begin_there_and_elsewhere_has_the_rest() -> None:
    grid = _grid(*WEEK_OF)
    assert grid.unit == DAY
    assert [column.label for column in grid.columns] == [f"{day} June 2024" for day in (10, 11, 12, 13, 14)]
    assert _table(grid) == {
        "Japan": [2, 1, 0, 0, 0, 1, 4],
        "Italy": [1, 0, 2, 0, 0, 1, 4],
        "China": [0, 0, 1, 1, 0, 0, 2],
        "all": [2, 1, 2, 1, 1, 2, 9],
    }
    assert grid.elsewhere(None) == {"less precise": 1, "no start": 1}
    assert grid.peak == 2


def test_the_first_of_each_row_and_the_first_of_all() -> None:
    grid = _grid(*WEEK_OF)
    assert [grid.first_column(row) for row in range(3)] == [0, 0, 2]
    assert (grid.earliest_column, grid.one_row_begins_first) == (0, False)
    assert [row.value for row in _grid(*WEEK_OF, query="-date:2024-06-10", order="first").rows] == [
        *("Japan", "Italy", "China")
    ]
    later = _grid("2024-06-14 B", "2024-06-14 B", "2024-06 C", "2024-06-12 A", order="first")
    assert [row.value for row in later.rows] == ["A", "B", "C"]
    assert [later.first_column(row) for row in range(3)] == [0, 2, None]


def test_an_event_without_values_is_in_no_row() -> None:
    grid = _grid("2024-06-10", "2024-06-11 A")
    assert (grid.earliest_column, grid.one_row_begins_first, _table(grid)["all"]) == (1, True, [1, 1, 0, 2])


def test_events_that_began_before_the_query_have_no_column() -> None:
    grid = _grid(*WEEK_OF, query="date:2024-06-12..2024-06-13")
    assert _table(grid)["Japan"] == [0, 0, 2, 2]
    assert grid.elsewhere(grid.row_of("Japan")) == {"begun earlier": 1, "less precise": 1}


def test_a_picked_cell_is_an_ordinary_query() -> None:
    grid = _grid(*WEEK_OF, query="-country:Peru date:2024-06")

    def picked(value: str | None, column: int | None) -> str:
        return format_query(grid.pick(None if value is None else grid.row_of(value), column).query)

    assert picked("Japan", 1) == "-country:Peru date:2024-06-11 country:Japan"
    assert picked("Japan", None) == picked("Japan", ELSE) == "-country:Peru date:2024-06 country:Japan"
    assert picked(None, 2) == "-country:Peru date:2024-06-12"
    assert grid.pick(None, None).query == grid.slice.query


def test_happened_and_published() -> None:
    week, day, month = (Source(date, date=parse(date)) for date in ("2024-06-14", "2024-06-12", "2024-06"))
    events = (
        Event("a", parse("2024-06-10"), "A", sources=(Citation(week), Citation(day, "¶1"), Citation(day, "¶2"))),
        Event("b", parse("2024-06-12"), "B", sources=(Citation(day),), quotes=(Quote("b", source=month),)),
        Event("c", parse("2024-06-12"), "C"),
    )
    for order in ("count", "first"):
        grid = Grid.from_slice(Slice(Index(Timeline(events=events))), "published", order=order)  # type: ignore[arg-type]  # one of two
        assert _table(grid) == {
            "2024-06": [0, 0, 1, 0, 1],
            "2024-06-12": [1, 0, 1, 0, 2],
            "2024-06-14": [1, 0, 0, 0, 1],
            "all": [1, 0, 2, 0, 3],
        }
        assert [row.value for row in grid.rows] == ["2024-06", "2024-06-12", "2024-06-14"], "in order of time"
    assert cell_in_words(grid, 1, 2) == "published 12 June 2024, 12 June 2024: 1 event"
    assert cell_in_words(grid, 2, 2) == "published 14 June 2024, 12 June 2024: no event + 1 more", (
        "b may be of that day"
    )
    picked = grid.pick(2, 0)
    assert format_query(picked.query) == "published:2024-06-14 date:2024-06-10"
    assert [event.id for event in map(picked.event, range(len(picked)))] == ["a"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("country:Japan,Italy", "country:Italy"),
        ("country:Nippon,Peru date:2024", "country:Nippon,Peru country:Italy date:2024-06-10"),
        ("country:I*", "country:Italy"),
        ("country:Japan country:Italy", "country:Japan country:Italy"),
    ],
)
def test_a_picked_cell_keeps_other_clauses_on_the_field(query: str, wanted: str) -> None:
    grid = _grid("2024-06-10 Japan,Italy", query=query)
    row = grid.row_of("Italy")
    picked = grid.pick(row, 0 if "date" in query else None)
    assert set(format_query(picked.query).split()) == set(wanted.split())
    assert picked.mask == grid.slice.mask


def test_finer_and_coarser() -> None:
    grid = _grid(*WEEK_OF, "2024-07-20 Japan")
    assert grid.zoomed(1) is None
    coarser = grid.zoomed(-1)
    assert coarser is not None
    assert (coarser.unit, coarser.columns[0].label) == (WEEK, "10–16 June 2024")
    month = coarser.zoomed(-1)
    assert month is not None
    assert (month.unit, _table(month)["Japan"]) == (MONTH, [4, 1, 0, 5])
    year = month.zoomed(-1)
    assert year is not None
    assert (year.unit.name, year.zoomed(-1)) == ("year", None)
    finer = year.zoomed(1)
    assert finer is not None
    assert (finer.unit, finer.columns) == (month.unit, month.columns)


def test_a_unit_is_finer_only_while_it_fits() -> None:
    years = _grid(*(f"{year}-{month:02}-01 A" for year in range(1900, 2024) for month in range(1, 13)))
    assert years.unit.name == "decade"
    finer = years.zoomed(1)
    assert finer is not None
    assert (finer.unit.name, len(finer.columns), finer.zoomed(1)) == ("year", 124, None)
    assert Grid.from_slice(years.slice, "country", unit=MONTH).unit.name == "decade"


def test_a_column_is_found_by_its_day() -> None:
    grid = _grid("2024-06-10 A", "2024-06-20 A")
    days = [(6, 1), (6, 10), (6, 13), (6, 16), (7, 1)]
    assert [grid.column_of(day_number(2024, *day)) for day in days] == [0, 0, 0, 1, 1]
    assert _grid("/2024 A").column_of(1) is None


@each_row(
    ("row", "column", "words"),
    [
        ("Japan", 0, "Japan, 10 June 2024: 2 events + 1 less precise · among the first"),
        ("Italy", 2, "Italy, 12 June 2024: 2 events (1 approximate) + 1 no start"),
        ("China", 2, "China, 12 June 2024: 1 event · its first"),
        ("China", 0, "China, 10 June 2024: no event"),
        ("China", None, "China: 2 events, first: 12 June 2024"),
        ("China", ELSE, "China, in no column: no event"),
        (None, 2, "12 June 2024: 2 events (1 approximate) + 1 begun earlier + 1 less precise + 1 no start"),
        (None, ELSE, "in no column: 1 less precise, 1 no start, of 9 events"),
        (None, None, "9 events"),
    ],
)
def test_a_cell_in_words(row: str | None, column: int | None, words: str) -> None:
    grid = _grid(*WEEK_OF)
    assert cell_in_words(grid, None if row is None else grid.row_of(row), column) == words


def test_the_first_of_a_topic_names_the_countries() -> None:
    events = (
        Event("a", parse("2024-06-10"), "a", countries=("A", "B", "C", "D"), topics=("oil",)),
        Event("b", parse("2024-06-11"), "b", topics=("gas",)),
    )
    grid = Grid.from_slice(Slice(Index(Timeline(events=events))), "topic")
    words = [cell_in_words(grid, row, grid.first_column(row)) for row in range(2)]
    assert sorted(words) == [
        "gas, 11 June 2024: 1 event · its first",
        "oil, 10 June 2024: 1 event · first of all: A, B, C +1",
    ]


def test_a_source_goes_by_its_title_in_a_sentence() -> None:
    source = Source(key="kantei", title="Accord on Support")
    events = (Event("a", parse("2024-06-10"), "a", sources=(Citation(source),)),)
    grid = Grid.from_slice(Slice(Index(Timeline(sources=(source,), events=events))), "source")
    assert (grid.rows[0].value, cell_in_words(grid, 0, None)) == (
        "kantei",
        "Accord on Support: 1 event, first: 10 June 2024",
    )


# Against a count by hand

fields = st.sampled_from([field for field in FACETS if field != "origin"])  # an event alone does not know its origins


def _begins(date: When, grid: Grid) -> bool:
    first, last = query_days(grid.slice.query)
    return date.start is not None and date.precision >= grid.unit.precision and first <= date.earliest <= last


@given(timelines(), queries(), fields, st.sampled_from((None, *UNITS[:6])))
def test_all_cells(timeline: Timeline, query: Query, field: str, unit: object) -> None:
    whole = Slice(Index(timeline), query)
    grid = Grid.from_slice(whole, field, unit=unit)  # type: ignore[arg-type]  # a Unit or None
    find = whole.index.facet(field).shown_name
    cells: Counter[tuple[str | None, int | None]] = Counter()
    vague: Counter[tuple[str | None, int | None]] = Counter()
    for row in range(len(whole)):
        event = whole.event(row)
        here = [n for n, one in enumerate(grid.columns) if one.first <= event.date.earliest <= one.last]
        column = here[0] if here and _begins(event.date, grid) else ELSE
        for value in {None, *map(find, VALUES[field](event))}:
            cells[value, column] += 1
            cells[value, None] += 1
            vague[value, column] += event.date.approximate or event.date.uncertain or event.date.is_unknown
    rows: list[tuple[int | None, str | None]] = [(None, None), *((n, row.value) for n, row in enumerate(grid.rows))]
    assert {value for value, _ in cells} | {None} == {value for _, value in rows}
    for number, value in rows:
        for column in (*range(len(grid.columns)), ELSE, None):
            assert grid.count(number, column) == cells[value, column] == len(grid.events(number, column))
        assert sum(grid.elsewhere(number).values()) == cells[value, ELSE]
        assert [grid.approximate(number, n) for n in range(len(grid.columns))] == [
            vague[value, n] for n in range(len(grid.columns))
        ]
        filled = [n for n in range(len(grid.columns)) if cells[value, n]]
        if number is not None:
            assert grid.first_column(number) == (filled[0] if filled else None)
    firsts = [first for row in range(len(grid.rows)) if (first := grid.first_column(row)) is not None]
    assert grid.earliest_column == min(firsts, default=None)
    assert grid.one_row_begins_first == (bool(firsts) and firsts.count(min(firsts)) == 1)
    inner = [cells[value, n] for number, value in rows if number is not None for n in range(len(grid.columns))]
    assert len(grid.rows) > 12 or grid.peak == max(inner, default=0)
    totals = [row.total for row in grid.rows]
    assert totals == sorted(totals, reverse=True)


def _having(grid: Grid, row: int) -> set[int]:
    return set(Positions(grid.slice.index.facet(grid.field).value_bits(grid.rows[row].value)))


@given(timelines(), queries(), fields)
def test_the_first_row_of_an_event_has_it(timeline: Timeline, query: Query, field: str) -> None:
    grid = Grid.from_slice(Slice(Index(timeline), query), field)
    for position in grid.slice.rows:
        having = [row for row in range(len(grid.rows)) if position in _having(grid, row)]
        assert grid.first_row(position) == next(iter(having), None)


@given(timelines(), queries(), fields)
def test_a_picked_cell_finds_the_counted_events(timeline: Timeline, query: Query, field: str) -> None:
    grid = Grid.from_slice(Slice(Index(timeline), query), field)
    for row in range(len(grid.rows)):
        assert set(grid.pick(row, None).rows) == set(grid.events(row, None))
        for column in range(len(grid.columns)):
            found = set(grid.pick(row, column).rows)
            assert set(grid.events(row, column)) <= found <= _having(grid, row)
            assert grid.count(row, column) + sum(grid.uncounted(row, column).values()) == len(found)


def test_values_of_few_events_are_counted_in_the_same_way() -> None:
    events = [f"2024-06-{1 + i % 20:02} {f'C{i // 2}' if i % 3 else 'A'}" for i in range(2500)]
    grid = _grid(*events, query="date:2024-06-05..2024-06-11")
    for number in (0, 1, len(grid.rows) // 2, len(grid.rows) - 1):
        row = grid.rows[number]
        assert row.total == len(grid.events(number, None))
        counts = [grid.count(number, column) for column in range(len(grid.columns))]
        assert sum(counts) == row.total
        assert grid.first_column(number) == next(n for n, count in enumerate(counts) if count)


@given(timelines(), queries(2), queries(2), st.sampled_from(("country", "source")), st.sampled_from((None, DAY, MONTH)))
@example(_index(*WEEK_OF).timeline, parse_query(""), parse_query("-zzzz"), "country", MONTH)
@example(_index(*WEEK_OF).timeline, parse_query(""), parse_query("date:2024"), "country", None)
def test_the_grid_of_the_next_slice_is_the_same_as_a_new_one(
    timeline: Timeline, query: Query, other: Query, field: str, unit: Unit | None
) -> None:
    before = Grid.from_slice(Slice(Index(timeline), query), field)
    _table(before)
    after = before.slice.with_query(other)
    for asked in (None, unit):
        kept, new = before.of(after, field, asked, "count"), Grid.from_slice(after, field, unit=asked)
        assert kept.slice is after
        assert (kept.unit, kept.columns, kept.rows, _table(kept)) == (new.unit, new.columns, new.rows, _table(new))


def test_a_grid_with_the_same_events_is_not_counted_again() -> None:
    grid = _grid(*WEEK_OF)
    assert len(grid.rows) == 3
    same = grid.of(grid.slice.with_query(parse_query("-zzzz")), "country", None, "count")
    assert same.rows is grid.rows
    assert grid.of(grid.slice.with_query(parse_query("country:Japan")), "country", None, "count").rows != grid.rows
    zoomed = grid.zoomed(-1)
    assert zoomed
    assert zoomed.of(grid.slice, "country", None, "count").unit == grid.unit != zoomed.unit
