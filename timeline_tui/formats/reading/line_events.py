"""The events of a large file of lines. An event that can be read again from its line is not kept in memory."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import overload

from timeline_tui.dates.when import When
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event


class NotStreamedError(Exception):
    """The file has to be read with all events in memory."""


class LineEvents(Sequence[Event]):
    """Events in the order of the file.

    - ``ids`` and ``dates`` have the id and the date of each event.
    - ``starts`` and ``sizes`` have the byte offset and the size of its line, ``lines`` the number of its line.
    - ``kept`` are the events in memory, by their numbers.
    - ``renamed`` has the numbers of other events whose id differs from the id in their line.
    """

    def __init__(self, read_again: Callable[[int, int, int], Event]) -> None:
        """``read_again`` reads an event from its line: byte offset, size and number of the line."""
        self._read_again = read_again
        self.ids: list[str] = []
        self.dates: list[When] = []
        self.starts, self.sizes, self.lines = array("Q"), array("I"), array("I")
        self.kept: dict[int, Event] = {}
        self.renamed: set[int] = set()

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, number: int) -> Event: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Event, ...]: ...
    def __getitem__(self, number: int | slice) -> Event | tuple[Event, ...]:
        if isinstance(number, slice):
            return tuple([self[position] for position in range(*number.indices(len(self)))])
        if number < 0:
            number += len(self)
        if not 0 <= number < len(self):
            raise IndexError(number)
        event = self.kept.get(number)
        if event is None:
            event = self._read_again(self.starts[number], self.sizes[number], self.lines[number])
            if number in self.renamed:
                event = event._replace(id=self.ids[number])
        return event

    def __setitem__(self, number: int, event: Event) -> None:
        self.kept[number] = event
        self.ids[number], self.dates[number] = event.id, event.date

    def __iter__(self) -> Iterator[Event]:
        return map(self.__getitem__, range(len(self)))

    def append(self, event: Event) -> None:
        """Add an event that stays in memory."""
        self.kept[len(self)] = event
        self.note(event.id, event.date, event.line, 0, 0)

    def note(self, event_id: str, date: When, line: int, start: int, size: int) -> None:
        """Note an event: its id, its date and its line, which has ``size`` bytes from ``start`` on."""
        self.ids.append(event_id)
        self.dates.append(date)
        self.starts.append(start)
        self.sizes.append(size)
        self.lines.append(line)

    def note_all(
        self, ids: Iterable[str], dates: Iterable[When], lines: array[int], starts: array[int], sizes: array[int]
    ) -> None:
        """Note several events, as `note` does."""
        self.ids.extend(ids)
        self.dates.extend(dates)
        self.lines.extend(lines)
        self.starts.extend(starts)
        self.sizes.extend(sizes)

    def placed(self) -> tuple[dict[int, Event], list[Problem]]:
        """The events whose dates the order of events narrows, by their numbers, and the problems of that order."""
        # 1 ms, and most timelines state no order
        from timeline_tui.model.order import placed

        stating = {number: event for number, event in self.kept.items() if event.after or event.before}
        if not stating:
            return {}, []
        named = {name for event in stating.values() for name in (*event.after, *event.before)}
        others = compress(range(len(self)), map(named.__contains__, self.ids))  # half the time of a loop
        numbers = sorted({*stating, *others})
        before = [self[number] for number in numbers]
        after, problems = placed(before)
        changed = zip(numbers, before, after, strict=True)
        return {number: new for number, old, new in changed if new is not old}, problems

    def in_order(self) -> array[int]:
        """The numbers of the events in order of time."""
        by_date = defaultdict[int, "array[int]"](_numbers)  # id(date) → numbers: equal dates are mostly one object
        for number, date in enumerate(map(id, self.dates)):
            by_date[date].append(number)
        by_key = defaultdict[tuple[float, ...], "array[int]"](_numbers)
        for numbers in by_date.values():
            by_key[self.dates[numbers[0]].sort_key].extend(numbers)
        order = _numbers()
        for key in sorted(by_key):
            order.extend(sorted(by_key[key]))
        return order


def _numbers() -> array[int]:
    return array("I")
