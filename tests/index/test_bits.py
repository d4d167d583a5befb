from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.index.bits import Positions, bits_of, counts_in, first_bits

# Across the blocks of 1,024 positions in which rows are found.
_POSITIONS = st.sets(st.integers(0, 200) | st.integers(4000, 4200) | st.integers(0, 20_000), max_size=60)


@given(st.lists(_POSITIONS, max_size=3), st.integers(0, 500_000))
def test_the_union_of_lists_however_dense(lists: list[set[int]], more: int) -> None:
    size = max((position + 1 for positions in lists for position in positions), default=0) + more
    expected = sum(1 << position for position in set().union(*lists))
    assert bits_of([sorted(positions) for positions in lists], size) == expected
    start = min(set().union(*lists), default=0)
    assert bits_of([sorted(positions) for positions in lists], size, start) == expected >> start


def test_the_union_of_dense_lists() -> None:
    assert bits_of([range(0, 1000, 2), range(1, 1000, 2)], 1000) == first_bits(1000)
    assert bits_of([], 0) == 0


@given(_POSITIONS, st.integers(-1, 25_000))
def test_rows_are_the_sorted_positions(positions: set[int], probe: int) -> None:
    expected = sorted(positions)
    rows = Positions(bits_of([expected], 20_001))
    assert list(rows) == expected
    assert len(rows) == len(expected)
    assert [rows[k] for k in range(len(expected))] == expected
    assert [rows[-k - 1] for k in range(len(expected))] == expected[::-1]
    assert rows[1:-1] == expected[1:-1]
    assert rows[::-2] == expected[::-2]
    assert (probe in rows) == (probe in positions)
    assert rows.rank(probe) == sum(position < probe for position in expected)
    assert all(rows.rank(position) == row for row, position in enumerate(expected))
    assert rows.last_below(probe) == max((position for position in positions if position < probe), default=None)
    assert rows.first_from(probe) == min((position for position in positions if position >= probe), default=None)


@given(_POSITIONS | st.just(set(range(3000))), st.lists(st.integers(0, 25_000), max_size=200).map(sorted))
def test_how_many_of_some_positions_are_in_it(positions: set[int], asked: list[int]) -> None:
    rows = Positions(bits_of([sorted(positions)], 20_001))
    assert rows.count_of(asked) == sum(position in positions for position in asked)


@given(_POSITIONS, st.lists(st.tuples(st.integers(0, 25_000), st.integers(0, 5_000)), max_size=5))
def test_how_many_are_in_some_ranges(positions: set[int], sizes: list[tuple[int, int]]) -> None:
    ranges = [(start, start + size) for start, size in sizes]
    counted = [sum(start <= position < stop for position in positions) for start, stop in ranges]
    assert counts_in(bits_of([sorted(positions)], 20_001), ranges) == counted


@pytest.mark.parametrize("row", [3, -4])
def test_a_row_out_of_range(row: int) -> None:
    with pytest.raises(IndexError):
        Positions(0b10110)[row]


def test_rows_may_be_read_while_they_are_walked() -> None:
    rows = Positions(first_bits(10_000))
    assert [rows[-1] for row in rows if row % 3000 == 0] == [9999] * 4


def test_a_text_is_in_no_positions() -> None:
    assert "1" not in Positions(0b10)
