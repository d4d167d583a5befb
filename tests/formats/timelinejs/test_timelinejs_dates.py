"""TimelineJS's dates: their numbers express the same as EDTF, if possible."""

import pytest
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.timelinejs.timelinejs_dates import NAMES, edtf, is_cosmological, is_stated, parts, time_of_day


def numbers(*values: int) -> dict[str, int]:
    return dict(zip(NAMES, values, strict=False))


@each_row(
    ("date", "start", "end", "stated"),
    [
        ("2024", (2024,), None, True),
        ("2024-06", (2024, 6), None, True),
        ("2024-06-13", (2024, 6, 13), None, True),
        ("2024-06-13T15:05", (2024, 6, 13, 15, 5), None, True),
        ("2024-06-13T15:05:30", (2024, 6, 13, 15, 5, 30), None, True),
        ("2024-06-13T15:05:30.025", (2024, 6, 13, 15, 5, 30, 25), None, True),
        ("2024-06-13T15:05:30.1234", (2024, 6, 13, 15, 5, 30, 123), None, False),
        ("2024-06-13T15:05Z", (2024, 6, 13, 15, 5), None, False),
        ("2024-06~", (2024, 6), None, False),
        ("2024-XX", (2024,), None, False),
        ("2024-21", (2024, 3), (2024, 5), False),
        ("2023-24", (2023, 12), (2024, 2), False),
        ("195X", (1950,), (1959,), False),
        ("2024-06-13/2024-06-15", (2024, 6, 13), (2024, 6, 15), True),
        ("2024/2024-06", (2024,), (2024, 6), True),
        ("199X/2005", (1990,), (2005,), False),
        ("1990/200X", (1990,), (2009,), False),
        ("2024-06/..", (2024, 6), None, False),
        ("../2024-06", (2024, 6), None, False),
        ("2024/2024", (2024,), None, False),
        ("0000", (-1,), None, True),
        ("-0753", (-754,), None, True),
        ("-0499-03-15", (-500, 3, 15), None, True),
        ("0079", (79,), None, True),
        ("Y-170000002", (-170000003,), None, True),
        ("Y20000/Y30000", (20000,), (30000,), True),
    ],
)
def test_numbers_of_a_date(date: str, start: tuple[int, ...], end: tuple[int, ...] | None, stated: bool) -> None:
    found = parts(parse(date))
    assert found == (numbers(*start), numbers(*end) if end else None)
    assert is_stated(parse(date), *found) is stated
    if stated:
        assert edtf(*found) == date


def test_dates_of_other_programs() -> None:
    assert edtf(numbers(2024, 6, 13, 15), None) == "2024-06-13T15:00"
    assert edtf({"year": 2024, "day": 13}, None) == "2024"
    assert edtf(numbers(2024), numbers(2024)) == "2024"
    assert edtf(numbers(2024, 13, 40), None) == "2024-13-40"
    assert edtf(numbers(2024, 6, 13, 15, 5, 30, 0), None) == "2024-06-13T15:05:30"
    assert edtf(numbers(2024, 6, 13, 15, 5, 30, 2024), None) == "2024-06-13T15:05:30:2024"
    assert edtf(numbers(0), None) == "0000"


@pytest.mark.parametrize(("year", "beyond"), [(-271820, False), (-271821, True), (275759, False), (275760, True)])
def test_the_scale_for_a_year(year: int, beyond: bool) -> None:
    assert is_cosmological(year) is beyond


@each_row(
    ("text", "time"),
    [
        ("15:05", (15, 5)),
        ("15:05:30", (15, 5, 30)),
        ("15:05:30.5", (15, 5, 30, 500)),
        ("15:05:30.000", (15, 5, 30)),
        ("1505", (15, 5)),
        ("3:05 pm", (15, 5)),
        ("12:00 a.m.", (0, 0)),
        ("12 PM", (12, 0)),
        ("9.30am", (9, 30)),
        ("15", None),
        ("noon", None),
    ],
)
def test_times_of_day(text: str, time: tuple[int, ...] | None) -> None:
    assert time_of_day(text) == (dict(zip(NAMES[3:], time, strict=False)) if time else None)
