"""Which dates of sources differ, and the span that they cover."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from random_timelines import near_dates
from tables import each_row

from timeline_tui.dates.agreement import covered, differing
from timeline_tui.dates.when import When, parse, undated

DAY = "2024-06-13"


def whens(text: str) -> set[When]:
    return set(map(parse, text.split()))


@each_row(
    ("stated", "given", "expected"),
    [
        (DAY, "2024-06-13 2024-06 2024 202X 2024-06-13T15:05", ""),
        (DAY, "2024-06-12 2024-06-13", "2024-06-12"),
        (DAY, "2024-05 2023", "2024-05 2023"),
        (DAY, "2024-06-12/2024-06-13 2024-06-13/2024-06-14", "2024-06-12/2024-06-13 2024-06-13/2024-06-14"),
        (DAY, "2024-06-13/.. ../2024-06-13 2024-06-13/", "2024-06-13/.. ../2024-06-13"),
        ("2024-06-13/..", "2024-06-13/ 2024-06-13/.. 2024-06-13/2024-06-20", "2024-06-13/2024-06-20"),
        # an approximate or uncertain date differs from nothing, on both sides
        (DAY, "2024-06-12~ 2023? 2024-06-14/2024-06-15~ 2024-06-12", "2024-06-12"),
        ("2024-06-13~", "2024-06-12 2023", "2024-06-12 2023"),
        ("2024-06-13~", "2024-06-12 2024-06", ""),
        (DAY, "2024-06-14/.. ../2024-06-12", "2024-06-14/.. ../2024-06-12"),
        ("2024-06-13/2024-06-15", "2024-06/2024-06 2024-06-13/2024-06", ""),
        ("2024-06-13/2024-06-15", "2024-06-14", "2024-06-14"),
        ("2024-06-13T15:05Z", "2024-06-13T15:06Z 2024-06-13T17:05+02:00 2024-06-13T15:05:30Z", "2024-06-13T15:06Z"),
        ("2024-06-13T15:05Z", "2024-06-13T23:00", ""),
        ("2024-06", "2024-06-12 2024-06-14 2024", "2024-06-12 2024-06-14 2024"),
        ("2024-06", "2024-06-12 2024-05", "2024-05"),
    ],
)
def test_dates_differ_if_they_cannot_be_the_same(stated: str, given: str, expected: str) -> None:
    assert differing(parse(stated), whens(given)) == whens(expected)


def test_an_undated_event_is_disputed_by_sources_that_differ_among_themselves() -> None:
    assert differing(undated("soon"), whens("2024-06-12")) == set()
    assert differing(undated(), whens("2024-06-12 2024-06-13")) == whens("2024-06-12 2024-06-13")


def _is_open(date: When, end: str) -> bool:
    return getattr(date, end) is None and not date.is_unknown


@given(near_dates().map(parse), st.sets(near_dates().map(parse), max_size=4))
def test_the_dates_that_differ_equal_those_of_a_comparison_of_all_pairs(stated: When, given: set[When]) -> None:
    def apart(a: When, b: When) -> bool:
        if not (a.is_certain and b.is_certain):
            return False
        if any(_is_open(one, end) and getattr(two, end) for one, two in ((a, b), (b, a)) for end in ("start", "end")):
            return True
        ends = [(a.start, b.start), (a.end, b.end)]
        return any(one and two and (one.precedes(two) or two.precedes(one)) for one, two in ends)

    given = {date for date in given if date.is_certain}
    from_stated = {date for date in given if apart(stated, date)}
    rest = given - from_stated
    among = any(apart(a, b) for a in rest for b in rest)
    assert differing(stated, given) == (given if among else from_stated)


@each_row(
    ("dates", "label"),
    [
        ("2024-06-14 2024-06-12", "12–14 June 2024"),
        ("2024-06-09 2024-06-09/2024-06-10", "9–10 June 2024"),
        ("1910 1912~", "1910 – about 1912"),
        ("2024-06-12", "12 June 2024"),
        ("2024-06-13/.. 2024-06-14", "from 13 June 2024"),
        ("-0753 -0750", "754–751 BC"),
    ],
)
def test_dates_cover_a_span(dates: str, label: str) -> None:
    span = covered(whens(dates))
    assert span is not None
    assert span.label == label


@given(st.sets(near_dates().map(parse)))
def test_the_span_contains_each_date(dates: set[When]) -> None:
    span = covered({*dates, undated("x")})
    assert span is None or all(span.earliest <= date.earliest and date.latest <= span.latest for date in dates)


def test_nothing_covers_no_span_and_all_of_time_has_no_label() -> None:
    assert covered(()) is None
    assert covered(whens("../2024-06-13 2024-06-12/..")) is None


def test_the_span_of_times_of_one_day_does_not_depend_on_their_order() -> None:
    for dates in ("2024-06-13T15:00 2024-06-13T16:00", "2024-06-13T16:00 2024-06-13T15:00"):
        span = covered([parse(text) for text in dates.split()])
        assert span
        assert span.label == "13 June 2024, 15:00–16:00"
    span = covered(whens("2024-01-31T18:00 2024-01-31 2024-02-16"))
    assert span
    assert span.label == "31 January – 16 February 2024"
