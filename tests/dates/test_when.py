import re
from datetime import date
from itertools import groupby
from operator import attrgetter

import pytest
from chronology import in_order
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import near_dates
from tables import each_row

from timeline_tui.dates.calendar import MONTHS
from timeline_tui.dates.when import (
    NEVER_AFTER,
    NEVER_BEFORE,
    DateError,
    Precision,
    When,
    civil,
    day_number,
    parse,
    undated,
)

four_digits = st.integers(0, 9999).map("{:04}".format)
signs = st.sampled_from(["", "", "", "-"])
years = st.builds("{}{}".format, signs, four_digits).filter(lambda year: year != "-0000")
masked_years = st.builds(lambda year, known: year[: len(year) - known] + "X" * known, years, st.integers(1, 3))
long_years = st.builds("Y{}{}".format, signs, st.integers(10000, 10**15 - 1))
months = st.builds("{}-{}".format, years, st.integers(1, 12).map("{:02}".format) | st.just("XX"))
seasons = st.builds("{}-{}".format, years, st.integers(21, 24))
days = st.dates().map(date.isoformat) | st.builds(
    "-{:04}-{:02}-{:02}".format, st.integers(1, 9999), *[st.integers(1, 12)] * 2
)
unknown_days = st.builds("{}-XX".format, months)
clocks = st.builds(
    lambda time, parts: time.isoformat(parts), st.times(), st.sampled_from(["minutes", "seconds", "auto"])
)
zones = st.sampled_from(["", "Z", "+02:00", "-05", "+05:30", "+00:00"])
moments = st.builds("{}T{}{}".format, days, clocks, zones)
points = st.one_of(years, masked_years, long_years, months, seasons, days, unknown_days, moments)
qualified = st.builds("{}{}".format, points, st.sampled_from(["", "", "?", "~", "%"]))
open_intervals = st.builds("{}/{}".format, qualified, st.sampled_from(["", ".."])) | st.builds(
    "{}/{}".format, st.sampled_from(["", ".."]), qualified
)


@st.composite
def closed_intervals(draw):
    first, last = draw(qualified), draw(qualified)
    return f"{first}/{last}" if parse(first).latest + 2 < parse(last).earliest else f"{first}/{first}"


dates = st.one_of(qualified, open_intervals, closed_intervals())


@given(dates)
def test_a_date_keeps_its_text_and_spans_its_days(text):
    when = parse(f" {text}\n")
    assert when.text == text
    assert parse(when.text) == when
    assert hash(parse(text)) == hash(when)
    assert when.earliest <= when.latest
    assert when.is_interval == ("/" in text)
    assert when.approximate == bool(re.search("[~%]", text))
    assert when.uncertain == bool(re.search("[?%]", text))
    assert (when.start is None, when.end is None) == (when.earliest == NEVER_BEFORE, when.latest == NEVER_AFTER)


@given(dates, dates)
def test_the_earlier_first_day_comes_first(one, other):
    a, b = parse(one), parse(other)
    if a.earliest < b.earliest:
        assert a.sort_key < b.sort_key
    assert not (a.precedes(b) and b.precedes(a))
    if a.latest < b.earliest - 2:
        assert a.precedes(b) == (not re.search("[~?%]", one + other))


@given(st.lists(near_dates(), max_size=8))
@example(["2024-06-13T23:30", "2024-06-13T14:22:01"])
@example(["2024-06-13T01:00-05:00", "2024-06-13T02:00Z", "2024-06-13T09:00+09:00"])
@example(["2024-06-13T10:00:00.900Z", "2024-06-13T10:00:00.1Z", "2024-06-13T10:00Z", "2024-06-13T10:00:00.09Z"])
@example(["2024-06-13T05:00", "2024-06-13T02:00Z", "2024-06-13T09:00+09:00", "2024-06-13/2024-06-14", "2024-06-13"])
@example(["2024-06-13/2024-06-15T10:00", "2024-06-13/2024-06-14"])
@example(["2024-06-13/2024-06-14T15:30", "2024-06-13/2024-06-14T15:30:10", "2024-06-13/2024-06-14"])
def test_times_are_in_order(texts):
    keys = [parse(text).sort_key for text in texts]
    assert sorted(range(len(texts)), key=keys.__getitem__) == in_order(texts)


