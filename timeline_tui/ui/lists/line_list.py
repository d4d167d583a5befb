"""A list with a cursor. A key takes as long with ten items as with a million."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.message import Message

from timeline_tui.ui.lists.flow import Spot
from timeline_tui.ui.lists.viewport import Viewport
from timeline_tui.ui.style.plain import is_plain


class LineList(Viewport, can_focus=True):
    """Items of one or more lines, one of them under the cursor.

    A subclass defines ``item_lines`` (and ``heading``, ``heading_line``, ``empty`` if needed), calls ``set_items``, and
    binds the actions below to keys.
    """

    class Moved(Message):
        """The reader moved the cursor of ``list`` to ``item``."""

        def __init__(self, list: LineList, item: int) -> None:
            super().__init__()
            self.list = list
            self.item = item

        @property
        def control(self) -> LineList:
            """Textual: the widget that a selector of ``@on`` is compared with."""
            return self.list

    class Chosen(Moved):
        """The reader chose an item of ``list``: with Enter, or with a double click."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.cursor = 0
        self._hover: int | None = None
        # The line on which the cursor will be when the list is shown again, or has items again; None: nothing waits.
        # While the list is hidden, `set_items` finds no lines: a letter in the query bar beside another view then reads
        # 10 events less (5 ms of 50 at a million).
        self._waiting_line: int | None = None

    def moved(self, item: int) -> None:
        """The reader moved the cursor: post it."""
        self.post_message(self.Moved(self, item))

    def chosen(self, item: int) -> None:
        """The reader chose an item: post it."""
        self.post_message(self.Chosen(self, item))

    def set_items(self, count: int, cursor: int = 0, top: int | None = None) -> None:
        """Replace the items by ``count`` others and put the cursor on ``cursor``; nothing is posted.

        The cursor stays on its line of the screen, also after an empty list, or a few lines higher, so that the sticky
        heading covers no first line of an item. If it was scrolled out of view, the item ``top`` becomes the topmost
        one; without ``top``, the list scrolls to the cursor.
        """
        line = self._cursor_line
        self._flow.count = count
        self.cursor = max(0, min(cursor, count - 1))
        self._clear_caches()
        self._waiting_line = None if self.display and count else line
        if self._waiting_line is not None and count:
            return
        if line is None and top is not None and count:
            top = max(0, min(top, count - 1))
            self._flow.place(top, self._margin(top))
        else:
            self._pin(line)
            self._align()
        self._redraw()

    @property
    def _cursor_line(self) -> int | None:
        """The line of the screen with the item under the cursor; None if it is scrolled out of view."""
        return self._line_of(self.cursor) if self._waiting_line is None else self._waiting_line

    def _settle(self) -> list[Spot]:
        if self._waiting_line is not None and self._flow.count:
            line, self._waiting_line = self._waiting_line, None
            self._clear_caches()
            self._pin(line)
            self._align()
        return super()._settle()

    def refresh_items(self) -> None:
        """Ask for the same items again."""
        if self._waiting_line is None or not self._flow.count:
            super().refresh_items()
        else:
            self._clear_caches()

    def _align(self) -> None:
        """If there is a sticky heading, let an item begin right below it."""
        if self.count and (margin := self._margin(self.top)):
            self._flow.align(margin)
            self._reveal(self.cursor)

    def move_to(self, item: int) -> None:
        """Put the cursor on an item, or on the first or last one if there is no such item; scroll to show it."""
        if not self.count:
            return
        self._settle()
        old, hover, top = self.cursor, self._hover, self._flow.top
        self.cursor, self._hover = max(0, min(item, self.count - 1)), None
        self._reveal(self.cursor)
        if self._flow.top != top:
            self._redraw()
        else:
            self._repaint(old, hover, self.cursor)
        if self.cursor != old:
            self.moved(self.cursor)

    def action_move(self, delta: int) -> None:
        """Move the cursor by ``delta`` items."""
        self.move_to(self.cursor + delta)

    def action_page(self, delta: float) -> None:
        """Move cursor and view by ``delta`` pages (1, -1, 0.5), by one item at least."""
        if not self._settle():
            return
        margin = self._margin(self.cursor)
        lines = round(delta * (self._flow.height - margin))
        item = self._flow.step((self.cursor, 0), lines)[0]
        if item == self.cursor:
            item += 1 if delta > 0 else -1
        if self._line_of(self.cursor) is not None:
            top = self._flow.top
            self._flow.page(lines, margin)
            if self._flow.top == top and abs(delta) >= 1:
                item = self.count - 1 if delta > 0 else 0
            self._redraw()
        self.move_to(item)

    def action_first(self) -> None:
        """Move the cursor to the first item."""
        self.move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last item."""
        self.move_to(self.count - 1)

    def action_choose(self) -> None:
        """Choose the item under the cursor."""
        if self.count:
            self.chosen(self.cursor)

    # How items look

    def pinned(self) -> int:
        """The item under the cursor."""
        return self.cursor

    def pointed(self) -> Offset | None:
        """The first line in view of the item under the cursor, behind its sign."""
        spots = self._settle()
        lines = [y for y, (item, line) in enumerate(spots) if item == self.cursor and line >= 0]
        covered = bool(lines) and lines[0] == 0 and self._covered(spots)
        return Offset(1, lines[min(covered, len(lines) - 1)]) if lines else None

    def state(self, item: int) -> str:
        """The style of the cursor or of the mouse over an item."""
        if item == self.cursor:
            return "cursor-focus" if self.active else "cursor"
        return "hover" if item == self._hover else ""

    def sign(self, state: str) -> str:
        """A bar beside the item under the cursor, so that the cursor does not depend on colour."""
        if is_plain(self.app):
            return ">" if state and self.active else " "
        return " " if state in ("", "hover") else "▌"

    def _redraw(self) -> None:
        self._hover = None
        super()._redraw()

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Textual: a click moves the cursor to an item; a double click chooses it."""
        item = self._item_under(event)
        if item is None or self._grab is not None or event.button != 1:
            return
        self.move_to(item)
        if event.chain > 1:
            self.call_next(self.app.run_action, "choose", self)  # like a key: with a message for a database

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Textual: highlight the item under the mouse, unless the thumb is being dragged."""
        self._hover_over(None if self.app.mouse_captured is self else self._item_under(event))

    def on_leave(self, event: events.Leave) -> None:
        """Textual: the mouse left the list."""
        if event.node is self:
            self._hover_over(None)

    def _item_under(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        spots = self._settle()
        if offset is None or offset.y >= len(spots) or self._on_thumb(offset):
            return None
        return spots[offset.y][0]

    def _hover_over(self, item: int | None) -> None:
        if item != self._hover:
            old, self._hover = self._hover, item
            self._repaint(old, item)
