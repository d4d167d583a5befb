from __future__ import annotations

from collections.abc import Callable

import pytest
from chronology import moment
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import near_dates, near_times
from tables import each_row

from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, DateError, day_number, parse
from timeline_tui.query.date_ranges import FARTHEST, date_range, range_days, range_text


@each_row(
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
    ("text", "offset"),
    [
        *(("..", 0), ("2024..2023", 6), ("2024-06-31..", 8), ("2024..2024-13", 11), ("soon", 0)),
        ("2024-06-13T12:00..2024-06-13T10:00", 18),
        ("2024-06-13T12:00Z..2024-06-13T13:00+02:00", 19),
    ],
)
def test_the_place_of_a_fault_in_a_range(text: str, offset: int) -> None:
    with pytest.raises(DateError) as caught:
        range_days(text)
    assert caught.value.offset == offset


@each_row(
    ("text", "date", "touches"),
    [
        ("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13T09:59", False),
        ("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13T10:00", True),
        ("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13T12:00:59.9", True),
        ("2024-06-13T10:00..2024-06-13T12:00:00", "2024-06-13T12:00:01", False),
        ("2024-06-13T10:00..2024-06-13T12:00:00", "2024-06-13T12:00", True),
        ("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13", True),
        ("2024-06-13T10:00..2024-06-13T12:00", "2024", True),
        ("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13T09:00/2024-06-13T13:00", True),
        ("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13T09:00/2024-06-13T09:30", False),
        ("2024-06-13T10:00..2024-06-13T12:00", "2024-06-13T11:00+02:00", True),
        ("2024-06-13T10:00Z..2024-06-13T12:00Z", "2024-06-13T11:00+02:00", False),
        ("2024-06-13T10:00Z..2024-06-13T12:00Z", "2024-06-13T13:00+02:00", True),
        ("2024-06-13T10:00Z..2024-06-13T12:00Z", "2024-06-13T11:00", True),
        ("2024-06-12T23:00Z", "2024-06-13T08:00+09:00", True),
        ("2024-06-14T00:00Z..", "2024-06-13T23:00-05:00", True),
        ("..2024-06-13T00:00Z", "2024-06-12T23:00-05:00", False),
        ("2024-06-13T15:05", "2024-06-13T15:05:30", True),
        ("2024-06-13T10:00/..", "2024-06-13T09:00", False),
        ("2024-06-13T10:00/..", "../2024-06-13T09:00", False),
        ("2024-06-13T10:00/..", "2020-01-01/..", True),
        ("2024-06-13", "2024-06-13T01:00+09:00/2024-06-12T20:00Z", True),
        ("2024-06-20", "2024-06/2024-06-13", False),
    ],
)
def test_dates_that_touch_a_range(text: str, date: str, touches: bool) -> None:
    assert date_range(text).touches(parse(date)) is touches


_TIMES = near_times(("Z", "+02:00", "-05:00", "+14:00"))


@given(_TIMES, _TIMES, _TIMES)
@example("2024-06-13T00:00+14:00", "2024-06-12T10:00Z", "2024-06-12T10:00:59.999999999Z")
@example("2024-06-13T10:00:00.1Z", "2024-06-13T12:00+02:00", "2024-06-13T10:00Z")
def test_offsets_count_if_the_range_and_the_date_have_offsets(one: str, other: str, date: str) -> None:
    """The start and the end of each date in UTC are computed by the standard library."""
    (begins, over), (first, _), (_, last) = (moment(text) for text in (date, one, other))
    if first < last:
        assert date_range(f"{one}..{other}").touches(parse(date)) == (begins < last and over > first)
    else:
        with pytest.raises(DateError):
            date_range(f"{one}..{other}")


@given(near_dates(), near_dates())
def test_days_alone_decide_if_the_range_has_no_time(text: str, date: str) -> None:
    wanted, when = date_range(text), parse(date)
    if not wanted.has_time:
        assert wanted.touches(when) == (when.earliest <= wanted.last and when.latest >= wanted.first)
    elif wanted.touches(when):
        assert when.earliest <= wanted.last + FARTHEST
        assert when.latest >= wanted.first - FARTHEST


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


@given(near_dates(), st.integers(0, 23), st.integers(0, 23))
@example("2024-06-13T10:59:59.999", 10, 10)
@example("2024-06-13T11:00", 10, 10)
def test_a_range_of_hours_finds_the_events_of_its_bars(date: str, first: int, last: int) -> None:
    when, day = parse(date), day_number(2024, 6, 13)
    text = range_text(day, day + 1, (first, last))
    assert range_days(text) == (day, day + 1)
    if when.start and when.start is when.end and when.minute is not None:
        hour = (when.earliest - day) * 24 + when.minute // 60
        assert date_range(text).touches(when) == (first <= hour <= 24 + last)


@given(st.integers(-9999, 9999), st.integers(0, 300))
def test_whole_years_are_written_as_years(year: int, more: int) -> None:
    last = min(year + more, 9999)
    text = range_text(day_number(year, 1, 1), day_number(last, 12, 31))
    assert "-" not in text.replace("..-", "..").removeprefix("-")
    assert range_days(text) == (day_number(year, 1, 1), day_number(last, 12, 31))


def fault(read: Callable[[str], object], text: str) -> DateError | None:
    try:
        read(text)
    except DateError as error:
        return error
    return None


POINTS = near_dates().filter(lambda text: "/" not in text)


@given(POINTS, POINTS)
@example("2024-06-13", "2024-06-12")
@example("2024-06-13T10:00+09:00", "2024-06-13T00:00Z")
def test_the_hint_for_a_range_that_ends_before_it_begins_is_valid(left: str, right: str) -> None:
    for read, text in ((date_range, f"{left}..{right}"), (parse, f"{left}/{right}")):
        error = fault(read, text)
        if error:
            assert not fault(read, error.hint.removeprefix("write "))


@each_row(
    ("first", "last", "text"),
    [
        (-(10**15), -1, "Y-999999999999999..-0001"),
        (-2 * 10**15, -(10**15), "Y-999999999999999"),
        (1, 10**15, "0001..Y999999999999999"),
        (10**15, 2 * 10**15, "Y999999999999999"),
    ],
)
def test_a_range_of_years_beyond_all_dates_can_be_read(first: int, last: int, text: str) -> None:
    written = range_text(day_number(first, 1, 1), day_number(last, 12, 31))
    assert written == text
    assert date_range(written).first <= date_range(written).last
