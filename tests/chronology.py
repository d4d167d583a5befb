"""Events on given dates; the order of dates without `When.sort_key`, by a plain comparison of two texts in EDTF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from functools import cmp_to_key

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.when import When, parse, undated
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.syntax import parse_query


def slice_of(dates: str, query: str = "") -> Slice:
    """What a query finds among events with these dates, separated by spaces. They are called t0, t1, …"""
    events = tuple(Event(f"e{i}", parse(date), f"t{i}") for i, date in enumerate(dates.split()))
    return Slice(Index(Timeline(events=events)), parse_query(query))


def when(text: str) -> When:
    """The date in ``text``; undated if there is none."""
    return parse(text) if is_date(text) else undated(text)


def in_order(texts: Iterable[str]) -> list[int]:
    """The indexes of ``texts``, sorted by time; equal dates stay in their order. Years have four digits.

    Texts that are not dates are last.
    """
    dates = list(texts)
    return sorted(range(len(dates)), key=cmp_to_key(lambda one, other: compared(dates[one], dates[other])))


def compared(one: str, other: str) -> int:
    """Negative if ``one`` comes first, positive if ``other`` does, 0 if they are equal."""
    if not (is_date(one) and is_date(other)):
        return is_date(other) - is_date(one)
    a, b = parse(one), parse(other)
    if a.earliest != b.earliest:
        return _sign(a.earliest, b.earliest)
    begins, began = (_moments(text.partition("/")[0]) for text in (one, other))
    if (begins is None) != (began is None):
        return -1 if begins is None else 1
    if begins and began and begins[0] != began[0]:
        return _sign(begins[0], began[0])
    if a.start and b.start and a.start.precision != b.start.precision:
        return _sign(a.start.precision, b.start.precision)
    if a.latest != b.latest:
        return _sign(a.latest, b.latest)
    if a.end is None or b.end is None:
        return 0
    if not (a.is_interval and b.is_interval):
        return _sign(a.is_interval, b.is_interval)
    ends, ended = (_moments(text.partition("/")[2]) for text in (one, other))
    if (ends is None) != (ended is None):
        return 1 if ends is None else -1
    if ends and ended and ends[1] != ended[1]:
        return _sign(ends[1], ended[1])
    return _sign(b.end.precision, a.end.precision)


def _moments(text: str) -> tuple[Fraction, Fraction] | None:
    return moment(text) if "T" in text else None


def moment(text: str) -> tuple[Fraction, Fraction]:
    """The start and the end of a date with a time, in seconds of UTC. Without an offset it counts as UTC."""
    found = re.match(r"(\S{10})T(\d\d:\d\d)(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?", text)
    assert found
    day, clock, second, fraction, zone = found.groups("")
    start = datetime.fromisoformat(f"{day}T{clock}{second}{zone.replace('Z', '+00:00') or '+00:00'}")
    begins = int(start.timestamp()) + Fraction(fraction or 0)
    lasts = Fraction(1, 10 ** (len(fraction) - 1)) if fraction else Fraction(1 if second else 60)
    return begins, begins + lasts


def _sign(one: Fraction | int, other: Fraction | int) -> int:
    return (one > other) - (one < other)
