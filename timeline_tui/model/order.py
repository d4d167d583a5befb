"""The order of events that their ``after`` and ``before`` state, and what it says about their dates.

An event that is ``after`` another begins when the other has ended. From that follow the first and the last day of each
event of the order: it cannot begin before an earlier event may have ended. The events and their relations form a
directed graph. One pass in the direction of time finds the first days, one against it finds the last days.

A relation that cannot be true is a problem and is left out: one that closes a cycle, or contradicts a date. An
approximate or uncertain date is never contradicted: it gives way to other dates, and to the order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from math import inf
from typing import Literal, NamedTuple

from timeline_tui.dates.calendar import civil
from timeline_tui.dates.edtf import DateError, Point, Precision
from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, Day, When, parse, undated
from timeline_tui.model.cycles import cycle_message
from timeline_tui.model.narrowed_dates import narrowed
from timeline_tui.model.problems import Problem
from timeline_tui.model.stated_order import Arc, stated_arcs
from timeline_tui.model.timeline import Event

_MOST = 1000  # problems of one timeline
_SHOWN = 6  # events that a message shows on each side of the one that it is about

_HINT = "the dates are kept, and this part of the order is left out"


class _Limit(NamedTuple):
    """The first or the last day that the order leaves, as a point of time and the name of what it belongs to.

    ``arc`` is the relation through which another event sets it. ``is_rough``: an approximate or uncertain date sets it.
    """

    day: Day
    point: Point | None = None
    name: str = ""
    arc: Arc | None = None
    is_rough: bool = False


_NO_FIRST, _NO_LAST = _Limit(NEVER_BEFORE), _Limit(NEVER_AFTER)


def placed(events: Sequence[Event]) -> tuple[Sequence[Event], list[Problem]]:
    """``events`` with dates that the order narrows (see `When`), and the problems of the order.

    Names in ``after`` and ``before`` that are neither an id nor a date are passed over: the reader reports them.
    """
    if not any(event.after or event.before for event in events):
        return events, []
    order = _Order(events)
    order.solve()
    changed = list(events)
    for number, date in order.dates():
        changed[number] = events[number]._replace(date=date)
    return tuple(changed), order.problems


def lost_order(events: Sequence[Event], left_out: Collection[str]) -> list[Event]:
    """Of some events of a timeline, those whose place in the order depends on others that are not among them.

    They state that they are after or before an id in ``left_out``, or `placed` leaves other days for them.
    """
    alone, _ = placed([event._replace(date=_as_written(event.date)) if event.date.place else event for event in events])
    return [
        event
        for event, new in zip(events, alone, strict=True)
        if _days(event.date) != _days(new.date) or any(name in left_out for name in (*event.after, *event.before))
    ]


class _Order:
    """The graph of the events that take part in the order, by their numbers in ``events``."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self.problems: list[Problem] = []
        arcs, self._ids = stated_arcs(events)
        self._after: dict[int, dict[Arc, None]] = {}  # the arcs that end at an event, as ordered sets
        self._before: dict[int, dict[Arc, None]] = {}  # the arcs that begin at it
        numbers = [number for number, event in enumerate(events) if event.after or event.before]
        for number in (*numbers, *(arc.earlier for arc in arcs), *(arc.later for arc in arcs)):
            self._after.setdefault(number, {})
            self._before.setdefault(number, {})
        for arc in arcs:
            self._before[arc.earlier][arc] = self._after[arc.later][arc] = None
        self._sequence: list[int] = []  # after `solve`: the events, each after all that are earlier
        # What the earlier events, and the later ones, leave for an event. The event itself may narrow it further.
        self._firsts: dict[int, _Limit] = {}
        self._lasts: dict[int, _Limit] = {}
        # The first moment at which it may have ended, and the last one at which it may have begun.
        self._ended: dict[int, _Limit] = {}
        self._begun: dict[int, _Limit] = {}

    def solve(self) -> None:
        """Find the first and the last day of each event."""
        self._sequence = self._in_sequence()
        for number in self._sequence:
            self._find_first(number)
        for number in reversed(self._sequence):
            self._find_last(number)

    def dates(self) -> Iterator[tuple[int, When]]:
        """The numbers and new dates of the events whose date or place in the list changes."""
        keys: dict[int, tuple[float, ...]] = {}
        for number in self._sequence:
            date = self.events[number].date
            above = max((keys[arc.earlier] for arc in self._after[number]), default=())
            first, last = self._firsts[number], self._lasts[number]
            if first.day > last.day and first.is_rough:
                first = _NO_FIRST
            elif first.day > last.day and last.is_rough:
                last = _NO_LAST
            new = narrowed(date, first.day, last.day, above)
            if new is not date and (first.is_rough or last.is_rough):
                new = new._replace(rough=True)
            keys[number] = new.sort_key
            if new is not date:
                yield number, new

    # Cycles

    def _in_sequence(self) -> list[int]:
        """The events, each after all that are earlier. Arcs that close a cycle are reported and removed.

        It is a depth-first search with its own stack, because a chain can be longer than Python's recursion.
        """
        finished: list[int] = []
        seen: set[int] = set()
        path: dict[int, Iterator[Arc]] = {}  # the events from a root to the current one, with arcs left to follow
        for root in self._before:
            if root not in seen:
                seen.add(root)
                path[root] = iter(tuple(self._before[root]))
            while path:
                number = next(reversed(path))
                arc = next(path[number], None)
                if arc is None:
                    finished.append(number)
                    del path[number]
                elif arc.later in path:
                    self._report_cycle(path, arc)
                    self._remove(arc)
                elif arc.later not in seen:
                    seen.add(arc.later)
                    path[arc.later] = iter(tuple(self._before[arc.later]))
        return finished[::-1]

    def _remove(self, arc: Arc) -> None:
        del self._before[arc.earlier][arc], self._after[arc.later][arc]

    def _report_cycle(self, path: Iterable[int], arc: Arc) -> None:
        if len(self.problems) < _MOST:
            numbers = list(path)
            names = tuple(self.events[number].id for number in numbers[numbers.index(arc.later) :])
            hint = "remove one “after” or “before” of these events; the last one is left out"
            self._report(arc.owner, f"in the order of events, {cycle_message(names)}", hint)

    def _report(self, number: int, message: str, hint: str) -> None:
        if len(self.problems) < _MOST:
            event = self.events[number]
            self.problems.append(Problem(event.file, event.line, min(event.line, 1), message, hint))

    # First and last days

    def _find_first(self, number: int) -> None:
        """Find the first day that the events and dates before an event leave for it."""
        date, first = self.events[number].date, _NO_FIRST
        stated_point = date.start or date.end
        limits = [*self._limits(self.events[number].after, 1)]
        limits += [self._ended[arc.earlier]._replace(arc=arc) for arc in self._after[number]]
        for limit in limits:
            if not (limit.point and stated_point and stated_point.precedes(limit.point)) or not date.is_certain:
                first = max(first, limit, key=_begin)
            elif not limit.is_rough:
                words = f"is dated {date.label}, but comes after {limit.name}"
                self._contradiction(number, words, self._earlier(limit), limit.arc)
        self._firsts[number] = first
        if point := date.end or date.start:
            own_limit = _Limit(point.first, point, self._name(number), is_rough=not date.is_certain)
            first = max(own_limit, first, key=_begin)
        self._ended[number] = first

    def _find_last(self, number: int) -> None:
        """Find the last day that the events and dates after an event leave for it."""
        date, last, ended = self.events[number].date, _NO_LAST, self._ended[number]
        limits = [*self._limits(self.events[number].before, -1)]
        limits += [self._begun[arc.later]._replace(arc=arc) for arc in self._before[number]]
        for limit in limits:
            is_crossing = limit.point and ended.point and limit.point.precedes(ended.point)
            if not is_crossing or ended.is_rough > limit.is_rough:
                last = min(last, limit, key=_end)
            elif not limit.is_rough:
                is_own = not date.is_undated and ended.name == self._name(number)
                words = f"is dated {date.label}" if is_own else f"comes after {ended.name}"
                words = f"{words}, but comes before {limit.name}"
                self._contradiction(number, words, self._earlier(ended), limit.arc, self._later(limit))
        self._lasts[number] = last
        if point := date.start or date.end:
            own_limit = _Limit(point.last, point, self._name(number), is_rough=not date.is_certain)
            last = min(own_limit, last, key=_end)
        self._begun[number] = last

    def _limits(self, names: Sequence[str], way: Literal[1, -1]) -> Iterator[_Limit]:
        """The limits that the dates among ``names`` set: for later events (1) or for earlier ones (-1)."""
        for name in names:
            date = _date(name) if name not in self._ids else None
            point = date and (date.end if way > 0 else date.start)
            if date and point and point.clock:
                yield _Limit(point.first, point, date.label, is_rough=not date.is_certain)
            elif date and point:
                day = _day_point(point.last + 1 if way > 0 else point.first - 1)
                yield _Limit(day.first, day, date.label, is_rough=not date.is_certain)

    def _contradiction(
        self, number: int, words: str, earlier: Sequence[str], arc: Arc | None, later: Sequence[str] = ()
    ) -> None:
        """Report that an event cannot be where the order has it, and remove ``arc``.

        ``earlier`` and ``later`` are the ids of the events through which the order leads from one limit to the other.
        """
        path = [*earlier, self.events[number].id, *later]
        shown = f": {' → '.join(path)}" if len(path) > 2 else ""
        self._report(arc.owner if arc else number, f"“{self.events[number].id}” {words}{shown}", _HINT)
        if arc:
            self._remove(arc)

    def _earlier(self, limit: _Limit) -> list[str]:
        """The ids of the events from the one that sets a limit to this one; of many, "…" and the nearest."""
        names: list[str] = []
        arc = limit.arc
        while arc and len(names) < _SHOWN:
            names.append(self.events[arc.earlier].id)
            arc = self._ended[arc.earlier].arc
        return [*(["…"] if arc else []), *reversed(names)]

    def _later(self, limit: _Limit) -> list[str]:
        """The ids of the events from this one to the one that sets a limit; of many, the nearest and "…"."""
        names: list[str] = []
        arc = limit.arc
        while arc and len(names) < _SHOWN:
            names.append(self.events[arc.later].id)
            arc = self._begun[arc.later].arc
        return [*names, *(["…"] if arc else [])]

    def _name(self, number: int) -> str:
        event = self.events[number]
        return f"“{event.id}” ({event.date.label})"


def _as_written(date: When) -> When:
    """A date without what the order says about it."""
    return undated(date.text) if date.is_undated else parse(date.text)


def _days(date: When) -> tuple[Day, Day]:
    return date.earliest, date.latest


def _date(text: str) -> When | None:
    try:
        return parse(text)
    except DateError:
        return None


def _day_point(day: Day) -> Point:
    return Point(Precision.DAY, day, day, *civil(day))


def _begin(limit: _Limit) -> tuple[float, float]:
    """The sort key by which the latest of the first days is chosen."""
    point = limit.point
    return limit.day, point.utc_start_ns if point and point.clock else -inf


def _end(limit: _Limit) -> tuple[float, float]:
    """The sort key by which the earliest of the last days is chosen."""
    point = limit.point
    return limit.day, point.utc_end_ns if point and point.clock else inf