@given(st.lists(st.one_of(dates, near_dates()), max_size=12))
@example(["../2024-06-30T15:05", "../2024-06-30", "../2024-06", "../2024-06-30T15:05:01", "/2024-06-30"])
def test_each_day_has_one_heading(texts):
    headings = [when.heading for when in sorted(map(parse, texts), key=attrgetter("sort_key"))]
    assert len(list(groupby(headings))) == len(set(headings))


@each_row(
    ("one", "other", "precedes"),
    [
        ("2024-06-12", "2024-06-13", True),
        ("2024-06-13", "2024-06-13", False),
        ("2024-06-12/2024-06-13", "2024-06-13T00:00", False),
        ("2024-06-13T10:00", "2024-06-13", False),
        ("2024-06-13T10:00", "2024-06-13T10:01", True),
        ("2024-06-13T10:00", "2024-06-13T10:00:30", False),
        ("2024-06-13T10:00:30", "2024-06-13T10:00:31", True),
        ("2024-06-13T10:00:30.1", "2024-06-13T10:00:30.2", True),
        ("2024-06-13T10:00:30.1", "2024-06-13T10:00:30.15", False),
        ("2024-06-13T10:00", "2024-06-13T12:00Z", False),
        ("2024-06-13T09:00+09:00", "2024-06-13T02:00Z", True),
        ("2024-06-13T01:00+09:00", "2024-06-12T20:00Z", True),
        ("2024-06-12T20:00Z", "2024-06-13T01:00+09:00", False),
        ("2024-06-12/..", "2024-06-13", False),
        ("2024-06-12", "../2024-06-13", False),
    ],
)
def test_a_date_precedes_another_only_if_that_is_certain(one, other, precedes):
    assert parse(one).precedes(parse(other)) is precedes


@given(st.one_of(years, masked_years, long_years, months, seasons, unknown_days))
def test_no_day_is_shown_that_is_not_stated(text):
    when = parse(text)
    assert when.precision < Precision.DAY
    months = "|".join(MONTHS)
    for shown in (when.label, when.heading):
        assert not re.search(f"[0-9] (?:{months})|day|:", shown)
        assert bool(re.search(months, shown)) == (when.precision == Precision.MONTH)
    assert when.minute is None
    assert when.weekday == ""


@given(days)
def test_a_day_is_shown_in_full(text):
    when = parse(text)
    year, month, day = civil(when.earliest)
    assert when.earliest == when.latest
    assert text == f"{'-' * (year < 0)}{abs(year):04}-{month:02}-{day:02}"
    assert when.label.startswith(f"{day} ")
    assert when.heading.endswith(when.label)
    assert when.row_note == ""


def day(text):
    year, month, day = re.fullmatch("(-?[0-9]+)-([0-9]+)-([0-9]+)", text).groups()
    return day_number(int(year), int(month), int(day))


@each_row(
    ("text", "earliest", "latest", "precision"),
    [
        ("2024", "2024-1-1", "2024-12-31", Precision.YEAR),
        ("2024-06", "2024-6-1", "2024-6-30", Precision.MONTH),
        ("2024-06-13", "2024-6-13", "2024-6-13", Precision.DAY),
        ("2024-06-13T15:05", "2024-6-13", "2024-6-13", Precision.MINUTE),
        ("2024-06-13T15:05:30Z", "2024-6-13", "2024-6-13", Precision.SECOND),
        ("2024-21", "2024-3-1", "2024-5-31", Precision.SEASON),
        ("2024-22", "2024-6-1", "2024-8-31", Precision.SEASON),
        ("2024-23", "2024-9-1", "2024-11-30", Precision.SEASON),
        ("2024-24", "2024-12-1", "2025-2-28", Precision.SEASON),
        ("2024-XX", "2024-1-1", "2024-12-31", Precision.YEAR),
        ("2024-XX-XX", "2024-1-1", "2024-12-31", Precision.YEAR),
        ("2024-02-XX", "2024-2-1", "2024-2-29", Precision.MONTH),
        ("201X", "2010-1-1", "2019-12-31", Precision.DECADE),
        ("20XX", "2000-1-1", "2099-12-31", Precision.CENTURY),
        ("2XXX", "2000-1-1", "2999-12-31", Precision.MILLENNIUM),
        ("-075X", "-759-1-1", "-750-12-31", Precision.DECADE),
        ("000X", "0-1-1", "9-12-31", Precision.DECADE),
        ("0000", "0-1-1", "0-12-31", Precision.YEAR),
        ("-0753", "-753-1-1", "-753-12-31", Precision.YEAR),
        ("-0043-03-15", "-43-3-15", "-43-3-15", Precision.DAY),
        ("Y-170000002", "-170000002-1-1", "-170000002-12-31", Precision.YEAR),
        ("2023-05-19/2023-05-21", "2023-5-19", "2023-5-21", Precision.DAY),
        ("2023/2024-03", "2023-1-1", "2024-3-31", Precision.YEAR),
        ("2024/2024-03", "2024-1-1", "2024-3-31", Precision.YEAR),
        ("2024-06-13~/2024-06?", "2024-6-13", "2024-6-30", Precision.DAY),
    ],
)
def test_the_days_that_a_date_may_mean(text, earliest, latest, precision):
    when = parse(text)
    assert (when.earliest, when.latest, when.precision) == (day(earliest), day(latest), precision)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "unknown"),
    [
        ("2024-06-13/..", day("2024-6-13"), NEVER_AFTER, False),
        ("2024-06-13/", day("2024-6-13"), NEVER_AFTER, True),
        ("../2024", NEVER_BEFORE, day("2024-12-31"), False),
        ("/2024", NEVER_BEFORE, day("2024-12-31"), True),
    ],
)
def test_an_interval_may_lack_an_end(text, earliest, latest, unknown):
    when = parse(text)
    assert (when.earliest, when.latest, when.is_unknown) == (earliest, latest, unknown)
    assert None in (when.start, when.end)


