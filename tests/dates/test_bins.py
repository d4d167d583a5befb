from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.bins import HOUR, UNITS, WEEK, bins
from timeline_tui.dates.calendar import weekday
from timeline_tui.dates.edtf_writer import edtf_day, edtf_range
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, day_number, parse

within_edtf = st.integers(day_number(-9999, 1, 1), day_number(9999, 12, 31))
any_day = within_edtf | st.integers(-(10**13), 10**13)


def days(text):
    when = parse(text)
    return when.earliest, when.latest


@given(any_day, st.integers(0, 50), st.sampled_from(UNITS))
def test_bins_cover_the_span_without_gaps(first, more, unit):
    last = unit.start(unit.bin_at(first) + more)
    made = bins(first, last, unit)
    assert len(made) == more + 1
    assert made[0].first <= first <= made[0].last
    assert made[-1].first <= last <= made[-1].last
    assert all(before.last + 1 == after.first for before, after in pairwise(made))
    assert len({b.label for b in made}) == len(made)


@given(any_day, st.sampled_from(UNITS))
def test_a_day_is_in_the_bin_of_its_index(day, unit):
    assert unit.start(unit.bin_at(day)) <= day < unit.start(unit.bin_at(day) + 1)


@each_row(
    ("text", "unit", "labels"),
    [
        ("2024-06-10/2024-06-11", "day", ["10 June 2024", "11 June 2024"]),
        ("2024-06-05/2024-06-18", "week", ["3–9 June 2024", "10–16 June 2024", "17–23 June 2024"]),
        ("2023-11/2024-01", "month", ["November 2023", "December 2023", "January 2024"]),
        ("2022-05/2024-01", "year", ["2022", "2023", "2024"]),
        ("1985/2004", "decade", ["1980s", "1990s", "2000–2009"]),
        ("1850/1950", "century", ["1800–1899", "1900–1999"]),
        ("-0753/0476", "millennium", ["1001–2 BC", "1 BC – AD 999"]),
        ("Y-12000/2024", "10,000 years", ["20,001–10,002 BC", "10,001–2 BC", "1 BC – 9999"]),
    ],
)
def test_units_and_labels(text, unit, labels):
    [unit] = [each for each in UNITS if each.name == unit]
    assert [b.label for b in bins(*days(text), unit)] == labels


def test_weeks_begin_on_monday():
    assert {weekday(b.first) for b in bins(*days("2024"), WEEK)} == {"Monday"}


def test_each_day_has_24_hours():
    first, last = days("2024-06-13/2024-06-14")
    made = bins(first, last, HOUR)
    assert [(b.first, b.last, b.hour) for b in made] == [(d, d, h) for d in (first, last) for h in range(24)]
    assert made[15].label == "13 June 2024, 15:00"
    assert HOUR.bin_at(last) - HOUR.bin_at(first) == 24


@given(within_edtf)
def test_a_day_is_written_so_that_it_reads_back(day):
    assert days(edtf_day(day)) == (day, day)


@given(within_edtf, within_edtf, st.sampled_from(UNITS[:7]))
def test_a_range_is_written_so_that_it_reads_back(one, other, unit):
    first, last = sorted((one, other))
    assert days(edtf_range(first, last)) == (first, last)
    first, last = bins(first, first, unit)[0].first, bins(last, last, unit)[0].last
    if day_number(-9999, 1, 1) <= first and last <= day_number(9999, 12, 31):
        assert days(edtf_range(first, last)) == (first, last)


@given(any_day, any_day)
def test_beyond_four_digits_a_range_is_widened_to_years(one, other):
    first, last = sorted((one, other))
    earliest, latest = days(edtf_range(first, last))
    assert earliest <= first
    assert last <= latest


@each_row(
    ("written", "brief"),
    [
        ("2024-06-13", "2024-06-13"),
        ("2024-06-01/2024-06-30", "2024-06"),
        ("2024-05-01/2024-06-30", "2024-05/2024-06"),
        ("2024-05-01/2024-06-29", "2024-05-01/2024-06-29"),
        ("2024-01-01/2024-12-31", "2024"),
        ("2023-01-01/2024-12-31", "2023/2024"),
        ("1950/1959", "195X"),
        ("1900/1999", "19XX"),
        ("2000/2999", "2XXX"),
        ("1955/1964", "1955/1964"),
        ("-0759/-0750", "-0759/-0750"),
        ("2024-06-12/..", "2024-06-12/.."),
        ("../2024-06-30", "../2024-06"),
        ("2024-01-01/..", "2024/.."),
        ("Y12024", "Y12024"),
    ],
)
def test_a_range_is_written_briefly(written, brief):
    assert edtf_range(*days(written)) == brief


def test_everything():
    assert edtf_range(NEVER_BEFORE, NEVER_AFTER) == "../.."
