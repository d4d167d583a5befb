"""Which events were known by a day: those of which a source had certainly been published by then."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from timeline_tui.dates.when import Day
from timeline_tui.index.bits import bits_of
from timeline_tui.model.timeline import Event
from timeline_tui.query.query_fields import sources

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
    def from_events(cls, events: Iterable[Event]) -> KnownSince:
        """The order of events in order of time."""
        found = [
            (min(last_days), position)
            for position, event in enumerate(events)
            if (last_days := [source.date.latest for source in sources(event) if source.date])
        ]
        total = found[-1][1] + 1 if found else 0
        found.sort()
        order = array("I", (position for _, position in found))
        size = _size(len(order))
        steps = bytearray([_NEVER]) * total
        for rank, position in enumerate(order):
            steps[total - 1 - position] = rank // size
        return cls(array("q", (day for day, _ in found)), order, bytes(steps))

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
