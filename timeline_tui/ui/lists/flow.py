"""The arithmetic of a long list: which line of which item stands on which line of the viewport. It knows no screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

# A line of the whole list: an item, and a line of its block, counted from the item's own first. Its heading is line -1.
Spot = tuple[int, int]


class Block(NamedTuple):
    """What an item takes up: ``lead`` lines above it (a heading, blank ones above that), then its own, at least one."""

    lead: int
    size: int

    @property
    def height(self) -> int:
        """All of its lines."""
        return self.lead + self.size


class Flow:
    """Blocks one below the other, seen through a viewport of ``height`` lines whose first is ``top``.

    Everything is walked from the top, the cursor or the end of the list, so that it costs as much as the viewport is
    high, however long the list. Without items nothing but ``spots`` and ``thumb`` may be asked.
    """

    def __init__(self, block: Callable[[int], Block]) -> None:
        self.block = block
        self.count = 0
        self.height = 0
        self.top: Spot = (0, 0)

    def step(self, spot: Spot, lines: int) -> Spot:
        """The spot so many lines below (above, if negative), stopped by either end of the list."""
        item, line = spot[0], spot[1] + lines
        block = self.block(item)
        while line < -block.lead and item > 0:
            line += block.lead
            item -= 1
            block = self.block(item)
            line += block.size
        while line >= block.size and item < self.count - 1:
            line -= block.size
            item += 1
            block = self.block(item)
            line -= block.lead
        return item, min(max(line, -block.lead), block.size - 1)

    @property
    def end(self) -> Spot:
        """The lowest top: from there, the last line of the list stands on the last of the viewport."""
        last = self.count - 1
        return self.step((last, self.block(last).size - 1), 1 - self.height)

    def before_end(self, spot: Spot) -> bool:
        """Whether a top is above the lowest one; far from the end that is plain without asking for the last items."""
        return spot[0] + self.height < self.count or spot < self.end

    def spots(self) -> list[Spot]:
        """The spot on each line of the viewport; fewer than its height if the list is short."""
        spots: list[Spot] = []
        item = self.top[0]
        while item < self.count and len(spots) < self.height:
            block = self.block(item)
            first = self.top[1] if item == self.top[0] else -block.lead
            spots += [(item, line) for line in range(first, block.size)]
            item += 1
        return spots[: self.height]

    def scroll(self, lines: int) -> None:
        """Move the viewport down (up, if negative), no further than either end."""
        self._put(self.step(self.top, lines))

    def place(self, item: int, line: int) -> None:
        """Put the first line of an item on this line of the viewport, as far as the ends of the list allow."""
        self._put(self.step((item, 0), -line))

    def page(self, lines: int, margin: int) -> None:
        """Scroll so many lines, and on to where an item begins below the first ``margin`` lines."""
        self._put(self._snapped(self.step(self.top, lines), margin))

    def show(self, item: int, margin: int) -> None:
        """Scroll just enough that an item stands below the first ``margin`` lines: whole, or from its first line on."""
        last, top = (item, self.block(item).size - 1), self.top
        if item >= top[0] + self.height or last > self.step(top, self.height - 1):
            top = self._snapped(self.step(last, 1 - self.height), margin)
        self._put(min(top, self.step((item, 0), -margin)))

    def _put(self, top: Spot) -> None:
        self.top = top if self.before_end(top) else self.end

    def _snapped(self, top: Spot, margin: int) -> Spot:
        """The next top from which the first line below the margin begins an item; its heading comes to the very top."""
        item, line = self.step(top, margin)
        if line > 0 and item < self.count - 1:
            item += 1
        return max(top, (item, -1) if self.block(item).lead else self.step((item, 0), -margin))

    def progress(self, spot: Spot) -> float:
        """How many items there are above a spot, with the part of its own."""
        block = self.block(spot[0])
        return spot[0] + (spot[1] + block.lead) / block.height

    def at(self, share: float) -> Spot:
        """The top that stands at this share (0 to 1) of the way to the end: the inverse of ``progress``."""
        if share >= 1:
            return self.end
        item, part = divmod(max(share, 0.0) * self.progress(self.end), 1)
        block = self.block(int(item))
        return min((int(item), int(part * block.height) - block.lead), self.end)

    def thumb(self) -> range:
        """The lines of a scroll bar that its thumb covers; empty if nothing is out of view.

        It touches an end only where the view does, and keeps its length while scrolling.
        """
        if not self.count or self.height < 1:
            return range(0)
        above, below = self.step(self.top, -1) != self.top, self.before_end(self.top)
        if not above and not below:
            return range(0)
        size, way = 1, self.count - self.height / 2
        if self.count < self.height**2:  # else the last page is less than a line of the bar, and may stay unknown
            end = self.end
            size, way = round(self.height * (self.count - end[0]) / self.count), self.progress(end)
        size = max(1, min(self.height - 1, size))
        room = self.height - size
        start = round(room * self.progress(self.top) / way)
        if room > 1:
            start = max(int(above), min(start, room - below))
        return range(start, start + size)
