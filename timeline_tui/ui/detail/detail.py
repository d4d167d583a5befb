"""The detail: the current event as a column of cards. One of them is the current card.

A part of some cards is folded; the current card is unfolded while the keys act here. Each card is drawn to strips once
per event and width; scrolling selects among these lines. A key moves to the next card, or by lines inside a card that
is taller than the pane.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.query.query import words
from timeline_tui.ui import keymap
from timeline_tui.ui.detail.card import Card
from timeline_tui.ui.detail.card_column import event_column, no_cards
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.plain import is_plain
from timeline_tui.ui.style.scrolling import WHEEL, thumb_lines

# What the lines depend on: the index and the position of the event, the words to highlight, the comparison, the width,
# and the number of answers that have come (see `Slice.arrived`).
Inputs = tuple[Index | None, int | None, tuple[str, ...], Comparison | None, int, int]
EDGES = 2  # cells: the mark of the current card at the left, the scroll bar at the right
MEASURE = 90  # the most cells of a line: longer ones are hard to read


class Detail(Widget, can_focus=True):
    """The event at position ``current`` of the index of ``slice``."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.DETAIL]
    DEFAULT_CSS = "Detail { height: 1fr; }"

    slice: reactive[Slice | None] = reactive(None, repaint=False)
    current: reactive[int | None] = reactive(None)

    class Activated(Message):
        """The reader asks to open the address of the card, or to go to its event: with Enter or a double click."""

        def __init__(self, card: Card) -> None:
            super().__init__()
            self.card = card

    def __init__(self) -> None:
        super().__init__()
        self._column = no_cards()
        self._match: tuple[int, int] | None = None  # the match that was shown last: its card, and the line in it
        self._sought = 0  # the direction, 1 or -1, of a match to show when the event arrives; 0: none
        self._painter = Painter(self)
        self._drawn: Inputs | None = None  # the inputs the lines were drawn from
        self._top = 0
        self._cursor = 0

    @property
    def card(self) -> Card | None:
        """The current card; None without an event."""
        self._draw()
        return self._column.cards[self._cursor] if self._column.cards else None

    @property
    def star(self) -> str:
        """The star of the event, quote or source of the current card, as in `model/starred.py`; "" for other cards."""
        return self.card.star if self.card else ""

    def notify_style_update(self) -> None:
        """Textual: the theme or the style sheet changed."""
        super().notify_style_update()
        self._painter.clear()
        self._drawn = None

    def on_focus(self) -> None:
        """Textual: mark the current card and unfold it."""
        self._fold()

    def on_blur(self) -> None:
        """Textual: remove the mark, and fold the card."""
        self._match = None
        self._fold()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual: the lines of a region. If an input changed, all cards are drawn first.

        The border at the left is the same for all lines, so Textual draws it for one of them.
        """
        self._draw()
        left = self.gutter.left
        edge = super().render_lines(Region(0, crop.y, left, 1))[:1] if left else []
        background, filters = self.background_colors[1], self.get_line_filters()
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(Strip.join([*edge, strip]).crop(crop.x, crop.right))
        return strips

    def render_line(self, y: int) -> Strip:
        """Textual: one line of the pane."""
        line = self._top + y
        if line >= len(self._column.lines):
            return Strip.blank(self.size.width, self._painter.style())
        first, after = self._column.extents[self._cursor]
        plain = is_plain(self.app)
        is_marked = line == self._column.starts[self._cursor] if plain else first <= line < after
        mark = (">" if plain else "▌") if self.has_focus and is_marked else " "
        thumb = "▐" if y in self._thumb else " "
        focus = "-focus" if self.has_focus else ""
        ends = self._painter.style(f"sign{focus}"), self._painter.style(f"thumb{focus}")
        if self._is_starred(line):
            mark, ends = "★", (self._painter.style("star"), ends[1])
        blank = Segment(" " * (self.size.width - EDGES - self._width), self._painter.style())
        return Strip([Segment(mark, ends[0]), *self._column.lines[line], blank, Segment(thumb, ends[1])])

    @property
    def _inputs(self) -> Inputs:
        slice = self.slice
        if slice is None or self.current is None:
            return None, None, (), None, self.size.width, 0
        comparison = Comparison.from_slice(slice)
        return slice.index, self.current, words(slice.query), comparison, self.size.width, slice.arrived

    @property
    def _is_here(self) -> bool:
        """Whether the event is not the placeholder for an event of a database."""
        slice, current = self.slice, self.current
        return slice is None or current is None or not slice.is_remote or bool(slice.index.event(current).id)

    def _is_starred(self, line: int) -> bool:
        """Whether a line is the first one of a card with a star."""
        stars = self.slice.stars if self.slice else ()
        cards, starts = self._column.cards, self._column.starts
        return bool(stars) and any(starts[n] == line and cards[n].star in stars for n in range(len(starts)))

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """Textual: draw again only if an input changed, which most changes of the filter do not."""
        if self._inputs != self._drawn or (old and new and old.stars != new.stars):
            self.refresh()
        if self._sought:
            self.go_to_match(self._sought)

    def _draw(self) -> None:
        """Make all cards and draw them, if an input changed."""
        inputs = self._inputs
        if inputs == self._drawn:
            return
        other_event = self._drawn is None or inputs[:2] != self._drawn[:2]
        only_arrived = self._drawn is not None and inputs[:-1] == self._drawn[:-1]  # something of the same event
        self._drawn = inputs
        index, current, needles, comparison, *_ = inputs
        if index is None or current is None or not index.event(current).id:  # or it has not arrived yet
            self._column = no_cards()
        else:
            self._column = event_column(index, current, needles, comparison, self._painter, self.app, self._width)
        if other_event:
            self._top = self._cursor = self._sought = 0
        if not only_arrived:
            self._match = None
        self._cursor = min(self._cursor, max(0, len(self._column.cards) - 1))
        self._column.unfold(self._cursor if self.has_focus or self._match else None)
        self._top = self._bounded(self._top)

    @property
    def _width(self) -> int:
        """The cells of a line."""
        return max(1, min(self.size.width - EDGES, MEASURE))

    def _fold(self) -> None:
        """Unfold the current card, or fold it, as it should be now. Its first line stays where it is in the view."""
        unfolded = self._cursor if self.has_focus or self._match else None
        column = self._column
        if column.cards and unfolded != column.unfolded:
            line = column.starts[self._cursor] - self._top
            column.unfold(unfolded)
            self._top = self._bounded(column.starts[self._cursor] - line)
        self.refresh()

    @property
    def _thumb(self) -> range:
        height, total = self.size.height, len(self._column.lines)
        if total <= height:
            return range(0)
        return thumb_lines(height, height / total, self._top / (total - height))

    def pointed(self) -> Offset | None:
        """The first line in view of the current card."""
        if self.card is None:
            return None
        line, after = max(self._column.starts[self._cursor], self._top), self._column.extents[self._cursor][1]
        return Offset(1, line - self._top) if line < min(after, self._top + self.size.height) else None

    def _card_at(self, line: int) -> int:
        return max(0, bisect_right(self._column.starts, line) - 1)

    def _bounded(self, top: int) -> int:
        return max(0, min(top, len(self._column.lines) - self.size.height))

    def _show_from(self, top: int) -> None:
        self._top = self._bounded(top)
        self.refresh()

    def _point(self, card: int) -> None:
        """Make a card current, without scrolling to it."""
        self._cursor = max(0, min(card, len(self._column.cards) - 1))
        self._fold()
        self.refresh_bindings()

    def _select(self, card: int) -> None:
        """Make a card current and scroll to show it: all of it, or its first lines."""
        self._point(card)
        first, after = self._column.extents[self._cursor]
        if first < self._top:
            self._show_from(first)
        elif after > self._top + self.size.height:
            self._show_from(min(first, after - self.size.height))
        self.refresh()

    def action_move(self, delta: int) -> None:
        """Go to the next (1) or previous (-1) card; scroll by lines first inside a card that does not fit."""
        if self.card is None:
            return
        bottom, height = self._top + self.size.height, self.size.height
        first, after = self._column.extents[self._cursor]
        if delta > 0 and after > bottom:
            self._show_from(min(self._top + 2, after - height))
        elif delta < 0 and first < self._top:
            self._show_from(max(self._top - 2, first))
        elif 0 <= self._cursor + delta < len(self._column.cards):
            self._select_towards(self._cursor + delta, delta)

    def _select_towards(self, card: int, delta: int) -> None:
        """Make a card current; a card that does not fit shows its last lines if ``delta`` is -1."""
        self._select(card)
        first, after = self._column.extents[card]
        if delta < 0 and after - first > self.size.height:
            self._show_from(after - self.size.height)

    def action_page(self, pages: float) -> None:
        """Scroll by pages; the first card in view becomes current, at the end of the event the last one."""
        if self.card is None:
            return
        self._show_from(self._top + int(pages * max(1, self.size.height - 1)))
        last_shown = min(self._top + self.size.height, len(self._column.lines)) - 1
        at_end = last_shown == len(self._column.lines) - 1 and pages > 0
        self._point(self._card_at(last_shown if at_end else self._top))

    def action_first(self) -> None:
        """Go to the first card, the event itself."""
        if self.card is not None:
            self._select(0)

    def action_last(self) -> None:
        """Go to the last card."""
        if self.card is not None:
            self._select(len(self._column.cards) - 1)

    def go_to_match(self, delta: int) -> bool:
        """Unfold and show the next (1) or previous (-1) line with a word of the query; returns whether there is one.

        Before the first call for an event, no line is the current match. In a hidden detail there is none. If the event
        of a database has not arrived yet, its match is shown when it arrives.
        """
        if not self.display:
            return False
        card = self.card
        self._sought = 0 if self._is_here else delta
        if card is None or self._sought:
            return bool(self._sought)
        start = self._match or ((-1, 0) if delta > 0 else (len(self._column.cards), 0))
        found = self._column.match_after(start) if delta > 0 else self._column.match_before(start)
        if found is None:
            return False
        self._match = found
        self._point(found[0])
        line = self._column.starts[found[0]] + found[1]
        if not self._top <= line < self._top + self.size.height:
            self._show_from(line - self.size.height // 3)
        return True

    def action_choose(self) -> None:
        """Ask to open the address of the current card, or to go to its event."""
        if self.card is not None:
            self.post_message(self.Activated(self.card))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._show_from(self._top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._show_from(self._top - WHEEL)

    def on_click(self, event: events.Click) -> None:
        """Textual: a click makes a card current; a double click activates it."""
        line = self._top + event.y
        if self.card is None or line >= len(self._column.lines):
            return
        clicked = self._card_at(line)
        if clicked == self._cursor and event.chain > 1:
            self.action_choose()
        else:
            self._point(clicked)
