from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.calendar import (
    NEVER_AFTER,
    NEVER_BEFORE,
    civil,
    day_label,
    day_number,
    days_label,
    month_length,
    period_label,
    weekday,
    year_label,
    years_label,
)

years = st.integers(-(10**9), 10**9)


@given(st.dates())
@example(date(2000, 2, 29))  # the last day of a cycle of 400 years
@example(date(1900, 2, 28))
def test_days_count_as_the_ordinals_of_the_standard_library(day):
    assert day_number(day.year, day.month, day.day) == day.toordinal()
    assert civil(day.toordinal()) == (day.year, day.month, day.day)


@given(years, st.integers(1, 12), st.data())
def test_a_day_has_one_number_in_every_year(year, month, data):
    day = data.draw(st.integers(1, month_length(year, month)))
    assert civil(day_number(year, month, day)) == (year, month, day)


@given(st.integers(-(10**12), 10**12))
def test_a_number_is_one_day(day):
    assert day_number(*civil(day)) == day
    assert civil(day) < civil(day + 1)


@given(years, st.integers(1, 12))
def test_months_follow_one_another(year, month):
    following = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    assert day_number(year, month, 1) + month_length(year, month) == day_number(*following)


def test_never_is_beyond_every_year_of_fifteen_digits_and_fits_in_64_bits():
    assert -(2**63) < NEVER_BEFORE < day_number(-(10**15) + 1, 1, 1)
    assert day_number(10**15 - 1, 12, 31) < NEVER_AFTER < 2**63


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 6, 13).toordinal(), "Thursday"),
        (date(1582, 10, 15).toordinal(), "Friday"),
        (date(1582, 10, 14).toordinal(), ""),
        (NEVER_BEFORE, ""),
        (NEVER_AFTER, ""),
    ],
)
def test_weekday(day, name):
    assert weekday(day) == name


@given(st.dates(min_value=date(1582, 10, 15)))
def test_weekdays_equal_those_of_the_standard_library(day):
    assert weekday(day.toordinal()) == day.strftime("%A")


@each_row(
    ("year", "label"),
    [
        (2024, "2024"),
        (1000, "1000"),
        (999, "AD 999"),
        (79, "AD 79"),
        (1, "AD 1"),
        (0, "1 BC"),
        (-753, "754 BC"),
        (-9999, "10,000 BC"),
        (-170000002, "170,000,003 BC"),
        (12024, "AD 12,024"),
    ],
)
def test_year(year, label):
    assert year_label(year) == label


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (2022, 2024, "2022–2024"),
        (2024, 2024, "2024"),
        (-759, -750, "760–751 BC"),
        (79, 81, "AD 79–81"),
        (0, 9, "1 BC – AD 9"),
        (990, 1009, "AD 990–1009"),
        (1950, 1959, "1950–1959"),
    ],
)
def test_years(first, last, label):
    assert years_label(first, last) == label


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (1950, 1959, "1950s"),
        (1900, 1909, "1900–1909"),
        (1955, 1964, "1955–1964"),
        (1900, 1999, "1900–1999"),
        (790, 799, "AD 790–799"),
    ],
)
def test_a_decade_is_named_unless_its_name_might_mean_a_century(first, last, label):
    assert period_label(first, last) == label


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ((2024, 6, 13), (2024, 6, 13), "13 June 2024"),
        ((2023, 5, 19), (2023, 5, 21), "19–21 May 2023"),
        ((2024, 5, 30), (2024, 6, 2), "30 May – 2 June 2024"),
        ((2023, 12, 30), (2024, 1, 2), "30 December 2023 – 2 January 2024"),
        ((-43, 3, 14), (-43, 3, 15), "14–15 March 44 BC"),
    ],
)
def test_days(first, last, label):
    assert days_label(day_number(*first), day_number(*last)) == label


def test_day():
    assert day_label(day_number(-753, 4, 21)) == "21 April 754 BC"


@each_row(("year", "days"), [(2024, 29), (2023, 28), (2100, 28), (1800, 28), (2000, 29), (0, 29), (-4, 29), (-100, 28)])
def test_leap_years(year, days):
    assert month_length(year, 2) == days
