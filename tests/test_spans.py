from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from random_timelines import DATES

from timeline_tui.bits import Rows
from timeline_tui.dates import NEVER_AFTER, NEVER_BEFORE, Precision, When, day_number, parse
from timeline_tui.spans import Spans

_NEAR = st.integers(day_number(2024, 5, 1), day_number(2024, 8, 1))
_DAYS = _NEAR | st.sampled_from([NEVER_BEFORE, NEVER_AFTER, day_number(-753, 1, 1), day_number(2023, 5, 20)])


def _sorted(texts: list[str]) -> list[When]:
    return sorted(map(parse, texts), key=lambda date: date.sort_key)


@given(st.lists(st.sampled_from(DATES), max_size=12).map(_sorted), _DAYS, _DAYS)
def test_touching_and_straddling(dates: list[When], one: int, other: int) -> None:
    first, last = min(one, other), max(one, other)
    spans = Spans.of(dates)
    touching = [i for i, date in enumerate(dates) if date.earliest <= last and date.latest >= first]
    assert list(Rows(spans.touching(first, last))) == touching
    straddling = [i for i, date in enumerate(dates) if date.earliest < first <= date.latest]
    assert list(Rows(spans.straddling(first))) == straddling
    assert spans.began_before(first) == sum(date.earliest < first for date in dates)


def test_what_is_stated_how_finely() -> None:
    dates = _sorted(["2024", "2024-06", "2024-06-13", "2024-06-13T15:05", "../2024-06-01", "2024-06-14/.."])
    spans = Spans.of(dates)

    def texts(bits: int) -> list[str]:
        return [dates[i].text for i in Rows(bits)]

    assert texts(spans.stated(Precision.DAY)) == ["2024-06-13", "2024-06-13T15:05", "2024-06-14/.."]
    assert texts(spans.stated(Precision.MINUTE)) == ["2024-06-13T15:05"]
    assert texts(spans.stated(Precision.MILLENNIUM)) == [date.text for date in dates[1:]]
    assert spans.unstarted == 1
    assert texts(spans.open_ended) == ["2024-06-14/.."]
