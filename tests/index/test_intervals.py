from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import DATES, near_dates
from tables import each_row

from timeline_tui.dates.edtf_writer import edtf_day
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, Precision, When, day_number, parse, undated
from timeline_tui.index.bits import Positions
from timeline_tui.index.intervals import Intervals


def _sorted(texts: list[str]) -> list[When]:
    return sorted(map(parse, texts), key=lambda date: date.sort_key)


_DATES = st.sampled_from(DATES) | near_dates()


@st.composite
def _dates_and_range(draw: st.DrawFn) -> tuple[list[When], int, int]:
    """Dates in order, and two days: each is the first or last day of one of the dates, or a day beside it."""
    texts = draw(st.lists(_DATES, min_size=1, max_size=12))
    dates = _sorted(texts)
    ends = st.sampled_from(dates).flatmap(lambda date: st.sampled_from((date.earliest, date.latest)))
    first, last = sorted((draw(ends) + draw(st.integers(-1, 1)), draw(ends) + draw(st.integers(-1, 1))))
    return dates, first, last


def _example(texts: str, first: str, last: str) -> tuple[list[When], int, int]:
    return _sorted(texts.split()), parse(first).earliest, parse(last).latest


@given(_dates_and_range())
@example(_example("2024-06-13", "2024-06-12", "2024-06-13"))  # begins on the last day
@example(_example("2024-06-13", "2024-06-13", "2024-06-14"))
@example(_example("2024-06-12/2024-06-13", "2024-06-13", "2024-06-13"))  # ends on the first day
@example(_example("2024-06-11/2024-06-12 2024-06-12", "2024-06-13", "2024-06-14"))
@example(_example("2024-06-14 2024-06-14/2024-06-15", "2024-06-12", "2024-06-13"))
@example(_example("../2024-06-13 2024-06-13/..", "2024-06-13", "2024-06-13"))
@example(([], NEVER_BEFORE, NEVER_AFTER))
def test_touching_and_ongoing(given_: tuple[list[When], int, int]) -> None:
    dates, first, last = given_
    spans = Intervals.from_dates(dates)
    touching = [i for i, date in enumerate(dates) if date.earliest <= last and date.latest >= first]
    assert list(Positions(spans.touching(first, last))) == touching
    ongoing = [i for i, date in enumerate(dates) if date.earliest < first <= date.latest]
    assert list(Positions(spans.ongoing(first))) == ongoing
    assert spans.began_before(first) == sum(date.earliest < first for date in dates)
    assert [*spans.earliest] == [date.earliest for date in dates]
    assert [spans.last_day(i) for i in range(len(dates))] == [date.latest for date in dates]


@each_row("days", range(10))
def test_an_event_is_found_on_each_of_its_days(days: int) -> None:
    """Each event has another bit length of its days. It is not found on the days before and after."""
    first = day_number(2024, 6, 13)
    spans = Intervals.from_dates([parse(f"{edtf_day(first)}/{edtf_day(first + days)}")])
    touched = [day for day in range(first - 3, first + days + 4) if spans.touching(day, day)]
    assert touched == list(range(first, first + days + 1))


def test_events_by_the_precision_of_their_start() -> None:
    dates = _sorted(["2024", "2024-06", "2024-06-13", "2024-06-13T15:05", "../2024-06-01", "2024-06-14/.."])
    spans = Intervals.from_dates(dates)

    def texts(bits: int) -> list[str]:
        return [dates[i].text for i in Positions(bits)]

    assert texts(spans.stated(Precision.DAY)) == ["2024-06-13", "2024-06-13T15:05", "2024-06-14/.."]
    assert texts(spans.stated(Precision.MINUTE)) == ["2024-06-13T15:05"]
    assert texts(spans.stated(Precision.MILLENNIUM)) == [date.text for date in dates[1:]]
    assert spans.unstarted == 1


def test_undated_events_are_last_and_touch_no_day() -> None:
    dates = [*_sorted(["../2024-06-01", "2024-06-13", "2024-06-14/.."]), undated(), undated("soon")]
    spans = Intervals.from_dates(dates)
    assert (spans.unstarted, spans.dated) == (1, 3)
    assert spans.span == (parse("2024-06-13").earliest, parse("2024-06-14").earliest)
    assert list(Positions(spans.stated(Precision.MILLENNIUM))) == [1, 2]
    assert list(Positions(spans.touching(NEVER_BEFORE, NEVER_AFTER))) == [0, 1, 2]
    assert list(Positions(spans.touching(NEVER_BEFORE, NEVER_AFTER + 9))) == [0, 1, 2]
    assert Intervals.from_dates([undated()]).span is None