@each_row(
    ("text", "label", "heading", "row_note"),
    [
        ("2024-06-13", "13 June 2024", "Thursday 13 June 2024", ""),
        ("2024-06", "June 2024", "June 2024", ""),
        ("2024-06-XX", "June 2024", "June 2024", ""),
        ("2024", "2024", "2024", ""),
        ("2024-22", "summer 2024", "summer 2024", ""),
        ("195X", "1950s", "1950s", ""),
        ("190X", "between 1900 and 1909", "1900–1909", ""),
        ("20XX", "between 2000 and 2099", "2000–2099", ""),
        ("20XX?", "possibly 2000–2099", "2000–2099", ""),
        ("-075X", "between 760 and 751 BC", "760–751 BC", ""),
        ("000X", "between 1 BC and AD 9", "1 BC – AD 9", ""),
        ("0079-08-24", "24 August AD 79", "24 August AD 79", ""),
        ("-0753", "754 BC", "754 BC", ""),
        ("Y-170000002", "170,000,003 BC", "170,000,003 BC", ""),
        ("2024-02-24~", "about 24 February 2024", "Saturday 24 February 2024", ""),
        ("2024?", "possibly 2024", "2024", ""),
        ("2024-06%", "possibly about June 2024", "June 2024", ""),
        ("2024-06-13T15:05", "13 June 2024, 15:05", "Thursday 13 June 2024", "15:05"),
        ("2024-06-13T15:05Z", "13 June 2024, 15:05 UTC", "Thursday 13 June 2024", "15:05 UTC"),
        ("2024-06-13T15:05+02:00", "13 June 2024, 15:05 UTC+2", "Thursday 13 June 2024", "15:05 UTC+2"),
        ("2024-06-13T15:05-03:30", "13 June 2024, 15:05 UTC−3:30", "Thursday 13 June 2024", "15:05 UTC−3:30"),
        ("2024-06-13T15:05:30.250Z", "13 June 2024, 15:05:30.250 UTC", "Thursday 13 June 2024", "15:05:30.250 UTC"),
        ("2024-06-13T15:05:30-10", "13 June 2024, 15:05:30 UTC−10", "Thursday 13 June 2024", "15:05:30 UTC−10"),
        ("2024-06-13T15:05+00:30", "13 June 2024, 15:05 UTC+0:30", "Thursday 13 June 2024", "15:05 UTC+0:30"),
        ("2024-06-13T15:05+00:00", "13 June 2024, 15:05 UTC", "Thursday 13 June 2024", "15:05 UTC"),
        ("2023-05-19/2023-05-21", "19–21 May 2023", "Friday 19 May 2023", "→ 21 May"),
        ("2024-05-30/2024-06-02", "30 May – 2 June 2024", "Thursday 30 May 2024", "→ 2 June"),
        ("2023-12-30/2024-01", "30 December 2023 – January 2024", "Saturday 30 December 2023", "→ January 2024"),
        ("2024-06-13/2024-06-13", "13 June 2024", "Thursday 13 June 2024", ""),
        ("2024-05/2024-06", "May–June 2024", "May 2024", "→ June"),
        ("2024-21/2024-22", "spring–summer 2024", "spring 2024", "→ summer"),
        ("2022/2024", "2022–2024", "2022", "→ 2024"),
        ("1950/1959", "1950–1959", "1950", "→ 1959"),
        ("-0753/0476", "754 BC – AD 476", "754 BC", "→ AD 476"),
        ("195X/196X", "1950s – 1960s", "1950s", "→ 1960s"),
        ("2024-02-01~/2024-02-05~", "about 1–5 February 2024", "Thursday 1 February 2024", "→ about 5 February"),
        ("2023?/2024~", "possibly 2023 – about 2024", "2023", "→ about 2024"),
        ("2024-06-13/..", "from 13 June 2024", "Thursday 13 June 2024", "onwards"),
        ("2024-06-13~/", "from about 13 June 2024, end unknown", "Thursday 13 June 2024", "end unknown"),
        ("../2024-06", "until June 2024", "until June 2024", ""),
        ("/2024", "until 2024, start unknown", "until 2024", "start unknown"),
        (
            "2024-06-13T15:05+02:00/2024-06-13T17:00+02:00",
            *("13 June 2024, 15:05–17:00 UTC+2", "Thursday 13 June 2024", "15:05–17:00 UTC+2"),
        ),
        (
            "2024-06-13T23:00/2024-06-14T01:00",
            *("13 June 2024, 23:00 – 14 June 2024, 01:00", "Thursday 13 June 2024", "23:00 → 14 June, 01:00"),
        ),
        ("2024-06-13T15:05/..", "from 13 June 2024, 15:05", "Thursday 13 June 2024", "15:05 onwards"),
    ],
)
def test_the_label_of_a_date(text, label, heading, row_note):
    when = parse(text)
    assert (when.label, when.heading, when.row_note) == (label, heading, row_note)
    assert str(when) == label


