"""Some events of a selection that is not in memory, by their days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, overload

from timeline_tui.analysis.remote.answers import NotYetError
from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import NEVER_BEFORE, UNDATED, Day, When
from timeline_tui.model.timeline import Event

if TYPE_CHECKING:
    from timeline_tui.analysis.remote.remote_slice import RemoteSlice


class RowEvents:
    """The events of ``part`` with a fitting day and precision of their start, as positions in ``whole``.

    What has not arrived yet raises NotYetError.
    """

    def __init__(self, part: RemoteSlice, whole: RemoteSlice, fits: Callable[[Day, Precision | None], bool]) -> None:
        self._part, self._whole, self._fits = part, whole, fits
        counts = [count for count in part.index.table.counts if fits(count.day, count.precision)]
        by_day = [(day, sum(count.events for count in ones)) for day, ones in groupby(counts, lambda count: count.day)]
        self._days = [day for day, _ in by_day]
        self._sums = [*accumulate((events for _, events in by_day), initial=0)]

    def __len__(self) -> int:
        return self._sums[-1]

    @overload
    def __getitem__(self, number: int) -> int: ...
    @overload
    def __getitem__(self, number: slice) -> list[int]: ...
    def __getitem__(self, number: int | slice) -> int | list[int]:
        if isinstance(number, slice):
            return [self[row] for row in range(*number.indices(len(self)))]
        position = self._whole.index.position(self.event(number).id)
        if position is None:
            raise NotYetError
        return position

    def __iter__(self) -> Iterator[int]:
        return map(self.__getitem__, range(len(self)))

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and self._row(position) is not None

    def rank(self, position: int) -> int:
        """The number of events before the one at ``position``, which is among them."""
        row = self._row(position)
        assert row is not None
        table = self._part.index.table
        day = table.day(row)
        at = self._days.index(day)
        return self._sums[at] + sum(map(self._fits_row, range(table.before(day), row)))

    def event(self, number: int) -> Event:
        """The event with this number, from 0."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        at = bisect_right(self._sums, number) - 1
        remaining, table = number - self._sums[at], self._part.index.table
        for row in range(table.before(self._days[at]), table.before(self._days[at] + 1)):
            if self._fits_row(row):
                if not remaining:
                    return self._event(row)
                remaining -= 1
        raise NotYetError

    def _row(self, position: int) -> int | None:
        """The row in ``part`` of the event at a position of ``whole``; None if it is not among the events."""
        event = self._whole.index.event(position)
        if not event.id:
            raise NotYetError
        row = self._part.index.find(event.id)
        return row if row is not None and self._fits_row(row) else None

    def _fits_row(self, row: int) -> bool:
        date = self._event(row).date
        return self._fits(date.earliest, stated_precision(date))

    def _event(self, row: int) -> Event:
        return self._part.index.pages.loaded_event(row)


def stated_precision(date: When) -> Precision | None:
    """The precision of a stated start; None without one, as in `questions.DayCount`."""
    return date.precision if date.start or NEVER_BEFORE < date.earliest < UNDATED else None
