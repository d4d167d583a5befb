from __future__ import annotations

from random import Random

from timeline_tui.dates.edtf_writer import edtf_day
from timeline_tui.dates.when import parse
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.index.known_since import STEPS
from timeline_tui.model.timeline import Citation, Event, Source, Timeline


def test_events_known_by_each_day_as_in_a_scan() -> None:
    random, first = Random(5), parse("2024-01-01").earliest
    for size in (0, 1, STEPS - 1, STEPS, STEPS + 1, 3 * STEPS + 7):
        days = [[first + random.randrange(40) for _ in range(random.randrange(3))] for _ in range(size)]
        events = [
            Event(
                f"e{n}", parse("2024"), "t", sources=tuple(Citation(Source(date=parse(edtf_day(day)))) for day in own)
            )
            for n, own in enumerate(days)
        ]
        known = Index(Timeline(events=tuple(events))).known
        for day in range(first - 1, first + 41):
            expected = [n for n, own in enumerate(days) if any(published <= day for published in own)]
            assert list(Positions(known.by(day))) == expected, (size, day)


def test_nothing_is_known_by_an_approximate_date() -> None:
    dates = ("2024-06-12", "2024-06-12~", "2024-06-12?", "2024-06-01/2024-06-12%")
    events = [Event(date, parse("2024"), "t", sources=(Citation(Source(date=parse(date))),)) for date in dates]
    assert list(Positions(Index(Timeline(events=tuple(events))).known.by(parse("2024-06-30").latest))) == [0]
