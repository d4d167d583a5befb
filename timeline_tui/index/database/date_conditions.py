"""Conditions in SQL about the dates of events. They say what `DateRange.touches` and `When.precedes` say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, false, literal, or_, true

from timeline_tui.dates.edtf import Point
from timeline_tui.dates.when import NEVER_AFTER, UNDATED, Day, When
from timeline_tui.index.database.tables import EVENTS
from timeline_tui.query.date_ranges import FARTHEST, DateRange

Condition = Any

_E = EVENTS.c
_IS_DATED = _E.first_day < UNDATED
_IS_SURE = and_(_IS_DATED, _E.is_certain)


def touching(asked: DateRange) -> Condition:
    """The events that may have happened within a range."""
    if not asked.has_time:
        return _touching_days(asked.first, asked.last)
    inner = asked.first + FARTHEST + 1, asked.last - FARTHEST - 1
    sure = _touching_days(*inner) if inner[0] <= inner[1] else false()
    near = _touching_days(asked.first - FARTHEST, asked.last + FARTHEST)
    return and_(near, or_(sure, _touching_moments(asked)))


def _touching_days(first: Day, last: Day) -> Condition:
    return and_(_E.first_day <= min(last, NEVER_AFTER), _E.last_day >= first)


def _touching_moments(asked: DateRange) -> Condition:
    has_start, has_end = _E.begin_from.is_not(None), _E.end_until.is_not(None)
    is_undated = and_(_E.begin_from.is_(None), _E.end_until.is_(None))
    begins_later = and_(has_start, _begins_after(asked.end)) if asked.end else false()
    if asked.start is None:
        ended = false()
    else:
        over = _is_over(_E.end_until, _E.end_offset, asked.start)
        # By local clocks, a flight across the date line may end before it starts.
        started = _is_over(_E.begin_until, _E.begin_offset, asked.start)
        with_clock = and_(has_start, _E.begin_until - _E.begin_from < _ns(_DAY))
        ended = and_(has_end, over, case((with_clock, started), else_=true()))
    return case(
        (is_undated, and_(_E.first_day <= asked.last, _E.last_day >= asked.first)), else_=and_(~begins_later, ~ended)
    )


_DAY = 24 * 3600 * 10**9
"""The length of a day in nanoseconds. Only a start with a clock is shorter."""


def _begins_after(end: Point) -> Condition:
    """The events whose start is not before the end of ``end``."""
    local = _ns(end.end_ns) <= _E.begin_from
    if not end.zone:
        return local
    return case((_E.begin_offset.is_not(None), _ns(end.utc_end_ns) <= _E.begin_from - _E.begin_offset), else_=local)


def _is_over(until: Any, offset: Any, start: Point) -> Condition:
    """The events for which a point in time, given by columns, is over before ``start``."""
    local = until <= _ns(start.start_ns)
    if not start.zone:
        return local
    return case((offset.is_not(None), until - offset <= _ns(start.utc_start_ns)), else_=local)


def after(date: When, is_of_event: bool) -> Condition:
    """The events that are certainly after a date by their own dates; ``is_of_event``: it is the date of an event.

    Two events are compared as by `When.precedes`, a date that is asked for as by `ends_before`.
    """
    if date.is_placeless or not date.is_certain:
        return false()
    if not _has_clock(date.end):
        return and_(_IS_SURE, _E.first_day > date.latest)
    sure = _E.first_day > date.latest + FARTHEST
    return and_(_IS_SURE, or_(sure, and_(_E.first_day >= date.latest - FARTHEST, _follows(date, is_of_event))))


def before(date: When, is_of_event: bool) -> Condition:
    """The events that are certainly before a date by their own dates; see `after`."""
    if date.is_placeless or not date.is_certain:
        return false()
    first = date.earliest
    if not _has_clock(date.start):
        return and_(_IS_SURE, _E.last_day < first)
    sure = _E.last_day < first - FARTHEST
    near = and_(_touching_days(first - FARTHEST, first + FARTHEST), _E.last_day <= first + FARTHEST)
    return and_(_IS_SURE, or_(sure, and_(near, _leads(date, is_of_event))))


def _follows(date: When, is_of_event: bool) -> Condition:
    """The events that begin when ``date`` is over."""
    condition = false()
    end = date.end
    if end and is_of_event:
        later_day = _E.begin_first > end.last
        if end.zone:
            instant = _ns(end.utc_end_ns) <= _E.begin_from - _E.begin_offset
            condition = case((_E.begin_offset.is_not(None), instant), else_=later_day)
        else:
            condition = case((_E.begin_offset.is_(None), _ns(end.utc_end_ns) <= _E.begin_from), else_=later_day)
        condition = and_(_E.begin_from.is_not(None), condition)
    elif end:
        condition = and_(_E.begin_from.is_not(None), _begins_after(end))
    by_order = and_(_E.first_day > date.latest, _IS_DATED)
    return or_(condition, by_order if date.place else and_(_E.is_placed, by_order))


def _leads(date: When, is_of_event: bool) -> Condition:
    """The events that are over when ``date`` begins."""
    condition = false()
    start = date.start
    if start and is_of_event:
        earlier_day = _E.end_last < start.first
        if start.zone:
            instant = _E.end_until - _E.end_offset <= _ns(start.utc_start_ns)
            condition = case((_E.end_offset.is_not(None), instant), else_=earlier_day)
        else:
            condition = case((_E.end_offset.is_(None), _E.end_until <= _ns(start.utc_start_ns)), else_=earlier_day)
        condition = and_(_E.end_until.is_not(None), condition)
    elif start:
        condition = and_(_E.end_until.is_not(None), _is_over(_E.end_until, _E.end_offset, start))
    by_order = and_(_E.last_day < date.earliest, true() if date.earliest < UNDATED else false())
    return or_(condition, by_order if date.place else and_(_E.is_placed, by_order))


def near_first_day(day: Day) -> Condition:
    """The events with a first day that is so near ``day`` that a time of day may decide."""
    return _E.first_day.between(day - FARTHEST, day + FARTHEST)


def near_last_day(day: Day) -> Condition:
    """The events with a last day that is so near ``day`` that a time of day may decide."""
    return _E.last_day.between(day - FARTHEST, day + FARTHEST)


def _ns(moment: int) -> Any:
    """Nanoseconds as a number that may be too large for 64 bits."""
    return literal(Decimal(moment))


def _has_clock(point: Point | None) -> bool:
    return point is not None and bool(point.clock)
