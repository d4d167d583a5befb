"""Dates as instants: UTC, and never a time that the date does not allow."""

from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.dates import parse
from timeline_tui.formats.instants import (
    edtf_of_number,
    edtf_of_text,
    has_fraction,
    instant,
    is_held,
    what_is_stated,
)


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2024-06-13T15:05:30Z", "2024-06-13T15:05:30+00:00"),
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
    assert datetime.fromisoformat(text).timestamp() == moment.seconds
    assert is_held(parse(date)) == (date[0] not in "-Y")


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_they_agree_with_the_standard_library(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone.utc)
    found = instant(parse(moment.isoformat()))
    assert found == (round(moment.timestamp()), moment.isoformat())
    if 10**8 < abs(found.seconds) <= 10**11:  # else the number looks like one of another unit
        assert edtf_of_number(str(found.seconds * 10**6)) == f"{found.text[:19]}Z"


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
def test_what_the_instant_is_the_beginning_of(date: str, words: str) -> None:
    assert what_is_stated(parse(date)) == words


@pytest.mark.parametrize(
    ("text", "date", "fraction"),
    [
        ("2015-07-24T19:01:01+00:00", "2015-07-24T19:01:01Z", False),
        ("2015-07-24 19:01:01.250 UTC", "2015-07-24T19:01:01Z", True),
        ("2015-07-24T19:01:01.000000-0330", "2015-07-24T19:01:01-03:30", False),
        ("2015-07-24T19:01", "2015-07-24T19:01", False),
        ("2015-07-24", "", False),
        ("yesterday", "", False),
    ],
)
def test_what_others_write(text: str, date: str, fraction: bool) -> None:
    assert edtf_of_text(text) == date
    assert has_fraction(text) is fraction


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("0", "1970-01-01T00:00:00Z"),
        ("1331698658", "2012-03-14T04:17:38Z"),
        ("1331698658276", "2012-03-14T04:17:38Z"),
        ("1331698658276340", "2012-03-14T04:17:38Z"),
        ("1331698658276340123", "2012-03-14T04:17:38Z"),
        ("-62135596800000000", "0001-01-01T00:00:00Z"),
        ("99999999999999999999", ""),
        ("1.5", ""),
        ("x", ""),
    ],
)
def test_numbers_of_seconds_and_their_fractions(text: str, date: str) -> None:
    assert edtf_of_number(text) == date
