"""Dates as instants in UTC: the time is always one that the date allows."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.timesketch.instants import description, edtf_of_number, edtf_of_text, instant, is_cut, is_held


@each_row(
    ("date", "text"),
    [
        ("2024-06-13T15:05:30Z", "2024-06-13T15:05:30+00:00"),
        ("2024-06-13T15:05:30.9Z", "2024-06-13T15:05:30.900000+00:00"),
        ("2024-06-13T15:05+02:00", "2024-06-13T13:05:00+00:00"),
        ("2024-06-13T01:05+05:30", "2024-06-12T19:35:00+00:00"),
        ("2024-06-13T23:05-03", "2024-06-14T02:05:00+00:00"),
        ("2024-06-13T15:05", "2024-06-13T15:05:00+00:00"),
        ("2024-06", "2024-06-01T00:00:00+00:00"),
        ("2024-22", "2024-06-01T00:00:00+00:00"),
        ("201X", "2010-01-01T00:00:00+00:00"),
        ("2024-06-13/..", "2024-06-13T00:00:00+00:00"),
        ("../2024-06-13", "2024-06-13T00:00:00+00:00"),
        ("1950", "1950-01-01T00:00:00+00:00"),
        ("-0753", "0001-01-01T00:00:00+00:00"),
        ("Y-170000002", "0001-01-01T00:00:00+00:00"),
        ("Y20000", "9999-12-31T23:59:59+00:00"),
        ("0001-01-01T01:00+02:00", "0001-01-01T00:00:00+00:00"),
    ],
)
def test_instants(date: str, text: str) -> None:
    moment = instant(parse(date))
    assert moment.text == text
    assert datetime.fromisoformat(text).timestamp() * 10**6 == moment.number(6)
    assert is_held(parse(date)) == (date[0] not in "-Y")


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_they_agree_with_the_standard_library(moment: datetime) -> None:
    moment = moment.replace(tzinfo=timezone.utc)
    found = instant(parse(moment.isoformat()))
    assert found.text == moment.isoformat()
    number = (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)
    assert found.number(6) == number
    assert (found.number(0), found.number(3), found.number(9)) == (number // 10**6, number // 1000, number * 1000)
    if 10**14 < abs(number) <= 10**17:  # else the number looks like one of another unit
        assert instant(parse(edtf_of_number(str(number)))).number(6) == number


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-06-13T15:05", "Time of the event"),
        ("2024-06-13", "Day of the event"),
        ("2024-06~", "Month of the event, approximate"),
        ("2024?", "Year of the event, uncertain"),
        ("195X", "Decade of the event"),
        ("2024-06-13/2024-06-15", "Day of the beginning"),
        ("../2024%", "Year of the end, approximate, uncertain"),
    ],
)
def test_the_precision_in_words(date: str, words: str) -> None:
    assert description(parse(date)) == words


@each_row(
    ("text", "date", "cut"),
    [
        ("2015-07-24T19:01:01+00:00", "2015-07-24T19:01:01Z", False),
        ("2015-07-24 19:01:01.250 UTC", "2015-07-24T19:01:01.250Z", False),
        ("2015-07-24 19:01:01,250", "2015-07-24T19:01:01.250", False),
        ("2015-07-24T19:01:01.000000-0330", "2015-07-24T19:01:01-03:30", False),
        ("2015-07-24T19:01:01.1234567890", "2015-07-24T19:01:01.123456789", False),
        ("2015-07-24T19:01:01.1234567891", "2015-07-24T19:01:01.123456789", True),
        ("2015-07-24T19:01", "2015-07-24T19:01", False),
        ("2015-07-24T19:01.5", "2015-07-24T19:01", True),
        ("2015-07-24", "", False),
        ("yesterday", "", False),
    ],
)
def test_times_of_other_programs(text: str, date: str, cut: bool) -> None:
    assert edtf_of_text(text) == date
    assert is_cut(text) is cut


@each_row(
    ("text", "date"),
    [
        ("0", "1970-01-01T00:00:00Z"),
        ("1331698658", "2012-03-14T04:17:38Z"),
        ("1331698658276", "2012-03-14T04:17:38.276Z"),
        ("1331698658276340", "2012-03-14T04:17:38.27634Z"),
        ("1331698658276340123", "2012-03-14T04:17:38.276340123Z"),
        ("1331698658000000", "2012-03-14T04:17:38Z"),
        ("-100", "1969-12-31T23:58:20Z"),
        ("-100000000001", "1966-10-31T14:13:19.999Z"),
        ("-62135596800000000", "0001-01-01T00:00:00Z"),
        ("99999999999999999999", ""),
        ("1.5", ""),
        ("x", ""),
    ],
)
def test_numbers_of_seconds_and_their_fractions(text: str, date: str) -> None:
    assert edtf_of_number(text) == date


@pytest.mark.parametrize(
    ("text", "date"), [("100000000000", "5138-11-16T09:46:40Z"), ("100000000001", "1973-03-03T09:46:40.001Z")]
)
def test_the_unit_of_a_number_changes_above_the_bound(text: str, date: str) -> None:
    assert edtf_of_number(text) == date
