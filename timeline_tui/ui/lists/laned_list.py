"""A list whose items can stand in lanes, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.text import Span, Text
from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from timeline_tui.text.cells import width
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.style.painter import Line

REACH = 32  # a band does not go beyond a multiple of this number of items, so that finding it takes few steps


class LanedList(LineList):
    """Neighbouring items in different lanes share the same lines; together they are a band.

    A band has items under one heading, at most one for each lane. Its lines are divided among its items, at least one
    for each: so each line of the list still belongs to one item, and scrolling works as in a list without lanes.

    A subclass defines ``cell_lines``, and ``lane_count`` and ``lane_of`` if it has lanes.
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._band = lru_cache(256)(self._derive_band)
        self._band_lines = lru_cache(64)(self._derive_band_lines)

    @property
    def lane_count(self) -> int:
        """The number of lanes side by side; 0 for a list without lanes."""
        return 0

    def lane_of(self, item: int) -> int:
        """The lane of an item, from 0."""
        raise NotImplementedError

    def cell_lines(self, item: int, columns: int) -> Sequence[Text]:
        """The lines of an item, at least one, of at most ``columns`` cells."""
        raise NotImplementedError

    # The lines of bands

    def item_lines(self, item: int, columns: int) -> Sequence[Line]:
        """The lines of an item without lanes."""
        return self.cell_lines(item, columns)

    def item_size(self, item: int) -> int:
        """The number of lines of an item, or its share of the lines of its band."""
        return len(self._share(item)) if self.lane_count else super().item_size(item)

    def _share(self, item: int) -> range:
        """The lines of a band that are counted for an item: the last ones, one for each but the first item."""
        band = self._band(item)
        size = max(len(band), *(len(self._lines_of(member)) for member in band))
        first = size - len(band) + 1
        return range(first) if item == band.start else range(first + item - band.start - 1, first + item - band.start)

    def _derive_band(self, item: int) -> range:
        start = item - item % REACH
        lanes: set[int] = set()
        for at in range(start, min(start + REACH, self.count)):
            if at > start and (self.lane_of(at) in lanes or self.heading(at) != self.heading(at - 1)):
                if at > item:
                    return range(start, at)
                start, lanes = at, set()
            lanes.add(self.lane_of(at))
        return range(start, min(item - item % REACH + REACH, self.count))

    def _derive_lines(self, item: int) -> Sequence[Line]:
        if not self.lane_count:
            return super()._derive_lines(item)
        return self.cell_lines(item, self._cell_width)

    @property
    def _lane_width(self) -> int:
        return self._text_width // self.lane_count

    @property
    def _cell_width(self) -> int:
        """The cells of a lane without its sign."""
        return max(1, self._lane_width - 1)

    def _line(self, item: int, line: int) -> Line:
        if line < 0 or not self.lane_count:
            return super()._line(item, line)
        band = self._band(item)
        states = tuple(super(LanedList, self).state(member) for member in band)
        return self._band_lines(band.start, states, self.active)[self._share(item)[line]]

    def _derive_band_lines(self, start: int, states: tuple[str, ...], active: bool) -> list[Text]:
        items = {self.lane_of(start + number): (start + number, state) for number, state in enumerate(states)}
        cells = {lane: self._lines_of(item) for lane, (item, _) in items.items()}
        lines = []
        for number in range(max(len(states), *map(len, cells.values()))):
            line = Text()
            for lane in range(self.lane_count):
                _, state = items.get(lane, (0, ""))
                cell_lines = cells.get(lane, ())
                cell = cell_lines[number] if number < len(cell_lines) else Text("│", "rail")
                assert isinstance(cell, Text)
                begin = len(line)
                line.append(self.sign(state), f"sign{'-focus' if active else ''}")
                line.append_text(cell)
                line.append(" " * (self._cell_width - width(cell.plain)))
                if state:
                    line.spans.append(Span(begin, len(line), state))
            lines.append(line)
        return lines

    # The cursor

    def state(self, item: int) -> str:
        """The style of an item; with lanes, its cell has it, not its lines."""
        return "" if self.lane_count else super().state(item)

    def pointed(self) -> Offset | None:
        """The first line in view of the item under the cursor, behind its sign."""
        if not self.lane_count or not self.count:
            return super().pointed()
        spots, band = self._settle(), self._band(self.cursor)
        lines = [y for y, (item, line) in enumerate(spots) if item in band and line >= 0]
        covered = bool(lines) and lines[0] == 0 and self._covered(spots)
        x = 2 + self.lane_of(self.cursor) * self._lane_width
        return Offset(x, lines[min(covered, len(lines) - 1)]) if lines else None

    def _item_under(self, event: events.MouseEvent) -> int | None:
        item, offset = super()._item_under(event), event.get_content_offset(self)
        if not self.lane_count or item is None or offset is None:
            return item
        lane = (offset.x - 1) // self._lane_width
        return next((member for member in self._band(item) if self.lane_of(member) == lane), None)

    def _reveal(self, item: int) -> None:
        if self.lane_count:
            band = self._band(item)
            super()._reveal(band.stop - 1)
            super()._reveal(band.start)
        else:
            super()._reveal(item)

    def _repaint(self, *items: int | None) -> None:
        if self.lane_count:
            bands = [self._band(item) for item in items if item is not None and item < self.count]
            items = tuple(item for band in bands for item in band)
        super()._repaint(*items)

    # Caches

    def _strip(self, item: int, line: int, thumb: bool) -> Strip:
        if line < 0 or not self.lane_count:
            return super()._strip(item, line, thumb)
        return self._draw_line(item, line, "", thumb, self.active)  # a line shows the states of several items

    def _clear_caches(self) -> None:
        super()._clear_caches()
        self._band.cache_clear()
        self._band_lines.cache_clear()
