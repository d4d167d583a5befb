"""Runs of rows with the same key, against a plain scan."""

from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.analysis.runs import run_end


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.data())
def test_a_run_ends_where_the_key_changes(sizes: list[int], data: st.DataObject) -> None:
    keys = [number for number, size in enumerate(sizes) for _ in range(size)]
    row = data.draw(st.integers(0, len(keys) - 1))
    run = [other for other, key in enumerate(keys) if key == keys[row]]
    assert run_end(keys.__getitem__, len(keys), row, 1) == run[-1]
    assert run_end(keys.__getitem__, len(keys), row, -1) == run[0]


def test_a_long_run_takes_few_calls() -> None:
    calls = []

    def key(row: int) -> int:
        calls.append(row)
        return row // 1_000_000

    assert run_end(key, 2_000_000, 0, 1) == 999_999
    assert len(calls) < 50
