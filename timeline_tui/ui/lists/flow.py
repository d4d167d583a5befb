"""Computes which line of which item of a long list is on each line of the viewport. It draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from timeline_tui.ui.style.scrolling import thumb_lines

# A line of the list: an item, and a line of its block. Line 0 is the item's first, line -1 the heading above it.
Spot = tuple[int, int]


class Block(NamedTuple):
    """The lines of an item: ``lead`` above it (blank lines and a heading), then ``size`` of its own, at least one."""

    lead: int
    size: int

    @property
    def height(self) -> int:
        """All of its lines."""
        return self.lead + self.size


class Flow:
    """Blocks one below the other, seen through a viewport of ``height`` lines that begins at ``top``.

    Every method walks from the top, the cursor or the end of the list, so its cost depends on the height of the
    viewport and not on the length of the list. In an empty list only ``spots`` and ``thumb`` may be called.
    """

    def __init__(self, block: Callable[[int], Block]) -> None:
        self.block = block
        self.count = 0
        self.height = 0
        self.top: Spot = (0, 0)

    def step(self, spot: Spot, lines: int) -> Spot:
        """The spot ``lines`` below (above, if negative); it stops at either end of the list."""
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
        """The lowest possible top: with it, the last line of the list is on the last line of the viewport."""
        last = self.count - 1
        return self.step((last, self.block(last).size - 1), 1 - self.height)

    def before_end(self, spot: Spot) -> bool:
        """Whether ``spot`` is above the lowest top. Far from the end this does not ask for the last items."""
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
        """Move the viewport down (up, if negative), at most to either end."""
        self._put(self.step(self.top, lines))

    def place(self, item: int, line: int) -> None:
        """Put the first line of ``item`` on this line of the viewport, or as near as the ends of the list allow."""
        self._put(self.step((item, 0), -line))

    def page(self, lines: int, margin: int) -> None:
        """Scroll by ``lines``, then down until an item begins right below the first ``margin`` lines."""
        self._put(self._snapped(self.step(self.top, lines), margin))

    def align(self, margin: int) -> None:
        """Scroll down, if necessary, until an item begins right below the first ``margin`` lines."""
        self._put(self._snapped(self.top, margin))

    def reveal(self, item: int, margin: int) -> None:
        """Scroll just enough to show ``item`` below the first ``margin`` lines: all of it, or its first lines."""
        last, top = (item, self.block(item).size - 1), self.top
        if item >= top[0] + self.height or last > self.step(top, self.height - 1):
            top = self._snapped(self.step(last, 1 - self.height), margin)
        self._put(min(top, self.step((item, 0), -margin)))

    def _put(self, top: Spot) -> None:
        self.top = top if self.before_end(top) else self.end

    def _snapped(self, top: Spot, margin: int) -> Spot:
        """The next top at which an item begins right below the margin; its heading goes on the first line."""
        item, line = self.step(top, margin)
        if line > 0 and item < self.count - 1:
            item += 1
        return max(top, (item, -1) if self.block(item).lead else self.step((item, 0), -margin))

    def progress(self, spot: Spot) -> float:
        """The number of items above a spot, plus the fraction of its own block above it."""
        block = self.block(spot[0])
        return spot[0] + (spot[1] + block.lead) / block.height

    def top_at(self, share: float) -> Spot:
        """The top at this share (0 to 1) of the way to the end: the inverse of ``progress``."""
        if share >= 1:
            return self.end
        item, part = divmod(max(share, 0.0) * self.progress(self.end), 1)
        block = self.block(int(item))
        return min((int(item), int(part * block.height) - block.lead), self.end)

    def thumb(self) -> range:
        """The lines of the scroll bar that its thumb covers; empty if the whole list is in view.

        In a list of at least ``height``² items the last page is less than one line of the bar. Then the end is not
        derived, so that only the items in view are asked for.
        """
        if not self.count or self.height < 1:
            return range(0)
        more_below = self.before_end(self.top)
        if not more_below and self.step(self.top, -1) == self.top:
            return range(0)
        share, last_top = 0.0, self.count - self.height / 2
        if self.count < self.height**2:
            end = self.end
            share, last_top = (self.count - end[0]) / self.count, self.progress(end)
        return thumb_lines(self.height, share, self.progress(self.top) / last_top if more_below else 1.0)
