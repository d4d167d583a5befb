"""The columns, heights and labels of the bars, without a screen."""

from __future__ import annotations

from itertools import pairwise

from chronology import slice_of
from hypothesis import given
from hypothesis import strategies as st
from random_timelines import queries, timelines
from tables import each_row

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import Query
from timeline_tui.ui.histogram.chart import WITH_MARGIN, Chart


def _chart(dates: str, width: int, query: str = "") -> Chart:
    return Chart.of(slice_of(dates, query), width)


def _below(chart: Chart) -> str:
    """The labels in their columns, as one line."""
    line = ""
    for column, text in chart.labels:
        assert len(line) < column
        line = line.ljust(column) + text
    return line


@given(timelines(), queries(), st.integers(1, 200))
def test_bars_and_labels_keep_to_their_columns(timeline: Timeline, query: Query, width: int) -> None:
    chart = Chart.of(Slice(Index(timeline), query), width)
    bars = len(chart.counts.bars)
    if bars > width:
        assert width < 2
        return
    assert not bars or chart.columns(bars - 1, bars - 1).stop <= chart.room <= width
    for bar in range(bars):
        columns = chart.columns(bar, bar)
        assert {chart.bar_at(column) for column in columns} == {bar}
        assert bar == 0 or columns.start >= chart.columns(bar - 1, bar - 1).stop
    for (column, text), (following, _) in pairwise(chart.labels):
        assert column + len(text) < following
    for column, text in chart.labels[1:]:
        assert column + len(text) <= chart.room


@given(timelines(), queries(), st.integers(1, 6))
def test_a_single_event_is_always_visible(timeline: Timeline, query: Query, rows: int) -> None:
    chart = Chart.of(Slice(Index(timeline), query), 80)
    for n, bar in enumerate(chart.counts.bars):
        stands_for = [chart.glyph(n, row, rows)[1] for row in range(rows)]
        assert (stands_for[0] == "shown") == (bar.shown > 0)
        assert ("total" in stands_for or "shown" in stands_for) == (bar.total > 0)
        assert "total" not in stands_for[: stands_for.count("shown")]
        assert chart.vague_row(n, rows) in ({None} if not bar.approximate else set(range(rows)))


@given(timelines(), st.integers(2, 120))
def test_bar_of_finds_the_bar_that_counts_the_event(timeline: Timeline, width: int) -> None:
    whole = Slice(Index(timeline))
    chart = Chart.of(whole, width)
    counts = [0] * len(chart.counts.bars)
    for row in range(len(whole)):
        bar = chart.bar_of(whole.event(row).date)
        if bar is not None:
            counts[bar] += 1
    assert counts == [bar.shown for bar in chart.counts.bars]


WEEK = "2024-06-10 2024-06-12 2024-06-14"


@each_row(
    ("dates", "width", "line"),
    [
        (WEEK, 100, " 10 June 2024        11 June             12 June             13 June             14 June"),
        (WEEK, 40, " 10 June 11 June 12 June 13 June 14 June"),
        (WEEK, 20, " 10 June     14 June"),
        (WEEK, 12, " 10 June"),
        ("2023-12-30 2024-01-02", 80, " 30 December 2023    31 December         1 January 2024      2 January"),
        ("2024-01 2024-12", 60, " January   March     May       July      September  December"),
        ("2023-11 2024-02", 60, " November 2023  December       January 2024   February"),
        ("-0003 0002", 60, " 4 BC      3 BC      2 BC      1 BC      AD 1      AD 2"),
        (
            "2024-06-13T09:30 2024-06-13T15:05",
            72,
            " 13 June 2024      06:00             12:00             18:00       23:00",
        ),
    ],
)
def test_labels(dates: str, width: int, line: str) -> None:
    assert _below(_chart(dates, width)) == line


def test_a_year_is_in_a_label_only_if_it_changes() -> None:
    labels = [text for _, text in _chart("2022-02 2024-06", 100).labels]
    assert labels == ["February 2022", "August", "February 2023", "August", "June 2024"]


