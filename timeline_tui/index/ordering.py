"""Which events are certainly before or after an event or a date.

An event is certainly before another in two cases:

- It ends before the other begins, and neither date is approximate or uncertain.
- The file states it (``after`` and ``before``): a chain of relations leads from the one event to the other.

Both are combined: an event is also certainly later if it is after an event that is certainly later.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from timeline_tui.dates.edtf import Point
from timeline_tui.dates.when import Day, When
from timeline_tui.index.bits import Positions, bits_of, first_bits
from timeline_tui.index.intervals import Intervals
from timeline_tui.query.date_ranges import FARTHEST, ends_before

Precedes = Callable[[When, When], bool]


class OrderGraph:
    """The order that the events of an index state: pairs of positions, (earlier, later)."""

    def __init__(self, earlier: Sequence[int], later: Sequence[int]) -> None:
        self.earlier = earlier
        self.later = later

    @cached_property
    def positions(self) -> Sequence[int]:
        """The positions of the events that take part, ascending."""
        return sorted({*self.earlier, *self.later})

    @cached_property
    def following(self) -> Mapping[int, Sequence[int]]:
        """For each event that has later ones, their positions."""
        return _lists(self.earlier, self.later)

    @cached_property
    def preceding(self) -> Mapping[int, Sequence[int]]:
        """For each event that has earlier ones, their positions."""
        return _lists(self.later, self.earlier)

    def leads(self, one: int, other: int) -> bool:
        """Whether a path of relations leads from one event to the other."""
        if one not in self.following or other not in self.preceding:
            return False  # most events are in no relation of order: without places, a million open 3 ms sooner
        if one not in self._places or other not in self._places:
            return False
        (first, place), (target, target_place) = self._places[one], self._places[other]
        if first == target:
            return place < target_place
        seen, waiting = {first}, [first]
        while waiting:
            for entered in self.following.get(self._ends[waiting.pop()], ()):
                if entered == target:
                    return True
                if entered not in seen:
                    seen.add(entered)
                    waiting.append(entered)
        return False

    @cached_property
    def _places(self) -> Mapping[int, tuple[int, int]]:
        """For each event, the first event of its run, and its place in the run.

        In a run, each event is the only one before the next. So a path enters a run at its first event and leaves it at
        its last: a long chain is a single step.
        """
        places: dict[int, tuple[int, int]] = {}
        for first in self.positions:
            if self._only_earlier(first) is None:
                run = [first]
                while (later := self.following.get(run[-1])) and self._only_earlier(later[0]) == run[-1]:
                    run.append(later[0])
                places.update({position: (first, place) for place, position in enumerate(run)})
        return places

    def _only_earlier(self, position: int) -> int | None:
        """The event before this one in its run; None if it is the first."""
        earlier = self.preceding.get(position, ())
        return earlier[0] if len(earlier) == 1 and len(self.following[earlier[0]]) == 1 else None

    @cached_property
    def _ends(self) -> Mapping[int, int]:
        """The last event of each run, by its first."""
        return {first: position for position, (first, _) in self._places.items()}


class Ordering:
    """Finds the events of an index by their order. ``event_date`` returns the date of the event at a position."""

    def __init__(self, intervals: Intervals, graph: OrderGraph, event_date: Callable[[int], When]) -> None:
        self._intervals = intervals
        self._graph = graph
        self._event_date = event_date
        self._total = len(intervals.earliest)

    def matching(self, field: str, position: int | None, date: When | None) -> int:
        """The events that a field of ORDER finds, for the event at ``position`` and its date, or for a date alone.

        None without a date. An event is possibly before another if it is not certainly after it, and the reverse.
        """
        if date is None:
            return 0
        is_possible = field.startswith("possibly-")
        is_after = field.endswith("after") is not is_possible
        precedes = ends_before if position is None else When.precedes
        bits = (self.after if is_after else self.before)(date, precedes, position)
        if not is_possible:
            return bits
        own_bit = 0 if position is None else 1 << position
        return first_bits(self._total) & ~(bits | own_bit)

    def after(self, date: When, precedes: Precedes, position: int | None = None) -> int:
        """The events that are certainly after ``date``. It is the date of the event at ``position``, if that is given.

        ``precedes`` says whether a date certainly ends before another begins. It is only called for dates with a time
        of day, and for dates near them.
        """
        bits = self._dated_after(date, precedes)
        further = _reached(self._graph.following, () if position is None else [position])
        for other in self._timed(further):
            if other.latest <= date.latest + FARTHEST or not date.is_certain:
                bits |= self._dated_after(other, precedes)
        if not date.is_certain and (
            first := min(self._certain(further), key=lambda later_date: later_date.latest, default=None)
        ):
            bits |= self._dated_after(first, precedes)
        # An event that follows one with a later first day has a later first day itself, if that is certain.
        near = self._graph.positions
        if not self._has_uncertain:
            near = _between(near, self._intervals.earliest.__getitem__, date.latest)
        doubtful = [position for position in near if bits >> position & 1]
        return bits | self._bits(_reached(self._graph.following, doubtful) | further)

    def before(self, date: When, precedes: Precedes, position: int | None = None) -> int:
        """The events that are certainly before ``date``, or before the event at ``position``; see `after`."""
        bits = self._dated_before(date, precedes)
        further = _reached(self._graph.preceding, () if position is None else [position])
        for other in self._timed(further):
            if other.earliest >= date.earliest - FARTHEST or not date.is_certain:
                bits |= self._dated_before(other, precedes)
        if not date.is_certain and (
            last := max(self._certain(further), key=lambda earlier_date: earlier_date.earliest, default=None)
        ):
            bits |= self._dated_before(last, precedes)
        near = self._by_latest
        if not self._has_uncertain:
            near = _between(near, self._intervals.last_day, date.earliest)
        doubtful = [position for position in near if bits >> position & 1]
        return bits | self._bits(_reached(self._graph.preceding, doubtful) | further)

    @cached_property
    def _by_latest(self) -> Sequence[int]:
        """The positions of the events of the graph, by their last days."""
        return sorted(self._graph.positions, key=self._intervals.last_day)

    def _dated_after(self, date: When, precedes: Precedes) -> int:
        """The events that are after a date by their own dates."""
        began_before = self._intervals.began_before
        dated = first_bits(self._intervals.dated) & ~self._intervals.uncertain
        if date.is_placeless or not date.is_certain:
            return 0
        if not _has_clock(date.end):
            return dated & ~first_bits(began_before(date.latest + 1))
        sure = dated & ~first_bits(began_before(date.latest + FARTHEST + 1))
        near = dated & ~first_bits(began_before(date.latest - FARTHEST)) & ~sure
        return sure | self._where(lambda other: precedes(date, other), near)

    def _dated_before(self, date: When, precedes: Precedes) -> int:
        """The events that are before a date by their own dates."""
        intervals = self._intervals
        first = date.earliest
        if date.is_placeless or not date.is_certain:
            return 0
        if not _has_clock(date.start):
            return self._ended_before(first)
        sure = self._ended_before(first - FARTHEST)
        near = intervals.touching(first - FARTHEST, first + FARTHEST) & self._ended_before(first + FARTHEST + 1)
        return sure | self._where(lambda other: precedes(other, date), near & ~sure)

    def _ended_before(self, day: int) -> int:
        """The events whose last day is certainly before ``day``."""
        intervals = self._intervals
        return first_bits(intervals.began_before(day)) & ~intervals.ongoing(day) & ~intervals.uncertain

    def _where(self, holds: Callable[[When], bool], among: int) -> int:
        positions = [position for position in Positions(among) if holds(self._event_date(position))]
        return bits_of([positions], self._total)

    def _timed(self, positions: Iterable[int]) -> Iterator[When]:
        """The dates with a time of day of some events."""
        for position in positions:
            date = self._event_date(position)
            if _has_clock(date.start) or _has_clock(date.end):
                yield date

    def _certain(self, positions: Iterable[int]) -> Iterator[When]:
        """The certain dates, without a time of day, of some events."""
        for position in positions:
            date = self._event_date(position)
            if date.is_certain and not (date.is_placeless or _has_clock(date.start) or _has_clock(date.end)):
                yield date

    @cached_property
    def _has_uncertain(self) -> bool:
        """Whether a date of an event of the graph is not certain."""
        uncertain = self._intervals.uncertain
        return bool(uncertain) and any(uncertain >> position & 1 for position in self._graph.positions)

    def _bits(self, positions: Iterable[int]) -> int:
        return bits_of([[*positions]], self._total)


def _between(positions: Sequence[int], day_of: Callable[[int], Day], day: Day) -> Sequence[int]:
    """The ``positions``, sorted by ``day_of``, whose days are so near ``day`` that a time of day may decide."""
    first = bisect_left(positions, day - FARTHEST, key=day_of)
    return positions[first : bisect_right(positions, day + FARTHEST, key=day_of)]


def _has_clock(point: Point | None) -> bool:
    return point is not None and bool(point.clock)


def _lists(keys: Iterable[int], values: Iterable[int]) -> dict[int, list[int]]:
    lists: dict[int, list[int]] = {}
    for key, value in zip(keys, values, strict=True):
        lists.setdefault(key, []).append(value)
    return lists


def _reached(following: Mapping[int, Sequence[int]], starts: Iterable[int]) -> set[int]:
    """The positions that follow ``starts``, directly or through others. A start counts only if it follows one."""
    reached: set[int] = set()
    waiting = [*starts]
    while waiting:
        for position in following.get(waiting.pop(), ()):
            if position not in reached:
                reached.add(position)
                waiting.append(position)
    return reached
