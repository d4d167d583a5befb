"""Which events were known by a day: one of their sources had certainly been published by then."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from timeline_tui.dates.when import Day
from timeline_tui.index.bits import bits_of
from timeline_tui.model.timeline import Source

STEPS = 255
_NEVER = 255


class KnownSince:
    """The events in the order in which they became known, each on the last possible day of its first publication.

    ``days`` are these days, ascending, and ``order`` the positions of the events in that order. Events without a dated
    source are in neither. ``steps`` has one byte for each event, the last position first: the part of the order, out of
    STEPS, in which it is; 255 for the events that are in none.
    """

    def __init__(self, days: Sequence[Day], order: Sequence[int], steps: bytes) -> None:
        self.days = days
        self.order = order
        self.steps = steps

    @classmethod
    def from_sources(cls, cited: Iterable[tuple[Source, Sequence[int]]]) -> KnownSince:
        """The order of the events of ``cited``: all sources with the positions of their events."""
        by_day: defaultdict[Day, list[Sequence[int]]] = defaultdict(list)
        for source, positions in cited:
            if source.date and source.date.is_certain:
                by_day[source.date.latest].append(positions)
        total = 1 + max((positions[-1] for lists in by_day.values() for positions in lists), default=-1)
        is_known = bytearray(total)
        days, order = array("q"), array("I")
        for day in sorted(by_day):
            for position in sorted(set().union(*by_day[day])):
                if not is_known[position]:
                    is_known[position] = True
                    days.append(day)
                    order.append(position)
        size = _size(len(order))
        steps = bytearray([_NEVER]) * total
        for rank, position in enumerate(order):
            steps[total - 1 - position] = rank // size
        return cls(days, order, bytes(steps))

    def by(self, day: Day) -> int:
        """The events that were known by the end of ``day``.

        For a million events it takes 2 ms. The union of the lists of each day would take up to 500 ms.
        """
        count = bisect_right(self.days, day)
        size = _size(len(self.order))
        step = count // size
        digits = self.steps.translate(b"1" * step + b"0" * (256 - step))
        return int(b"0" + digits, 2) | bits_of([self.order[step * size : count]], len(self.steps))


def _size(known: int) -> int:
    """The number of events in a step."""
    return known // STEPS + 1
