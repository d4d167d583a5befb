from __future__ import annotations

from array import array
from itertools import accumulate

from hypothesis import example, given
from hypothesis import strategies as st

from timeline_tui.index.bits import bits_of
from timeline_tui.index.item_sets import ItemRuns, packed


@given(st.lists(st.booleans(), max_size=40))
def test_items_become_bits(items: list[bool]) -> None:
    assert packed(bytes(items)) == bits_of([[row for row, one in enumerate(items) if one]], len(items))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=40))
@example([])
@example([(True, 127), (False, 126), (True, 0), (False, 1), (True, 1), (False, 127), (True, 2)])
@example([(True, 1), (True, 128), (False, 300)])  # without codes
@example([(True, 256), (False, 1)])  # the same
@example([(False, 2)] * 100 + [(True, 3)])  # one by one
def test_items_in_the_order_of_their_positions(positions: list[tuple[bool, int]]) -> None:
    runs = ItemRuns(array("I", accumulate((items for _, items in positions), initial=0)))
    events = bits_of([[at for at, (shown, _) in enumerate(positions) if shown]], len(positions))
    assert list(runs.found(events)) == [int(shown) for shown, items in positions for _ in range(items)]
