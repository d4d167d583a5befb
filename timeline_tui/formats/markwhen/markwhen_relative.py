"""Dates of Markwhen that depend on other events: ``5 days``, ``after !launch 2 weeks``, ``2024-06-01 / 3 weeks``.

The rules are the same as in Markwhen's parser (github.com/mark-when/parser). An event ends at the first moment after
it. A distance alone is the duration of the new event, which begins when the previous event or the named one ends.
"before" and "by" count backwards from a start. As the end of an interval, a distance counts from the start of the same
event. One rule differs: ``10:30`` needs a previous event that ends at a time of day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline_tui.dates.calendar import month_length
from timeline_tui.dates.edtf import Point, minutes_ahead
from timeline_tui.dates.when import DateError, Precision, When, civil, day_number, parse

_DAY = 86_400  # seconds
_FARTHEST = 10**6
"""The largest number of a unit that is computed."""

UNIT = (
    r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|h|(?:week|work|business)?\s*(?:days?|d)|weeks?|w"
    r"|months?|years?|y)"
)
_AMOUNT = re.compile(rf"(-)?\s*([0-9]+)\W*?({UNIT})\b", re.IGNORECASE)
_WORKING = re.compile(r"(?:week|work|business)\s*(?:days?|d)")
_SECONDS = {"h": 3600, "mi": 60, "s": 1}
_PRECISIONS = {"y": Precision.YEAR, "mo": Precision.MONTH, "w": Precision.DAY, "d": Precision.DAY, "": Precision.DAY}


class RelativeError(ValueError):
    """A date cannot be computed. The message says why."""


class Distance(NamedTuple):
    """A distance from an event. ``amounts`` are numbers with units; with ``is_back`` they count backwards.

    ``word`` is "by", "before", "after" or ""; ``id`` is the id of the event; ``edge`` is "start", "end" or "".
    """

    word: str
    id: str
    edge: str
    amounts: tuple[tuple[int, str], ...]
    is_back: bool

    @property
    def is_before(self) -> bool:
        """Whether it counts backwards from a start."""
        return self.word in ("by", "before")


class Clock(NamedTuple):
    """A time of day without a day: "15:05"."""

    text: str


class Relative(NamedTuple):
    """A date whose start or end must be computed. A str is EDTF."""

    start: str | Distance | Clock
    end: str | Distance | Clock | None

    @property
    def is_of_another_event(self) -> bool:
        """Whether it depends on another event. An end may be a distance from its own start."""
        end = self.end
        return not isinstance(self.start, str) or (isinstance(end, Distance) and bool(end.id or end.edge))


class _Edge(NamedTuple):
    """The start or end of an event: its local time in seconds since day 0, and its precision.

    ``zone`` is an offset from UTC; "" if there is none, or if the time zone of the event gives it.
    """

    at: int
    precision: Precision
    zone: str
    mark: str


class Known(NamedTuple):
    """The unchecked EDTF dates of the previous events by id, and the date of the last event.

    ``last`` is "" if the date of the last event is not known, and None without a previous event.
    """

    by_id: dict[str, str]
    last: str | None = None


def distance(found: re.Match[str]) -> Distance:
    """The distance in a match with the groups "word", "id", "edge", "its_edge" and "amounts"."""
    amounts = tuple(_AMOUNT.finditer(found["amounts"]))
    return Distance(
        (found["word"] or "").lower(),
        found["id"] or "",
        (found["edge"] or found["its_edge"] or "").lower(),
        tuple((int(amount[2]), _unit(amount[3])) for amount in amounts),
        bool(amounts and amounts[0][1]),
    )


def resolved(date: Relative, known: Known, zone_at: Callable[[int], str]) -> str:
    """``date`` in EDTF. ``zone_at`` returns the offset of the event's time zone at a local time, or "".

    Times in that zone are written without an offset. Raises RelativeError, and DateError if the start or end that is
    not computed is no date.
    """
    calculation = _Calculation(known, zone_at)
    start, end = calculation.edges(date)
    if start.at > end.at:
        raise RelativeError("its end would be before its start")
    # Both ends get the finer precision of the two, but at most a day unless a time was computed.
    common = min(Precision.DAY, max(start.precision, end.precision))
    first = date.start.partition("/")[0] if isinstance(date.start, str) else _text(start, common, is_end=False)
    last = date.end.rpartition("/")[2] if isinstance(date.end, str) else _text(end, common, is_end=True)
    return first if first == last or start.at == end.at else f"{first}/{last}"


class _Calculation:
    def __init__(self, known: Known, zone_at: Callable[[int], str]) -> None:
        self._known = known
        self._zone_at = zone_at

    def edges(self, date: Relative) -> tuple[_Edge, _Edge]:
        start, end = date
        if not isinstance(start, Distance):
            first = self._first(start)
            return first, first if end is None else self._last(end, first)
        anchor = self._edge(self._event(start.id), start.edge or ("start" if start.is_before else "end"))
        moved = self._moved(anchor, start, back=start.is_before)
        if end is None:
            return (moved, anchor) if start.is_before else (anchor, moved)
        if not start.is_before:
            return moved, self._last(end, moved)
        if not isinstance(end, Distance) or end.id or end.edge:
            raise RelativeError("the end of a date before another event must be a number of days, weeks and so on")
        return self._moved(moved, end, back=True), moved

    def _first(self, start: str | Clock) -> _Edge:
        if isinstance(start, str):
            return self._edge(parse(start), "start")
        before = self._edge(self._event(""), "end")
        if before.precision < Precision.MINUTE:
            raise RelativeError("a time without a day, below an event without a time")
        return _next(start, before)

    def _last(self, end: str | Distance | Clock, start: _Edge) -> _Edge:
        if isinstance(end, str):
            return self._edge(parse(end), "end")
        if isinstance(end, Clock):
            if start.precision < Precision.MINUTE:
                raise RelativeError("its end is a time without a day")
            return _next(end, start)
        if end.word:
            raise RelativeError(f"an end cannot be “{end.word}” another event")
        is_own = not (end.id or end.edge)
        return self._moved(start if is_own else self._edge(self._event(end.id), end.edge or "start"), end, back=False)

    def _event(self, event_id: str) -> When:
        above = f"the event “{event_id}”" if event_id else "the event above"
        if event_id and event_id not in self._known.by_id:
            raise RelativeError(f"this date depends on {above}, and none above it has that id")
        if not event_id and self._known.last is None:
            raise RelativeError("this date depends on an event above it, and there is none")
        try:
            return parse(self._known.by_id[event_id] if event_id else self._known.last or "")
        except DateError:
            raise RelativeError(f"this date depends on {above}, whose date is not known") from None

    def _edge(self, when: When, which: str) -> _Edge:
        point = when.start if which == "start" else when.end
        if not point:
            raise RelativeError(f"this date depends on the {which} of an event that has none")
        day = point.first if which == "start" or point.clock else point.last + 1
        at = day * _DAY + _seconds(point.clock)
        zone = "" if point.zone == self._zone_at(at) else point.zone
        return _Edge(at, _precision(point), zone, point.mark)

    def _moved(self, edge: _Edge, distance: Distance, *, back: bool) -> _Edge:
        """``edge`` moved by ``distance``: days, months and years by the calendar, smaller units exactly."""
        sign = -1 if back or distance.is_back else 1
        at, precision = edge.at, edge.precision
        for number, unit in distance.amounts:
            if number > _FARTHEST:
                raise RelativeError(f"{number} is too far")
            seconds = _SECONDS.get(unit, 0)
            if unit == "ms" or seconds:
                precision = max(precision, Precision.MINUTE)
                later = at + sign * (number // 1000 if unit == "ms" else number * seconds)
                at = later + (0 if edge.zone else self._shift(at, later))
            else:
                precision = max(precision, _PRECISIONS[unit])
                day, time = divmod(at, _DAY)
                at = _moved_day(day, sign * number, unit) * _DAY + time
        return edge._replace(at=at, precision=precision)

    def _shift(self, before: int, after: int) -> int:
        """The seconds by which the clocks go forward between two local times."""
        return (minutes_ahead(self._zone_at(after)) - minutes_ahead(self._zone_at(before))) * 60


def _next(clock: Clock, edge: _Edge) -> _Edge:
    """The first moment at or after ``edge`` with that time of day."""
    at = edge.at - edge.at % _DAY + _seconds(clock.text)
    return edge._replace(at=at if at >= edge.at else at + _DAY, precision=Precision.MINUTE)


def _moved_day(day: int, number: int, unit: str) -> int:
    if unit in ("d", "w"):
        return day + number * (7 if unit == "w" else 1)
    if not unit:
        return _working_days(day, number)
    year, month, of_month = civil(day)
    months = year * 12 + month - 1 + number * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    return day_number(year, month, min(of_month, month_length(year, month)))


def _working_days(day: int, number: int) -> int:
    """The day ``number`` working days after ``day``; before it if negative. Saturday and Sunday do not count."""
    monday, weekday = day - (day - 1) % 7, (day - 1) % 7
    if number < 0:
        before = -number - min(weekday, 5)  # working days before this week
        if before < 0:
            return monday - before
        weeks, rest = divmod(before, 5)
        return monday - 7 * weeks - (rest + 2 if rest else 0)
    if weekday > 4:
        monday, weekday = monday + 7, 0
    weeks, rest = divmod(weekday + number, 5)
    return monday + 7 * weeks + rest - (2 if weeks and not rest and number else 0)


def _text(edge: _Edge, precision: Precision, *, is_end: bool) -> str:
    """An edge in EDTF with at least ``precision``. Without a time, an end is the last day, month or year before it."""
    precision = max(precision, edge.precision)
    has_time = precision >= Precision.MINUTE
    day, time = divmod(edge.at, _DAY)
    year, month, of_month = civil(day - (is_end and not has_time))
    if abs(year) > 9999:
        return f"Y{year}{edge.mark}"
    text = f"{'-' * (year < 0)}{abs(year):04}"
    if precision >= Precision.MONTH:
        text += f"-{month:02}"
    if precision >= Precision.DAY:
        text += f"-{of_month:02}"
    if has_time:
        seconds = f":{time % 60:02}" if time % 60 else ""
        text += f"T{time // 3600:02}:{time // 60 % 60:02}{seconds}{edge.zone}"
    return text + edge.mark


def _precision(point: Point) -> Precision:
    if point.precision == Precision.SEASON:
        return Precision.MONTH
    return max(point.precision, Precision.YEAR)


def local_time(at: int) -> tuple[int, int, int, str]:
    """Year, month, day and "15:05" of a local time in seconds since day 0."""
    day, time = divmod(at, _DAY)
    return *civil(day), f"{time // 3600:02}:{time // 60 % 60:02}"


def _seconds(clock: str) -> int:
    return int(clock[:2] or 0) * 3600 + int(clock[3:5] or 0) * 60 + int(clock[6:8] or 0)


def _unit(text: str) -> str:
    """``y``, ``mo``, ``w``, ``d``, ``h``, ``mi``, ``s`` or ``ms``; "" for working days."""
    word = text.strip().lower()
    if _WORKING.fullmatch(word):
        return ""
    if word.startswith(("ms", "milli")):
        return "ms"
    return word[:2] if word[:2] in ("mo", "mi") else word[0]
