"""The visible part of a long list: drawing and scrolling, without a cursor.

Textual's own lists measure every row. This widget asks only for the items around its top and draws its own scroll bar:
with a virtual size each change would be a layout, and a ScrollBar takes as long to draw as a page of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.ui.lists.flow import Block, Flow, Spot
from timeline_tui.ui.style.painter import Line, Painter
from timeline_tui.ui.style.plain import is_plain
from timeline_tui.ui.style.scrolling import WHEEL


class Viewport(Widget):
    """Items of one or more lines, some under a heading that stays on the first line while its items are in view.

    The column at the left is for a sign, the one at the right for the scroll bar; lines have the columns between.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Viewport { width: 1fr; height: 1fr; }
    """

    # Textual's own method lays out and draws the screen again after each change of size. That takes 3 ms for a letter
    # in the query bar.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._block = lru_cache(256)(self._derive_block)
        self._lines_of = lru_cache(256)(self._derive_lines)
        self._drawn_line = lru_cache(1024)(self._draw_line)
        self._flow = Flow(self._block)
        self.fitted = Size(0, 0)
        """The size that the lines are made for: the size of the widget, or while it is hidden, its last one."""
        self._spots: list[Spot] | None = None
        self._thumb = range(0)
        self._grab: int | None = None  # the line of the thumb that the mouse holds; None: the last press was elsewhere
        self._painter = Painter(self)

    # What a subclass defines

    def item_lines(self, item: int, columns: int) -> Sequence[Line]:
        """The lines of an item, at least one, of ``columns`` cells (1 or more)."""
        raise NotImplementedError

    def item_size(self, item: int) -> int:
        """The number of lines of an item. Override it if it is known without making the lines."""
        return len(self._lines_of(item))

    def heading(self, item: int) -> str | None:  # noqa: ARG002  # for subclasses
        """The key of the heading above an item; neighbours with the same key share a heading. None: no heading."""
        return None

    def heading_line(self, item: int, columns: int) -> Line:  # noqa: ARG002  # for subclasses
        """The line of the heading above an item, of ``columns`` cells."""
        return Text(self.heading(item) or "")

    def heading_gap(self) -> int:
        """The number of blank lines above each heading but the first of the list."""
        return 0

    def above_heading(self, item: int) -> str:  # noqa: ARG002  # for subclasses
        """The text of the line above the heading of an item, in place of a blank line; "" for none."""
        return ""

    def empty(self) -> Text:
        """The text of an empty list; it is wrapped here."""
        return Text()

    def state(self, item: int) -> str:  # noqa: ARG002  # for subclasses
        """The name of the style applied over an item; "" for none."""
        return ""

    def sign(self, state: str) -> str:  # noqa: ARG002  # for subclasses
        """The character in the left column beside an item of that state."""
        return " "

    @property
    def active(self) -> bool:
        """Whether the keys act on this list; then sign and thumb are highlighted."""
        return self.has_focus

    def pinned(self) -> int:
        """The item that stays in view, on its line of the screen, when the size or the items change."""
        return self.top

    # Scrolling

    @property
    def count(self) -> int:
        """The number of items."""
        return self._flow.count

    @property
    def top(self) -> int:
        """The item on the first line."""
        return self._flow.top[0]

    def refresh_items(self) -> None:
        """Ask for the same items again, because a star or the highlighted word changed."""
        line = self._line_of(self.pinned())
        self._clear_caches()
        if line is not None:
            self._pin(line)
        elif self.count:
            self._flow.scroll(0)
        self._redraw()

    def _derive_block(self, item: int) -> Block:
        key = self.heading(item)
        has_heading = key is not None and (item == 0 or self.heading(item - 1) != key)
        if not has_heading:
            return Block(0, self.item_size(item))
        above = max(self.heading_gap(), bool(self.above_heading(item))) if item else 0
        return Block(1 + above, self.item_size(item))

    def _derive_lines(self, item: int) -> Sequence[Line]:
        return self.item_lines(item, self._text_width) or [Text()]

    @property
    def _text_width(self) -> int:
        return max(1, self.fitted.width - 2)

    def _clear_caches(self) -> None:
        """Forget the lines of all items. They are derived again, for the size that the widget has now."""
        if self.size:
            self.fitted = self.size
            self._flow.height = self.size.height
        self._block.cache_clear()
        self._lines_of.cache_clear()
        self._drawn_line.cache_clear()
        self._spots = None
        self.__dict__.pop("_empty_lines", None)

    def _settle(self) -> list[Spot]:
        """The spot on each line of the viewport, derived again if the size or anything else changed."""
        if self.size and self.fitted != self.size:
            line = self._line_of(self.pinned())
            self._clear_caches()
            self._pin(line)
        if self._spots is None:
            self._spots = self._flow.spots()
            self._thumb = self._flow.thumb()
        return self._spots

    def _margin(self, item: int) -> int:
        """The lines at the top that the heading of ``item`` covers: 1, or 0 without a heading."""
        return int(self._flow.height > 2 and self.heading(item) is not None)

    def _pin(self, line: int | None) -> None:
        """Put the pinned item on this line, or on the first, and scroll it into view if it is not."""
        if self.count:
            item = self.pinned()
            self._flow.place(item, line or 0)
            self._reveal(item)

    def _reveal(self, item: int) -> None:
        """Scroll just enough to show an item below its sticky heading."""
        self._flow.reveal(item, self._margin(item))

    def _line_of(self, item: int) -> int | None:
        spots = self._spots or []
        return spots.index((item, 0)) if (item, 0) in spots else None

    def _redraw(self) -> None:
        """Draw everything again. The spots are derived at once, because the next change needs to know them."""
        self._spots = None
        self._settle()
        self.refresh()

    def _repaint(self, *items: int | None) -> None:
        """Draw only these items again."""
        lines = [y for y, (item, line) in enumerate(self._settle()) if line >= 0 and item in items]
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    # Drawing

    def notify_style_update(self) -> None:
        """Textual: the theme, the focus or the style sheet changed."""
        super().notify_style_update()
        self._painter.clear()
        self._drawn_line.cache_clear()

    def on_focus(self) -> None:
        """Textual: highlight sign and thumb."""
        self.refresh()

    def on_blur(self) -> None:
        """Textual: no highlight any more."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual: the lines of a region. Without border and padding, Textual's work on each line is skipped."""
        if self.gutter.totals != (0, 0) or is_plain(self.app):
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
        """Whether the first line shows a heading: always, unless the second line is a heading itself."""
        return self._margin(spots[0][0]) > 0 and (len(spots) < 2 or spots[1][1] >= 0)

    def _strip(self, item: int, line: int, thumb: bool) -> Strip:
        state = self.state(item) if line >= 0 else ""
        return self._drawn_line(item, line, state, thumb, self.active)

    def _draw_line(self, item: int, line: int, state: str, thumb: bool, active: bool) -> Strip:  # noqa: ARG002  # a cache key
        return self._framed(self._line(item, line), state, thumb, signed=line == 0 or not is_plain(self.app))

    def _framed(self, line: Line, state: str = "", thumb: bool = False, signed: bool = True) -> Strip:
        """A line between the sign, or a space, and the scroll bar."""
        over = (state,) if state else ()
        focus = "-focus" if self.active else ""
        sign = Segment(self.sign(state) if signed else " ", self._painter.style(f"sign{focus}", *over))
        end = Segment("▐", self._painter.style(f"thumb{focus}")) if thumb else Segment(" ", self._painter.style(*over))
        room = max(0, self.fitted.width - 2)
        strip = Strip([sign, *self._painter.segments(line, room, *over), end], room + 2)
        return strip.crop(0, self.fitted.width)

    def _line(self, item: int, line: int) -> Line:
        if line >= 0:
            return self._lines_of(item)[line]
        if item < 0 or line < -2:
            return Text()
        return self.heading_line(item, self._text_width) if line == -1 else Text(self.above_heading(item), "dim")

    def _empty_strip(self, y: int) -> Strip:
        lines = self._empty_lines
        above = 1 if self.fitted.height > len(lines) + 1 else 0
        text = Text(" ") + lines[y - above] if 0 <= y - above < len(lines) else Text()
        text.stylize_before("dim")
        return self._framed(text)

    @cached_property
    def _empty_lines(self) -> list[Text]:
        return list(self.empty().wrap(self.app.console, max(1, self.fitted.width - 4)))

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Textual: grab the thumb; a press elsewhere on the scroll bar moves it there first."""
        self._grab = None
        offset = event.get_content_offset(self)
        if event.button == 1 and offset is not None and self._on_thumb(offset):
            self.capture_mouse()
            self._grab = offset.y - self._thumb.start if offset.y in self._thumb else len(self._thumb) // 2
            self._drag(offset.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Textual: drag the thumb."""
        if self.app.mouse_captured is self:
            self._drag(event.get_content_offset_capture(self).y)

    def on_mouse_up(self) -> None:
        """Textual: release the thumb."""
        if self.app.mouse_captured is self:
            self.release_mouse()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Textual: scroll, without taking the focus."""
        self._wheel(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Textual: scroll, without taking the focus."""
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
