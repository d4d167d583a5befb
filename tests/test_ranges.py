from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.dates import NEVER_AFTER, NEVER_BEFORE, DateError, day_number
from timeline_tui.ranges import range_days, range_text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-06-13", day_number(2024, 6, 13), day_number(2024, 6, 13)),
        ("2024-02", day_number(2024, 2, 1), day_number(2024, 2, 29)),
        ("2024-06-12..", day_number(2024, 6, 12), NEVER_AFTER),
        ("..2024", NEVER_BEFORE, day_number(2024, 12, 31)),
        ("2023..2024-06-13", day_number(2023, 1, 1), day_number(2024, 6, 13)),
        ("2023/2024-06-13", day_number(2023, 1, 1), day_number(2024, 6, 13)),
        ("2024-06-13/..", day_number(2024, 6, 13), NEVER_AFTER),
        ("../2024-06-13", NEVER_BEFORE, day_number(2024, 6, 13)),
        ("-0753..-0700", day_number(-753, 1, 1), day_number(-700, 12, 31)),
    ],
)
def test_the_days_of_a_range(text: str, first: int, last: int) -> None:
    assert range_days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "offset"), [("..", 0), ("2024..2023", 6), ("2024-06-31..", 8), ("2024..2024-13", 11), ("soon", 0)]
)
def test_a_wrong_range_is_pointed_at(text: str, offset: int) -> None:
    with pytest.raises(DateError) as caught:
        range_days(text)
    assert caught.value.offset == offset


_DAYS = st.integers(day_number(-9999, 1, 1), day_number(9999, 12, 31))


@given(st.none() | _DAYS, st.none() | _DAYS)
def test_the_text_of_a_range_means_its_days(first: int | None, last: int | None) -> None:
    if first is not None and last is not None:
        first, last = min(first, last), max(first, last)
    text = range_text(first, last)
    if first is None and last is None:
        assert text == ""
    else:
        assert range_days(text) == (NEVER_BEFORE if first is None else first, NEVER_AFTER if last is None else last)


@given(st.integers(-9999, 9999), st.integers(0, 300))
def test_whole_years_are_written_as_years(year: int, more: int) -> None:
    last = min(year + more, 9999)
    text = range_text(day_number(year, 1, 1), day_number(last, 12, 31))
    assert "-" not in text.replace("..-", "..").removeprefix("-")
    assert range_days(text) == (day_number(year, 1, 1), day_number(last, 12, 31))
