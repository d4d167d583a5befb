"""The part of a long list that is on the screen: drawing and scrolling, with no cursor yet.

Textual's own lists measure every row. This is a plain widget that asks only for the items around its top and draws its
own thumb: a virtual size would turn each change into a layout, and a ScrollBar costs as much as a page of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.ui.lists.flow import Block, Flow, Spot
from timeline_tui.ui.style.painter import Line, Painter
from timeline_tui.ui.style.scrolling import WHEEL


class Viewport(Widget):
    """Items of one or more lines, some under a heading that stays in view while its items do.

    The column at the left is for a sign, that at the right for the thumb; lines are given, and cut to, what is between.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Viewport { width: 1fr; height: 1fr; }
    """

    sticky = True  # whether the heading of the topmost item keeps the first line

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._flow = Flow(self._block)
        self._fitted = Size(0, 0)
        self._spots: list[Spot] | None = None
        self._thumb = range(0)
        self._grab: int | None = None  # how far below its start the thumb was taken; None: the last press was elsewhere
        self._blocks: LRUCache[int, Block] = LRUCache(256)
        self._items: LRUCache[int, Sequence[Line]] = LRUCache(256)
        self._strips: LRUCache[tuple[int, int, str, bool, bool], Strip] = LRUCache(1024)
        self._painter = Painter(self)

    # What a subclass says

    def item_lines(self, item: int, columns: int) -> Sequence[Line]:
        """The lines of an item, at least one, for ``columns`` cells (1 or more)."""
        raise NotImplementedError

    def item_size(self, item: int) -> int:
        """How many lines an item has. A subclass that knows without making them saves those that are not seen."""
        return len(self._lines_of(item))

    def heading(self, item: int) -> str | None:  # noqa: ARG002  # for subclasses
        """What an item stands under: neighbours with the same key share a heading. None: nothing."""
        return None

    def heading_line(self, item: int, columns: int) -> Line:  # noqa: ARG002  # for subclasses
        """The heading that an item stands under, for ``columns`` cells."""
        return Text(self.heading(item) or "")

    def heading_gap(self) -> int:
        """The blank lines above each heading but the first of the list."""
        return 0

    def empty(self) -> Text:
        """What stands there when there are no items; wrapped here."""
        return Text()

    def state(self, item: int) -> str:  # noqa: ARG002  # for subclasses
        """The ink that is laid over an item, or "" for none."""
        return ""

    def sign(self, state: str) -> str:  # noqa: ARG002  # for subclasses
        """What the column at the left shows beside an item in that state: one cell."""
        return " "

    @property
    def active(self) -> bool:
        """Whether keys work on it; then sign and thumb stand out."""
        return self.has_focus

    def pinned(self) -> int:
        """The item that keeps its line of the screen, and stays in view, when the size or the items change."""
        return self.top

    # Scrolling

    @property
    def count(self) -> int:
        """How many items there are."""
        return self._flow.count

    @property
    def top(self) -> int:
        """The item on the first line."""
        return self._flow.top[0]

    def refresh_items(self) -> None:
        """The same items are to be asked for again: a star was set, another word is to be highlighted."""
        line = self._line_of(self.pinned())
        self._forget()
        if line is not None:
            self._pin(line)
        elif self.count:
            self._flow.scroll(0)
        self._redraw()

    def _block(self, item: int) -> Block:
        block = self._blocks.get(item)
        if block is None:
            key = self.heading(item)
            headed = key is not None and (item == 0 or self.heading(item - 1) != key)
            lead = 1 + (self.heading_gap() if item else 0) if headed else 0
            block = self._blocks[item] = Block(lead, self.item_size(item))
        return block

    def _lines_of(self, item: int) -> Sequence[Line]:
        lines = self._items.get(item)
        if lines is None:
            lines = self._items[item] = self.item_lines(item, self._text_width) or [Text()]
        return lines

    @property
    def _text_width(self) -> int:
        return max(1, self._fitted.width - 2)

    def _forget(self) -> None:
        self._blocks.clear()
        self._items.clear()
        self._strips.clear()
        self._spots = None
        self.__dict__.pop("_empty_lines", None)

    def _settle(self) -> list[Spot]:
        """The spots on the lines, derived again if anything changed. A new size is noticed here, when it matters."""
        if self._fitted != self.size:
            line = self._line_of(self.pinned())
            self._fitted = self.size
            self._flow.height = self.size.height
            self._forget()
            self._pin(line)
        if self._spots is None:
            self._spots = self._flow.spots()
            self._thumb = self._flow.thumb()
        return self._spots

    def _margin(self, item: int) -> int:
        """The lines at the top that a heading keeps from this item."""
        return int(self.sticky and self._flow.height > 2 and self.heading(item) is not None)

    def _pin(self, line: int | None) -> None:
        """Put the pinned item on this line, or at the top; in view in any case."""
        if self.count:
            item = self.pinned()
            self._flow.place(item, line or 0)
            self._flow.reveal(item, self._margin(item))

    def _line_of(self, item: int) -> int | None:
        spots = self._spots or []
        return spots.index((item, 0)) if (item, 0) in spots else None

    def _redraw(self) -> None:
        """Draw everything again. The spots are derived at once: they must be known if something else changes first."""
        self._spots = None
        self._settle()
        self.refresh()

    def _repaint(self, *items: int | None) -> None:
        """Draw these items again and nothing else."""
        lines = [y for y, (item, line) in enumerate(self._settle()) if line >= 0 and item in items]
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    # Drawing

    def notify_style_update(self) -> None:
        """Textual: the theme, the focus or the style sheet changed."""
        super().notify_style_update()
        self._painter.clear()
        self._strips.clear()

    def on_focus(self) -> None:
        """Keys work on it now."""
        self.refresh()

    def on_blur(self) -> None:
        """Keys work elsewhere now."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual: the lines of a region. Without a border, what it would wrap around each line is left out."""
        if self.gutter.totals != (0, 0):
            return super().render_lines(crop)
        spots = self._settle()
        strips = [self._line_at(spots, y) for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Textual: one line of the content."""
        return self._line_at(self._settle(), y)

    def _line_at(self, spots: list[Spot], y: int) -> Strip:
        if not spots:
            return self._empty_strip(y)
        thumb = y in self._thumb
        if y >= len(spots):
            return self._strip(-1, -1, thumb)
        item, line = spots[y]
        if y == 0 and self._covered(spots):
            line = -1
        return self._strip(item, line, thumb)

    def _covered(self, spots: list[Spot]) -> bool:
        """Whether the first line is a heading: its own, or the one that the lines after it stand under."""
        return self._margin(spots[0][0]) > 0 and (len(spots) < 2 or spots[1][1] >= 0)

    def _strip(self, item: int, line: int, thumb: bool) -> Strip:
        state = self.state(item) if line >= 0 else ""
        key = (item, line, state, thumb, self.active)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._drawn(self._line(item, line), state, thumb)
        return strip

    def _drawn(self, line: Line, state: str = "", thumb: bool = False) -> Strip:
        """A line between its sign and the thumb, as it is sent to the terminal."""
        over = (state,) if state else ()
        focus = "-focus" if self.active else ""
        sign = Segment(self.sign(state), self._painter.style(f"sign{focus}", *over))
        end = Segment("▐", self._painter.style(f"thumb{focus}")) if thumb else Segment(" ", self._painter.style(*over))
        body = self._painter.line(line, max(0, self._fitted.width - 2), *over)
        strip = Strip([sign, *body, end], body.cell_length + 2)
        return strip.crop(0, self._fitted.width)

    def _line(self, item: int, line: int) -> Line:
        if line >= 0:
            return self._lines_of(item)[line]
        return self.heading_line(item, self._text_width) if line == -1 and item >= 0 else Text()

    def _empty_strip(self, y: int) -> Strip:
        lines = self._empty_lines
        above = 1 if self._fitted.height > len(lines) + 1 else 0
        text = Text(" ") + lines[y - above] if 0 <= y - above < len(lines) else Text()
        text.stylize_before("dim")
        return self._drawn(text)

    @cached_property
    def _empty_lines(self) -> list[Text]:
        return list(self.empty().wrap(self.app.console, max(1, self._fitted.width - 4)))

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the thumb; a press beside it brings it there."""
        self._grab = None
        offset = event.get_content_offset(self)
        if event.button == 1 and offset is not None and self._on_thumb(offset):
            self.capture_mouse()
            self._grab = offset.y - self._thumb.start if offset.y in self._thumb else len(self._thumb) // 2
            self._drag(offset.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the thumb."""
        if self.app.mouse_captured is self:
            self._drag(event.get_content_offset_capture(self).y)

    def on_mouse_up(self) -> None:
        """Let the thumb go."""
        if self.app.mouse_captured is self:
            self.release_mouse()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll, and leave the focus where it is."""
        self._wheel(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll, and leave the focus where it is."""
        self._wheel(event, -WHEEL)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        if self._settle():
            self._flow.scroll(lines)
            self._redraw()

    def _on_thumb(self, offset: Offset) -> bool:
        return bool(self._thumb) and offset.x == self.size.width - 1

    def _drag(self, y: int) -> None:
        room = self._flow.height - len(self._thumb)
        if self._thumb and room > 0:
            self._flow.top = self._flow.top_at((y - (self._grab or 0)) / room)
            self._redraw()