@each_row(
    ("dates", "span", "summary"),
    [
        (WEEK, (0, 0), "10 June 2024: 1 event"),
        (WEEK, (0, 2), "10–12 June 2024: 2 events"),
        ("2024-06-10 2024-06-14~ 2024-06-14?", (4, 4), "14 June 2024: 2 events, 2 approximate"),
        ("2024-06-10/2024-06-14", (0, 0), "10 June 2024: 1 event"),
        ("2024-06-10/2024-06-12 2024-06-12", (1, 2), "11–12 June 2024: 1 event, 1 begun earlier"),
        ("2024-01 2024-12", (0, 11), "January – December 2024: 2 events"),
        ("2023-11 2024-02", (1, 2), "December 2023 – January 2024: 0 events"),
        ("2024-06-13T09:30 2024-06-13", (9, 11), "13 June 2024, 09:00 – 13 June 2024, 11:00: 1 event"),
    ],
)
def test_the_summary_counts_the_events_of_a_span(dates: str, span: tuple[int, int], summary: str) -> None:
    assert _chart(dates, 80).summary(*span) == summary


def test_the_summary_of_a_filtered_bar_has_both_counts() -> None:
    assert _chart("2024-06-10 2024-06-10 2024-06-11", 80, "t1").summary(0, 0) == "10 June 2024: 1 of 2"


def test_events_in_no_bar_are_counted() -> None:
    dates = "2024-06-10 2024-06-11 2024-06 2024 ../2024"
    chart = _chart(dates, 80)
    assert chart.counts.elsewhere == {"less precise": 2, "no start": 1}
    assert chart.room < 80
    assert sum(bar.shown for bar in chart.counts.bars) == 2
    narrow = _chart(dates, WITH_MARGIN - 1)
    assert narrow.room == narrow.width


def _row(chart: Chart) -> str:
    """The single row with numbers, as one line."""
    line = ""
    for bar in range(len(chart.counts.bars)):
        line = line.ljust(chart.left(bar)) + "".join(text for text, _ in chart.written(bar))
    return line


def test_a_single_row_has_the_numbers_of_wide_bars() -> None:
    dates = "2024-06-10 2024-06-12 2024-06-12~ 2024-06-13/2024-06-14 2024-06-13 2024-06-13 2024-06-13 2024-06-15"
    assert _row(_chart(dates, 120)) == (
        "███▌ 1               0                  ███████ 2~          ██████████████ 4    ─ 0 +1              ███▌ 1"
    )
    assert _row(_chart(dates, 48)) == "█ 1      0      █ 2~    ██ 4    ─ 0 +1  █ 1"
    assert _chart(dates, 20).bar_room == 0, "no room for numbers"
    filtered = _row(_chart(dates, 120, "-t3 -t4"))
    assert filtered.split() == ["████", "1", "0", "████████", "2~", "████████░░░░░░░░", "2", "0", "████", "1"]


@given(timelines(), queries(), st.integers(1, 200))
def test_a_written_bar_stays_in_its_columns_and_says_its_count(timeline: Timeline, query: Query, width: int) -> None:
    chart = Chart.of(Slice(Index(timeline), query), width)
    if not chart.bar_room:
        return
    for number, bar in enumerate(chart.counts.bars):
        pieces = chart.written(number)
        assert sum(len(text) for text, _ in pieces) <= chart.thickness
        assert next(text for text, kind in pieces if kind == "count").strip(" ~") == f"{bar.shown:,}"
        assert bool(next(text for text, kind in pieces if kind == "shown")) == (bar.shown > 0)


@each_row(
    ("dates", "width", "unit", "coarser"),
    [
        ("2024-06-10 2024-06-11 2024-06-12 2024-06 2024", 80, "day", 2),
        ("2023-06-10 2024-06-11 2024-06 2024-05 2024", 30, "month", 1),
        ("1950 1951-02 1990-03-04 199X 19XX", 60, "year", 2),
    ],
)
def test_events_dated_more_coarsely_than_the_bars_are_counted_as_coarser(
    dates: str, width: int, unit: str, coarser: int
) -> None:
    chart = _chart(dates, width)
    assert (chart.counts.unit.name, dict(chart.counts.elsewhere)) == (unit, {"less precise": coarser})
    assert sum(bar.shown for bar in chart.counts.bars) == len(dates.split()) - coarser