def test_deep_time_precise_days_and_times_sort():
    in_order = [
        *("../2024", "Y-170000002", "-0753", "-0043-03-15", "0000", "0079-08-24", "195X", "20XX", "2024", "2024-01"),
        *("2024-01-01", "2024-06-13", "2024-06-13/2024-06-14", "2024-06-13T05:05+09:00", "2024-06-13T09:00"),
        *("2024-06-13T15:05", "2024-06-13T15:05/2024-06-13T15:30", "2024-06-13T15:05:00", "2024-06-13T15:05:10"),
        *("2024-06-13T15:05:10.025", "2024-06-13T15:05:10.1", "2024-06-13T15:05:30", "2024-24", "Y12024"),
    ]
    assert [when.text for when in sorted(map(parse, reversed(in_order)), key=attrgetter("sort_key"))] == in_order


def test_minutes_equal_those_of_the_stated_clock():
    assert parse("2024-06-13T15:05+02:00").minute == 15 * 60 + 5
    assert parse("2024-06-13T00:00/2024-06-14").minute == 0
    assert parse("2024-06-13").minute is None
    assert parse("../2024-06-13T15:05").minute is None


def test_an_interval_across_the_date_line_may_end_on_the_day_before_by_the_clocks():
    when = parse("2024-06-13T01:00+09:00/2024-06-12T20:00Z")
    assert (when.earliest, when.latest) == (day("2024-6-13"), day("2024-6-13"))


