"""The rows of a list by days."""

from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.dates.edtf import Precision
from timeline_tui.index.questions import Anchors, DayCount, Key

COUNTS = st.lists(
    st.builds(DayCount, st.integers(-3, 3), st.sampled_from([None, Precision.DAY]), st.integers(1, 3)), max_size=6
).map(lambda counts: sorted(counts, key=lambda one: one.day))


@given(COUNTS)
def test_each_row_is_counted_from_the_first_row_of_its_day(counts: list[DayCount]) -> None:
    anchors = Anchors(counts)
    days = [one.day for one in counts for _ in range(one.events)]
    assert len(anchors) == len(days)
    assert [anchors.near(row) for row in range(len(days))] == [
        (Key(day), row - days.index(day)) for row, day in enumerate(days)
    ]
    for day in range(-5, 6):
        assert anchors.row(day) == sum(one < day for one in days)
