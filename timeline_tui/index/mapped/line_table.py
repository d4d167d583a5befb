"""The lines of events that are only in the file, not in an image."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence

from timeline_tui.index.mapped.image import Image, Section
from timeline_tui.model.problems import DamagedError
from timeline_tui.model.timeline import Event

LineReading = Callable[[int, int, int, str], Event]
"""Reads an event from the file: byte offset and size of its line, number of the line, name of the file."""


class LineTable:
    """The line in ``file`` of the event at each position; ``read`` reads an event.

    The offsets, sizes and line numbers are read in parts, because for a million events they take 16 MB and 15 ms.
    """

    def __init__(self, image: Image, total: int, read: LineReading, file: str) -> None:
        """``total`` is the number of events. Raises DamagedError."""
        self._starts, self._sizes, self._lines = (image.large(f"lines.{part}") for part in ("starts", "sizes", "lines"))
        if not len(self._starts) == 2 * len(self._sizes) == 2 * len(self._lines) == 8 * total:
            raise DamagedError("the lines do not fit the events")
        self._read = read
        self._file = file

    def event(self, position: int) -> Event:
        """The event at a position, read from its line."""
        start, size, line = _number(self._starts, position, 8), _number(self._sizes, position, 4), self._line(position)
        return self._read(start, size, line, self._file)

    def position(self, line: int, order: Sequence[int]) -> int | None:
        """The first of the positions ``order``, sorted by line, whose line is ``line`` or a later one."""
        at = bisect_left(order, line, key=self._line)
        return order[at] if at < len(order) else None

    def _line(self, position: int) -> int:
        return _number(self._lines, position, 4)


def _number(section: Section, index: int, size: int) -> int:
    """Item ``index`` of a section of numbers of ``size`` bytes."""
    return int.from_bytes(section.part(size * index, size * index + size), sys.byteorder)