@each_row(
    ("text", "message", "offset"),
    [
        ("2024-06-31", "June 2024 has 30 days", 8),
        ("  2024-06-31", "June 2024 has 30 days", 10),
        ("2023-02-29", "February 2023 has 28 days", 8),
        ("1900-02-29", "February 1900 has 28 days", 8),
        ("2024-06-13/2024-06-31", "June 2024 has 30 days", 19),
        ("2024-06-00", "there is no day 00", 8),
        ("2024-13", "there is no month 13", 5),
        ("2024-00-01", "there is no month 00", 5),
        ("2024-25", "there is no month 25", 5),
        ("2024-22-01", "a season has no days", 8),
        ("2024-XX-13", "a day needs a known month", 8),
        ("201X-06", "a year with X has no month or day", 5),
        ("-0000", "year 0 has no sign", 0),
        ("2024-06T15:05", "a time of day needs a full date", 8),
        ("2024-06-13T25:00", "there is no hour 25", 11),
        ("2024-06-13T15:61", "there is no minute 61", 14),
        ("2024-06-13T15:05:60", "there is no second 60", 17),
        ("2024-06-13T15:05.5", "not understood as a date", 0),
        ("2024-06-13T15:05:30.1234567890", "not understood as a date", 0),
        ("2024-06-13T15:05+15:00", "there is no time zone +15:00", 16),
        ("2024-06-13T15:05+14:01", "there is no time zone +14:01", 16),
        ("2024-06-13T15:05-12:01", "there is no time zone -12:01", 16),
        ("2024-06-13T15:05+01:60", "there is no time zone +01:60", 16),
        ("2024/2023", "the end is before the start", 5),
        ("2024-06-13T15:05/2024-06-13T15:04", "the end is before the start", 17),
        ("2024-06-13T15:05Z/2024-06-13T16:05+02:00", "the end is before the start", 18),
        ("2024-06-13T15:05-02:00/2024-06-13T17:00Z", "the end is before the start", 23),
        ("", "the date is empty", 0),
        ("/", "an interval needs at least one date", 0),
        ("../..", "an interval needs at least one date", 0),
        ("2024/2025/2026", "not understood as a date", 5),
        ("yesterday", "not understood as a date", 0),
        ("2024-6-13", "not understood as a date", 0),
        ("２０２４-06-13", "not understood as a date", 0),
        ("2024-06-13\n2024", "not understood as a date", 0),
        ("XXXX", "not understood as a date", 0),
        ("Y2024", "not understood as a date", 0),
        ("Y1234567890123456", "not understood as a date", 0),
        ("[2023,2024]", "not understood as a date", 0),
    ],
)
def test_the_messages_for_wrong_dates(text, message, offset):
    with pytest.raises(DateError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.offset) == (message, offset)
    assert str(caught.value) == message


@each_row(
    ("text", "hint"),
    [
        ("June 13, 2024", "write 2024-06-13"),
        ("06/07/2024", "write 2024-07-06 or 2024-06-07"),
        ("2024-13", "months are 01–12, seasons 21 (spring)–24 (winter)"),
        ("2024-06-13T25:00", "the last one is 23"),
        ("2024/2023", "write 2023/2024"),
        ("2024-06-00", "write 2024-06"),
        ("yesterday", "dates are written 2024-06-13, 2024-06 or 2024, intervals 2024-06-13/2024-06-15"),
        ("2024-06-31", ""),
    ],
)
def test_hints(text, hint):
    with pytest.raises(DateError) as caught:
        parse(text)
    assert caught.value.hint == hint


@given(st.text(st.sampled_from([*"0123456789-/.:TXYZ?~% +"]), max_size=14))
def test_every_text_is_a_date_or_wrong(text):
    wrong = None
    try:
        when = parse(text)
    except DateError as error:
        wrong = error
    if wrong:
        assert wrong.message
        assert 0 <= wrong.offset <= len(text)
    else:
        assert when.label
        assert when.heading


def test_a_date_cannot_be_changed():
    when = parse("2024")
    assert isinstance(when, When)
    with pytest.raises(AttributeError):
        when.text = "2025"


@pytest.mark.parametrize("zone", ["-12:00", "+14:00", "-12", "+05:59"])
def test_the_outermost_offsets_are_read(zone):
    assert parse(f"2024-06-13T15:05{zone}").start.zone == zone


@pytest.mark.parametrize("text", ["", "unknown", "14/7/24", "/", "2024-06-31", "x" * 99])
def test_undated_is_after_all_dates_and_no_interval(text: str) -> None:
    date = undated(text)
    assert date.text == text
    assert (date.is_undated, date.is_interval, date.is_unknown) == (True, False, False)
    assert (date.heading, date.weekday) == ("Undated", "")
    assert date.sort_key == undated("other").sort_key
    assert all(parse(other).sort_key < date.sort_key for other in ("2024-06-13/..", "../2024", "Y170000002"))
    assert not date.precedes(parse("2024"))
    assert not parse("2024").precedes(date)


def test_a_text_in_place_of_a_date_is_never_read_as_one() -> None:
    assert undated("1923-24").text == "[1923-24]"
    with pytest.raises(DateError):
        parse(undated("1923-24").text)
